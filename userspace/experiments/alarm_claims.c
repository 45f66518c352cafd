// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about alarm(). Data only; the experiment itself is in alarm.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

const struct claim alarm_claims[] = {
	{
		.id = "alarm-signal",
		.sentence = "alarm() sends the process SIGALRM when the time "
			    "is over.",
		.why = "It came after a second, from the kernel. A child does "
		       "not inherit the timer; the next program keeps it, and "
		       "without a handler died of it.",
		.source = "alarm(2), fork(2), execve(2); kernel/time/itimer.c",
		.checks = {
			IS("woken", "sleeper", "says.caught", 1),
			ABOVE("woken", "sleeper", "says.ms", 999),
			IS("forked", "child", "says.left_s", 0),
			IS("killed", "changer", "exit_code", SIGALRM),
			{ MATCHING("exec", "killed", SIGNAL, "changer", "sig",
				   SIGALRM), CHECK_EQ, { 0 }, 1 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "alarm-one",
		.sentence = "A second alarm() adds a second timer.",
		.why = "It takes the place of the first, whose rest it "
		       "returns.",
		.source = "alarm(2)",
		.checks = {
			IS("woken", "sleeper", "says.left_s", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "alarm-interrupts",
		.sentence = "A signal with a handler ends a sleep early.",
		.why = "nanosleep() was asked for a minute and gave EINTR.",
		.source = "nanosleep(2), signal(7)",
		.checks = {
			IS("woken", "sleeper", "says.slept", -EINTR),
			BELOW("woken", "sleeper", "says.ms", 60000),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-alarm-inherited",
		.sentence = "The child has its parent's alarm.",
		.checks = {
			IS_NOT("forked", "child", "says.left_s", 0),
		},
		.lie = true,
	}, {
		.id = "control-alarm-handler-kept",
		.sentence = "exec() keeps the handler.",
		.checks = {
			HAS("exec", "changer", "caught", SIGSET(SIGALRM)),
		},
		.lie = true,
	},
	{ 0 },
};
