// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about a chat of two processes. Data only; the experiment itself
 * is in chat.c.
 */
#include <errno.h>
#include <sys/syscall.h>

#include "trial.h"

const struct claim chat_claims[] = {
	{
		.id = "chat-homework",
		.sentence = "Two FIFOs, one for each direction, make a chat of "
			    "two processes.",
		.why = "Who listens sleeps in read(), each at a FIFO of its own, "
		       "and is woken by the words of the other one.",
		.source = "fifo(7); fs/pipe.c",
		.checks = {
			IS("bob listens", "bob", "sleeps.call", SYS_read),
			WOKEN_BY("bob listens", "ann spoke", "bob", "ann"),
			IS("ann spoke", "bob", "says.heard", 1),
			IS("ann listens", "ann", "sleeps.call", SYS_read),
			WOKEN_BY("ann listens", "bob spoke", "ann", "bob"),
			IS("bob spoke", "ann", "says.heard", 2),
			{ SEEN("bob listens", "bob", "sleeps.object"), CHECK_NE,
			  SEEN("ann listens", "ann", "sleeps.object"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "chat-both-speak",
		.sentence = "The two must take turns to speak.",
		.why = "A FIFO holds what was written until it is read. Both "
		       "wrote before the other one read, and nothing was lost.",
		.source = "pipe(7)",
		.checks = {
			IS_NOT("both spoke", "ann", "says.said", 3),
			IS_NOT("both spoke", "bob", "says.said", 4),
			IS_NOT("both heard", "ann", "says.heard", 4),
			IS_NOT("both heard", "bob", "says.heard", 3),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "chat-end",
		.sentence = "When one of the two dies the other one learns of "
			    "it.",
		.why = "The kernel closes the files of the dead. Ann's read() "
		       "returned 0, the end, and her write() failed with EPIPE, "
		       "as she ignores SIGPIPE.",
		.source = "pipe(7); kernel/exit.c exit_files()",
		.checks = {
			IS("bob killed", "bob", "error", ESRCH),
			WOKEN_BY("both heard", "bob killed", "ann", "bob"),
			IS("bob killed", "ann", "says.heard", 0),
			IS("bob killed", "ann", "says.said", -EPIPE),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "chat-one-fifo",
		.sentence = "One FIFO is enough for a chat.",
		.why = "Whoever reads first gets what is in it: Ann heard her "
		       "own words, and Bob sleeps, for there is nothing "
		       "left.",
		.source = "fifo(7), pipe(7)",
		.checks = {
			IS_NOT("one FIFO", "ann", "says.heard", 1),
			IS_NOT("one FIFO", "bob", "sleeps.call", SYS_read),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "chat-open-order",
		.sentence = "It does not matter in which order the two open the "
			    "FIFOs.",
		.why = "If each first opens the one that it reads from, each "
		       "sleeps in open() until the other one opens that to "
		       "write, which never comes: a deadlock.",
		.source = "fifo(7); fs/pipe.c wait_for_partner()",
		.checks = {
			IS_NOT("deadlock", "ann", "sleeps.call", SYS_openat),
			IS_NOT("deadlock", "bob", "sleeps.call", SYS_openat),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "control-chat-busy",
		.sentence = "Who listens looks again and again.",
		.checks = {
			IS("bob listens", "bob", "state", 'R'),
			IS("ann listens", "ann", "state", 'R'),
		},
		.lie = true,
	}, {
		.id = "control-chat-memory",
		.sentence = "The two talk through memory that they share.",
		.checks = {
			SAME("open", "mm", "ann", "bob"),
		},
		.lie = true,
	},
	{ 0 },
};
