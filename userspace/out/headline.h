/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The line above everything that "proctl top" shows.
 */
#ifndef HEADLINE_H
#define HEADLINE_H

#include "view.h"

#define HEADLINE_MAX 512

/**
 * struct headline - what it says
 * @clock:	time of the day
 * @counts:	tasks there are
 * @rate:	events a second
 * @lost:	events lost since the beginning
 */
struct headline {
	const char *clock;
	struct view_counts counts;
	double rate;
	uint64_t lost;
};

/* @to: HEADLINE_MAX bytes */
void headline_put(char *to, const struct headline *h);

#endif
