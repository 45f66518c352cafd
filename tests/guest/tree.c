// SPDX-License-Identifier: GPL-2.0-only
/* Promise 1: a snapshot is a tree; see tree.h. */
#include "tree.h"

#include <stdbool.h>
#include <stdio.h>
#include <sys/mman.h>

#include "harness.h"

#define PID_LIMIT	(4 << 20)	/* PID_MAX_LIMIT */

/*
 * What was seen of each number: 2 * round for a thread, + 1 for a process.
 * Rounds save clearing it; the memory is touched where there are pids only.
 */
static uint32_t *seen, round_number;

static void seen_begin(void)
{
	if (!seen) {
		seen = mmap(NULL, PID_LIMIT * sizeof(*seen),
			    PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
		ASSERT(seen != MAP_FAILED);
	}
	round_number++;
}

static bool in_range(pid_t pid)
{
	return pid > 0 && pid < PID_LIMIT;
}

static bool seen_any(pid_t pid)
{
	return seen[pid] / 2 == round_number;
}

static bool seen_process(pid_t pid)
{
	return seen[pid] == 2 * round_number + 1;
}

/* What is wrong with a row, NULL if nothing. @leader: last one that was. */
static const char *judge(const struct proctree_row *row, bool first, pid_t root,
			 pid_t leader)
{
	bool thread = row->flags & PROCTREE_ROW_THREAD;

	if (!in_range(row->pid) || !in_range(row->tgid))
		return "has an impossible number";
	if (seen_any(row->pid))
		return "occurs twice";
	if (thread ? row->pid == row->tgid : row->pid != row->tgid)
		return "is wrongly flagged as a thread or as none";
	if (thread && row->tgid != leader)
		return "does not follow its leader";
	if (first && root)
		return row->pid == root ? NULL : "is not the root asked for";
	if (root && row->tgid == root)
		return NULL; /* the root's threads, their parent is outside */
	if (row->flags & PROCTREE_ROW_ROOT)
		return row->ppid ? "is a root but has a parent" : NULL;
	if (!in_range(row->ppid) || !seen_process(row->ppid))
		return "comes before its parent";
	return NULL;
}

uint32_t tree_violations(const struct rows *rows, uint32_t count, pid_t root,
			 char *why, size_t size)
{
	uint32_t i, violations = 0;
	pid_t leader = 0;

	seen_begin();
	for (i = 0; i < count; i++) {
		const struct proctree_row *row = row_at(rows, i);
		const char *wrong = judge(row, !i, root, leader);

		if (wrong && !violations++)
			snprintf(why, size,
				 "row %u of %u: %d/%d (%s, %c, flags %x, ppid %d) %s",
				 i, count, row->tgid, row->pid, row->comm,
				 row->state, row->flags, row->ppid, wrong);
		if (row->pid == row->tgid)
			leader = row->pid;
		if (in_range(row->pid))
			seen[row->pid] = 2 * round_number +
					 (row->pid == row->tgid);
	}
	return violations;
}

void tree_assert(const struct rows *rows, pid_t root)
{
	char why[256];

	if (tree_violations(rows, rows->arg.count, root, why, sizeof(why)))
		FAIL("%s", why);
}
