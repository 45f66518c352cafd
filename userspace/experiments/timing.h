/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How long something takes at best. Others may always hold a process up, but
 * nothing makes it faster than it is: the shortest of several times tells most.
 */
#ifndef TIMING_H
#define TIMING_H

#include <stdint.h>
#include <time.h>

static inline int64_t timing_now(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/* The shortest time that @work(@arg) takes, in ns, of @times. */
static inline int64_t timing_best(void (*work)(void *arg), void *arg, int times)
{
	int64_t best = INT64_MAX, begin, took;

	while (times--) {
		begin = timing_now(CLOCK_MONOTONIC);
		work(arg);
		took = timing_now(CLOCK_MONOTONIC) - begin;
		best = took < best ? took : best;
	}
	return best;
}

#endif
