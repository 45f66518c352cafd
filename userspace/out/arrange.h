/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A forest in which each row has the parent that the caller chose, to be drawn
 * like the one of real parents. Pure memory.
 */
#ifndef ARRANGE_H
#define ARRANGE_H

#include "lib/libproctree.h"

/**
 * arrange - make a forest
 * @parent:	for each row the row of its parent, earlier or later, or
 *		TREE_ORDER_NONE; circles are cut above their first row, which
 *		becomes a root
 * @n:		rows, at most TREE_ORDER_MAX
 * @to:		result; free with proctree_order_free()
 *
 * Return: 0 or -ENOMEM.
 */
int arrange(const uint32_t *parent, uint32_t n, struct tree_order *to);

/**
 * arrange_by_pid - put siblings in order of their numbers
 * @order:	of @rows; changed in place
 *
 * Return: 0 or -ENOMEM.
 */
int arrange_by_pid(const struct proctree_rows *rows, struct tree_order *order);

#endif
