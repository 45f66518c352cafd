// SPDX-License-Identifier: GPL-2.0-only
/* Odd ids, groups, capabilities, securebits, seccomp; see odd.h. */
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <pthread.h>
#include <sched.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "odd.h"
#include "spawn.h"

#define GROUPS	1000

/* Eight different ids, a thousand groups, capabilities kept. */
static void have_many_ids(void *ready)
{
	gid_t groups[GROUPS];
	int i;

	for (i = 0; i < GROUPS; i++)
		groups[i] = 70000 + i;
	OK(prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP));
	OK(setgroups(GROUPS, groups));
	OK(setresgid(11, 12, 13));
	setfsgid(14);
	OK(setresuid(1, 2, 3));
	setfsuid(4);
	pause_ready(ready);
}

/* All five sets of capabilities differ. */
static void have_few_capabilities(void *ready)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = {
		{ .effective = 1U << CAP_KILL | 1U << CAP_SETPCAP,
		  .permitted = 1U << CAP_KILL | 1U << CAP_SETPCAP |
			       1U << CAP_CHOWN,
		  .inheritable = 1U << CAP_KILL | 1U << CAP_CHOWN },
	};

	OK(prctl(PR_CAPBSET_DROP, CAP_SYSLOG));
	OK(syscall(SYS_capset, &header, data));
	OK(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_CHOWN, 0, 0));
	pause_ready(ready);
}

static void have_no_new_privileges(void *ready)
{
	OK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	pause_ready(ready);
}

static void be_filtered(void *ready)
{
	struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K,
					    SECCOMP_RET_ALLOW);
	struct sock_fprog program = { .len = 1, .filter = &allow };

	OK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
	pause_ready(ready);
}

/* May only read, write and exit: reads where nothing comes. */
static void be_strict(void *ready)
{
	int ends[2];
	char c;

	OK(pipe(ends));
	OK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT));
	__atomic_add_fetch((int *)ready, 1, __ATOMIC_SEQ_CST);
	for (;;)
		syscall(SYS_read, ends[0], &c, 1);
}

static void *be_other_user(void *ready)
{
	/* The system calls are the thread's own, the libc's the process's. */
	OK(syscall(SYS_setresgid, 21, 22, 23));
	OK(syscall(SYS_setresuid, 31, 32, 33));
	pause_ready(ready);
}

static void have_a_thread_of_another_user(void *ready)
{
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, be_other_user, ready), 0);
	pause_forever(NULL);
}

const struct odd odd_credentials[] = {
	{ .run = have_many_ids },
	{ .run = have_few_capabilities },
	{ .run = have_no_new_privileges },
	{ .run = be_filtered },
	{ .run = be_strict },
	{ .run = have_a_thread_of_another_user },
	{ .flags = CLONE_NEWUSER, .run = pause_ready },
	{ }
};
