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

#include "alive.h"
#include "churn.h"
#include "harness.h"
#include "helpers.h"
#include "spawn.h"
#include "stream.h"

#define FORKS	5000	/* in a storm, 50,000 under PROCTREE_STRESS */

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
		alive_go_on(a);
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
	note("%llu forks, %llu events, %llu lost, %llu snapshots",
	     (unsigned long long)a.forks, (unsigned long long)info->events,
	     (unsigned long long)info->lost,
	     (unsigned long long)info->snapshots);
	ASSERT_EQ(info->lost, 0);
	alive_assert_snapshot(&a);
	alive_close(&a);
}

TEST_WITHIN(600, "a live tree that loses events finds back, and says so")
{
	const struct proctree_live_info *info;
	struct alive a;

	/* Small enough for a machine that forks slowly. */
	alive_open(&a, 8);
	info = proctree_live_info(a.live);
	storm(&a, 50);
	alive_assert_snapshot(&a);
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

TEST_WITHIN(120, "a kernel thread has its own name in the live tree, too")
{
	struct alive a;
	int i, fd;

	alive_open(&a, 0);
	for (i = 0; i < 50; i++) {
		fd = dev_open();
		helper_create(fd, 0);
		alive_assert_snapshot(&a);
		close(fd);
		alive_assert_snapshot(&a);
	}
	ASSERT_EQ(proctree_live_info(a.live)->snapshots, 1);
	alive_close(&a);
}

TEST("the live tree follows births, adoptions and deaths one by one")
{
	pid_t *pids = shared_alloc(2 * sizeof(*pids)), parent;
	struct alive a;

	alive_open(&a, 0);
	alive_assert_snapshot(&a);
	parent = spawn(0, leave_two, pids);
	AWAIT(__atomic_load_n(&pids[1], __ATOMIC_SEQ_CST));
	alive_assert_snapshot(&a);
	ASSERT_EQ(proctree_live_find(a.live, pids[0])->ppid, parent);
	kill_and_reap(parent);
	alive_assert_snapshot(&a);
	ASSERT_EQ(proctree_live_find(a.live, pids[0])->ppid, getpid());
	OK(kill(pids[1], SIGKILL));
	await_zombie(pids[1]);
	alive_assert_snapshot(&a);
	ASSERT_EQ(proctree_live_find(a.live, pids[1])->state, 'Z');
	reap(pids[1]);
	alive_assert_snapshot(&a);
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
