// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about the list of processes. Data only; the experiment itself is
 * in task_list.c. Places count from 1; 0 is
 * none.
 */
#include "trial.h"

const struct claim task_list_claims[] = {
	{
		.id = "task-list-circular",
		.sentence = "All tasks of the machine are on one list.",
		.why = "The first thread of each process is. Other threads are "
		       "on a list of their process, and number 0 is the head "
		       "of the list, not on it.",
		.source = "include/linux/sched/signal.h for_each_process()",
		.checks = {
			ABOVE("grown", "one", "says.place", 0),
			ABOVE("grown", "two", "says.place", 0),
			ABOVE("grown", "grandchild", "says.place", 0),
			ABOVE("grown", "second", "says.place", 0),
			IS("roots", "list", "says.pid_0", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "task-list-order",
		.sentence = "The list is in the order of birth.",
		.why = "Each new process goes to its end. A thread that execs "
		       "takes the place of the first one.",
		.source = "kernel/fork.c copy_process(); fs/exec.c de_thread()",
		.checks = {
			{ SEEN("grown", "one", "says.place"), CHECK_LT,
			  SEEN("grown", "two", "says.place") },
			{ SEEN("grown", "two", "says.place"), CHECK_LT,
			  SEEN("grown", "three", "says.place") },
			{ SEEN("grown", "three", "says.place"), CHECK_LT,
			  SEEN("grown", "grandchild", "says.place") },
			{ SEEN("exec", "one", "says.place"), CHECK_LT,
			  SEEN("exec", "two", "says.place") },
			{ SEEN("exec", "two", "says.place"), CHECK_LT,
			  SEEN("exec", "three", "says.place") },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "task-fields",
		.sentence = "The descriptor holds state, priority, parent, "
			    "number, memory, files and signals.",
		.why = "In itself, or by pointers to what may be shared.",
		.source = "include/linux/sched.h struct task_struct",
		.checks = {
			IS("grown", "one", "state", 'S'),
			ABOVE("grown", "one", "prio", 99),
			IS("grown", "one", "policy", 0),
			{ SEEN("grown", "one", "ppid"), CHECK_EQ,
			  SEEN("grown", "harness", "pid") },
			ABOVE("grown", "one", "pid", 0),
			IS_NOT("grown", "one", "mm", 0),
			IS_NOT("grown", "one", "files", 0),
			IS("grown", "one", "pending", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "for-each-process",
		.sentence = "for_each_process() visits every task.",
		.why = "One of each process; for_each_thread() visits the "
		       "others.",
		.source = "include/linux/sched/signal.h",
		.checks = {
			ABOVE("grown", "three", "says.place", 0),
			ABOVE("grown", "second", "says.place", 0),
			{ SEEN("grown", "list", "says.on_list"), CHECK_EQ,
			  SEEN("grown", "list", "says.tasks") },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "children-iteration",
		.sentence = "A process has one list of children.",
		.why = "It looks so from outside: the parent is the process. "
		       "But each thread has a list, and who forked is the "
		       "parent.",
		.source = "include/linux/sched.h children; kernel/fork.c",
		.checks = {
			{ SEEN("grown", "grandchild", "ppid"), CHECK_EQ,
			  SEEN("grown", "two", "pid") },
			{ SEEN("grown", "grandchild", "real_parent_tid"),
			  CHECK_EQ, SEEN("grown", "two", "pid") },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "init-root",
		.sentence = "init, number 1, is the root of all processes.",
		.why = "Of those with a program. kthreadd, number 2, is no "
		       "child of it, and the kernel's threads are kthreadd's.",
		.source = "init/main.c rest_init()",
		.checks = {
			IS("roots", "list", "says.init_ppid", 0),
			IS("roots", "list", "says.kthreadd_ppid", 1),
			LESS("roots", "list", "says.kthreads",
			     "says.of_init"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "init-started-by-kernel",
		.sentence = "The kernel itself starts init.",
		.why = "It has no parent, began in the kernel and has exec'd a "
		       "program since.",
		.source = "init/main.c kernel_init()",
		.checks = {
			IS("roots", "list", "says.init_ppid", 0),
			ABOVE("roots", "list", "says.init_execs", 0),
			IS("roots", "list", "says.init_kthread", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-list-threads",
		.sentence = "Every thread is on the list of processes.",
		.checks = {
			ABOVE("grown", "second", "says.place", 0),
		},
		.lie = true,
	}, {
		.id = "control-list-kthreads",
		.sentence = "The kernel's threads are children of init.",
		.checks = {
			ABOVE("roots", "list", "says.of_init", 0),
		},
		.lie = true,
	},
	{ 0 },
};
