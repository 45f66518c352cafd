// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about FIFOs. Data only; the experiment itself is in fifo.c.
 */
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>

#include "trial.h"

const struct claim fifo_claims[] = {
	{
		.id = "fifo-create",
		.sentence = "mkfifo() and mknod() make FIFOs.",
		.why = "The same kind of file by both. A name that exists is "
		       "refused.",
		.source = "mkfifo(3), mknod(2), fifo(7)",
		.checks = {
			IS("made", "maker", "says.mkfifo", 0),
			IS("made", "maker", "says.mknod", 0),
			IS("made", "maker", "says.fifos", 2),
			IS("made", "maker", "says.again", -EEXIST),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "fifo-both-sides",
		.sentence = "Who opens a FIFO sleeps until its other side is "
			    "opened.",
		.why = "By default. With O_NONBLOCK a reader opens at once and a "
		       "writer gets ENXIO; with O_RDWR, on Linux, one process "
		       "is both sides.",
		.source = "fifo(7); fs/pipe.c fifo_open(), wait_for_partner()",
		.checks = {
			IS("alone", "reader", "state", 'S'),
			IS("alone", "reader", "sleeps.call", SYS_openat),
			WOKEN_BY("alone", "met", "reader", "writer"),
			IS("met", "reader", "says.open", 0),
			IS("lone writer", "sender", "sleeps.call", SYS_openat),
			IS_NOT("gone", "trier", "says.writing", -ENXIO),
			IS_NOT("gone", "trier", "says.reading", 0),
			IS_NOT("gone", "trier", "says.both", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "fifo-any-process",
		.sentence = "Processes that are not related can talk through a "
			    "FIFO.",
		.why = "They need its name only: these two have different "
		       "parents and sessions, and had no open file in common.",
		.source = "fifo(7)",
		.checks = {
			OTHER("met", "ppid", "reader", "writer"),
			OTHER("met", "sid", "reader", "writer"),
			OTHER("met", "files", "reader", "writer"),
			IS("wrote", "writer", "says.wrote", 3),
			IS("read", "reader", "says.read", 1),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "fifo-permissions",
		.sentence = "Any process can open any FIFO.",
		.why = "It has an owner and a mode, as other files have. Here the "
		       "mode was 0, and the process had dropped its "
		       "capabilities.",
		.source = "fifo(7), path_resolution(7)",
		.checks = {
			IS_NOT("denied", "trier", "says.denied", -EACCES),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "fifo-not-on-disk",
		.sentence = "What is written to a FIFO is stored in the file.",
		.why = "The file is but a name. With three bytes to be read it "
		       "had neither a size nor a block on the disk: they are "
		       "in the kernel, as those of any pipe.",
		.source = "fifo(7); fs/pipe.c",
		.checks = {
			ABOVE("wrote", "maker", "says.bytes", 0),
			ABOVE("wrote", "maker", "says.blocks", 0),
			BELOW("read", "reader", "says.waiting", 3),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "fifo-permanent",
		.sentence = "A FIFO outlives the processes that use it.",
		.why = "Its name does, until somebody removes it. The two bytes "
		       "that nobody had read were gone when both had closed "
		       "it.",
		.source = "fifo(7); fs/pipe.c put_pipe_info()",
		.checks = {
			IS("gone", "writer", "error", ESRCH),
			IS("gone", "reader", "error", ESRCH),
			IS("gone", "trier", "says.is_there", 1),
			ABOVE("gone", "trier", "says.read", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "fifo-open-signal",
		.sentence = "Nothing but the other side ends the wait in open().",
		.why = "The writer woke the reader. But it is the sleep of state "
		       "S: any signal that is not ignored ends it.",
		.source = "fifo(7); fs/pipe.c wait_for_partner()",
		.checks = {
			WOKEN_BY("alone", "met", "reader", "writer"),
			IS_NOT("lone writer", "sender", "state", 'S'),
			IS_NOT("SIGTERM", "sender", "exit_code", SIGTERM),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "control-fifo-open-at-once",
		.sentence = "To open a FIFO never takes another process.",
		.checks = {
			IS_NOT("alone", "reader", "sleeps.call", SYS_openat),
			IS_NOT("lone writer", "sender", "sleeps.call",
			       SYS_openat),
		},
		.lie = true,
	}, {
		.id = "control-fifo-removed",
		.sentence = "The name of a FIFO vanishes with its last user.",
		.checks = {
			IS("gone", "trier", "says.is_there", 0),
		},
		.lie = true,
	},
	{ 0 },
};
