// SPDX-License-Identifier: GPL-2.0-only
/* Promise 2: events read + events lost = events that happened. */
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "modprobe.h"
#include "spawn.h"
#include "stream.h"

#define SIZES	20
#define MARKS	4000	/* by each of two threads */

struct marker {
	struct stream *s;
	int cpu;
	unsigned int lost;
};

static void *mark_on(void *arg)
{
	struct marker *m = arg;
	int i;

	pin_to(m->cpu);
	for (i = 0; i < MARKS; i++)
		m->lost += !stream_mark(m->s, "x");
	return NULL;
}

/* Two processors write; read meanwhile, or only when all is over. */
static void lose_some(uint32_t ring, bool meanwhile)
{
	struct marker markers[2] = { { .cpu = 0 }, { .cpu = 1 } };
	pthread_t threads[2];
	unsigned int refused;
	struct stream s;
	int i;

	/* Of a kind that does not happen: all that comes is marks. */
	stream_open_as(&s, &(struct proctree_watch){
		.kinds = EV(KTSTOP), .root_pid = getpid(), .ring = ring });
	for (i = 0; i < 2; i++) {
		markers[i].s = &s;
		ASSERT_EQ(pthread_create(&threads[i], NULL, mark_on,
					 &markers[i]), 0);
	}
	while (meanwhile && pthread_tryjoin_np(threads[0], NULL))
		stream_read(&s);
	for (i = meanwhile; i < 2; i++)
		pthread_join(threads[i], NULL);
	/* A loss is told when its ring is empty or has something behind it. */
	stream_read(&s);
	refused = markers[0].lost + markers[1].lost;
	stream_assert(&s);
	if (stream_lost(&s) != refused)
		FAIL("ring %u: %u were refused, %llu told as lost", ring,
		     refused, (unsigned long long)stream_lost(&s));
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_MARK) + refused,
		  2 * MARKS);
	if (!meanwhile && s.watch.ring < MARKS)
		ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_MARK),
			  (get_nprocs() > 1 ? 2 : 1) * s.watch.ring);
	stream_close(&s);
}

static const uint32_t sizes[SIZES] = {
	1, 3, 4, 7, 8, 16, 17, 32, 50, 64, 100, 128, 200, 256, 333, 512, 1000,
	1024, 2048, 4096,
};

TEST_WITHIN(240, "with 20 sizes of rings and no reader, the loss is exact")
{
	int i;

	for (i = 0; i < SIZES; i++)
		lose_some(sizes[i], false);
}

TEST_WITHIN(240, "with 20 sizes of rings and a reader, the loss is exact")
{
	int i;

	for (i = 0; i < SIZES; i++)
		lose_some(sizes[i], true);
}

static void fork_on_cpu(void *cpu)
{
	pin_to((intptr_t)cpu);
	fork_and_wait(300);
}

TEST_WITHIN(120, "forks on two processors: told + lost = happened")
{
	struct stream s, all;
	pid_t pids[2];
	int i;

	stream_open_as(&s, &(struct proctree_watch){
		.kinds = EV(FORK), .root_pid = getpid(), .ring = 32 });
	stream_open(&all, EV(FORK), getpid());
	for (i = 0; i < 2; i++)
		pids[i] = spawn(0, fork_on_cpu, (void *)(intptr_t)i);
	for (i = 0; i < 2; i++) {
		reap(pids[i]);
		stream_read(&s);
	}
	stream_catch_up(&s);
	stream_catch_up(&all);
	stream_assert(&s);
	stream_assert(&all);
	ASSERT_EQ(stream_lost(&all), 0);
	ASSERT_EQ(stream_number_of(&all, PROCTREE_EVENT_FORK), 602);
	ASSERT_NE(stream_lost(&s), 0);
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_FORK) +
		  stream_number_of(&s, PROCTREE_EVENT_MARK) + stream_lost(&s),
		  602 + stream_number_of(&all, PROCTREE_EVENT_MARK));
}

TEST("what happens on a processor that came after the stream is told as lost")
{
	struct pollfd ready = { .events = POLLIN };
	struct stream s;
	int i;

	if (!one_processor())
		SKIP("there is one processor, or none can be taken offline");
	stream_open(&s, EV(KTSTOP), getpid());
	all_processors();
	pin_to(1);
	for (i = 0; i < 5; i++)
		ASSERT_EQ(stream_mark(&s, "lost"), 0);
	/* No event comes that would make it worth reading. */
	ready.fd = s.fd;
	ASSERT_EQ(poll(&ready, 1, 10000), 1);
	stream_read(&s);
	ASSERT_EQ(s.count, 1);
	ASSERT_EQ(stream_lost(&s), 5);
	pin_to(0);
	stream_catch_up(&s);
	ASSERT_EQ(stream_lost(&s), 5);
	stream_assert(&s);
}

#define BURST	2500	/* forks, of four events each */

/* Reads, is stopped, reads on; shared with the test. */
struct stopped {
	int watches;
	uint64_t received[PROCTREE_EVENT_KTSTOP + 1];
	uint64_t lost;
	uint32_t ring;
	pid_t root;
};

static void be_stopped(void *arg)
{
	struct proctree_watch w = { .kinds = EV(FORK) | EV(NEW) | EV(EXIT) |
					     EV(FREE) };
	struct stopped *st = arg;
	struct proctree_event e[64];
	int fd = dev_open();
	ssize_t n;

	w.root_pid = st->root;
	w.ring = st->ring;
	ASSERT_EQ(watch_try(fd, &w), 0);
	__atomic_store_n(&st->watches, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		n = OK(read(fd, e, sizeof(e))) / sizeof(e[0]);
		while (n--) {
			__atomic_fetch_add(&st->received[e[n].kind], 1,
					   __ATOMIC_SEQ_CST);
			if (e[n].kind == PROCTREE_EVENT_LOST)
				st->lost += e[n].u.lost.lost;
		}
	}
}

TEST_WITHIN(240, "10,000 events while the reader is stopped: none is lost")
{
	struct stopped *st = shared_alloc(sizeof(*st));
	pid_t reader;

	st->root = getpid();
	reader = spawn(0, be_stopped, st);
	AWAIT(__atomic_load_n(&st->watches, __ATOMIC_SEQ_CST));
	OK(kill(reader, SIGSTOP));
	await_state(0, reader, 'T');
	fork_and_wait(BURST);
	ASSERT_EQ(st->received[PROCTREE_EVENT_FORK], 0);
	OK(kill(reader, SIGCONT));
	AWAIT(__atomic_load_n(&st->received[PROCTREE_EVENT_FREE],
			      __ATOMIC_SEQ_CST) == BURST);
	ASSERT_EQ(st->received[PROCTREE_EVENT_FORK], BURST);
	ASSERT_EQ(st->received[PROCTREE_EVENT_NEW], BURST);
	ASSERT_EQ(st->received[PROCTREE_EVENT_EXIT], BURST);
	ASSERT_EQ(st->lost, 0);
	kill_and_reap(reader);
}

#define LONG_RING	64

/* Forks until @seconds are over; how many. */
static unsigned int fork_for(unsigned int seconds)
{
	time_t end = time(NULL) + seconds;
	unsigned int n = 0;

	for (; time(NULL) < end; n += 100)
		fork_and_wait(100);
	return n;
}

TEST_WITHIN(300, "a reader that is stopped for long loses, exactly, what was too much")
{
	unsigned int forks, seconds = getenv("PROCTREE_STRESS") ? 180 : 5;
	struct stopped *st = shared_alloc(sizeof(*st));
	pid_t reader;

	st->root = getpid();
	st->ring = LONG_RING;
	reader = spawn(0, be_stopped, st);
	AWAIT(__atomic_load_n(&st->watches, __ATOMIC_SEQ_CST));
	OK(kill(reader, SIGSTOP));
	await_state(0, reader, 'T');
	forks = fork_for(seconds);
	/* The last release is told a grace period later. */
	sleep(1);
	OK(kill(reader, SIGCONT));
	AWAIT(__atomic_load_n(&st->lost, __ATOMIC_SEQ_CST) +
	      st->received[PROCTREE_EVENT_FORK] +
	      st->received[PROCTREE_EVENT_NEW] +
	      st->received[PROCTREE_EVENT_EXIT] +
	      st->received[PROCTREE_EVENT_FREE] == 4 * forks);
	note("%u forks in %u s, %llu events lost", forks, seconds,
	     (unsigned long long)st->lost);
	ASSERT_NE(st->lost, 0);
	kill_and_reap(reader);
}
