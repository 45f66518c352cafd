// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "msgqueue": in which order the messages of a System V queue
 * are received, who sleeps at it, who may use it, and its end. The POSIX kind
 * is in msgqueue_posix.c.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cpus.h"
#include "ipc.h"
#include "msgqueue_posix.h"

#define SIZE	1024	/* of each message */
#define USER	54321	/* somebody else */
#define NO_TYPE	99	/* that nobody sends */

struct letter {
	long type;
	char bytes[SIZE];
};

static int find_queue(const struct trial *t)
{
	return msgget(trial_key(t, 0), 0);
}

/* Return: 0 or -errno. The number tells one letter from another. */
static int post(int id, long type, char number, int flags)
{
	struct letter letter = { .type = type, .bytes = { number } };

	return msgsnd(id, &letter, SIZE, flags) ? -errno : 0;
}

/* Return: the number of the letter, or -errno. */
static int take(int id, long type, int flags)
{
	struct letter letter;

	if (msgrcv(id, &letter, SIZE, type, flags) < 0)
		return -errno;
	return letter.bytes[0];
}

static void say_post(const struct role *me, int id, long type)
{
	say(me, "msgsnd", PROCTREE_KIND_COUNT, post(id, type, 0, 0));
	barrier(me);
}

static void say_take(const struct role *me, const char *key, int id, long type,
		     int flags)
{
	say(me, key, PROCTREE_KIND_COUNT, take(id, type, flags));
}

/* On one processor, so that who runs when somebody is woken has woken it. */
static void be_maker(struct role *me)
{
	static const long types[] = { 3, 1, 2, 1 };
	int id = msgget(trial_key(me->trial, 0), IPC_CREAT | IPC_EXCL | 0600);
	size_t i;

	say_result(me, "msgget", PROCTREE_KIND_COUNT, id);
	barrier(me);
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (post(id, types[i], i + 1, IPC_NOWAIT))
			leave(EXIT_FAILURE);
	barrier(me);
}

static void be_sender(struct role *me)
{
	int id = find_queue(me->trial), filled = 0;

	cpus_pin(cpus_nth(0));
	barrier(me);
	say_post(me, id, 6);
	say_post(me, id, 5);
	while (!post(id, 7, 0, IPC_NOWAIT))
		filled++;
	say(me, "filled", PROCTREE_KIND_COUNT, filled);
	say(me, "nowait", PROCTREE_KIND_COUNT, post(id, 7, 0, IPC_NOWAIT));
	say_post(me, id, 7);
	say_post(me, id, 7);
}

static void be_receiver(struct role *me)
{
	int id = find_queue(me->trial);

	cpus_pin(cpus_nth(0));
	say_take(me, "minus_2", id, -2, IPC_NOWAIT);
	say_take(me, "type_1", id, 1, IPC_NOWAIT);
	say_take(me, "any", id, 0, IPC_NOWAIT);
	say_take(me, "nowait", id, NO_TYPE, IPC_NOWAIT);
	barrier(me);
	say_take(me, "type_5", id, 5, 0);
	barrier(me);
	say_take(me, "any", id, 0, IPC_NOWAIT);
	barrier(me);
	say_result(me, "remove", PROCTREE_KIND_COUNT,
		   msgctl(id, IPC_RMID, NULL));
	barrier(me);
}

/* ENOMSG: who gets that may look. */
static void be_stranger(struct role *me)
{
	int id = find_queue(me->trial);

	if (setresuid(USER, USER, USER))
		leave(EXIT_FAILURE);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* setresuid() has cleared it */
	for (;;) {
		say_result(me, "msgget", PROCTREE_KIND_COUNT,
			   msgget(trial_key(me->trial, 0), 0400));
		say_take(me, "msgrcv", id, NO_TYPE, IPC_NOWAIT);
		barrier(me);
	}
}

/* What the kernel keeps about the queue; see msgctl(2). */
static void note_queue(struct role *queue, int id)
{
	struct msqid_ds ds;
	int ret = msgctl(id, IPC_STAT, &ds) ? -errno : 0;

	role_note(queue, "stat", PROCTREE_KIND_COUNT, ret);
	if (ret)
		return;
	role_note(queue, "letters", PROCTREE_KIND_COUNT, ds.msg_qnum);
	role_note(queue, "room", PROCTREE_KIND_BYTES,
		  ds.msg_qbytes - ds.__msg_cbytes);
}

static int run_order(struct trial *t, struct role *queue)
{
	struct role *maker = trial_role(t, "maker");
	struct role *receiver = trial_role(t, "receiver");
	int id;

	role_start(maker, be_maker);
	role_wait(maker);
	ipc_check(maker, "msgget", "kernel.msgmni", "ipcs -q");
	id = find_queue(t);
	role_next(maker);
	note_queue(queue, id);
	step(t, "sent", "messages 1, 2, 3 and 4, of the types 3, 1, 2 and 1");
	role_kill(maker);
	note_queue(queue, id);
	step(t, "maker killed", "SIGKILL to who made the queue and sent them");
	role_start(receiver, be_receiver);
	role_wait(receiver);
	note_queue(queue, id);
	step(t, "received", "types up to 2, type 1, any type; type %d",
	     NO_TYPE);
	return id;
}

static void run_permission(struct trial *t, int id)
{
	struct role *stranger = trial_role(t, "stranger");
	struct msqid_ds ds;

	if (!(t->privileges & NEEDS_SYS_ADMIN))
		return;
	role_start(stranger, be_stranger);
	role_wait(stranger);
	step(t, "mode 600", "another user has asked for the queue");
	if (msgctl(id, IPC_STAT, &ds))
		trial_fail(t, "msgctl: %s", strerror(errno));
	ds.msg_perm.mode |= 0044;
	if (msgctl(id, IPC_SET, &ds))
		trial_fail(t, "msgctl: %s", strerror(errno));
	role_next(stranger);
	step(t, "mode 644", "its owner lets all read; the same again");
	role_kill(stranger);
}

static void run_waiting(struct trial *t, struct role *queue, int id)
{
	struct role *sender = trial_role(t, "sender");
	struct role *receiver = trial_role(t, "receiver");

	role_start(sender, be_sender);
	role_wait(sender);
	role_go(receiver);
	await_call(receiver, SYS_msgrcv);
	step(t, "waits", "the receiver waits for type 5");
	role_next(sender);
	await_call(receiver, SYS_msgrcv);
	step(t, "type 6", "type 6 was sent");
	role_next(sender);
	role_wait(receiver);
	step(t, "type 5", "type 5 was sent");

	role_go(sender);
	await_call(sender, SYS_msgsnd);
	note_queue(queue, id);
	step(t, "full", "the sender has filled the queue, and sends one more");
	role_next(receiver);
	role_wait(sender);
	step(t, "room", "the receiver has taken one");
	role_go(sender);
	await_call(sender, SYS_msgsnd);
	note_queue(queue, id);
	step(t, "full again", "the sender sends one more");
	role_next(receiver);
	role_wait(sender);
	note_queue(queue, id);
	step(t, "removed", "the receiver has removed the queue: IPC_RMID");
	role_kill(sender);
	role_kill(receiver);
}

static void run(struct trial *t)
{
	struct role *queue = role_declare(t, "queue");
	int id;

	role_declare(t, "maker");
	role_declare(t, "receiver");
	role_declare(t, "stranger");
	role_declare(t, "sender");
	trial_dir(t);
	id = run_order(t, queue);
	run_permission(t, id);
	run_waiting(t, queue, id);
	msgqueue_posix(t);
}

const struct experiment exp_msgqueue = {
	.name = "msgqueue",
	.summary = "the order of messages, who sleeps, and the queue's end",
	.topic = TOPIC_IPC,
	.columns = {
		{ "state" }, { "uid" }, { "ppid" }, { "nvcsw" },
		{ "sleeps.in", "SLEEPS_IN" },
	},
	.run = run,
	.claims = msgqueue_claims,
	.events = EVENTS(WAKE),
	.sleeps = true,
};
