// SPDX-License-Identifier: GPL-2.0-only
/* The table of fields, made of proctree_fields.def; see fields.h. */
#include "fields.h"

#include "../../module/uapi/proctree.h"

#define PROCTREE_BLOCK(NAME, type, ...) typedef struct type struct_##NAME;
#define PROCTREE_FIELD(...)
#include "../../module/uapi/proctree_fields.def"

#define PROCTREE_BLOCK(NAME, type, ...) \
	{ PROCTREE_BLOCK_##NAME, sizeof(struct type) },
#define PROCTREE_FIELD(...)
static const struct {
	uint64_t bit;
	uint32_t size;
} blocks[] = {
#include "../../module/uapi/proctree_fields.def"
};

#define PROCTREE_BLOCK(...)
#define PROCTREE_FIELD(NAME, member, type, KIND, ...)			\
	{ #member, #KIND, PROCTREE_BLOCK_##NAME,			\
	  offsetof(struct_##NAME, member),				\
	  sizeof(((struct_##NAME *)0)->member) },
const struct field fields[] = {
#include "../../module/uapi/proctree_fields.def"
};

const size_t nfields = sizeof(fields) / sizeof(fields[0]);

#define NBLOCKS	(sizeof(blocks) / sizeof(blocks[0]))

uint32_t block_size(uint64_t block)
{
	size_t i;

	for (i = 0; i < NBLOCKS; i++)
		if (blocks[i].bit == block)
			return blocks[i].size;
	return 0;
}

uint32_t stride_of(uint64_t mask)
{
	uint32_t stride = 0;
	size_t i;

	mask |= PROCTREE_BLOCK_BASE;
	for (i = 0; i < NBLOCKS; i++)
		if (mask & blocks[i].bit)
			stride += blocks[i].size;
	return stride;
}

uint32_t block_offset(uint64_t mask, uint64_t block)
{
	return block == PROCTREE_BLOCK_BASE ? 0 : stride_of(mask & (block - 1));
}

uint64_t valid_all(uint64_t block)
{
	uint64_t valid = 0;
	size_t i;

	for (i = 0; i < nfields; i++)
		if (fields[i].block == block)
			valid = valid << 1 | 1;
	return valid;
}
