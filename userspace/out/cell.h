/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A field of a row as text, by its kind: for a table, for JSON, or with an
 * explanation for a person. A new field needs no change here.
 */
#ifndef CELL_H
#define CELL_H

#include <stdbool.h>

#include "decode.h"
#include "lib/libproctree.h"

#define CELL_MAX DECODE_MAX /* bytes for any of the texts, with the NUL */

/**
 * struct cell_style - how
 * @machine:	for a program: numbers stay numbers
 * @utf8:	names may be printed in UTF-8
 */
struct cell_style {
	bool machine;
	bool utf8;
};

/* What a field of this kind is for a program. */
enum cell_type {
	CELL_TEXT,
	CELL_NUMBER,
	CELL_BOOLEAN,	/* 0 or 1 */
};

enum cell_type cell_type(enum proctree_kind kind);

/**
 * cell_text - the value
 * @to:	CELL_MAX bytes
 *
 * Return: @to, NULL if the field could not be read.
 */
const char *cell_text(char *to, const struct cell_style *style,
		      const struct proctree_rows *rows,
		      const struct proctree_row *row,
		      const struct proctree_field *field);

/**
 * cell_words - the value as text, a set of bits as the names of its bits
 * @to:		CELL_MAX bytes
 * @field:	not COMM; one that could be read
 *
 * Return: @to.
 */
const char *cell_words(char *to, const struct proctree_rows *rows,
		       const struct proctree_row *row,
		       const struct proctree_field *field);

/**
 * cell_note - what the value means, else what the field means
 * @to:		CELL_MAX bytes
 * @boot_s:	when the machine booted, seconds since 1970
 *
 * Return: the note, in @to or constant.
 */
const char *cell_note(char *to, long long boot_s,
		      const struct proctree_rows *rows,
		      const struct proctree_row *row,
		      const struct proctree_field *field);

#endif
