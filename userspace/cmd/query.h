/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which tasks are meant, as an expression over their fields:
 *
 *	S == "Z" and PPID != 1
 *	RSS_ANON > 100M or UTIME >= 1.5s
 *	COMM =~ "^kworker/" and not (PSR == 0)
 *
 *	expression  and-part { ("or" | "||") and-part }
 *	and-part    not-part { ("and" | "&&") not-part }
 *	not-part    { "not" | "!" } ( "(" expression ")" | comparison )
 *	comparison  operand [ operator operand ]
 *	operator    == != < <= > >= & =~ !~, or eq ne lt le gt ge; = is ==
 *	operand     column or key of a field, number, "text" or 'text'
 *
 * Fields are those of proctree_fields.def, in any case. A number is decimal or
 * 0x...; of bytes with K, M, G or T (powers of 1024), of times with a unit: ns,
 * us, ms, s, min, h. A field alone holds if it is not 0; & if they have a bit in
 * common. Compared with text, a field is what tables show, a set of bits its
 * names, a user or a group its name; =~ and !~ take an extended regular
 * expression, regex(7).
 *
 * What can't be read is neither equal nor unequal to anything: a comparison with
 * it is neither true nor false, nor is its "not"; "or" is true if the other side
 * is, "and" is false if the other side is. A task passes if the whole is true.
 */
#ifndef QUERY_H
#define QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/libproctree.h"

struct query;

/**
 * struct query_error - what is wrong with an expression
 * @at:		byte of it where
 * @text:	what, and how to mend it
 */
struct query_error {
	size_t at;
	char text[160];
};

/**
 * query_parse - understand an expression
 * @text:	the expression
 * @qp:		result; free with query_free()
 * @error:	of -EINVAL
 *
 * Return: 0, -EINVAL, -ENOMEM.
 */
int query_parse(const char *text, struct query **qp, struct query_error *error);
void query_free(struct query *q);

/**
 * query_both - make one expression of two that must both hold
 * @qp:		the first one; afterwards both
 * @second:	is freed
 *
 * Return: 0, -ENOMEM.
 */
int query_both(struct query **qp, struct query *second);

/* PROCTREE_BLOCK_* that rows must have for it. */
uint64_t query_blocks(const struct query *q);

/* Whether the expression is true of @row, one of @rows. */
bool query_holds(const struct query *q, const struct proctree_rows *rows,
		 const struct proctree_row *row);

#endif
