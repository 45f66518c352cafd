/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * proctl tree -J: what a drawing shows, and all of it.
 */
#ifndef TREE_JSON_H
#define TREE_JSON_H

#include "tree_options.h"

/**
 * tree_json - print it to stdout
 * @order:	of @rows; changed if siblings shall stand in another one
 * @by:		the answer of --by, NULL for the tree of real parents
 *
 * Return: PROCTL_YES, or PROCTL_NO after a message.
 */
int tree_json(struct proctree *pt, const struct tree_options *o,
	      const struct proctree_rows *rows, struct tree_order *order,
	      const struct tree_by_answer *by);

#endif
