// SPDX-License-Identifier: GPL-2.0-only
/*
 * What "proctl top" shows of which tasks.
 */
#include <string.h>

#include "forest.h"
#include "out/headline.h"
#include "out/view.h"
#include "unit.h"

#define NOW 5000

/* init, a shell with a zombie and a sleeper that is blocked, a kernel thread. */
static void begin(struct recent *r)
{
	struct proctree_rows *rows = forest_new(16);
	struct proctree_row *row;
	uint32_t i;

	memset(r, 0, sizeof(*r));
	forest_add(rows, 1, 0, "init");
	forest_add(rows, 2, 0, "kthreadd")->flags = PROCTREE_ROW_KTHREAD;
	forest_add(rows, 10, 1, "Shell")->nr_threads = 2;
	row = forest_add(rows, 11, 10, "other");
	row->tgid = 10;
	row->flags = PROCTREE_ROW_THREAD;
	forest_add(rows, 12, 10, "zombie")->state = 'Z';
	forest_add(rows, 13, 10, "sleeper")->state = 'D';
	forest_add(rows, 14, 1, "shelf");
	for (i = 0; i < rows->count; i++)
		((struct proctree_row *)rows->data)[i].start_ns = 100 + i;
	assert_int_equal(recent_look(r, rows, NOW), 0);
	proctree_rows_free(rows);
}

static void check(struct recent *r, const struct view_options *o,
		  const char *const *expected)
{
	struct view v = { 0 };
	uint32_t i;

	assert_int_equal(view_make(&v, r, o, NOW), 0);
	for (i = 0; expected[i]; i++) {
		assert_true(i < v.count);
		assert_string_equal(v.lines[i].text, expected[i]);
	}
	assert_int_equal(v.count, i);
	view_free(&v);
}

#define CHECK(r, o, ...) \
	check(r, o, (const char *const[]){ __VA_ARGS__, NULL })

TEST("the view is the tree, with as many lines as tasks")
{
	struct view_options o = { 0 };
	struct recent r;

	begin(&r);
	CHECK(&r, &o,
	      " 1 init",
	      "10 |-Shell {2}",
	      "12 | |-zombie  Z zombie",
	      "13 | `-sleeper  D uninterruptible",
	      "14 `-shelf",
	      " 2 [kthreadd]");
	o.no_kthreads = true;
	o.threads = true;
	CHECK(&r, &o,
	      " 1 init",
	      "10 |-Shell",
	      "11 | |-{other}",
	      "12 | |-zombie  Z zombie",
	      "13 | `-sleeper  D uninterruptible",
	      "14 `-shelf");
	recent_clear(&r);
}

TEST("zombies, and who waits uninterruptibly, come first if asked for")
{
	struct view_options o = { .zombies = true, .root = 10,
				  .root_start_ns = 102 };
	struct recent r;

	begin(&r);
	CHECK(&r, &o,
	      "12 zombie  Z zombie, child of 10 Shell",
	      "10 Shell {2}",
	      "12 |-zombie  Z zombie",
	      "13 `-sleeper  D uninterruptible");
	o.blocked = true;
	o.width = 30;
	CHECK(&r, &o,
	      "12 zombie  Z zombie, child of ",
	      "13 sleeper  D uninterruptible,",
	      "10 Shell {2}",
	      "12 |-zombie  Z zombie",
	      "13 `-sleeper  D uninterrupti..");
	recent_clear(&r);
}

TEST("a filter keeps names that have it, in any case, and their ancestors")
{
	struct view_options o = { .filter = "shel" };
	struct recent r;

	begin(&r);
	CHECK(&r, &o, " 1 init", "10 |-Shell {2}", "14 `-shelf");
	strcpy(o.filter, "zomb");
	CHECK(&r, &o, " 1 init", "10 `-Shell {2}", "12   `-zombie  Z zombie");
	o.root = 10;
	o.root_start_ns = 102;
	CHECK(&r, &o, "10 Shell {2}", "12 `-zombie  Z zombie");
	strcpy(o.filter, "nobody");
	check(&r, &o, (const char *const[]){ NULL });
	recent_clear(&r);
}

TEST("a root whose number belongs to another one is not shown")
{
	struct view_options o = { .root = 10, .root_start_ns = 99 };
	struct recent r;

	begin(&r);
	check(&r, &o, (const char *const[]){ NULL });
	recent_clear(&r);
}

TEST("births and deaths stand out in their place, and the followed one")
{
	struct proctree_rows *rows = forest_new(4);
	struct view_options o = { .follow = 14 };
	struct view v = { 0 };
	struct recent r;

	begin(&r);
	forest_add(rows, 1, 0, "init")->start_ns = 100;
	forest_add(rows, 14, 1, "shelf")->start_ns = 106;
	forest_add(rows, 15, 14, "baby")->start_ns = 107;
	assert_int_equal(recent_look(&r, rows, NOW + 100), 0);
	assert_int_equal(view_make(&v, &r, &o, NOW + 100), 0);
	assert_int_equal(v.count, 7);
	assert_string_equal(v.lines[1].text, "10 |-Shell {2}  X dead");
	assert_true(v.lines[1].gone && !v.lines[1].fresh);
	assert_string_equal(v.lines[4].text, "14 `-shelf");
	assert_true(v.lines[4].followed && !v.lines[4].gone);
	assert_string_equal(v.lines[5].text, "15   `-baby  new");
	assert_true(v.lines[5].fresh && !v.lines[5].followed);
	assert_int_equal(view_find(&v, 14), 4);
	assert_int_equal(view_find(&v, 10), -1);
	view_free(&v);
	proctree_rows_free(rows);
	recent_clear(&r);
}

TEST("the headline counts processes by state, threads, and what was lost")
{
	struct headline h = { .clock = "12:34:56", .rate = 3.25, .lost = 7 };
	char line[HEADLINE_MAX];
	struct recent r;

	begin(&r);
	view_count(&h.counts, &r);
	headline_put(line, &h);
	assert_string_equal(line, "12:34:56  6 processes, 7 threads  "
			    "4S 1D 1Z  3.2 events/s, 7 lost");
	h.rate = 123.4;
	headline_put(line, &h);
	assert_non_null(strstr(line, "  123 events/s"));
	recent_clear(&r);
}
