// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of fields: what the compiler can't check of it.
 */
#include <string.h>

#include "forest.h"
#include "lib/rows.h"
#include "unit.h"

TEST("blocks stand in the order of their bits")
{
	size_t b;

	for (b = 0; b < proctree_nblocks; b++)
		assert_int_equal(proctree_blocks[b].mask, 1ULL << b);
}

TEST("the stride of a mask is the sum of its blocks")
{
	uint64_t all = 0;
	uint32_t bytes = 0;
	size_t b;

	for (b = 0; b < proctree_nblocks; b++) {
		all |= proctree_blocks[b].mask;
		bytes += proctree_blocks[b].size;
		assert_int_equal(rows_stride(proctree_blocks[b].mask),
				 proctree_blocks[b].size);
	}
	assert_int_equal(rows_stride(all), bytes);
	assert_int_equal(rows_stride(PROCTREE_BLOCK_BASE), 64);
}

TEST("unknown blocks are not asked for, the base always is")
{
	assert_int_equal(rows_known_mask(1ULL << 63), PROCTREE_BLOCK_BASE);
	assert_int_equal(rows_known_mask(PROCTREE_BLOCK_SHARING | 1ULL << 62),
			 PROCTREE_BLOCK_BASE | PROCTREE_BLOCK_SHARING);
}

TEST("no two fields have the same name or column")
{
	size_t a, b;

	for (a = 0; a < proctree_nfields; a++) {
		for (b = 0; b < a; b++) {
			const struct proctree_field *fa = &proctree_fields[a];
			const struct proctree_field *fb = &proctree_fields[b];

			if (!strcmp(fa->name, fb->name) ||
			    !strcasecmp(fa->column, fb->column))
				fail_msg("%s and %s", fa->column, fb->column);
		}
	}
}

TEST("every field can be found by its name and by its column")
{
	size_t i;

	for (i = 0; i < proctree_nfields; i++) {
		const struct proctree_field *field = &proctree_fields[i];

		assert_ptr_equal(proctree_field_find(field->name), field);
		assert_ptr_equal(proctree_field_find(field->column), field);
	}
}

TEST("fields are found in any case, and unknown ones are not")
{
	assert_non_null(proctree_field_find("Ppid"));
	assert_ptr_equal(proctree_field_find("COMM"),
			 proctree_field_find("comm"));
	assert_null(proctree_field_find("pidd"));
	assert_null(proctree_field_find("pi"));
	assert_null(proctree_field_find(""));
}

TEST("the fields of a block do not overlap and leave no room unused")
{
	size_t b, f;

	for (b = 0; b < proctree_nblocks; b++) {
		const struct proctree_block *block = &proctree_blocks[b];
		uint32_t end = block->mask == PROCTREE_BLOCK_BASE ? 0 : 8;

		for (f = 0; f < proctree_nfields; f++) {
			const struct proctree_field *field = &proctree_fields[f];

			if (field->block != block->mask)
				continue;
			assert_in_range(field->offset, end, end + 7);
			end = field->offset + field->size;
		}
		assert_in_range(block->size, end, end + 7);
	}
}

TEST("valid bits count the fields of a block, the base has none")
{
	uint64_t block = 0;
	int bit = 0;
	size_t f;

	for (f = 0; f < proctree_nfields; f++) {
		const struct proctree_field *field = &proctree_fields[f];

		if (field->block != block)
			bit = 0;
		block = field->block;
		assert_int_equal(field->valid_bit,
				 block == PROCTREE_BLOCK_BASE ? -1 : bit);
		bit++;
		assert_in_range(bit, 1, 64);
	}
}

/* A row with the base and two blocks, one of which is in between. */
struct wide_row {
	struct proctree_row base;
	struct proctree_relations relations;
	struct proctree_sharing sharing;
};

static struct wide_row wide = {
	.base = { .pid = 7, .ppid = -3, .uid = 0xffffffff, .start_ns = 1ULL << 63,
		  .state = 'Z', .comm = "sh" },
	.relations = { .exit_signal = -1, .tracer_pid = 12 },
	.sharing = { .mm = 0xfedcba9876543210 },
};

static const struct proctree_rows wide_rows = {
	.mask = PROCTREE_BLOCK_BASE | PROCTREE_BLOCK_RELATIONS |
		PROCTREE_BLOCK_SHARING,
	.stride = sizeof(wide),
	.count = 1,
	.data = &wide,
};

static int64_t value_of(const char *name)
{
	return proctree_field_int(&wide_rows, &wide.base,
				  proctree_field_find(name));
}

TEST("values are read from their block with their sign")
{
	assert_int_equal(value_of("pid"), 7);
	assert_true(value_of("ppid") == -3);
	assert_int_equal(value_of("uid"), 0xffffffffLL);
	assert_int_equal(value_of("state"), 'Z');
	assert_true((uint64_t)value_of("start_ns") == 1ULL << 63);
	assert_true(value_of("exit_signal") == -1);
	assert_int_equal(value_of("tracer_pid"), 12);
	assert_true((uint64_t)value_of("mm") == 0xfedcba9876543210);
}

TEST("a field is valid if its block is there and its bit is set")
{
	const struct proctree_field *signal = proctree_field_find("exit_signal");
	struct proctree_rows base_only = wide_rows;

	wide.relations.valid = 0;
	assert_false(proctree_field_valid(&wide_rows, &wide.base, signal));
	wide.relations.valid = 1ULL << signal->valid_bit;
	assert_true(proctree_field_valid(&wide_rows, &wide.base, signal));
	base_only.mask = PROCTREE_BLOCK_BASE;
	assert_false(proctree_field_valid(&base_only, &wide.base, signal));
	assert_true(proctree_field_valid(&base_only, &wide.base,
					 proctree_field_find("comm")));
}

TEST("a process is found by its pid, a thread is not")
{
	struct proctree_rows *rows = forest_new(2);

	forest_add(rows, 10, 0, "a");
	forest_add(rows, 11, 0, "a")->flags = PROCTREE_ROW_THREAD;
	assert_non_null(proctree_find(rows, 10));
	assert_null(proctree_find(rows, 11));
	assert_null(proctree_find(rows, 12));
	proctree_rows_free(rows);
}
