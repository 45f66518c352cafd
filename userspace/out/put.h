/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Small pieces of a line, written into memory: each function returns the end of
 * what it wrote. Inline, because the tree is made of them.
 */
#ifndef PUT_H
#define PUT_H

#include <stdint.h>
#include <string.h>

/* Copied as eight bytes, of which @bytes count: room for eight is needed. */
struct glyph {
	char text[8];
	uint8_t bytes;
};

static inline char *put_glyph(char *to, const struct glyph *glyph)
{
	memcpy(to, glyph->text, sizeof(glyph->text));
	return to + glyph->bytes;
}

static inline char *put_text(char *to, const char *text)
{
	size_t n = strlen(text);

	memcpy(to, text, n);
	return to + n;
}

static inline unsigned int put_digits(uint32_t number)
{
	unsigned int n = 1;

	while (number /= 10)
		n++;
	return n;
}

/* "00" to "99" */
extern const char put_pairs[200];

/*
 * Right-aligned in @width columns, which must be enough and at most 16: so many
 * bytes are written anyway.
 */
static inline char *put_number(char *to, uint32_t number, unsigned int width)
{
	char *p = to + width;

	memset(to, ' ', 16);
	while (number >= 100) {
		p -= 2;
		memcpy(p, &put_pairs[number % 100 * 2], 2);
		number /= 100;
	}
	if (number >= 10)
		memcpy(p - 2, &put_pairs[number * 2], 2);
	else
		p[-1] = '0' + number;
	return to + width;
}

/* As memcpy(), but quick for few bytes: 16 can be read and written anyway. */
static inline char *put_bytes(char *to, const char *from, size_t n)
{
	memcpy(to, from, 16);
	if (n > 16)
		memcpy(to + 16, from + 16, n - 16);
	return to + n;
}

#endif
