// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prose in lines; see wrap.h.
 */
#include <string.h>

#include "wrap.h"

/* Columns of the first @len bytes: all that do not continue a character. */
static unsigned int columns(const char *text, size_t len)
{
	unsigned int n = 0;

	while (len--)
		n += (*text++ & 0xc0) != 0x80;
	return n;
}

void wrap_text(FILE *out, const char *text, unsigned int at,
	       unsigned int indent)
{
	unsigned int begin = at, width;
	size_t len;

	while (*text) {
		len = strcspn(text, " ");
		width = columns(text, len);
		if (at > begin && at + 1 + width > WRAP_WIDTH) {
			fprintf(out, "\n%*s", (int)indent, "");
			begin = indent;
			at = begin;
		} else if (at > begin) {
			fputc(' ', out);
			at++;
		}
		fwrite(text, 1, len, out);
		at += width;
		text += len;
		text += *text == ' ';
	}
	fputc('\n', out);
}
