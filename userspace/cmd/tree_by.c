// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl tree --by; see tree_by.h.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "lib/pids.h"
#include "lib/sleeps.h"
#include "out/arrange.h"
#include "out/tree.h"
#include "out/waitwords.h"
#include "proctl.h"
#include "tree_by.h"
#include "tree_links.h"

static const char *const names[] = {
	[BY_PARENT] = "parent",
	[BY_TRACER] = "tracer",
	[BY_WAIT] = "wait",
	[BY_SHARING] = "sharing",
};

int tree_by_parse(const char *text, enum tree_by *by)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!strcmp(text, names[i])) {
			*by = i;
			return PROCTL_YES;
		}
	}
	return proctl_usage("tree: --by is parent, wait, tracer or sharing, not '%s'",
			    text);
}

uint64_t tree_by_blocks(enum tree_by by)
{
	switch (by) {
	case BY_TRACER:
		return PROCTREE_BLOCK_RELATIONS;
	case BY_WAIT:
		return SLEEPS_BLOCKS;
	case BY_SHARING:
		return PROCTREE_BLOCK_SHARING;
	default:
		return 0;
	}
}

/* Tracers above those that they trace. */
static int link_tracers(const struct proctree_rows *rows, struct tree_links *l)
{
	struct pids pids;
	uint32_t i, tracer;
	int err = pids_init(&pids, rows);

	if (err)
		return err;
	for (i = 0; i < rows->count; i++) {
		const struct proctree_relations *r =
			proctree_row_block(rows, proctree_row_at(rows, i),
					   PROCTREE_BLOCK_RELATIONS);

		if (!r->tracer_pid)
			continue;
		tracer = pids_find(&pids, r->parent_tid);
		if (tracer == TREE_ORDER_NONE)
			tracer = pids_find(&pids, r->tracer_pid);
		if (tracer != TREE_ORDER_NONE)
			tree_links_above(l, tracer, i);
	}
	pids_free(&pids);
	return 0;
}

/* Those who wait above what they wait for, and notes of it. */
static void link_waits(const struct tree_by_want *want,
		       const struct waitwords *w, struct tree_links *l,
		       struct tree_by_answer *a)
{
	size_t size = want->brief ? TREE_NOTE_MAX : WAITWORDS_MAX;
	char text[WAITWORDS_MAX];
	uint32_t i, e;

	for (e = 0; e < w->waits->n; e++)
		tree_links_above(l, w->waits->edges[e].waiter,
				 w->waits->edges[e].target);
	for (i = 0; i < w->rows->count; i++) {
		if (waitwords_circle(w, i, text))
			a->circles[i] = strdup(text);
		if (!waitwords_waits(w, i, text))
			continue;
		l->keep[i] = 1;
		text[size - 1] = '\0';
		a->notes[i] = strdup(text);
	}
}

/* Each circle once, told by the one of it that was born first. */
static void tell_circles(FILE *to, const struct waitwords *w,
			 const struct tree_links *l, char *const *circles)
{
	uint32_t i, at;

	for (i = 0; i < w->rows->count; i++) {
		if (!circles[i] || !l->keep[i])
			continue;
		for (at = w->waits->next[i]; at > i;)
			at = w->waits->next[at];
		if (at == i)
			fprintf(to, "circle: %s\n", circles[i]);
	}
}

/* Only what belongs to the process that was asked for. */
static int keep_family(const struct tree_by_want *want,
		       const struct proctree_rows *rows, struct tree_links *l)
{
	const struct proctree_row *row = NULL;
	uint32_t root;

	if (want->root)
		row = proctree_find(rows, want->root);
	if (!row)
		return 0;
	root = ((const char *)row - (const char *)rows->data) / rows->stride;
	return tree_links_family(l, rows->count, root, want->above);
}

static int find_waits(struct proctree *pt, const struct tree_by_want *want,
		      const struct proctree_rows *rows, struct tree_links *l,
		      struct tree_by_answer *a)
{
	struct waits_more more = { 0 };
	struct waits waits;
	struct waitwords w = {
		.rows = rows, .waits = &waits, .brief = want->brief,
	};
	size_t bytes;
	FILE *text;
	int err = sleeps_find(pt, rows, want->threads, &more);

	/* Without /proc what the module knows is told. */
	if (err && err != -EXDEV)
		return err;
	err = waits_find(rows, err ? NULL : &more, &waits);
	sleeps_free(&more);
	if (err)
		return err;
	link_waits(want, &w, l, a);
	err = keep_family(want, rows, l);
	text = err ? NULL : open_memstream(&a->text, &bytes);
	if (text) {
		tell_circles(text, &w, l, a->circles);
		err = fclose(text);
	}
	waits_free(&waits);
	return text ? err : -ENOMEM;
}

static int find_tracers(const struct tree_by_want *want,
			const struct proctree_rows *rows, struct tree_links *l,
			struct tree_by_answer *a)
{
	int err = link_tracers(rows, l);

	a->text = strdup("");
	if (err || !a->text)
		return -ENOMEM;
	return keep_family(want, rows, l);
}

static int nothing(enum tree_by by, int32_t root)
{
	if (root && by == BY_WAIT)
		return proctl_no("process %d waits for nobody, and nobody for it",
				 root);
	if (root)
		return proctl_no("process %d does not trace and is not traced",
				 root);
	return proctl_no(by == BY_WAIT ? "nobody waits for another process" :
					 "no process is traced");
}

int tree_by_answer(struct proctree *pt, const struct tree_by_want *want,
		   struct proctree_rows *rows, struct tree_by_answer *a)
{
	struct tree_links l = { 0 };
	uint32_t n = rows->count;
	int status = PROCTL_YES;
	int err = tree_links_init(&l, n);

	*a = (struct tree_by_answer){
		.notes = calloc((size_t)n + 1, sizeof(*a->notes)),
		.circles = calloc((size_t)n + 1, sizeof(*a->circles)),
	};
	if (!a->notes || !a->circles)
		err = -ENOMEM;
	if (!err)
		err = want->by == BY_WAIT ? find_waits(pt, want, rows, &l, a) :
					    find_tracers(want, rows, &l, a);
	if (!err)
		err = tree_links_squeeze(&l, rows, (char **const[]){
					 a->notes, a->circles, NULL });
	if (!err && rows->count)
		err = arrange(l.parent, rows->count, &a->order);
	if (err)
		status = device_error(pt, "tree", want->root, err);
	else if (!rows->count)
		status = nothing(want->by, want->root);
	tree_links_free(&l);
	if (status)
		tree_by_free(a, n);
	return status;
}

void tree_by_free(struct tree_by_answer *a, uint32_t rows)
{
	uint32_t i;

	for (i = 0; i < rows; i++) {
		if (a->notes)
			free(a->notes[i]);
		if (a->circles)
			free(a->circles[i]);
	}
	free(a->notes);
	free(a->circles);
	free(a->text);
	proctree_order_free(&a->order);
}
