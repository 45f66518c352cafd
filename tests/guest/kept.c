// SPDX-License-Identifier: GPL-2.0-only
/*
 * What requests leave in memory: references that are never put keep a task's
 * descriptor, or its struct pid, after its end. Objects in use are told by
 * /sys/kernel/slab (mm/slub.c objects_show()), also of caches that were merged.
 */
#include <stdlib.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "world.h"

#define LOOKED_AT	250

static long in_use(const char *cache)
{
	char path[64], text[256];

	snprintf(path, sizeof(path), "/sys/kernel/slab/%s/objects", cache);
	if (access(path, R_OK))
		SKIP("%s: %s", path, strerror(errno));
	file_read(path, text, sizeof(text));
	return atol(text);
}

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

/* They are freed a grace period after their end, so look again for 10 s. */
static long more_than(const char *cache, long before)
{
	long more = in_use(cache) - before;
	int tries;

	for (tries = 0; tries < 100 && more >= LOOKED_AT / 2; tries++) {
		usleep(100000);
		more = in_use(cache) - before;
	}
	return more;
}

TEST_WITHIN(180, "nothing is kept of tasks that were looked at")
{
	long tasks = in_use("task_struct"), pids = in_use("pid");
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
	ASSERT_LT(more_than("task_struct", tasks), LOOKED_AT / 2);
	ASSERT_LT(more_than("pid", pids), LOOKED_AT / 2);
}
