// SPDX-License-Identifier: GPL-2.0-only
/*
 * The stream of events of the play; see recorder.h.
 */
#include <errno.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "recorder.h"
#include "watch.h"

#define BATCH		64
#define LATENCY_MS	1
#define PAUSE_MS	1	/* for what no event tells */
#define PAUSE_SCHED_MS	10	/* if each sleep is an event */

void recorder_open(struct trial *t)
{
	struct record *r = &t->record;
	struct proctree_watch watch = {
		.kinds = EVENTS_LIFE | t->exp->events,
		.root_pid = getppid(),
		.ring = r->ring,
		.latency_ms = LATENCY_MS,
	};
	struct sighting seen;
	unsigned int i;

	for (i = 0; i < t->nroles; i++)
		role_look(&t->roles[i], 0, &seen);
	r->error = proctree_open(&r->pt);
	if (!r->error)
		r->error = proctree_watch(r->pt, &watch);
	if (!r->error)
		r->kinds = watch.kinds;
}

/* How the house waits and watches is not part of the play. */
static bool is_noise(const struct trial *t, const struct proctree_event *e)
{
	int player;

	if (!(1ULL << e->kind & PROCTREE_EVENTS_SCHED))
		return false;
	player = trial_player(t, e->pid, 0);
	return player >= 0 && t->roles[player].crew;
}

/* The last place is kept for telling that there was no place. */
static void keep(struct trial *t, const struct proctree_event *e)
{
	struct record *r = &t->record;
	uint64_t lost = e->kind == PROCTREE_EVENT_LOST ? e->u.lost.lost : 1;

	if (e->kind == PROCTREE_EVENT_LOST || r->n >= TRIAL_EVENTS - 1)
		r->lost += lost;
	if (r->n < TRIAL_EVENTS - 1) {
		r->events[r->n++] = *e;
		return;
	}
	r->n = TRIAL_EVENTS;
	r->events[TRIAL_EVENTS - 1].kind = PROCTREE_EVENT_LOST;
	r->events[TRIAL_EVENTS - 1].u.lost.lost += lost;
}

/* Read what there is, at most @timeout_ms from now. Return: the last number. */
static uint64_t read_events(struct trial *t, int timeout_ms)
{
	struct proctree_event events[BATCH];
	struct record *r = &t->record;
	uint64_t seq = 0;
	int n, i;

	do {
		n = proctree_events(r->pt, events, BATCH, timeout_ms);
		for (i = 0; i < n; i++)
			if (!is_noise(t, &events[i]))
				keep(t, &events[i]);
		if (n > 0)
			seq = events[n - 1].seq;
		timeout_ms = 0;
	} while (n == BATCH);
	if (n < 0 && n != -EINTR)
		r->error = n;
	return seq;
}

void recorder_pause(struct trial *t)
{
	bool sched = t->record.kinds & PROCTREE_EVENTS_SCHED;

	trial_check(t);
	if (t->record.error)
		nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
	else
		read_events(t, sched ? PAUSE_SCHED_MS : PAUSE_MS);
}

/* What came after it may have been read as well. */
static unsigned int place_of(const struct record *r, uint64_t seq)
{
	unsigned int i;

	for (i = r->n; i-- > 0 && r->events[i].seq > seq;)
		;
	return i;
}

unsigned int recorder_mark(struct trial *t, const char *text)
{
	struct record *r = &t->record;
	uint64_t mark = 0, seq;

	while (!r->error) {
		seq = read_events(t, mark ? PAUSE_MS : 0);
		if (mark && seq >= mark)
			return place_of(r, mark);
		/* Where it is full, reading has made room. */
		if (!mark)
			r->error = proctree_mark(r->pt, text, &mark);
		if (!trial_time_left(t, 1))
			trial_fail(t, "the events up to \"%s\" are late", text);
	}
	return r->n;
}
