// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of strangers, and lines that are too long.
 */
#include <stdlib.h>
#include <string.h>

#include "../module/uapi/proctree.h"
#include "out/text.h"
#include "unit.h"

static void check(const char *comm, bool utf8, const char *expected,
		  unsigned int width)
{
	char name[PROCTREE_COMM_LEN] = "", text[TEXT_COMM_MAX];
	unsigned int columns = 100;
	char *end;

	memcpy(name, comm, strnlen(comm, sizeof(name)));
	end = text_comm(text, name, utf8, &columns);
	assert_string_equal(text, expected);
	assert_ptr_equal(end, text + strlen(text));
	assert_int_equal(columns, 100 + width);
}

TEST("a plain name stays as it is")
{
	check("systemd", false, "systemd", 7);
	check("kworker/0:1-eve", true, "kworker/0:1-eve", 15);
	check("", true, "", 0);
}

TEST("a blank inside a name stays, a leading one is escaped")
{
	check("tmux: server", false, "tmux: server", 12);
	check(" x ", false, "\\040x ", 6);
	check("  ", false, "\\040 ", 5);
}

TEST("control bytes, backslash and delete are escaped")
{
	check("a\nb", true, "a\\012b", 6);
	check("\033[31m", true, "\\033[31m", 8);
	check("a\\b", true, "a\\134b", 6);
	check("\177", true, "\\177", 4);
	check("a\tb\r", false, "a\\011b\\015", 10);
}

TEST("UTF-8 is printed in a UTF-8 locale only")
{
	check("né", true, "né", 2);
	check("né", false, "n\\303\\251", 9);
	check("日本", true, "日本", 4);
}

TEST("bytes that are no UTF-8 are escaped")
{
	check("\xff", true, "\\377", 4);
	check("\xc3", true, "\\303", 4);
	check("a\xc3(", true, "a\\303(", 6);
	check("\xc0\xaf", true, "\\300\\257", 8);	/* overlong */
	check("\xed\xa0\x80", true, "\\355\\240\\200", 12); /* surrogate */
	check("\xf4\x90\x80\x80", true, "\\364\\220\\200\\200", 16);
	check("\xe0\x80\xaf", true, "\\340\\200\\257", 12);
}

TEST("characters that take no room or steer the terminal are escaped")
{
	check("\xc2\x85", true, "\\302\\205", 8);	/* next line */
	check("\xe2\x80\xae", true, "\\342\\200\\256", 12); /* right to left */
	check("e\xcc\x81", true, "e\\314\\201", 9);	/* combining accent */
}

TEST("a UTF-8 character that the kernel has cut off is escaped")
{
	check("aaaaaaaaaaaaaa\xc3", true, "aaaaaaaaaaaaaa\\303", 18);
}

TEST("a name without a NUL ends after sixteen bytes")
{
	char text[TEXT_COMM_MAX];
	unsigned int columns = 0;

	text_comm(text, "0123456789abcdefOUTSIDE", false, &columns);
	assert_string_equal(text, "0123456789abcdef");
	text_comm(text, "\n123456789abcdefOUTSIDE", false, &columns);
	assert_string_equal(text, "\\012123456789abcdef");
}

TEST("sixteen bad bytes fill the buffer and no more")
{
	char text[TEXT_COMM_MAX + 1];
	unsigned int columns = 0;

	memset(text, '#', sizeof(text));
	text_comm(text, "\377\377\377\377\377\377\377\377"
			"\377\377\377\377\377\377\377\377", true, &columns);
	assert_int_equal(strlen(text), TEXT_COMM_MAX - 1);
	assert_int_equal(text[TEXT_COMM_MAX], '#');
	assert_int_equal(columns, TEXT_COMM_MAX - 1);
}

TEST("the length of the plain part agrees with a byte-wise look for all bytes")
{
	char name[PROCTREE_COMM_LEN];
	int at, c;

	for (at = 0; at < PROCTREE_COMM_LEN; at++) {
		for (c = 0; c < 256; c++) {
			bool plain = c > ' ' && c < 0x7f && c != '\\';

			memset(name, '~', sizeof(name));
			name[at] = c;
			assert_int_equal(text_plain(name),
					 plain ? PROCTREE_COMM_LEN : at);
		}
	}
}

static void check_cut(const char *text, unsigned int columns,
		      const char *expected)
{
	char copy[200];
	char *end = stpcpy(copy, text);

	*text_cut(copy, end, columns) = '\0';
	assert_string_equal(copy, expected);
}

TEST("a line is cut by columns, not by bytes")
{
	check_cut("abcdef", 3, "abc");
	check_cut("abcdef", 6, "abcdef");
	check_cut("abcdef", 0, "");
	check_cut("éèêë", 2, "éè");
	check_cut("日本語", 3, "日");
	check_cut("日本語", 4, "日本");
}

TEST("colours take no columns")
{
	check_cut("\033[1;31mred\033[0m!", 3, "\033[1;31mred\033[0m");
	check_cut("\033[1;31mred\033[0m!", 2, "\033[1;31mre");
	check_cut("\033[", 5, "\033[");
}
