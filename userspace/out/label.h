/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a tree says about a task: its name and all that stands behind it. Knows
 * nothing of the task's place in the tree but its parent and its children.
 */
#ifndef LABEL_H
#define LABEL_H

#include "mark.h"
#include "put.h"
#include "tree.h"

/**
 * label_put - write the label of a row
 * @d:		rows, order and style are used
 * @to:		where
 * @i:		number of the row
 * @row:	the row
 * @columns:	out: width of the label
 *
 * Return: the end of the label.
 */
char *label_put(const struct tree_drawing *d, char *to, uint32_t i,
		const struct proctree_row *row, unsigned int *columns);

/*
 * Whether the label is the name alone, as most are: the tree writes those
 * itself.
 */
static inline bool label_is_name(const struct tree_style *style,
				 const struct proctree_row *row)
{
	return row->state == 'S' && row->nr_threads == 1 &&
	       !(row->flags & (PROCTREE_ROW_KTHREAD | PROCTREE_ROW_THREAD |
			       PROCTREE_ROW_TRACED | PROCTREE_ROW_VFORK)) &&
	       !style->user_name && !style->notes && !style->names &&
	       !style->pgids && !style->colours;
}

/* Colours, if the style wants them. */
static inline char *label_colour(const struct tree_style *style, char *to,
				 enum mark_colour colour)
{
	if (!style->colour || colour == MARK_PLAIN)
		return to;
	return put_text(to, mark_on[colour]);
}

static inline char *label_colour_end(const struct tree_style *style, char *to,
				     enum mark_colour colour)
{
	if (!style->colour || colour == MARK_PLAIN)
		return to;
	return put_text(to, MARK_OFF);
}

#endif
