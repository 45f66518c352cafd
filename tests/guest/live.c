// SPDX-License-Identifier: GPL-2.0-only
/*
 * Promise 2, as libproctree keeps it: snapshot + events = the next snapshot.
 * Unlike the others this file judges the library, so it uses it.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../userspace/lib/libproctree.h"
#include "churn.h"
#include "harness.h"
#include "spawn.h"
#include "stream.h"

#define FORKS	5000	/* in a storm, 50,000 under PROCTREE_STRESS */
#define BATCH	512

/* A live tree and its device. */
struct alive {
	struct proctree *pt;
	struct proctree_live *live;
	uint64_t forks;
};

static void alive_open(struct alive *a, uint32_t ring)
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

static void alive_close(struct alive *a)
{
	proctree_live_close(a->live);
	proctree_close(a->pt);
}

/* Apply what there is. */
static void go_on(struct alive *a)
{
	struct proctree_event events[BATCH];
	int n, i;

	while ((n = proctree_events(a->pt, events, BATCH, 0)) > 0) {
		for (i = 0; i < n; i++) {
			a->forks += events[i].kind == PROCTREE_EVENT_FORK;
			ASSERT_EQ(proctree_live_apply(a->live, &events[i]), 0);
		}
	}
	ASSERT_EQ(n, 0);
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

	go_on(a);
	ASSERT_EQ(proctree_open(&pt), 0);
	ASSERT_EQ(proctree_take(pt, &want, &fresh), 0);
	ASSERT_EQ(proctree_live_rows(a->live, true, &live), 0);
	good = all_in(live, fresh, tell) && all_in(fresh, live, tell);
	proctree_rows_free(live);
	proctree_rows_free(fresh);
	proctree_close(pt);
	return good;
}

/* What was reaped is told as freed a grace period later: wait for a while. */
static void assert_equal(struct alive *a)
{
	int tries = 500;

	while (!equals_snapshot(a, tries == 1)) {
		if (!--tries)
			FAIL("the live tree is not the snapshot");
		nanosleep(&(struct timespec){ .tv_nsec = 10000000 }, NULL);
	}
}

/* Reads again after @pause_ms. */
static void storm(struct alive *a, unsigned int pause_ms)
{
	uint64_t forks = getenv("PROCTREE_STRESS") ? 10 * FORKS : FORKS;
	pid_t churners[4];
	int i;

	OK(signal(SIGCHLD, SIG_IGN) == SIG_ERR ? -1 : 0);
	for (i = 0; i < 4; i++)
		churners[i] = churn_start(i % CHURN_KINDS,
					  i ? churners[0] : 0);
	OK(nice(-10));
	while (a->forks + proctree_live_info(a->live)->lost / 6 < forks) {
		go_on(a);
		nanosleep(&(struct timespec){ .tv_nsec = pause_ms * 1000000 },
			  NULL);
	}
	/* The storm ends, its survivors stay: orphans, zombies, threads. */
	OK(kill(-churners[0], SIGSTOP));
	for (i = 0; i < 4; i++)
		await_state(0, churners[i], 'T');
}

TEST_WITHIN(600, "after a storm on two processors the live tree is the snapshot")
{
	const struct proctree_live_info *info;
	struct alive a;

	alive_open(&a, 0);
	info = proctree_live_info(a.live);
	storm(&a, 1);
	assert_equal(&a);
	note("%llu forks, %llu events, %llu lost, %llu snapshots",
	     (unsigned long long)a.forks, (unsigned long long)info->events,
	     (unsigned long long)info->lost,
	     (unsigned long long)info->snapshots);
	ASSERT_EQ(info->lost, 0);
	alive_close(&a);
}

TEST_WITHIN(600, "a live tree that loses events finds back, and says so")
{
	const struct proctree_live_info *info;
	struct alive a;

	alive_open(&a, 64);
	info = proctree_live_info(a.live);
	storm(&a, 50);
	assert_equal(&a);
	note("%llu forks, %llu lost, %llu snapshots",
	     (unsigned long long)a.forks, (unsigned long long)info->lost,
	     (unsigned long long)info->snapshots);
	ASSERT_NE(info->lost, 0);
	ASSERT_GE(info->snapshots, 2);
	alive_close(&a);
}

static void leave_two(void *pids)
{
	((pid_t *)pids)[0] = spawn(0, pause_forever, NULL);
	((pid_t *)pids)[1] = spawn(0, pause_forever, NULL);
	pause_forever(NULL);
}

TEST("the live tree follows births, adoptions and deaths one by one")
{
	pid_t *pids = shared_alloc(2 * sizeof(*pids)), parent;
	struct alive a;

	alive_open(&a, 0);
	assert_equal(&a);
	parent = spawn(0, leave_two, pids);
	AWAIT(__atomic_load_n(&pids[1], __ATOMIC_SEQ_CST));
	assert_equal(&a);
	ASSERT_EQ(proctree_live_find(a.live, pids[0])->ppid, parent);
	kill_and_reap(parent);
	assert_equal(&a);
	ASSERT_EQ(proctree_live_find(a.live, pids[0])->ppid, getpid());
	OK(kill(pids[1], SIGKILL));
	await_zombie(pids[1]);
	assert_equal(&a);
	ASSERT_EQ(proctree_live_find(a.live, pids[1])->state, 'Z');
	reap(pids[1]);
	assert_equal(&a);
	ASSERT(!proctree_live_find(a.live, pids[1]));
	ASSERT_EQ(proctree_live_info(a.live)->snapshots, 1);
	alive_close(&a);
}

TEST("the library waits for events, puts marks, and knows their numbers")
{
	struct proctree_watch watch = { .kinds = EV(KTSTOP), .latency_ms = 50 };
	struct proctree_event e[4];
	struct proctree *pt;
	uint64_t seq = 0;

	ASSERT_EQ(proctree_open(&pt), 0);
	ASSERT_EQ(proctree_events(pt, e, 4, 0), -EINVAL);
	ASSERT_EQ(proctree_events(pt, e, 4, 10), -EINVAL);
	ASSERT_EQ(proctree_mark(pt, "x", &seq), -EINVAL);
	ASSERT_EQ(proctree_watch(pt, &watch), 0);
	ASSERT_EQ(proctree_watch(pt, &watch), -EBUSY);
	ASSERT_EQ(proctree_events(pt, e, 4, 0), 0);
	ASSERT_EQ(proctree_events(pt, e, 4, 20), 0);
	ASSERT_EQ(proctree_mark(pt, "forty-eight bytes, which is one more than "
				    "a mark.", NULL), -ENAMETOOLONG);
	ASSERT_EQ(proctree_mark(pt, "x", &seq), 0);
	ASSERT_EQ(seq, 1);
	ASSERT_EQ(proctree_events(pt, e, 4, -1), 1);
	ASSERT_STR(e[0].u.mark.text, "x");
	proctree_close(pt);
}
