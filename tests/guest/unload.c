// SPDX-License-Identifier: GPL-2.0-only
/*
 * Unloading in whatever state the module is: what holds it, what does not, and
 * what becomes of those who use it meanwhile.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "modprobe.h"
#include "spawn.h"
#include "stream.h"
#include "world.h"

#define TRACING		"/sys/kernel/tracing/"
#define LONG_TIME	240	/* seconds */

TEST("an open device keeps the module loaded, until it is closed")
{
	int fd = dev_open(), copy = OK(dup(fd));
	struct rows rows = { 0 };
	char *out;

	ASSERT_EQ(module_try_unload(), -EAGAIN);
	ASSERT_NE(COMMAND(-1, &out, "rmmod", "proctree"), 0);
	ASSERT(strstr(out, "in use"));
	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	close(fd);
	ASSERT_EQ(module_try_unload(), -EAGAIN);
	close(copy);
	module_unload();
	module_load(NULL);
}

TEST("a stream keeps the module loaded, until its last descriptor is closed")
{
	struct stream s;
	int copy;

	one_processor_if_emulated();
	stream_open(&s, EV_LIFE, 0);
	copy = OK(dup(s.fd));
	ASSERT_EQ(module_try_unload(), -EAGAIN);
	stream_close(&s);
	ASSERT_EQ(module_try_unload(), -EAGAIN);
	close(copy);
	ASSERT_EQ(module_try_unload(), 0);
	module_load(NULL);
}

/* Send @fd through @socket to whoever receives it, unix(7). */
static void send_fd(int socket, int fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {
		.head = {
			.cmsg_len = CMSG_LEN(sizeof(int)),
			.cmsg_level = SOL_SOCKET,
			.cmsg_type = SCM_RIGHTS,
		},
	};
	struct iovec byte = { "x", 1 };
	struct msghdr message = {
		.msg_iov = &byte,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};

	memcpy(CMSG_DATA(&control.head), &fd, sizeof(fd));
	ASSERT_EQ(OK(sendmsg(socket, &message, 0)), 1);
}

TEST("a stream on its way between processes keeps the module loaded")
{
	struct stream s;
	int ends[2];

	one_processor_if_emulated();
	OK(socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
	stream_open(&s, EV_LIFE, 0);
	send_fd(ends[0], s.fd);
	stream_close(&s);
	ASSERT_EQ(module_try_unload(), -EAGAIN);
	close(ends[0]);
	ASSERT_EQ(module_try_unload(), -EAGAIN);
	/* Nobody can receive it any more. */
	close(ends[1]);
	AWAIT(!module_try_unload());
	module_load(NULL);
}

static int watch_parent(void)
{
	struct proctree_watch w = { .kinds = EV(EXIT), .root_pid = getppid() };
	int fd = dev_open();

	ASSERT_EQ(watch_try(fd, &w), 0);
	return fd;
}

static void wait_in_read(void *unused)
{
	struct proctree_event e;

	(void)unused;
	ASSERT_EQ(OK(read(watch_parent(), &e, sizeof(e))), sizeof(e));
	ASSERT_EQ(e.kind, PROCTREE_EVENT_EXIT);
}

static void wait_in_poll(void *unused)
{
	struct pollfd p = { .fd = watch_parent(), .events = POLLIN };

	(void)unused;
	ASSERT_EQ(OK(poll(&p, 1, -1)), 1);
	ASSERT_EQ(p.revents, POLLIN);
}

TEST("who waits for events keeps the module loaded, and gets them all the same")
{
	pid_t reader, poller;
	int i;

	one_processor_if_emulated();
	reader = spawn(0, wait_in_read, NULL);
	poller = spawn(0, wait_in_poll, NULL);
	await_state(0, reader, 'S');
	await_state(0, poller, 'S');
	for (i = 0; i < 10; i++)
		ASSERT_EQ(module_try_unload(), -EAGAIN);
	fork_and_wait(1);
	ASSERT_EQ(reap(reader), 0);
	ASSERT_EQ(reap(poller), 0);
	ASSERT_EQ(module_try_unload(), 0);
	module_load(NULL);
}

static void unload_as_nobody(void *unused)
{
	(void)unused;
	become(NOBODY, -1);
	ASSERT_EQ(module_try_unload(), -EPERM);
}

TEST("only root may unload the module")
{
	ASSERT_EQ(reap(spawn(0, unload_as_nobody, NULL)), 0);
	ASSERT_EQ(access(PROCTREE_DEVICE, F_OK), 0);
}

/* An open text of a module that is gone. */
static void expect_dead(int fd)
{
	char buf[4096];
	ssize_t n = pread(fd, buf, sizeof(buf), 0);

	ASSERT(n == 0 || (n < 0 && (errno == EIO || errno == ENODEV)));
	n = read(fd, buf, sizeof(buf));
	ASSERT(n == 0 || (n < 0 && (errno == EIO || errno == ENODEV)));
}

static int text_open(size_t bytes)
{
	int fd = OK(open(PROCTREE_PROC, O_RDONLY | O_CLOEXEC));
	char buf[4096];

	ASSERT_EQ(OK(read(fd, buf, bytes)), bytes);
	return fd;
}

TEST("an open text does not keep the module, and fails cleanly without it")
{
	int half = text_open(100), fresh = text_open(0);

	module_unload();
	expect_dead(half);
	expect_dead(fresh);
	lseek(half, 0, SEEK_SET);
	ASSERT_ERRNO(ENOENT, open(PROCTREE_PROC, O_RDONLY));
	ASSERT_ERRNO(ENOENT, open(PROCTREE_DEVICE, O_RDONLY));
	module_load(NULL);
	/* The old files don't come back to life. */
	expect_dead(half);
	expect_dead(fresh);
	close(half);
	close(fresh);
}

TEST("beside trace events and an open text it is the stream that holds it")
{
	int text = text_open(100);
	struct stream s;

	one_processor_if_emulated();
	file_write(TRACING "events/proctree/enable", "1");
	stream_open(&s, EV_LIFE, 0);
	fork_and_wait(10);
	ASSERT_EQ(module_try_unload(), -EAGAIN);
	fork_and_wait(1);
	stream_await(&s, PROCTREE_EVENT_FORK, getpid());
	stream_close(&s);
	ASSERT_EQ(module_try_unload(), 0);
	expect_dead(text);
	module_load(NULL);
	close(OK(open(TRACING "trace", O_WRONLY | O_TRUNC | O_CLOEXEC)));
}

static void read_on(void *unused)
{
	char buf[777];

	(void)unused;
	for (;;) {
		int fd = open(PROCTREE_PROC, O_RDONLY | O_CLOEXEC);

		while (fd >= 0 && read(fd, buf, sizeof(buf)) > 0)
			;
		close(fd);
	}
}

static void ask_on(void *unused)
{
	struct rows rows = { 0 };

	(void)unused;
	for (;;) {
		int fd = open(PROCTREE_DEVICE, O_RDWR | O_CLOEXEC);

		if (fd >= 0)
			rows_take(fd, &rows, BLOCKS_TREE, 0,
				  PROCTREE_SNAPSHOT_THREADS);
		close(fd);
	}
}

/* Watches a quarter of its time, on a slow machine, too: else it is always busy. */
static void watch_on(void *unused)
{
	struct proctree_event events[16];
	struct timespec begin, end;

	(void)unused;
	for (;;) {
		struct proctree_watch w = {
			.kinds = ~PROCTREE_EVENTS_SCHED, .ring = 16,
		};
		int fd;

		OK(clock_gettime(CLOCK_MONOTONIC, &begin));
		fd = open(PROCTREE_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC);
		if (fd >= 0) {
			ASSERT_EQ(watch_try(fd, &w), 0);
			fork_and_wait(3);
			ASSERT(OK(read(fd, events, sizeof(events))) > 0);
		}
		close(fd);
		OK(clock_gettime(CLOCK_MONOTONIC, &end));
		usleep(10000 + 3 * ((end.tv_sec - begin.tv_sec) * 1000000 +
				    (end.tv_nsec - begin.tv_nsec) / 1000));
	}
}

static void unload_ten_times(void (*const users[])(void *), int n)
{
	int i, err, done = 0, busy = 0;
	pid_t pids[8];

	for (i = 0; i < n; i++)
		pids[i] = spawn(0, users[i], NULL);
	while (done < 10) {
		err = module_try_unload();
		if (err) {
			ASSERT(err == -EAGAIN || err == -EBUSY);
			busy++;
			usleep(1000);
			continue;
		}
		module_load(NULL);
		done++;
	}
	note("unloaded %d times, busy %d times", done, busy);
	for (i = 0; i < n; i++)
		kill_and_reap(pids[i]);
}

TEST_WITHIN(LONG_TIME, "unloading while others read text and rows is safe")
{
	static void (*const users[])(void *) = {
		read_on, ask_on, read_on, ask_on,
	};

	unload_ten_times(users, 4);
}

TEST_WITHIN(LONG_TIME, "unloading while others begin and end streams is safe")
{
	static void (*const users[])(void *) = { watch_on, read_on, watch_on };

	one_processor_if_emulated();
	unload_ten_times(users, 3);
}
