/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which tasks there are, which of them are new, and which have just gone: one
 * look at the tree after the other. Pure memory; the caller brings the time.
 */
#ifndef RECENT_H
#define RECENT_H

#include "lib/libproctree.h"

/* How long a birth or a death is news. */
#define RECENT_MS	1000
/* Of the dead, so many are remembered: what more there are, only counts tell. */
#define RECENT_GONE_MAX	256

/**
 * struct recent_task - a task that is there, or was a moment ago
 * @row:	as it was seen last; its state is X if it has gone
 * @born_ms:	when it was seen first; 0 = at the first look
 * @gone_ms:	when it was gone; 0 = it is there
 */
struct recent_task {
	struct proctree_row row;
	uint64_t born_ms;
	uint64_t gone_ms;
};

/**
 * struct recent - what the last look has seen; zero it to begin
 * @tasks:	@count of them, by start_ns: a parent is before its children
 * @ended:	@nended tasks that have gone since, as told by recent_end()
 * @begun:	there was a look
 */
struct recent {
	struct recent_task *tasks;
	uint32_t count;
	struct proctree_row ended[RECENT_GONE_MAX];
	uint32_t nended;
	bool begun;
};

/* Forget everything. */
void recent_clear(struct recent *r);

/* This task has gone: for those that no look has seen, they were too quick. */
void recent_end(struct recent *r, const struct proctree_row *row);

/**
 * recent_look - the tasks there are now
 * @rows:	base rows, each task once
 * @now_ms:	not 0; any clock that does not go back
 *
 * Return: 0, or -ENOMEM: then nothing has changed.
 */
int recent_look(struct recent *r, const struct proctree_rows *rows,
		uint64_t now_ms);

static inline bool recent_is_gone(const struct recent_task *t)
{
	return t->gone_ms;
}

static inline bool recent_is_new(const struct recent_task *t, uint64_t now_ms)
{
	return t->born_ms && now_ms - t->born_ms < RECENT_MS;
}

/* When the news that is told next to be none any more ends; 0 = there is none. */
uint64_t recent_until(const struct recent *r, uint64_t now_ms);

#endif
