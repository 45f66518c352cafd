// SPDX-License-Identifier: GPL-2.0-only
/* A live tree of the library, and whether it is right; see alive.h. */
#include "alive.h"

#include <string.h>
#include <time.h>

#include "harness.h"

#define BATCH	512
#define BATCHES	64	/* at a time: more may come than can be read */

void alive_open(struct alive *a, uint32_t ring)
{
	struct proctree_watch watch = { .ring = ring };
	int err;

	a->forks = 0;
	err = proctree_open(&a->pt);
	if (!err)
		err = proctree_live_open(a->pt, &watch, &a->live);
	if (err)
		FAIL("live tree: %s", strerror(-err));
}

void alive_close(struct alive *a)
{
	proctree_live_close(a->live);
	proctree_close(a->pt);
}

void alive_go_on(struct alive *a)
{
	struct proctree_event events[BATCH];
	int n = 1, i, batches;

	for (batches = 0; n > 0 && batches < BATCHES; batches++) {
		n = proctree_events(a->pt, events, BATCH, 0);
		for (i = 0; i < n; i++) {
			a->forks += events[i].kind == PROCTREE_EVENT_FORK;
			ASSERT_EQ(proctree_live_apply(a->live, &events[i]), 0);
		}
	}
	ASSERT_GE(n, 0);
}

/* What the two say differently of a task; NULL: nothing. */
static const char *difference(const struct proctree_row *a,
			      const struct proctree_row *b)
{
	if (!b)
		return "is in one only";
	if (a->tgid != b->tgid)
		return "tgid";
	if (a->ppid != b->ppid)
		return "ppid";
	if (a->start_ns != b->start_ns)
		return "start_ns";
	if (strncmp(a->comm, b->comm, sizeof(a->comm)))
		return "comm";
	if (a->pid == a->tgid && a->nr_threads != b->nr_threads)
		return "nr_threads";
	return NULL;
}

static const struct proctree_row *row_of(const struct proctree_rows *rows,
					 int32_t pid)
{
	uint32_t i;

	for (i = 0; i < rows->count; i++)
		if (proctree_row_at(rows, i)->pid == pid)
			return proctree_row_at(rows, i);
	return NULL;
}

static bool all_in(const struct proctree_rows *a, const struct proctree_rows *b,
		   bool tell)
{
	const struct proctree_row *row;
	const char *why;
	bool good = true;
	uint32_t i;

	for (i = 0; i < a->count; i++) {
		row = proctree_row_at(a, i);
		why = difference(row, row_of(b, row->pid));
		if (why && tell)
			note("%d %.16s, child of %d: %s", row->pid, row->comm,
			     row->ppid, why);
		good &= !why;
	}
	return good;
}

/* The live tree against a snapshot that knows nothing of it. */
static bool equals_snapshot(struct alive *a, bool tell)
{
	const struct proctree_want want = { .threads = true };
	struct proctree_rows *live, *fresh;
	struct proctree *pt;
	bool good;

	alive_go_on(a);
	ASSERT_EQ(proctree_open(&pt), 0);
	ASSERT_EQ(proctree_take(pt, &want, &fresh), 0);
	ASSERT_EQ(proctree_live_rows(a->live, true, &live), 0);
	good = all_in(live, fresh, tell) && all_in(fresh, live, tell);
	proctree_rows_free(live);
	proctree_rows_free(fresh);
	proctree_close(pt);
	return good;
}

void alive_assert_snapshot(struct alive *a)
{
	/* What was reaped is told as freed a grace period later. */
	int tries = 500;

	while (!equals_snapshot(a, tries == 1)) {
		if (!--tries)
			FAIL("the live tree is not the snapshot");
		nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	}
}
