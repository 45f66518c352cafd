// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows that say the same; see compact.h. Sorts the childless rows so that those
 * alike stand together, the oldest first.
 */
#include <stdlib.h>
#include <string.h>

#include "compact.h"

/* What qsort_r() compares: row numbers, in the light of these. */
struct context {
	const struct proctree_rows *rows;
	const struct tree_order *order;
};

static int compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

/* 0 if the rows are alike. */
static int compare_rows(const struct context *c, uint32_t a, uint32_t b)
{
	const struct proctree_row *ra = proctree_row_at(c->rows, a);
	const struct proctree_row *rb = proctree_row_at(c->rows, b);
	int d = compare(c->order->parent[a], c->order->parent[b]);

	if (!d)
		d = strncmp(ra->comm, rb->comm, PROCTREE_COMM_LEN);
	if (!d)
		d = compare(ra->state, rb->state);
	if (!d)
		d = compare(ra->flags, rb->flags);
	if (!d)
		d = compare(ra->uid, rb->uid);
	if (!d)
		d = compare(ra->nr_threads, rb->nr_threads);
	return d;
}

static int compare_entries(const void *a, const void *b, void *context)
{
	uint32_t ia = *(const uint32_t *)a, ib = *(const uint32_t *)b;
	int d = compare_rows(context, ia, ib);

	return d ? d : compare(ia, ib);
}

static uint32_t childless(const struct tree_order *order, uint32_t *found)
{
	uint32_t n = 0, i;

	for (i = 0; i < order->n; i++) {
		if (order->child[i] == TREE_ORDER_NONE)
			found[n++] = i;
	}
	return n;
}

uint32_t *compact_counts(const struct proctree_rows *rows,
			 const struct tree_order *order)
{
	struct context context = { rows, order };
	uint32_t *counts = malloc((rows->count + 1) * sizeof(*counts));
	uint32_t *leaves = malloc((rows->count + 1) * sizeof(*leaves));
	uint32_t n, i, first = 0;

	if (!counts || !leaves) {
		free(leaves);
		free(counts);
		return NULL;
	}
	for (i = 0; i < rows->count; i++)
		counts[i] = 1;
	n = childless(order, leaves);
	qsort_r(leaves, n, sizeof(*leaves), compare_entries, &context);
	for (i = 1; i < n; i++) {
		if (compare_rows(&context, leaves[first], leaves[i])) {
			first = i;
			continue;
		}
		counts[leaves[first]]++;
		counts[leaves[i]] = 0;
	}
	free(leaves);
	return counts;
}
