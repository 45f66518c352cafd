/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Those that wait for each other. Private to waits.c.
 */
#ifndef WAITS_CIRCLES_H
#define WAITS_CIRCLES_H

#include "waits.h"

/**
 * waits_circles - fill waits.next from its edges, in O(rows + edges)
 * @others:	per row: somebody may end its waiting who is not in the edges; or
 *		NULL
 *
 * Return: 0 or -ENOMEM.
 */
int waits_circles(const struct proctree_rows *rows, const bool *others,
		  struct waits *w);

#endif
