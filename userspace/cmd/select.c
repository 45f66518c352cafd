// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fewer rows of a snapshot; see select.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "select.h"

/* Move row @from down to place @to. */
static void move_row(struct proctree_rows *rows, uint32_t to, uint32_t from)
{
	char *data = rows->data;

	if (to != from)
		memcpy(data + (size_t)to * rows->stride,
		       data + (size_t)from * rows->stride, rows->stride);
}

void select_rows(struct proctree_rows *rows, select_keep *keep,
		 const void *context)
{
	uint32_t i, n = 0;

	for (i = 0; i < rows->count; i++) {
		if (keep(rows, proctree_row_at(rows, i), context))
			move_row(rows, n++, i);
	}
	rows->count = n;
}

void select_counted(struct proctree_rows *rows, uint32_t *counts)
{
	uint32_t i, n = 0;

	for (i = 0; i < rows->count; i++) {
		if (!counts[i])
			continue;
		move_row(rows, n, i);
		counts[n++] = counts[i];
	}
	rows->count = n;
}

/* Give the descendants of @root a count: parents come before their children. */
static void count_descendants(const struct tree_order *order, uint32_t root,
			      uint32_t *counts)
{
	uint32_t i;

	for (i = root + 1; i < order->n; i++) {
		uint32_t parent = order->parent[i];

		if (parent != TREE_ORDER_NONE)
			counts[i] = parent == root || counts[parent];
	}
}

static void count_ancestors(const struct tree_order *order, uint32_t i,
			    uint32_t *counts)
{
	for (i = order->parent[i]; i != TREE_ORDER_NONE; i = order->parent[i])
		counts[i] = 1;
}

int select_family(struct proctree_rows *rows, int32_t pid, bool ancestors,
		  bool self, bool descendants)
{
	const struct proctree_row *row = proctree_find(rows, pid);
	struct tree_order order;
	uint32_t *counts, root;
	int err;

	if (!row)
		return -ESRCH;
	root = ((const char *)row - (const char *)rows->data) / rows->stride;
	counts = calloc(rows->count, sizeof(*counts));
	if (!counts)
		return -ENOMEM;
	err = proctree_order(rows, &order);
	if (err)
		goto free_counts;
	if (descendants)
		count_descendants(&order, root, counts);
	if (ancestors)
		count_ancestors(&order, root, counts);
	counts[root] = self;
	select_counted(rows, counts);
	proctree_order_free(&order);

free_counts:
	free(counts);
	return err;
}
