// SPDX-License-Identifier: GPL-2.0-only
/*
 * The fields themselves as a table; see fieldtable.h.
 */
#include <errno.h>

#include "fieldtable.h"
#include "lib/libproctree.h"

enum { COLUMN, KEY, BLOCK, MEANING, SOURCE, NCOLUMNS };

static const struct table_column columns[NCOLUMNS] = {
	[COLUMN]  = { .heading = "COLUMN",  .key = "column" },
	[KEY]	  = { .heading = "KEY",	    .key = "key" },
	[BLOCK]	  = { .heading = "BLOCK",   .key = "block" },
	[MEANING] = { .heading = "MEANING", .key = "meaning" },
	[SOURCE]  = { .heading = "SOURCE",  .key = "source" },
};

static const char *block_name(uint64_t mask)
{
	size_t i = 0;

	while (proctree_blocks[i].mask != mask)
		i++;
	return proctree_blocks[i].name;
}

int fieldtable_print(const struct table_style *style)
{
	struct table *t = table_new(style, "fields", columns, NCOLUMNS);
	size_t i;
	int err;

	if (!t)
		return -errno;
	for (i = 0; i < proctree_nfields; i++) {
		const struct proctree_field *field = &proctree_fields[i];
		struct table_line *line = table_add(t, NULL);

		table_cell(t, line, COLUMN, field->column);
		table_cell(t, line, KEY, field->name);
		table_cell(t, line, BLOCK, block_name(field->block));
		table_cell(t, line, MEANING, field->meaning);
		table_cell(t, line, SOURCE, field->source);
	}
	err = table_print(t);
	table_free(t);
	return err;
}
