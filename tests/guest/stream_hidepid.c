// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streams under hidepid: probes are called with locks held, and may take none to
 * find out who may be seen.
 */
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"
#include "stream.h"
#include "world.h"

#define GROUP	777	/* that hidepid does not apply to */
#define ROUNDS	20

/**
 * struct scene - who watches, and what he is to be told
 * @group:	he is a member of, or -1
 * @sender:	of the signal that root sends him, as he is told
 * @ready:	he watches
 * @sent:	the signal was sent
 */
struct scene {
	long group;
	pid_t sender;
	int ready;
	int sent;
};

/*
 * Its end wakes us, which the kernel does under the lock of that task. It gives
 * us the time to fall asleep.
 */
static pid_t vfork_once(void)
{
	static const struct timespec pause = { .tv_nsec = 2000000 };
	pid_t pid = OK(vfork());

	if (!pid) {
		nanosleep(&pause, NULL);
		_exit(0);
	}
	return pid;
}

static void watch_wakers(void *unused)
{
	const struct proctree_event *ev;
	struct stream s = { 0 };
	pid_t pid, self = getpid();
	int round, woken = 0;
	size_t i = 0;

	(void)unused;
	/* Across processors the wake-up is left to the other one. */
	pin_to(0);
	stream_open(&s, ~0ULL, self);
	for (round = 0; round < ROUNDS; round++) {
		pid = vfork_once();
		stream_catch_up(&s);
		for (; i < s.count; i++) {
			ev = &s.events[i];
			woken += ev->kind == PROCTREE_EVENT_WAKE &&
				 ev->pid == self &&
				 ev->u.sched.other_pid == pid;
		}
		ASSERT_EQ(reap(pid), 0);
	}
	/* On a machine that stands still now and then it may be too late. */
	ASSERT_GE(woken, ROUNDS / 2);
	stream_assert(&s);
	stream_close(&s);
}

static void nobody_watches_wakers(void *unused)
{
	become(NOBODY, -1);
	watch_wakers(unused);
}

TEST("under hidepid, too, a stream tells who wakes a parent from vfork()")
{
	static const char *const modes[] = { "0", "1", "2", "4" };
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		hidepid_set(modes[i], "777");
		ASSERT_EQ(reap(spawn(0, watch_wakers, NULL)), 0);
		ASSERT_EQ(reap(spawn(0, nobody_watches_wakers, NULL)), 0);
	}
	hidepid_set("0", "0");
}

static void be_told(void *arg)
{
	const struct proctree_event *ev;
	struct scene *scene = arg;
	struct stream s = { 0 };

	signal(SIGUSR1, SIG_IGN);
	become(NOBODY, scene->group);
	stream_open(&s, EV(SIGNAL), getpid());
	__atomic_store_n(&scene->ready, 1, __ATOMIC_SEQ_CST);
	AWAIT(__atomic_load_n(&scene->sent, __ATOMIC_SEQ_CST));
	stream_catch_up(&s);
	ev = stream_find(&s, PROCTREE_EVENT_SIGNAL, getpid());
	ASSERT(ev);
	ASSERT_EQ(ev->u.signal.sig, SIGUSR1);
	ASSERT_EQ(ev->u.signal.sender_pid, scene->sender);
	stream_close(&s);
}

/* Is nobody, in @group, told that it is us who sent a signal? */
static void send(const char *hidepid, long group, bool told)
{
	struct scene *scene = shared_alloc(sizeof(*scene));
	pid_t pid;

	hidepid_set(hidepid, "777");
	scene->group = group;
	scene->sender = told ? getpid() : 0;
	pid = spawn(0, be_told, scene);
	AWAIT(__atomic_load_n(&scene->ready, __ATOMIC_SEQ_CST));
	OK(kill(pid, SIGUSR1));
	__atomic_store_n(&scene->sent, 1, __ATOMIC_SEQ_CST);
	ASSERT_EQ(reap(pid), 0);
}

TEST("a stream does not tell whom hidepid hides")
{
	send("0", -1, true);
	send("1", -1, false);
	send("2", -1, false);
	send("4", -1, false);
	send("1", GROUP, true);
	send("2", GROUP, true);
	send("4", GROUP, false);
	hidepid_set("0", "0");
}
