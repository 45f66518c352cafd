// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows of which some stand above others; see tree_links.h.
 */
#include <errno.h>
#include <stdlib.h>

#include "out/arrange.h"
#include "select.h"
#include "tree_links.h"

int tree_links_init(struct tree_links *l, uint32_t n)
{
	uint32_t i;

	l->parent = calloc((size_t)n + 1, sizeof(*l->parent));
	l->keep = calloc((size_t)n + 1, sizeof(*l->keep));
	if (!l->parent || !l->keep) {
		tree_links_free(l);
		return -ENOMEM;
	}
	for (i = 0; i < n; i++)
		l->parent[i] = TREE_ORDER_NONE;
	return 0;
}

void tree_links_free(struct tree_links *l)
{
	free(l->parent);
	free(l->keep);
}

void tree_links_above(struct tree_links *l, uint32_t parent, uint32_t i)
{
	l->keep[parent] = 1;
	l->keep[i] = 1;
	if (l->parent[i] == TREE_ORDER_NONE && i != parent)
		l->parent[i] = parent;
}

int tree_links_family(struct tree_links *l, uint32_t n, uint32_t root,
		      bool above)
{
	struct tree_order order;
	uint32_t *in = calloc((size_t)n + 1, sizeof(*in)), i, row;
	int err = in ? arrange(l->parent, n, &order) : -ENOMEM;

	if (err) {
		free(in);
		return err;
	}
	in[root] = 1;
	for (i = 0; i < n; i++) {
		row = order.order[i];
		if (order.parent[row] != TREE_ORDER_NONE)
			in[row] |= in[order.parent[row]];
	}
	for (row = order.parent[root]; above && row != TREE_ORDER_NONE;
	     row = order.parent[row])
		in[row] = 1;
	for (i = 0; i < n; i++)
		l->keep[i] &= in[i];
	proctree_order_free(&order);
	free(in);
	return 0;
}

static void squeeze_texts(const struct tree_links *l, uint32_t n,
			  const uint32_t *place, char **texts)
{
	uint32_t i;

	for (i = 0; i < n; i++) {
		char *text = texts[i];

		texts[i] = NULL;
		if (l->keep[i])
			texts[place[i]] = text;
		else
			free(text);
	}
}

int tree_links_squeeze(struct tree_links *l, struct proctree_rows *rows,
		       char **const *texts)
{
	uint32_t *place = calloc((size_t)rows->count + 1, sizeof(*place));
	uint32_t i, n = 0;

	if (!place)
		return -ENOMEM;
	for (i = 0; i < rows->count; i++)
		place[i] = l->keep[i] ? n++ : TREE_ORDER_NONE;
	for (i = 0; i < rows->count; i++) {
		uint32_t parent = l->parent[i];

		if (l->keep[i])
			l->parent[place[i]] = parent == TREE_ORDER_NONE ?
				parent : place[parent];
	}
	for (; *texts; texts++)
		squeeze_texts(l, rows->count, place, *texts);
	select_counted(rows, l->keep);
	free(place);
	return 0;
}
