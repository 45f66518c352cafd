// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program of the first release: compiled with the header of then (v0/), run
 * against the module of today.
 */
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"
#include "v0/proctree.h"

static int open_device(void)
{
	return OK(open(PROCTREE_DEVICE, O_RDWR | O_CLOEXEC));
}

TEST("a program of the first release gets its answer to QUERY")
{
	struct proctree_query q = { 0 };

	OK(ioctl(open_device(), PROCTREE_IOC_QUERY, &q));
	ASSERT_EQ(q.row_size, sizeof(struct proctree_row));
	ASSERT_EQ(q.blocks & PROCTREE_BLOCK_BASE, PROCTREE_BLOCK_BASE);
	ASSERT_EQ(q.features & PROCTREE_FEATURE_THREADS,
		  PROCTREE_FEATURE_THREADS);
	ASSERT_EQ(q.page_size, sysconf(_SC_PAGESIZE));
	ASSERT_NE(q.version[0], 0);
}

/* Every block of the first release, in its order. */
struct row {
	struct proctree_row base;
	struct proctree_relations relations;
	struct proctree_sharing sharing;
};

#define MASK	(PROCTREE_BLOCK_BASE | PROCTREE_BLOCK_RELATIONS | \
		 PROCTREE_BLOCK_SHARING)

static void check_row(const struct row *row, pid_t child)
{
	ASSERT_EQ(row->base.pid, child);
	ASSERT_EQ(row->base.ppid, getpid());
	ASSERT_EQ(row->base.uid, getuid());
	ASSERT_EQ(row->base.nr_threads, 1);
	ASSERT_EQ(row->relations.exit_signal, SIGCHLD);
	ASSERT_EQ(row->relations.real_parent_tid, getpid());
	ASSERT_EQ(row->relations.ns_pid, child);
	ASSERT_NE(row->sharing.mm, 0);
}

TEST("a program of the first release finds its child in SNAPSHOT and TASK")
{
	pid_t child = spawn(0, pause_forever, NULL);
	struct row rows[2], row;
	struct proctree_snapshot snapshot = {
		.mask = MASK,
		.rows = (uintptr_t)rows,
		.root_pid = getpid(),
		.capacity = 2,
	};
	struct proctree_task task = {
		.mask = MASK,
		.row = (uintptr_t)&row,
		.pid = child,
		.size = sizeof(row),
	};
	int fd = open_device();

	OK(ioctl(fd, PROCTREE_IOC_SNAPSHOT, &snapshot));
	ASSERT_EQ(snapshot.mask, MASK);
	ASSERT_EQ(snapshot.row_size, sizeof(row));
	ASSERT_EQ(snapshot.count, 2);
	ASSERT_EQ(snapshot.needed, 2);
	ASSERT_LE(snapshot.begin_ns, snapshot.end_ns);
	ASSERT_EQ(rows[0].base.pid, getpid());
	check_row(&rows[1], child);
	OK(ioctl(fd, PROCTREE_IOC_TASK, &task));
	ASSERT_EQ(task.size, sizeof(row));
	check_row(&row, child);
}

TEST("a program of the first release can ask for every block it knows")
{
	struct proctree_task task = {
		.mask = (PROCTREE_BLOCK_INTERNALS << 1) - 1,
		.pid = getpid(),
		.size = 64 * 1024,
	};
	char *row = malloc(task.size);
	size_t size = sizeof(struct proctree_row);

#define PROCTREE_BLOCK(NAME, type, ...)					\
	if (PROCTREE_BLOCK_##NAME != PROCTREE_BLOCK_BASE)		\
		size += sizeof(struct type);
#define PROCTREE_FIELD(...)
#include "v0/proctree_fields.def"
	ASSERT(row);
	task.row = (uintptr_t)row;
	OK(ioctl(open_device(), PROCTREE_IOC_TASK, &task));
	ASSERT_EQ(task.mask, (PROCTREE_BLOCK_INTERNALS << 1) - 1);
	ASSERT_EQ(task.size, size);
	ASSERT_EQ(((struct proctree_row *)row)->pid, getpid());
}

TEST("a program of the first release may write to the log")
{
	struct proctree_log log = { .pid = getpid() };
	int fd = open_device(), result;

	AWAIT((result = ioctl(fd, PROCTREE_IOC_LOG, &log)) == 0 ||
	      errno != EBUSY);
	ASSERT_EQ(result, 0);
	ASSERT_EQ(log.total, 1);
	ASSERT_EQ(log.lines, 1);
}

TEST("a program of the first release reads the events of its child")
{
	struct proctree_watch watch = {
		.kinds = 1ULL << PROCTREE_EVENT_FORK,
		.root_pid = getpid(),
		.latency_ms = 1,
	};
	struct proctree_event event;
	int fd = open_device();
	pid_t child;

	OK(ioctl(fd, PROCTREE_IOC_WATCH, &watch));
	child = spawn(0, pause_forever, NULL);
	ASSERT_EQ(OK(read(fd, &event, sizeof(event))), sizeof(event));
	ASSERT_EQ(event.kind, PROCTREE_EVENT_FORK);
	ASSERT_EQ(event.pid, getpid());
	ASSERT_EQ(event.u.fork.child_pid, child);
	ASSERT_EQ(event.u.fork.exit_signal, SIGCHLD);
	ASSERT_EQ(event.seq, 1);
}
