/* SPDX-License-Identifier: GPL-2.0-only */
/* Promise 1: a snapshot is a tree. Judged from the rows alone. */
#ifndef GUEST_TREE_H
#define GUEST_TREE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "device.h"

/**
 * tree_violations - count the rows that break the promise
 * @rows:	an answer of SNAPSHOT
 * @count:	rows to look at, from the first
 * @root:	as it was asked for, 0 = all
 * @why:	the first violation in words, if there is one
 *
 * Every row's parent comes before it, or the row is flagged as a root with
 * ppid 0, or it is the root that was asked for; no pid occurs twice; threads
 * follow their leader directly; only threads are flagged as threads.
 */
uint32_t tree_violations(const struct rows *rows, uint32_t count, pid_t root,
			 char *why, size_t size);

/* Fails the test if there is a violation. */
void tree_assert(const struct rows *rows, pid_t root);

#endif
