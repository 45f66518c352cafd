// SPDX-License-Identifier: GPL-2.0-only
/*
 * Forests of chosen parents.
 */
#include <stdio.h>
#include <string.h>

#include "out/arrange.h"
#include "unit.h"

#define NONE TREE_ORDER_NONE

/* The rows in preorder, each as "row:depth". */
static void check(const uint32_t *parent, uint32_t n, const char *expected)
{
	char text[200] = "", *p = text;
	struct tree_order order;
	uint32_t i;

	assert_int_equal(arrange(parent, n, &order), 0);
	assert_int_equal(order.n, n);
	for (i = 0; i < n; i++)
		p += sprintf(p, "%u:%u ", order.order[i],
			     order.depth[order.order[i]]);
	assert_string_equal(text, expected);
	proctree_order_free(&order);
}

TEST("a forest of nothing can be arranged")
{
	check((uint32_t[]){ 0 }, 0, "");
}

TEST("parents may be earlier or later rows, siblings stay in order")
{
	check((uint32_t[]){ 2, NONE, NONE, 0, 2 }, 5,
	      "1:0 2:0 0:1 3:2 4:1 ");
}

TEST("a circle is cut above its first row, what hangs on it stays")
{
	check((uint32_t[]){ 1, 2, 1 }, 3, "1:0 0:1 2:1 ");
	check((uint32_t[]){ 1, 2, 0 }, 3, "0:0 2:1 1:2 ");
}

TEST("a row that is its own parent is a root")
{
	check((uint32_t[]){ 0, 0, 2 }, 3, "0:0 1:1 2:0 ");
}

TEST("several circles are all cut, and every row is there once")
{
	check((uint32_t[]){ 1, 0, 3, 2, 0 }, 5, "0:0 1:1 4:1 2:0 3:1 ");
}
