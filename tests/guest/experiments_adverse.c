// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run where something is missing or used up: it ends in time, says what
 * to do, and leaves nothing.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

/* Run "proctl run NAME" by a shell that has done @first before. */
static int run_after(const char *first, const char *name, char **output)
{
	char script[256];

	snprintf(script, sizeof(script),
		 "%s; exec proctl run %s --deadline 30", first, name);
	return COMMAND(-1, output, "sh", "-c", script);
}

/* The loader and libc speak for themselves, where even they lack a file. */
static void check_with_files(unsigned int limit)
{
	char first[32], *output;
	int status;

	snprintf(first, sizeof(first), "ulimit -n %u", limit);
	status = run_after(first, "fork", &output);
	if (status && !strstr(output, "ulimit -n") &&
	    !(status == 127 && strstr(output, "shared libraries")))
		FAIL("with %u files: status %d, %s", limit, status, output);
	if (limit < 64)
		ASSERT(status);
	free(output);
	assert_nothing_left();
}

TEST_WITHIN(120, "an experiment without room for open files says which limit to raise")
{
	unsigned int limit;

	for (limit = 3; limit <= 24; limit++)
		check_with_files(limit);
	for (limit = 96; limit <= 112; limit += 2)
		check_with_files(limit);
}

/* Let this process and its children have no system call number @nr. */
static void refuse_call(int nr, int err)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | err),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 4, filter };

	OK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	OK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
}

TEST("an experiment does not begin where pidfd_open(2) is refused")
{
	char *output;

	refuse_call(SYS_pidfd_open, EPERM);
	ASSERT_EQ(run_after(":", "fork", &output), 1);
	ASSERT(strstr(output, "can't start the experiment"));
	ASSERT(strstr(output, "seccomp"));
	assert_nothing_left();
}
