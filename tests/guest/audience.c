// SPDX-License-Identifier: GPL-2.0-only
/* Those who look on while a storm goes on; see audience.h. */
#include "audience.h"

#include <stdlib.h>
#include <unistd.h>

#include "device.h"
#include "fields.h"
#include "harness.h"
#include "spawn.h"
#include "text.h"
#include "tree.h"

static void count(uint64_t *counter, uint64_t n)
{
	__atomic_add_fetch(counter, n, __ATOMIC_SEQ_CST);
}

static uint64_t all_blocks(int fd)
{
	struct proctree_query q = { 0 };

	ASSERT_EQ(dev_query(fd, &q), 0);
	return q.blocks;
}

/* No block says that a field is valid which it has not. */
static void assert_valid(const struct rows *rows)
{
	uint64_t mask = rows->arg.mask & ~PROCTREE_BLOCK_BASE, block, valid;
	uint32_t i;

	for (; mask; mask &= mask - 1) {
		block = mask & -mask;
		for (i = 0; i < rows->arg.count; i++) {
			memcpy(&valid, (const char *)row_at(rows, i) +
			       block_offset(rows->arg.mask, block),
			       sizeof(valid));
			ASSERT_EQ(valid & ~valid_all(block), 0);
		}
	}
}

/* In every set of blocks: their numbers follow each other by an odd step. */
void look_at_snapshots(void *audience)
{
	struct audience *a = audience;
	int fd = dev_open();
	uint64_t blocks = all_blocks(fd), mask = 0, n = 0;
	struct rows rows = { 0 };
	pid_t root;

	for (;; n++) {
		root = n & 2 ? getppid() : 0;
		mask = (mask + 389) & blocks;
		rows_take(fd, &rows, mask | PROCTREE_BLOCK_BASE, root,
			  n & 1 ? PROCTREE_SNAPSHOT_THREADS : 0);
		tree_assert(&rows, root);
		assert_valid(&rows);
		/* These two live during the whole walk. */
		ASSERT(row_find(&rows, getpid()));
		ASSERT(row_find(&rows, getppid()));
		count(&a->snapshots, 1);
		count(&a->rows, rows.arg.count);
	}
}

static void look_at_task(int fd, uint64_t blocks, struct audience *a,
			 const struct proctree_row *seen)
{
	static char row[4096] __attribute__((aligned(8)));
	const struct proctree_row *base = (const void *)row;
	struct proctree_task arg = {
		.mask = blocks,
		.row = (uintptr_t)row,
		.start_ns = seen->start_ns,
		.pid = seen->pid,
		.size = sizeof(row),
	};
	int err = dev_task(fd, &arg);

	count(err ? &a->gone : &a->tasks, 1);
	if (err == -ESRCH)
		return;
	if (err)
		FAIL("TASK of %d: %s", seen->pid, strerror(-err));
	ASSERT_EQ(base->pid, seen->pid);
	ASSERT_EQ(base->start_ns, seen->start_ns);
	ASSERT_EQ(base->flags & PROCTREE_ROW_KTHREAD,
		  seen->flags & PROCTREE_ROW_KTHREAD);
}

void look_at_tasks(void *audience)
{
	int fd = dev_open();
	uint64_t blocks = all_blocks(fd);
	struct rows rows = { 0 };
	uint32_t i;

	for (;;) {
		rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0,
			  PROCTREE_SNAPSHOT_THREADS);
		for (i = 0; i < rows.arg.count; i++)
			look_at_task(fd, blocks, audience, row_at(&rows, i));
	}
}

void look_at_texts(void *audience)
{
	struct audience *a = audience;
	struct text text;

	for (;;) {
		text_take(PROCTREE_PROC, &text);
		ASSERT(text_find(&text, getpid()));
		ASSERT(text_find(&text, getppid()));
		text_free(&text);
		count(&a->texts, 1);
	}
}

#define WORDS	8
#define TOLD	700	/* bytes of a report that a failure shows */

/* The end of @text, where a report has its verdicts. */
static const char *end_of(const char *text)
{
	size_t len = strlen(text);

	return len > TOLD ? text + len - TOLD : text;
}

static void run_all(char *const lines[][WORDS], size_t nlines,
		    uint64_t *counter)
{
	char *out;
	size_t i;

	for (i = 0; i < nlines; i++) {
		int status = command(-1, &out, lines[i]);

		if (status)
			FAIL("%s %s %s: exit status %d: %s", lines[i][0],
			     lines[i][1], lines[i][2], status, end_of(out));
		free(out);
		count(counter, 1);
	}
}

#define NLINES(lines)	(sizeof(lines) / sizeof((lines)[0]))
#define RUN(...)	{ "proctl", "run", __VA_ARGS__, "--deadline", "600" }

void run_experiments(void *audience)
{
	static char *const lines[][WORDS] = {
		RUN("fork"),
		RUN("vfork"),
		RUN("clone"),
		RUN("fork", "--end", "exec"),
		RUN("vfork", "--end", "exit"),
		RUN("vfork", "--end", "kill"),
	};

	for (;;)
		run_all(lines, NLINES(lines),
			&((struct audience *)audience)->runs);
}

void run_tools(void *audience)
{
	static char *const lines[][WORDS] = {
		{ "proctl", "top", "-b", "-n2", "-d", "0.3" },
		{ "proctl", "trace", "--all", "-e", "life,signals", "-n5000" },
		{ "proctl", "tree", "-t" },
		{ "proctl", "trace", "-e", "life,signals,sched", "--", "true" },
	};

	for (;;)
		run_all(lines, NLINES(lines),
			&((struct audience *)audience)->tools);
}
