/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Prose in lines of 80 columns.
 */
#ifndef WRAP_H
#define WRAP_H

#include <stdio.h>

#define WRAP_WIDTH 80

/**
 * wrap_text - write words and a newline, in as many lines as it takes
 * @text:	words between single blanks, UTF-8; each character takes one
 *		column
 * @at:		column where the first line begins
 * @indent:	column where the others do
 */
void wrap_text(FILE *out, const char *text, unsigned int at,
	       unsigned int indent);

#endif
