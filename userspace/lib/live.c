// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tree that follows the stream: when to take a snapshot, and which events
 * it covers. What events change is in tasks.c.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "tasks.h"

/**
 * struct proctree_live - a live tree
 * @pt:		its device, not owned
 * @tasks:	the tree
 * @covered:	events up to this number are in the last snapshot
 * @renamed:	renaming before that was done again: see is_covered()
 */
struct proctree_live {
	struct proctree *pt;
	struct tasks tasks;
	uint64_t covered;
	bool renamed;
	struct proctree_live_info info;
};

int proctree_live_refresh(struct proctree_live *live)
{
	static const struct proctree_want want = { .threads = true };
	struct proctree_rows *rows;
	int err = proctree_take(live->pt, &want, &rows);

	if (err)
		return err;
	err = tasks_fill(&live->tasks, rows);
	live->covered = rows->info.seq;
	live->renamed = false;
	if (live->covered > live->info.seq)
		live->info.seq = live->covered;
	live->info.snapshots++;
	live->info.tasks = live->tasks.count;
	proctree_rows_free(rows);
	return err;
}

int proctree_live_open(struct proctree *pt, struct proctree_watch *watch,
		       struct proctree_live **livep)
{
	struct proctree_live *live = calloc(1, sizeof(*live));
	int err;

	if (!live)
		return -ENOMEM;
	live->pt = pt;
	watch->kinds |= PROCTREE_LIVE_KINDS;
	err = proctree_watch(pt, watch);
	if (!err)
		err = proctree_live_refresh(live);
	if (err) {
		proctree_live_close(live);
		return err;
	}
	*livep = live;
	return 0;
}

void proctree_live_close(struct proctree_live *live)
{
	if (!live)
		return;
	tasks_clear(&live->tasks);
	free(live);
}

/*
 * Is what the event tells in the snapshot? A name is written after it is told
 * (fs/exec.c __set_task_comm()), so the snapshot may have the old one. All
 * renamings in their order end with the right one, if none of them is lost.
 */
static bool is_covered(struct proctree_live *live,
		       const struct proctree_event *event)
{
	if (event->seq > live->covered)
		return false;
	if (event->kind != PROCTREE_EVENT_RENAME)
		return true;
	live->renamed = true;
	return false;
}

/*
 * A loss before an event that the snapshot covers was before the snapshot. One
 * behind the last event read may have been after it.
 */
static int apply_lost(struct proctree_live *live,
		      const struct proctree_event *event)
{
	live->info.lost += event->u.lost.lost;
	return event->seq < live->covered && !live->renamed ?
		       0 : proctree_live_refresh(live);
}

int proctree_live_apply(struct proctree_live *live,
			const struct proctree_event *event)
{
	int ret;

	if (event->kind == PROCTREE_EVENT_LOST)
		return apply_lost(live, event);
	if (is_covered(live, event))
		return 0;
	if (event->seq > live->info.seq)
		live->info.seq = event->seq;
	live->info.events++;
	ret = tasks_apply(&live->tasks, event);
	live->info.tasks = live->tasks.count;
	return ret > 0 ? proctree_live_refresh(live) : ret;
}

const struct proctree_live_info *
proctree_live_info(const struct proctree_live *live)
{
	return &live->info;
}

const struct proctree_row *proctree_live_find(const struct proctree_live *live,
					      int32_t pid)
{
	return tasks_find(&live->tasks, pid);
}

int proctree_live_rows(const struct proctree_live *live, bool threads,
		       struct proctree_rows **rowsp)
{
	return tasks_rows(&live->tasks, threads, rowsp);
}
