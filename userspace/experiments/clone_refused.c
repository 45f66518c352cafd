// SPDX-License-Identifier: GPL-2.0-only
/*
 * What clone refuses; see clone_refused.h.
 */
#include <errno.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clone_flags.h"
#include "clone_refused.h"
#include "harness.h"

#define NO_SIGNAL	65		/* one more than there are */
#define THREAD		(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD)

/**
 * struct refusal - a set to try
 * @name:	under which the result is said
 * @new_call:	clone3() instead of clone()
 */
static const struct refusal {
	const char *name;
	uint64_t flags;
	int exit_signal;
	bool new_call;
} refusals[] = {
	{ "newuser_fs", CLONE_NEWUSER | CLONE_FS, SIGCHLD, false },
	{ "newpid_thread", CLONE_NEWPID | THREAD, 0, false },
	{ "newipc_sysvsem", CLONE_NEWIPC | CLONE_SYSVSEM, SIGCHLD, false },
	{ "pidfd_settid", CLONE_PIDFD | CLONE_PARENT_SETTID, SIGCHLD, false },
	{ "pidfd_detached", CLONE_PIDFD | CLONE_DETACHED, SIGCHLD, false },
	{ "detached", CLONE_DETACHED, SIGCHLD, false },
	{ "detached_3", CLONE_DETACHED, SIGCHLD, true },
	{ "clear_sighand", CLONE_CLEAR_SIGHAND | CLONE_VM | CLONE_SIGHAND,
	  SIGCHLD, true },
	{ "thread_signal", THREAD, SIGCHLD, true },
	{ "signal_65", 0, NO_SIGNAL, false },
	{ "signal_65_3", 0, NO_SIGNAL, true },
	{ "autoreap", CLONE_AUTOREAP, 0, true },
};

static pid_t try(const struct refusal *r)
{
	struct clone_args args = {
		.flags = r->flags,
		.exit_signal = r->exit_signal,
	};

	if (r->new_call)
		return syscall(SYS_clone3, &args, sizeof(args));
	return syscall(SYS_clone, (unsigned long)r->flags | r->exit_signal, 0,
		       0, 0, 0);
}

/* What is expected to fail with memory or a stack in common never returns. */
void clone_say_refused(const struct role *me)
{
	const struct refusal *r = refusals;
	pid_t pid;

	for (; r < refusals + sizeof(refusals) / sizeof(refusals[0]); r++) {
		pid = try(r);
		if (!pid)
			leave(EXIT_SUCCESS);
		say(me, r->name, PROCTREE_KIND_NUMBER, pid < 0 ? -errno : 0);
		if (pid > 0)
			waitpid(pid, NULL, __WALL);
	}
}
