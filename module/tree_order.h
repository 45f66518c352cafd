/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows in list order -> preorder and depth. Pure array code: no allocation, no
 * locks, no kernel or libc calls, so that the module, the tool, the unit tests
 * and the fuzzer compile this one implementation.
 */
#ifndef PROCTREE_TREE_ORDER_H
#define PROCTREE_TREE_ORDER_H

#include "uapi/proctree.h"

#define TREE_ORDER_NONE 0xffffffffU	/* no such row */
#define TREE_ORDER_MAX	(1U << 26)	/* rows, well above PID_MAX_LIMIT */

/**
 * struct tree_order - the shape of a snapshot; all arrays have @n entries
 *
 * @n:		number of rows
 * @roots:	first row without a parent in the snapshot
 * @parent:	row of the parent, TREE_ORDER_NONE for a root
 * @child:	row of the first child, in order of birth
 * @next:	row of the next sibling
 * @depth:	0 for a root
 * @order:	rows in preorder
 *
 * The arrays live in the memory handed to tree_order_init().
 */
struct tree_order {
	__u32 n;
	__u32 roots;
	__u32 *parent;
	__u32 *child;
	__u32 *next;
	__u32 *depth;
	__u32 *order;
};

/**
 * tree_order_bytes - memory that tree_order_init() needs for @n rows
 *
 * Return: bytes, 0 if @n is larger than TREE_ORDER_MAX.
 */
__u64 tree_order_bytes(__u32 n);

/**
 * tree_order_init - find parents, children, depths and the preorder
 * @to:		result
 * @mem:	tree_order_bytes(@n) bytes, 4-byte aligned, owned by the caller
 *		and to be kept as long as @to is used
 * @rows:	the first of @n rows
 * @stride:	bytes from one row to the next
 * @n:		number of rows, at most TREE_ORDER_MAX
 *
 * The parent of a thread's row is its leader's row, of any other row the row
 * whose pid is its ppid. Only rows that come earlier can be parents, so that no
 * input, however malformed, makes a cycle: each row is in the preorder exactly
 * once. Of two rows with one pid the first one gets the children. O(n).
 */
void tree_order_init(struct tree_order *to, void *mem, const void *rows,
		     __u64 stride, __u32 n);

#endif
