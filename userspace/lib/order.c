// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory for module/tree_order.c, which does the work.
 */
#include <errno.h>
#include <stdlib.h>

#include "libproctree.h"

int proctree_order(const struct proctree_rows *rows, struct tree_order *to)
{
	uint64_t bytes = tree_order_bytes(rows->count);
	void *mem;

	if (!bytes || bytes > SIZE_MAX)
		return -EOVERFLOW;
	mem = malloc(bytes);
	if (!mem)
		return -ENOMEM;
	tree_order_init(to, mem, rows->data, rows->stride, rows->count);
	return 0;
}

void proctree_order_free(struct tree_order *to)
{
	free(to->parent); /* the first array begins the memory */
}
