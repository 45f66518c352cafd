/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which tasks a view shows, and the tree they make.
 */
#ifndef VIEWTASKS_H
#define VIEWTASKS_H

#include "view.h"

/**
 * struct view_tasks - the tasks chosen; zero it to begin
 * @tasks:	rows.count of them
 * @rows:	their rows
 * @order:	their tree
 */
struct view_tasks {
	const struct recent_task **tasks;
	struct proctree_rows rows;
	struct tree_order order;
};

/* Return: 0 or -ENOMEM; to be freed in any case. */
int view_tasks_choose(struct view_tasks *v, const struct recent *r,
		      const struct view_options *o);
void view_tasks_free(struct view_tasks *v);

static inline bool view_is_thread(const struct recent_task *t)
{
	return t->row.flags & PROCTREE_ROW_THREAD;
}

#endif
