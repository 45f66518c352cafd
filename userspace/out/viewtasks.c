// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which tasks a view shows; see viewtasks.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "viewtasks.h"

static bool has_name(const struct view_options *o, const struct recent_task *t)
{
	char name[PROCTREE_COMM_LEN + 1] = { 0 };

	memcpy(name, t->row.comm, PROCTREE_COMM_LEN);
	return strcasestr(name, o->filter);
}

/* Whatever the name: whether such tasks are wanted. */
static bool is_wanted(const struct view_options *o, const struct recent_task *t)
{
	if (view_is_thread(t) && !o->threads)
		return false;
	return !(t->row.flags & PROCTREE_ROW_KTHREAD && o->no_kthreads);
}

static bool is_root(const struct view_options *o, const struct recent_task *t)
{
	return t->row.pid == o->root && t->row.start_ns == o->root_start_ns;
}

/*
 * Which rows stay: parents come before their children, so the subtree is found
 * forwards, and the ancestors of names that are wanted backwards.
 */
static void choose(const struct view_tasks *v, const struct view_options *o,
		   bool *keep)
{
	const uint32_t *parent = v->order.parent;
	uint32_t i, n = v->rows.count;

	for (i = 0; i < n; i++)
		keep[i] = !o->root || is_root(o, v->tasks[i]) ||
			  (parent[i] != TREE_ORDER_NONE && keep[parent[i]]);
	if (!*o->filter)
		return;
	for (i = 0; i < n; i++)
		keep[i] = keep[i] && has_name(o, v->tasks[i]);
	for (i = n; i--;)
		if (keep[i] && parent[i] != TREE_ORDER_NONE &&
		    !(o->root && is_root(o, v->tasks[i])))
			keep[parent[i]] = true;
}

static int arrange_rows(struct view_tasks *v)
{
	struct proctree_row *row = v->rows.data;
	uint32_t i;

	for (i = 0; i < v->rows.count; i++)
		row[i] = v->tasks[i]->row;
	return proctree_order(&v->rows, &v->order);
}

/* Fewer rows. */
static int choose_rows(struct view_tasks *v, const struct view_options *o)
{
	bool *keep = calloc((size_t)v->rows.count + 1, sizeof(*keep));
	uint32_t i, n = 0;

	if (!keep)
		return -ENOMEM;
	choose(v, o, keep);
	for (i = 0; i < v->rows.count; i++)
		if (keep[i])
			v->tasks[n++] = v->tasks[i];
	v->rows.count = n;
	free(keep);
	proctree_order_free(&v->order);
	v->order.parent = NULL;
	return arrange_rows(v);
}

int view_tasks_choose(struct view_tasks *v, const struct recent *r,
		      const struct view_options *o)
{
	uint32_t i;
	int err;

	v->rows.mask = PROCTREE_BLOCK_BASE;
	v->rows.stride = sizeof(struct proctree_row);
	v->rows.data = calloc((size_t)r->count + 1, v->rows.stride);
	v->tasks = calloc((size_t)r->count + 1, sizeof(*v->tasks));
	if (!v->rows.data || !v->tasks)
		return -ENOMEM;
	for (i = 0; i < r->count; i++)
		if (is_wanted(o, &r->tasks[i]))
			v->tasks[v->rows.count++] = &r->tasks[i];
	err = arrange_rows(v);
	if (err || (!o->root && !*o->filter))
		return err;
	return choose_rows(v, o);
}

void view_tasks_free(struct view_tasks *v)
{
	proctree_order_free(&v->order);
	free(v->rows.data);
	free(v->tasks);
}
