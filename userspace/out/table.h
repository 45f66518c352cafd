/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A table as text, raw text or JSON: the only file that knows libsmartcols. It
 * knows nothing of tasks.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stdbool.h>
#include <stddef.h>

enum table_format {
	TABLE_TEXT,
	TABLE_RAW,	/* for awk: one blank between columns, no padding */
	TABLE_JSON,
};

/**
 * struct table_style - how a table is printed
 * @format:	see above
 * @no_headings: without the line of headings
 * @ascii:	no UTF-8
 */
struct table_style {
	enum table_format format;
	bool no_headings;
	bool ascii;
};

/**
 * struct table_column - one column
 * @heading:	in text
 * @key:	in JSON
 * @number:	right-aligned; a number in JSON
 * @boolean:	true or false in JSON, of "1" and "0"
 * @nested:	set in one column if lines have parents
 */
struct table_column {
	const char *heading;
	const char *key;
	bool number;
	bool boolean;
	bool nested;
};

struct table;
struct table_line;

/**
 * table_new - begin a table
 * @name:	key of the table in JSON
 * @columns:	its columns; only used during the call
 *
 * Return: the table, to be freed with table_free(); NULL and errno: ENOMEM, or
 * ELIBACC if libsmartcols is missing.
 */
struct table *table_new(const struct table_style *style, const char *name,
			const struct table_column *columns, size_t ncolumns);

/**
 * table_add - add a line
 * @parent:	the line that this one belongs to in JSON, NULL if none
 *
 * Return: the line, valid as long as the table; NULL if there is no memory,
 * which table_cell() and table_print() know how to take.
 */
struct table_line *table_add(struct table *t, struct table_line *parent);

/* Fill a cell; NULL is "-", null in JSON. @text is copied. */
void table_cell(struct table *t, struct table_line *line, size_t column,
		const char *text);

/**
 * table_print - print it to stdout
 *
 * Return: 0, or -ENOMEM if memory has run out at any time since table_new().
 */
int table_print(struct table *t);
void table_free(struct table *t);

#endif
