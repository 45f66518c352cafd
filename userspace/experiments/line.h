/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One line of the timeline: a role's row, or a line of a matrix. Knows widths
 * and colours, not the order of lines.
 */
#ifndef LINE_H
#define LINE_H

#include "report.h"

#define LINE_INDENT 10 /* of what stands below a step */

/**
 * struct layout - how the lines of a trial's table look
 * @label:	width of the first column
 * @widths:	of the others
 */
struct layout {
	const struct trial *t;
	const struct pen *pen;
	unsigned int label;
	unsigned int widths[EXPERIMENT_COLUMNS];
};

/* Widths that hold all lines of @t. */
struct layout line_layout(const struct trial *t, const struct pen *pen);

/* Whether role number @role has a line at @step. */
bool line_wanted(const struct trial *t, const struct step *step,
		 unsigned int role);

/* The row that the kernel gave, NULL if it gave none. */
const struct proctree_row *line_row(const struct sighting *seen);

void line_headings(const struct layout *l);

/* Indentation and the first column. Return: columns taken. */
int line_label(const struct layout *l, const char *label);

/* All of the line; @role must have a row at @step. */
void line_of_role(const struct layout *l, const struct step *step,
		  unsigned int role);

/* Only if the pen has colours. */
void pen_colour(const struct pen *pen, const char *sequence);
#define PEN_BOLD "\033[1m"

#endif
