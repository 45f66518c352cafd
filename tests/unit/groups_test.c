// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which tasks share which objects.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "forest.h"
#include "out/groups.h"
#include "unit.h"

static struct proctree_rows *forest(void)
{
	return forest_new_with(10, PROCTREE_BLOCK_SHARING);
}

static struct proctree_sharing *add(struct proctree_rows *rows, int32_t pid,
				    uint64_t mm, uint64_t files)
{
	struct proctree_row *row = forest_add(rows, pid, 0, "x");
	struct proctree_sharing *s =
		(void *)proctree_row_block(rows, row, PROCTREE_BLOCK_SHARING);

	s->mm = mm;
	s->files = files;
	return s;
}

/* "mm files=1,2; " of each group. Frees the rows. */
static void check(struct proctree_rows *rows, const char *expected)
{
	char text[500] = "", *p = text;
	struct groups groups;
	uint32_t g, m, k;

	assert_int_equal(groups_find(rows, &groups), 0);
	for (g = 0; g < groups.n; g++) {
		const struct group *group = &groups.groups[g];

		for (k = 0; k < GROUPS_KINDS; k++) {
			if (group->kinds & 1U << k)
				p += sprintf(p, "%s ", groups_kinds[k]);
		}
		for (m = 0; m < group->n; m++)
			p += sprintf(p, "%d ",
				     proctree_row_at(rows,
						     group->members[m])->pid);
		p += sprintf(p, "; ");
	}
	assert_string_equal(text, expected);
	groups_free(&groups);
	proctree_rows_free(rows);
}

TEST("without the block of sharing there are no groups")
{
	struct proctree_rows *rows = forest_new(1);
	struct groups groups;

	assert_int_equal(groups_find(rows, &groups), -EINVAL);
	proctree_rows_free(rows);
}

TEST("who shares nothing is in no group, nor who has no such object")
{
	struct proctree_rows *rows = forest();

	add(rows, 1, 100, 0);
	add(rows, 2, 101, 0);
	check(rows, "");
	check(forest(), "");
}

TEST("those who share several objects are one group")
{
	struct proctree_rows *rows = forest();

	add(rows, 1, 100, 7)->io = 5;
	add(rows, 2, 101, 8);
	add(rows, 3, 100, 7)->io = 5;
	check(rows, "mm files io 1 3 ; ");
}

TEST("groups that differ in one member are two, the larger one first")
{
	struct proctree_rows *rows = forest();

	add(rows, 1, 100, 7);
	add(rows, 2, 101, 7);
	add(rows, 3, 100, 7);
	add(rows, 4, 102, 9);
	add(rows, 5, 102, 10);
	check(rows, "files 1 2 3 ; mm 1 3 ; mm 4 5 ; ");
}

TEST("every kind of group is a field that rows have")
{
	size_t k;

	for (k = 0; k < GROUPS_KINDS; k++)
		assert_non_null(proctree_field_find(groups_kinds[k]));
}

TEST("who has the namespaces of the first task shares nothing remarkable")
{
	struct proctree_rows *rows = forest();

	add(rows, 1, 1, 1)->nsproxy = 7;
	add(rows, 2, 2, 2)->nsproxy = 7;
	add(rows, 3, 3, 3)->nsproxy = 8;
	add(rows, 4, 4, 4)->nsproxy = 8;
	add(rows, 5, 5, 5)->signal = 9;
	add(rows, 6, 6, 6)->signal = 9;
	check(rows, "nsproxy 3 4 ; signal 5 6 ; ");
}
