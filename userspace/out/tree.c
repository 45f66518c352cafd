// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draws the tree; see tree.h. This is the hot loop of "proctl tree": no stdio,
 * no allocation, no recursion; what is rare is in functions of its own.
 */
#include "label.h"
#include "put.h"
#include "text.h"
#include "tree.h"

struct tree_glyphs {
	struct glyph branch, last, bar, blank, ellipsis, times;
};

#define GLYPH(s) { s, sizeof(s) - 1 }

static const struct tree_glyphs ascii_glyphs = {
	.branch	  = GLYPH("|-"),
	.last	  = GLYPH("`-"),
	.bar	  = GLYPH("| "),
	.blank	  = GLYPH("  "),
	.ellipsis = GLYPH(".."),
	.times	  = GLYPH("x"),
};

static const struct tree_glyphs utf8_glyphs = {
	.branch	  = GLYPH("├─"),
	.last	  = GLYPH("└─"),
	.bar	  = GLYPH("│ "),
	.blank	  = GLYPH("  "),
	.ellipsis = GLYPH("…"),
	.times	  = GLYPH("×"),
};

#define BAR_COLUMNS	2	/* of a level, in both sets */
#define NAME_COLUMNS	26	/* kept free for name and marks */

/* Inline, unlike the library's function. */
static const struct proctree_row *row_at(const struct proctree_rows *rows,
					 uint32_t i)
{
	return (const void *)((const char *)rows->data +
			      (size_t)i * rows->stride);
}

static unsigned int widest_pid(const struct proctree_rows *rows,
			       const uint32_t *counts)
{
	uint32_t pid = 0, count = 0, i;
	unsigned int width;

	for (i = 0; i < rows->count; i++) {
		const struct proctree_row *row = row_at(rows, i);

		if ((uint32_t)row->pid > pid)
			pid = row->pid;
		if (counts && counts[i] > count)
			count = counts[i];
	}
	width = put_digits(pid);
	if (count > 1 && put_digits(count) + 1 > width)
		width = put_digits(count) + 1;
	return width;
}

/* Levels that leave room for a name. */
static unsigned int levels_for(unsigned int width, unsigned int pid_width)
{
	unsigned int used = pid_width + 1 + NAME_COLUMNS;
	unsigned int levels;

	if (!width)
		return TREE_LEVELS_MAX;
	if (width < used + BAR_COLUMNS)
		return 1;
	levels = (width - used) / BAR_COLUMNS;
	return levels < TREE_LEVELS_MAX ? levels : TREE_LEVELS_MAX;
}

static size_t longest_name(const struct tree_style *style, uint32_t rows)
{
	size_t longest = 0, n;
	uint32_t i;

	for (i = 0; style->names && i < rows; i++) {
		n = style->names[i] ? strlen(style->names[i]) : 0;
		if (n > longest)
			longest = n;
	}
	return longest;
}

void tree_begin(struct tree_drawing *d, const struct proctree_rows *rows,
		const struct tree_order *order, const uint32_t *counts,
		const struct tree_style *style)
{
	d->rows = rows;
	d->order = order;
	d->counts = counts;
	d->style = style;
	d->glyphs = style->utf8 ? &utf8_glyphs : &ascii_glyphs;
	d->next = 0;
	d->pid_width = widest_pid(rows, counts);
	d->levels = levels_for(style->width, d->pid_width);
	d->line_max = TREE_LINE_MAX + longest_name(style, rows->count);
	d->ends[0] = 0;
}

/* The pid, or how many rows this one stands for. */
static char *put_pid(const struct tree_drawing *d, char *to, uint32_t i,
		     const struct proctree_row *row)
{
	if (d->counts && d->counts[i] > 1) {
		to = put_number(to, d->counts[i], d->pid_width - 1);
		to = put_glyph(to, &d->glyphs->times);
	} else {
		to = put_number(to, row->pid, d->pid_width);
	}
	*to++ = ' ';
	return to;
}

/* Too deep to be drawn in its place: says how deep instead. */
static char *put_deep(const struct tree_drawing *d, char *to, uint32_t depth)
{
	to = put_bytes(to, d->bars, d->ends[d->levels]);
	to = put_glyph(to, &d->glyphs->ellipsis);
	*to++ = '(';
	to = put_number(to, depth, put_digits(depth));
	*to++ = ')';
	*to++ = ' ';
	return to;
}

/*
 * The lines that lead to the row. Keeps those that go on below it: rows come in
 * preorder, so that the bars of an ancestor stay true until its last child.
 */
static char *put_bars(struct tree_drawing *d, char *to, uint32_t i)
{
	const struct tree_glyphs *glyphs = d->glyphs;
	uint32_t level = d->order->depth[i] - 1;
	bool last = d->order->next[i] == TREE_ORDER_NONE;
	uint16_t end = d->ends[level];
	char *below;

	to = put_bytes(to, d->bars, end);
	to = put_glyph(to, last ? &glyphs->last : &glyphs->branch);
	below = put_glyph(d->bars + end, last ? &glyphs->blank : &glyphs->bar);
	d->ends[level + 1] = below - d->bars;
	return to;
}

static char *put_place(struct tree_drawing *d, char *to, uint32_t i)
{
	uint32_t depth = d->order->depth[i];

	if (!depth)
		return to;
	to = label_colour(d->style, to, MARK_FAINT);
	to = depth > d->levels ? put_deep(d, to, depth) : put_bars(d, to, i);
	return label_colour_end(d->style, to, MARK_FAINT);
}

/* Columns that put_pid() and put_place() have taken. */
static unsigned int place_columns(const struct tree_drawing *d, uint32_t depth)
{
	unsigned int ellipsis = d->style->utf8 ? 1 : 2;
	unsigned int columns = d->pid_width + 1;

	if (depth <= d->levels)
		return columns + depth * BAR_COLUMNS;
	return columns + d->levels * BAR_COLUMNS + ellipsis +
	       put_digits(depth) + 3;
}

/* Shorten the label at @from, left of which are @used columns. */
static char *cut(const struct tree_drawing *d, char *from, char *to,
		 unsigned int used)
{
	used += d->style->utf8 ? 1 : 2; /* the ellipsis */
	to = text_cut(from, to,
		      d->style->width > used ? d->style->width - used : 0);
	to = put_glyph(to, &d->glyphs->ellipsis);
	return d->style->colour ? put_text(to, MARK_OFF) : to;
}

static char *draw_row(struct tree_drawing *d, char *to, uint32_t i)
{
	const struct proctree_row *row = row_at(d->rows, i);
	unsigned int columns, used;
	char *label;

	to = put_pid(d, to, i, row);
	to = put_place(d, to, i);
	label = to;
	columns = text_plain(row->comm);
	if (label_is_name(d->style, row) &&
	    (columns == PROCTREE_COMM_LEN || !row->comm[columns]))
		to = put_bytes(to, row->comm, columns);
	else
		to = label_put(d, to, i, row, &columns);
	if (d->style->width) {
		used = place_columns(d, d->order->depth[i]);
		if (used + columns > d->style->width)
			to = cut(d, label, to, used);
	}
	*to++ = '\n';
	return to;
}

size_t tree_draw(struct tree_drawing *d, char *to, size_t size)
{
	char *p = to;

	while (d->next < d->order->n && p + d->line_max <= to + size)
		p = draw_row(d, p, d->order->order[d->next++]);
	return p - to;
}
