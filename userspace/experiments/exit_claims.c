// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about the end of processes. Data only; the experiment itself is
 * in exit.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

#define EXITED(code)	((code) << 8)	/* wait(2) */
#define TASK_DEAD	0x80		/* include/linux/sched.h */

const struct claim exit_claims[] = {
	{
		.id = "exit-voluntary",
		.sentence = "A process ends by exit(), or by returning from "
			    "main().",
		.why = "Both run the handlers of atexit() and come to the same "
		       "system call; the parent reads 3 either way.",
		.source = "exit(3), exit_group(2)",
		.checks = {
			IS("exit handler", "child", "state", 'S'),
			IS("exit", "parent", "says.status", EXITED(3)),
			IS("main handler", "child", "state", 'S'),
			IS("main", "parent", "says.status", EXITED(3)),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-main-compiler",
		.sentence = "The compiler adds a call of exit() to main().",
		.why = "When the handler ran after main() had returned, no "
		       "function of the program was on the stack any more, "
		       "main() included. It is libc's start-up code that "
		       "calls exit(main()).",
		.source = "glibc sysdeps/nptl/libc_start_call_main.h",
		.checks = {
			ABOVE("main handler", "child", "says.frames", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "exit-fatal-signal",
		.sentence = "A signal can end a process; its parent reads "
			    "which one.",
		.why = "The number is in the low bits of the status word, and "
		       "the kernel takes the way of exit_group() then.",
		.source = "signal(7), wait(2); kernel/signal.c get_signal()",
		.checks = {
			IS("term", "parent", "says.status", SIGTERM),
			IS("kill", "parent", "says.status", SIGKILL),
			IS("abort", "parent", "says.status", SIGABRT),
			IS("fault", "parent", "says.status", SIGSEGV),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-do-exit",
		.sentence = "However a task ends, it goes through do_exit().",
		.why = "The event of do_exit() came for each of the seven, and "
		       "for a thread that ended alone.",
		.source = "kernel/exit.c do_exit(), do_group_exit()",
		.checks = {
			TIMES("alive", "_exit", EXIT, "child", 1),
			TIMES("exit handler", "exit", EXIT, "child", 1),
			TIMES("main handler", "main", EXIT, "child", 1),
			TIMES("main", "term", EXIT, "child", 1),
			TIMES("term", "kill", EXIT, "child", 1),
			TIMES("kill", "abort", EXIT, "child", 1),
			TIMES("abort", "fault", EXIT, "child", 1),
			TIMES("group died", "leader died", EXIT, "child", 1),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-pf-exiting",
		.sentence = "The kernel marks a task that is ending.",
		.why = "PF_EXITING, set early in do_exit(); in a handler of "
		       "exit() it is not there yet, for that is still the "
		       "program.",
		.source = "kernel/signal.c exit_signals()",
		.checks = {
			LACKS("alive", "child", "pf", PF_EXITING),
			LACKS("exit handler", "child", "pf", PF_EXITING),
			HAS("exit", "child", "pf", PF_EXITING),
			LACKS("exit", "parent", "pf", PF_EXITING),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-del-timer",
		.sentence = "When a task ends, its timers are removed.",
		.why = "They belong to the process: the main thread had set "
		       "the alarm and was dead, and the other thread read how "
		       "much of it was left. The last thread takes it along.",
		.source = "kernel/exit.c do_exit(); Linux 2.6.12",
		.checks = {
			IS("leader died", "other", "says.alarm", 0),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "2.6.11",
	}, {
		.id = "exit-accounting",
		.sentence = "At its end, what a task has used is written to "
			    "the account.",
		.why = "Its own sums are complete and stay readable. Those of "
		       "the parent's children get them when it waits, and "
		       "records are a matter of acct(2).",
		.source = "kernel/exit.c wait_task_zombie(); kernel/tsacct.c "
			  "acct_update_integrals()",
		.checks = {
			ABOVE("_exit", "child", "min_flt", 0),
			ABOVE("_exit", "parent", "says.flt", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "exit-mm",
		.sentence = "A task that ends lets go of its address space; "
			    "who shares it keeps it.",
		.why = "None in the zombie's row; the parent, whose memory the "
		       "second child had used, still has its own.",
		.source = "kernel/exit.c exit_mm()",
		.checks = {
			IS_NOT("alive", "child", "mm", 0),
			IS("_exit", "child", "mm", 0),
			SAME("sharing", "mm", "child", "parent"),
			IS("shared end", "child", "mm", 0),
			{ SEEN("shared end", "parent", "mm"), CHECK_EQ,
			  SEEN("sharing", "parent", "mm"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-files-fs",
		.sentence = "Open files and directories are let go of in the "
			    "same way.",
		.why = "The child's are gone, those that it shared are still "
		       "the parent's.",
		.source = "kernel/exit.c exit_files(), exit_fs()",
		.checks = {
			SAME("sharing", "files", "child", "parent"),
			SAME("sharing", "fs", "child", "parent"),
			IS("shared end", "child", "files", 0),
			IS("shared end", "child", "fs", 0),
			{ SEEN("shared end", "parent", "files"), CHECK_EQ,
			  SEEN("sharing", "parent", "files"), 0 },
			{ SEEN("shared end", "parent", "fs"), CHECK_EQ,
			  SEEN("sharing", "parent", "fs"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-notify",
		.sentence = "A dying process gives its children away, becomes a "
			    "zombie and tells its parent.",
		.why = "The child has another parent, the state is Z, and then "
		       "SIGCHLD became pending for the parent, which had "
		       "blocked it.",
		.source = "kernel/exit.c exit_notify()",
		.checks = {
			{ SEEN("father", "other", "ppid"), CHECK_EQ,
			  SEEN("father", "child", "pid"), 0 },
			LACKS("father", "parent", "shared_pending",
			      SIGSET(SIGCHLD)),
			{ SEEN("notified", "other", "ppid"), CHECK_EQ,
			  SEEN("father", "child", "reaper_pid"), 0 },
			IS("notified", "child", "state", 'Z'),
			HAS("notified", "parent", "shared_pending",
			    SIGSET(SIGCHLD)),
			BEFORE("father", "notified", REPARENT, "other",
			       SIGNAL, "parent"),
			BEFORE("father", "notified", EXIT, "child",
			       SIGNAL, "parent"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-schedule",
		.sentence = "The last thing a task does is to give the "
			    "processor away, for ever.",
		.why = "TASK_DEAD is set right before the last switch; its "
		       "stack has gone with it.",
		.source = "kernel/sched/core.c do_task_dead()",
		.checks = {
			IS("_exit", "child", "state_raw", TASK_DEAD),
			IS("_exit", "child", "on_cpu", 0),
			IS("_exit", "child", "stack", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-thread-group",
		.sentence = "The end of a process is the end of all its "
			    "threads.",
		.why = "_exit() in one thread ended both with the same code, "
		       "and the parent reads it.",
		.source = "exit_group(2); kernel/exit.c do_group_exit()",
		.checks = {
			IS("group", "child", "nr_threads", 2),
			IS("group died", "child", "state", 'Z'),
			IS("group died", "other", "error", ESRCH),
			IS("group died", "parent", "says.status", EXITED(9)),
			{ EVENT("group", "group died", EXIT, "other", "code"),
			  CHECK_EQ, { 0 }, EXITED(9) },
			{ EVENT("group", "group died", EXIT, "child", "code"),
			  CHECK_EQ, { 0 }, EXITED(9) },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "thread-follows-process",
		.sentence = "A thread lives as long as the main thread of its "
			    "process.",
		.why = "exit_group() ends all of them. But if the main thread "
		       "ends alone, it stays a zombie that nobody can wait "
		       "for, until the last thread has ended.",
		.source = "exit_group(2), pthread_exit(3); kernel/exit.c "
			  "delay_group_leader()",
		.checks = {
			IS("group died", "other", "error", ESRCH),
			IS("leader died", "child", "state", 'S'),
			IS("leader died", "other", "error", ESRCH),
			IS_NOT("leader died", "parent", "says.nohang", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "heap-until-shutdown",
		.sentence = "What a program has put on its heap stays there "
			    "when it has ended.",
		.why = "1 MiB of heap was in use; with the address space it "
		       "was gone at exit.",
		.source = "kernel/exit.c exit_mm(); brk(2)",
		.checks = {
			IS_NOT("_exit", "child", "mm", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "control-exit-keeps-memory",
		.sentence = "_exit() keeps the memory until the parent waits.",
		.checks = {
			IS_NOT("_exit", "child", "mm", 0),
			IS_NOT("_exit", "child", "files", 0),
		},
		.lie = true,
	}, {
		.id = "control-exit-takes-children",
		.sentence = "The children of a dead process die with it.",
		.checks = {
			IS("notified", "other", "state", 'Z'),
			IS("notified", "other", "error", ESRCH),
		},
		.lie = true,
	},
	{ 0 },
};
