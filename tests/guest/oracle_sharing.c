// SPDX-License-Identifier: GPL-2.0-only
/* SHARING against kcmp(2), for all pairs of threads of a busy machine. */
#include <stdlib.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "odd.h"
#include "oracle.h"
#include "shared.h"
#include "spawn.h"

static const struct whole_row *nth(const struct rows *rows, uint32_t i)
{
	return (const void *)row_at(rows, i);
}

/* kcmp's opinion, and the rows'; one of the two may have gone meanwhile. */
static bool kind_agrees(const struct whole_row *a, const struct whole_row *b,
			const struct shared *kind)
{
	long order = shared_order(a->base.pid, b->base.pid, kind);

	if (order < 0)
		return true;
	return (order == 0) == (shared_id(a, kind) == shared_id(b, kind));
}

/* Equal ids where the same object must be, and nothing else can tell. */
static void compare_others(const struct whole_row *a,
			   const struct whole_row *b)
{
	ASSERT_EQ(a->share.signal == b->share.signal,
		  a->base.tgid == b->base.tgid);
	if (a->share.cred == b->share.cred)
		ASSERT_EQ(a->base.uid, b->base.uid);
}

static bool stays(int fd, const struct whole_row *row)
{
	struct whole_row now;

	return !task_try(fd, row->base.pid, row->base.start_ns, &now) &&
	       !memcmp(&row->share, &now.share, sizeof(now.share));
}

TEST_WITHIN(120, "who shares what with whom is as kcmp tells, for all pairs")
{
	struct rows rows = { 0 };
	int fd = dev_open();
	uint32_t i, j;
	size_t k;

	odd_open();
	rows_take(fd, &rows, BLOCKS_TREE, 0, PROCTREE_SNAPSHOT_THREADS);
	for (i = 0; i < rows.arg.count; i++)
		for (j = i + 1; j < rows.arg.count; j++) {
			const struct whole_row *a = nth(&rows, i);
			const struct whole_row *b = nth(&rows, j);

			compare_others(a, b);
			for (k = 0; k < NSHARED; k++)
				if (!kind_agrees(a, b, &shared[k]) && stays(fd, a) &&
				    stays(fd, b))
					FAIL("%s of %d and %d", shared[k].name,
					     a->base.pid, b->base.pid);
		}
	note("%u threads", rows.arg.count);
}

static const char *const namespaces[] = {
	"uts", "ipc", "net", "mnt", "cgroup", "pid_for_children",
};

static uint64_t namespace_of(const struct whole_row *row, const char *name)
{
	struct facts f;

	snprintf(f.dir, sizeof(f.dir), "/proc/%d/task/%d", row->base.tgid,
		 row->base.pid);
	return facts_namespace(&f, name);
}

static bool same_namespaces(const struct whole_row *a,
			    const struct whole_row *b)
{
	size_t i;

	for (i = 0; i < sizeof(namespaces) / sizeof(namespaces[0]); i++)
		if (namespace_of(a, namespaces[i]) !=
		    namespace_of(b, namespaces[i]))
			return false;
	return true;
}

/*
 * fork shares the set; unshare(2) makes a new one even of the same namespaces,
 * so that only one direction holds.
 */
TEST("tasks with the same set of namespaces are in the same ones")
{
	struct rows rows = { 0 };
	uint32_t i, j, sets = 0;
	int fd = dev_open();

	odd_open();
	rows_take(fd, &rows, BLOCKS_TREE, 0, PROCTREE_SNAPSHOT_THREADS);
	for (i = 0; i < rows.arg.count; i++) {
		const struct whole_row *row = nth(&rows, i), *first;

		if (row->base.state == 'Z') {
			if (stays(fd, row))
				ASSERT_EQ(row->share.nsproxy, 0);
			continue;
		}
		for (j = 0; j < i; j++)
			if (nth(&rows, j)->share.nsproxy == row->share.nsproxy)
				break;
		first = nth(&rows, j);
		sets += j == i;
		if (!same_namespaces(first, row) && stays(fd, first) &&
		    stays(fd, row))
			FAIL("%d and %d differ", first->base.pid,
			     row->base.pid);
	}
	note("%u sets", sets);
	ASSERT_GE(sets, 8);
}

#define PAIRS	"who shares what with whom is as kcmp tells, for all pairs"

static const struct oracle oracles[] = {
	{ "mm", .test = PAIRS },
	{ "files", .test = PAIRS },
	{ "fs", .test = PAIRS },
	{ "sighand", .test = PAIRS },
	{ "signal", .test = PAIRS },
	{ "io", .test = PAIRS },
	{ "sysvsem", .test = PAIRS },
	{ "cred",
	  .test = "threads share credentials until one of them changes its own" },
	{ "nsproxy",
	  .test = "tasks with the same set of namespaces are in the same ones" },
};

ORACLE_TABLE(sharing, SHARING);
