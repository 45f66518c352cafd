// SPDX-License-Identifier: GPL-2.0-only
/*
 * A snapshot kept in memory, and its preorder: what text needs. Knows rows, not
 * tasks.
 */
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "proctree.h"
#include "tree_order.h"

static int grow(struct pt_rowbuf *buf, u32 capacity)
{
	struct proctree_row *rows;

	rows = kvmalloc_array(capacity, sizeof(*rows), GFP_KERNEL_ACCOUNT);
	if (!rows)
		return -ENOMEM;
	if (buf->count)
		memcpy(rows, buf->rows, buf->count * sizeof(*rows));
	kvfree(buf->rows);
	buf->rows = rows;
	buf->capacity = capacity;
	return 0;
}

static int rowbuf_put(struct pt_sink *sink, const void *rows, u32 n, u32 stride)
{
	struct pt_rowbuf *buf = container_of(sink, struct pt_rowbuf, sink);

	if (buf->capacity - buf->count < n) {
		int err = grow(buf, max(2 * buf->capacity, buf->count + n));

		if (err)
			return err;
	}
	memcpy(buf->rows + buf->count, rows, (size_t)n * stride);
	buf->count += n;
	return 0;
}

static void rowbuf_reset(struct pt_sink *sink)
{
	container_of(sink, struct pt_rowbuf, sink)->count = 0;
}

static int put_in_order(struct pt_rowbuf *buf)
{
	u64 bytes = tree_order_bytes(buf->count);
	struct tree_order order;

	if (!bytes)
		return -EOVERFLOW;
	buf->order_mem = kvmalloc(bytes, GFP_KERNEL_ACCOUNT);
	if (!buf->order_mem)
		return -ENOMEM;
	tree_order_init(&order, buf->order_mem, buf->rows, sizeof(*buf->rows),
			buf->count);
	buf->order = order.order;
	buf->depth = order.depth;
	return 0;
}

/**
 * pt_rowbuf_take - take a snapshot of processes and put it in order
 * @buf:	result, zeroed; free with pt_rowbuf_free(), on error too
 * @view:	who looks
 * @root:	root of the subtree, 0 = all
 * @root_start_ns: its start time if known, else 0
 *
 * Context: may sleep. Return: 0 or an error of pt_snapshot().
 */
int pt_rowbuf_take(struct pt_rowbuf *buf, const struct pt_view *view, s32 root,
		   u64 root_start_ns)
{
	struct proctree_snapshot snap = {
		.mask = PROCTREE_BLOCK_BASE,
		.root_pid = root,
		.root_start_ns = root_start_ns,
	};
	int err;

	buf->sink.put = rowbuf_put;
	buf->sink.reset = rowbuf_reset;
	err = pt_snapshot(view, &snap, &buf->sink);
	return err ? err : put_in_order(buf);
}

void pt_rowbuf_free(struct pt_rowbuf *buf)
{
	kvfree(buf->rows);
	kvfree(buf->order_mem);
}
