// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who waits for whom: from rows to edges; see waits.h. Circles are found in
 * waits_circles.c.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "pids.h"
#include "waits.h"
#include "waits_circles.h"

/*
 * A row is waited for by one in vfork, its parent, its tracer and its exited
 * leader, and waits itself for one.
 */
#define EDGES_PER_ROW 5

struct finding {
	const struct proctree_rows *rows;
	struct pids pids;
	struct waits_edge *edges;
	uint32_t n;
};

static const struct proctree_relations *relations(const struct finding *f,
						  const struct proctree_row *row)
{
	return proctree_row_block(f->rows, row, PROCTREE_BLOCK_RELATIONS);
}

static void add(struct finding *f, uint32_t waiter, uint32_t target,
		enum waits_why why)
{
	if (waiter == TREE_ORDER_NONE || target == TREE_ORDER_NONE)
		return;
	f->edges[f->n++] = (struct waits_edge){ waiter, target, why };
}

static bool is_leader(const struct proctree_row *row)
{
	return !(row->flags & PROCTREE_ROW_THREAD);
}

static bool is_reapable(const struct proctree_row *row)
{
	return row->state == 'Z' && (!is_leader(row) || row->nr_threads <= 1);
}

/* The thread @tid, or its process if there are no rows of threads. */
static uint32_t thread_or_process(const struct finding *f, int64_t tid,
				  int64_t pid)
{
	uint32_t i = pids_find(&f->pids, tid);

	return i != TREE_ORDER_NONE ? i : pids_find(&f->pids, pid);
}

static void add_child_wait(struct finding *f, uint32_t waiter, uint32_t target)
{
	const struct proctree_row *row;

	if (waiter == TREE_ORDER_NONE)
		return;
	row = proctree_row_at(f->rows, waiter);
	if (relations(f, row)->child_wait)
		add(f, waiter, target, WAITS_CHILD);
}

/* The tracer, of whom the reader may not know the number, is not the parent. */
static bool is_traced_by_another(const struct proctree_row *row,
				 const struct proctree_relations *r)
{
	return r->ptrace && r->tracer_pid != row->ppid;
}

/*
 * Who is in wait4 for this task. A zombie that may be reaped by the waiter would
 * be: what it waits for is another task.
 */
static void find_waiting(struct finding *f, uint32_t i,
			 const struct proctree_row *row)
{
	const struct proctree_relations *r = relations(f, row);
	uint32_t parent = TREE_ORDER_NONE;

	if (r->vfork_parent_pid)
		add(f, thread_or_process(f, r->vfork_parent_pid, row->ppid), i,
		    WAITS_VFORK);
	if (is_leader(row)) {
		parent = pids_find(&f->pids, row->ppid);
		if (!is_reapable(row) || is_traced_by_another(row, r))
			add_child_wait(f, parent, i);
	}
	if (r->tracer_pid && pids_find(&f->pids, r->tracer_pid) != parent &&
	    !is_reapable(row))
		add_child_wait(f, pids_find(&f->pids, r->tracer_pid), i);
	if (!is_leader(row)) {
		uint32_t leader = pids_find(&f->pids, row->tgid);

		if (leader != TREE_ORDER_NONE &&
		    proctree_row_at(f->rows, leader)->state == 'Z')
			add(f, leader, i, WAITS_THREADS);
	}
}

/* What this task waits for, stopped or dead. */
static void find_waited(struct finding *f, uint32_t i,
			const struct proctree_row *row)
{
	const struct proctree_relations *r = relations(f, row);
	uint32_t tracer = TREE_ORDER_NONE;

	if (r->tracer_pid)
		tracer = thread_or_process(f, r->parent_tid, r->tracer_pid);
	if (row->state == 't')
		add(f, i, tracer, WAITS_TRACER);
	else if (!is_reapable(row))
		return;
	else if (!is_leader(row) || is_traced_by_another(row, r))
		add(f, i, tracer, WAITS_DETACH);
	else
		add(f, i, pids_find(&f->pids, row->ppid), WAITS_REAP);
}

/* Edges in order of waiters, and where each begins. */
static void sort_edges(const struct finding *f, uint32_t *first,
		       struct waits_edge *to)
{
	uint32_t e, i;

	for (e = 0; e < f->n; e++)
		first[f->edges[e].waiter + 1]++;
	for (i = 0; i < f->rows->count; i++)
		first[i + 1] += first[i];
	for (e = 0; e < f->n; e++)
		to[first[f->edges[e].waiter]++] = f->edges[e];
	for (i = f->rows->count; i; i--)
		first[i] = first[i - 1];
	first[0] = 0;
}

int waits_find(const struct proctree_rows *rows, const struct waits_more *more,
	       struct waits *to)
{
	struct finding f = { .rows = rows };
	uint32_t i, nmore = more ? more->n : 0;
	int err = -ENOMEM;

	if (!(rows->mask & PROCTREE_BLOCK_RELATIONS))
		return -EINVAL;
	*to = (struct waits){
		.first = calloc(rows->count + 1, sizeof(*to->first)),
		.next = calloc(rows->count + 1, sizeof(*to->next)),
	};
	f.edges = calloc((size_t)rows->count * EDGES_PER_ROW + nmore + 1,
			 sizeof(*f.edges));
	if (!to->first || !to->next || !f.edges || pids_init(&f.pids, rows))
		goto out;
	for (i = 0; i < rows->count; i++) {
		const struct proctree_row *row = proctree_row_at(rows, i);

		find_waiting(&f, i, row);
		find_waited(&f, i, row);
	}
	if (nmore)
		memcpy(f.edges + f.n, more->edges, nmore * sizeof(*f.edges));
	f.n += nmore;
	to->n = f.n;
	to->edges = calloc(f.n + 1, sizeof(*to->edges));
	if (to->edges) {
		sort_edges(&f, to->first, to->edges);
		err = waits_circles(rows, more ? more->others : NULL, to);
	}
	pids_free(&f.pids);
out:
	free(f.edges);
	if (err)
		waits_free(to);
	return err;
}

void waits_free(struct waits *w)
{
	free(w->edges);
	free(w->first);
	free(w->next);
	*w = (struct waits){ 0 };
}
