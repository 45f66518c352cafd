// SPDX-License-Identifier: GPL-2.0-only
/* What a stream tells: everything, once, in order, with the right numbers. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "stream.h"

#define CHILDREN	200

static void be_program(void *unused)
{
	char *const argv[] = { (char *)EXEC_QUITTER, NULL };

	(void)unused;
	execv("/proc/self/exe", argv);
}

static size_t index_of(const struct stream *s, const struct proctree_event *e)
{
	return e - s->events;
}

/* fork < exec < exit < free, with the same start_ns, each once. */
static void assert_life(const struct stream *s, const struct proctree_event *f)
{
	static const uint32_t order[] = { PROCTREE_EVENT_EXEC,
					  PROCTREE_EVENT_EXIT,
					  PROCTREE_EVENT_FREE };
	size_t last = index_of(s, f), i, at, n;

	for (i = 0; i < 3; i++) {
		n = 0;
		for (at = 0; at < s->count; at++) {
			if (s->events[at].kind != order[i] ||
			    s->events[at].pid != f->u.fork.child_pid ||
			    s->events[at].start_ns != f->u.fork.child_start_ns)
				continue;
			ASSERT_LT(last, at);
			last = at;
			n++;
		}
		ASSERT_EQ(n, 1);
	}
}

TEST("numbers have no gaps, and per task fork < exec < exit < free")
{
	struct stream s;
	size_t i;

	stream_open(&s, EV_LIFE, getpid());
	for (i = 0; i < CHILDREN; i++)
		reap(spawn(0, be_program, NULL));
	AWAIT((stream_read(&s), stream_number_of(&s, PROCTREE_EVENT_FREE) ==
				CHILDREN));
	stream_assert(&s);
	ASSERT_EQ(stream_lost(&s), 0);
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_FORK), CHILDREN);
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_EXEC), CHILDREN);
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_EXIT), CHILDREN);
	for (i = 0; i < s.count; i++)
		if (s.events[i].kind == PROCTREE_EVENT_FORK)
			assert_life(&s, &s.events[i]);
	stream_close(&s);
}

static unsigned long long stat_processes(void)
{
	char text[65536], *at;
	int fd = OK(open("/proc/stat", O_RDONLY | O_CLOEXEC));
	ssize_t n = OK(read(fd, text, sizeof(text) - 1));

	text[n] = '\0';
	close(fd);
	at = strstr(text, "\nprocesses ");
	ASSERT(at);
	return strtoull(at + 11, NULL, 10);
}

/* Forks between the marks, and how many the kernel has counted. */
static bool counts_agree(struct stream *s)
{
	unsigned long long before, after;
	size_t first, forks;

	stream_catch_up(s);
	first = stream_number_of(s, PROCTREE_EVENT_FORK);
	before = stat_processes();
	fork_and_wait(CHILDREN);
	after = stat_processes();
	stream_catch_up(s);
	forks = stream_number_of(s, PROCTREE_EVENT_FORK) - first;
	ASSERT_GE(forks, CHILDREN);
	if (forks == after - before)
		return true;
	/* A kernel thread may be born between reading the one and the other. */
	note("%zu events, %llu processes", forks, after - before);
	return false;
}

TEST("as many forks are told as the kernel counts in /proc/stat")
{
	struct stream s;
	int tries = 5;

	stream_open(&s, EV(FORK), 0);
	while (!counts_agree(&s))
		ASSERT_NE(--tries, 0);
	ASSERT_EQ(stream_lost(&s), 0);
	stream_assert(&s);
	stream_close(&s);
}

TEST("a snapshot on the same file carries the number it belongs to")
{
	struct rows rows = { 0 };
	uint64_t before, after;
	struct stream s;

	rows_take(dev_open(), &rows, PROCTREE_BLOCK_BASE, 0, 0);
	ASSERT_EQ(rows.arg.seq, 0);
	stream_open(&s, EV(FORK), getpid());
	rows_take(s.fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	ASSERT_EQ(rows.arg.seq, 0);
	before = stream_mark(&s, "before");
	rows_take(s.fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	after = stream_mark(&s, "after");
	ASSERT_EQ(before, 1);
	ASSERT_EQ(rows.arg.seq, 1);
	ASSERT_EQ(after, 2);
	/* Not the number of what was read, but of what has happened. */
	stream_read(&s);
	rows_take(s.fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	ASSERT_EQ(rows.arg.seq, 2);
}

TEST("a mark is given whole, to its own stream alone, with who made it")
{
	const char text[48] = "forty-seven bytes, the most that a mark can be.";
	struct stream s, other;

	ASSERT_EQ(strlen(text), 47);
	stream_open(&s, EV(FORK), getpid());
	stream_open(&other, EV(FORK), getpid());
	ASSERT_EQ(stream_mark(&s, text), 1);
	ASSERT(stream_read(&s));
	ASSERT_EQ(s.count, 1);
	ASSERT_EQ(s.events[0].kind, PROCTREE_EVENT_MARK);
	ASSERT_EQ(s.events[0].pid, getpid());
	ASSERT_STR(s.events[0].u.mark.text, text);
	ASSERT(!stream_read(&other));
}
