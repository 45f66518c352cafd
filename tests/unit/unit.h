/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Unit tests: a test is a sentence and a body, and needs no list.
 *
 *	TEST("an empty forest has no roots")
 *	{
 *		assert_int_equal(...);
 *	}
 */
#ifndef UNIT_H
#define UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Add a test to those that main() runs. */
void unit_add(const char *sentence, CMUnitTestFunction function);

#define UNIT_CONCAT(a, b) a##b
#define UNIT_NAME(prefix, line) UNIT_CONCAT(prefix, line)

#define TEST(sentence)							\
	static void UNIT_NAME(test_, __LINE__)(void **state);		\
	__attribute__((constructor))					\
	static void UNIT_NAME(add_, __LINE__)(void)			\
	{								\
		unit_add(sentence, UNIT_NAME(test_, __LINE__));		\
	}								\
	static void UNIT_NAME(test_, __LINE__)(			\
		__attribute__((unused)) void **state)

#endif
