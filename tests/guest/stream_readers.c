// SPDX-License-Identifier: GPL-2.0-only
/* Who reads a stream, and when. */
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "stream.h"

#define EVENT_SIZE sizeof(struct proctree_event)

static long elapsed_ms(const struct timespec *since)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (now.tv_sec - since->tv_sec) * 1000 +
	       (now.tv_nsec - since->tv_nsec) / 1000000;
}

static int poll_for(int fd, int ms)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	int n = OK(poll(&p, 1, ms));

	ASSERT_EQ(n ? p.revents : POLLIN, POLLIN);
	return n;
}

/* Timers count from the last tick, which is long ago where the host is busy. */
static void assert_waited(const struct timespec *since, int latency_ms)
{
	ASSERT_GE(elapsed_ms(since), latency_ms / 2);
}

TEST("poll is ready when the oldest event is as old as the latency")
{
	struct timespec begin;
	struct stream s;

	stream_open_as(&s, &(struct proctree_watch){
		.kinds = EV(FORK), .root_pid = getpid(), .latency_ms = 300 });
	ASSERT_EQ(poll_for(s.fd, 50), 0);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	stream_mark(&s, "x");
	ASSERT_EQ(poll_for(s.fd, 0), 0);
	ASSERT_EQ(poll_for(s.fd, -1), 1);
	assert_waited(&begin, 300);
	ASSERT(stream_read(&s));
	ASSERT_EQ(s.count, 1);
	ASSERT_EQ(poll_for(s.fd, 50), 0);
	stream_mark(&s, "y");
	/* What there is can be read before it is worth it. */
	ASSERT(stream_read(&s));
}

TEST("poll is ready at once when a quarter of the ring is full")
{
	struct proctree_watch watch = {
		.kinds = EV(FORK),
		.root_pid = getpid(),
		.latency_ms = 1000,
		.ring = 64,
	};
	struct timespec begin;
	struct stream s;
	int i;

	pin_to(0);
	stream_open_as(&s, &watch);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	for (i = 0; i < 15; i++)
		stream_mark(&s, "x");
	ASSERT_EQ(poll_for(s.fd, 20), 0);
	stream_mark(&s, "x");
	ASSERT_EQ(poll_for(s.fd, 500), 1);
	ASSERT_LT(elapsed_ms(&begin), 900);
	stream_read(&s);
	ASSERT_EQ(s.count, 16);
}

TEST("a read that may block waits for events, one that may not says EAGAIN")
{
	struct proctree_watch w = { .kinds = EV(FORK), .root_pid = getpid(),
				    .latency_ms = 500 };
	struct proctree_event e[4];
	struct timespec begin;
	struct stream s;
	int fd = dev_open();

	stream_open(&s, EV(FORK), getpid());
	ASSERT_ERRNO(EAGAIN, read(s.fd, e, sizeof(e)));
	ASSERT_EQ(watch_try(fd, &w), 0);
	clock_gettime(CLOCK_MONOTONIC, &begin);
	fork_and_wait(1);
	ASSERT_EQ(OK(read(fd, e, sizeof(e))), EVENT_SIZE);
	assert_waited(&begin, w.latency_ms);
	ASSERT_EQ(e[0].kind, PROCTREE_EVENT_FORK);
}

static void on_alarm(int sig)
{
	(void)sig;
}

TEST("a signal ends a read that waits")
{
	struct sigaction sa = { .sa_handler = on_alarm };
	struct proctree_watch w = { .kinds = EV(FORK), .root_pid = getpid() };
	struct proctree_event e;
	int fd = dev_open();

	ASSERT_EQ(watch_try(fd, &w), 0);
	OK(sigaction(SIGALRM, &sa, NULL));
	alarm(1);
	ASSERT_ERRNO(EINTR, read(fd, &e, sizeof(e)));
}

#define MARKS	3000

struct reader {
	int fd;
	size_t n;
	struct proctree_event events[MARKS];
};

static void *read_on(void *arg)
{
	struct reader *r = arg;
	ssize_t n;

	for (;;) {
		n = OK(read(r->fd, &r->events[r->n], 7 * EVENT_SIZE));
		r->n += n / EVENT_SIZE;
		if (!strcmp(r->events[r->n - 1].u.mark.text, "end"))
			return NULL;
	}
}

TEST("two readers of one file get each event once, each in order")
{
	struct proctree_watch w = { .kinds = EV(KTSTOP), .root_pid = getpid(),
				    .latency_ms = 1 };
	struct reader *r[2] = { calloc(1, sizeof(*r[0])),
				calloc(1, sizeof(*r[1])) };
	struct stream s = { .fd = dev_open() };
	bool seen[MARKS + 1] = { false };
	pthread_t threads[2];
	size_t i, j;

	ASSERT_EQ(watch_try(s.fd, &w), 0);
	for (i = 0; i < 2; i++) {
		r[i]->fd = s.fd;
		ASSERT_EQ(pthread_create(&threads[i], NULL, read_on, r[i]), 0);
	}
	for (i = 1; i < MARKS; i++)
		stream_mark(&s, "x");
	stream_mark(&s, "end");
	/* One has got it, the other needs one, too. */
	nanosleep(&(struct timespec){ .tv_nsec = 100000000 }, NULL);
	stream_mark(&s, "end");
	for (i = 0; i < 2; i++)
		pthread_join(threads[i], NULL);
	ASSERT_EQ(r[0]->n + r[1]->n, MARKS + 1);
	for (i = 0; i < 2; i++) {
		for (j = 0; j < r[i]->n; j++) {
			uint64_t seq = r[i]->events[j].seq;

			ASSERT(seq >= 1 && seq <= MARKS + 1);
			ASSERT(!seen[seq - 1]);
			seen[seq - 1] = true;
			if (j)
				ASSERT_LT(r[i]->events[j - 1].seq, seq);
		}
	}
}

static void read_inherited(void *arg)
{
	struct stream *s = arg;

	s->count = 0;
	stream_await(s, PROCTREE_EVENT_MARK, 0);
	ASSERT_EQ(stream_mark(s, "from the child"), 2);
}

TEST("a watcher's child shares the stream, which lives as long as both")
{
	struct stream s, copy;
	pid_t child;

	stream_open(&s, EV(RENAME), getpid());
	stream_mark(&s, "from the parent");
	copy = s;
	child = spawn(0, read_inherited, &copy);
	ASSERT_EQ(reap(child), 0);
	ASSERT(stream_read(&s));
	ASSERT_EQ(s.count, 1);
	ASSERT_EQ(s.events[0].seq, 2);
	ASSERT_EQ(s.events[0].pid, child);
	child = spawn(0, pause_forever, NULL);
	close(s.fd);
	kill_and_reap(child);
}
