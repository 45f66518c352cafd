// SPDX-License-Identifier: GPL-2.0-only
/*
 * What requests leave in memory: references that are never put keep a task's
 * descriptor, or its struct pid, after its end.
 */
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "slab.h"
#include "spawn.h"
#include "world.h"

#define LOOKED_AT	250

/*
 * One task a section, in every way there is to ask. The second one, younger, is
 * what a walk goes on to from the first.
 */
static void look_at_one(int fd, struct rows *rows, uint64_t blocks)
{
	int *ready = shared_alloc(sizeof(*ready));
	pid_t pid = spawn(0, pause_ready, ready);
	pid_t younger = spawn(0, pause_ready, ready);

	AWAIT(__atomic_load_n(ready, __ATOMIC_SEQ_CST) == 2);
	rows_take(fd, rows, PROCTREE_BLOCK_BASE, pid, 0);
	rows_take(fd, rows, PROCTREE_BLOCK_BASE, pid, PROCTREE_SNAPSHOT_THREADS);
	rows_take(fd, rows, blocks, pid, 0);
	rows_take(fd, rows, PROCTREE_BLOCK_BASE, 0, 0);
	task_take(fd, pid);
	kill_and_reap(younger);
	kill_and_reap(pid);
	ASSERT_EQ(rows_try(fd, rows, PROCTREE_BLOCK_BASE, pid, 0), -ESRCH);
}

TEST_WITHIN(180, "nothing is kept of tasks that were looked at")
{
	long tasks = slab_in_use("task_struct"), pids = slab_in_use("pid");
	struct rows rows = { 0 };
	int fd = dev_open(), i;
	struct proctree_query query;
	char batch[32];

	ASSERT_EQ(dev_query(fd, &query), 0);
	file_read(PARAMETER("batch"), batch, sizeof(batch));
	file_write(PARAMETER("batch"), "1");
	for (i = 0; i < LOOKED_AT; i++)
		look_at_one(fd, &rows, query.blocks);
	file_write(PARAMETER("batch"), batch);
	slab_assert("task_struct", tasks, LOOKED_AT / 2);
	slab_assert("pid", pids, LOOKED_AT / 2);
}
