/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows in another order than that of birth. Afterwards they are no tree any
 * more: for tables only.
 */
#ifndef SORT_H
#define SORT_H

#include "lib/libproctree.h"

struct sort_key {
	const struct proctree_field *field;
	bool descending;
};

/**
 * sort_rows - sort in place; rows that are alike stay in their order
 * @keys:	the first one counts most
 *
 * Numbers by value, names by their bytes; values that could not be read come
 * last, ascending or descending.
 *
 * Return: 0 or -ENOMEM.
 */
int sort_rows(struct proctree_rows *rows, const struct sort_key *keys,
	      size_t nkeys);

#endif
