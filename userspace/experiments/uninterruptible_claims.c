// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about sleeps and signals. Data only; the experiment itself is in
 * uninterruptible.c.
 */
#include <signal.h>

#include "trial.h"

const struct claim uninterruptible_claims[] = {
	{
		.id = "state-uninterruptible-no-signal",
		.sentence = "A signal does not wake who sleeps in D.",
		.why = "SIGTERM came first and decides the status; SIGKILL is "
		       "pending as well. Both had to wait for the end of the "
		       "sleep.",
		.source = "include/linux/sched.h TASK_UNINTERRUPTIBLE; "
			  "kernel/signal.c signal_wake_up_state()",
		.checks = {
			IS("SIGTERM", "plain", "state", 'D'),
			HAS("SIGTERM", "plain", "shared_pending",
			    SIGSET(SIGTERM)),
			IS("SIGKILL", "plain", "state", 'D'),
			HAS("SIGKILL", "plain", "pending", SIGSET(SIGKILL)),
			{ SEEN("over", "plain", "says.lived_ms"), CHECK_GT,
			  SEEN("before", "plain", "says.ms"), 0 },
			IS("over", "plain", "says.died_of", SIGTERM),
			NEVER("asleep", "SIGKILL", EXIT, "plain"),
			HAPPENS("SIGKILL", "over", EXIT, "plain"),
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "state-d-unkillable",
		.sentence = "Who is shown as D can't be killed.",
		.why = "A killable sleep is D as well, with one more bit. "
		       "SIGTERM was enough: one that ends the process is made a "
		       "SIGKILL for all its threads.",
		.source = "include/linux/sched.h TASK_KILLABLE; kernel/signal.c "
			  "complete_signal()",
		.checks = {
			IS("asleep", "killable", "state", 'D'),
			IS("SIGKILL", "plain", "state", 'D'),
			LACKS("asleep", "killable", "state_raw",
			      TASK_WAKEKILL),
			IS("SIGTERM", "killable", "state", 'D'),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "state-d-includes-idle",
		.sentence = "Who sleeps uninterruptibly is shown as D.",
		.why = "Not if TASK_NOLOAD is set too: such a sleep is called "
		       "idle, I, and does not count as load. Signals do no more "
		       "to it.",
		.source = "include/linux/sched.h TASK_IDLE; Linux 4.14",
		.checks = {
			IS("asleep", "plain", "state", 'D'),
			HAS("asleep", "idle", "state_raw",
			    TASK_UNINTERRUPTIBLE),
			HAS("SIGKILL", "idle", "pending", SIGSET(SIGKILL)),
			IS("SIGKILL", "idle", "state", 'D'),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "control-uninterruptible-dies",
		.sentence = "SIGKILL ends every process at once.",
		.checks = {
			IS("SIGKILL", "plain", "state", 'Z'),
			IS("SIGKILL", "idle", "state", 'Z'),
		},
		.needs = NEEDS_SYS_ADMIN,
		.lie = true,
	}, {
		.id = "control-uninterruptible-sleeps-on",
		.sentence = "An interruptible sleep lasts as long as was "
			    "asked.",
		.checks = {
			IS("SIGTERM", "interruptible", "state", 'S'),
			{ SEEN("over", "interruptible", "says.lived_ms"),
			  CHECK_GT,
			  SEEN("before", "interruptible", "says.ms"), 0 },
		},
		.needs = NEEDS_SYS_ADMIN,
		.lie = true,
	},
	{ 0 },
};
