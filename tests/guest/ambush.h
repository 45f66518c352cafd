/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rows go into memory whose pages this program provides (userfaultfd), so that a
 * walk stands still between two sections, on a task that is known, until the
 * test has done its worst. No chance is involved.
 */
#ifndef GUEST_AMBUSH_H
#define GUEST_AMBUSH_H

#include <stdint.h>
#include <sys/types.h>

#include "device.h"

#define AMBUSH_PAGES	64
#define ROWS_PER_PAGE	(4096u / STRIDE_BASE)

/**
 * struct ambush - rows that are waited for
 * @strike:	called when the walk is about to write the first row of page
 *		@page (from 0), having visited the task of that row
 * @victims:	children of the test that strikes may end
 * @strikes:	counted by @strike
 */
struct ambush {
	void (*strike)(struct ambush *a, unsigned int page);
	pid_t victims[AMBUSH_PAGES * ROWS_PER_PAGE];
	unsigned int nvictims;
	unsigned int strikes;
	int uffd;
	unsigned char *rows;
};

/* One with @victims children that sleep. The last to be born come last. */
struct ambush *ambush_make(unsigned int victims,
			   void (*strike)(struct ambush *, unsigned int));

/*
 * SNAPSHOT of base rows, one task in each section, into the ambush, which works
 * only once. Returns 0 or -errno.
 */
int ambush_walk(struct ambush *a, struct rows *rows, pid_t root,
		uint32_t flags);

/* Kill the victims that are left, so that the next ones come as early. */
void ambush_end(struct ambush *a);

#endif
