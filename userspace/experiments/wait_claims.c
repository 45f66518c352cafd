// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about waiting for children. Data only; the experiment itself is
 * in wait.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

/* Status words as wait(2) puts them together. */
#define EXITED(code)	((code) << 8)
#define STOPPED(sig)	((sig) << 8 | 0x7f)
#define CONTINUED	0xffff

const struct claim wait_claims[] = {
	{
		.id = "wait-blocks",
		.sentence = "wait() holds the parent up until a child ends.",
		.why = "It sleeps, and the row shows in what. But it returns at "
		       "once if a child is dead already (here: after SIGTERM) "
		       "or if there is none, and a handler of a signal ends "
		       "it, too.",
		.source = "wait(2); kernel/exit.c do_wait()",
		.checks = {
			IS("blocked", "parent", "child_wait", 1),
			IS("blocked", "parent", "state", 'S'),
			BEFORE(NULL, "exited", WAIT, "parent", EXIT, "child"),
			{ SEEN("exited", "parent", "says.wait"), CHECK_EQ,
			  SEEN("blocked", "child", "pid"), 0 },
			IS_NOT("interrupted", "parent", "says.wait", -EINTR),
			IS_NOT("signalled", "parent", "says.again", -ECHILD),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "wait-homework",
		.sentence = "The status word tells apart how a child ended, "
			    "stopped or went on.",
		.why = "Exit code, signal, stop and continuation have each a "
		       "form of their own; the latter two are told to those "
		       "who ask with WUNTRACED and WCONTINUED.",
		.source = "wait(2)",
		.checks = {
			IS("exited", "parent", "says.status", EXITED(0xff)),
			IS("stopped", "parent", "says.plain", 0),
			IS("stopped", "parent", "says.status",
			   STOPPED(SIGSTOP)),
			IS("continued", "parent", "says.plain", 0),
			IS("continued", "parent", "says.status", CONTINUED),
			IS("looked", "parent", "says.signal", SIGTERM),
			IS("signalled", "parent", "says.status", SIGTERM),
			IS("interrupted", "parent", "says.nohang", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-code",
		.sentence = "The exit code that a program chose is kept for its "
			    "parent.",
		.why = "Eight bits of it: 0x1ff became 0xff. After a signal the "
		       "same word has the signal's number.",
		.source = "exit(3), wait(2); kernel/exit.c",
		.checks = {
			IS("exited", "parent", "says.status", EXITED(0xff)),
			{ SEEN("signalled", "parent", "says.status"), CHECK_EQ,
			  SEEN("looked", "child", "exit_code"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "zombie-by-wait",
		.sentence = "wait() removes the zombie.",
		.why = "The one with WNOWAIT does not; after the other the "
		       "kernel has no such task any more.",
		.source = "wait(2); kernel/exit.c release_task()",
		.checks = {
			IS("looked", "child", "state", 'Z'),
			IS("signalled", "child", "error", ESRCH),
			IS("thread", "child", "error", ESRCH),
			IS("clones", "child", "error", ESRCH),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "wait-only-children",
		.sentence = "A process can wait for any of its descendants.",
		.why = "For children alone: the grandchild's parent is the "
		       "child.",
		.source = "wait(2)",
		.checks = {
			IS_NOT("grandchild", "parent", "says.wait", -ECHILD),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "wait-any-thread",
		.sentence = "Only the thread that forked can wait for the "
			    "child.",
		.why = "Each thread of its process can. With __WNOTHREAD the "
		       "other one does not see it.",
		.source = "wait(2); kernel/exit.c do_wait()",
		.checks = {
			IS("thread", "thread", "says.nothread", -ECHILD),
			{ SEEN("thread", "thread", "says.wait"), CHECK_NE,
			  SEEN("grandchild", "child", "pid"), 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "clone-exit-signal",
		.sentence = "wait() sees every child that has ended.",
		.why = "Those with SIGCHLD. A child with another exit signal, "
		       "or none, takes __WCLONE or __WALL.",
		.source = "clone(2), wait(2)",
		.checks = {
			{ SEEN("exited", "parent", "says.wait"), CHECK_EQ,
			  SEEN("blocked", "child", "pid"), 0 },
			IS_NOT("clones", "parent", "says.wait", -ECHILD),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "clone-exit-signal-range",
		.sentence = "The exit signal of a child must be a signal that "
			    "there is.",
		.why = "clone3() has always refused 65; clone() took it until "
		       "7.2.",
		.source = "clone(2); kernel/fork.c",
		.checks = {
			IS("clones", "parent", "says.clone3", -EINVAL),
			IS("clones", "parent", "says.clone", -EINVAL),
		},
		.expect = { { 0, VERDICT_PARTLY },
			    { KERNEL(7, 2), VERDICT_HOLDS } },
	}, {
		.id = "control-wait-busy",
		.sentence = "A waiting parent uses the processor.",
		.checks = {
			IS("blocked", "parent", "state", 'R'),
		},
		.lie = true,
	}, {
		.id = "control-wait-status-whole",
		.sentence = "The parent gets the whole number that exit() was "
			    "called with.",
		.checks = {
			IS("exited", "parent", "says.status", EXITED(0x1ff)),
		},
		.lie = true,
	},
	{ 0 },
};
