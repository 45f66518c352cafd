// SPDX-License-Identifier: GPL-2.0-only
/* Rows say what /proc says, for every task of the machine and special ones. */
#include <time.h>
#include <unistd.h>

#include "compare.h"
#include "device.h"
#include "fields.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"
#include "zoo.h"

TEST("every process's row equals /proc/PID/stat and status, field by field")
{
	size_t n = compare_all(dev_open(), proc_open(), BY_SNAPSHOT);

	ASSERT_GE(n, 20);
	note("%zu processes compared", n);
}

TEST("every thread's row equals /proc/PID/task/TID/stat and status")
{
	struct zoo zoo;
	size_t n;

	zoo_open(&zoo);
	n = compare_all(dev_open(), proc_open(), BY_THREADS);
	ASSERT_GE(n, 20);
	note("%zu threads compared", n);
}

TEST("TASK's answer equals /proc for every thread")
{
	struct zoo zoo;

	zoo_open(&zoo);
	ASSERT_GE(compare_all(dev_open(), proc_open(), BY_TASK), 20);
}

static const struct proctree_row *state_is(const struct rows *rows, pid_t pid,
					   char state)
{
	const struct proctree_row *row = row_find(rows, pid);

	if (!row)
		FAIL("no row of %d", pid);
	if (row->state != state)
		FAIL("%d is in state %c instead of %c", pid, row->state, state);
	return row;
}

TEST("zombie, stopped, traced, vfork parent and dead leader equal /proc")
{
	struct rows rows = { 0 };
	int fd = dev_open();
	struct zoo zoo;

	zoo_open(&zoo);
	compare_all(fd, proc_open(), BY_SNAPSHOT);
	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	state_is(&rows, zoo.zombie, 'Z');
	state_is(&rows, zoo.stopped, 'T');
	state_is(&rows, zoo.vfork_parent, 'D');
	ASSERT_EQ(state_is(&rows, zoo.traced, 't')->flags,
		  PROCTREE_ROW_TRACED);
	ASSERT_EQ(state_is(&rows, zoo.vfork_child, 'S')->flags,
		  PROCTREE_ROW_VFORK);
	ASSERT_EQ(state_is(&rows, zoo.threaded, 'S')->nr_threads, ZOO_THREADS);
	ASSERT_EQ(state_is(&rows, zoo.headless, 'Z')->nr_threads, 2);
	ASSERT_EQ(state_is(&rows, zoo.user, 'S')->uid, ZOO_USER);
	ASSERT_EQ(state_is(&rows, zoo.session, 'S')->sid, zoo.session);
	ASSERT_EQ(state_is(&rows, zoo.ns_init, 'S')->flags,
		  PROCTREE_ROW_NS_INIT);
	ASSERT_EQ(row_find(&rows, getpid())->flags, PROCTREE_ROW_SUBREAPER);
}

TEST("a kernel thread's row has no user memory and the kernel's flag")
{
	struct whole_row row = task_take(dev_open(), 2);

	ASSERT_STR(row.base.comm, "kthreadd");
	ASSERT_EQ(row.base.flags, PROCTREE_ROW_KTHREAD | PROCTREE_ROW_ROOT);
	ASSERT_EQ(row.base.ppid, 0);
	ASSERT_EQ(row.share.valid, valid_all(PROCTREE_BLOCK_SHARING));
	ASSERT_EQ(row.share.mm, 0);
	ASSERT_NE(row.share.files, 0);
}

TEST("no row of a snapshot is unknown to /proc")
{
	struct rows rows = { 0 }, again = { 0 };
	int fd = dev_open(), proc = proc_open();
	struct proc_task t;
	uint32_t i;

	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	for (i = 0; i < rows.arg.count; i++) {
		pid_t pid = row_at(&rows, i)->pid;

		if (proc_task(proc, 0, pid, &t))
			continue;
		/* It may have ended meanwhile: then it has no row, either. */
		rows_take(fd, &again, PROCTREE_BLOCK_BASE, 0, 0);
		if (row_find(&again, pid))
			FAIL("%d has a row but no directory in /proc", pid);
	}
	ASSERT(!row_find(&rows, 0));
}

TEST("the start time is exact to the nanosecond and kept through exec")
{
	char *const argv[] = { (char *)EXEC_SLEEPER, NULL };
	struct whole_row first, second;
	struct timespec before, after;
	int fd = dev_open();
	pid_t pid;

	clock_gettime(CLOCK_BOOTTIME, &before);
	pid = spawn(0, pause_forever, NULL);
	clock_gettime(CLOCK_BOOTTIME, &after);
	first = task_take(fd, pid);
	ASSERT_LE(before.tv_sec * 1000000000ll + before.tv_nsec,
		  first.base.start_ns);
	ASSERT_LE(first.base.start_ns,
		  after.tv_sec * 1000000000ll + after.tv_nsec);
	kill_and_reap(pid);

	pid = OK(fork());
	if (!pid) {
		usleep(20000);
		execv("/proc/self/exe", argv);
		FAIL("exec: %s", strerror(errno));
	}
	first = task_take(fd, pid);
	AWAIT(strcmp(task_take(fd, pid).base.comm, first.base.comm));
	second = task_take(fd, pid);
	ASSERT_EQ(first.base.start_ns, second.base.start_ns);
}
