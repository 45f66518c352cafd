// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fewer rows of a snapshot.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd/select.h"
#include "forest.h"
#include "unit.h"

static struct proctree_rows *family(void)
{
	struct proctree_rows *rows = forest_new(8);

	forest_add(rows, 1, 0, "init");
	forest_add(rows, 2, 0, "kthreadd");
	forest_add(rows, 3, 1, "parent");
	forest_add(rows, 4, 3, "self");
	forest_add(rows, 5, 3, "sibling");
	forest_add(rows, 6, 4, "child");
	forest_add(rows, 7, 5, "nephew");
	forest_add(rows, 8, 6, "grandchild");
	return rows;
}

TEST("the family of a process is its ancestors, itself and its descendants")
{
	struct proctree_rows *rows = family();

	assert_int_equal(select_family(rows, 4, true, true, true), 0);
	forest_check(rows, "1 3 4 6 8 ");
}

TEST("ancestors can be had alone, the root first")
{
	struct proctree_rows *rows = family();

	assert_int_equal(select_family(rows, 8, true, false, false), 0);
	forest_check(rows, "1 3 4 6 ");
}

TEST("a root has no ancestors")
{
	struct proctree_rows *rows = family();

	assert_int_equal(select_family(rows, 1, true, false, false), 0);
	forest_check(rows, "");
}

TEST("a process that is not there has no family")
{
	struct proctree_rows *rows = family();

	assert_int_equal(select_family(rows, 99, true, true, true), -ESRCH);
	forest_check(rows, "1 2 3 4 5 6 7 8 ");
}

static bool is_even(const struct proctree_rows *rows,
		    const struct proctree_row *row, const void *context)
{
	(void)rows;
	(void)context;
	return row->pid % 2 == 0;
}

TEST("rows that are kept stay in their order")
{
	struct proctree_rows *rows = family();

	select_rows(rows, is_even, NULL);
	forest_check(rows, "2 4 6 8 ");
}

TEST("counts move with their rows")
{
	struct proctree_rows *rows = family();
	uint32_t counts[] = { 1, 0, 3, 0, 0, 6, 0, 8 };

	select_counted(rows, counts);
	assert_int_equal(counts[0], 1);
	assert_int_equal(counts[1], 3);
	assert_int_equal(counts[2], 6);
	assert_int_equal(counts[3], 8);
	forest_check(rows, "1 3 6 8 ");
}
