// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any text as an expression: understood, or wrong at a place and for a reason.
 * What is understood is true or not of rows of any bytes, and its "not" is not
 * true of the same ones.
 */
#include <errno.h>
#include <stdio.h>

#include "cmd/query.h"
#include "fuzz.h"
#include "lib/rows.h"

#define TEXT_MAX	200
#define ROWS		2

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static struct proctree_rows *rows_of(const uint8_t *data, size_t size)
{
	uint64_t all = 0;
	struct proctree_rows *rows = calloc(1, sizeof(*rows));
	size_t i;

	MUST(rows);
	for (i = 0; i < proctree_nfields; i++)
		all |= proctree_fields[i].block;
	rows->mask = all;
	rows->stride = rows_stride(all);
	rows->count = ROWS;
	rows->data = calloc(ROWS, rows->stride);
	MUST(rows->data);
	/* The input again and again; nothing in it is all but one of the rows. */
	for (i = 0; size && i < rows->stride; i++)
		((uint8_t *)rows->data)[i] = data[i % size];
	return rows;
}

static void check_not(const char *text, const struct query *q,
		      const struct proctree_rows *rows)
{
	char opposite[TEXT_MAX + 10];
	struct query_error error;
	struct query *not;
	uint32_t i;

	snprintf(opposite, sizeof(opposite), "not (%s)", text);
	if (query_parse(opposite, &not, &error)) /* too deep by one */
		return;
	MUST(query_blocks(not) == query_blocks(q));
	for (i = 0; i < rows->count; i++) {
		const struct proctree_row *row = proctree_row_at(rows, i);

		MUST(!query_holds(q, rows, row) ||
		     !query_holds(not, rows, row));
	}
	query_free(not);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct query_error error = { .at = SIZE_MAX };
	struct proctree_rows *rows;
	char text[TEXT_MAX + 1];
	struct query *q;
	int err;

	if (size > TEXT_MAX)
		return -1;
	memcpy(text, data, size);
	text[size] = '\0';
	/* Repetitions take what memory there is in glibc's regcomp(3). */
	if (strpbrk(text, "{*+"))
		return -1;
	err = query_parse(text, &q, &error);
	if (err) {
		MUST(err == -EINVAL && error.at <= strlen(text));
		MUST(memchr(error.text, '\0', sizeof(error.text)));
		MUST(error.text[0]);
		return 0;
	}
	rows = rows_of(data, size);
	check_not(text, q, rows);
	query_free(q);
	proctree_rows_free(rows);
	return 0;
}
