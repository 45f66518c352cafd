// SPDX-License-Identifier: GPL-2.0-only
/* All blocks of 10,000 tasks, most of them threads, in one call. */
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "crowd.h"
#include "device.h"
#include "fields.h"
#include "harness.h"
#include "spawn.h"

#define PROCESSES	100
#define THREADS		100	/* of each, its leader among them */
#define TASKS		(PROCESSES * THREADS)

/* Those whose fields can all be read of a quiet task of one's own. */
static const uint64_t whole[] = {
	PROCTREE_BLOCK_SHARING,	   PROCTREE_BLOCK_CREDENTIALS,
	PROCTREE_BLOCK_SCHEDULING, PROCTREE_BLOCK_SIGNALS,
	PROCTREE_BLOCK_NAMESPACES, PROCTREE_BLOCK_MEMORY,
	PROCTREE_BLOCK_LAYOUT,
};

#define NWHOLE	(sizeof(whole) / sizeof(whole[0]))

static void make_threads(void *ready)
{
	int i;

	for (i = 1; i < THREADS; i++)
		spawn_clone(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD, clone_pause,
			    NULL);
	pause_ready(ready);
}

static const void *block_of(const struct rows *rows, uint32_t i, uint64_t bit)
{
	return (const char *)row_at(rows, i) +
	       block_offset(rows->arg.mask, bit);
}

/* Each process is its leader and, right behind, its threads. */
static void assert_process(const struct rows *rows, uint32_t at)
{
	const struct proctree_sharing *first, *other;
	const struct proctree_memory *memory;
	pid_t tgid = row_at(rows, at)->pid;
	uint32_t i;
	size_t j;

	ASSERT_EQ(row_at(rows, at)->tgid, tgid);
	first = block_of(rows, at, PROCTREE_BLOCK_SHARING);
	for (i = at; i < at + THREADS; i++) {
		ASSERT_EQ(row_at(rows, i)->tgid, tgid);
		ASSERT_EQ(row_at(rows, i)->nr_threads, THREADS);
		for (j = 0; j < NWHOLE; j++)
			ASSERT_EQ(*(uint64_t *)block_of(rows, i, whole[j]),
				  valid_all(whole[j]));
		other = block_of(rows, i, PROCTREE_BLOCK_SHARING);
		ASSERT_EQ(other->mm, first->mm);
		ASSERT_EQ(other->signal, first->signal);
		memory = block_of(rows, i, PROCTREE_BLOCK_MEMORY);
		ASSERT_EQ(memory->mm_users, THREADS);
	}
}

TEST_WITHIN(180, "all blocks of 10,000 tasks come in one call, in short sections")
{
	int *ready = shared_alloc(sizeof(*ready)), fd = dev_open();
	struct proctree_query q = { 0 };
	struct rows rows = { 0 };
	char limit[32];
	uint32_t i;

	ASSERT_EQ(dev_query(fd, &q), 0);
	crowd_allow(limit);
	for (i = 0; i < PROCESSES; i++)
		spawn(0, make_threads, ready);
	AWAIT(__atomic_load_n(ready, __ATOMIC_SEQ_CST) == PROCESSES);
	rows_take(fd, &rows, q.blocks, getpid(), PROCTREE_SNAPSHOT_THREADS);
	ASSERT_EQ(rows.arg.count, 1 + TASKS);
	for (i = 1; i < rows.arg.count; i += THREADS)
		assert_process(&rows, i);
	note("%u rows of %u bytes in %llu ms, %u sections of at most %u tasks",
	     rows.arg.count, rows.arg.row_size,
	     (rows.arg.end_ns - rows.arg.begin_ns) / 1000000,
	     rows.arg.sections, q.batch);
	ASSERT_EQ(rows.arg.walk & PROCTREE_WALK_ONE_SECTION, 0);
	ASSERT_GE(rows.arg.sections, TASKS / q.batch);
	for (i = 1; i < rows.arg.count; i += THREADS)
		OK(kill(row_at(&rows, i)->pid, SIGKILL));
	while (waitpid(-1, NULL, __WALL) >= 0)
		;
	crowd_limit(limit);
}
