// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows as a table; see rowtable.h.
 */
#include <errno.h>
#include <stdlib.h>

#include "cell.h"
#include "rowtable.h"

static size_t count_extra(const struct rowtable_extra *extra)
{
	size_t n = 0;

	while (extra && extra[n].key)
		n++;
	return n;
}

static struct table *begin(const struct proctree_field *const *fields,
			   size_t nfields, const struct rowtable_extra *extra,
			   const struct table_style *style, const char *name,
			   bool nested)
{
	size_t n = nfields + count_extra(extra), i;
	struct table_column *columns = calloc(n, sizeof(*columns));
	struct table *t;

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
	for (; i < n; i++) {
		columns[i] = (struct table_column){
			.heading = extra[i - nfields].heading,
			.key = extra[i - nfields].key,
		};
	}
	t = table_new(style, name, columns, n);
	free(columns);
	return t;
}

static void add(struct table *t, const struct table_style *style,
		const struct proctree_rows *rows, uint32_t i,
		struct table_line *line,
		const struct proctree_field *const *fields, size_t nfields,
		const struct rowtable_extra *extra)
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
	for (; extra && extra->key; extra++)
		table_cell(t, line, f++, extra->texts[i]);
}

int rowtable_print(const struct proctree_rows *rows,
		   const struct proctree_field *const *fields, size_t nfields,
		   const struct rowtable_extra *extra,
		   const struct table_style *style, const char *name,
		   const struct tree_order *order)
{
	struct table_line **lines = calloc(rows->count + 1, sizeof(*lines));
	struct table *t;
	uint32_t n, i;
	int err;

	if (!lines)
		return -ENOMEM;
	t = begin(fields, nfields, extra, style, name, order);
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
		add(t, style, rows, i, lines[i], fields, nfields, extra);
	}
	err = table_print(t);
	table_free(t);

free_lines:
	free(lines);
	return err;
}
