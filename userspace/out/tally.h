/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a stream of events amounts to: the summary at the end of a trace. Pure
 * memory.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stddef.h>

#include "event.h"

struct tally_task {
	int32_t pid;
	uint64_t start_ns;
	char comm[PROCTREE_COMM_LEN];
};

/**
 * struct tally_heir - who got orphans
 * @count: how many; several times the same one counts several times
 */
struct tally_heir {
	struct tally_task task;
	uint64_t count;
};

/**
 * struct tally - sums; zero it to begin
 * @events:	all but LOST
 * @lost:	events lost
 * @processes, @threads: created
 * @execed:	programs begun
 * @exited:	processes that ended
 * @failed:	those with a status that is not 0
 * @first_ns, @last_ns: times of events
 * @longest, @longest_ns: of those that ended, who lived longest
 * @heirs:	sorted: most orphans first, after tally_end()
 * @nheirs:	number of them
 * @dead:	processes that ended and were not freed: zombies, after
 *		tally_end()
 * @ndead:	number of them
 * @no_memory:	@heirs or @dead are not complete
 */
struct tally {
	uint64_t events, lost;
	uint64_t processes, threads, execed, exited, failed;
	uint64_t first_ns, last_ns;
	struct tally_task longest;
	uint64_t longest_ns;
	struct tally_heir *heirs;
	size_t nheirs;
	struct tally_task *dead;
	size_t ndead;
	bool no_memory;
};

/**
 * tally_add - count an event
 * @style: whom to ask for names
 */
void tally_add(struct tally *tally, const struct event_style *style,
	       const struct proctree_event *e);

/**
 * tally_end - who is still a zombie?
 * @style: asked who is: it must know the tasks of now
 */
void tally_end(struct tally *tally, const struct event_style *style);

/* Several lines of text, at most TALLY_MAX bytes. Return: the end; no NUL. */
#define TALLY_MAX 16384
char *tally_text(char *to, const struct tally *tally,
		 const struct event_style *style);

/* One JSON object and a newline, {"event":"summary",...}; the same. */
char *tally_json(char *to, const struct tally *tally,
		 const struct event_style *style);

void tally_free(struct tally *tally);

#endif
