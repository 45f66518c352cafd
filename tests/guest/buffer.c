// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is written where: buffers that end early, and no byte that is not an
 * answer. Buffers are filled with a pattern first.
 */
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "device.h"
#include "fields.h"
#include "harness.h"
#include "spawn.h"
#include "tree.h"
#include "zoo.h"

#define PAGE	4096ul

/* @pages writable pages, then one that nobody may touch. */
static unsigned char *guarded(size_t pages)
{
	unsigned char *p = mmap(NULL, (pages + 1) * PAGE,
				PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	ASSERT(p != MAP_FAILED);
	memset(p, PATTERN, pages * PAGE);
	OK(mprotect(p + pages * PAGE, PAGE, PROT_NONE));
	return p;
}

static void ask_many(struct proctree_snapshot *arg, void *rows, uint32_t n)
{
	*arg = (struct proctree_snapshot){
		.mask = BLOCKS_TREE,
		.rows = (uintptr_t)rows,
		.flags = PROCTREE_SNAPSHOT_THREADS,
		.capacity = n,
	};
}

TEST("a buffer that ends before the rows do is EFAULT, whatever the capacity")
{
	struct proctree_snapshot arg;
	unsigned char *p = guarded(1);
	int fd = dev_open();

	ask_many(&arg, p, PAGE / STRIDE_TREE);
	ASSERT_EQ(dev_snapshot(fd, &arg), 0);
	ASSERT_EQ(arg.count, PAGE / STRIDE_TREE);
	ask_many(&arg, p, PAGE / STRIDE_TREE + 1);
	ASSERT_EQ(dev_snapshot(fd, &arg), -EFAULT);
	ask_many(&arg, p, UINT32_MAX);
	ASSERT_EQ(dev_snapshot(fd, &arg), -EFAULT);
	ask_many(&arg, p + PAGE - 8, 1);
	ASSERT_EQ(dev_snapshot(fd, &arg), -EFAULT);
	ask_many(&arg, p + PAGE, 1);
	ASSERT_EQ(dev_snapshot(fd, &arg), -EFAULT);
}

TEST("a buffer that becomes read-only midway is EFAULT and keeps that part")
{
	struct proctree_snapshot arg;
	unsigned char *p = guarded(3);
	size_t i;

	OK(mprotect(p + PAGE, PAGE, PROT_READ));
	ask_many(&arg, p, 3 * PAGE / STRIDE_TREE);
	ASSERT_EQ(dev_snapshot(dev_open(), &arg), -EFAULT);
	for (i = PAGE; i < 3 * PAGE; i++)
		ASSERT_EQ(p[i], PATTERN);
}

TEST("one row in a buffer that is one byte short is EFAULT")
{
	unsigned char *p = guarded(1);
	struct proctree_task arg = {
		.mask = BLOCKS_TREE,
		.row = (uintptr_t)p + PAGE - STRIDE_TREE + 8,
		.pid = getpid(),
		.size = STRIDE_TREE,
	};
	int fd = dev_open();

	ASSERT_EQ(dev_task(fd, &arg), -EFAULT);
	arg.row = (uintptr_t)p + PAGE - STRIDE_TREE;
	ASSERT_EQ(dev_task(fd, &arg), 0);
}

TEST("a capacity of 2^32-1 writes the rows there are and not a byte more")
{
	struct rows rows = { .room = 512 * PAGE };
	struct zoo zoo;
	size_t i;

	zoo_open(&zoo);
	rows.data = guarded(512);
	ask_many(&rows.arg, rows.data, UINT32_MAX);
	ASSERT_EQ(dev_snapshot(dev_open(), &rows.arg), 0);
	ASSERT_EQ(rows.arg.count, rows.arg.needed);
	ASSERT_LE(rows.arg.count * STRIDE_TREE, rows.room - PAGE);
	tree_assert(&rows, 0);
	for (i = rows.arg.count * STRIDE_TREE; i < rows.room; i++)
		ASSERT_EQ(rows.data[i], PATTERN);
}
