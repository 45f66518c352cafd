/* SPDX-License-Identifier: GPL-2.0-only */
/* A process that plays programs, of several sorts. */
#ifndef FUZZ_WORKER_H
#define FUZZ_WORKER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "cover.h"
#include "tally.h"

/* Sorts, a mask: the number of a worker. */
#define WORKER_NOBODY	1	/* has no privilege */
#define WORKER_APART	2	/* in a pid namespace of its own */

/**
 * struct worker - in memory shared with the main process
 * @number:	its sort, and its sequence of random numbers
 * @seed:	of all workers
 * @calls:	how many it has to make
 * @bystander:	see struct stage
 * @all_places:	of all workers
 * @guided:	this kernel has KCOV
 * @pid:	0 when it has ended
 * @moved:	when the main process saw its calls become more than @calls_seen
 * @programs:	how many were played
 * @kept:	how many of these are worth mutating
 * @current:	the program being played
 */
struct worker {
	uint32_t number;
	uint64_t seed;
	uint64_t calls;
	pid_t bystander;
	struct places *all_places;
	bool guided;
	pid_t pid;
	double moved;
	uint64_t calls_seen;
	uint64_t programs;
	uint32_t kept;
	struct tally tally;
	struct program current;
};

/* Never returns; exit status 0: all calls made. */
void worker_run(struct worker *worker) __attribute__((noreturn));

#endif
