// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about families of processes. Data only; the experiment itself is
 * in fork_tree.c.
 */
#include "trial.h"

#define BOOK_LIST "a+b,b+c,c+d,b-"

const struct claim fork_tree_claims[] = {
	{
		.id = "fork-tree-three-levels",
		.sentence = "Three processes, each the child of the one before, "
			    "count to 10, 20 and 30.",
		.why = "The chain stands as long as each level waits for the "
		       "next one.",
		.source = "fork(2), wait(2)",
		.checks = {
			IS("level 1", "p1", "says.counter", 10),
			IS("level 2", "p2", "says.counter", 20),
			IS("grown", "p3", "says.counter", 30),
			{ SEEN("grown", "p2", "ppid"), CHECK_EQ,
			  SEEN("grown", "p1", "pid") },
			{ SEEN("grown", "p3", "ppid"), CHECK_EQ,
			  SEEN("grown", "p2", "pid") },
			BEFORE("level 1", "grown", FORK, "p1", FORK, "p2"),
			IS("grown", "p1", "child_wait", 1),
			IS("grown", "p2", "child_wait", 1),
		},
		.expect = ALWAYS(HOLDS),
		.only = { "levels", "3" },
	}, {
		.id = "ppid-shown",
		.sentence = "getppid() gives the number of the process that "
			    "forked the caller.",
		.why = "As long as that lives; then it is the number of who "
		       "adopted the caller. A tracer changes nothing.",
		.source = "getppid(2); kernel/sys.c",
		.checks = {
			{ SEEN("grown", "p3", "says.getppid"), CHECK_EQ,
			  SEEN("grown", "p2", "pid") },
			{ SEEN("traced", "p3", "ppid"), CHECK_EQ,
			  SEEN("grown", "p2", "pid") },
			{ SEEN("killed", "p3", "ppid"), CHECK_EQ,
			  SEEN("grown", "p2", "pid") },
		},
		.expect = ALWAYS(PARTLY),
		.only = { "end", "kill" },
	}, {
		.id = "ancestry-loop",
		.sentence = "Going from parent to parent one comes to the first "
			    "process.",
		.why = "By real_parent, always. task->parent is the tracer "
		       "while there is one, here the harness.",
		.source = "include/linux/sched.h real_parent; ptrace(2)",
		.checks = {
			{ SEEN("traced", "p3", "ppid"), CHECK_EQ,
			  SEEN("traced", "p2", "pid") },
			{ SEEN("traced", "p2", "ppid"), CHECK_EQ,
			  SEEN("traced", "p1", "pid") },
			{ SEEN("traced", "p3", "parent_tid"), CHECK_EQ,
			  SEEN("traced", "harness", "pid") },
			IS("traced", "p3", "says.top_ppid", 0),
			ABOVE("traced", "p3", "says.ancestors", 3),
		},
		.expect = ALWAYS(HOLDS),
		.only = { "levels", "3" },
	}, {
		.id = "pipe-shell",
		.sentence = "The bar of the shell makes two processes and a "
			    "pipe between them.",
		.why = "Two forks, one process group, and the output of the "
		       "left is the input of the right.",
		.source = "pipe(7), sh(1)",
		.checks = {
			{ SEEN("pipe", "left", "ppid"), CHECK_EQ,
			  SEEN("pipe", "shell", "pid") },
			{ SEEN("pipe", "right", "ppid"), CHECK_EQ,
			  SEEN("pipe", "shell", "pid") },
			SAME("pipe", "pgid", "left", "right"),
			SAME("pipe", "says.pipe", "left", "right"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-tree-one-process",
		.sentence = "Both sides of the bar run in the shell itself.",
		.checks = {
			SAME("pipe", "pid", "left", "shell"),
			SAME("pipe", "pid", "right", "shell"),
		},
		.lie = true,
	}, {
		.id = "control-tree-grandparent",
		.sentence = "An orphan goes to its grandparent.",
		.checks = {
			{ SEEN("killed", "p3", "ppid"), CHECK_EQ,
			  SEEN("grown", "p1", "pid") },
		},
		.lie = true,
		.only = { "end", "kill" },
	}, {
		.id = "control-tree-tracer-is-parent",
		.sentence = "Who traces a process is its parent.",
		.checks = {
			{ SEEN("traced", "p3", "ppid"), CHECK_EQ,
			  SEEN("traced", "p3", "tracer_pid") },
		},
		.lie = true,
		.only = { "levels", "3" },
	}, {
		.id = "control-tree-book",
		.sentence = "All descendants of a process that exits become "
			    "children of a.",
		.checks = {
			{ SEEN("end", "d", "ppid"), CHECK_EQ,
			  SEEN("end", "a", "pid") },
		},
		.lie = true,
		.only = { "action-list", BOOK_LIST },
	},
	{ 0 },
};
