// SPDX-License-Identifier: GPL-2.0-only
/* Who may read what of a task that everybody sees. */
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "access_scene.h"
#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "stream.h"
#include "zoo.h"

static void quit(void *unused)
{
	(void)unused;
}

static void read_exit_codes(void *zombie)
{
	struct whole_row row;
	pid_t own;
	int fd;

	become(NOBODY, -1);
	fd = dev_open();
	row = task_take(fd, *(pid_t *)zombie);
	ASSERT_EQ(row.base.state, 'Z');
	ASSERT_EQ(row.rel.valid & REL_VALID(exit_code), 0);
	ASSERT_EQ(row.rel.exit_code, 0);
	own = spawn(0, quit, NULL);
	await_zombie(own);
	row = task_take(fd, own);
	ASSERT_EQ(row.rel.valid & REL_VALID(exit_code), REL_VALID(exit_code));
}

TEST("the exit code of another user's zombie is not told, one's own is")
{
	struct whole_row row;
	struct zoo zoo;

	zoo_open(&zoo);
	row = task_take(dev_open(), zoo.zombie);
	ASSERT_EQ(row.rel.exit_code, ZOO_STATUS << 8);
	ASSERT_EQ(reap(spawn(0, read_exit_codes, &zoo.zombie)), 0);
}

/* uid, euid, suid; gid, egid, sgid. */
#define NIDS	6
#define NUIDS	3

/**
 * struct nearly - processes that are OWNER's but for one of their ids
 * @pids:	the one at i has a foreign id i; the last one has none
 * @ready:	how many there are
 * @step:	of those who look at them
 */
struct nearly {
	pid_t pids[NIDS + 1];
	int ready;
	int step;
};

static void be_nearly_own(struct nearly *n, int i)
{
	uid_t ids[NIDS + 1] = { OWNER, OWNER, OWNER, OWNER, OWNER, OWNER };

	ids[i] = OTHER;
	OK(setgroups(0, NULL));
	OK(setresgid(ids[3], ids[4], ids[5]));
	OK(setresuid(ids[0], ids[1], ids[2]));
	OK(prctl(PR_SET_DUMPABLE, 1));
	pause_ready(&n->ready);
}

static bool may_read(int fd, pid_t pid)
{
	struct {
		struct proctree_row base;
		struct proctree_namespaces ns;
	} row;
	struct proctree_task arg = {
		.mask = PROCTREE_BLOCK_NAMESPACES,
		.row = (uintptr_t)&row,
		.pid = pid,
		.size = sizeof(row),
	};

	ASSERT_EQ(dev_task(fd, &arg), 0);
	ASSERT(procfs_agrees(pid, row.ns.valid));
	return row.ns.valid;
}

static void look_at_nearly_own(void *nearly)
{
	struct nearly *n = nearly;
	struct stream s;
	int fd, i;

	become(OWNER, -1);
	stream_open(&s, EV(SIGNAL), 0);
	__atomic_store_n(&n->step, 1, __ATOMIC_SEQ_CST);
	AWAIT(__atomic_load_n(&n->step, __ATOMIC_SEQ_CST) == 2);
	stream_catch_up(&s);
	fd = dev_open();
	for (i = 0; i <= NIDS; i++) {
		ASSERT_EQ(may_read(fd, n->pids[i]), i == NIDS);
		/* What it does is told by its user ids alone. */
		ASSERT_EQ(stream_find(&s, PROCTREE_EVENT_SIGNAL,
				      n->pids[i]) != NULL, i >= NUIDS);
	}
}

TEST("each id that is not one's own keeps what is private from being told")
{
	struct nearly *n = shared_alloc(sizeof(*n));
	pid_t pid, looker;
	int i;

	for (i = 0; i <= NIDS; i++) {
		pid = OK(fork());
		if (!pid)
			be_nearly_own(n, i);
		n->pids[i] = pid;
	}
	AWAIT(__atomic_load_n(&n->ready, __ATOMIC_SEQ_CST) == NIDS + 1);
	looker = spawn(0, look_at_nearly_own, n);
	AWAIT(__atomic_load_n(&n->step, __ATOMIC_SEQ_CST) == 1);
	for (i = 0; i <= NIDS; i++)
		OK(kill(n->pids[i], SIGWINCH)); /* by default nothing */
	__atomic_store_n(&n->step, 2, __ATOMIC_SEQ_CST);
	ASSERT_EQ(reap(looker), 0);
}
