// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about the number of processes and about their numbers. Data
 * only; the experiment itself is in limits.c.
 */
#include <errno.h>

#include "trial.h"

const struct claim limits_claims[] = {
	{
		.id = "copy-rlimit",
		.sentence = "fork() fails for a user who has as many processes "
			    "as RLIMIT_NPROC allows.",
		.why = "EAGAIN, with the process itself and five zombies; when "
		       "they had been waited for, fork() worked again. Root "
		       "and those with CAP_SYS_RESOURCE or CAP_SYS_ADMIN are "
		       "not asked.",
		.source = "getrlimit(2), fork(2); kernel/fork.c copy_process()",
		.checks = {
			IS("full", "poor", "says.error", -EAGAIN),
			BELOW("full", "poor", "says.forks", 6),
			ABOVE("waited", "poor", "says.fork", 0),
			IS("root", "root", "says.fork", -EAGAIN),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "zombie-costs-nothing",
		.sentence = "Zombies don't matter.",
		.why = "They have neither memory nor stack. But each is a "
		       "process of its user: it was they alone who filled the "
		       "limit.",
		.source = "getrlimit(2); kernel/exit.c release_task()",
		.checks = {
			IS("full", "child", "state", 'Z'),
			IS("full", "child", "mm", 0),
			IS("full", "child", "stack", 0),
			IS_NOT("full", "poor", "says.error", -EAGAIN),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "pid-unique",
		.sentence = "A number belongs to one process.",
		.why = "At one time and in one namespace: it was refused "
		       "(EEXIST) for a second process, even while the first "
		       "one was a zombie, and given again afterwards. And "
		       "there is a process 1 in each pid namespace.",
		.source = "clone(2) set_tid, pid_namespaces(7); kernel/pid.c "
			  "alloc_pid()",
		.checks = {
			IS("taken", "child", "ns_pid", 100),
			IS("taken", "init", "says.again", -EEXIST),
			IS("dead", "init", "says.again", -EEXIST),
			{ SEEN("free", "other", "ns_pid"), CHECK_NE,
			  SEEN("taken", "child", "ns_pid"), 0 },
			IS_NOT("taken", "init", "ns_pid", 1),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "control-limits-no-limit",
		.sentence = "A user can have any number of processes.",
		.checks = {
			IS_NOT("full", "poor", "says.error", -EAGAIN),
		},
		.lie = true,
	}, {
		.id = "control-limits-raised",
		.sentence = "Everybody can raise the limit again.",
		.checks = {
			IS("full", "poor", "says.raise", 0),
		},
		.lie = true,
	},
	{ 0 },
};
