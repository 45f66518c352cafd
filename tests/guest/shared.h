/* SPDX-License-Identifier: GPL-2.0-only */
/* What two tasks may share that kcmp(2) can tell: the oracle of SHARING. */
#ifndef GUEST_SHARED_H
#define GUEST_SHARED_H

#include <sys/types.h>

#include "device.h"

/**
 * struct shared - a kind of object
 * @name:	of the field of struct proctree_sharing
 * @type:	for kcmp(2)
 * @offset:	of the field
 */
struct shared {
	const char *name;
	int type;
	size_t offset;
};

#define NSHARED	6
extern const struct shared shared[NSHARED];

/* The id of @kind in @row. */
uint64_t shared_id(const struct whole_row *row, const struct shared *kind);

/* kcmp's order of the two objects: 0 the same, > 0 not, < 0 can't tell. */
long shared_order(pid_t a, pid_t b, const struct shared *kind);

#endif
