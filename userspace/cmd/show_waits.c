// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl show: who waits for whom; see show_waits.h.
 */
#include <stdio.h>

#include "lib/pids.h"
#include "out/waitwords.h"
#include "proctl.h"
#include "show_waits.h"

#define LISTED_MAX 8	/* of those who wait; of more the number is told */

struct telling {
	struct waitwords words;
	uint32_t i;
	const struct proctree_row *row;
	show_waits_line *put;
	const void *context;
};

static bool is_thread_of(const struct proctree_row *other,
			 const struct proctree_row *row)
{
	return other->flags & PROCTREE_ROW_THREAD && other->tgid == row->pid;
}

/* What the task waits for, and of a process what its threads do. */
static bool tell_waits(const struct telling *t)
{
	char text[WAITWORDS_MAX], line[WAITWORDS_MAX + 32];
	const char *said = waitwords_waits(&t->words, t->i, text);
	bool any = said;
	uint32_t i, n = 0;

	if (said)
		t->put(t->context, said);
	for (i = 0; i < t->words.rows->count && n < LISTED_MAX; i++) {
		const struct proctree_row *row =
			proctree_row_at(t->words.rows, i);

		if (!is_thread_of(row, t->row) ||
		    !waitwords_waits(&t->words, i, text))
			continue;
		snprintf(line, sizeof(line), "thread %d: %s", row->pid, text);
		t->put(t->context, line);
		any = true;
		n++;
	}
	return any;
}

static bool tell_waiters(const struct telling *t)
{
	const struct waits *waits = t->words.waits;
	char text[WAITWORDS_MAX];
	uint32_t e, n = 0;

	for (e = 0; e < waits->n; e++) {
		if (waits->edges[e].target == t->i && n++ < LISTED_MAX)
			t->put(t->context,
			       waitwords_edge(&t->words, &waits->edges[e],
					      text));
	}
	if (n > LISTED_MAX) {
		snprintf(text, sizeof(text), "and %u more wait for it",
			 n - LISTED_MAX);
		t->put(t->context, text);
	}
	return n;
}

static void tell(const struct telling *t)
{
	char text[WAITWORDS_MAX], line[WAITWORDS_MAX + 32];

	if (!tell_waits(t))
		t->put(t->context,
		       "waits neither in vfork, wait4 or waitid nor for a tracer");
	if (!tell_waiters(t))
		t->put(t->context, "nobody waits for it like that");
	if (waitwords_circle(&t->words, t->i, text)) {
		snprintf(line, sizeof(line), "circle: %s", text);
		t->put(t->context, line);
	}
	if (t->row->state != 'Z' && waitwords_heir(&t->words, t->i, text))
		t->put(t->context, text);
}

int show_waits(const struct proctree_rows *rows, int32_t pid, uint64_t start_ns,
	       bool utf8, show_waits_line *put, const void *context)
{
	struct waits waits;
	struct telling t = {
		.words = { .rows = rows, .waits = &waits, .utf8 = utf8 },
		.put = put,
		.context = context,
	};
	struct pids pids;

	if (pids_init(&pids, rows))
		return proctl_no("show: out of memory");
	t.i = pids_find(&pids, pid);
	pids_free(&pids);
	if (t.i != TREE_ORDER_NONE)
		t.row = proctree_row_at(rows, t.i);
	if (!t.row || t.row->start_ns != start_ns) {
		put(context, "it has gone meanwhile");
		return PROCTL_YES;
	}
	if (waits_find(rows, &waits))
		return proctl_no("show: out of memory");
	tell(&t);
	waits_free(&waits);
	return PROCTL_YES;
}
