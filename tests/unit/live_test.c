// SPDX-License-Identifier: GPL-2.0-only
/* When the live tree takes a snapshot, and which events it covers. */
#include <string.h>

#include "forest.h"
#include "unit.h"

/* Snapshots made by hand instead of the kernel's. */
static int fake_take(struct proctree *pt, const struct proctree_want *want,
		     struct proctree_rows **rows);
static int fake_watch(struct proctree *pt, struct proctree_watch *watch);

#define proctree_take	fake_take
#define proctree_watch(pt, watch)	fake_watch(pt, watch)
#include "../../userspace/lib/live.c"

/* What the next snapshot tells. */
static const char *name;
static uint64_t position;

static int fake_take(struct proctree *pt, const struct proctree_want *want,
		     struct proctree_rows **rows)
{
	(void)pt;
	assert_true(want->threads);
	*rows = forest_new(1);
	forest_add(*rows, 10, 0, name);
	(*rows)->info.seq = position;
	return 0;
}

static int fake_watch(struct proctree *pt, struct proctree_watch *watch)
{
	(void)pt;
	assert_true(watch->kinds & (1ULL << PROCTREE_EVENT_RENAME));
	return 0;
}

static struct proctree_live *live_with(const char *comm, uint64_t seq)
{
	struct proctree_watch watch = { 0 };
	struct proctree_live *live;

	name = comm;
	position = seq;
	assert_int_equal(proctree_live_open(NULL, &watch, &live), 0);
	return live;
}

static void rename_at(struct proctree_live *live, uint64_t seq,
		      const char *comm)
{
	struct proctree_event e = {
		.kind = PROCTREE_EVENT_RENAME, .seq = seq, .pid = 10, .tgid = 10,
	};

	strcpy(e.u.rename.comm, comm);
	assert_int_equal(proctree_live_apply(live, &e), 0);
}

TEST("a name that the snapshot was too early for is learned from its event")
{
	struct proctree_live *live = live_with("old", 7);

	rename_at(live, 6, "new");
	assert_string_equal(proctree_live_find(live, 10)->comm, "new");
	assert_int_equal(proctree_live_info(live)->seq, 7);
	proctree_live_close(live);
}

TEST("if a renaming may be lost after one that was done again, it looks anew")
{
	struct proctree_event lost = {
		.kind = PROCTREE_EVENT_LOST, .seq = 6, .u.lost.lost = 1,
	};
	struct proctree_live *live = live_with("second", 7);

	assert_int_equal(proctree_live_apply(live, &lost), 0);
	assert_int_equal(proctree_live_info(live)->snapshots, 1);
	rename_at(live, 5, "first");
	assert_int_equal(proctree_live_apply(live, &lost), 0);
	assert_int_equal(proctree_live_info(live)->snapshots, 2);
	assert_string_equal(proctree_live_find(live, 10)->comm, "second");
	proctree_live_close(live);
}

TEST("what else the snapshot covers changes nothing")
{
	struct proctree_event exit = {
		.kind = PROCTREE_EVENT_EXIT, .seq = 7, .pid = 10, .tgid = 10,
	};
	struct proctree_live *live = live_with("child", 7);

	assert_int_equal(proctree_live_apply(live, &exit), 0);
	assert_int_equal(proctree_live_find(live, 10)->state, 'S');
	assert_int_equal(proctree_live_info(live)->events, 0);
	proctree_live_close(live);
}
