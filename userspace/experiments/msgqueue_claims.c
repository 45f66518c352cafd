// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about message queues. Data only; the experiment itself is in
 * msgqueue.c.
 */
#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>

#include "trial.h"

#define SIZE	1024	/* of each message */

const struct claim msgqueue_claims[] = {
	{
		.id = "msg-fifo",
		.sentence = "A message queue is first in, first out.",
		.why = "For who takes any type, or among those of one type. "
		       "Who asks for a type gets its first message; a negative "
		       "number, the lowest type up to it.",
		.source = "msgop(2); ipc/msg.c find_msg()",
		.checks = {
			IS("received", "receiver", "says.any", 1),
			IS("received", "receiver", "says.minus_2", 1),
			IS("received", "receiver", "says.type_1", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "msg-blocks",
		.sentence = "msgrcv() waits for a message, msgsnd() for room; "
			    "with IPC_NOWAIT both return.",
		.why = "They sleep in the kernel until the other side acts, "
		       "and only a message of the right type wakes the "
		       "receiver. When the queue is removed, who sleeps there "
		       "wakes up with EIDRM.",
		.source = "msgop(2); ipc/msg.c do_msgsnd(), do_msgrcv()",
		.checks = {
			IS("received", "receiver", "says.nowait", -ENOMSG),
			IS("waits", "receiver", "sleeps.call", SYS_msgrcv),
			IS("type 6", "receiver", "sleeps.call", SYS_msgrcv),
			IS("type 5", "receiver", "says.type_5", 0),
			WOKEN_BY("type 6", "type 5", "receiver", "sender"),
			IS("room", "sender", "says.nowait", -EAGAIN),
			BELOW("full", "queue", "says.room", SIZE),
			IS("full", "sender", "state", 'S'),
			IS("full", "sender", "sleeps.call", SYS_msgsnd),
			IS("room", "sender", "says.msgsnd", 0),
			WOKEN_BY("full", "room", "sender", "receiver"),
			IS("removed", "sender", "says.msgsnd", -EIDRM),
			WOKEN_BY("full again", "removed", "sender", "receiver"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "msg-os-undo",
		.sentence = "Messages go with the process that has sent them.",
		.why = "They are the queue's, and the queue is the kernel's: "
		       "it stays until somebody removes it (IPC_RMID, ipcrm) "
		       "or the machine goes down.",
		.source = "msgctl(2), ipcrm(1); ipc/msg.c freeque()",
		.checks = {
			IS_NOT("maker killed", "queue", "says.stat", 0),
			BELOW("maker killed", "queue", "says.letters", 4),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "ipc-permission",
		.sentence = "Who knows an IPC object's number needs its "
			    "creator's permission as well.",
		.why = "It has an owner and a mode like a file, and is asked "
		       "at each use.",
		.source = "svipc(7), msgctl(2); ipc/util.c ipcperms()",
		.checks = {
			IS("mode 600", "stranger", "says.msgget", -EACCES),
			IS("mode 600", "stranger", "says.msgrcv", -EACCES),
			IS_NOT("mode 644", "stranger", "says.msgget", -EACCES),
			IS("mode 644", "stranger", "says.msgrcv", -ENOMSG),
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "mq-priority",
		.sentence = "A POSIX queue gives the message of the highest "
			    "priority, among equals the oldest.",
		.why = "Sent with 1, 9, 5 and 9, they came as 2, 4, 3, 1. It "
		       "has room for a fixed number of messages.",
		.source = "mq_overview(7), mq_receive(3); ipc/mqueue.c "
			  "msg_get()",
		.checks = {
			IS("posix sent", "writer", "says.nowait", -EAGAIN),
			IS("posix received", "reader", "says.first", 2),
			IS("posix received", "reader", "says.second", 4),
			IS("posix received", "reader", "says.third", 3),
			IS("posix received", "reader", "says.fourth", 1),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "mq-notify",
		.sentence = "mq_notify() has a signal sent for each message.",
		.why = "For one that comes to an empty queue: then one has to "
		       "ask again. If somebody waits in mq_receive(), he gets "
		       "the message, and no signal is sent. Only one process "
		       "at a time can ask.",
		.source = "mq_notify(3); ipc/mqueue.c __do_notify()",
		.checks = {
			IS("notified", "writer", "says.notify", 0),
			{ MATCHING("posix received", "notified", SIGNAL,
				   "reader", "sig", SIGUSR1), CHECK_GE,
			  { 0 }, 1 },
			{ MATCHING("posix received", "notified", SIGNAL,
				   "reader", "sig", SIGUSR1), CHECK_EQ,
			  { 0 }, 2 },
			{ MATCHING("posix waits", "posix woken", SIGNAL,
				   "reader", "sig", SIGUSR1), CHECK_EQ,
			  { 0 }, 1 },
			{ MATCHING("posix woken", "notified again", SIGNAL,
				   "reader", "sig", SIGUSR1), CHECK_EQ,
			  { 0 }, 1 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "mq-name",
		.sentence = "A POSIX queue stays until its name is taken away "
			    "and nobody has it open.",
		.why = "The writer was killed, its message was there. After "
		       "mq_unlink() nobody else finds the queue, but the "
		       "reader received from it.",
		.source = "mq_overview(7), mq_unlink(3)",
		.checks = {
			IS("posix killed", "named", "says.by_name", 0),
			IS("posix killed", "named", "says.letters", 1),
			IS("posix unlinked", "named", "says.by_name", -ENOENT),
			IS("posix unlinked", "reader", "says.fourth", 4),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "mq-limit",
		.sentence = "A user's POSIX queues may take no more than "
			    "RLIMIT_MSGQUEUE.",
		.why = "mq_open() failed with EMFILE. The limit counts the "
		       "room that all queues of the user were made with.",
		.source = "getrlimit(2); ipc/mqueue.c mqueue_get_inode()",
		.checks = {
			IS("posix unlinked", "reader", "says.limit", -EMFILE),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-msg-busy",
		.sentence = "Who waits for a message uses the processor.",
		.checks = {
			IS("waits", "receiver", "state", 'R'),
		},
		.lie = true,
	}, {
		.id = "control-msg-lost",
		.sentence = "A message to a full queue is lost.",
		.checks = {
			IS_NOT("room", "sender", "says.msgsnd", 0),
			IS_NOT("room", "sender", "says.nowait", -EAGAIN),
		},
		.lie = true,
	},
	{ 0 },
};
