// SPDX-License-Identifier: GPL-2.0-only
/*
 * Promise 1 in a storm: snapshots on two processors while processes fork,
 * orphan, thread and exec so fast that pids wrap around again and again.
 */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "churn.h"
#include "device.h"
#include "harness.h"
#include "modprobe.h"
#include "spawn.h"
#include "text.h"
#include "tree.h"
#include "world.h"

#define SNAPSHOTS	2100	/* more than 2,000, more under PROCTREE_STRESS */
#define WRAPS		3	/* times the pids must have wrapped around */
#define FEW_PIDS	"1200"
#define FLAT		150	/* processes that do nothing, to make it longer */
#define FLAT_USER	4242
#define LONG_TIME	240	/* seconds */

/**
 * struct storm - a storm and what was seen of it
 * @group:	process group of the churners
 * @churners:	their processes
 * @pid_max:	to be put back
 */
struct storm {
	pid_t group;
	pid_t churners[4];
	char pid_max[32];
	unsigned int snapshots, violations, missing;
	unsigned int wraps, last_pid, restarts_wanted;
	unsigned long sections, restarts, one_section, rows;
};

static void be_flat(void *ready)
{
	OK(setresuid(-1, FLAT_USER, -1));
	pause_ready(ready);
}

static void storm_begin(struct storm *s)
{
	int *ready = shared_alloc(sizeof(*ready)), i;

	memset(s, 0, sizeof(*s));
	OK(signal(SIGCHLD, SIG_IGN) == SIG_ERR ? -1 : 0);
	file_read(PID_MAX_FILE, s->pid_max, sizeof(s->pid_max));
	file_write(PID_MAX_FILE, FEW_PIDS);
	for (i = 0; i < FLAT; i++)
		spawn(0, be_flat, ready);
	AWAIT(__atomic_load_n(ready, __ATOMIC_SEQ_CST) == FLAT);
	for (i = 0; i < 4; i++) {
		s->churners[i] = churn_start(i % CHURN_KINDS, s->group);
		s->group = s->churners[0];
	}
}

static void storm_end(struct storm *s)
{
	OK(kill(-s->group, SIGKILL));
	file_write(PID_MAX_FILE, s->pid_max);
	OK(signal(SIGCHLD, SIG_DFL) == SIG_ERR ? -1 : 0);
}

static void watch_pids(struct storm *s)
{
	char text[32];
	unsigned int pid;

	file_read("/proc/sys/kernel/ns_last_pid", text, sizeof(text));
	pid = atoi(text);
	s->wraps += pid < s->last_pid;
	s->last_pid = pid;
}

/* Everybody who lives during the whole walk must be there. */
static void look_for_the_living(struct storm *s, const struct rows *rows)
{
	unsigned int flat = 0, churners = 0;
	uint32_t i, j;
	bool me = false;

	for (i = 0; i < rows->arg.count; i++) {
		const struct proctree_row *row = row_at(rows, i);

		if (row->pid != row->tgid)
			continue;
		me |= row->pid == getpid();
		flat += row->uid == FLAT_USER;
		for (j = 0; j < 4; j++)
			churners += row->pid == s->churners[j];
	}
	if (me && flat == FLAT && churners == 4)
		return;
	if (!s->missing++)
		note("missing: self %d, %u of %u at rest, %u of 4 churners", me,
		     flat, FLAT, churners);
}

static void one_snapshot(struct storm *s, int fd, struct rows *rows)
{
	/* Whole and subtree, with and without threads. */
	pid_t root = s->snapshots & 2 ? getpid() : 0;
	uint32_t flags = s->snapshots & 1 ? PROCTREE_SNAPSHOT_THREADS : 0;
	uint64_t mask = s->snapshots & 4 ? BLOCKS_TREE : PROCTREE_BLOCK_BASE;
	char why[256];
	uint32_t n;

	rows_take(fd, rows, mask, root, flags);
	n = tree_violations(rows, rows->arg.count, root, why, sizeof(why));
	s->violations += n;
	if (n && s->violations < 10 + n)
		note("root %d, flags %u, %u sections, %u restarts: %s", root,
		     flags, rows->arg.sections, rows->arg.restarts, why);
	look_for_the_living(s, rows);
	s->snapshots++;
	s->sections += rows->arg.sections;
	s->restarts += rows->arg.restarts;
	s->one_section += !!(rows->arg.walk & PROCTREE_WALK_ONE_SECTION);
	s->rows += rows->arg.count;
}

/* Take the snapshots, tell about them, judge. */
static void storm_watch(struct storm *s)
{
	unsigned int wanted = SNAPSHOTS * (getenv("PROCTREE_STRESS") ? 20 : 1);
	struct rows rows = { 0 };
	struct timespec begin, end;
	int fd = dev_open();

	clock_gettime(CLOCK_MONOTONIC, &begin);
	while (s->snapshots < wanted || s->wraps < WRAPS ||
	       s->restarts < s->restarts_wanted) {
		one_snapshot(s, fd, &rows);
		watch_pids(s);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	close(fd);
	storm_end(s);
	note("%u snapshots, %lu rows each, in %ld s; %u times around the pids",
	     s->snapshots, s->rows / s->snapshots,
	     (long)(end.tv_sec - begin.tv_sec), s->wraps);
	note("%lu sections, %lu restarts, %lu times one section for all",
	     s->sections, s->restarts, s->one_section);
	ASSERT_EQ(s->violations, 0);
	ASSERT_EQ(s->missing, 0);
}

TEST_WITHIN(LONG_TIME, "2,000 snapshots in a storm of forks are all trees")
{
	struct storm s;

	storm_begin(&s);
	storm_watch(&s);
}

static void reload(const char *parameter)
{
	module_unload();
	module_load(parameter);
}

TEST_WITHIN(LONG_TIME, "2,000 snapshots of tiny sections in a storm are trees")
{
	struct proctree_query q = { 0 };
	struct storm s;
	int fd;

	reload("batch=8");
	fd = dev_open();
	ASSERT_EQ(dev_query(fd, &q), 0);
	ASSERT_EQ(q.batch, 8);
	close(fd);
	storm_begin(&s);
	/* Sections end in the storm, some with the task they stand on. */
	s.restarts_wanted = 3;
	storm_watch(&s);
	ASSERT_GE(s.sections / s.snapshots, FLAT / 8);
	reload(NULL);
}

#define ENDS		150
#define ORPHANS		8

static void be_threaded_orphan(void *unused)
{
	spawn_clone(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD, clone_pause,
		    unused);
	pause_forever(NULL);
}

static void be_short_lived(void *go)
{
	int i;

	OK(setpgid(0, 0));
	for (i = 0; i < ORPHANS; i++)
		spawn(0, be_threaded_orphan, NULL);
	while (!__atomic_load_n((int *)go, __ATOMIC_SEQ_CST))
		;
}

/* Subtrees of @root until it has gone; returns how many rows were wrong. */
static unsigned int watch_end(int fd, struct rows *rows, pid_t root,
			      unsigned int *snapshots)
{
	unsigned int violations = 0, n;
	char why[256];

	while (!rows_try(fd, rows, *snapshots & 2 ? PROCTREE_BLOCK_BASE :
						     BLOCKS_TREE, root,
			 *snapshots & 1 ? PROCTREE_SNAPSHOT_THREADS : 0)) {
		n = tree_violations(rows, rows->arg.count, root, why,
				    sizeof(why));
		if (n && !violations)
			note("%s", why);
		violations += n;
		++*snapshots;
	}
	return violations;
}

TEST_WITHIN(LONG_TIME, "subtrees of processes that are ending are all trees")
{
	unsigned int violations = 0, snapshots = 0, i;
	int *go = shared_alloc(sizeof(*go)), fd = dev_open();
	struct rows rows = { 0 };
	pid_t root;

	for (i = 0; i < ENDS; i++) {
		OK(signal(SIGCHLD, SIG_IGN) == SIG_ERR ? -1 : 0);
		*go = 0;
		root = spawn(0, be_short_lived, go);
		do
			rows_take(fd, &rows, PROCTREE_BLOCK_BASE, root,
				  PROCTREE_SNAPSHOT_THREADS);
		while (rows.arg.count < 1 + 2 * ORPHANS);
		__atomic_store_n(go, 1, __ATOMIC_SEQ_CST);
		violations += watch_end(fd, &rows, root, &snapshots);
		kill_group(root);
	}
	note("%u snapshots of %u ends", snapshots, ENDS);
	ASSERT_EQ(violations, 0);
}

TEST_WITHIN(LONG_TIME, "500 texts in a storm of forks are all preorders")
{
	struct text text;
	struct storm s;
	int i;

	storm_begin(&s);
	for (i = 0; i < 500; i++) {
		text_take(PROCTREE_PROC, &text);
		ASSERT(text_find(&text, getpid()));
		ASSERT(text_find(&text, s.churners[3]));
		text_free(&text);
	}
	storm_end(&s);
}

TEST_WITHIN(LONG_TIME, "TASK of processes in a storm is right or ESRCH")
{
	struct rows rows = { 0 };
	unsigned int found = 0, gone = 0, i, round;
	struct whole_row row;
	struct storm s;
	int fd = dev_open(), err;

	storm_begin(&s);
	for (round = 0; round < 300; round++) {
		rows_take(fd, &rows, PROCTREE_BLOCK_BASE, getpid(),
			  PROCTREE_SNAPSHOT_THREADS);
		for (i = 0; i < rows.arg.count; i++) {
			const struct proctree_row *r = row_at(&rows, i);

			if (r->uid == FLAT_USER)
				continue;
			err = task_try(fd, r->pid, r->start_ns, &row);
			found += !err;
			gone += err == -ESRCH;
			if (err && err != -ESRCH)
				FAIL("TASK of %d: %s", r->pid, strerror(-err));
			if (!err)
				ASSERT_EQ(row.base.start_ns, r->start_ns);
			if (!err)
				ASSERT_EQ(row.base.pid, r->pid);
		}
	}
	storm_end(&s);
	note("%u found, %u gone", found, gone);
	ASSERT_GE(found, 1);
	ASSERT_GE(gone, 1);
}
