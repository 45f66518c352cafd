/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Snapshots made by hand.
 */
#ifndef FOREST_H
#define FOREST_H

#include "lib/libproctree.h"

/* An empty snapshot of base rows with room for @capacity of them. */
struct proctree_rows *forest_new(uint32_t capacity);

/* Likewise, with these blocks, all zero, which may be written to. */
struct proctree_rows *forest_new_with(uint32_t capacity, uint64_t blocks);

/*
 * Add a sleeping process with one thread; its row may be changed. Nothing is
 * checked, so that malformed snapshots can be made.
 */
struct proctree_row *forest_add(struct proctree_rows *rows, int32_t pid,
				int32_t ppid, const char *comm);

/* These pids, "1 2 ", and no others are in @rows, which are freed. */
void forest_check(struct proctree_rows *rows, const char *pids);

#endif
