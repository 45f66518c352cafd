// SPDX-License-Identifier: GPL-2.0-only
/*
 * The label of a task in the tree; see label.h.
 */
#include "label.h"
#include "put.h"
#include "text.h"

/* Kernel threads in brackets, as in ps; threads in braces, as in pstree. */
static char *put_name(const struct tree_style *style, char *to, uint32_t i,
		      const struct proctree_row *row, unsigned int *columns)
{
	uint32_t odd = row->flags &
		       (PROCTREE_ROW_KTHREAD | PROCTREE_ROW_THREAD);

	if (style->names && style->names[i]) {
		*columns += text_columns(style->names[i]);
		return put_text(to, style->names[i]);
	}
	if (!odd)
		return text_comm(to, row->comm, style->utf8, columns);
	*to++ = odd & PROCTREE_ROW_THREAD ? '{' : '[';
	to = text_comm(to, row->comm, style->utf8, columns);
	*to++ = odd & PROCTREE_ROW_THREAD ? '}' : ']';
	*columns += 2;
	return to;
}

static char *put_threads(const struct tree_style *style, char *to,
			 const struct proctree_row *row, unsigned int *columns)
{
	unsigned int width = put_digits(row->nr_threads);

	to = label_colour(style, to, MARK_FAINT);
	to = put_text(to, " {");
	to = put_number(to, row->nr_threads, width);
	*to++ = '}';
	*columns += width + 3;
	return label_colour_end(style, to, MARK_FAINT);
}

/* The user, where it is another one than the parent's. Above roots is root. */
static char *put_user(const struct tree_drawing *d, char *to, uint32_t i,
		      const struct proctree_row *row, unsigned int *columns)
{
	uint32_t parent = d->order->parent[i];
	uint32_t above = 0;
	char *start = to;

	if (parent != TREE_ORDER_NONE)
		above = proctree_row_at(d->rows, parent)->uid;
	if (row->uid == above)
		return to;
	to = put_text(to, " (");
	to = put_text(to, d->style->user_name(row->uid));
	*to++ = ')';
	*columns += to - start;
	return to;
}

static char *put_marks(const struct tree_style *style, char *to,
		       const struct mark *marks, unsigned int n,
		       unsigned int *columns)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		to = put_text(to, i ? ", " : "  ");
		to = label_colour(style, to, marks[i].colour);
		to = put_text(to, marks[i].text);
		to = label_colour_end(style, to, marks[i].colour);
		*columns += strlen(marks[i].text) + 2;
	}
	return to;
}

static char *put_pgid(char *to, const struct proctree_row *row,
		      unsigned int *columns)
{
	unsigned int width = put_digits(row->pgid);

	to = put_text(to, "  pgid ");
	*columns += width + 7;
	return put_number(to, row->pgid, width);
}

static char *put_note(char *to, const char *note, unsigned int *columns)
{
	*columns += strlen(note) + 2;
	return put_text(put_text(to, "  "), note);
}

static bool has_vfork_child(const struct tree_drawing *d, uint32_t i)
{
	uint32_t child = d->order->child[i];

	for (; child != TREE_ORDER_NONE; child = d->order->next[child]) {
		if (proctree_row_at(d->rows, child)->flags &
		    PROCTREE_ROW_VFORK)
			return true;
	}
	return false;
}

char *label_put(const struct tree_drawing *d, char *to, uint32_t i,
		const struct proctree_row *row, unsigned int *columns)
{
	const struct tree_style *style = d->style;
	struct mark marks[MARK_COUNT_MAX];
	enum mark_colour colour = MARK_PLAIN;
	unsigned int n;

	*columns = 0;
	n = mark_of(row, row->state == 'D' && has_vfork_child(d, i), marks);
	if (n)
		colour = marks[0].colour;
	else if (row->flags & PROCTREE_ROW_KTHREAD)
		colour = MARK_FAINT;
	if (style->colours && style->colours[i] != MARK_PLAIN)
		colour = style->colours[i];
	to = label_colour(style, to, colour);
	to = put_name(style, to, i, row, columns);
	to = label_colour_end(style, to, colour);
	if (row->nr_threads > 1 && !style->threads)
		to = put_threads(style, to, row, columns);
	if (style->user_name)
		to = put_user(d, to, i, row, columns);
	if (style->pgids)
		to = put_pgid(to, row, columns);
	if (n)
		to = put_marks(style, to, marks, n, columns);
	if (style->notes && style->notes[i])
		to = put_note(to, style->notes[i], columns);
	return to;
}
