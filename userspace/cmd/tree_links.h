/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows of which some stand above others: those that take part are kept.
 */
#ifndef TREE_LINKS_H
#define TREE_LINKS_H

#include "lib/libproctree.h"

/**
 * struct tree_links - who stands above whom
 * @parent:	row that stands above a row, TREE_ORDER_NONE = none
 * @keep:	1 if a row takes part
 */
struct tree_links {
	uint32_t *parent;
	uint32_t *keep;
};

/* For @n rows, none of which takes part. Return: 0 or -ENOMEM. */
int tree_links_init(struct tree_links *l, uint32_t n);
void tree_links_free(struct tree_links *l);

/* Both take part; the first one that is put above a row stays there. */
void tree_links_above(struct tree_links *l, uint32_t parent, uint32_t i);

/**
 * tree_links_family - only one row, what is below it and what is above it
 * @n:		number of rows
 * @root:	the row, which takes part
 * @above:	with what is above it
 *
 * Return: 0 or -ENOMEM.
 */
int tree_links_family(struct tree_links *l, uint32_t n, uint32_t root,
		      bool above);

/**
 * tree_links_squeeze - remove the rows that take no part
 * @texts:	arrays with a text for each row, squeezed likewise; a NULL ends
 *		the list of them
 *
 * Return: 0 or -ENOMEM.
 */
int tree_links_squeeze(struct tree_links *l, struct proctree_rows *rows,
		       char **const *texts);

#endif
