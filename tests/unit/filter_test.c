// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which rows pass a filter, in which order, and how they are counted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/filter.h"
#include "cmd/select.h"
#include "forest.h"
#include "out/sort.h"
#include "out/summary.h"
#include "proctl.h"
#include "unit.h"

static struct proctree_rows *zoo(void)
{
	struct proctree_rows *rows = forest_new(5);

	forest_add(rows, 1, 0, "init");
	forest_add(rows, 2, 0, "kthreadd")->flags = PROCTREE_ROW_KTHREAD;
	forest_add(rows, 3, 1, "sh")->uid = 1000;
	forest_add(rows, 4, 3, "sh")->state = 'Z';
	forest_add(rows, 5, 3, "sh2")->state = 'D';
	return rows;
}

/* What an option makes of its value; what it complains about is not printed. */
static int give(struct filter *f, int c, const char *value)
{
	int old = dup(STDERR_FILENO), status;

	assert_non_null(freopen("/dev/null", "w", stderr));
	optarg = (char *)value;
	status = filter_option(f, "list", c);
	fflush(stderr);
	dup2(old, STDERR_FILENO);
	close(old);
	return status;
}

static void passes(int c, const char *value, const char *expected)
{
	struct proctree_rows *rows = zoo();
	struct filter f = { 0 };

	assert_int_equal(give(&f, c, value), PROCTL_YES);
	select_rows(rows, filter_keeps, &f);
	forest_check(rows, expected);
	filter_free(&f);
}

TEST("tasks can be chosen by state, any of several letters")
{
	passes(FILTER_STATE, "Z", "4 ");
	passes(FILTER_STATE, "DZ", "4 5 ");
	passes(FILTER_STATE, "t", "");
}

TEST("tasks can be chosen by user, by name or by number")
{
	passes(FILTER_USER, "1000", "3 ");
	passes(FILTER_USER, "root", "1 2 4 5 ");
	passes(FILTER_USER, "root,1000", "1 2 3 4 5 ");
}

TEST("a name must be the same to the last byte")
{
	passes(FILTER_COMM, "sh", "3 4 ");
	passes(FILTER_COMM, "s", "");
	passes(FILTER_COMM, "", "");
}

TEST("children of 0 are those without a visible parent")
{
	passes(FILTER_PPID, "3", "4 5 ");
	passes(FILTER_PPID, "0", "1 2 ");
	passes(FILTER_PPID, "0,3", "1 2 4 5 ");
}

TEST("kernel threads can be had alone, or left out")
{
	passes(FILTER_KTHREADS, NULL, "2 ");
	passes(FILTER_NO_KTHREADS, NULL, "1 3 4 5 ");
}

TEST("all filters must hold")
{
	struct proctree_rows *rows = zoo();
	struct filter f = { 0 };

	give(&f, FILTER_COMM, "sh");
	give(&f, FILTER_STATE, "Z");
	select_rows(rows, filter_keeps, &f);
	forest_check(rows, "4 ");
	filter_free(&f);
}

TEST("of the values of one option any will do, of expressions all must hold")
{
	struct proctree_rows *rows = zoo();
	struct filter f = { 0 };

	give(&f, FILTER_COMM, "sh");
	give(&f, FILTER_COMM, "init");
	give(&f, FILTER_USER, "1000");
	give(&f, FILTER_USER, "0");
	give(&f, 'Q', "PID != 4 or PID == 0");
	give(&f, 'Q', "PPID == 0 or PPID == 3 or PID == 3");
	select_rows(rows, filter_keeps, &f);
	forest_check(rows, "1 3 ");
	filter_free(&f);
}

TEST("values that mean nothing are refused")
{
	static const struct {
		int c;
		const char *value;
	} bad[] = {
		{ FILTER_STATE, "" },	    { FILTER_STATE, "z" },
		{ FILTER_STATE, "SQ" },	    { FILTER_STATE, "S,Z" },
		{ FILTER_USER, "" },	    { FILTER_USER, "no such user" },
		{ FILTER_USER, "0,,1" },    { FILTER_PPID, "1," },
		{ 'Q', "" },		    { 'Q', "PID <" },
		{ FILTER_USER, "-1" },	    { FILTER_USER, "4294967295" },
		{ FILTER_USER, "99999999999999999999999" },
		{ FILTER_PPID, "" },	    { FILTER_PPID, "-1" },
		{ FILTER_PPID, "1x" },	    { FILTER_PPID, "4194305" },
		{ FILTER_COMM, "sixteen letters!" },
	};
	struct filter f = { 0 };
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(give(&f, bad[i].c, bad[i].value),
				 PROCTL_USAGE);
	filter_free(&f);
}

static void sorted(const char *first, bool down, const char *second,
		   const char *expected)
{
	struct sort_key keys[] = {
		{ proctree_field_find(first), down },
		{ proctree_field_find(second), false },
	};
	struct proctree_rows *rows = zoo();

	assert_int_equal(sort_rows(rows, keys, 2), 0);
	forest_check(rows, expected);
}

TEST("rows are sorted by numbers, names and states, the first key counts most")
{
	sorted("uid", false, "pid", "1 2 4 5 3 ");
	sorted("uid", true, "comm", "3 1 2 4 5 ");
	sorted("comm", true, "pid", "5 3 4 2 1 ");
	sorted("state", false, "pid", "5 1 2 3 4 ");
}

TEST("rows that are alike stay in their order, however they are sorted")
{
	sorted("nr_threads", false, "nr_threads", "1 2 3 4 5 ");
	sorted("nr_threads", true, "nr_threads", "1 2 3 4 5 ");
}

TEST("values that could not be read come last both ways")
{
	sorted("vm_size", true, "pid", "1 2 3 4 5 ");
	sorted("vm_size", false, "pid", "1 2 3 4 5 ");
}

TEST("tasks are counted by user and state")
{
	struct proctree_rows *rows = zoo();
	struct summary_line *lines;
	size_t n;

	assert_int_equal(summary_count(rows, &lines, &n), 0);
	assert_int_equal(n, 2);
	assert_int_equal(lines[0].uid, 0);
	assert_int_equal(lines[0].total, 4);
	assert_int_equal(lines[0].states[strchr(summary_letters, 'S') -
					 summary_letters], 2);
	assert_int_equal(lines[0].states[strchr(summary_letters, 'Z') -
					 summary_letters], 1);
	assert_int_equal(lines[1].uid, 1000);
	assert_int_equal(lines[1].total, 1);
	free(lines);
	proctree_rows_free(rows);
}

TEST("of no tasks there is nothing to count")
{
	struct proctree_rows *rows = forest_new(0);
	struct summary_line *lines;
	size_t n;

	assert_int_equal(summary_count(rows, &lines, &n), 0);
	assert_int_equal(n, 0);
	free(lines);
	proctree_rows_free(rows);
}
