// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows in list order -> preorder and depth; see tree_order.h. Knows nothing of
 * tasks, locks or memory.
 */
#include "tree_order.h"

/* Power of two, at most half full. */
static __u32 hash_slots(__u32 n)
{
	__u32 slots = 16;

	while (slots < 2 * n)
		slots <<= 1;
	return slots;
}

__u64 tree_order_bytes(__u32 n)
{
	if (n > TREE_ORDER_MAX)
		return 0;
	return (5ULL * n + hash_slots(n)) * sizeof(__u32);
}

static const struct proctree_row *row_at(const void *rows, __u64 stride,
					 __u32 i)
{
	return (const void *)((const char *)rows + stride * i);
}

/* Slot that holds the row with @pid, or the empty one where it belongs. */
static __u32 *find_slot(__u32 *hash, __u32 mask, const void *rows,
			__u64 stride, __s32 pid)
{
	/* Fibonacci hashing: pids are dense, the high bits mix best. */
	__u32 slot = (((__u32)pid * 2654435769U) >> 7) & mask;

	while (hash[slot] != TREE_ORDER_NONE &&
	       row_at(rows, stride, hash[slot])->pid != pid)
		slot = (slot + 1) & mask;
	return &hash[slot];
}

/* Forward pass: a parent is a leader's row that came earlier. */
static void find_parents(struct tree_order *to, __u32 *hash, const void *rows,
			 __u64 stride)
{
	__u32 slots = hash_slots(to->n), mask = slots - 1, i;

	for (i = 0; i < slots; i++)
		hash[i] = TREE_ORDER_NONE;

	for (i = 0; i < to->n; i++) {
		const struct proctree_row *row = row_at(rows, stride, i);
		int thread = row->flags & PROCTREE_ROW_THREAD;
		__u32 parent, *slot;

		parent = *find_slot(hash, mask, rows, stride,
				    thread ? row->tgid : row->ppid);
		to->parent[i] = parent;
		to->depth[i] = parent == TREE_ORDER_NONE ?
				       0 : to->depth[parent] + 1;
		to->child[i] = TREE_ORDER_NONE;
		if (thread)
			continue;
		slot = find_slot(hash, mask, rows, stride, row->pid);
		if (*slot == TREE_ORDER_NONE)
			*slot = i;
	}
}

/* Backward pass, pushing in front: siblings end up in order of birth. */
static void link_children(struct tree_order *to)
{
	__u32 i = to->n;

	to->roots = TREE_ORDER_NONE;
	while (i--) {
		__u32 parent = to->parent[i];
		__u32 *head = parent == TREE_ORDER_NONE ? &to->roots :
							  &to->child[parent];

		to->next[i] = *head;
		*head = i;
	}
}

static void walk_preorder(struct tree_order *to)
{
	__u32 i = to->roots, out = 0;

	while (i != TREE_ORDER_NONE) {
		to->order[out++] = i;
		if (to->child[i] != TREE_ORDER_NONE) {
			i = to->child[i];
			continue;
		}
		while (to->next[i] == TREE_ORDER_NONE &&
		       to->parent[i] != TREE_ORDER_NONE)
			i = to->parent[i];
		i = to->next[i];
	}
}

void tree_order_init(struct tree_order *to, void *mem, const void *rows,
		     __u64 stride, __u32 n)
{
	__u32 *array = mem;

	to->n = n;
	to->parent = array;
	to->child = array + n;
	to->next = array + 2ULL * n;
	to->depth = array + 3ULL * n;
	to->order = array + 4ULL * n;
	find_parents(to, array + 5ULL * n, rows, stride);
	link_children(to);
	walk_preorder(to);
}
