// SPDX-License-Identifier: GPL-2.0-only
/*
 * Did you mean ...?
 */
#include "cmd/suggest.h"
#include "unit.h"

static const char *suggest(const char *typed)
{
	static const char *const words[] = {
		"tree", "list", "show", "threads", "status", NULL,
	};
	struct suggestion best = suggestion_for(typed);
	int i;

	for (i = 0; words[i]; i++)
		suggestion_offer(&best, words[i]);
	return best.word;
}

TEST("a typing mistake finds the nearest word")
{
	assert_string_equal(suggest("tre"), "tree");
	assert_string_equal(suggest("treee"), "tree");
	assert_string_equal(suggest("TREE"), "tree");
	assert_string_equal(suggest("lsit"), "list");
	assert_string_equal(suggest("statsu"), "status");
	assert_string_equal(suggest("thread"), "threads");
}

TEST("of words equally near the first is taken")
{
	struct suggestion best = suggestion_for("aaaa");

	suggestion_offer(&best, "aaab");
	suggestion_offer(&best, "aaac");
	assert_string_equal(best.word, "aaab");
}

TEST("what resembles nothing finds nothing")
{
	assert_null(suggest("xyzzy"));
	assert_null(suggest(""));
	assert_null(suggest("a"));
	assert_null(suggest("1234567890123456789012345678901234567890"));
}
