// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows and their blocks. Knows the table of blocks, nothing of fields and
 * nothing of the device.
 */
#include <stdlib.h>

#include "rows.h"

uint32_t rows_stride(uint64_t mask)
{
	uint32_t bytes = 0;
	size_t i;

	for (i = 0; i < proctree_nblocks; i++) {
		if (mask & proctree_blocks[i].mask)
			bytes += proctree_blocks[i].size;
	}
	return bytes;
}

uint64_t rows_known_mask(uint64_t blocks)
{
	uint64_t known = 0;
	size_t i;

	for (i = 0; i < proctree_nblocks; i++)
		known |= proctree_blocks[i].mask;
	return (blocks & known) | PROCTREE_BLOCK_BASE;
}

void proctree_rows_free(struct proctree_rows *rows)
{
	if (!rows)
		return;
	free(rows->data);
	free(rows);
}

const struct proctree_row *proctree_row_at(const struct proctree_rows *rows,
					   uint32_t i)
{
	return (const void *)((const char *)rows->data +
			      (size_t)i * rows->stride);
}

const void *proctree_row_block(const struct proctree_rows *rows,
			       const struct proctree_row *row, uint64_t block)
{
	if (!(rows->mask & block))
		return NULL;
	return (const char *)row + rows_stride(rows->mask & (block - 1));
}

const struct proctree_row *proctree_find(const struct proctree_rows *rows,
					 int32_t pid)
{
	uint32_t i;

	for (i = 0; i < rows->count; i++) {
		const struct proctree_row *row = proctree_row_at(rows, i);

		if (row->pid == pid && !(row->flags & PROCTREE_ROW_THREAD))
			return row;
	}
	return NULL;
}
