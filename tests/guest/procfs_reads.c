// SPDX-License-Identifier: GPL-2.0-only
/*
 * One open of /proc/proctree is one snapshot, however it is read and whatever
 * happens meanwhile.
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "text.h"

static int text_open(void)
{
	return OK(open(PROCTREE_PROC, O_RDONLY | O_CLOEXEC));
}

/* A child that keeps forking, so that each snapshot is another one. */
static void fork_on(void *unused)
{
	(void)unused;
	OK(setpgid(0, 0));
	for (;;) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
}

TEST("reads of 1 and 7 bytes give the same bytes as large ones")
{
	static const size_t sizes[] = { 1, 7, 4095, 4096, 4097 };
	pid_t forker = spawn(0, fork_on, NULL);
	int fd = text_open();
	size_t size, i, at;
	char *whole = text_read(fd, &size), *again = malloc(size + 8192);

	ASSERT(again);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		ssize_t n;

		ASSERT_EQ(OK(lseek(fd, 0, SEEK_SET)), 0);
		for (at = 0; (n = OK(read(fd, again + at, sizes[i]))); at += n)
			ASSERT_LE(at + n, size);
		ASSERT_EQ(at, size);
		ASSERT_EQ(memcmp(whole, again, size), 0);
	}
	kill_and_reap(forker);
}

TEST("dd with bs=1 and bs=7 copies the same bytes")
{
	pid_t forker = spawn(0, fork_on, NULL);
	int fd = text_open();
	char *whole = text_read(fd, NULL), *copy;

	ASSERT_EQ(OK(lseek(fd, 0, SEEK_SET)), 0);
	ASSERT_EQ(COMMAND(fd, &copy, "dd", "bs=1", "status=none"), 0);
	ASSERT_STR(copy, whole);
	ASSERT_EQ(OK(lseek(fd, 0, SEEK_SET)), 0);
	ASSERT_EQ(COMMAND(fd, &copy, "dd", "bs=7", "status=none"), 0);
	ASSERT_STR(copy, whole);
	kill_and_reap(forker);
}

TEST("pread at any offset gives the bytes that are there")
{
	pid_t forker = spawn(0, fork_on, NULL);
	int fd = text_open(), i;
	size_t size;
	char *whole = text_read(fd, &size), part[512];

	srandom(1);
	for (i = 0; i < 500; i++) {
		off_t at = random() % (size + 100);
		size_t want = 1 + random() % sizeof(part);
		ssize_t n = OK(pread(fd, part, want, at));

		ASSERT_LE(n, (ssize_t)want);
		if (at >= (off_t)size)
			ASSERT_EQ(n, 0);
		else
			ASSERT_GE(n, 1);
		ASSERT_EQ(memcmp(part, whole + at, n), 0);
	}
	kill_and_reap(forker);
}

TEST("after lseek back the same bytes are read again, from anywhere")
{
	pid_t forker = spawn(0, fork_on, NULL);
	int fd = text_open();
	size_t size, rest;
	char *whole = text_read(fd, &size), *again;
	off_t at;

	for (at = 0; at <= (off_t)size; at += 997) {
		ASSERT_EQ(OK(lseek(fd, at, SEEK_SET)), at);
		again = text_read(fd, &rest);
		ASSERT_EQ(rest, size - at);
		ASSERT_EQ(memcmp(again, whole + at, rest), 0);
		free(again);
	}
	ASSERT_EQ(OK(lseek(fd, size + 10000, SEEK_SET)), (off_t)size + 10000);
	ASSERT_EQ(OK(read(fd, whole, 1)), 0);
	kill_and_reap(forker);
}

/* How often each byte was read. */
struct reader {
	int fd;
	long counts[256];
};

static void count_bytes(struct reader *r, const char *bytes, size_t n)
{
	while (n--)
		r->counts[(unsigned char)*bytes++]++;
}

static void *read_shared(void *arg)
{
	struct reader *r = arg;
	char buf[3];
	ssize_t n;

	while ((n = OK(read(r->fd, buf, sizeof(buf)))))
		count_bytes(r, buf, n);
	return NULL;
}

TEST("two readers of one open file get each byte once")
{
	pid_t forker = spawn(0, fork_on, NULL);
	struct reader whole = { .fd = text_open() }, a = whole, b = whole;
	pthread_t other;
	size_t size;
	char *data;
	int i;

	data = text_read(whole.fd, &size);
	count_bytes(&whole, data, size);
	ASSERT_EQ(OK(lseek(whole.fd, 0, SEEK_SET)), 0);
	ASSERT_EQ(pthread_create(&other, NULL, read_shared, &a), 0);
	read_shared(&b);
	ASSERT_EQ(pthread_join(other, NULL), 0);
	for (i = 0; i < 256; i++)
		ASSERT_EQ(a.counts[i] + b.counts[i], whole.counts[i]);
	kill_and_reap(forker);
}

TEST("two open files keep two snapshots, each whole and its own")
{
	int first = text_open(), second, n, m;
	pid_t pid = spawn(0, pause_forever, NULL);
	size_t size_a, size_b;
	char *a, *b, part_a[5], part_b[11];
	struct text text_a, text_b;

	second = text_open();
	/* Read in turns, in steps of different length. */
	do {
		n = OK(read(first, part_a, sizeof(part_a)));
		m = OK(read(second, part_b, sizeof(part_b)));
	} while (n || m);
	OK(lseek(first, 0, SEEK_SET));
	OK(lseek(second, 0, SEEK_SET));
	a = text_read(first, &size_a);
	b = text_read(second, &size_b);
	text_parse(a, &text_a);
	text_parse(b, &text_b);
	ASSERT(!text_find(&text_a, pid));
	ASSERT(text_find(&text_b, pid));
}

TEST("many opens while processes fork are each a preorder of their own")
{
	pid_t forkers[3];
	struct text text;
	int i;

	for (i = 0; i < 3; i++)
		forkers[i] = spawn(0, fork_on, NULL);
	for (i = 0; i < 200; i++) {
		text_take(PROCTREE_PROC, &text);
		ASSERT(text_find(&text, getpid()));
		ASSERT(text_find(&text, forkers[2]));
		text_free(&text);
	}
	for (i = 0; i < 3; i++)
		kill_and_reap(forkers[i]);
}
