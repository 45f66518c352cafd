/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What proctl tree says of rows beyond their labels: arguments, colours,
 * namespaces.
 */
#ifndef TREE_DECOR_H
#define TREE_DECOR_H

#include "tree_options.h"

/**
 * struct tree_decor - for each row, as struct tree_style wants it; NULL = not
 *	asked for
 * @args:	arguments instead of names
 * @colours:	enum mark_colour
 * @notes:	namespaces that are not the parent's
 */
struct tree_decor {
	char **args;
	uint8_t *colours;
	char **notes;
};

/* PROCTREE_BLOCK_* that it needs. */
uint64_t tree_decor_blocks(const struct tree_options *o);

/**
 * tree_decor_make - find out
 * @order:	of @rows; siblings are put in order of their numbers if -n wants it
 *
 * Return: PROCTL_YES and @to, to be freed with tree_decor_free(); PROCTL_NO
 * after a message.
 */
int tree_decor_make(struct proctree *pt, const struct tree_options *o,
		    const struct proctree_rows *rows,
		    struct tree_order *order, struct tree_decor *to);
void tree_decor_free(struct tree_decor *d, const struct proctree_rows *rows);

#endif
