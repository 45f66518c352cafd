// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words of an expression; see query_lex.h.
 */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "query_lex.h"

int query_wrong(struct query_error *error, size_t at, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	error->at = at;
	vsnprintf(error->text, sizeof(error->text), format, args);
	va_end(args);
	return -EINVAL;
}

/* Longer ones first where one begins another. */
static const struct {
	const char *text;
	enum query_token token;
} signs[] = {
	{ "==", QUERY_EQ },
	{ "!=", QUERY_NE },
	{ "<=", QUERY_LE },
	{ ">=", QUERY_GE },
	{ "=~", QUERY_MATCH },
	{ "!~", QUERY_NO_MATCH },
	{ "&&", QUERY_AND },
	{ "||", QUERY_OR },
	{ "=", QUERY_EQ },
	{ "<", QUERY_LT },
	{ ">", QUERY_GT },
	{ "&", QUERY_BITS },
	{ "!", QUERY_NOT },
	{ "(", QUERY_OPEN },
	{ ")", QUERY_CLOSE },
};

static const struct {
	const char *text;
	enum query_token token;
} words[] = {
	{ "and", QUERY_AND },
	{ "or", QUERY_OR },
	{ "not", QUERY_NOT },
	{ "eq", QUERY_EQ },
	{ "ne", QUERY_NE },
	{ "lt", QUERY_LT },
	{ "le", QUERY_LE },
	{ "gt", QUERY_GT },
	{ "ge", QUERY_GE },
};

static const struct {
	const char *text;
	enum query_unit unit;
	uint64_t factor;
} units[] = {
	{ "K", QUERY_BYTES, 1ULL << 10 },
	{ "M", QUERY_BYTES, 1ULL << 20 },
	{ "G", QUERY_BYTES, 1ULL << 30 },
	{ "T", QUERY_BYTES, 1ULL << 40 },
	{ "ns", QUERY_TIME, 1 },
	{ "us", QUERY_TIME, 1000 },
	{ "ms", QUERY_TIME, 1000000 },
	{ "s", QUERY_TIME, 1000000000 },
	{ "min", QUERY_TIME, 60 * 1000000000ULL },
	{ "h", QUERY_TIME, 3600 * 1000000000ULL },
};

#define N(array) (sizeof(array) / sizeof((array)[0]))

static bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static int lex_name(struct query_lexer *l, const char *p)
{
	size_t i;

	l->token = QUERY_NAME;
	while (in_name(p[l->length]))
		l->length++;
	for (i = 0; i < N(words); i++) {
		if (strlen(words[i].text) == l->length &&
		    !strncasecmp(words[i].text, p, l->length))
			l->token = words[i].token;
	}
	return 0;
}

/* "K" of "4K". */
static int lex_unit(struct query_lexer *l, const char *p, uint64_t *factor)
{
	size_t n = 0, i;

	*factor = 1;
	while (in_name(p[n]))
		n++;
	l->length += n;
	if (!n)
		return 0;
	for (i = 0; i < N(units); i++) {
		if (strlen(units[i].text) != n || strncmp(units[i].text, p, n))
			continue;
		l->unit = units[i].unit;
		*factor = units[i].factor;
		return 0;
	}
	return query_wrong(l->error, p - l->text,
			   "no unit '%.*s': bytes have K, M, G or T, times ns, us, ms, s, min or h",
			   (int)(n < 20 ? n : 20), p);
}

/* Digits up to one that is none, or -ERANGE. */
static int lex_digits(const char **p, unsigned int base, uint64_t *to)
{
	unsigned int digit;

	for (*to = 0; isxdigit((unsigned char)**p); ++*p) {
		digit = isdigit((unsigned char)**p) ? **p - '0' :
						      (**p | 0x20) - 'a' + 10;
		if (digit >= base)
			break;
		if (__builtin_mul_overflow(*to, base, to) ||
		    __builtin_add_overflow(*to, digit, to))
			return -ERANGE;
	}
	return 0;
}

/* What stands behind the point, times the unit. Finer than 1 is cut off. */
static uint64_t lex_fraction(const char **p, uint64_t factor)
{
	uint64_t part = 0, scale = 1;

	for (++*p; isdigit((unsigned char)**p); ++*p) {
		if (scale >= 1000000)
			continue;
		part = part * 10 + **p - '0';
		scale *= 10;
	}
	return factor / scale * part + factor % scale * part / scale;
}

static int lex_number(struct query_lexer *l, const char *start)
{
	const char *p = start + (*start == '-'), *point, *end;
	bool hex = p[0] == '0' && (p[1] | 0x20) == 'x';
	uint64_t factor, value;
	int err;

	l->token = QUERY_NUMBER;
	l->negative = *start == '-';
	l->unit = QUERY_PLAIN;
	p += hex ? 2 : 0;
	err = lex_digits(&p, hex ? 16 : 10, &value);
	point = p;
	if (!err && *p == '.' && !hex)
		for (p++; isdigit((unsigned char)*p); p++)
			;
	end = p;
	l->length = end - start;
	if (!err) {
		int bad = lex_unit(l, end, &factor);

		if (bad)
			return bad;
		if (end != point && l->unit == QUERY_PLAIN)
			return query_wrong(l->error, point - l->text,
					   "only numbers with a unit may have a fraction");
		if (__builtin_mul_overflow(value, factor, &value) ||
		    (l->negative && value > INT64_MAX))
			err = -ERANGE;
		else if (end != point)
			value += lex_fraction(&point, factor);
	}
	if (err)
		return query_wrong(l->error, l->at,
				   "this number is too large: at most 64 bits");
	l->number = l->negative ? -value : value;
	return 0;
}

static int lex_text(struct query_lexer *l, const char *p)
{
	const char *end = strchr(p + 1, *p);

	if (!end)
		return query_wrong(l->error, l->at,
				   "this text has no end: a second %c is missing", *p);
	l->token = QUERY_TEXT;
	l->length = end + 1 - p;
	return 0;
}

static int lex_sign(struct query_lexer *l, const char *p)
{
	size_t i;

	for (i = 0; i < N(signs); i++) {
		l->length = strlen(signs[i].text);
		if (strncmp(signs[i].text, p, l->length))
			continue;
		l->token = signs[i].token;
		return 0;
	}
	return query_wrong(l->error, l->at,
			   "not understood: text goes in quotes, as in COMM == \"sh\"");
}

int query_lex(struct query_lexer *l)
{
	const char *p = l->text + l->at + l->length;

	while (isspace((unsigned char)*p))
		p++;
	l->at = p - l->text;
	l->length = 0;
	if (!*p) {
		l->token = QUERY_END;
		return 0;
	}
	if (isdigit((unsigned char)*p) ||
	    (*p == '-' && isdigit((unsigned char)p[1])))
		return lex_number(l, p);
	if (in_name(*p))
		return lex_name(l, p);
	if (*p == '"' || *p == '\'')
		return lex_text(l, p);
	return lex_sign(l, p);
}
