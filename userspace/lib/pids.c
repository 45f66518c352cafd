// SPDX-License-Identifier: GPL-2.0-only
/*
 * From ids to rows; see pids.h.
 */
#include <errno.h>
#include <stdlib.h>

#include "pids.h"

static int compare(const void *left, const void *right)
{
	const struct pids_entry *a = left, *b = right;

	if (a->pid != b->pid)
		return a->pid < b->pid ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

int pids_init(struct pids *p, const struct proctree_rows *rows)
{
	p->n = rows->count;
	p->entries = calloc(p->n + 1, sizeof(*p->entries));
	if (!p->entries)
		return -ENOMEM;
	for (uint32_t i = 0; i < p->n; i++)
		p->entries[i] = (struct pids_entry){
			proctree_row_at(rows, i)->pid, i,
		};
	qsort(p->entries, p->n, sizeof(*p->entries), compare);
	return 0;
}

void pids_free(struct pids *p)
{
	free(p->entries);
}

uint32_t pids_find(const struct pids *p, int64_t pid)
{
	uint32_t low = 0, high = p->n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (p->entries[middle].pid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == p->n || p->entries[low].pid != pid)
		return TREE_ORDER_NONE;
	return p->entries[low].row;
}
