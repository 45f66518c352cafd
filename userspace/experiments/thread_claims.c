// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about threads. Data only; the experiment itself is in thread.c
 * and thread_costs.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

#define EXIT_CODE 3

const struct claim thread_claims[] = {
	{
		.id = "thread-own-task",
		.sentence = "Each thread has a descriptor of its own.",
		.why = "Two task_structs with two numbers and two kernel "
		       "stacks, in one thread group.",
		.source = "include/linux/sched.h; clone(2)",
		.checks = {
			OTHER("three", "task", "thread", "main"),
			OTHER("three", "pid", "thread", "main"),
			OTHER("three", "stack", "thread", "main"),
			SAME("three", "tgid", "thread", "main"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "thread-no-distinction",
		.sentence = "The kernel does not tell threads from processes.",
		.why = "It schedules both alike, by the same descriptor. But a "
		       "thread has no exit signal, nobody can wait for it, and "
		       "it shares the state of its group.",
		.source = "clone(2); kernel/fork.c copy_process()",
		.checks = {
			OTHER("three", "task", "thread", "main"),
			OTHER("three", "task", "child", "main"),
			SAME("three", "policy", "thread", "main"),
			SAME("three", "exit_signal", "thread", "child"),
			OTHER("three", "signal", "thread", "main"),
			LACKS("three", "thread", "flags", PROCTREE_ROW_THREAD),
			IS_NOT("waited", "main", "says.wait_thread", -ECHILD),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "thread-process-group",
		.sentence = "The threads of a process are a process group.",
		.why = "They are a thread group, whose number is the tgid. A "
		       "process group is a set of processes, for job control: "
		       "the child is in it, too.",
		.source = "credentials(7), setpgid(2)",
		.checks = {
			{ SEEN("three", "thread", "pgid"), CHECK_EQ,
			  SEEN("three", "main", "pid") },
			OTHER("three", "pgid", "child", "main"),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "thread-shares-resources",
		.sentence = "Threads share memory, open files, directories and "
			    "signal handlers.",
		.why = "The same four objects in both rows; the child has "
		       "others.",
		.source = "pthreads(7)",
		.checks = {
			SAME("three", "mm", "thread", "main"),
			SAME("three", "files", "thread", "main"),
			SAME("three", "fs", "thread", "main"),
			SAME("three", "sighand", "thread", "main"),
			OTHER("three", "mm", "child", "main"),
			OTHER("three", "files", "child", "main"),
			OTHER("three", "sighand", "child", "main"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "thread-own-stack-pc",
		.sentence = "Each thread has its own registers and stacks.",
		.why = "One kernel stack and one user stack each; the user "
		       "stacks lie in the memory of all, unprotected.",
		.source = "pthread_create(3)",
		.checks = {
			OTHER("three", "stack", "thread", "main"),
			OTHER("three", "says.local", "thread", "main"),
			OTHER("three", "tls", "thread", "main"),
			SAME("three", "mm", "thread", "main"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "thread-unique-id",
		.sentence = "pthread_self() is the kernel's number of the "
			    "thread.",
		.why = "It tells the threads of one process apart, but it is "
		       "an address; the kernel's number is gettid()'s.",
		.source = "pthread_self(3), gettid(2)",
		.checks = {
			OTHER("three", "says.self", "thread", "main"),
			{ SEEN("three", "thread", "says.self"), CHECK_EQ,
			  SEEN("three", "thread", "pid") },
			{ SEEN("three", "thread", "says.gettid"), CHECK_NE,
			  SEEN("three", "thread", "pid") },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "getpid-call",
		.sentence = "getpid() gives the number of the process, in each "
			    "thread.",
		.why = "The thread group's number, which is the first thread's "
		       "own.",
		.source = "getpid(2)",
		.checks = {
			{ SEEN("three", "main", "says.getpid"), CHECK_EQ,
			  SEEN("three", "main", "pid") },
			{ SEEN("three", "thread", "says.getpid"), CHECK_EQ,
			  SEEN("three", "main", "pid") },
			{ SEEN("three", "thread", "says.gettid"), CHECK_NE,
			  SEEN("three", "main", "pid") },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "thread-follows-process",
		.sentence = "Threads end when the first thread of the process "
			    "ends.",
		.why = "exit() in any thread ends all. But the first one may "
		       "end alone; it stays, as a zombie, until the last one "
		       "has ended.",
		.source = "pthread_exit(3), exit_group(2)",
		.checks = {
			IS("main ended", "main", "state", 'Z'),
			IS_NOT("main ended", "thread", "state", 'S'),
			IS("exit", "main", "state", 'Z'),
			IS("exit", "thread", "error", ESRCH),
			IS("exit", "main", "exit_code", EXIT_CODE << 8),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "zombie-leader",
		.sentence = "The parent is told of the end of a process when its "
			    "last thread has gone.",
		.why = "With the first thread a zombie and the second alive, "
		       "wait() had nothing to tell.",
		.source = "kernel/exit.c delay_group_leader()",
		.checks = {
			IS("main ended", "main", "state", 'Z'),
			IS("main ended", "main", "nr_threads", 2),
			IS("main ended", "main", "says.waited", 0),
			IS("all ended", "main", "says.status", EXIT_CODE << 8),
			IS("all ended", "thread", "error", ESRCH),
			BEFORE("waited", "all ended", EXIT, "main", EXIT,
			       "thread"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "thread-lightweight",
		.sentence = "A thread is made faster than a process.",
		.why = "No memory map to copy. Both times are the shortest of "
		       "many, until the new one has ended.",
		.source = "clone(2)",
		.checks = {
			LESS("made", "clerk", "says.thread_ns",
			     "says.process_ns"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "thread-faster-switch",
		.sentence = "Switching between threads takes less than between "
			    "processes.",
		.why = "The page tables stay, which saves a little. It takes "
		       "the same number of switches, not half of them.",
		.source = "kernel/sched/core.c context_switch()",
		.checks = {
			SAME("three", "mm", "thread", "main"),
			OTHER("three", "mm", "child", "main"),
			LESS("switched", "clerk", "says.switches",
			     "says.others_half"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "thread-faster-comm",
		.sentence = "Threads exchange data faster than processes.",
		.why = "Because nothing is copied, as through a pipe; "
		       "processes that share memory do it as fast.",
		.source = "pthreads(7), shm_overview(7)",
		.checks = {
			LESS("talked", "clerk", "says.memory_ns",
			     "says.pipe_ns"),
			LESS("talked", "clerk", "says.memory_ns",
			     "says.shared_half"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "thread-parallelism",
		.sentence = "Threads run side by side.",
		.why = "On two processors they do. On one, whenever the one "
		       "looked, the other one was not on the processor.",
		.source = "sched(7)",
		.checks = {
			IS("apart", "clerk", "says.together", 1),
			IS("pinned", "clerk", "says.together", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "control-thread-own-memory",
		.sentence = "A thread has memory of its own.",
		.checks = {
			OTHER("three", "mm", "thread", "main"),
		},
		.lie = true,
	}, {
		.id = "control-thread-waitable",
		.sentence = "wait() takes threads.",
		.checks = {
			IS_NOT("waited", "main", "says.wait_thread", -ECHILD),
		},
		.lie = true,
	},
	{ 0 },
};
