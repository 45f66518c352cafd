/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Those that wait for each other. Private to waits.c.
 */
#ifndef WAITS_CIRCLES_H
#define WAITS_CIRCLES_H

#include "waits.h"

/* Fill waits.next from its edges, in O(rows + edges). Return: 0 or -ENOMEM. */
int waits_circles(const struct proctree_rows *rows, struct waits *w);

#endif
