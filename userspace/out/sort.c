// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rows in another order; see sort.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "sort.h"

struct sorting {
	const struct proctree_rows *rows;
	const struct sort_key *keys;
	size_t nkeys;
};

static int compare_values(const struct proctree_rows *rows,
			  const struct proctree_row *a,
			  const struct proctree_row *b,
			  const struct proctree_field *field)
{
	int64_t x, y;

	if (field->kind == PROCTREE_KIND_COMM)
		return strncmp(a->comm, b->comm, PROCTREE_COMM_LEN);
	x = proctree_field_int(rows, a, field);
	y = proctree_field_int(rows, b, field);
	if (field->is_signed)
		return (x > y) - (x < y);
	return ((uint64_t)x > (uint64_t)y) - ((uint64_t)x < (uint64_t)y);
}

static int compare(const void *left, const void *right, void *context)
{
	const uint32_t *i = left, *j = right;
	const struct sorting *s = context;
	const struct proctree_row *a = proctree_row_at(s->rows, *i);
	const struct proctree_row *b = proctree_row_at(s->rows, *j);
	size_t k;

	for (k = 0; k < s->nkeys; k++) {
		const struct proctree_field *field = s->keys[k].field;
		bool known = proctree_field_valid(s->rows, a, field);
		int order;

		if (known != proctree_field_valid(s->rows, b, field))
			return known ? -1 : 1;
		order = known ? compare_values(s->rows, a, b, field) : 0;
		if (order)
			return s->keys[k].descending ? -order : order;
	}
	return (*i > *j) - (*i < *j);
}

int sort_rows(struct proctree_rows *rows, const struct sort_key *keys,
	      size_t nkeys)
{
	struct sorting sorting = { rows, keys, nkeys };
	uint32_t *order = calloc(rows->count + 1, sizeof(*order)), i;
	char *data = calloc(rows->count + 1, rows->stride);

	if (!order || !data) {
		free(order);
		free(data);
		return -ENOMEM;
	}
	for (i = 0; i < rows->count; i++)
		order[i] = i;
	qsort_r(order, rows->count, sizeof(*order), compare, &sorting);
	for (i = 0; i < rows->count; i++)
		memcpy(data + (size_t)i * rows->stride,
		       proctree_row_at(rows, order[i]), rows->stride);
	free(order);
	free(rows->data);
	rows->data = data;
	return 0;
}
