// SPDX-License-Identifier: GPL-2.0-only
/*
 * Process ids as people type them.
 */
#include "cmd/pid.h"
#include "unit.h"

static void refused(const char *text, enum pid_error error)
{
	int32_t pid = -7;

	assert_int_equal(pid_parse(text, &pid), error);
	assert_int_equal(pid, -7);
}

static void taken(const char *text, int32_t expected)
{
	int32_t pid = -7;

	assert_int_equal(pid_parse(text, &pid), PID_OK);
	assert_int_equal(pid, expected);
}

TEST("a process id is a positive decimal number")
{
	taken("1", 1);
	taken("4194304", PID_LARGEST);
	taken("007", 7);
}

TEST("zero and negative numbers are no process ids")
{
	refused("0", PID_NOT_POSITIVE);
	refused("000", PID_NOT_POSITIVE);
	refused("-1", PID_NOT_POSITIVE);
	refused("-0", PID_NOT_POSITIVE);
	refused("-99999999999999999999", PID_NOT_POSITIVE);
}

TEST("what is not a number is no process id")
{
	refused("", PID_NO_NUMBER);
	refused("bash", PID_NO_NUMBER);
	refused("-", PID_NO_NUMBER);
	refused("--1", PID_NO_NUMBER);
	refused("+1", PID_NO_NUMBER);
	refused(" 1", PID_NO_NUMBER);
	refused("\xd9\xa1", PID_NO_NUMBER); /* an Arabic one */
}

TEST("nothing may follow the number")
{
	refused("1x", PID_TRAILING);
	refused("1 ", PID_TRAILING);
	refused("0x10", PID_TRAILING);
	refused("1.0", PID_TRAILING);
	refused("1\n", PID_TRAILING);
}

TEST("numbers beyond the largest process id are refused, however long")
{
	refused("4194305", PID_TOO_LARGE);
	refused("2147483648", PID_TOO_LARGE);
	refused("4294967297", PID_TOO_LARGE);
	refused("18446744073709551617", PID_TOO_LARGE);
	refused("99999999999999999999999999999999999999999", PID_TOO_LARGE);
}
