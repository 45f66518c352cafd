// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl show: who waits for whom; see show_waits.h.
 */
#include <errno.h>
#include <stdio.h>

#include "device.h"
#include "lib/pids.h"
#include "lib/sleeping.h"
#include "lib/sleeps.h"
#include "out/reapwords.h"
#include "out/text.h"
#include "out/waitwords.h"
#include "proctl.h"
#include "show_waits.h"

/* Bytes that the longest text of struct sleeping can grow to, and a NUL. */
#define SLEEPING_TEXT (4 * sizeof(((struct sleeping *)0)->object) + 1)
#define LISTED_MAX 8	/* of those who wait; of more the number is told */

struct telling {
	struct waitwords words;
	struct reapwords reap;
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

/* Where it sleeps, whether or not that is for somebody. */
static void tell_place(const struct telling *t)
{
	char object[SLEEPING_TEXT], line[2 * SLEEPING_TEXT];
	struct sleeping at;

	if (t->row->state != 'S' && t->row->state != 'D')
		return;
	sleeping_read(t->row->pid, &at);
	if (!*at.wchan && at.fd < 0)
		return;
	text_any(object, at.object, t->words.utf8);
	if (at.fd >= 0)
		snprintf(line, sizeof(line), "sleeps in %s, on descriptor %d, %s (by /proc)",
			 *at.wchan ? at.wchan : "the kernel", at.fd, object);
	else
		snprintf(line, sizeof(line), "sleeps in %s (by /proc)", at.wchan);
	t->put(t->context, line);
}

static void tell_reaping(const struct telling *t)
{
	char text[REAPWORDS_MAX];

	if (reapwords_parent(&t->reap, text))
		t->put(t->context, text);
	if (reapwords_exit(&t->reap, text))
		t->put(t->context, text);
	if (reapwords_pdeath(&t->reap, text))
		t->put(t->context, text);
}

static void tell(const struct telling *t)
{
	char text[WAITWORDS_MAX], line[WAITWORDS_MAX + 32];

	if (!tell_waits(t))
		t->put(t->context,
		       "waits for nobody who can be known");
	if (!tell_waiters(t))
		t->put(t->context, "nobody is known to wait for it");
	if (waitwords_circle(&t->words, t->i, text)) {
		snprintf(line, sizeof(line), "circle: %s", text);
		t->put(t->context, line);
	}
	tell_place(t);
	if (t->row->state != 'Z' && waitwords_heir(&t->words, t->i, text))
		t->put(t->context, text);
	tell_reaping(t);
}

int show_waits(struct proctree *pt, const struct proctree_rows *rows,
	       int32_t pid, uint64_t start_ns, bool utf8, show_waits_line *put,
	       const void *context)
{
	struct waits_more more = { 0 };
	struct waits waits;
	struct telling t = {
		.words = { .rows = rows, .waits = &waits, .utf8 = utf8 },
		.put = put,
		.context = context,
	};
	struct pids pids;
	int err = pids_init(&pids, rows);

	if (err)
		return device_error(pt, "show", pid, err);
	t.i = pids_find(&pids, pid);
	pids_free(&pids);
	if (t.i != TREE_ORDER_NONE)
		t.row = proctree_row_at(rows, t.i);
	if (!t.row || t.row->start_ns != start_ns) {
		put(context, "it has gone meanwhile");
		return PROCTL_YES;
	}
	t.reap = (struct reapwords){ rows, t.row, utf8 };
	err = sleeps_find(pt, rows, true, &more);
	/* Without /proc what the module knows is told. */
	if (!err || err == -EXDEV)
		err = waits_find(rows, err ? NULL : &more, &waits);
	sleeps_free(&more);
	if (err)
		return device_error(pt, "show", pid, err);
	tell(&t);
	waits_free(&waits);
	return PROCTL_YES;
}
