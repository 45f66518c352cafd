/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows as a table: any fields, in text, raw or JSON, flat or nested.
 */
#ifndef ROWTABLE_H
#define ROWTABLE_H

#include "lib/libproctree.h"
#include "table.h"

/**
 * struct rowtable_extra - a column that is no field
 * @heading:	in text
 * @key:	in JSON; NULL ends a list of them
 * @texts:	of row i; NULL is "-", null in JSON
 */
struct rowtable_extra {
	const char *heading;
	const char *key;
	const char *const *texts;
};

/**
 * rowtable_print - print rows to stdout
 * @rows:	which
 * @fields:	columns
 * @nfields:	number of them
 * @extra:	more columns behind them; NULL for none
 * @name:	key of the table in JSON
 * @order:	nest the JSON and sort the text by it; NULL = as the rows come
 *
 * Return: 0; -ENOMEM; -ELIBACC if libsmartcols is missing.
 */
int rowtable_print(const struct proctree_rows *rows,
		   const struct proctree_field *const *fields, size_t nfields,
		   const struct rowtable_extra *extra,
		   const struct table_style *style, const char *name,
		   const struct tree_order *order);

#endif
