// SPDX-License-Identifier: GPL-2.0-only
/* /proc/locks, as it is and as it should never be. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/filelocks.h"
#include "unit.h"

static int note_pair(void *context, int32_t waiter, int32_t holder)
{
	char *text = context;

	sprintf(text + strlen(text), "%d>%d ", waiter, holder);
	return 0;
}

static int stop(void *context, int32_t waiter, int32_t holder)
{
	note_pair(context, waiter, holder);
	return -ENOMEM;
}

static void expect(const char *locks, filelocks_pair *pair, int result,
		   const char *pairs)
{
	FILE *file = fmemopen((void *)locks, strlen(locks), "r");
	char text[100] = "";

	assert_non_null(file);
	assert_int_equal(filelocks_read(file, pair, text), result);
	assert_string_equal(text, pairs);
	fclose(file);
}

#define HELD	"1: POSIX  ADVISORY  WRITE 812 08:01:12 0 EOF\n"
#define AWAITED	"1: -> POSIX  ADVISORY  WRITE 813 08:01:12 0 EOF\n"

TEST("who waits for a file lock waits for the holder above")
{
	expect(HELD, note_pair, 0, "");
	expect(HELD AWAITED AWAITED, note_pair, 0, "813>812 813>812 ");
	expect(AWAITED HELD, note_pair, 0, "");
	expect(HELD AWAITED AWAITED, stop, -ENOMEM, "813>812 ");
}

TEST("a lock of an open file description has no process, and no waiters")
{
	expect("1: OFDLCK ADVISORY  WRITE -1 08:01:12 0 EOF\n" AWAITED,
	       note_pair, 0, "");
}

TEST("a line of locks without its colon is passed over")
{
	expect(HELD "5 POSIX  ADVISORY  WRITE 815 08:01:12 0 EOF\n"
	       "5: -> POSIX  ADVISORY  WRITE 816 08:01:12 0 EOF\n",
	       note_pair, 0, "");
}
