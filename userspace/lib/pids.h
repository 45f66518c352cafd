/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From process and thread ids to rows, quickly.
 */
#ifndef PIDS_H
#define PIDS_H

#include "libproctree.h"

struct pids_entry {
	int32_t pid;
	uint32_t row;
};

/* Entries in order of pids. */
struct pids {
	struct pids_entry *entries;
	uint32_t n;
};

/* Return: 0 or -ENOMEM. Free with pids_free(). */
int pids_init(struct pids *p, const struct proctree_rows *rows);
void pids_free(struct pids *p);

/* Number of the row, the first one of several; TREE_ORDER_NONE: there is none. */
uint32_t pids_find(const struct pids *p, int64_t pid);

#endif
