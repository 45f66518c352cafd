/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fewer rows of a snapshot, in place and in the same order.
 */
#ifndef SELECT_H
#define SELECT_H

#include "lib/libproctree.h"

/* Whether a row stays. @context is the caller's. */
typedef bool select_keep(const struct proctree_rows *rows,
			 const struct proctree_row *row, const void *context);

void select_rows(struct proctree_rows *rows, select_keep *keep,
		 const void *context);

/**
 * select_counted - keep the rows with a count, and their counts
 * @counts: one for each row; afterwards one for each row that is left
 */
void select_counted(struct proctree_rows *rows, uint32_t *counts);

/**
 * select_family - keep a process, its ancestors and its descendants
 * @pid:	the process
 * @ancestors, @self, @descendants: which of them stay
 *
 * Return: 0, -ESRCH if it is not there, -ENOMEM.
 */
int select_family(struct proctree_rows *rows, int32_t pid, bool ancestors,
		  bool self, bool descendants);

#endif
