// SPDX-License-Identifier: GPL-2.0-only
/*
 * Those that wait for each other. Who waits for any of several is free as soon
 * as one of them is; whoever can't be freed that way is stuck, and whoever
 * follows the stuck ones from one to the next must come to a circle.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "waits_circles.h"

/*
 * @loose:	per row: it acts, or what it waits for may
 * @list:	rows found free whose waiters were not yet looked at
 * @n:		length of @list
 * @first:	of row i, its waiters are @waiters[@first[i] .. @first[i + 1] - 1]
 * @waiters:	see @first
 * @walk:	per row: number of the walk that came there
 */
struct search {
	bool *loose;
	uint32_t *list;
	uint32_t n;
	uint32_t *first;
	uint32_t *waiters;
	uint32_t *walk;
};

static void set_free(struct search *s, uint32_t i)
{
	if (s->loose[i])
		return;
	s->loose[i] = true;
	s->list[s->n++] = i;
}

/* Whether a row may act whatever becomes of those that it waits for. */
static bool acts(const struct proctree_row *row, const struct waits *w,
		 uint32_t i)
{
	return w->first[i] == w->first[i + 1] || row->nr_threads > 1 ||
	       !row->state || !strchr("SDTtZ", row->state);
}

static void find_waiters(struct search *s, const struct waits *w, uint32_t rows)
{
	uint32_t e, i;

	for (e = 0; e < w->n; e++)
		s->first[w->edges[e].target + 1]++;
	for (i = 0; i < rows; i++)
		s->first[i + 1] += s->first[i];
	for (e = 0; e < w->n; e++)
		s->waiters[s->first[w->edges[e].target]++] = w->edges[e].waiter;
	for (i = rows; i; i--)
		s->first[i] = s->first[i - 1];
	s->first[0] = 0;
}

static void find_free(struct search *s, const struct proctree_rows *rows,
		      const bool *others, const struct waits *w)
{
	uint32_t i, e;

	for (i = 0; i < rows->count; i++) {
		if ((others && others[i]) ||
		    acts(proctree_row_at(rows, i), w, i))
			set_free(s, i);
	}
	while (s->n) {
		i = s->list[--s->n];
		for (e = s->first[i]; e < s->first[i + 1]; e++)
			set_free(s, s->waiters[e]);
	}
}

/* All that a stuck one waits for are stuck: the first one will do. */
static uint32_t step(const struct waits *w, uint32_t i)
{
	return w->edges[w->first[i]].target;
}

static void find_circles(struct search *s, struct waits *w, uint32_t rows)
{
	uint32_t start, i;

	for (start = 0; start < rows; start++)
		w->next[start] = TREE_ORDER_NONE;
	for (start = 0; start < rows; start++) {
		if (s->loose[start] || s->walk[start])
			continue;
		for (i = start; !s->walk[i]; i = step(w, i))
			s->walk[i] = start + 1;
		if (s->walk[i] != start + 1)
			continue;
		for (; w->next[i] == TREE_ORDER_NONE; i = step(w, i))
			w->next[i] = step(w, i);
	}
}

int waits_circles(const struct proctree_rows *rows, const bool *others,
		  struct waits *w)
{
	size_t n = (size_t)rows->count + 1;
	struct search s = {
		.loose = calloc(n, sizeof(*s.loose)),
		.list = calloc(n, sizeof(*s.list)),
		.first = calloc(n, sizeof(*s.first)),
		.waiters = calloc((size_t)w->n + 1, sizeof(*s.waiters)),
		.walk = calloc(n, sizeof(*s.walk)),
	};
	int err = -ENOMEM;

	if (s.loose && s.list && s.first && s.waiters && s.walk) {
		find_waiters(&s, w, rows->count);
		find_free(&s, rows, others, w);
		find_circles(&s, w, rows->count);
		err = 0;
	}
	free(s.loose);
	free(s.list);
	free(s.first);
	free(s.waiters);
	free(s.walk);
	return err;
}
