/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes of strangers made safe to print, and their width on a terminal. Knows
 * nothing of rows.
 */
#ifndef TEXT_H
#define TEXT_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Bytes that a name of PROCTREE_COMM_LEN bytes can grow to, and a NUL. */
#define TEXT_COMM_MAX (4 * 16 + 1)

/**
 * text_plain - bytes of a name up to the first one that is not plain
 *
 * Plain are 0x21 to 0x7e without the backslash: most names are plain as a
 * whole, and this is the hot loop of "proctl tree". Eight bytes at once: of
 * the first one that is not plain, one of the sums has the top bit set. (Above
 * it carries make them meaningless, which does not matter.)
 *
 * Return: 0 to PROCTREE_COMM_LEN.
 */
static inline unsigned int text_plain(const char *comm)
{
	const uint64_t ones = 0x0101010101010101;
	uint64_t bytes, odd;
	unsigned int i;

	for (i = 0; i < 16; i += sizeof(bytes)) {
		memcpy(&bytes, comm + i, sizeof(bytes));
		bytes = le64toh(bytes);
		odd = bytes - 0x21 * ones;
		odd |= bytes + ones;
		odd |= (bytes ^ '\\' * ones) - ones;
		odd &= 0x80 * ones;
		if (odd)
			return i + __builtin_ctzll(odd) / 8;
	}
	return i;
}

/**
 * text_comm - write a task's name so that it cannot confuse
 * @to:		at least TEXT_COMM_MAX bytes; a NUL is put behind the name
 * @comm:	PROCTREE_COMM_LEN bytes, any bytes; ends at the first NUL
 * @utf8:	whether valid UTF-8 may be printed as it is
 * @columns:	in/out: the width of what was written is added
 *
 * A backslash, a leading blank, control bytes, and non-ASCII bytes that are not
 * part of a printable UTF-8 character that takes room become \ooo (octal).
 *
 * Return: the end of the text, where the NUL is.
 */
char *text_comm(char *to, const char *comm, bool utf8, unsigned int *columns);

/* The same for a string of any length, which may begin with a blank. */
char *text_any(char *to, const char *text, bool utf8);

/* Columns that a text takes, of the kind that text_cut() takes. */
unsigned int text_columns(const char *text);

/**
 * text_cut - shorten a line so that it fits
 * @from:	begin of the text: made by us, valid in the locale, may have
 *		ESC [ ... m sequences
 * @end:	its end
 * @columns:	the width it may have
 *
 * Return: the first byte that has to go, @end if none.
 */
char *text_cut(char *from, char *end, unsigned int columns);

#endif
