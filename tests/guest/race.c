// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to a walk whose tasks end, are born or adopted under it, on
 * purpose: see ambush.h.
 */
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "ambush.h"
#include "harness.h"
#include "spawn.h"
#include "tree.h"

/* Row 0 is the test, row i its child i - 1, less those that are dead. */
static void remove_victim(struct ambush *a, unsigned int row)
{
	unsigned int i = row - 1;

	ASSERT_LT(i, a->nvictims);
	kill_and_reap(a->victims[i]);
	memmove(&a->victims[i], &a->victims[i + 1],
		(--a->nvictims - i) * sizeof(a->victims[0]));
	a->strikes++;
}

static void kill_cursor_once(struct ambush *a, unsigned int page)
{
	if (page == 1)
		remove_victim(a, ROWS_PER_PAGE);
}

static void assert_victims(const struct ambush *a, const struct rows *rows)
{
	unsigned int i;

	tree_assert(rows, getpid());
	ASSERT_EQ(rows->arg.count, a->nvictims + 1);
	for (i = 0; i < a->nvictims; i++)
		ASSERT_EQ(row_at(rows, i + 1)->pid, a->victims[i]);
}

TEST("a walk begins anew when the task it stands on is reaped")
{
	struct ambush *a = ambush_make(2 * ROWS_PER_PAGE, kill_cursor_once);
	struct rows rows = { 0 };

	ASSERT_EQ(ambush_walk(a, &rows, getpid(), 0), 0);
	ASSERT_EQ(a->strikes, 1);
	ASSERT_EQ(rows.arg.restarts, 1);
	ASSERT_EQ(rows.arg.walk, 0);
	assert_victims(a, &rows);
}

static void kill_every_cursor(struct ambush *a, unsigned int page)
{
	if (page)
		remove_victim(a, page * ROWS_PER_PAGE);
}

TEST("a walk that is struck again and again takes one section for all")
{
	struct ambush *a = ambush_make(20 * ROWS_PER_PAGE, kill_every_cursor);
	struct rows rows = { 0 };

	ASSERT_EQ(ambush_walk(a, &rows, getpid(), 0), 0);
	note("%u strikes, %u restarts, %u sections", a->strikes,
	     rows.arg.restarts, rows.arg.sections);
	ASSERT_EQ(rows.arg.walk, PROCTREE_WALK_ONE_SECTION);
	ASSERT_GE(rows.arg.restarts, 2);
	/* It gave up well before the last page. */
	ASSERT_LE(rows.arg.restarts, 10);
	tree_assert(&rows, getpid());
	/* Victims may have died while the rows were copied, after the walk. */
	ASSERT_GE(rows.arg.count, a->nvictims + 1);
	ASSERT_LE(rows.arg.count, a->nvictims + 1 + a->strikes);
}

/* Whatever the walk of all processes stands on, and its neighbours. */
static void kill_around_cursor(struct ambush *a, unsigned int page)
{
	static struct rows now;
	uint32_t at = page * ROWS_PER_PAGE, i, j;
	int fd;

	if (page != 2)
		return;
	fd = dev_open();
	rows_take(fd, &now, PROCTREE_BLOCK_BASE, 0, 0);
	close(fd);
	/* Kernel threads may have come or gone since. */
	for (i = at - 5; i < at + 5; i++)
		for (j = 0; j < a->nvictims; j++)
			if (row_at(&now, i)->pid == a->victims[j])
				remove_victim(a, j + 1);
}

TEST("a walk of all processes begins anew, too")
{
	struct ambush *a = ambush_make(3 * ROWS_PER_PAGE, kill_around_cursor);
	struct rows rows = { 0 };
	unsigned int i;

	ASSERT_EQ(ambush_walk(a, &rows, 0, 0), 0);
	ASSERT_EQ(a->strikes, 10);
	ASSERT_EQ(rows.arg.restarts, 1);
	tree_assert(&rows, 0);
	for (i = 0; i < a->nvictims; i++)
		ASSERT(row_find(&rows, a->victims[i]));
}

static pid_t doomed; /* in the address space of the test */

static void kill_root(struct ambush *a, unsigned int page)
{
	(void)page;
	kill_and_reap(doomed);
	a->strikes++;
}

static void be_parent(void *ready)
{
	spawn(0, pause_forever, NULL);
	*(int *)ready = 1;
	pause_forever(NULL);
}

TEST("a subtree whose root is reaped during the walk is ESRCH")
{
	struct ambush *a = ambush_make(0, kill_root);
	int *ready = shared_alloc(sizeof(*ready));
	struct rows rows = { 0 };

	doomed = spawn(0, be_parent, ready);
	AWAIT(__atomic_load_n(ready, __ATOMIC_SEQ_CST));
	ASSERT_EQ(ambush_walk(a, &rows, doomed, 0), -ESRCH);
	ASSERT_EQ(a->strikes, 1);
}

/* A process that the walk has passed dies, another one gets its number. */
static void reuse_pid(struct ambush *a, unsigned int page)
{
	pid_t pid = a->victims[0];

	if (page != 3)
		return;
	kill_and_reap(pid);
	ASSERT_EQ(spawn_as(pid), pid);
	a->strikes++;
}

/* Of all processes, of a subtree, with and without threads. */
static void reuse_pid_under(pid_t root, uint32_t flags)
{
	struct ambush *a = ambush_make(4 * ROWS_PER_PAGE, reuse_pid);
	struct rows rows = { 0 };

	ASSERT_EQ(ambush_walk(a, &rows, root, flags), 0);
	ASSERT_EQ(a->strikes, 1);
	tree_assert(&rows, root);
	ASSERT(row_find(&rows, a->victims[0]));
	ambush_end(a);
}

TEST("a pid that is given anew during the walk does not occur twice")
{
	reuse_pid_under(getpid(), 0);
	reuse_pid_under(0, 0);
	reuse_pid_under(0, PROCTREE_SNAPSHOT_THREADS);
}

static pid_t newborn;

/* Born while the walk stands still, a child of somebody it has passed. */
static void be_born_late(struct ambush *a, unsigned int page)
{
	if (page != 1)
		return;
	newborn = spawn(0, pause_forever, NULL);
	a->strikes++;
}

static void be_born_under(pid_t root, uint32_t flags)
{
	struct ambush *a = ambush_make(2 * ROWS_PER_PAGE, be_born_late);
	struct rows rows = { 0 };

	ASSERT_EQ(ambush_walk(a, &rows, root, flags), 0);
	ASSERT_EQ(a->strikes, 1);
	tree_assert(&rows, root);
	ASSERT(row_find(&rows, a->victims[a->nvictims - 1]));
	ASSERT(!row_find(&rows, newborn));
	ambush_end(a);
}

TEST("a process born during the walk is not in the snapshot")
{
	be_born_under(getpid(), 0);
	be_born_under(0, 0);
	be_born_under(0, PROCTREE_SNAPSHOT_THREADS);
}

/* The parent was passed, the child not yet: it is adopted meanwhile. */
static void orphan_child(struct ambush *a, unsigned int page)
{
	if (page != 1)
		return;
	kill_and_reap(doomed);
	a->strikes++;
}

TEST("a child adopted during the walk is below its new parent")
{
	struct ambush *a = calloc(1, sizeof(*a));
	pid_t *child = shared_alloc(sizeof(*child));
	struct rows rows = { 0 };
	unsigned int i;

	ASSERT(a);
	a->strike = orphan_child;
	doomed = OK(fork());
	if (!doomed) {
		/* Forks last of all, so that the walk comes to it last. */
		AWAIT(__atomic_load_n(child, __ATOMIC_SEQ_CST));
		*child = spawn(0, pause_forever, NULL);
		pause_forever(NULL);
	}
	for (i = 0; i < 2 * ROWS_PER_PAGE; i++)
		spawn(0, pause_forever, NULL);
	__atomic_store_n(child, 1, __ATOMIC_SEQ_CST);
	AWAIT(__atomic_load_n(child, __ATOMIC_SEQ_CST) != 1);
	ASSERT_EQ(ambush_walk(a, &rows, getpid(), 0), 0);
	ASSERT_EQ(a->strikes, 1);
	tree_assert(&rows, getpid());
	ASSERT(row_find(&rows, *child));
	ASSERT_EQ(row_find(&rows, *child)->ppid, getpid());
}
