// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about the states of tasks. Data only; the experiment itself is in
 * states.c.
 */
#include "trial.h"

const struct claim states_claims[] = {
	{
		.id = "state-one-of-five",
		.sentence = "A process is in exactly one of five states, which "
			    "are the values of one field.",
		.why = "The field is a set of bits: stopped is 0x104, a wait "
		       "that SIGKILL ends is 0x102. What becomes of the dead "
		       "is in a second field. /proc has nine letters.",
		.source = "include/linux/sched.h; fs/proc/array.c "
			  "task_state_array; proc(5)",
		.checks = {
			LACKS("all", "waiting", "state_raw", TASK_WAKEKILL),
			LACKS("all", "stopped", "state_raw", TASK_WAKEKILL),
			IS("all", "dead", "exit_state", 0),
			IS_NOT("all", "dead", "state", 'Z'),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "state-running",
		.sentence = "R is who runs, and who waits for a processor.",
		.why = "Both have the same state, 0, on one processor. Who left "
		       "it was not asleep but put back in the queue.",
		.source = "include/linux/sched.h TASK_RUNNING; sched(7)",
		.checks = {
			IS("all", "running", "state", 'R'),
			IS("all", "ready", "state", 'R'),
			IS("all", "running", "state_raw", 0),
			IS("all", "ready", "state_raw", 0),
			SAME("all", "cpu", "running", "ready"),
			{ EVENT("all", "later", SLEEP, "running", "state"),
			  CHECK_EQ, { 0 }, 'R' },
			HAPPENS("all", "later", SLEEP, "ready"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "state-user-only-running",
		.sentence = "Only in state R does a program get on.",
		.why = "Those in R had the processor until it was taken from them; "
		       "the others did not: who sleeps, is stopped or traced is inside "
		       "the kernel.",
		.source = "include/linux/sched.h; kernel/sched/core.c",
		.checks = {
			HAPPENS("all", "later", SLEEP, "running"),
			{ SEEN("later", "sleeping", "runtime_ns"), CHECK_EQ,
			  SEEN("all", "sleeping", "runtime_ns"), 0 },
			{ SEEN("later", "waiting", "runtime_ns"), CHECK_EQ,
			  SEEN("all", "waiting", "runtime_ns"), 0 },
			{ SEEN("later", "stopped", "runtime_ns"), CHECK_EQ,
			  SEEN("all", "stopped", "runtime_ns"), 0 },
			{ SEEN("later", "traced", "runtime_ns"), CHECK_EQ,
			  SEEN("all", "traced", "runtime_ns"), 0 },
			NEVER("all", "later", RUN, "sleeping"),
			NEVER("all", "later", RUN, "stopped"),
			NEVER("all", "later", RUN, "traced"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "context-two",
		.sentence = "A processor works for a process, in the program "
			    "or in the kernel, and for nothing else.",
		.why = "Interrupts came meanwhile; who is interrupted has as a "
		       "rule nothing to do with them.",
		.source = "proc(5) /proc/stat; include/linux/preempt.h",
		.checks = {
			HAPPENS("all", "later", SLEEP, "running"),
			IS("later", "waiting", "state", 'D'),
			IS("later", "counter", "says.interrupts", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "state-letters-of-threads",
		.sentence = "D, I and P are states of their own.",
		.why = "D and I are one bit, 0x2; I has one more, which keeps it "
		       "out of the load. P alone is a bit of its own, 0x40.",
		.source = "include/linux/sched.h TASK_IDLE, TASK_PARKED",
		.checks = {
			LACKS("idle", "thread", "state_raw",
			      TASK_UNINTERRUPTIBLE),
			IS("parked", "thread", "state", 'P'),
			LACKS("parked", "thread", "state_raw",
			      TASK_UNINTERRUPTIBLE),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "control-states-stopped-runs",
		.sentence = "A stopped process goes on running.",
		.checks = {
			IS("all", "stopped", "state", 'R'),
			HAPPENS("all", "later", RUN, "stopped"),
		},
		.lie = true,
	}, {
		.id = "control-states-one-letter",
		.sentence = "Stopped by a signal or by a tracer is one state.",
		.checks = {
			SAME("all", "state", "stopped", "traced"),
			SAME("all", "state_raw", "stopped", "traced"),
		},
		.lie = true,
	},
	{ 0 },
};
