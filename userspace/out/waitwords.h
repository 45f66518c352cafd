/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who waits for whom, in words.
 */
#ifndef WAITWORDS_H
#define WAITWORDS_H

#include "lib/waits.h"

#define WAITWORDS_MAX 512 /* bytes for any of the texts, with the NUL */

/**
 * struct waitwords - of what to speak
 * @rows:	those that @waits was made of
 * @waits:	who waits for whom
 * @brief:	for a label in a tree: no names
 * @utf8:	names may be printed in UTF-8
 */
struct waitwords {
	const struct proctree_rows *rows;
	const struct waits *waits;
	bool brief;
	bool utf8;
};

/**
 * waitwords_waits - what a task waits for
 * @i:	number of its row
 * @to:	WAITWORDS_MAX bytes
 *
 * "waits in vfork for 901 (sh) until it execs or exits",
 * "zombie: exited(42); parent 812 (x) is not in wait", ...
 *
 * Return: @to, NULL if it waits for nobody that can be known.
 */
const char *waitwords_waits(const struct waitwords *w, uint32_t i, char *to);

/* How the waiter of an edge waits for the target: "812 (make) waits in ...". */
const char *waitwords_edge(const struct waitwords *w,
			   const struct waits_edge *edge, char *to);

/* "10 (a) waits for 11 (b), which waits for 10"; NULL: it is in no circle. */
const char *waitwords_circle(const struct waitwords *w, uint32_t i, char *to);

/* "3 children would be adopted by 1 (init) if it exited now"; NULL: not known. */
const char *waitwords_heir(const struct waitwords *w, uint32_t i, char *to);

#endif
