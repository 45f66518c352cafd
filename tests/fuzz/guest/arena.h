/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory that calls are given: at a fixed place, so that an address means
 * the same in each process and each run, with all that can be wrong in it.
 */
#ifndef FUZZ_ARENA_H
#define FUZZ_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include "random.h"

/* Pages that can be written; the one after them is not there. */
#define ARENA_BEGIN	0x20000000UL
#define ARENA_SIZE	(64UL << 10)
#define ARENA_END	(ARENA_BEGIN + ARENA_SIZE)

/* Map it; ends the process if that fails. */
void arena_map(void);

/* Mostly a good one with at least @room bytes behind it. */
uint64_t arena_address(struct rng *rng, size_t room);

/*
 * Write @size bytes to @to, then zeroes up to @total, if those are in the
 * arena; nothing at all otherwise.
 */
void arena_write(uint64_t to, const void *from, size_t size, size_t total);

#endif
