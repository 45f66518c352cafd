// SPDX-License-Identifier: GPL-2.0-only
/*
 * What proctl tree says of rows beyond their labels; see tree_decor.h.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "args.h"
#include "lib/pids.h"
#include "out/arrange.h"
#include "out/mark.h"
#include "out/tree.h"
#include "proctl.h"
#include "tree_decor.h"

#define ARGS_SHOWN	4096	/* bytes that can matter on a terminal */

uint64_t tree_decor_blocks(const struct tree_options *o)
{
	return o->namespaces ? PROCTREE_BLOCK_NAMESPACES : 0;
}

static uint64_t boot_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* As pstree -C age: green for a minute, yellow for an hour. */
static void colour_ages(const struct proctree_rows *rows, uint8_t *colours)
{
	uint64_t now = boot_now(), age;
	uint32_t i;

	for (i = 0; i < rows->count; i++) {
		age = (now - proctree_row_at(rows, i)->start_ns) / 1000000000;
		colours[i] = age < 60 ? MARK_GREEN :
			     age < 3600 ? MARK_YELLOW : MARK_RED;
	}
}

/* A process that is not there is none that could be highlighted. */
static int highlight(const struct proctree_rows *rows,
		     const struct tree_order *order, int32_t pid,
		     uint8_t *colours)
{
	struct pids pids;
	uint32_t i;
	int err = pids_init(&pids, rows);

	if (err)
		return err;
	for (i = pids_find(&pids, pid); i != TREE_ORDER_NONE;
	     i = order->parent[i])
		colours[i] = MARK_BOLD;
	pids_free(&pids);
	return 0;
}

/* "  ns: pid, mnt": those that can be read of both and differ. */
static char *changes(const struct proctree_rows *rows, uint32_t i,
		     uint32_t parent)
{
	const struct proctree_row *row = proctree_row_at(rows, i);
	const struct proctree_row *above = proctree_row_at(rows, parent);
	char text[TREE_NOTE_MAX], *to = text;
	const char *c;
	size_t f;

	for (f = 0; f < proctree_nfields; f++) {
		const struct proctree_field *field = &proctree_fields[f];

		if (field->block != PROCTREE_BLOCK_NAMESPACES ||
		    strchr(field->column, '_') ||
		    !proctree_field_valid(rows, row, field) ||
		    !proctree_field_valid(rows, above, field) ||
		    proctree_field_int(rows, row, field) ==
		    proctree_field_int(rows, above, field))
			continue;
		to = stpcpy(to, to == text ? "ns: " : ", ");
		for (c = field->column; strcmp(c, "NS"); c++)
			*to++ = tolower((unsigned char)*c);
		*to = '\0';
	}
	return to == text ? NULL : strdup(text);
}

static int note_namespaces(const struct proctree_rows *rows,
			   const struct tree_order *order,
			   struct tree_decor *to)
{
	uint32_t i;

	to->notes = calloc((size_t)rows->count + 1, sizeof(*to->notes));
	for (i = 0; to->notes && i < rows->count; i++) {
		if (order->parent[i] != TREE_ORDER_NONE)
			to->notes[i] = changes(rows, i, order->parent[i]);
	}
	return to->notes ? 0 : -1;
}

static int colour_rows(const struct tree_options *o,
		       const struct proctree_rows *rows,
		       const struct tree_order *order, struct tree_decor *to)
{
	to->colours = calloc((size_t)rows->count + 1, sizeof(*to->colours));
	if (!to->colours)
		return -1;
	if (o->age)
		colour_ages(rows, to->colours);
	return o->highlight ?
	       highlight(rows, order, o->highlight, to->colours) : 0;
}

int tree_decor_make(struct proctree *pt, const struct tree_options *o,
		    const struct proctree_rows *rows,
		    struct tree_order *order, struct tree_decor *to)
{
	int err = o->numeric ? arrange_by_pid(rows, order) : 0;
	int status = PROCTL_YES;

	*to = (struct tree_decor){ 0 };
	if (!err && o->args)
		status = args_take("tree", pt, rows,
				   o->no_truncate || !terminal_width() ?
				   ARGS_MAX : ARGS_SHOWN, &to->args);
	if (!status && !err && o->namespaces)
		err = note_namespaces(rows, order, to);
	if (!status && !err && (o->age || o->highlight))
		err = colour_rows(o, rows, order, to);
	if (err)
		status = proctl_no("tree: out of memory");
	if (status)
		tree_decor_free(to, rows);
	return status;
}

void tree_decor_free(struct tree_decor *d, const struct proctree_rows *rows)
{
	uint32_t i;

	args_free(d->args, rows);
	free(d->colours);
	for (i = 0; d->notes && i < rows->count; i++)
		free(d->notes[i]);
	free(d->notes);
}
