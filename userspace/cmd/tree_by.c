// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl tree --by; see tree_by.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/pids.h"
#include "lib/waits.h"
#include "out/arrange.h"
#include "out/tree.h"
#include "out/waitwords.h"
#include "proctl.h"
#include "select.h"
#include "tree_by.h"

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
	case BY_WAIT:
		return PROCTREE_BLOCK_RELATIONS;
	case BY_SHARING:
		return PROCTREE_BLOCK_SHARING;
	default:
		return 0;
	}
}

/*
 * @parent:	row that stands above a row, TREE_ORDER_NONE = none
 * @keep:	1 if a row takes part
 */
struct links {
	uint32_t *parent;
	uint32_t *keep;
};

static void put_above(struct links *l, uint32_t parent, uint32_t i)
{
	l->keep[parent] = 1;
	l->keep[i] = 1;
	if (l->parent[i] == TREE_ORDER_NONE && i != parent)
		l->parent[i] = parent;
}

/* Tracers above those that they trace. */
static int link_tracers(const struct proctree_rows *rows, struct links *l)
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
			put_above(l, tracer, i);
	}
	pids_free(&pids);
	return 0;
}

/* Each circle once, told by the one of it that was born first. */
static void tell_circles(FILE *to, const struct waitwords *w,
			 const struct links *l)
{
	char text[WAITWORDS_MAX];
	uint32_t i, at;

	for (i = 0; i < w->rows->count; i++) {
		if (w->waits->next[i] == TREE_ORDER_NONE || !l->keep[i])
			continue;
		for (at = w->waits->next[i]; at > i;)
			at = w->waits->next[at];
		if (at == i)
			fprintf(to, "circle: %s\n", waitwords_circle(w, i, text));
	}
}

/* Those who wait above what they wait for, and notes of it. */
static int link_waits(const struct proctree_rows *rows, struct links *l,
		      struct waits *waits, char **notes)
{
	struct waitwords w = { .rows = rows, .waits = waits, .brief = true };
	char text[WAITWORDS_MAX];
	uint32_t i, e;
	int err = waits_find(rows, waits);

	if (err)
		return err;
	for (e = 0; e < waits->n; e++)
		put_above(l, waits->edges[e].waiter, waits->edges[e].target);
	for (i = 0; i < rows->count; i++) {
		if (!waitwords_waits(&w, i, text))
			continue;
		l->keep[i] = 1;
		text[TREE_NOTE_MAX - 1] = '\0';
		notes[i] = strdup(text);
	}
	return 0;
}

/* Only the row @root, what is below it and, if wanted, above it. */
static int keep_family(struct links *l, uint32_t n, uint32_t root, bool above)
{
	struct tree_order order;
	uint32_t *in = calloc((size_t)n + 1, sizeof(*in)), i, row;
	int err = in ? arrange(l->parent, n, &order) : -1;

	if (err) {
		free(in);
		return err;
	}
	in[root] = 1;
	for (i = 0; i < n; i++) {
		row = order.order[i];
		if (order.parent[row] != TREE_ORDER_NONE)
			in[row] |= in[order.parent[row]];
	}
	for (row = order.parent[root]; above && row != TREE_ORDER_NONE;
	     row = order.parent[row])
		in[row] = 1;
	for (i = 0; i < n; i++)
		l->keep[i] &= in[i];
	proctree_order_free(&order);
	free(in);
	return 0;
}

/* Remove what takes no part from all arrays, the rows last. */
static int squeeze(struct proctree_rows *rows, struct links *l, char **notes)
{
	uint32_t i, n = 0;
	uint32_t *place = calloc((size_t)rows->count + 1, sizeof(*place));

	if (!place)
		return -1;
	for (i = 0; i < rows->count; i++)
		place[i] = l->keep[i] ? n++ : TREE_ORDER_NONE;
	for (i = 0; i < rows->count; i++) {
		uint32_t parent = l->parent[i];

		if (!l->keep[i]) {
			free(notes[i]);
			notes[i] = NULL;
			continue;
		}
		l->parent[place[i]] = parent == TREE_ORDER_NONE ?
			parent : place[parent];
		notes[place[i]] = notes[i];
		if (place[i] != i)
			notes[i] = NULL;
	}
	select_counted(rows, l->keep);
	free(place);
	return 0;
}

static int no_memory(void)
{
	return proctl_no("tree: out of memory");
}

static int find(enum tree_by by, int32_t root, bool above,
		const struct proctree_rows *rows, struct links *l,
		struct tree_by_answer *a)
{
	struct waits waits = { 0 };
	struct waitwords w = { .rows = rows, .waits = &waits };
	const struct proctree_row *row = NULL;
	size_t bytes;
	FILE *text;
	int err;

	err = by == BY_TRACER ? link_tracers(rows, l) :
				link_waits(rows, l, &waits, a->notes);
	if (!err && root) {
		row = proctree_find(rows, root);
		err = row ? keep_family(l, rows->count,
					((const char *)row -
					 (const char *)rows->data) /
					rows->stride, above) : 0;
	}
	text = err ? NULL : open_memstream(&a->text, &bytes);
	if (text) {
		if (by == BY_WAIT)
			tell_circles(text, &w, l);
		err = fclose(text);
	}
	waits_free(&waits);
	return text ? err : -1;
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

int tree_by_answer(enum tree_by by, int32_t root, bool above,
		   struct proctree_rows *rows, struct tree_by_answer *a)
{
	uint32_t n = rows->count, i;
	struct links l = {
		.parent = calloc((size_t)n + 1, sizeof(*l.parent)),
		.keep = calloc((size_t)n + 1, sizeof(*l.keep)),
	};
	int status = PROCTL_YES;

	*a = (struct tree_by_answer){
		.notes = calloc((size_t)n + 1, sizeof(*a->notes)),
	};
	if (!l.parent || !l.keep || !a->notes)
		goto no_memory;
	for (i = 0; i < n; i++)
		l.parent[i] = TREE_ORDER_NONE;
	if (find(by, root, above, rows, &l, a) || squeeze(rows, &l, a->notes))
		goto no_memory;
	if (!rows->count)
		status = nothing(by, root);
	else if (arrange(l.parent, rows->count, &a->order))
		goto no_memory;
out:
	free(l.parent);
	free(l.keep);
	if (status)
		tree_by_free(a, n);
	return status;

no_memory:
	status = no_memory();
	goto out;
}

void tree_by_free(struct tree_by_answer *a, uint32_t rows)
{
	uint32_t i;

	for (i = 0; a->notes && i < rows; i++)
		free(a->notes[i]);
	free(a->notes);
	free(a->text);
	proctree_order_free(&a->order);
}
