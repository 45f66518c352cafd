/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who waits for whose file lock (flock, fcntl), by /proc/locks.
 */
#ifndef FILELOCKS_H
#define FILELOCKS_H

#include <stdint.h>
#include <stdio.h>

/* Called for each pair of processes. Return: 0, or a negative errno to stop. */
typedef int filelocks_pair(void *context, int32_t waiter, int32_t holder);

/**
 * filelocks_read - tell who waits
 * @locks:	text of /proc/locks
 *
 * Locks of open file descriptions (F_OFD_SETLK) have no process there and are
 * passed over.
 *
 * Return: 0, or what @pair returned.
 */
int filelocks_read(FILE *locks, filelocks_pair *pair, void *context);

#endif
