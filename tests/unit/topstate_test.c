// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keys of "proctl top".
 */
#include <string.h>

#include "cmd/screen.h"
#include "cmd/topstate.h"
#include "unit.h"

#define PAGE 10

static void type(struct top_state *s, const char *keys)
{
	while (*keys)
		top_key(s, (unsigned char)*keys++, PAGE);
}

TEST("letters switch what they stand for on and off")
{
	struct top_state s = { 0 };

	assert_true(top_key(&s, 'z', PAGE));
	type(&s, "DtKp");
	assert_true(s.view.zombies && s.view.blocked && s.view.threads);
	assert_true(s.view.no_kthreads && s.paused);
	type(&s, "zDtK ");
	assert_false(s.view.zombies || s.view.blocked || s.view.threads);
	assert_false(s.view.no_kthreads || s.paused || s.quit);
	type(&s, "q");
	assert_true(s.quit);
}

TEST("a filter works while it is typed; Enter keeps it, Esc drops it")
{
	struct top_state s = { 0 };

	type(&s, "/qz\303\244");
	assert_int_equal(s.prompt, PROMPT_FILTER);
	assert_string_equal(s.view.filter, "qz\303\244");
	top_key(&s, KEY_IS_BACKSPACE, PAGE);
	assert_string_equal(s.view.filter, "qz");
	top_key(&s, KEY_IS_ENTER, PAGE);
	assert_int_equal(s.prompt, PROMPT_NONE);
	assert_string_equal(s.view.filter, "qz");
	assert_false(s.quit || s.view.zombies);
	type(&s, "/");
	top_key(&s, KEY_IS_ESCAPE, PAGE);
	assert_string_equal(s.view.filter, "");
	assert_int_equal(s.prompt, PROMPT_NONE);
	type(&s, "/a");
	top_key(&s, KEY_IS_ENTER, PAGE);
	top_key(&s, KEY_IS_ESCAPE, PAGE);
	assert_string_equal(s.view.filter, "");
}

TEST("what is typed has an end, and rubbing out nothing is nothing")
{
	struct top_state s = { 0 };
	int i;

	type(&s, "/");
	top_key(&s, KEY_IS_BACKSPACE, PAGE);
	for (i = 0; i < 1000; i++)
		type(&s, "x");
	assert_int_equal(strlen(s.view.filter), VIEW_FILTER_MAX - 1);
}

TEST("f follows a PID until it is 0, nothing, or one scrolls")
{
	struct top_state s = { 0 };

	type(&s, "f12");
	assert_int_equal(s.view.follow, 0);
	top_key(&s, KEY_IS_ENTER, PAGE);
	assert_int_equal(s.view.follow, 12);
	type(&s, "fx");
	top_key(&s, KEY_IS_ENTER, PAGE);
	assert_string_equal(s.message, "'x' is not a process id");
	assert_int_equal(s.view.follow, 12);
	type(&s, "f");
	top_key(&s, KEY_IS_ESCAPE, PAGE);
	assert_int_equal(s.view.follow, 12);
	top_key(&s, KEY_IS_DOWN, PAGE);
	assert_int_equal(s.view.follow, 0);
	type(&s, "f12");
	top_key(&s, KEY_IS_ENTER, PAGE);
	type(&s, "f0");
	top_key(&s, KEY_IS_ENTER, PAGE);
	assert_int_equal(s.view.follow, 0);
}

TEST("scrolling stays where there are lines; who is followed is in sight")
{
	struct view_line lines[35] = { { .pid = 0 } };
	struct view v = { .lines = lines, .count = 35 };
	struct top_state s = { 0 };

	lines[17].pid = 4;
	top_key(&s, KEY_IS_UP, PAGE);
	top_scroll(&s, &v, PAGE);
	assert_int_equal(s.offset, 0);
	top_key(&s, KEY_IS_PAGE_DOWN, PAGE);
	top_key(&s, KEY_IS_DOWN, PAGE);
	top_scroll(&s, &v, PAGE);
	assert_int_equal(s.offset, 11);
	top_key(&s, KEY_IS_END, PAGE);
	top_scroll(&s, &v, PAGE);
	assert_int_equal(s.offset, 25);
	top_key(&s, KEY_IS_DOWN, PAGE);
	top_scroll(&s, &v, PAGE);
	assert_int_equal(s.offset, 25);
	top_key(&s, KEY_IS_PAGE_UP, PAGE);
	assert_int_equal(s.offset, 15);
	top_key(&s, KEY_IS_HOME, PAGE);
	assert_int_equal(s.offset, 0);
	s.view.follow = 4;
	top_scroll(&s, &v, PAGE);
	assert_int_equal(s.offset, 12);
	v.count = 3;
	top_scroll(&s, &v, PAGE);
	assert_int_equal(s.offset, 0);
}

TEST("the help goes away with any key, and other keys say that it is there")
{
	struct top_state s = { 0 };

	type(&s, "?");
	assert_true(s.help);
	type(&s, "x");
	assert_false(s.help || *s.message);
	type(&s, "x");
	assert_string_equal(s.message, "no such key: 'h' is help");
	type(&s, "h");
	assert_true(s.help && !*s.message);
	type(&s, "q");
	assert_true(s.quit);
}
