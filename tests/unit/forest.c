// SPDX-License-Identifier: GPL-2.0-only
/*
 * Snapshots made by hand; see forest.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forest.h"
#include "lib/rows.h"
#include "unit.h"

struct proctree_rows *forest_new_with(uint32_t capacity, uint64_t blocks)
{
	struct proctree_rows *rows = calloc(1, sizeof(*rows));

	if (!rows)
		abort();
	rows->mask = PROCTREE_BLOCK_BASE | blocks;
	rows->stride = rows_stride(rows->mask);
	rows->data = calloc(capacity + 1, rows->stride);
	if (!rows->data)
		abort();
	return rows;
}

struct proctree_rows *forest_new(uint32_t capacity)
{
	return forest_new_with(capacity, 0);
}

struct proctree_row *forest_add(struct proctree_rows *rows, int32_t pid,
				int32_t ppid, const char *comm)
{
	struct proctree_row *row = (void *)((char *)rows->data +
					    rows->count++ * rows->stride);

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

void forest_check(struct proctree_rows *rows, const char *expected)
{
	char pids[100] = "", *p = pids;
	uint32_t i;

	for (i = 0; i < rows->count; i++)
		p += sprintf(p, "%d ", proctree_row_at(rows, i)->pid);
	assert_string_equal(pids, expected);
	proctree_rows_free(rows);
}
