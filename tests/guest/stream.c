// SPDX-License-Identifier: GPL-2.0-only
/* Streams of events; see stream.h. */
#include "stream.h"

#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define BATCH	256

int watch_try(int fd, struct proctree_watch *watch)
{
	return ioctl(fd, PROCTREE_IOC_WATCH, watch) ? -errno : 0;
}

void stream_open_as(struct stream *s, const struct proctree_watch *watch)
{
	int err;

	*s = (struct stream){ .watch = *watch };
	s->fd = OK(open(PROCTREE_DEVICE, O_RDONLY | O_CLOEXEC | O_NONBLOCK));
	err = watch_try(s->fd, &s->watch);
	if (err)
		FAIL("WATCH: %s", strerror(-err));
}

void stream_open(struct stream *s, uint64_t kinds, pid_t root)
{
	struct proctree_watch watch = { .kinds = kinds, .root_pid = root };

	stream_open_as(s, &watch);
}

void stream_close(struct stream *s)
{
	close(s->fd);
	free(s->events);
}

static void make_room(struct stream *s)
{
	if (s->room - s->count >= BATCH)
		return;
	s->room = 2 * s->room + BATCH;
	s->events = realloc(s->events, s->room * sizeof(*s->events));
	ASSERT(s->events);
}

bool stream_read(struct stream *s)
{
	size_t before = s->count;
	ssize_t n;

	do {
		make_room(s);
		n = read(s->fd, s->events + s->count,
			 BATCH * sizeof(*s->events));
		if (n < 0 && errno != EAGAIN)
			FAIL("read: %s", strerror(errno));
		if (n > 0)
			ASSERT_EQ(n % sizeof(*s->events), 0);
		s->count += n > 0 ? n / sizeof(*s->events) : 0;
	} while (n > 0);
	return s->count > before;
}

uint64_t stream_mark(struct stream *s, const char *text)
{
	struct proctree_mark mark = { 0 };

	strncpy(mark.text, text, sizeof(mark.text) - 1);
	OK(ioctl(s->fd, PROCTREE_IOC_MARK, &mark));
	return mark.seq;
}

void stream_catch_up(struct stream *s)
{
	uint64_t seq;

	/* Where it is full, reading makes room. */
	AWAIT((stream_read(s), seq = stream_mark(s, "catch up")));
	AWAIT((stream_read(s), s->events[s->count - 1].seq >= seq));
}

const struct proctree_event *stream_find(const struct stream *s, uint32_t kind,
					 pid_t pid)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (s->events[i].kind == kind &&
		    (!pid || s->events[i].pid == pid))
			return &s->events[i];
	return NULL;
}

const struct proctree_event *stream_await(struct stream *s, uint32_t kind,
					  pid_t pid)
{
	AWAIT((stream_read(s), stream_find(s, kind, pid)));
	return stream_find(s, kind, pid);
}

size_t stream_number_of(const struct stream *s, uint32_t kind)
{
	size_t i, n = 0;

	for (i = 0; i < s->count; i++)
		n += s->events[i].kind == kind;
	return n;
}

uint64_t stream_lost(const struct stream *s)
{
	uint64_t lost = 0;
	size_t i;

	for (i = 0; i < s->count; i++)
		if (s->events[i].kind == PROCTREE_EVENT_LOST)
			lost += s->events[i].u.lost.lost;
	return lost;
}

/* Bytes of u that mean something. */
static size_t used_bytes(uint32_t kind)
{
	static const size_t used[] = {
		[PROCTREE_EVENT_LOST] = 8, [PROCTREE_EVENT_MARK] = 48,
		[PROCTREE_EVENT_FORK] = 36, [PROCTREE_EVENT_NEW] = 8,
		[PROCTREE_EVENT_EXEC] = 48, [PROCTREE_EVENT_RENAME] = 16,
		[PROCTREE_EVENT_EXIT] = 12, [PROCTREE_EVENT_REPARENT] = 20,
		[PROCTREE_EVENT_WAIT] = 4, [PROCTREE_EVENT_SIGNAL] = 24,
		[PROCTREE_EVENT_DELIVER] = 24, [PROCTREE_EVENT_SLEEP] = 8,
		[PROCTREE_EVENT_RUN] = 8, [PROCTREE_EVENT_WAKE] = 8,
		[PROCTREE_EVENT_KTSTOP] = 0,
	};

	ASSERT_LE(kind, PROCTREE_EVENT_KTSTOP);
	return used[kind];
}

void stream_assert(const struct stream *s)
{
	uint64_t seq = 0;
	size_t i, at;

	for (i = 0; i < s->count; i++) {
		const struct proctree_event *e = &s->events[i];

		seq += e->kind != PROCTREE_EVENT_LOST;
		if (e->seq != seq)
			FAIL("event %zu of kind %u has number %llu, not %llu",
			     i, e->kind, (unsigned long long)e->seq,
			     (unsigned long long)seq);
		if (e->kind == PROCTREE_EVENT_LOST)
			ASSERT_NE(e->u.lost.lost, 0);
		for (at = used_bytes(e->kind); at < sizeof(e->u); at++)
			ASSERT_EQ(e->u.bytes[at], 0);
	}
}

void pin_to(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu % sysconf(_SC_NPROCESSORS_ONLN), &set);
	OK(sched_setaffinity(0, sizeof(set), &set));
}

void fork_and_wait(unsigned int n)
{
	while (n--) {
		/* Emulated, fork() takes ten times as long. */
		pid_t pid = OK(vfork());

		if (!pid)
			_exit(0);
		OK(waitpid(pid, NULL, 0));
	}
}
