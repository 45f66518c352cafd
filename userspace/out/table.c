// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables through libsmartcols; see table.h.
 */
#include <errno.h>
#include <libsmartcols/libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>

#include "dl.h"
#include "table.h"

#define SMARTCOLS(X)							\
	X(scols_new_table)	X(scols_unref_table)			\
	X(scols_table_set_name)	X(scols_table_new_column)		\
	X(scols_table_new_line)						\
	X(scols_table_enable_raw) X(scols_table_enable_json)		\
	X(scols_table_enable_ascii) X(scols_table_enable_noheadings)	\
	X(scols_column_set_json_type) X(scols_line_set_data)		\
	X(scols_print_table)

struct smartcols {
	SMARTCOLS(DL_MEMBER)
};

static const char *const names[] = { SMARTCOLS(DL_NAME) };

struct table {
	struct smartcols lib;
	struct libscols_table *scols;
	bool json;
	bool failed;
};

static int json_type(const struct table_column *column)
{
	if (column->boolean)
		return SCOLS_JSON_BOOLEAN_OPTIONAL; /* may be null */
	return column->number ? SCOLS_JSON_NUMBER : SCOLS_JSON_STRING;
}

static void add_column(struct table *t, const struct table_column *column,
		       bool last)
{
	const char *name = t->json ? column->key : column->heading;
	struct libscols_column *cl;
	int flags = last ? SCOLS_FL_TRUNC : 0;

	if (column->number)
		flags = SCOLS_FL_RIGHT;
	if (column->nested)
		flags |= SCOLS_FL_TREE;
	cl = t->lib.scols_table_new_column(t->scols, name, 0, flags);
	if (!cl || t->lib.scols_column_set_json_type(cl, json_type(column)))
		t->failed = true;
}

static void set_style(struct table *t, const struct table_style *style)
{
	t->json = style->format == TABLE_JSON;
	t->lib.scols_table_enable_json(t->scols, t->json);
	t->lib.scols_table_enable_raw(t->scols, style->format == TABLE_RAW);
	t->lib.scols_table_enable_ascii(t->scols, style->ascii);
	t->lib.scols_table_enable_noheadings(t->scols, style->no_headings);
}

struct table *table_new(const struct table_style *style, const char *name,
			const struct table_column *columns, size_t ncolumns)
{
	struct table *t = calloc(1, sizeof(*t));
	size_t i;

	if (!t)
		return NULL;
	if (!dl_load("libsmartcols.so.1", names,
		     sizeof(names) / sizeof(names[0]), &t->lib)) {
		free(t);
		errno = ELIBACC;
		return NULL;
	}
	t->scols = t->lib.scols_new_table();
	if (!t->scols) {
		free(t);
		return NULL;
	}
	set_style(t, style);
	if (t->lib.scols_table_set_name(t->scols, name))
		t->failed = true;
	for (i = 0; i < ncolumns; i++)
		add_column(t, &columns[i], i + 1 == ncolumns);
	return t;
}

struct table_line *table_add(struct table *t, struct table_line *parent)
{
	struct libscols_line *line;

	line = t->lib.scols_table_new_line(t->scols, (void *)parent);
	if (!line)
		t->failed = true;
	return (void *)line;
}

void table_cell(struct table *t, struct table_line *line, size_t column,
		const char *text)
{
	if (!text && !t->json)
		text = "-";
	if (!line || t->lib.scols_line_set_data((void *)line, column, text))
		t->failed = true;
}

int table_print(struct table *t)
{
	if (t->failed || t->lib.scols_print_table(t->scols))
		return -ENOMEM;
	return 0;
}

void table_free(struct table *t)
{
	if (!t)
		return;
	t->lib.scols_unref_table(t->scols);
	free(t);
}
