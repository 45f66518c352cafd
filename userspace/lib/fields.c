// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of blocks and fields: module/uapi/proctree_fields.def as data, and
 * the compiler's proof that it agrees with module/uapi/proctree.h. Adding a
 * field there needs nothing here.
 */
#include <string.h>

#include "libproctree.h"

/* A struct by the name of its block; the position of a field in its block. */
#define PROCTREE_BLOCK(NAME, type, meaning)				\
	typedef struct type struct_##NAME;				\
	enum { FIRST_##NAME = __COUNTER__ + 1 };
#define PROCTREE_FIELD(NAME, member, type, KIND, ACCESS, column, meaning, source)	\
	enum { AT_##NAME##_##member = __COUNTER__ };
#include "../../module/uapi/proctree_fields.def"

/* 0 if @condition holds, else the compiler says why not. */
#define MUST(condition, why) \
	(0 * sizeof(struct { _Static_assert(condition, why); int unused; }))

#define BLOCK_SIZE(NAME) \
	(sizeof(struct_##NAME) + MUST(!(sizeof(struct_##NAME) % 8), \
				      #NAME ": blocks are multiples of 8"))

#define PROCTREE_BLOCK(NAME, type, meaning_)				\
	{ #NAME, meaning_, PROCTREE_BLOCK_##NAME, BLOCK_SIZE(NAME) },
#define PROCTREE_FIELD(NAME, member, type, KIND, ACCESS, column, meaning, source)
const struct proctree_block proctree_blocks[] = {
#include "../../module/uapi/proctree_fields.def"
};
const size_t proctree_nblocks =
	sizeof(proctree_blocks) / sizeof(proctree_blocks[0]);

#define MEMBER(NAME, member) (((struct_##NAME *)0)->member)

#define MEMBER_SIZE(NAME, member, type) \
	(sizeof(type) + \
	 MUST(SAME(typeof(MEMBER(NAME, member)), type), \
	      #NAME " " #member ": type differs from proctree.h"))

#define SAME(a, b) __builtin_types_compatible_p(a, b)

#define IS_SIGNED(type) \
	(SAME(type, __s8) || SAME(type, __s16) || SAME(type, __s32) || \
	 SAME(type, __s64))

#define VALID_BIT(NAME, member) \
	(PROCTREE_BLOCK_##NAME == PROCTREE_BLOCK_BASE ? \
		 -1 : AT_##NAME##_##member - FIRST_##NAME)

#define PROCTREE_BLOCK(NAME, type, meaning)
#define PROCTREE_FIELD(NAME, member, type, KIND, ACCESS, column, meaning, source)	\
	{ #member, column, meaning, source, #ACCESS,			\
	  PROCTREE_BLOCK_##NAME,					\
	  PROCTREE_KIND_##KIND, offsetof(struct_##NAME, member),	\
	  MEMBER_SIZE(NAME, member, type),				\
	  IS_SIGNED(type), VALID_BIT(NAME, member) },
const struct proctree_field proctree_fields[] = {
#include "../../module/uapi/proctree_fields.def"
};
const size_t proctree_nfields =
	sizeof(proctree_fields) / sizeof(proctree_fields[0]);

/* ASCII only: the locale of the user must not change what a column is. */
static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
}

static bool same_name(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return !*a && !*b;
}

const struct proctree_field *proctree_field_find(const char *name)
{
	size_t i;

	for (i = 0; i < proctree_nfields; i++) {
		const struct proctree_field *field = &proctree_fields[i];

		if (same_name(name, field->name) ||
		    same_name(name, field->column))
			return field;
	}
	return NULL;
}

bool proctree_field_valid(const struct proctree_rows *rows,
			  const struct proctree_row *row,
			  const struct proctree_field *field)
{
	const void *block = proctree_row_block(rows, row, field->block);
	uint64_t valid;

	if (!block)
		return false;
	if (field->valid_bit < 0)
		return true;
	memcpy(&valid, block, sizeof(valid)); /* every block begins with it */
	return valid >> field->valid_bit & 1;
}

static int64_t sign_extend(uint64_t value, unsigned int bits)
{
	uint64_t sign = 1ULL << (bits - 1);

	return (value ^ sign) - sign;
}

/* An integer of 1, 2, 4 or 8 bytes in the machine's byte order. */
static uint64_t load(const void *at, size_t size)
{
	union {
		uint8_t u8;
		uint16_t u16;
		uint32_t u32;
		uint64_t u64;
	} v;

	memcpy(&v, at, size);
	return size == 1 ? v.u8 : size == 2 ? v.u16 : size == 4 ? v.u32 : v.u64;
}

int64_t proctree_field_int(const struct proctree_rows *rows,
			   const struct proctree_row *row,
			   const struct proctree_field *field)
{
	const char *block = proctree_row_block(rows, row, field->block);
	uint64_t value;

	if (!block || field->kind == PROCTREE_KIND_COMM)
		return 0;
	value = load(block + field->offset, field->size);
	if (field->is_signed)
		return sign_extend(value, 8 * field->size);
	return value;
}
