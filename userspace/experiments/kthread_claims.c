// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about kernel threads. Data only; the experiment itself is in
 * kthread.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

const struct claim kthread_claims[] = {
	{
		.id = "kthread-mm-null",
		.sentence = "A kernel thread has no memory of its own.",
		.why = "task->mm is NULL for all of them; while one runs, it "
		       "borrows that of whoever ran before.",
		.source = "include/linux/sched.h; kernel/sched/core.c "
			  "context_switch()",
		.checks = {
			ABOVE("census", "observer", "says.all", 0),
			IS("census", "observer", "says.with_mm", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "kthread-standard-process",
		.sentence = "A kernel thread is a task as any other, but in "
			    "the kernel alone.",
		.why = "It has a number, a state, a scheduling policy and a "
		       "parent: kthreadd, number 2, whose parent is 0. It has no "
		       "memory and no command line.",
		.source = "kernel/kthread.c kthreadd()",
		.checks = {
			{ SEEN("census", "observer", "says.by_kthreadd"),
			  CHECK_EQ,
			  SEEN("census", "observer", "says.all"), 0 },
			{ SEEN("census", "observer", "says.nameless"),
			  CHECK_EQ,
			  SEEN("census", "observer", "says.all"), 0 },
			IS("census", "observer", "says.with_mm", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "kthread-brackets",
		.sentence = "Names in brackets in the output of ps are kernel "
			    "threads.",
		.why = "ps puts them around the name of whoever has no command "
		       "line. All kernel threads are such; so is a zombie, which "
		       "lacks their flag.",
		.source = "ps(1); proc(5) /proc/pid/cmdline",
		.checks = {
			{ SEEN("census", "observer", "says.nameless"),
			  CHECK_EQ,
			  SEEN("census", "observer", "says.all"), 0 },
			IS_NOT("census", "observer", "says.dead", 0),
			HAS("census", "dead", "flags", PROCTREE_ROW_KTHREAD),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "kthread-faked",
		.sentence = "A process can't look like a kernel thread.",
		.why = "To ps it can: a name such as theirs, no arguments, and "
		       "there are the brackets. It has memory, and not the "
		       "flag.",
		.source = "PR_SET_MM(2const); include/linux/sched.h PF_KTHREAD",
		.checks = {
			IS_NOT("fake", "fake", "says.cmdline", 0),
			LACKS("fake", "fake", "flags", PROCTREE_ROW_KTHREAD),
			IS_NOT("fake", "fake", "mm", 0),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "kthread-create",
		.sentence = "kthread_create() makes a task, of kthreadd.",
		.why = "Whoever asks for it, kthreadd forks it.",
		.source = "include/linux/kthread.h; kernel/kthread.c "
			  "kthreadd()",
		.checks = {
			HAS("created", "thread", "flags", PROCTREE_ROW_KTHREAD),
			IS("created", "thread", "ppid", 2),
			IS("created", "thread", "mm", 0),
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "kthread-starts-unrunnable",
		.sentence = "A new kernel thread does not run until "
			    "wake_up_process().",
		.why = "It waits in TASK_UNINTERRUPTIBLE, before its function "
		       "is called.",
		.source = "kernel/kthread.c kthread()",
		.checks = {
			IS("created", "thread", "state", 'D'),
			HAS("created", "thread", "state_raw",
			    TASK_UNINTERRUPTIBLE),
			IS("woken", "thread", "state", 'S'),
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "state-d-includes-idle",
		.sentence = "Who sleeps uninterruptibly is shown as D.",
		.why = "Not an idle kernel thread: TASK_NOLOAD makes it I, and "
		       "most workers of the kernel are in that state.",
		.source = "include/linux/sched.h TASK_IDLE; Linux 4.14",
		.checks = {
			IS("created", "thread", "state", 'D'),
			HAS("idle", "thread", "state_raw",
			    TASK_UNINTERRUPTIBLE),
			IS("idle", "thread", "state", 'D'),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "kthread-kill",
		.sentence = "SIGKILL ends every task.",
		.why = "kill() was content, and nothing came of it: kernel "
		       "threads ignore all signals unless they ask for some.",
		.source = "kernel/signal.c sig_task_ignored(), "
			  "kernel/kthread.c kthreadd() ignore_signals()",
		.checks = {
			IS("idle", "thread", "says.sent", SIGKILL),
			IS("idle", "thread", "error", ESRCH),
			HAS("idle", "thread", "shared_pending",
			    SIGSET(SIGKILL)),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "kthread-preemptable",
		.sentence = "Kernel threads are scheduled and preempted as "
			    "processes are.",
		.why = "Scheduled, yes. Whether the kernel interrupts one that "
		       "does not give way is its preemption model's affair: "
		       "voluntary did not, the lazy one of newer kernels does.",
		.source = "kernel/Kconfig.preempt; sched(7)",
		.checks = {
			IS("woken", "thread", "policy", 0),
			{ SEEN("spun", "thread", "nvcsw"), CHECK_GT,
			  SEEN("created", "thread", "nvcsw"), 0 },
			{ SEEN("spun", "thread", "nivcsw"), CHECK_GT,
			  SEEN("idle", "thread", "nivcsw"), 0 },
		},
		.expect = { { 0, VERDICT_PARTLY },
			    { KERNEL(7, 0), VERDICT_HOLDS } },
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "kthread-stop",
		.sentence = "kthread_stop() ends a kernel thread, and returns "
			    "what its function returned.",
		.why = "It asked, waited, and got 7; then the task was gone, "
		       "without a zombie. A thread that never looks whether it "
		       "should stop is waited for without end.",
		.source = "kernel/kthread.c kthread_stop()",
		.checks = {
			IS("stopped", "owner", "says.result", 7),
			IS("stopped", "thread", "error", ESRCH),
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "kthread-do-exit",
		.sentence = "A kernel thread has to end itself by do_exit().",
		.why = "Ours just returned from its function, and the value "
		       "arrived. Modules could not even call do_exit() for some "
		       "years.",
		.source = "kernel/kthread.c kthread(), kthread_exit(); "
			  "Linux 5.17",
		.checks = {
			IS_NOT("stopped", "owner", "says.result", 7),
		},
		.expect = ALWAYS(WRONG),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "control-kthread-memory",
		.sentence = "Kernel threads share the memory of process 1.",
		.checks = {
			ABOVE("census", "observer", "says.with_mm", 0),
		},
		.lie = true,
	}, {
		.id = "control-kthread-caller",
		.sentence = "A kernel thread is a child of whoever asked for "
			    "it.",
		.checks = {
			{ SEEN("created", "thread", "ppid"), CHECK_EQ,
			  SEEN("created", "owner", "pid"), 0 },
		},
		.needs = NEEDS_SYS_ADMIN,
		.lie = true,
	},
	{ 0 },
};
