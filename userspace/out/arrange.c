// SPDX-License-Identifier: GPL-2.0-only
/*
 * A forest of chosen parents; see arrange.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "arrange.h"

/* The first row of the circle that @i is in becomes a root. */
static void cut(uint32_t *parent, uint32_t i)
{
	uint32_t first = i, at;

	for (at = parent[i]; at != i; at = parent[at]) {
		if (at < first)
			first = at;
	}
	parent[first] = TREE_ORDER_NONE;
}

/* @walk: per row 0; then the number of the walk up that came there first. */
static void cut_circles(uint32_t *parent, uint32_t n, uint32_t *walk)
{
	uint32_t start, i;

	for (start = 0; start < n; start++) {
		for (i = start; i != TREE_ORDER_NONE && !walk[i]; i = parent[i])
			walk[i] = start + 1;
		if (i != TREE_ORDER_NONE && walk[i] == start + 1)
			cut(parent, i);
	}
}

/* Siblings get the order that they have in @sequence; NULL: of the rows. */
static void link_children(struct tree_order *to, const uint32_t *sequence)
{
	uint32_t i, n;

	to->roots = TREE_ORDER_NONE;
	for (i = 0; i < to->n; i++)
		to->child[i] = TREE_ORDER_NONE;
	for (n = to->n; n--;) {
		uint32_t parent, *head;

		i = sequence ? sequence[n] : n;
		parent = to->parent[i];
		head = parent == TREE_ORDER_NONE ? &to->roots :
						   &to->child[parent];
		to->next[i] = *head;
		*head = i;
	}
}

/* The row behind @i and its descendants, in preorder. */
static uint32_t behind(const struct tree_order *to, uint32_t i)
{
	while (to->next[i] == TREE_ORDER_NONE) {
		i = to->parent[i];
		if (i == TREE_ORDER_NONE)
			return i;
	}
	return to->next[i];
}

static void walk_down(struct tree_order *to)
{
	uint32_t i = to->roots, n = 0;

	while (i != TREE_ORDER_NONE) {
		uint32_t parent = to->parent[i];

		to->depth[i] = parent == TREE_ORDER_NONE ?
			0 : to->depth[parent] + 1;
		to->order[n++] = i;
		i = to->child[i] != TREE_ORDER_NONE ? to->child[i] :
						      behind(to, i);
	}
}

int arrange(const uint32_t *parent, uint32_t n, struct tree_order *to)
{
	size_t room = (size_t)n + 1;
	uint32_t *memory = calloc(room, 5 * sizeof(*memory));

	if (!memory)
		return -ENOMEM;
	*to = (struct tree_order){
		.n = n,
		.parent = memory,	/* first: see proctree_order_free() */
		.child = memory + room,
		.next = memory + 2 * room,
		.depth = memory + 3 * room,
		.order = memory + 4 * room,
	};
	memcpy(to->parent, parent, n * sizeof(*parent));
	cut_circles(to->parent, n, to->order);
	link_children(to, NULL);
	walk_down(to);
	return 0;
}

static int compare_pids(const void *left, const void *right, void *context)
{
	uint32_t i = *(const uint32_t *)left, j = *(const uint32_t *)right;
	const struct proctree_row *a = proctree_row_at(context, i);
	const struct proctree_row *b = proctree_row_at(context, j);

	if (a->pid != b->pid)
		return a->pid < b->pid ? -1 : 1;
	return (i > j) - (i < j);
}

int arrange_by_pid(const struct proctree_rows *rows, struct tree_order *order)
{
	uint32_t *sequence = calloc((size_t)order->n + 1, sizeof(*sequence));
	uint32_t i;

	if (!sequence)
		return -ENOMEM;
	for (i = 0; i < order->n; i++)
		sequence[i] = i;
	qsort_r(sequence, order->n, sizeof(*sequence), compare_pids,
		(void *)rows);
	link_children(order, sequence);
	walk_down(order);
	free(sequence);
	return 0;
}
