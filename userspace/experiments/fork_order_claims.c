// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about the order after fork. Data only; the experiment itself is
 * in fork_order.c. Each side takes a ticket from memory of both.
 */
#include "trial.h"

const struct claim fork_order_claims[] = {
	{
		.id = "fork-child-runs-first",
		.sentence = "After fork() the kernel lets the child run first.",
		.why = "It did until 2.6.31. Now the parent usually goes on, and "
		       "the child follows when a processor is free.",
		.source = "kernel/sched/fair.c; Linux 2.6.32",
		.checks = {
			AS_OFTEN_AS("child first, one processor", 90),
			AS_OFTEN_AS("child first, all processors", 90),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "2.6.31",
	}, {
		.id = "fork-child-first-not-guaranteed",
		.sentence = "No order is guaranteed after fork().",
		.why = "Not once in a setting was the child first each time. "
		       "Who needs an order has to wait.",
		.source = "fork(2)",
		.checks = {
			LESS("one", "racer", "says.child_first", "says.forks"),
			LESS("anywhere", "racer", "says.child_first",
			     "says.forks"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "cow-implies-child-first",
		.sentence = "As fork() copies on write, the child runs first.",
		.why = "All these forks copied on write, and mostly the parent "
		       "was first.",
		.source = "kernel/sched/fair.c, mm/memory.c",
		.checks = {
			AS_OFTEN_AS("child first, one processor", 90),
			AS_OFTEN_AS("child first, all processors", 90),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "scheduler-priority",
		.sentence = "The scheduler gives the processor to the highest "
			    "priority.",
		.why = "Among normal processes it gives each a share by its "
		       "nice value: the polite one got less, but some.",
		.source = "sched(7)",
		.checks = {
			{ SEEN("later", "plain", "prio"), CHECK_LT,
			  SEEN("later", "polite", "prio") },
			{ SEEN("later", "polite", "runtime_ns"), CHECK_LT,
			  SEEN("later", "plain", "runtime_ns") },
			{ SEEN("later", "polite", "runtime_ns"), CHECK_EQ,
			  SEEN("start", "polite", "runtime_ns") },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "control-order-always-child",
		.sentence = "The child is always first.",
		.checks = {
			{ SEEN("one", "racer", "says.child_first"), CHECK_EQ,
			  SEEN("one", "racer", "says.forks") },
		},
		.lie = true,
	}, {
		.id = "control-order-nice-gets-more",
		.sentence = "Who is nicer gets more of the processor.",
		.checks = {
			{ SEEN("later", "plain", "runtime_ns"), CHECK_LT,
			  SEEN("later", "polite", "runtime_ns") },
		},
		.lie = true,
	},
	{ 0 },
};
