// SPDX-License-Identifier: GPL-2.0-only
/*
 * The line above; see headline.h.
 */
#include <stdio.h>

#include "headline.h"

/* As fs/proc/array.c has them; those that nobody is in are left out. */
static const char letters[] = "RSDTtXZPI";

void headline_put(char *to, const struct headline *h)
{
	const char *letter;

	to += sprintf(to, "%.32s  %u processes, %u threads ", h->clock,
		      h->counts.processes, h->counts.threads);
	for (letter = letters; *letter; letter++)
		if (h->counts.states[(unsigned char)*letter])
			to += sprintf(to, " %u%c",
				      h->counts.states[(unsigned char)*letter],
				      *letter);
	sprintf(to, "  %.*f events/s, %llu lost", h->rate < 9.95 ? 1 : 0,
		h->rate, (unsigned long long)h->lost);
}
