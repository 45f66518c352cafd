/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The words of an expression; see query.h.
 */
#ifndef QUERY_LEX_H
#define QUERY_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "query.h"

enum query_token {
	QUERY_END,
	QUERY_NAME,
	QUERY_NUMBER,
	QUERY_TEXT,
	QUERY_OPEN,
	QUERY_CLOSE,
	QUERY_NOT,
	QUERY_AND,
	QUERY_OR,
	/* What stands between two operands. */
	QUERY_EQ,
	QUERY_NE,
	QUERY_LT,
	QUERY_LE,
	QUERY_GT,
	QUERY_GE,
	QUERY_BITS,
	QUERY_MATCH,
	QUERY_NO_MATCH,
};

enum query_unit {
	QUERY_PLAIN,
	QUERY_BYTES,	/* @number is in bytes */
	QUERY_TIME,	/* @number is in nanoseconds */
};

/**
 * struct query_lexer - where we are in the text, and the word there
 * @text:	the whole expression
 * @token:	kind of the word
 * @at:		its first byte
 * @length:	its bytes
 * @number:	of a number
 * @negative:	it had a minus
 * @unit:	of a number
 * @error:	what is wrong; the caller's
 */
struct query_lexer {
	const char *text;
	enum query_token token;
	size_t at;
	size_t length;
	uint64_t number;
	bool negative;
	enum query_unit unit;
	struct query_error *error;
};

/* The next word, the first one at the beginning. Return: 0, -EINVAL. */
int query_lex(struct query_lexer *lexer);

/* Say what is wrong at byte @at. Return: -EINVAL. */
int query_wrong(struct query_error *error, size_t at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
