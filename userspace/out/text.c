// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bytes of strangers made safe to print; see text.h.
 */
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "../../module/uapi/proctree.h"
#include "text.h"

#define IS_TAIL(byte) (((byte) & 0xc0) == 0x80)

/*
 * Length of the UTF-8 character at @s, 0 if it is none. Overlong forms are none.
 * (Surrogates are, but have no width.) A NUL stops it, as it is no tail.
 */
static int utf8_decode(const unsigned char *s, wchar_t *wc)
{
	static const wchar_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	int n = s[0] < 0xc2 ? 0 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 :
		s[0] < 0xf5 ? 4 : 0;
	int i;

	if (!n)
		return 0;
	*wc = s[0] & (0x7f >> n);
	for (i = 1; i < n; i++) {
		if (!IS_TAIL(s[i]))
			return 0;
		*wc = *wc << 6 | (s[i] & 0x3f);
	}
	return *wc < least[n] ? 0 : n;
}

static char *put_octal(char *to, unsigned char c)
{
	*to++ = '\\';
	*to++ = '0' + (c >> 6);
	*to++ = '0' + (c >> 3 & 7);
	*to++ = '0' + (c & 7);
	return to;
}

/* Any name: what a plain one does not have, too. */
static char *escape(char *to, const unsigned char *s, bool utf8,
		    unsigned int *columns)
{
	wchar_t wc;
	int n, width;

	for (; *s; s += n) {
		n = 1;
		if (*s >= ' ' && *s < 0x7f && *s != '\\') {
			*to++ = *s;
			++*columns;
			continue;
		}
		n = utf8 ? utf8_decode(s, &wc) : 0;
		width = n ? wcwidth(wc) : 0;
		if (width > 0) {
			memcpy(to, s, n);
			to += n;
			*columns += width;
			continue;
		}
		to = put_octal(to, *s);
		*columns += 4;
		n = 1;
	}
	return to;
}

/* The names that are not plain; @plain bytes of it are written already. */
static char *escape_rest(char *to, const char *comm,
			 unsigned int plain, bool utf8, unsigned int *columns)
{
	unsigned char rest[PROCTREE_COMM_LEN + 1] = { 0 };
	const unsigned char *s = rest;

	memcpy(rest, comm + plain, PROCTREE_COMM_LEN - plain);
	if (!plain && *s == ' ') {
		to = put_octal(to, *s++);
		*columns += 4;
	}
	return escape(to, s, utf8, columns);
}

char *text_comm(char *to, const char *comm, bool utf8, unsigned int *columns)
{
	unsigned int plain = text_plain(comm);

	memcpy(to, comm, PROCTREE_COMM_LEN);
	to += plain;
	*columns += plain;
	if (plain < PROCTREE_COMM_LEN && comm[plain])
		to = escape_rest(to, comm, plain, utf8, columns);
	*to = '\0';
	return to;
}

char *text_any(char *to, const char *text, bool utf8)
{
	unsigned int columns = 0;

	to = escape(to, (const unsigned char *)text, utf8, &columns);
	*to = '\0';
	return to;
}

/* Bytes and columns of the next character; an escape sequence takes no room. */
static size_t measure(const char *s, const char *end, unsigned int *width)
{
	wchar_t wc;
	size_t n;

	*width = 0;
	if (*s == '\033') {
		for (n = 1; s + n < end && s[n - 1] != 'm'; n++)
			;
		return n;
	}
	n = utf8_decode((const unsigned char *)s, &wc);
	*width = n ? wcwidth(wc) : 1;
	return n ? n : 1;
}

unsigned int text_columns(const char *text)
{
	const char *end = text + strlen(text);
	unsigned int columns = 0, width;

	for (; text < end; columns += width)
		text += measure(text, end, &width);
	return columns;
}

char *text_cut(char *from, char *end, unsigned int columns)
{
	unsigned int width;
	size_t n;

	for (; from < end; from += n) {
		n = measure(from, end, &width);
		if (width > columns)
			return from;
		columns -= width;
	}
	return end;
}
