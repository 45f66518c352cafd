/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One value of a row, in words that mean the same in every run: roles instead
 * of numbers, letters instead of hashes.
 */
#ifndef VALUE_H
#define VALUE_H

#include "out/decode.h"
#include "trial.h"

#define VALUE_MAX DECODE_MAX

/**
 * value_text - what stands in @column for role number @role at @step
 * @to: VALUE_MAX bytes
 *
 * Objects are letters, given in the order in which they appear in the run; in a
 * matrix they are "=" if they are the base's, "." if not. "-" is none, "?"
 * could not be read, and what a role did not say is empty.
 */
void value_text(const struct trial *t, const struct step *step,
		unsigned int role, const struct column *column, char *to);

/* The heading of @column. */
const char *value_heading(const struct column *column);

/* A value as the kind wants it, for what roles say about themselves. */
void value_said(const struct trial *t, const struct step *step,
		const struct said *said, char *to);

/* A value that means the same without a run: no number of a process. */
void value_constant(enum proctree_kind kind, int64_t value, char *to);

#endif
