// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about orphans. Data only; the experiment itself is in orphan.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

/* Why the child got the parent that it got. */
#define HEIR(from, to, reason)						\
	{ EVENT(from, to, REPARENT, "child", "reason"), CHECK_EQ, { 0 },	\
	  PROCTREE_HEIR_##reason }

const struct claim orphan_claims[] = {
	{
		.id = "orphan-to-init",
		.sentence = "The children of a dead process become children of "
			    "process 1.",
		.why = "That is the last resort, and process 1 is that of the "
		       "pid namespace. Before come another thread of the "
		       "parent and the nearest subreaper, here that of proctl.",
		.source = "kernel/exit.c find_new_reaper(); "
			  "PR_SET_CHILD_SUBREAPER(2const)",
		.checks = {
			IS("thread died", "child", "says.getppid", 1),
			IS("parent died", "child", "says.getppid", 1),
			IS("adopted inside", "child", "says.getppid", 1),
			{ SEEN("adopted inside", "child", "ppid"), CHECK_EQ,
			  SEEN("adopted inside", "init", "pid"), 0 },
			HEIR("inside", "adopted inside", INIT),
			HAS("adopted inside", "init", "flags",
			    PROCTREE_ROW_NS_INIT),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "orphan-new-reaper",
		.sentence = "Another thread of the parent adopts the child, and "
			    "if there is none, init.",
		.why = "Between the two comes the nearest ancestor that is a "
		       "subreaper; the kernel's rows told beforehand that it "
		       "would be the one.",
		.source = "kernel/exit.c find_new_reaper(); since Linux 3.4",
		.checks = {
			{ SEEN("thread died", "child", "real_parent_tid"),
			  CHECK_EQ, SEEN("family", "parent", "pid"), 0 },
			HEIR("family", "thread died", THREAD),
			{ SEEN("parent died", "child", "ppid"), CHECK_NE,
			  SEEN("family", "parent", "reaper_pid"), 0 },
			HEIR("thread died", "parent died", INIT),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "orphan-thread",
		.sentence = "If the thread that forked ends, another one of its "
			    "process becomes the parent.",
		.why = "The parent is a task, and it changed; the process did "
		       "not, so PPID is the same. Yet the signal of "
		       "PR_SET_PDEATHSIG came.",
		.source = "kernel/exit.c find_alive_thread(); "
			  "PR_SET_PDEATHSIG(2const)",
		.checks = {
			{ SEEN("family", "child", "real_parent_tid"), CHECK_EQ,
			  SEEN("family", "worker", "pid"), 0 },
			{ SEEN("thread died", "child", "real_parent_tid"),
			  CHECK_EQ, SEEN("thread died", "parent", "pid"), 0 },
			{ SEEN("thread died", "child", "ppid"), CHECK_EQ,
			  SEEN("family", "child", "ppid"), 0 },
			BEFORE("family", "thread died", EXIT, "worker",
			       SIGNAL, "child"),
			{ EVENT("family", "thread died", SIGNAL, "child",
				"sig"), CHECK_EQ, { 0 }, SIGUSR2 },
			IS("thread died", "child", "says.usr2", 1),
			IS("parent died", "child", "says.usr2", 2),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "orphan-reaped-by-adopter",
		.sentence = "An orphan that ends is left as a zombie, for its "
			    "parent is dead.",
		.why = "It is the adopter's to wait for, and the one of proctl "
		       "does: nothing was left.",
		.source = "wait(2); kernel/exit.c",
		.checks = {
			IS("child died", "child", "error", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "control-orphan-dies",
		.sentence = "A child dies with its parent.",
		.checks = {
			IS("parent died", "child", "state", 'Z'),
			IS("parent died", "child", "error", ESRCH),
		},
		.lie = true,
	}, {
		.id = "control-orphan-keeps-parent",
		.sentence = "The dead parent remains the child's parent.",
		.checks = {
			{ SEEN("parent died", "child", "ppid"), CHECK_EQ,
			  SEEN("parent died", "parent", "pid"), 0 },
		},
		.lie = true,
	},
	{ 0 },
};
