// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about pipes. Data only; the experiment itself is in pipe.c and
 * pipe_records.c.
 */
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>

#include "trial.h"

const struct claim pipe_claims[] = {
	{
		.id = "pipe-reader-blocks",
		.sentence = "Who reads an empty pipe sleeps until somebody "
			    "writes to it.",
		.why = "Asleep in read(); the writer's write() woke it, and it "
		       "got the three bytes that were there, not the many it "
		       "had asked for.",
		.source = "pipe(7); fs/pipe.c pipe_read()",
		.checks = {
			IS("empty", "reader", "state", 'S'),
			IS("empty", "reader", "sleeps.call", SYS_read),
			WOKEN_BY("empty", "wrote", "reader", "writer"),
			IS("wrote", "reader", "says.read", 3),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "pipe-writer-blocks",
		.sentence = "Who writes to a full pipe sleeps until there is "
			    "room.",
		.why = "Full is what F_GETPIPE_SZ says. Room is a whole page: "
		       "after one byte was read the writer still slept, after "
		       "the rest of the page the reader had woken it.",
		.source = "pipe(7); fs/pipe.c pipe_write()",
		.checks = {
			{ SEEN("one page", "writer", "says.filled"), CHECK_EQ,
			  SEEN("one page", "writer", "says.size"), 0 },
			IS("full", "writer", "state", 'S'),
			IS("full", "writer", "sleeps.call", SYS_write),
			IS("one byte", "reader", "says.read", 1),
			IS("one byte", "writer", "sleeps.call", SYS_write),
			WOKEN_BY("one byte", "one page", "writer", "reader"),
			ABOVE("one page", "writer", "says.wrote", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "pipe-one-way",
		.sentence = "A pipe goes one way: one end is for reading, the "
			    "other one for writing.",
		.why = "To write to the first, or to read from the second, is "
		       "an error. (On some other systems pipes go both ways.)",
		.source = "pipe(7)",
		.checks = {
			IS("empty", "reader", "says.write", -EBADF),
			IS("empty", "writer", "says.read", -EBADF),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "pipe-one-object",
		.sentence = "Reader and writer share one pipe, not their tables "
			    "of open files.",
		.why = "fork() copied the tables; what they point to is the "
		       "same: where the one slept to read and the other one to "
		       "write has one inode number.",
		.source = "pipe(7), fork(2)",
		.checks = {
			{ SEEN("empty", "reader", "sleeps.object"), CHECK_EQ,
			  SEEN("full", "writer", "sleeps.object"), 0 },
			OTHER("full", "files", "reader", "writer"),
			OTHER("full", "mm", "reader", "writer"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "pipe-data-outlive-writer",
		.sentence = "What is in a pipe is lost when its writer dies.",
		.why = "It belongs to the pipe, which lives as long as somebody "
		       "has one of its ends. The reader read it all after "
		       "the writer had been reaped.",
		.source = "pipe(7); fs/pipe.c put_pipe_info()",
		.checks = {
			IS_NOT("writer dead", "writer", "error", ESRCH),
			BELOW("writer dead", "reader", "says.read", 1),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "pipe-eof-inherit",
		.sentence = "When the writer closes its end the reader gets the "
			    "end of the file.",
		.why = "When the last one closes it. The keeper had inherited a "
		       "copy by fork(), and so the reader went on sleeping; "
		       "read() returned 0 when the keeper had ended.",
		.source = "pipe(7); fs/pipe.c pipe_release()",
		.checks = {
			IS_NOT("kept", "reader", "sleeps.call", SYS_read),
			IS("end", "keeper", "error", ESRCH),
			IS("end", "reader", "says.read", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "pipe-no-reader",
		.sentence = "Writing to a pipe that nobody can read is an "
			    "error.",
		.why = "EPIPE for who ignores SIGPIPE. The others are killed by "
		       "it before write() returns.",
		.source = "pipe(7); fs/pipe.c pipe_write()",
		.checks = {
			IS("no reader", "talker", "says.wrote", -EPIPE),
			IS_NOT("SIGPIPE", "talker", "exit_code", SIGPIPE),
			TIMES("no reader", "SIGPIPE", DELIVER, "talker", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "threads-ipc-between-processes",
		.sentence = "Threads of different processes reach each other by "
			    "a pipe.",
		.why = "They have no memory in common. The thread that wrote "
		       "woke the one that slept in read().",
		.source = "pipe(7), pthreads(7)",
		.checks = {
			HAS("listening", "speaker", "flags",
			    PROCTREE_ROW_THREAD),
			HAS("listening", "listener", "flags",
			    PROCTREE_ROW_THREAD),
			OTHER("listening", "mm", "speaker", "listener"),
			IS("listening", "listener", "sleeps.call", SYS_read),
			WOKEN_BY("listening", "spoken", "listener", "left"),
			IS("spoken", "listener", "says.read", 3),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "pipe-inconsistent",
		.sentence = "Data are damaged if several processes write and "
			    "read at the same time.",
		.why = "The kernel lets one at a time into the pipe. No byte is "
		       "lost, and records of up to PIPE_BUF, 4096 bytes, stay "
		       "in one piece.",
		.source = "pipe(7); fs/pipe.c pipe_write()",
		.checks = {
			ABOVE("small", "clerk", "says.missing", 0),
			ABOVE("large", "clerk", "says.missing", 0),
			AS_OFTEN_AS("torn small", 1),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "pipe-atomic",
		.sentence = "What was written by one write() is read in one "
			    "piece.",
		.why = "Up to PIPE_BUF. Records of 128 KiB do not fit into the "
		       "pipe, and while their writer sleeps others write.",
		.source = "pipe(7) PIPE_BUF; fs/pipe.c pipe_write()",
		.checks = {
			RARER_THAN("torn small", 1),
			RARER_THAN("torn large", 2),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "control-pipe-busy",
		.sentence = "Who waits at a pipe uses the processor.",
		.checks = {
			IS("empty", "reader", "state", 'R'),
			IS("full", "writer", "state", 'R'),
		},
		.lie = true,
	}, {
		.id = "control-pipe-end-at-once",
		.sentence = "An empty pipe is at its end.",
		.checks = {
			IS("wrote", "reader", "says.read", 0),
			IS_NOT("empty", "reader", "sleeps.call", SYS_read),
		},
		.lie = true,
	},
	{ 0 },
};
