/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A check in words that are the same in every run: names of roles, states,
 * signals and errors, no number of a process and no time.
 */
#ifndef WORDS_H
#define WORDS_H

#include <stdio.h>

#include "claims.h"

/* "zombie: state of child is Z" */
void words_check(FILE *out, const struct check *check);

/**
 * words_finding - a check, and what was seen instead
 *
 * "zombie: state of child is R, but Z". What was seen is left out where another
 * run may see something else.
 */
void words_finding(FILE *out, const struct check *check,
		   const struct finding *finding);

#endif
