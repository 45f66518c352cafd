// SPDX-License-Identifier: GPL-2.0-only
/*
 * Snapshots made by hand; see forest.h.
 */
#include <stdlib.h>
#include <string.h>

#include "forest.h"

struct proctree_rows *forest_new(uint32_t capacity)
{
	struct proctree_rows *rows = calloc(1, sizeof(*rows));

	if (!rows)
		abort();
	rows->mask = PROCTREE_BLOCK_BASE;
	rows->stride = sizeof(struct proctree_row);
	rows->data = calloc(capacity + 1, rows->stride);
	if (!rows->data)
		abort();
	return rows;
}

struct proctree_row *forest_add(struct proctree_rows *rows, int32_t pid,
				int32_t ppid, const char *comm)
{
	struct proctree_row *row = (struct proctree_row *)rows->data +
				   rows->count++;

	*row = (struct proctree_row){
		.pid = pid,
		.tgid = pid,
		.ppid = ppid,
		.nr_threads = 1,
		.state = 'S',
	};
	strncpy(row->comm, comm, sizeof(row->comm) - 1);
	return row;
}
