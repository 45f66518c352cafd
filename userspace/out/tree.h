/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tree as lines of text: one task a line, its pid in a column of its own.
 * Pure memory: the caller brings rows in order and takes bytes away.
 */
#ifndef TREE_H
#define TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/libproctree.h"

/* Levels that are drawn at most, as in /proc/proctree. */
#define TREE_LEVELS_MAX	1000
/* The longest line, but for style->names. */
#define TREE_LINE_MAX	(TREE_LEVELS_MAX * 4 + 512 + TREE_NOTE_MAX)
#define TREE_NOTE_MAX	256

/**
 * struct tree_style - how to draw
 * @width:	columns of the terminal, 0 = lines may be as long as they like
 * @utf8:	draw with box characters, and print names in UTF-8
 * @colour:	use the terminal's colours
 * @threads:	the rows have threads, do not count them
 * @user_name:	name of a user, shown where it differs from the parent's; NULL
 *		for none. The result must live until the next call, be printable
 *		ASCII, and not be longer than TREE_USER_MAX.
 * @pgids:	say the process group
 * @names:	said of row i instead of its name, of any length: a text as of
 *		text_any(); NULL for the name. NULL: no row has any
 * @colours:	enum mark_colour of the name of row i, for @colour; MARK_PLAIN:
 *		as its state has it. NULL: so for all
 * @notes:	said behind the label of row i: printable ASCII, shorter than
 *		TREE_NOTE_MAX; NULL for nothing. NULL: no row has any
 */
struct tree_style {
	unsigned int width;
	bool utf8;
	bool colour;
	bool threads;
	bool pgids;
	const char *(*user_name)(uint32_t uid);
	const char *const *names;
	const uint8_t *colours;
	const char *const *notes;
};
#define TREE_USER_MAX 32

/**
 * struct tree_drawing - a tree being drawn; private to tree.c
 * @rows:	what to draw
 * @order:	its shape
 * @counts:	rows that each row stands for, NULL if each is one
 * @style:	how
 * @glyphs:	what lines are made of
 * @next:	next row, an index of order->order
 * @levels:	levels that are drawn; deeper rows tell their depth instead
 * @pid_width:	columns of the pid
 * @line_max:	the longest line
 * @bars:	the vertical lines left of the row drawn last
 * @ends:	@bars of level n are bytes 0 to ends[n]
 */
struct tree_drawing {
	const struct proctree_rows *rows;
	const struct tree_order *order;
	const uint32_t *counts;
	const struct tree_style *style;
	const struct tree_glyphs *glyphs;
	uint32_t next;
	unsigned int levels;
	unsigned int pid_width;
	size_t line_max;
	uint16_t ends[TREE_LEVELS_MAX + 1];
	char bars[TREE_LEVELS_MAX * 4 + 8];
};

/* All pointers must live until the last tree_draw(). */
void tree_begin(struct tree_drawing *d, const struct proctree_rows *rows,
		const struct tree_order *order, const uint32_t *counts,
		const struct tree_style *style);

/**
 * tree_draw - draw as many lines as fit
 * @to:		room for the text, which has no NUL at its end
 * @size:	bytes there, at least d->line_max, which is TREE_LINE_MAX and the
 *		longest of style->names
 *
 * Return: bytes written; 0 when the tree is done.
 */
size_t tree_draw(struct tree_drawing *d, char *to, size_t size);

#endif
