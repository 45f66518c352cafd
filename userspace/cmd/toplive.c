// SPDX-License-Identifier: GPL-2.0-only
/*
 * A live tree with a memory of a second; see toplive.h.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "device.h"
#include "proctl.h"
#include "toplive.h"

#define BATCH		512	/* events read at once */
#define BATCHES		64	/* before something else has its turn */
#define LOST_MS		5000	/* a loss is told so long */

uint64_t toplive_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000ULL + ts.tv_nsec / 1000000 + 1;
}

static void begin(struct toplive *t)
{
	const struct proctree_row *row = proctree_live_find(t->live, t->root);

	if (row)
		t->root_start_ns = row->start_ns;
	t->looked_ms = toplive_now();
}

int toplive_open(struct toplive *t, int32_t root)
{
	struct proctree_watch watch = { .root_pid = root };
	int err, status = device_open(&t->pt);

	if (status)
		return status;
	t->root = root;
	err = proctree_live_open(t->pt, &watch, &t->live);
	if (err) {
		status = device_watch_error(t->pt, "top", root, err);
		toplive_close(t);
		return status;
	}
	t->own = watch.flags & PROCTREE_WATCH_OWN;
	begin(t);
	return PROCTL_YES;
}

void toplive_close(struct toplive *t)
{
	recent_clear(&t->recent);
	proctree_live_close(t->live);
	proctree_close(t->pt);
	t->live = NULL;
	t->pt = NULL;
}

static int apply(struct toplive *t, const struct proctree_event *e,
		 uint64_t now_ms)
{
	const struct proctree_row *row;

	if (e->kind == PROCTREE_EVENT_LOST) {
		if (now_ms - t->lost_ms >= LOST_MS)
			t->lost = 0;
		t->lost += e->u.lost.lost;
		t->lost_ms = now_ms;
	}
	/* The last that is heard of it. */
	row = e->kind == PROCTREE_EVENT_FREE ?
		      proctree_live_find(t->live, e->pid) : NULL;
	if (row && row->start_ns == e->start_ns)
		recent_end(&t->recent, row);
	return proctree_live_apply(t->live, e);
}

int toplive_read(struct toplive *t, uint64_t now_ms)
{
	struct proctree_event events[BATCH];
	int n, i, err = 0, all = 0, batches = BATCHES;

	do {
		n = proctree_events(t->pt, events, BATCH, 0);
		for (i = 0; i < n && !err; i++)
			err = apply(t, &events[i], now_ms);
		all += n > 0 ? n : 0;
	} while (n == BATCH && !err && --batches);
	if (err)
		return err;
	return n < 0 && n != -EINTR ? n : all;
}

int toplive_look(struct toplive *t, uint64_t now_ms)
{
	uint64_t events = proctree_live_info(t->live)->events;

	if (now_ms > t->looked_ms)
		t->rate = (events - t->events) * 1000.0 /
			  (now_ms - t->looked_ms);
	t->looked_ms = now_ms;
	t->events = events;
	return proctree_live_refresh(t->live);
}

int toplive_show(struct toplive *t, uint64_t now_ms)
{
	struct proctree_rows *rows;
	int err = proctree_live_rows(t->live, true, &rows);

	if (err)
		return err;
	err = recent_look(&t->recent, rows, now_ms);
	proctree_rows_free(rows);
	return err;
}

void toplive_headline(const struct toplive *t, char line[HEADLINE_MAX])
{
	struct headline h = {
		.rate = t->rate,
		.lost = proctree_live_info(t->live)->lost,
	};
	time_t now = time(NULL);
	char clock[16];

	strftime(clock, sizeof(clock), "%H:%M:%S", localtime(&now));
	h.clock = clock;
	view_count(&h.counts, &t->recent);
	headline_put(line, &h);
}

static bool root_is_there(const struct toplive *t)
{
	const struct proctree_row *row = proctree_live_find(t->live, t->root);

	return row && row->start_ns == t->root_start_ns;
}

void toplive_notice(const struct toplive *t, uint64_t now_ms,
		    char line[TOPLIVE_NOTICE_MAX])
{
	char *to = line;

	*to = '\0';
	if (t->root && !root_is_there(t))
		to += sprintf(to, "process %d has ended; ", t->root);
	if (t->lost && now_ms - t->lost_ms < LOST_MS)
		to += sprintf(to, "%llu events were lost, so everything was looked at again; ",
			      (unsigned long long)t->lost);
	if (t->own)
		to += sprintf(to, "events of your own processes only, others as of "
			      "the last look: 'sudo' shows all; ");
	if (to > line)
		to[-2] = '\0';
}
