// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about zombies. Data only; the experiment itself is in zombie.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

const struct claim zombie_claims[] = {
	{
		.id = "zombie-no-memory",
		.sentence = "A zombie has no memory, however much it used.",
		.why = "8 MiB were resident a moment before; address space, "
		       "open files and directories went at exit.",
		.source = "kernel/exit.c do_exit()",
		.checks = {
			ABOVE("alive", "child", "rss_anon", (8 << 20) - 1),
			IS("zombie", "child", "mm", 0),
			IS("zombie", "child", "files", 0),
			IS("zombie", "child", "fs", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "zombie-remaining-stack",
		.sentence = "A zombie keeps its kernel stack.",
		.why = "It goes with the last context switch. What remains is "
		       "the descriptor, the signal structures, the number and "
		       "the status.",
		.source = "kernel/sched/core.c finish_task_switch(); Linux 4.9",
		.checks = {
			IS_NOT("zombie", "child", "stack", 0),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "4.8",
	}, {
		.id = "put-task-frees-stack",
		.sentence = "The kernel stack is freed when the last reference "
			    "to the descriptor goes.",
		.why = "The descriptor was still there at each of these looks, "
		       "and the stack was not.",
		.source = "kernel/fork.c put_task_stack(), put_task_struct()",
		.checks = {
			IS_NOT("killed", "child", "stack", 0),
			IS_NOT("looked", "child", "stack", 0),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "4.8",
	}, {
		.id = "zombie-unkillable",
		.sentence = "A zombie can't be killed.",
		.why = "kill() finds it and returns 0; nothing happens, for "
		       "there is nobody to receive the signal.",
		.source = "signal(7); kernel/signal.c",
		.checks = {
			IS("killed", "parent", "says.kill", 0),
			IS("killed", "child", "state", 'Z'),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "zombie-ps",
		.sentence = "ps shows a zombie, and who ought to wait for it.",
		.why = "Z and the parent's number, in /proc/PID/stat as in the "
		       "kernel's row.",
		.source = "ps(1), proc(5)",
		.checks = {
			IS("killed", "child", "state", 'Z'),
			{ SEEN("killed", "child", "ppid"), CHECK_EQ,
			  SEEN("killed", "parent", "pid"), 0 },
			IS("killed", "parent", "says.ps_state", 'Z'),
			{ SEEN("killed", "parent", "says.ps_ppid"), CHECK_EQ,
			  SEEN("killed", "parent", "pid"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "zombie-purpose",
		.sentence = "A zombie is kept so that its parent can ask what "
			    "it exited with and what it used.",
		.why = "WNOWAIT reads the status and leaves the zombie; wait4() "
		       "takes both, the 8 MiB included, and it is gone.",
		.source = "wait(2), getrusage(2)",
		.checks = {
			IS("looked", "parent", "says.status", 5),
			IS("looked", "child", "state", 'Z'),
			{ SEEN("reaped", "parent", "says.wait"), CHECK_EQ,
			  SEEN("alive", "child", "pid"), 0 },
			{ SEEN("reaped", "parent", "says.status"), CHECK_EQ,
			  SEEN("looked", "child", "exit_code"), 0 },
			ABOVE("reaped", "parent", "says.maxrss",
			      (8 << 20) - 1),
			IS("reaped", "child", "error", ESRCH),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "zombie-every-process",
		.sentence = "Every task is a zombie from its death until its "
			    "parent waits.",
		.why = "Not if the parent ignores SIGCHLD or has SA_NOCLDWAIT, "
		       "and no thread: all of these were gone, and no wait() "
		       "had asked. That SIGCHLD is ignored by default is not "
		       "enough.",
		.source = "wait(2), sigaction(2); kernel/exit.c exit_notify()",
		.checks = {
			LACKS("zombie", "parent", "ignored", SIGSET(SIGCHLD)),
			IS("zombie", "child", "state", 'Z'),
			IS("ignored", "child", "error", 0),
			IS("nowait", "child", "error", 0),
			IS("thread", "child", "error", 0),
			IS_NOT("ignored", "parent", "says.wait", -ECHILD),
			IS_NOT("nowait", "parent", "says.wait", -ECHILD),
			IS_NOT("thread", "parent", "says.wait", -ECHILD),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "zombie-autoreap",
		.sentence = "A parent can ask for a child that will not leave "
			    "a zombie.",
		.why = "CLONE_AUTOREAP does so for one child; older kernels "
		       "refuse it: EINVAL.",
		.source = "include/uapi/linux/sched.h; kernel/fork.c",
		.checks = {
			ABOVE("autoreap", "parent", "says.make", 0),
		},
		.expect = { { 0, VERDICT_WRONG },
			    { KERNEL(7, 2), VERDICT_HOLDS } },
	}, {
		.id = "zombie-costs-nothing",
		.sentence = "A zombie takes nothing from the machine.",
		.why = "No memory of its own and no stack; but its number is "
		       "taken, its descriptor remains, and it counts against "
		       "the limit of its user (\"proctl run limits\").",
		.source = "kernel/exit.c release_task()",
		.checks = {
			IS("zombie", "child", "mm", 0),
			IS("zombie", "child", "stack", 0),
			IS("zombie", "child", "task", 0),
			IS("zombie", "child", "error", ESRCH),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "release-task-frees",
		.sentence = "When it is reaped, its memory and all else that "
			    "it had is freed.",
		.why = "Number and place in the tree go. Memory and files had "
		       "gone before, and the descriptor follows when an RCU "
		       "grace period is over and nobody holds it.",
		.source = "kernel/exit.c release_task(), "
			  "delayed_put_task_struct()",
		.checks = {
			IS("reaped", "child", "error", ESRCH),
			NEVER("zombie", "looked", FREE, "child"),
			HAPPENS("looked", "reaped", FREE, "child"),
			IS_NOT("looked", "child", "mm", 0),
			IS_NOT("looked", "child", "files", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "zombie-cure-parent",
		.sentence = "If its parent is killed, the zombie vanishes.",
		.why = "It becomes the child of a reaper that does wait; here "
		       "of proctl's supervisor, while the parent itself is "
		       "still a zombie.",
		.source = "kernel/exit.c reparent_leader()",
		.checks = {
			IS("unwaited", "child", "state", 'Z'),
			{ SEEN("unwaited", "child", "ppid"), CHECK_EQ,
			  SEEN("unwaited", "parent", "pid"), 0 },
			IS("cured", "parent", "state", 'Z'),
			IS("cured", "child", "error", ESRCH),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-zombie-killed",
		.sentence = "SIGKILL removes a zombie.",
		.checks = {
			IS("killed", "child", "error", ESRCH),
		},
		.lie = true,
	}, {
		.id = "control-zombie-default",
		.sentence = "Without a handler for SIGCHLD there are no "
			    "zombies.",
		.checks = {
			IS("zombie", "child", "error", ESRCH),
			IS("unwaited", "child", "error", ESRCH),
		},
		.lie = true,
	},
	{ 0 },
};
