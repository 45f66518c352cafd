/* SPDX-License-Identifier: GPL-2.0-only */
/* Streams of events as the tests use them: plain system calls. */
#ifndef GUEST_STREAM_H
#define GUEST_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../../module/uapi/proctree.h"

#define EV(kind)	(1ULL << PROCTREE_EVENT_##kind)
#define EV_LIFE		(EV(FORK) | EV(EXEC) | EV(EXIT) | EV(FREE))

/**
 * struct stream - an open device with a stream, and the events read so far
 * @fd:		non-blocking
 * @watch:	the answer of WATCH
 * @events:	@count of them, in the order they came
 */
struct stream {
	int fd;
	struct proctree_watch watch;
	struct proctree_event *events;
	size_t count;
	size_t room;
};

/* WATCH on @fd: 0 or -errno; @watch gets the answer. */
int watch_try(int fd, struct proctree_watch *watch);

/* Open the device and watch; fails the test. @root 0: every task. */
void stream_open(struct stream *s, uint64_t kinds, pid_t root);
/* With more to say than kinds and root. */
void stream_open_as(struct stream *s, const struct proctree_watch *watch);
void stream_close(struct stream *s);

/* Read what there is now. Returns whether anything came. */
bool stream_read(struct stream *s);
/* MARK: its number, 0 if it was lost. */
uint64_t stream_mark(struct stream *s, const char *text);
/* Put a mark and read until it comes: then all that happened before is read. */
void stream_catch_up(struct stream *s);

/* The first event of @kind about @pid, NULL if none was read; @pid 0: any. */
const struct proctree_event *stream_find(const struct stream *s, uint32_t kind,
					 pid_t pid);
/* Wait for it. */
const struct proctree_event *stream_await(struct stream *s, uint32_t kind,
					  pid_t pid);
/* How many of @kind were read. */
size_t stream_number_of(const struct stream *s, uint32_t kind);
/* Sum of all LOST events. */
uint64_t stream_lost(const struct stream *s);
/*
 * What holds of any stream: numbers from 1 without gaps, LOST repeats the number
 * before it, all bytes that mean nothing are zero.
 */
void stream_assert(const struct stream *s);

/* Run this thread on one processor from now on; on another, if there are fewer. */
void pin_to(int cpu);
/* Have @n children by vfork() that exit at once, and wait for each. */
void fork_and_wait(unsigned int n);

#endif
