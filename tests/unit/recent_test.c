// SPDX-License-Identifier: GPL-2.0-only
/*
 * Births and deaths between one look and the next.
 */
#include <stdio.h>
#include <string.h>

#include "forest.h"
#include "out/recent.h"
#include "unit.h"

/* Rows "pid:start_ns". */
static struct proctree_rows *rows_of(const char *text)
{
	struct proctree_rows *rows = forest_new(1000);
	int pid, start, n;

	for (; sscanf(text, " %d:%d%n", &pid, &start, &n) == 2; text += n)
		forest_add(rows, pid, 0, "x")->start_ns = start;
	return rows;
}

static void look(struct recent *r, const char *text, uint64_t now_ms)
{
	struct proctree_rows *rows = rows_of(text);

	assert_int_equal(recent_look(r, rows, now_ms), 0);
	proctree_rows_free(rows);
}

/* The tasks as "pid", with + if new, with - if gone. */
static void check(const struct recent *r, uint64_t now_ms, const char *expected)
{
	char text[8000] = "", *p = text;
	uint32_t i;

	for (i = 0; i < r->count; i++) {
		const struct recent_task *t = &r->tasks[i];

		p += sprintf(p, "%s%d%s%s", i ? " " : "", t->row.pid,
			     recent_is_new(t, now_ms) ? "+" : "",
			     recent_is_gone(t) ? "-" : "");
		assert_int_equal(t->row.state, recent_is_gone(t) ? 'X' : 'S');
	}
	assert_string_equal(text, expected);
}

TEST("what is there at the first look is not new")
{
	struct recent r = { 0 };

	look(&r, "1:1 2:2 3:3", 5000);
	check(&r, 5000, "1 2 3");
	assert_int_equal(recent_until(&r, 5000), 0);
	recent_clear(&r);
}

TEST("births and deaths are news for a second, and no longer")
{
	struct recent r = { 0 };

	look(&r, "1:1 2:2", 5000);
	look(&r, "1:1 3:3", 5500);
	check(&r, 5500, "1 2- 3+");
	assert_int_equal(recent_until(&r, 5500), 6500);
	look(&r, "1:1 3:3", 6499);
	check(&r, 6499, "1 2- 3+");
	look(&r, "1:1 3:3", 6500);
	check(&r, 6500, "1 3");
	assert_int_equal(recent_until(&r, 6500), 0);
	recent_clear(&r);
}

TEST("who was too quick for any look is told by its end")
{
	struct recent r = { 0 };
	struct proctree_rows *quick = rows_of("7:7 2:2");

	look(&r, "1:1 2:2", 5000);
	recent_end(&r, proctree_row_at(quick, 0));
	recent_end(&r, proctree_row_at(quick, 1));
	look(&r, "1:1", 5100);
	check(&r, 5100, "1 2- 7+-");
	look(&r, "1:1", 6200);
	check(&r, 6200, "1");
	proctree_rows_free(quick);
	recent_clear(&r);
}

TEST("a number that is used again is another task, and the dead one gives way")
{
	struct recent r = { 0 };

	look(&r, "1:1 2:2", 5000);
	look(&r, "1:1 2:9", 5100);
	check(&r, 5100, "1 2+");
	recent_clear(&r);
}

TEST("tasks are in order of birth, whatever the order of the rows")
{
	struct recent r = { 0 };

	look(&r, "1:1 4:40 3:30 2:20", 5000);
	look(&r, "9:35 4:40 3:30 1:1", 5100);
	check(&r, 5100, "1 2- 3 9+ 4");
	recent_clear(&r);
}

TEST("of a thousand deaths at once 256 are shown, and all the living")
{
	struct recent r = { 0 };
	char text[16000] = "1:1", *p = text + 3;
	uint32_t i, gone = 0;

	for (i = 0; i < 999; i++)
		p += sprintf(p, " %u:%u", 100 + i, 100 + i);
	look(&r, text, 5000);
	look(&r, "1:1 2000:2000", 5100);
	for (i = 0; i < r.count; i++)
		gone += recent_is_gone(&r.tasks[i]);
	assert_int_equal(gone, RECENT_GONE_MAX);
	assert_int_equal(r.count, RECENT_GONE_MAX + 2);
	assert_int_equal(r.tasks[r.count - 1].row.pid, 2000);
	recent_clear(&r);
}
