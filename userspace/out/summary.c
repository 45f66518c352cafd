// SPDX-License-Identifier: GPL-2.0-only
/*
 * How many tasks in which state; see summary.h.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "summary.h"

const char summary_letters[SUMMARY_STATES + 1] = "RSDTtZXPI";

/* Their keys in JSON, where "T" and "t" would be too much alike. */
static const char *const keys[SUMMARY_STATES] = {
	"running", "sleeping", "uninterruptible", "stopped", "traced",
	"zombie",  "dead",     "parked",	  "idle",
};

#define COLUMNS (2 + SUMMARY_STATES + 1) /* user, uid, states, total */

static int compare_uid(const void *a, const void *b)
{
	const struct summary_line *left = a, *right = b;

	return (left->uid > right->uid) - (left->uid < right->uid);
}

static void add(struct summary_line *to, const struct summary_line *from)
{
	size_t s;

	for (s = 0; s < SUMMARY_STATES; s++)
		to->states[s] += from->states[s];
	to->total += from->total;
}

int summary_count(const struct proctree_rows *rows,
		  struct summary_line **linesp, size_t *n)
{
	struct summary_line *lines = calloc(rows->count + 1, sizeof(*lines));
	uint32_t i;

	if (!lines)
		return -ENOMEM;
	for (i = 0; i < rows->count; i++) {
		const struct proctree_row *row = proctree_row_at(rows, i);
		const char *state = row->state ?
			strchr(summary_letters, row->state) : NULL;

		lines[i].uid = row->uid;
		lines[i].total = 1;
		if (state)
			lines[i].states[state - summary_letters] = 1;
	}
	qsort(lines, rows->count, sizeof(*lines), compare_uid);
	for (*n = 0, i = 0; i < rows->count; i++) {
		if (*n && lines[*n - 1].uid == lines[i].uid)
			add(&lines[*n - 1], &lines[i]);
		else
			lines[(*n)++] = lines[i];
	}
	*linesp = lines;
	return 0;
}

static struct table *begin(const struct table_style *style,
			   const struct summary_line *sum, bool shown[])
{
	struct table_column columns[COLUMNS] = {
		{ .heading = "USER", .key = "user" },
		{ .heading = "UID", .key = "uid", .number = true },
	};
	char headings[SUMMARY_STATES][2];
	size_t s, n = 2;

	for (s = 0; s < SUMMARY_STATES; s++) {
		shown[s] = style->format != TABLE_TEXT || sum->states[s];
		if (!shown[s])
			continue;
		sprintf(headings[s], "%c", summary_letters[s]);
		columns[n++] = (struct table_column){
			.heading = headings[s],
			.key = keys[s],
			.number = true,
		};
	}
	columns[n++] = (struct table_column){
		.heading = "TOTAL",
		.key = "total",
		.number = true,
	};
	return table_new(style, "summary", columns, n);
}

static void put_line(struct table *t, const char *user, const char *uid,
		     const struct summary_line *line, const bool shown[])
{
	struct table_line *to = table_add(t, NULL);
	size_t s, n = 0;
	char text[16];

	table_cell(t, to, n++, user);
	table_cell(t, to, n++, uid);
	for (s = 0; s < SUMMARY_STATES; s++) {
		if (!shown[s])
			continue;
		sprintf(text, "%u", line->states[s]);
		table_cell(t, to, n++, text);
	}
	sprintf(text, "%u", line->total);
	table_cell(t, to, n, text);
}

int summary_print(const struct proctree_rows *rows,
		  const struct table_style *style,
		  const char *(*user_name)(uint32_t uid))
{
	struct summary_line *lines, sum = { 0 };
	bool shown[SUMMARY_STATES];
	struct table *t;
	size_t n, i;
	char uid[16];
	int err = summary_count(rows, &lines, &n);

	if (err)
		return err;
	for (i = 0; i < n; i++)
		add(&sum, &lines[i]);
	t = begin(style, &sum, shown);
	if (!t) {
		err = -errno;
		goto free_lines;
	}
	for (i = 0; i < n; i++) {
		sprintf(uid, "%u", lines[i].uid);
		put_line(t, user_name(lines[i].uid), uid, &lines[i], shown);
	}
	if (style->format == TABLE_TEXT)
		put_line(t, "total", NULL, &sum, shown);
	err = table_print(t);
	table_free(t);

free_lines:
	free(lines);
	return err;
}
