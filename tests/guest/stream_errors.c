// SPDX-License-Identifier: GPL-2.0-only
/* WATCH, MARK and read() asked for what can't be. */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "stream.h"

#define EVENT_SIZE sizeof(struct proctree_event)

static int try_new(const struct proctree_watch *watch)
{
	struct proctree_watch copy = *watch;
	int fd = dev_open(), err = watch_try(fd, &copy);

	close(fd);
	return err;
}

TEST("WATCH refuses masks, flags and sizes that mean nothing")
{
	static const struct proctree_watch bad[] = {
		{ .kinds = 0 },
		{ .kinds = 1ULL << 40 },
		{ .kinds = EV(FORK), .flags = 1 },
		{ .kinds = EV(FORK), .flags = 1U << 31 },
		{ .kinds = EV(FORK), .ring = 1048577 },
		{ .kinds = EV(FORK), .ring = 0xffffffff },
		{ .kinds = EV(FORK), .latency_ms = 1001 },
		{ .kinds = EV(FORK), .root_pid = -1 },
		{ .kinds = PROCTREE_EVENTS_SCHED },
		{ .kinds = EV(FORK) | EV(WAKE) },
	};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (try_new(&bad[i]) != -EINVAL)
			FAIL("request %zu was not refused", i);
	}
}

TEST("WATCH says which kinds, ring and latency it gives")
{
	static const struct {
		uint32_t ring, given;
	} rings[] = {
		{ 0, 16384 }, { 1, 4 }, { 4, 4 }, { 5, 8 }, { 1000, 1024 },
	};
	struct proctree_query q = { 0 };
	size_t i;

	ASSERT_EQ(dev_query(dev_open(), &q), 0);
	ASSERT_EQ(q.features & PROCTREE_FEATURE_WATCH, PROCTREE_FEATURE_WATCH);
	for (i = 0; i < sizeof(rings) / sizeof(rings[0]); i++) {
		struct proctree_watch w = {
			.kinds = ~0ULL, .root_pid = getpid(),
			.ring = rings[i].ring,
		};
		int fd = dev_open();

		ASSERT_EQ(watch_try(fd, &w), 0);
		ASSERT_EQ(w.ring, rings[i].given);
		ASSERT_EQ(w.latency_ms, 20);
		ASSERT_EQ(w.flags, 0);
		ASSERT_EQ(w.kinds, q.events | EV(LOST) | EV(MARK));
		close(fd);
	}
}

static int thread_sleeps(void *tid)
{
	*(pid_t *)tid = thread_id();
	return clone_pause(NULL);
}

TEST("a root that is dead, reused, a thread, or never was is refused")
{
	struct proctree_watch w = { .kinds = EV(FORK) };
	pid_t *tid = shared_alloc(sizeof(*tid));
	pid_t child = spawn(0, pause_forever, NULL);
	uint64_t start = task_take(dev_open(), child).base.start_ns;

	w.root_pid = child;
	w.root_start_ns = start + 1;
	ASSERT_EQ(try_new(&w), -ESRCH);
	w.root_start_ns = start;
	ASSERT_EQ(try_new(&w), 0);
	kill_and_reap(child);
	ASSERT_EQ(try_new(&w), -ESRCH);
	w.root_start_ns = 0;
	ASSERT_EQ(try_new(&w), -ESRCH);
	w.root_pid = 0x7fffffff;
	ASSERT_EQ(try_new(&w), -ESRCH);
	spawn_clone(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
		    CLONE_THREAD | CLONE_SYSVSEM, thread_sleeps, tid);
	AWAIT(__atomic_load_n(tid, __ATOMIC_SEQ_CST));
	w.root_pid = *tid;
	ASSERT_EQ(try_new(&w), -ENOENT);
}

TEST("a refused WATCH leaves the file free for a good one")
{
	struct proctree_watch bad = { .kinds = 0 }, good = { .kinds = EV(FORK) };
	int fd = dev_open();

	ASSERT_EQ(watch_try(fd, &bad), -EINVAL);
	ASSERT_ERRNO(EFAULT, ioctl(fd, PROCTREE_IOC_WATCH, (void *)8));
	ASSERT_EQ(watch_try(fd, &good), 0);
	ASSERT_EQ(watch_try(fd, &good), -EBUSY);
}

#define ASKERS	4

/* One of those who ask at the same time. */
struct asker {
	int fd;
	pthread_barrier_t *begin;
	int result;
};

static void *ask(void *arg)
{
	/* Of a root with many descendants, which takes a while. */
	struct proctree_watch w = { .kinds = EV(FORK), .root_pid = 1 };
	struct asker *asker = arg;

	pthread_barrier_wait(asker->begin);
	asker->result = watch_try(asker->fd, &w);
	return NULL;
}

static void ask_at_once(int fd, struct asker *askers)
{
	pthread_t threads[ASKERS];
	pthread_barrier_t begin;
	int i;

	pthread_barrier_init(&begin, NULL, ASKERS);
	for (i = 0; i < ASKERS; i++) {
		askers[i] = (struct asker){ fd, &begin, 1 };
		ASSERT_EQ(pthread_create(&threads[i], NULL, ask, &askers[i]), 0);
	}
	for (i = 0; i < ASKERS; i++)
		pthread_join(threads[i], NULL);
	pthread_barrier_destroy(&begin);
}

TEST("threads that ask for a stream on one file at once get one")
{
	struct asker askers[ASKERS];
	struct stream held;
	int round, i, fd, streams;

	/* No tracepoint is switched while another processor runs it. */
	stream_open(&held, EV(FORK), getpid());
	for (round = 0; round < 30; round++) {
		fd = dev_open();
		ask_at_once(fd, askers);
		for (i = 0, streams = 0; i < ASKERS; i++) {
			streams += !askers[i].result;
			ASSERT(!askers[i].result || askers[i].result == -EBUSY);
		}
		ASSERT_EQ(streams, 1);
		close(fd);
	}
	stream_close(&held);
}

TEST("before WATCH there is nothing to read, to poll or to mark")
{
	struct proctree_mark mark = { .text = "x" };
	struct proctree_event e;
	int fd = dev_open();
	struct pollfd p = { .fd = fd, .events = POLLIN };

	ASSERT_ERRNO(EINVAL, read(fd, &e, sizeof(e)));
	ASSERT_EQ(OK(poll(&p, 1, 0)), 1);
	ASSERT_EQ(p.revents, POLLERR);
	ASSERT_ERRNO(EINVAL, ioctl(fd, PROCTREE_IOC_MARK, &mark));
}

TEST("a mark without its NUL, or from nowhere, is refused")
{
	struct proctree_mark mark;
	struct stream s;

	stream_open(&s, EV(FORK), getpid());
	memset(&mark, 'x', sizeof(mark));
	ASSERT_ERRNO(EINVAL, ioctl(s.fd, PROCTREE_IOC_MARK, &mark));
	ASSERT_ERRNO(EFAULT, ioctl(s.fd, PROCTREE_IOC_MARK, (void *)8));
	ASSERT(!stream_read(&s));
}

TEST("a buffer smaller than an event is refused, and loses nothing")
{
	struct proctree_event e[2];
	struct stream s;
	size_t size;

	stream_open(&s, EV(FORK), getpid());
	ASSERT_EQ(stream_mark(&s, "one"), 1);
	for (size = 0; size < EVENT_SIZE; size += 19)
		ASSERT_ERRNO(EINVAL, read(s.fd, e, size));
	ASSERT_ERRNO(EINVAL, read(s.fd, e, EVENT_SIZE - 1));
	ASSERT_EQ(stream_mark(&s, "two"), 2);
	/* Whole ones only. */
	ASSERT_EQ(OK(read(s.fd, e, 2 * EVENT_SIZE - 1)), EVENT_SIZE);
	ASSERT_STR(e[0].u.mark.text, "one");
	ASSERT_EQ(OK(read(s.fd, e, EVENT_SIZE)), EVENT_SIZE);
	ASSERT_STR(e[0].u.mark.text, "two");
}

TEST("a buffer that can't be written loses nothing")
{
	long page = sysconf(_SC_PAGESIZE);
	char *two = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct proctree_event e;
	struct stream s;
	int i;

	ASSERT(two != MAP_FAILED);
	OK(mprotect(two + page, page, PROT_NONE));
	stream_open(&s, EV(FORK), getpid());
	for (i = 0; i < 5; i++)
		stream_mark(&s, "m");
	ASSERT_ERRNO(EFAULT, read(s.fd, two + page, page));
	ASSERT_ERRNO(EFAULT, read(s.fd, (void *)8, page));
	/* The second one would end behind the page. */
	ASSERT_ERRNO(EFAULT, read(s.fd, two + page - EVENT_SIZE + 1, page));
	ASSERT_EQ(OK(read(s.fd, two + page - 2 * EVENT_SIZE - 1,
			  5 * EVENT_SIZE)), 2 * EVENT_SIZE);
	memcpy(&e, two + page - EVENT_SIZE - 1, sizeof(e));
	ASSERT_EQ(e.seq, 2);
	ASSERT_EQ(OK(read(s.fd, &e, sizeof(e))), EVENT_SIZE);
	ASSERT_EQ(e.seq, 3);
}
