/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What somebody thinks of an experiment's claims, before or instead of seeing
 * the evidence; and how many of these answers the evidence bears out.
 */
#ifndef ANSWERS_H
#define ANSWERS_H

#include <stdio.h>

#include "claims.h"

#define ANSWERS_MAX 64 /* claims of one experiment */

/* By the number of the claim; -1 = no answer, else an enum verdict. */
struct answers {
	signed char given[ANSWERS_MAX];
};

/* No answers yet. */
void answers_clear(struct answers *a);

/**
 * answers_parse - one line: the name of a claim and a verdict, in any case
 *
 * Empty lines, and what follows a '#', are nothing.
 *
 * Return: NULL, or what is wrong with the line.
 */
const char *answers_parse(struct answers *a, const struct experiment *exp,
			  char *line);

/**
 * answers_ask - put each claim of the run to a person
 *
 * Takes the verdict or its first letter; an empty line, or the end of @in, is no
 * answer. Controls are not asked.
 */
void answers_ask(struct answers *a, const struct trial *t, FILE *in, FILE *out);

/**
 * struct points - how good the answers are
 * @right:	answers that are the verdict of this run
 * @of:		claims that have one; what was SKIPPED or stayed UNKNOWN can't be
 *		answered
 */
struct points {
	unsigned int right;
	unsigned int of;
};

struct points answers_points(const struct answers *a, const struct trial *t);

/* A line for each claim that was answered otherwise, then the points. */
void answers_report(const struct answers *a, const struct trial *t, FILE *out);

#endif
