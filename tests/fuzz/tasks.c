// SPDX-License-Identifier: GPL-2.0-only
/*
 * The live tree's tasks under any events in any order: lists, hash and count
 * stay in step, and the rows can be taken.
 */
#include <stdbool.h>

#include "fuzz.h"
#include "lib/rows.h"
#include "lib/tasks.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static void check(const struct tasks *tasks)
{
	const struct task *t, *prev = NULL;
	struct proctree_rows *rows;
	uint32_t n = 0;

	for (t = tasks->first; t; prev = t, t = t->next, n++) {
		MUST(t->prev == prev);
		MUST(task_find(tasks, t->row.pid) == t);
	}
	MUST(tasks->last == prev && tasks->count == n);
	MUST(!tasks_rows(tasks, true, &rows));
	MUST(rows->count == n);
	proctree_rows_free(rows);
	MUST(!tasks_rows(tasks, false, &rows));
	MUST(rows->count <= n);
	proctree_rows_free(rows);
}

/* Few numbers and times, so that they meet. */
static struct proctree_event next_event(struct fuzz_bytes *in)
{
	struct proctree_event e = { .kind = fuzz_byte(in) % 24 };
	uint8_t more = fuzz_byte(in);

	e.pid = (int8_t)fuzz_byte(in);
	e.tgid = more & 1 ? e.pid : (int8_t)fuzz_byte(in);
	e.start_ns = fuzz_byte(in);
	e.pf = more & 2 ? PF_KTHREAD : 0;
	switch (e.kind) {
	case PROCTREE_EVENT_FORK:
		e.u.fork.child_pid = (int8_t)fuzz_byte(in);
		e.u.fork.child_tgid = more & 4 ? e.u.fork.child_pid :
						 (int8_t)fuzz_byte(in);
		e.u.fork.child_ppid = (int8_t)fuzz_byte(in);
		e.u.fork.child_start_ns = fuzz_byte(in);
		e.u.fork.clone_flags = more & 8 ? ~0ULL : 0;
		break;
	case PROCTREE_EVENT_EXEC:
		e.u.exec.old_pid = (int8_t)fuzz_byte(in);
		break;
	case PROCTREE_EVENT_EXIT:
		e.u.exit.group_dead = more & 4;
		break;
	case PROCTREE_EVENT_REPARENT:
		e.u.reparent.new_ppid = (int8_t)fuzz_byte(in);
		break;
	default:
		fuzz_fill(in, e.u.bytes, more % 17);
	}
	return e;
}

/* Rows as no kernel gives them; two of one number are one too many. */
static void fill(struct tasks *tasks, struct fuzz_bytes *in)
{
	struct proctree_row row[8] = { 0 };
	struct proctree_rows rows = {
		.mask = PROCTREE_BLOCK_BASE,
		.stride = sizeof(row[0]),
		.data = row,
	};
	uint32_t n = fuzz_byte(in) % 8;

	for (; rows.count < n; rows.count++) {
		struct proctree_row *r = &row[rows.count];

		r->pid = 1 + 16 * rows.count + fuzz_byte(in) % 16;
		r->ppid = fuzz_byte(in);
		r->tgid = r->pid;
		if (fuzz_byte(in) & 1) {
			r->tgid = fuzz_byte(in);
			r->flags = PROCTREE_ROW_THREAD;
		}
		r->start_ns = fuzz_byte(in);
	}
	MUST(!tasks_fill(tasks, &rows));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes in = { data, size };
	struct tasks tasks = { 0 };

	if (fuzz_byte(&in) & 1)
		fill(&tasks, &in);
	while (in.left) {
		struct proctree_event e = next_event(&in);
		int result = tasks_apply(&tasks, &e);

		MUST(result == 0 || result == 1);
		check(&tasks);
	}
	tasks_clear(&tasks);
	return 0;
}
