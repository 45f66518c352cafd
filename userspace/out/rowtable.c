// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows as a table; see rowtable.h.
 */
#include <errno.h>
#include <stdlib.h>

#include "cell.h"
#include "rowtable.h"

static struct table *begin(const struct proctree_field *const *fields,
			   size_t nfields, const struct table_style *style,
			   const char *name, bool nested)
{
	struct table_column *columns = calloc(nfields, sizeof(*columns));
	struct table *t;
	size_t i;

	if (!columns)
		return NULL;
	for (i = 0; i < nfields; i++) {
		columns[i] = (struct table_column){
			.heading = fields[i]->column,
			.key = fields[i]->name,
			.number = cell_type(fields[i]->kind) == CELL_NUMBER,
			.boolean = cell_type(fields[i]->kind) == CELL_BOOLEAN,
			.nested = nested && !i,
		};
	}
	t = table_new(style, name, columns, nfields);
	free(columns);
	return t;
}

static void add(struct table *t, const struct table_style *style,
		const struct proctree_rows *rows, uint32_t i,
		struct table_line *line,
		const struct proctree_field *const *fields, size_t nfields)
{
	const struct proctree_row *row = proctree_row_at(rows, i);
	struct cell_style cell = {
		.machine = style->format != TABLE_TEXT,
		.utf8 = !style->ascii,
	};
	char text[CELL_MAX];
	size_t f;

	for (f = 0; f < nfields; f++)
		table_cell(t, line, f,
			   cell_text(text, &cell, rows, row, fields[f]));
}

int rowtable_print(const struct proctree_rows *rows,
		   const struct proctree_field *const *fields, size_t nfields,
		   const struct table_style *style, const char *name,
		   const struct tree_order *order)
{
	struct table_line **lines = calloc(rows->count + 1, sizeof(*lines));
	struct table *t;
	uint32_t n, i;
	int err;

	if (!lines)
		return -ENOMEM;
	t = begin(fields, nfields, style, name, order);
	if (!t) {
		err = -errno;
		goto free_lines;
	}
	for (n = 0; n < rows->count; n++) {
		i = order ? order->order[n] : n;
		if (order && order->parent[i] != TREE_ORDER_NONE)
			lines[i] = table_add(t, lines[order->parent[i]]);
		else
			lines[i] = table_add(t, NULL);
		add(t, style, rows, i, lines[i], fields, nfields);
	}
	err = table_print(t);
	table_free(t);

free_lines:
	free(lines);
	return err;
}
