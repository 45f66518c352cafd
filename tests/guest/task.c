// SPDX-License-Identifier: GPL-2.0-only
/* TASK, and looking for a process that is not, or no longer, there. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"
#include "tree.h"
#include "world.h"
#include "zoo.h"

#define UNTOUCHED	(-1515870811)	/* four bytes of PATTERN */

/* Where two rows differ, in bytes; their size if they do not. */
static size_t differ_at(const void *a, const void *b, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (((const char *)a)[i] != ((const char *)b)[i])
			break;
	}
	return i;
}

TEST("TASK gives the same row as SNAPSHOT")
{
	struct rows rows = { 0 };
	struct whole_row row;
	int fd = dev_open();
	struct zoo zoo;
	size_t i;

	zoo_open(&zoo);
	const pid_t quiet[] = {
		zoo.zombie, zoo.stopped, zoo.traced, zoo.vfork_parent,
		zoo.vfork_child, zoo.threaded, zoo.headless, zoo.ns_init,
		zoo.ns_child, zoo.user,
	};
	rows_take(fd, &rows, BLOCKS_TREE, 0, PROCTREE_SNAPSHOT_THREADS);
	for (i = 0; i < sizeof(quiet) / sizeof(quiet[0]); i++) {
		row = task_take(fd, quiet[i]);
		ASSERT_EQ(differ_at(&row, row_find(&rows, quiet[i]),
				    sizeof(row)), sizeof(row));
	}
}

TEST("TASK takes the id of a thread, and flags it as one")
{
	struct rows rows = { 0 };
	struct whole_row row;
	int fd = dev_open();
	struct zoo zoo;
	uint32_t i;

	zoo_open(&zoo);
	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, zoo.threaded,
		  PROCTREE_SNAPSHOT_THREADS);
	for (i = 1; i < rows.arg.count; i++) {
		row = task_take(fd, row_at(&rows, i)->pid);
		ASSERT_EQ(row.base.tgid, zoo.threaded);
		ASSERT_EQ(row.base.flags, PROCTREE_ROW_THREAD);
	}
}

TEST("TASK gives the blocks that were asked for, one behind the other")
{
	int *ready = shared_alloc(sizeof(*ready)), fd = dev_open();
	struct whole_row whole, row;
	struct proctree_task arg = {
		.mask = PROCTREE_BLOCK_SHARING,
		.row = (uintptr_t)&row,
		.pid = spawn(0, pause_ready, ready),
		.size = sizeof(row),
	};
	const char *second = (const char *)&row.rel;

	AWAIT(__atomic_load_n(ready, __ATOMIC_SEQ_CST));
	await_state(0, arg.pid, 'S');
	whole = task_take(fd, arg.pid);
	memset(&row, PATTERN, sizeof(row));
	ASSERT_EQ(dev_task(fd, &arg), 0);
	ASSERT_EQ(arg.mask, PROCTREE_BLOCK_BASE | PROCTREE_BLOCK_SHARING);
	ASSERT_EQ(arg.size, sizeof(whole.base) + sizeof(whole.share));
	ASSERT_EQ(memcmp(&row.base, &whole.base, sizeof(whole.base)), 0);
	ASSERT_EQ(memcmp(second, &whole.share, sizeof(whole.share)), 0);
	ASSERT_EQ((unsigned char)second[sizeof(whole.share)], PATTERN);
}

TEST("too small a buffer is ENOSPC, tells the size it takes, stays untouched")
{
	struct whole_row row;
	struct proctree_task arg = {
		.mask = BLOCKS_TREE,
		.row = (uintptr_t)&row,
		.pid = getpid(),
		.size = STRIDE_TREE - 1,
	};

	memset(&row, PATTERN, sizeof(row));
	ASSERT_EQ(dev_task(dev_open(), &arg), -ENOSPC);
	ASSERT_EQ(arg.size, STRIDE_TREE);
	ASSERT_EQ(row.base.pid, UNTOUCHED);
	arg.mask = 0;
	arg.size = 0;
	ASSERT_EQ(dev_task(dev_open(), &arg), -ENOSPC);
	ASSERT_EQ(arg.size, STRIDE_BASE);
	ASSERT_EQ(dev_task(dev_open(), &arg), 0);
}

/* TASK, SNAPSHOT and LOG of a process that can't be found. */
static void find_fails(int fd, pid_t pid, uint64_t start_ns, int error)
{
	struct proctree_snapshot snap = {
		.mask = PROCTREE_BLOCK_BASE,
		.root_pid = pid,
		.root_start_ns = start_ns,
	};
	struct proctree_log log = { .pid = pid, .start_ns = start_ns };
	struct whole_row row;

	ASSERT_EQ(task_try(fd, pid, start_ns, &row), -error);
	ASSERT_EQ(row.base.pid, UNTOUCHED);
	ASSERT_EQ(dev_snapshot(fd, &snap), -error);
	ASSERT_EQ(dev_log(fd, &log), -error);
}

TEST("a pid that nobody has is ESRCH")
{
	pid_t pid = spawn(0, pause_forever, NULL);
	int fd = dev_open();
	char text[32];

	kill_and_reap(pid);
	find_fails(fd, pid, 0, ESRCH);
	file_read(PID_MAX_FILE, text, sizeof(text));
	find_fails(fd, atoi(text), 0, ESRCH);
	find_fails(fd, atoi(text) + 1, 0, ESRCH);
	find_fails(fd, INT32_MAX, 0, ESRCH);
}

TEST("a negative pid is EINVAL, and 0 where it does not mean all")
{
	struct proctree_snapshot snap = { .root_pid = -1 };
	struct proctree_log log = { .pid = 0 };
	struct whole_row row;
	int fd = dev_open();

	find_fails(fd, -1, 0, EINVAL);
	find_fails(fd, INT32_MIN, 0, EINVAL);
	find_fails(fd, -getpid(), 0, EINVAL);
	ASSERT_EQ(task_try(fd, 0, 0, &row), -EINVAL);
	ASSERT_EQ(dev_log(fd, &log), -EINVAL);
	ASSERT_EQ(dev_snapshot(fd, &snap), -EINVAL);
}

TEST("a thread as the root of a subtree is ENOENT, but TASK knows it")
{
	struct rows rows = { 0 };
	int fd = dev_open();
	struct zoo zoo;
	pid_t thread;

	zoo_open(&zoo);
	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, zoo.threaded,
		  PROCTREE_SNAPSHOT_THREADS);
	thread = row_at(&rows, 1)->pid;
	ASSERT_EQ(rows_try(fd, &rows, PROCTREE_BLOCK_BASE, thread, 0), -ENOENT);
	ASSERT_EQ(rows_try(fd, &rows, PROCTREE_BLOCK_BASE, thread,
			   PROCTREE_SNAPSHOT_THREADS), -ENOENT);
	ASSERT_EQ(task_take(fd, thread).base.pid, thread);
}

TEST("a pid with another start time is ESRCH, with its own it is found")
{
	struct rows rows = { 0 };
	struct whole_row row;
	int fd = dev_open();
	uint64_t start;

	start = task_take(fd, getpid()).base.start_ns;
	find_fails(fd, getpid(), start + 1, ESRCH);
	find_fails(fd, getpid(), start - 1, ESRCH);
	find_fails(fd, getpid(), ~0ULL, ESRCH);
	ASSERT_EQ(task_try(fd, getpid(), start, &row), 0);
	rows.arg = (struct proctree_snapshot){
		.root_pid = getpid(),
		.root_start_ns = start,
	};
	ASSERT_EQ(dev_snapshot(fd, &rows.arg), 0);
	ASSERT_EQ(rows.arg.needed, 1);
}

TEST("a pid that was given anew is not mistaken for its old owner")
{
	struct whole_row old, row;
	int fd = dev_open();
	pid_t pid = spawn(0, pause_forever, NULL);

	old = task_take(fd, pid);
	kill_and_reap(pid);
	ASSERT_EQ(spawn_as(pid), pid);
	find_fails(fd, pid, old.base.start_ns, ESRCH);
	row = task_take(fd, pid);
	ASSERT_LT(old.base.start_ns, row.base.start_ns);
}

TEST("a zombie can be asked for, and be the root of a subtree")
{
	struct rows rows = { 0 };
	int fd = dev_open();
	struct zoo zoo;

	zoo_open(&zoo);
	ASSERT_EQ(task_take(fd, zoo.zombie).base.state, 'Z');
	rows_take(fd, &rows, BLOCKS_TREE, zoo.zombie, PROCTREE_SNAPSHOT_THREADS);
	ASSERT_EQ(rows.arg.count, 1);
	ASSERT_EQ(row_at(&rows, 0)->state, 'Z');
	tree_assert(&rows, zoo.zombie);
}

TEST("a kernel thread can be asked for, and be the root of a subtree")
{
	struct rows rows = { 0 };
	uint32_t i;

	rows_take(dev_open(), &rows, BLOCKS_TREE, 2, 0);
	tree_assert(&rows, 2);
	ASSERT_GE(rows.arg.count, 10);
	for (i = 0; i < rows.arg.count; i++)
		ASSERT(row_at(&rows, i)->flags & PROCTREE_ROW_KTHREAD);
}

static void quit(void *unused)
{
	(void)unused;
	_exit(0);
}

static void leave_children(void *unused)
{
	(void)unused;
	for (int i = 0; i < 3; i++)
		spawn(0, quit, NULL);
}

TEST("a process that dies midway is there or gone, nothing else")
{
	struct rows rows = { 0 };
	int fd = dev_open(), i, found = 0;
	struct whole_row row;

	OK(signal(SIGCHLD, SIG_IGN) == SIG_ERR ? -1 : 0);
	for (i = 0; i < 400; i++) {
		pid_t pid = spawn(0, i & 1 ? leave_children : quit, NULL);
		int err;

		do {
			err = task_try(fd, pid, 0, &row);
			if (err)
				break;
			found++;
			ASSERT_EQ(row.base.pid, pid);
			err = rows_try(fd, &rows, BLOCKS_TREE, pid,
				       PROCTREE_SNAPSHOT_THREADS);
			if (!err)
				tree_assert(&rows, pid);
		} while (!err);
		ASSERT_EQ(err, -ESRCH);
	}
	note("found %d times before it was gone", found);
	ASSERT_GE(found, 1);
}
