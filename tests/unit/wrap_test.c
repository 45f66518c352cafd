// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prose in lines.
 */
#include <string.h>

#include "out/wrap.h"
#include "unit.h"

static void check(const char *text, unsigned int at, unsigned int indent,
		  const char *expected)
{
	char got[512];
	FILE *out = fmemopen(got, sizeof(got), "w");

	wrap_text(out, text, at, indent);
	fclose(out);
	assert_string_equal(got, expected);
}

#define X10 "xxxxxxxxxx"
#define X79 X10 X10 X10 X10 X10 X10 X10 "xxxxxxxxx"

TEST("words that fit the line stay in it")
{
	check("", 0, 0, "\n");
	check("one two", 4, 8, "one two\n");
	check(X10 " " X10 " " X10 " " X10 " " X10 " " X10 " " X10 " xxx b", 0, 2,
	      X10 " " X10 " " X10 " " X10 " " X10 " " X10 " " X10 " xxx\n  b\n");
}

TEST("the line after the first begins where it was told to")
{
	check(X79 " b c", 1, 3, X79 "\n   b c\n");
}

TEST("a word longer than a line is not broken")
{
	check(X79 X79 " b", 0, 1, X79 X79 "\n b\n");
}

TEST("a letter of two bytes takes one column")
{
	check("xxxxxxxxx " X10 X10 X10 X10 X10 X10 X10, 0, 0,
	      "xxxxxxxxx " X10 X10 X10 X10 X10 X10 X10 "\n");
	check("\u00f1\u00f1\u00f1\u00f1\u00f1xxxx " X10 X10 X10 X10 X10 X10 X10,
	      0, 0,
	      "\u00f1\u00f1\u00f1\u00f1\u00f1xxxx " X10 X10 X10 X10 X10 X10 X10
	      "\n");
}
