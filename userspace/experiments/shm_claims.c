// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about shared memory. Data only; the experiment itself is in
 * shm.c.
 */
#include <errno.h>

#include "trial.h"

const struct claim shm_claims[] = {
	{
		.id = "shm-calls",
		.sentence = "shmget() makes a segment, shmat() attaches it, "
			    "shmdt() detaches it, shmctl() asks about it.",
		.why = "The segment is the kernel's; what a process gets is a "
		       "mapping more in its address space, until it detaches.",
		.source = "shmget(2), shmop(2), shmctl(2); ipc/shm.c",
		.checks = {
			IS("made", "segment", "says.stat", 0),
			IS("made", "segment", "says.attached", 0),
			IS("attached", "segment", "says.attached", 1),
			{ SEEN("attached", "maker", "vm_size"), CHECK_GT,
			  SEEN("made", "maker", "vm_size"), 0 },
			IS("detached", "maker", "says.shmdt", 0),
			IS("detached", "segment", "says.attached", 0),
			{ SEEN("detached", "maker", "map_count"), CHECK_EQ,
			  SEEN("made", "maker", "map_count"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "shm-os-undo",
		.sentence = "The kernel undoes shared memory when the "
			    "processes that used it have ended.",
		.why = "It undoes the attachments: at exit, at exec, at "
		       "SIGKILL. The segment stays with all that is in it, "
		       "until somebody removes it (IPC_RMID, ipcrm) or the "
		       "machine goes down: a later process still found what "
		       "the child had written.",
		.source = "shmop(2), shmctl(2); ipc/shm.c shm_close()",
		.checks = {
			IS("forked", "segment", "says.attached", 2),
			IS("ended", "segment", "says.attached", 1),
			IS("exec", "segment", "says.attached", 1),
			IS("others", "segment", "says.attached", 3),
			IS("killed", "segment", "says.attached", 1),
			IS_NOT("maker ended", "segment", "says.stat", 0),
			IS("found", "heir", "says.found", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "shm-rmid",
		.sentence = "IPC_RMID removes a segment.",
		.why = "At once only its key. The segment is marked, and goes "
		       "with the last who has it attached; until then it can "
		       "be used.",
		.source = "shmctl(2); ipc/shm.c do_shm_rmid()",
		.checks = {
			IS("removed", "segment", "says.by_key", -ENOENT),
			IS_NOT("removed", "segment", "says.stat", 0),
			IS("removed", "heir", "says.usable", 0),
			IS_NOT("gone", "segment", "says.stat", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "shm-rmid-forced",
		.sentence = "The kernel can be told to remove segments that "
			    "nobody has attached.",
		.why = "kernel.shm_rmid_forced of the IPC namespace, 0 by "
		       "default: with 1 the segment went with its only "
		       "shmdt().",
		.source = "proc(5) shm_rmid_forced; ipc/shm.c shm_may_destroy()",
		.checks = {
			IS("forced", "forced", "says.before", 0),
			IS("forced", "forced", "says.forced", 1),
			IS_NOT("forced", "forced", "says.after", 0),
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "shm-address",
		.sentence = "A segment has one address, so that pointers into "
			    "it can be shared.",
		.why = "A child has the mappings of its parent. But each "
		       "shmat() has an address of its own, here two in one "
		       "process: keep offsets in a segment, not pointers.",
		.source = "shmop(2)",
		.checks = {
			{ SEEN("forked", "child", "says.address"), CHECK_EQ,
			  SEEN("attached", "maker", "says.address"), 0 },
			{ SEEN("others", "other", "says.again"), CHECK_EQ,
			  SEEN("others", "other", "says.address"), 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "shm-ftok",
		.sentence = "Programs that call ftok() with the same file and "
			    "number get the same key.",
		.why = "It is made of both, in libc; the kernel knows nothing "
		       "of the file. Other files may have the same key: of "
		       "the inode only 16 bits are in it.",
		.source = "ftok(3)",
		.checks = {
			{ SEEN("made", "maker", "says.ftok_1"), CHECK_EQ,
			  SEEN("others", "other", "says.ftok_1"), 0 },
			{ SEEN("made", "maker", "says.ftok_1"), CHECK_NE,
			  SEEN("made", "maker", "says.ftok_2"), 0 },
			ABOVE("made", "maker", "says.ftok_1", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "shm-fastest",
		.sentence = "Shared memory is the fastest way to communicate.",
		.why = "Faster than a pipe or a socket, which copy everything "
		       "twice. But it tells nobody that something is there: "
		       "the maker saw one half new, the other half old.",
		.source = "shm_overview(7), sem_overview(7)",
		.checks = {
			LESS("carried", "sender", "says.memory_ns",
			     "says.pipe_ns"),
			LESS("carried", "sender", "says.memory_ns",
			     "says.socket_ns"),
			IS("wrote", "maker", "says.seen", 1),
			IS("wrote", "maker", "says.half", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "threads-ipc-between-processes",
		.sentence = "Threads of different processes exchange data "
			    "through IPC.",
		.why = "A segment belongs to the address space, so to all "
		       "threads of a process; here one of them read what "
		       "another process had written.",
		.source = "svipc(7), pthreads(7)",
		.checks = {
			SAME("others", "mm", "thread", "other"),
			OTHER("others", "mm", "thread", "maker"),
			IS("others", "thread", "says.seen", 1),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "shm-posix",
		.sentence = "POSIX shared memory is a file, with the life of a "
			    "file.",
		.why = "Its name stays when its maker is killed, and so does "
		       "what was written. Without a name it lives as long as "
		       "somebody has it mapped or open.",
		.source = "shm_overview(7), tmpfs(5)",
		.checks = {
			IS("posix", "object", "says.by_name", 0),
			IS("posix killed", "object", "says.by_name", 0),
			IS("posix unlinked", "second", "says.found", 1),
			IS("posix unlinked", "object", "says.by_name", -ENOENT),
			IS("posix unlinked", "second", "says.names", 0),
			IS("posix unlinked", "second", "says.usable", 1),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-shm-copied",
		.sentence = "After fork() the child has a segment of its own.",
		.checks = {
			IS("forked", "segment", "says.attached", 1),
			IS("wrote", "maker", "says.seen", 0),
		},
		.lie = true,
	}, {
		.id = "control-shm-by-maker",
		.sentence = "A segment goes with the process that made it.",
		.checks = {
			IS_NOT("maker ended", "segment", "says.stat", 0),
		},
		.lie = true,
	},
	{ 0 },
};
