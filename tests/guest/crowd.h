/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Many processes at little cost: they share one address space, so that making
 * them is linear and a gigabyte is enough.
 */
#ifndef GUEST_CROWD_H
#define GUEST_CROWD_H

#include <sys/types.h>

/**
 * struct crowd - many processes below one
 * @head:	child of the caller
 * @size:	processes below @head
 * @pids:	their ids, by birth
 */
struct crowd {
	pid_t head;
	unsigned int size;
	pid_t *pids;
};

/* Let there be 20,000 tasks, until crowd_limit() with what was the limit. */
void crowd_allow(char limit[32]);
void crowd_limit(const char *limit);

/* @size children of one process. All are named "kin". */
void crowd_family(struct crowd *crowd, unsigned int size);
/* A chain: each is the child of the one before, named "link" and its number. */
void crowd_chain(struct crowd *crowd, unsigned int size);
/* Kill and reap all of them, and every other child of the caller. */
void crowd_end(struct crowd *crowd);

#endif
