/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What all commands that print a table of tasks have in common: their options,
 * and the printing.
 */
#ifndef TABULAR_H
#define TABULAR_H

#include <getopt.h>

#include "lib/libproctree.h"
#include "out/rowtable.h"
#include "out/sort.h"
#include "out/table.h"

/**
 * struct tabular - which columns, and how
 * @fields:	the columns, to be freed with tabular_free()
 * @nfields:	number of them
 * @blocks:	blocks that the columns need
 * @style:	how the table is printed
 * @list:	print the list of columns instead
 * @chosen:	columns were asked for
 * @keys:	what the rows are sorted by, to be freed with tabular_free()
 * @nkeys:	number of them, 0 = not sorted
 */
struct tabular {
	const struct proctree_field **fields;
	size_t nfields;
	uint64_t blocks;
	struct table_style style;
	bool list;
	bool chosen;
	struct sort_key *keys;
	size_t nkeys;
};

/* Columns, unless others are asked for. */
#define TABULAR_DEFAULT "pid,ppid,pgid,sid,state,uid,nr_threads,comm"

/* For getopt_long(); the short ones begin with the ':' of options_bad(). */
#define TABULAR_SHORT ":o:OJrnH"
#define TABULAR_LONG							\
	{ "output",	  required_argument, NULL, 'o' },		\
	{ "output-all",	  no_argument,	     NULL, 'O' },		\
	{ "json",	  no_argument,	     NULL, 'J' },		\
	{ "raw",	  no_argument,	     NULL, 'r' },		\
	{ "noheadings",	  no_argument,	     NULL, 'n' },		\
	{ "list-columns", no_argument,	     NULL, 'H' }

/* Their part of a command's help. */
#define TABULAR_HELP							      \
	" -o, --output LIST    columns, separated by commas; +LIST adds to the\n" \
	"                      default ones\n"				      \
	" -O, --output-all     all columns\n"				      \
	" -J, --json           as JSON\n"				      \
	" -r, --raw            for scripts: no padding, plain numbers\n"      \
	" -n, --noheadings     without headings\n"			      \
	" -H, --list-columns   which columns there are\n"

/* Start with these columns, NULL = none. Return: PROCTL_YES, or after a message. */
int tabular_init(struct tabular *t, const char *defaults);

/* One option that getopt_long() returned. Return: likewise. */
int tabular_option(struct tabular *t, int c, char **argv);

/* Add all fields of a block. */
void tabular_add_block(struct tabular *t, uint64_t block);

/**
 * tabular_sort - sort the rows by these columns
 * @list:	as in "uid,-start_ns"; '-' is descending
 *
 * To be called after the last option, since it adds to the blocks. Return:
 * likewise.
 */
int tabular_sort(struct tabular *t, const char *list);

/**
 * tabular_print - print rows, as the options want it
 * @order:	nest JSON by it, or NULL
 * @extra:	more columns, see rowtable_print(); or NULL
 */
int tabular_print(const struct tabular *t, const struct proctree_rows *rows,
		  const struct tree_order *order,
		  const struct rowtable_extra *extra);

/* For --list-columns and "proctl fields": all there are. */
int tabular_print_columns(const struct table_style *style);

/* Return: PROCTL_YES if @err is 0, else PROCTL_NO after a message. */
int tabular_error(int err);

void tabular_free(struct tabular *t);

#endif
