/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The harness of the guest tests: registration, one process for each test with
 * a deadline, TAP. Knows nothing of proctree but the state that a test must
 * leave as it found it (world.h).
 */
#ifndef GUEST_HARNESS_H
#define GUEST_HARNESS_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

/**
 * struct test - one test, registered before main()
 * @name:	a plain sentence
 * @file:	source file, for choosing tests on the command line
 * @seconds:	deadline
 * @run:	the test; returns if it passed
 */
struct test {
	const char *name;
	const char *file;
	unsigned int seconds;
	void (*run)(void);
	struct test *next;
};

void test_register(struct test *t);

/* Generous: the guest is emulated, and its host may be busy. */
#define TEST_SECONDS	60

#define TEST_FUNC(func, limit, sentence)				\
	static void func(void);						\
	static struct test func##_entry = {				\
		.name = sentence, .file = __FILE__, .seconds = limit,	\
		.run = func,						\
	};								\
	__attribute__((constructor)) static void func##_register(void)	\
	{								\
		test_register(&func##_entry);				\
	}								\
	static void func(void)
#define TEST_EXPANDED(func, limit, sentence) TEST_FUNC(func, limit, sentence)
#define TEST_CAT(a, b)		a##b
#define TEST_NAME(line)		TEST_CAT(test_at_line_, line)

/* TEST("a sentence") { body } */
#define TEST(sentence)		TEST_WITHIN(TEST_SECONDS, sentence)
#define TEST_WITHIN(limit, sentence) \
	TEST_EXPANDED(TEST_NAME(__LINE__), limit, sentence)

/*
 * All of these may be called by the test and by any process or thread it made.
 * Those that end the test end the calling process only; the harness kills the
 * others.
 */
void note(const char *format, ...) __attribute__((format(printf, 1, 2)));
void test_skip(const char *format, ...)
	__attribute__((noreturn, format(printf, 1, 2)));
void test_fail(const char *file, int line, const char *format, ...)
	__attribute__((noreturn, format(printf, 3, 4)));

/* What the test looks at now; told if it fails. A copy is kept. */
void test_sees(const char *text);

#define FAIL(...)	test_fail(__FILE__, __LINE__, __VA_ARGS__)
#define SKIP(...)	test_skip(__VA_ARGS__)

#define ASSERT(condition)						\
	do {								\
		if (!(condition))					\
			FAIL("not true: %s", #condition);		\
	} while (0)

/* Integers, compared as long long. */
#define ASSERT_CMP(a, op, b)						\
	do {								\
		long long a_ = (long long)(a), b_ = (long long)(b);	\
		if (!(a_ op b_))					\
			FAIL("%s %s %s: %lld, %lld", #a, #op, #b, a_, b_); \
	} while (0)
#define ASSERT_EQ(a, b)		ASSERT_CMP(a, ==, b)
#define ASSERT_NE(a, b)		ASSERT_CMP(a, !=, b)
#define ASSERT_LT(a, b)		ASSERT_CMP(a, <, b)
#define ASSERT_LE(a, b)		ASSERT_CMP(a, <=, b)
#define ASSERT_GE(a, b)		ASSERT_CMP(a, >=, b)

#define ASSERT_STR(a, b)						\
	do {								\
		const char *a_ = (a), *b_ = (b);			\
		if (strcmp(a_, b_))					\
			FAIL("%s: \"%s\" is not \"%s\"", #a, a_, b_);	\
	} while (0)

/* A system call that must work. */
#define OK(call)							\
	({								\
		__typeof__(call) r_ = (call);				\
		if (r_ == (__typeof__(call))-1)				\
			FAIL("%s: %s", #call, strerror(errno));		\
		r_;							\
	})

/* A system call that must fail with @error. */
#define ASSERT_ERRNO(error, call)					\
	do {								\
		errno = 0;						\
		long long r_ = (long long)(call);			\
		if (r_ != -1)						\
			FAIL("%s: %lld instead of %s", #call, r_,	\
			     strerrorname_np(error));			\
		if (errno != (error))					\
			FAIL("%s: %s instead of %s", #call,		\
			     strerrorname_np(errno) ?: "0",		\
			     strerrorname_np(error));			\
	} while (0)

/* Wait for something that will come; the deadline of the test bounds it. */
#define AWAIT(condition)						\
	do {								\
		while (!(condition))					\
			await_pause(#condition);			\
		await_pause(NULL);					\
	} while (0)
void await_pause(const char *what);

/* /proc/self/exe runs this file, too: helpers started by exec, see main.c. */
#define EXEC_SLEEPER	"proctree-sleeper"
#define EXEC_QUITTER	"proctree-quitter"
#define EXEC_CHANGER	"proctree-changer"	/* execs itself by a thread */

/* Is there a test of exactly this name? */
bool test_exists(const char *name);

/* @patterns: parts of names or files, NULL-terminated; none = all tests. */
int harness_main(char **patterns);

#endif
