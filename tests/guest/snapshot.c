// SPDX-License-Identifier: GPL-2.0-only
/* What SNAPSHOT promises, while nothing much happens; storm.c has the rest. */
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "fields.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"
#include "tree.h"
#include "world.h"
#include "zoo.h"

TEST("a snapshot of all processes is a tree")
{
	struct rows rows = { 0 };
	struct zoo zoo;

	zoo_open(&zoo);
	rows_take(dev_open(), &rows, BLOCKS_TREE, 0, 0);
	tree_assert(&rows, 0);
	ASSERT_EQ(row_at(&rows, 0)->pid, 1);
	ASSERT_EQ(row_at(&rows, 0)->flags & PROCTREE_ROW_ROOT,
		  PROCTREE_ROW_ROOT);
}

TEST("a snapshot with threads is a tree, and has every thread of a process")
{
	struct rows rows = { 0 };
	struct zoo zoo;
	uint32_t i, threads = 0;

	zoo_open(&zoo);
	rows_take(dev_open(), &rows, BLOCKS_TREE, 0, PROCTREE_SNAPSHOT_THREADS);
	tree_assert(&rows, 0);
	for (i = 0; i < rows.arg.count; i++)
		threads += row_at(&rows, i)->tgid == zoo.threaded;
	ASSERT_EQ(threads, ZOO_THREADS);
}

TEST("a process of more threads than a section visits is whole")
{
	struct rows rows = { 0 };
	uint32_t i, threads = 0;
	struct zoo zoo;
	char batch[32];

	zoo_open(&zoo);
	file_read(PARAMETER("batch"), batch, sizeof(batch));
	file_write(PARAMETER("batch"), "2");
	rows_take(dev_open(), &rows, PROCTREE_BLOCK_BASE, zoo.threaded,
		  PROCTREE_SNAPSHOT_THREADS);
	file_write(PARAMETER("batch"), batch);
	ASSERT_LT(1, rows.arg.sections);
	for (i = 0; i < rows.arg.count; i++)
		threads += row_at(&rows, i)->tgid == zoo.threaded;
	ASSERT_EQ(threads, ZOO_THREADS);
}

TEST("without the threads flag there are no threads")
{
	struct rows rows = { 0 };
	struct zoo zoo;
	uint32_t i;

	zoo_open(&zoo);
	rows_take(dev_open(), &rows, PROCTREE_BLOCK_BASE, 0, 0);
	for (i = 0; i < rows.arg.count; i++)
		ASSERT_EQ(row_at(&rows, i)->pid, row_at(&rows, i)->tgid);
}

static void grow_tree(void *depth)
{
	intptr_t left = (intptr_t)depth;

	if (left > 0) {
		spawn(0, grow_tree, (void *)(left - 1));
		spawn(0, grow_tree, (void *)(left - 2));
	}
	pause_forever(NULL);
}

#define TREE_DEPTH	5
#define TREE_SIZE	25	/* nodes that grow_tree() makes of depth 5 */

/* @pid of @rows descends from @root: climb up, from the end of the list. */
static bool descends(const struct rows *rows, const struct proctree_row *row,
		     pid_t root)
{
	while (row && row->pid != root)
		row = row->ppid ? row_find(rows, row->ppid) : NULL;
	return row;
}

TEST("a subtree's snapshot holds just the descendants found in a whole one")
{
	struct rows whole = { 0 }, sub = { 0 };
	int fd = dev_open();
	pid_t root = spawn(0, grow_tree, (void *)TREE_DEPTH);
	uint32_t i, n = 0;

	/* Behind the root in the list, and not below it. */
	spawn(0, pause_forever, NULL);
	do {
		rows_take(fd, &sub, PROCTREE_BLOCK_BASE, root, 0);
	} while (sub.arg.count < TREE_SIZE);
	rows_take(fd, &whole, PROCTREE_BLOCK_BASE, 0, 0);
	tree_assert(&sub, root);
	for (i = 0; i < whole.arg.count; i++) {
		if (!descends(&whole, row_at(&whole, i), root))
			continue;
		ASSERT_LT(n, sub.arg.count);
		/* Same order, too. */
		ASSERT_EQ(row_at(&sub, n)->pid, row_at(&whole, i)->pid);
		ASSERT_EQ(row_at(&sub, n)->ppid, row_at(&whole, i)->ppid);
		ASSERT_EQ(row_at(&sub, n)->start_ns,
			  row_at(&whole, i)->start_ns);
		n++;
	}
	ASSERT_EQ(n, sub.arg.count);
	ASSERT_EQ(n, TREE_SIZE);
	/* The root tells its parent although that is not in the answer. */
	ASSERT_EQ(row_at(&sub, 0)->ppid, getpid());
	ASSERT_EQ(row_at(&sub, 0)->flags & PROCTREE_ROW_ROOT, 0);
}

TEST("a subtree with threads holds the threads of its processes and no others")
{
	struct rows rows = { 0 };
	struct zoo zoo;

	zoo_open(&zoo);
	rows_take(dev_open(), &rows, PROCTREE_BLOCK_BASE, zoo.threaded,
		  PROCTREE_SNAPSHOT_THREADS);
	tree_assert(&rows, zoo.threaded);
	ASSERT_EQ(rows.arg.count, ZOO_THREADS);
	rows_take(dev_open(), &rows, PROCTREE_BLOCK_BASE, zoo.headless,
		  PROCTREE_SNAPSHOT_THREADS);
	ASSERT_EQ(rows.arg.count, 2);
}

TEST("children of a thread that is not the leader belong to the subtree")
{
	struct rows rows = { 0 };
	struct zoo zoo;

	zoo_open(&zoo);
	rows_take(dev_open(), &rows, PROCTREE_BLOCK_BASE, getpid(), 0);
	tree_assert(&rows, getpid());
	ASSERT(row_find(&rows, zoo.vfork_child));
	ASSERT(row_find(&rows, zoo.ns_child));
	ASSERT(row_find(&rows, zoo.zombie));
}

static void parent_of_traced(void *child)
{
	*(pid_t *)child = spawn(0, pause_forever, NULL);
	pause_forever(NULL);
}

static void trace(void *pid)
{
	OK(ptrace(PTRACE_SEIZE, *(pid_t *)pid, 0, 0));
	pause_forever(NULL);
}

TEST("a traced process is in the subtree of its parent, not of its tracer")
{
	pid_t *child = shared_alloc(sizeof(*child)), parent, tracer;
	struct rows rows = { 0 };
	int fd = dev_open();

	parent = spawn(0, parent_of_traced, child);
	AWAIT(__atomic_load_n(child, __ATOMIC_SEQ_CST));
	tracer = spawn(0, trace, child);
	AWAIT(task_take(fd, *child).rel.tracer_pid == tracer);
	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, tracer, 0);
	ASSERT_EQ(rows.arg.count, 1);
	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, parent, 0);
	ASSERT_EQ(rows.arg.count, 2);
	ASSERT_EQ(row_at(&rows, 1)->pid, *child);
}

TEST("capacity 0 only counts, and looks at no buffer")
{
	struct rows rows = { 0 };
	struct proctree_snapshot arg = {
		.mask = PROCTREE_BLOCK_BASE,
		.rows = (uintptr_t)-1, /* neither aligned nor mapped */
	};
	int fd = dev_open();

	ASSERT_EQ(dev_snapshot(fd, &arg), 0);
	ASSERT_EQ(arg.count, 0);
	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	/* Kernel threads come and go, but not by the dozen. */
	ASSERT_LE(labs((long)rows.arg.needed - (long)arg.needed), 10);
	ASSERT_GE(arg.needed, 20);
}

TEST("too small a capacity gives the first rows, themselves a tree")
{
	struct rows rows = { 0 }, part = { 0 };
	char why[256];
	int fd = dev_open();
	uint32_t n;

	rows_take(fd, &rows, BLOCKS_TREE, 0, PROCTREE_SNAPSHOT_THREADS);
	part.data = malloc(rows.room + STRIDE_TREE);
	ASSERT(part.data);
	for (n = 1; n < rows.arg.count; n += n < 20 ? 1 : 7) {
		memset(part.data, PATTERN, rows.room);
		part.arg = (struct proctree_snapshot){
			.mask = BLOCKS_TREE,
			.rows = (uintptr_t)part.data,
			.flags = PROCTREE_SNAPSHOT_THREADS,
			.capacity = n,
		};
		ASSERT_EQ(dev_snapshot(fd, &part.arg), 0);
		ASSERT_EQ(part.arg.count, n);
		ASSERT_LT(n, part.arg.needed);
		if (tree_violations(&part, n, 0, why, sizeof(why)))
			FAIL("capacity %u: %s", n, why);
		ASSERT_EQ(part.data[n * STRIDE_TREE], PATTERN);
	}
}

TEST("rows have the stride of the mask, and unknown bits are not given")
{
	struct proctree_query q = { 0 };
	uint64_t mask, row[512];
	int fd = dev_open(), bit;

	ASSERT_EQ(dev_query(fd, &q), 0);
	ASSERT_LE(stride_of(~0ULL), sizeof(row));
	for (bit = -1; bit <= 64; bit++) {
		mask = bit < 0 ? 0 : bit == 64 ? ~0ULL : 1ULL << bit;
		struct proctree_snapshot arg = {
			.mask = mask,
			.rows = (uintptr_t)row,
			.capacity = 1,
		};

		ASSERT_EQ(dev_snapshot(fd, &arg), 0);
		ASSERT_EQ(arg.mask, (mask & q.blocks) | PROCTREE_BLOCK_BASE);
		ASSERT_EQ(arg.row_size, stride_of(arg.mask));
		ASSERT_EQ(arg.count, 1);
	}
}

TEST("a snapshot tells when it was taken, on the clock of the start times")
{
	struct timespec before, after;
	struct rows rows = { 0 };
	int fd = dev_open();
	uint32_t i;

	clock_gettime(CLOCK_BOOTTIME, &before);
	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	clock_gettime(CLOCK_BOOTTIME, &after);
	ASSERT_LE(before.tv_sec * 1000000000ll + before.tv_nsec,
		  rows.arg.begin_ns);
	ASSERT_LE(rows.arg.begin_ns, rows.arg.end_ns);
	ASSERT_LE(rows.arg.end_ns, after.tv_sec * 1000000000ll + after.tv_nsec);
	ASSERT_GE(rows.arg.sections, 1);
	for (i = 0; i < rows.arg.count; i++)
		ASSERT_LE(row_at(&rows, i)->start_ns, rows.arg.begin_ns);
}

TEST("a child born before the walk and alive after it is in the snapshot")
{
	struct rows rows = { 0 };
	int fd = dev_open(), i;

	for (i = 0; i < 300; i++) {
		pid_t pid = spawn(0, pause_forever, NULL);

		rows_take(fd, &rows, PROCTREE_BLOCK_BASE, i & 1 ? getpid() : 0,
			  i & 2 ? PROCTREE_SNAPSHOT_THREADS : 0);
		if (!row_find(&rows, pid))
			FAIL("round %d: child %d is missing", i, pid);
		kill_and_reap(pid);
	}
}

struct taker {
	int fd;
	pid_t root;
	uint32_t bad;
};

static void *take_many(void *arg)
{
	struct taker *t = arg;
	struct rows rows = { 0 };
	int i;

	for (i = 0; i < 200; i++) {
		rows_take(t->fd, &rows, BLOCKS_TREE, t->root, 0);
		if (!row_find(&rows, getpid()))
			t->bad++;
	}
	rows_free(&rows);
	return NULL;
}

TEST("threads may take snapshots through one open file at the same time")
{
	struct taker takers[4];
	pthread_t threads[4];
	int fd = dev_open(), i;

	for (i = 0; i < 4; i++) {
		takers[i] = (struct taker){ fd, i & 1 ? getpid() : 0, 0 };
		ASSERT_EQ(pthread_create(&threads[i], NULL, take_many,
					 &takers[i]), 0);
	}
	for (i = 0; i < 4; i++) {
		ASSERT_EQ(pthread_join(threads[i], NULL), 0);
		ASSERT_EQ(takers[i].bad, 0);
	}
}
