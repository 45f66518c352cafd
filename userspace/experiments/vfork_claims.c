// SPDX-License-Identifier: GPL-2.0-only
/*
 * What vfork is said to do. Data only; the experiment itself is in vfork.c.
 */
#include <signal.h>

#include "trial.h"

const struct claim vfork_claims[] = {
	{
		.id = "vfork-parent-suspended",
		.sentence = "The parent stands still until its child execs or "
			    "exits.",
		.why = "State D, and the child's row names the one who waits "
		       "for it. Only then does vfork() return.",
		.source = "vfork(2); kernel/fork.c wait_for_vfork_done()",
		.checks = {
			IS("vfork", "parent", "state", 'D'),
			HAS("vfork", "child", "flags", PROCTREE_ROW_VFORK),
			{ SEEN("vfork", "child", "vfork_parent_pid"), CHECK_EQ,
			  SEEN("vfork", "parent", "pid") },
			IS("still", "parent", "state", 'D'),
			IS_NOT("released", "parent", "state", 'D'),
			LACKS("released", "child", "flags", PROCTREE_ROW_VFORK),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "vfork-child-always-first",
		.sentence = "The child runs before the parent does.",
		.why = "By construction: the parent can't return from vfork() "
		       "before the child is done with its memory.",
		.source = "vfork(2)",
		.checks = {
			IS("vfork", "child", "error", 0),
			IS("vfork", "parent", "state", 'D'),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "vfork-same-mm",
		.sentence = "Parent and child use one address space.",
		.why = "The same mm in both rows: nothing is copied, not even "
		       "page tables.",
		.source = "vfork(2); kernel/fork.c copy_mm()",
		.checks = {
			SAME("vfork", "mm", "child", "parent"),
			SAME("still", "mm", "child", "parent"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "vfork-done-null",
		.sentence = "The kernel notes in a vfork()'s child that "
			    "somebody waits for it.",
		.why = "The pointer vfork_done, set after the child was made "
		       "and cleared when the wait ends; a child by fork() "
		       "never has it.",
		.source = "kernel/fork.c kernel_clone(), mm_release()",
		.checks = {
			LACKS("before", "plain", "flags", PROCTREE_ROW_VFORK),
			IS("before", "plain", "vfork_parent_pid", 0),
			HAS("vfork", "child", "flags", PROCTREE_ROW_VFORK),
			LACKS("released", "child", "flags",
			      PROCTREE_ROW_VFORK),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "cow-vs-vfork-methods",
		.sentence = "Copy-on-write and vfork() are two ways to give a "
			    "child its own memory.",
		.why = "fork() gives it an address space of its own, whose "
		       "pages are copied when somebody writes. vfork() gives "
		       "it none: the two run in one, and the parent has to "
		       "wait.",
		.source = "fork(2), vfork(2)",
		.checks = {
			OTHER("before", "mm", "plain", "parent"),
			IS("before", "parent", "state", 'S'),
			OTHER("vfork", "mm", "child", "parent"),
			IS("vfork", "parent", "state", 'S'),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "vfork-only-memory-shared",
		.sentence = "Memory is all they share, and only until exec or "
			    "exit.",
		.why = "Open files, directories and signal handlers are copies "
		       "as after fork().",
		.source = "vfork(2)",
		.checks = {
			SAME("vfork", "mm", "child", "parent"),
			OTHER("vfork", "files", "child", "parent"),
			OTHER("vfork", "fs", "child", "parent"),
			OTHER("vfork", "sighand", "child", "parent"),
			OTHER("vfork", "tgid", "child", "parent"),
			OTHER("released", "mm", "child", "parent"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "vfork-child-cannot-modify",
		.sentence = "The child can't change the parent's memory.",
		.why = "It wrote 42 into a variable, and the parent read 42. "
		       "\"Must not\" is a rule for programmers; nothing "
		       "enforces it.",
		.source = "vfork(2)",
		.checks = {
			OTHER("vfork", "mm", "child", "parent"),
			IS_NOT("released", "parent", "says.note", 42),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "vfork-exclusive",
		.sentence = "While the child runs, nobody else uses that "
			    "memory.",
		.why = "Only the thread that called vfork() is suspended; the "
		       "sibling went on counting in the same memory.",
		.source = "vfork(2)",
		.checks = {
			IS("still", "parent", "state", 'D'),
			IS("still", "sibling", "says.counted", 0),
			OTHER("still", "mm", "sibling", "child"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "vfork-exec-fail-tricky",
		.sentence = "If exec() fails, the child goes on in the "
			    "parent's memory.",
		.why = "The parent is not released either. All the child may "
		       "do is try again or _exit().",
		.source = "vfork(2)",
		.checks = {
			IS_NOT("still", "child", "says.exec", 0),
			SAME("still", "mm", "child", "parent"),
			HAS("still", "child", "flags", PROCTREE_ROW_VFORK),
			IS("still", "parent", "state", 'D'),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "vfork-deadlock",
		.sentence = "A child that waits for its parent waits for ever.",
		.why = "Both sleep here, the child for a message, the parent "
		       "for the child; it is the harness that frees them.",
		.source = "vfork(2)",
		.checks = {
			IS("vfork", "child", "state", 'S'),
			IS("vfork", "parent", "state", 'D'),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "state-d-short",
		.sentence = "State D is for waits that are soon over.",
		.why = "This one ends, but only when the child pleases.",
		.source = "vfork(2); include/linux/sched.h",
		.checks = {
			IS_NOT("still", "parent", "state", 'D'),
			IS_NOT("released", "parent", "state", 'D'),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "vfork-parent-killable",
		.sentence = "Nothing but the child ends the parent's wait.",
		.why = "SIGUSR1 stays pending, but the wait is a killable one: "
		       "SIGKILL ended the parent, and the child lived on with "
		       "a new one.",
		.source = "kernel/fork.c wait_for_vfork_done()",
		.checks = {
			HAS("still", "parent", "shared_pending",
			    SIGSET(SIGUSR1)),
			IS("still", "parent", "state", 'D'),
			LACKS("still", "parent", "state_raw", TASK_WAKEKILL),
			IS("killed", "parent", "state", 'D'),
			{ SEEN("killed", "child", "ppid"), CHECK_EQ,
			  SEEN("vfork", "parent", "pid") },
		},
		.expect = ALWAYS(PARTLY),
		.only = { "end", "kill" },
	}, {
		.id = "control-vfork-own-memory",
		.sentence = "The child has an address space of its own.",
		.checks = {
			OTHER("vfork", "mm", "child", "parent"),
		},
		.lie = true,
	}, {
		.id = "control-vfork-parent-runs",
		.sentence = "The parent runs beside its child.",
		.checks = {
			IS_NOT("vfork", "parent", "state", 'D'),
			IS_NOT("still", "parent", "state", 'D'),
		},
		.lie = true,
	},
	{ 0 },
};
