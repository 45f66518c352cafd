/* SPDX-License-Identifier: GPL-2.0-only */
/* A live tree of libproctree, which is judged here, held against snapshots. */
#ifndef GUEST_ALIVE_H
#define GUEST_ALIVE_H

#include <stdint.h>

#include "../../userspace/lib/libproctree.h"

/**
 * struct alive - a live tree and its device
 * @forks:	FORK events applied
 */
struct alive {
	struct proctree *pt;
	struct proctree_live *live;
	uint64_t forks;
};

/* @ring: events for each processor, 0 = the module's default. */
void alive_open(struct alive *a, uint32_t ring);
void alive_close(struct alive *a);
/* Apply the events that there are now, or a good part of them. */
void alive_go_on(struct alive *a);
/*
 * Fails the test unless the live tree equals, after 5 s at most, a snapshot
 * that knows nothing of it. Nothing else may happen meanwhile.
 */
void alive_assert_snapshot(struct alive *a);

#endif
