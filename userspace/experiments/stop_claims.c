// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about stopped processes. Data only; the experiment itself is in
 * stop.c.
 */
#include <signal.h>

#include "trial.h"

const struct claim stop_claims[] = {
	{
		.id = "state-stopped-signals",
		.sentence = "SIGSTOP, SIGTSTP, SIGTTIN and SIGTTOU stop a "
			    "process.",
		.why = "All four did the job. In an orphaned process group, "
		       "where nobody is left to continue it, the last three "
		       "are discarded.",
		.source = "signal(7), setpgid(2); kernel/signal.c "
			  "get_signal()",
		.checks = {
			IS("SIGSTOP", "job", "state", 'T'),
			IS("SIGTSTP", "job", "state", 'T'),
			IS("SIGTTIN", "job", "state", 'T'),
			IS("SIGTTOU", "job", "state", 'T'),
			IS("SIGSTOP", "orphan", "state", 'T'),
			IS("SIGTSTP", "orphan", "state", 'T'),
			IS("SIGTTIN", "orphan", "state", 'T'),
			IS("SIGTTOU", "orphan", "state", 'T'),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "stopped-not-eligible",
		.sentence = "A stopped process does not run, not even to take "
			    "a signal.",
		.why = "SIGTERM was pending and its runtime the same until "
		       "SIGCONT came, and then it died of SIGTERM. SIGKILL is "
		       "the exception: that ends a stopped process.",
		.source = "signal(7); kernel/signal.c do_signal_stop(), "
			  "complete_signal()",
		.checks = {
			IS("SIGTERM", "job", "state", 'T'),
			HAS("SIGTERM", "job", "shared_pending",
			    SIGSET(SIGTERM)),
			{ SEEN("SIGKILL", "job", "runtime_ns"), CHECK_EQ,
			  SEEN("stopped", "job", "runtime_ns"), 0 },
			NEVER("stopped", "SIGKILL", EXIT, "job"),
			IS("SIGCONT", "job", "exit_code", SIGTERM),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "stopped-killable",
		.sentence = "SIGKILL ends a stopped process, without SIGCONT.",
		.why = "TASK_STOPPED contains TASK_WAKEKILL: 0x104.",
		.source = "include/linux/sched.h TASK_STOPPED",
		.checks = {
			HAS("stopped", "orphan", "state_raw", TASK_WAKEKILL),
			IS("SIGKILL", "orphan", "state", 'Z'),
			IS("SIGKILL", "orphan", "exit_code", SIGKILL),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "signal-sigcont",
		.sentence = "SIGCONT lets a stopped process go on.",
		.why = "Even one who blocks it: sending it does that. It also "
		       "discards stop signals that are pending; itself it "
		       "stays pending there.",
		.source = "signal(7); kernel/signal.c prepare_signal()",
		.checks = {
			HAS("blocked", "deaf", "shared_pending",
			    SIGSET(SIGTSTP)),
			HAS("blocked", "deaf", "blocked", SIGSET(SIGCONT)),
			IS("continued", "deaf", "state", 'S'),
			HAS("continued", "deaf", "shared_pending",
			    SIGSET(SIGCONT)),
			LACKS("continued", "deaf", "shared_pending",
			      SIGSET(SIGTSTP)),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "signal-stop-bg-fg",
		.sentence = "Ctrl-Z stops the program in the foreground; bg "
			    "and fg let it go on.",
		.why = "The terminal sends SIGTSTP to its foreground group, and "
		       "SIGTTIN to others that read; the shell sends SIGCONT and "
		       "says which group that is.",
		.source = "tty_ioctl(4), tcsetpgrp(3), credentials(7)",
		.checks = {
			{ SEEN("foreground", "shell", "says.foreground"),
			  CHECK_EQ, SEEN("foreground", "program", "pgid"), 0 },
			IS("foreground", "program", "state", 'S'),
			IS("Ctrl-Z", "program", "state", 'T'),
			{ SEEN("bg", "shell", "says.foreground"), CHECK_EQ,
			  SEEN("bg", "shell", "pgid"), 0 },
			IS("bg", "program", "state", 'S'),
			IS("reads", "program", "state", 'T'),
			{ SEEN("fg", "shell", "says.foreground"), CHECK_EQ,
			  SEEN("fg", "program", "pgid"), 0 },
			IS("fg", "program", "state", 'S'),
			{ MATCHING("foreground", "Ctrl-Z", SIGNAL, "program",
				   "sig", SIGTSTP), CHECK_EQ, { 0 }, 1 },
			{ MATCHING("bg", "reads", SIGNAL, "program", "sig",
				   SIGTTIN), CHECK_EQ, { 0 }, 1 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-stop-ends",
		.sentence = "A stopped process has ended.",
		.checks = {
			IS("stopped", "job", "state", 'Z'),
			IS("SIGSTOP", "job", "mm", 0),
		},
		.lie = true,
	}, {
		.id = "control-stop-blocked",
		.sentence = "Who blocks SIGCONT stays stopped.",
		.checks = {
			IS("continued", "deaf", "state", 'T'),
		},
		.lie = true,
	},
	{ 0 },
};
