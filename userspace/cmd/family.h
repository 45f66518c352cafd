/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ancestors, children and threads: the same command with another choice of
 * rows.
 */
#ifndef FAMILY_H
#define FAMILY_H

#include "lib/libproctree.h"

/**
 * struct family - a choice of rows around one process
 * @whole:	needs the snapshot of everything, not only of the subtree
 * @threads:	needs threads
 * @choose:	keep the rows wanted, of process @pid; 0 or negative errno
 * @none:	what there can be none of
 */
struct family {
	bool whole;
	bool threads;
	int (*choose)(struct proctree_rows *rows, int32_t pid);
	const char *none;
};

/* The command as such. Return: enum proctl_exit. */
int family_run(int argc, char **argv, const struct family *family);

#endif
