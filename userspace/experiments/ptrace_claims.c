// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about tracers and parents. Data only; the experiment itself is in
 * ptrace.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

const struct claim ptrace_claims[] = {
	{
		.id = "parent-pointer",
		.sentence = "task->parent is the parent.",
		.why = "It is who gets the reports for wait(): the parent as "
		       "long as nobody traces, then the tracer. The parent is "
		       "task->real_parent.",
		.source = "include/linux/sched.h; kernel/ptrace.c "
			  "__ptrace_link()",
		.checks = {
			{ SEEN("before", "child", "parent_tid"), CHECK_EQ,
			  SEEN("before", "parent", "pid"), 0 },
			{ SEEN("seized", "child", "parent_tid"), CHECK_EQ,
			  SEEN("before", "parent", "pid"), 0 },
			{ SEEN("seized", "child", "real_parent_tid"), CHECK_EQ,
			  SEEN("before", "parent", "pid"), 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "exactly-one-parent",
		.sentence = "A process has exactly one parent.",
		.why = "One real parent, whose number it is that others see; a "
		       "tracer has taken its place in wait() meanwhile.",
		.source = "ptrace(2); kernel/ptrace.c",
		.checks = {
			{ SEEN("before", "child", "parent_tid"), CHECK_EQ,
			  SEEN("before", "child", "real_parent_tid"), 0 },
			{ SEEN("seized", "child", "parent_tid"), CHECK_EQ,
			  SEEN("seized", "child", "real_parent_tid"), 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "orphan-ptraced",
		.sentence = "A traced process is its tracer's child.",
		.why = "The pointer for reports moves, and the tracer can wait "
		       "for it; the parent that everybody sees stays.",
		.source = "ptrace(2); kernel/ptrace.c __ptrace_link()",
		.checks = {
			{ SEEN("seized", "child", "parent_tid"), CHECK_EQ,
			  SEEN("before", "tracer", "pid"), 0 },
			{ SEEN("interrupted", "tracer", "says.wait"), CHECK_EQ,
			  SEEN("before", "child", "pid"), 0 },
			{ SEEN("seized", "child", "real_parent_tid"), CHECK_EQ,
			  SEEN("before", "tracer", "pid"), 0 },
			{ SEEN("seized", "child", "ppid"), CHECK_EQ,
			  SEEN("before", "tracer", "pid"), 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "orphan-ptraced-list",
		.sentence = "A process has a list of those it traces, beside "
			    "that of its children.",
		.why = "The tracer waited for a process whose parent it is not; "
		       "wait() goes through both lists.",
		.source = "include/linux/sched.h ptraced; kernel/exit.c "
			  "ptrace_do_wait()",
		.checks = {
			{ SEEN("interrupted", "tracer", "says.wait"), CHECK_EQ,
			  SEEN("before", "child", "pid"), 0 },
			{ SEEN("interrupted", "child", "ppid"), CHECK_NE,
			  SEEN("before", "tracer", "pid"), 0 },
			{ SEEN("interrupted", "child", "tracer_pid"), CHECK_EQ,
			  SEEN("before", "tracer", "pid"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "strace-lsof",
		.sentence = "Whoever looks on, as strace does, is the traced "
			    "process' tracer and second parent.",
		.why = "A flag of the task, and two numbers in its row.",
		.source = "strace(1), ptrace(2); proc(5) TracerPid",
		.checks = {
			IS("before", "child", "ptrace", 0),
			IS_NOT("seized", "child", "ptrace", 0),
			{ SEEN("seized", "child", "tracer_pid"), CHECK_EQ,
			  SEEN("before", "tracer", "pid"), 0 },
			{ SEEN("seized", "child", "parent_tid"), CHECK_EQ,
			  SEEN("before", "tracer", "pid"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "state-traced",
		.sentence = "A traced process is in state t.",
		.why = "Only while it is stopped for its tracer; between stops "
		       "it runs and sleeps as any other.",
		.source = "include/linux/sched.h __TASK_TRACED; ptrace(2)",
		.checks = {
			IS("interrupted", "child", "state", 't'),
			HAS("interrupted", "child", "state_raw", TASK_TRACED),
			IS_NOT("seized", "child", "ptrace", 0),
			IS("seized", "child", "state", 't'),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "state-traced-wakekill",
		.sentence = "The state t contains the mark that SIGKILL ends "
			    "it.",
		.why = "TASK_TRACED was 0x108; now it is 8 alone, and who sends "
		       "SIGKILL looks at the task's jobctl.",
		.source = "include/linux/sched.h TASK_TRACED; Linux 5.19",
		.checks = {
			HAS("interrupted", "child", "state_raw",
			    TASK_WAKEKILL),
		},
		.expect = { { 0, VERDICT_HOLDS },
			    { KERNEL(5, 19), VERDICT_OUTDATED } },
		.until = "5.18",
	}, {
		.id = "state-stopped-debugged",
		.sentence = "A debugged process that receives a signal is "
			    "stopped, T, until SIGCONT.",
		.why = "It stops for its tracer, t, before the signal is "
		       "handled, and goes on when the tracer says so. SIGCONT is "
		       "one more signal to be reported.",
		.source = "ptrace(2); kernel/signal.c ptrace_signal()",
		.checks = {
			IS("SIGUSR1", "child", "state", 'T'),
			IS_NOT("SIGCONT", "child", "state", 't'),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "traced-signal-passed",
		.sentence = "The handler runs when the tracer passes the "
			    "signal on.",
		.why = "It ran once, and not before.",
		.source = "ptrace(2)",
		.checks = {
			HAS("SIGUSR1", "child", "caught", SIGSET(SIGUSR1)),
			LACKS("SIGUSR1", "child", "shared_pending",
			      SIGSET(SIGUSR1)),
			IS("passed", "child", "says.handled", 1),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "ptrace-exit-order",
		.sentence = "Of a death, the tracer learns first, and the "
			    "parent when the tracer has waited.",
		.why = "Till then the zombie is the tracer's alone: the parent "
		       "asked for it and got nothing.",
		.source = "ptrace(2); kernel/exit.c wait_task_zombie() "
			  "EXIT_TRACE",
		.checks = {
			IS("killed", "child", "state", 'Z'),
			IS("killed", "parent", "says.wait", 0),
			{ SEEN("tracer waited", "tracer", "says.wait"),
			  CHECK_EQ, SEEN("before", "child", "pid"), 0 },
			{ SEEN("parent waited", "parent", "says.wait"),
			  CHECK_EQ, SEEN("before", "child", "pid"), 0 },
			IS("parent waited", "child", "error", ESRCH),
			{ MATCHING("passed", "killed", SIGNAL, "tracer", "sig",
				   SIGCHLD), CHECK_EQ, { 0 }, 1 },
			{ MATCHING("passed", "killed", SIGNAL, "parent", "sig",
				   SIGCHLD), CHECK_EQ, { 0 }, 0 },
			{ MATCHING("killed", "tracer waited", SIGNAL, "parent",
				   "sig", SIGCHLD), CHECK_EQ, { 0 }, 1 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "ptrace-tracer-dies",
		.sentence = "If the tracer dies, its parent has the child for "
			    "itself again.",
		.why = "The kernel detaches whom a dead tracer traced, and lets "
		       "it go on, unless PTRACE_O_EXITKILL was set.",
		.source = "ptrace(2); kernel/ptrace.c exit_ptrace()",
		.checks = {
			IS("again", "child", "state", 't'),
			IS("deserted", "child", "state", 'S'),
			IS("deserted", "child", "ptrace", 0),
			IS("deserted", "child", "tracer_pid", 0),
			{ SEEN("deserted", "child", "parent_tid"), CHECK_EQ,
			  SEEN("before", "parent", "pid"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-ptrace-adopts",
		.sentence = "The tracer becomes the real parent.",
		.checks = {
			{ SEEN("seized", "child", "real_parent_tid"), CHECK_EQ,
			  SEEN("before", "tracer", "pid"), 0 },
		},
		.lie = true,
	}, {
		.id = "control-ptrace-kills",
		.sentence = "Who is traced dies with its tracer.",
		.checks = {
			IS("deserted", "child", "state", 'Z'),
			IS("deserted", "child", "error", ESRCH),
		},
		.lie = true,
	},
	{ 0 },
};
