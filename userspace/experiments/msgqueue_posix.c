// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "msgqueue": the POSIX kind, with priorities and with news of
 * what has come.
 */
#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cpus.h"
#include "harness.h"
#include "msgqueue_posix.h"

#define ROOM	4	/* messages */
#define SIZE	8	/* of each, in bytes */

static mqd_t open_queue(const struct role *me, unsigned int number, int flags)
{
	struct mq_attr attr = { .mq_maxmsg = ROOM, .mq_msgsize = SIZE };
	char name[TRIAL_POSIX];

	trial_posix(me->trial, number, name);
	return mq_open(name, flags | O_CLOEXEC, 0600, &attr);
}

/* Return: 0 or -errno. */
static int post(mqd_t queue, char number, unsigned int priority)
{
	return mq_send(queue, &number, 1, priority) ? -errno : 0;
}

static void say_take(const struct role *me, const char *key, mqd_t queue)
{
	char letter[SIZE];
	ssize_t n = mq_receive(queue, letter, SIZE, NULL);

	say(me, key, PROCTREE_KIND_COUNT, n < 0 ? -errno : letter[0]);
}

static void say_notify(const struct role *me, mqd_t queue)
{
	struct sigevent event = { .sigev_notify = SIGEV_SIGNAL,
				  .sigev_signo = SIGUSR1 };

	say_result(me, "notify", PROCTREE_KIND_COUNT, mq_notify(queue, &event));
}

static void be_writer(struct role *me)
{
	static const unsigned int priorities[ROOM] = { 1, 9, 5, 9 };
	mqd_t queue;
	int i;

	cpus_pin(cpus_nth(0));
	queue = open_queue(me, 0, O_CREAT | O_EXCL | O_RDWR | O_NONBLOCK);
	say_result(me, "mq_open", PROCTREE_KIND_COUNT, queue < 0 ? -1 : 0);
	for (i = 0; queue >= 0 && i < ROOM; i++)
		if (post(queue, i + 1, priorities[i]))
			leave(EXIT_FAILURE);
	say(me, "nowait", PROCTREE_KIND_COUNT, post(queue, 0, 0));
	barrier(me);
	say_notify(me, queue);
	say(me, "first", PROCTREE_KIND_COUNT, post(queue, 1, 0));
	say(me, "second", PROCTREE_KIND_COUNT, post(queue, 2, 0));
	barrier(me);
	say(me, "third", PROCTREE_KIND_COUNT, post(queue, 3, 0));
	barrier(me);
	say(me, "fourth", PROCTREE_KIND_COUNT, post(queue, 4, 0));
	barrier(me);
}

static void block_usr1(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

/* With room for no queue at all. */
static void say_limit(const struct role *me)
{
	setrlimit(RLIMIT_MSGQUEUE, &(struct rlimit){ 0, 0 });
	say_result(me, "limit", PROCTREE_KIND_COUNT,
		   open_queue(me, 1, O_CREAT | O_EXCL | O_RDWR));
}

static void be_reader(struct role *me)
{
	static const char *const says[ROOM] = {
		"first", "second", "third", "fourth",
	};
	mqd_t queue = open_queue(me, 0, O_RDONLY);
	char name[TRIAL_POSIX];
	int i;

	cpus_pin(cpus_nth(0));
	block_usr1();
	for (i = 0; i < ROOM; i++)
		say_take(me, says[i], queue);
	say_notify(me, queue);
	barrier(me);
	say_take(me, "first", queue);
	say_take(me, "second", queue);
	say_notify(me, queue);
	barrier(me);
	say_take(me, "third", queue);
	barrier(me);
	trial_posix(me->trial, 0, name);
	say_result(me, "unlink", PROCTREE_KIND_COUNT, mq_unlink(name));
	say_take(me, "fourth", queue);
	say_limit(me);
	barrier(me);
}

/* Whether its name is there; see mq_overview(7). */
static void note_queue(struct role *named)
{
	mqd_t queue = open_queue(named, 0, O_RDONLY);
	struct mq_attr attr;

	role_note(named, "by_name", PROCTREE_KIND_COUNT,
		  queue < 0 ? -errno : 0);
	if (queue < 0)
		return;
	if (!mq_getattr(queue, &attr))
		role_note(named, "letters", PROCTREE_KIND_COUNT,
			  attr.mq_curmsgs);
	mq_close(queue);
}

static void run_news(struct trial *t, struct role *writer, struct role *reader)
{
	role_next(writer);
	step(t, "notified", "the writer has asked for the same, and sent two");
	role_next(reader);
	role_go(reader);
	await_call(reader, SYS_mq_timedreceive);
	step(t, "posix waits", "the reader has taken both, asked again, and "
	     "waits");
	role_next(writer);
	role_wait(reader);
	step(t, "posix woken", "the writer has sent one");
	role_next(writer);
	step(t, "notified again", "and another one; nobody waits for it");
}

void msgqueue_posix(struct trial *t)
{
	struct role *named = role_declare(t, "named");
	struct role *writer = role_declare(t, "writer");
	struct role *reader = role_declare(t, "reader");

	role_start(writer, be_writer);
	role_wait(writer);
	if (role_said(writer, "mq_open") < 0) {
		step_skip(t, "posix sent", "no POSIX queue: %s; see mq_overview(7)",
			  strerror(-role_said(writer, "mq_open")));
		role_kill(writer);
		return;
	}
	note_queue(named);
	step(t, "posix sent", "messages 1 to 4, of priorities 1, 9, 5 and 9");
	role_start(reader, be_reader);
	role_wait(reader);
	step(t, "posix received", "all were received; mq_notify() asks for "
	     "SIGUSR1");
	run_news(t, writer, reader);
	role_kill(writer);
	note_queue(named);
	step(t, "posix killed", "SIGKILL to the writer, who made the queue");
	role_next(reader);
	note_queue(named);
	step(t, "posix unlinked", "without its name the reader still has it; "
	     "a new one?");
	role_kill(reader);
}
