// SPDX-License-Identifier: GPL-2.0-only
/* Letting each point of a call fail; see fail_nth.h. */
#include "fail_nth.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "harness.h"
#include "world.h"

#define FAIL_NTH	"/proc/thread-self/fail-nth"
#define DEBUGFS		"/sys/kernel/debug/"
#define POINTS_MAX	3000		/* more than any call has */

void need_fault_injection(void)
{
	static const char *const settings[][2] = {
		{ DEBUGFS "failslab/ignore-gfp-wait", "N" },
		{ DEBUGFS "failslab/verbose", "0" },
		{ DEBUGFS "fail_page_alloc/ignore-gfp-wait", "N" },
		{ DEBUGFS "fail_page_alloc/min-order", "0" },
		{ DEBUGFS "fail_page_alloc/verbose", "0" },
		{ DEBUGFS "fail_usercopy/verbose", "0" },
	};
	size_t i;

	if (access(FAIL_NTH, F_OK)) {
		if (kernel_is("kasan") || kernel_is("uml"))
			FAIL("the kernel has no %s", FAIL_NTH);
		SKIP("this kernel has no fault injection (CONFIG_FAULT_INJECTION)");
	}
	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		file_write(settings[i][0], settings[i][1]);
}

/* From now on the @n-th point fails. */
static void arm(int fail_nth, unsigned int n)
{
	char text[16];
	int len = sprintf(text, "%u", n);

	ASSERT_EQ(OK(pwrite(fail_nth, text, len, 0)), len);
}

/*
 * Return: has a point failed? Else the file says how many more there would have
 * to be; reading it is one, too.
 */
static bool disarm(int fail_nth)
{
	char text[16] = "";
	ssize_t n = pread(fail_nth, text, sizeof(text) - 1, 0);

	/* The point may be in this very call; it fails once. */
	if (pwrite(fail_nth, "0", 1, 0) != 1)
		ASSERT_EQ(OK(pwrite(fail_nth, "0", 1, 0)), 1);
	return n >= 0 && !atoi(text);
}

long result_of(long result)
{
	return result < 0 ? -errno : result;
}

static bool is_right(const struct call *call, long result)
{
	/* LOG is limited in dumps per second. */
	return result >= 0 || (result == -EBUSY && !strcmp(call->name, "LOG"));
}

static void expect_success(const struct call *call, unsigned int n)
{
	int fd = call->prepare();
	long result = call->run(fd);

	call->finish(fd, result);
	if (!is_right(call, result))
		FAIL("%s: %s, after failure %u", call->name,
		     strerrorname_np(-result), n);
}

/* Return: was there an @n-th point? */
static bool fail_at(const struct call *call, int fail_nth, unsigned int n)
{
	int fd = call->prepare();
	long result;
	bool failed;

	arm(fail_nth, n);
	result = call->run(fd);
	failed = disarm(fail_nth);
	call->finish(fd, result);
	if (!is_right(call, result) &&
	    (!failed || (result != -ENOMEM && result != -EFAULT)))
		FAIL("%s: %s at failure %u", call->name,
		     strerrorname_np(-result), n);
	return failed;
}

void fail_everywhere(const struct call *call)
{
	int fail_nth = OK(open(FAIL_NTH, O_RDWR | O_CLOEXEC));
	unsigned int n;

	expect_success(call, 0);
	for (n = 1; fail_at(call, fail_nth, n); n++) {
		ASSERT_LT(n, POINTS_MAX);
		if (!call->slow)
			expect_success(call, n);
	}
	close(fail_nth);
	note("%s: %u failures", call->name, n - 1);
	ASSERT_GE(n - 1, call->points);
}
