/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers that follow from a seed: xorshift64* (Vigna, 2016). */
#ifndef FUZZ_RANDOM_H
#define FUZZ_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t state;
};

static inline uint64_t rng_next(struct rng *rng)
{
	rng->state ^= rng->state >> 12;
	rng->state ^= rng->state << 25;
	rng->state ^= rng->state >> 27;
	return rng->state * 0x2545f4914f6cdd1dULL;
}

/* Each @stream of a @seed has other numbers; the state is never 0. */
static inline void rng_init(struct rng *rng, uint64_t seed, uint64_t stream)
{
	rng->state = (seed * 0x9e3779b97f4a7c15ULL + stream) | 1ULL << 63;
	for (int i = 0; i < 8; i++)
		rng_next(rng);
}

/* From 0 to @n - 1. */
static inline uint32_t rng_below(struct rng *rng, uint32_t n)
{
	return (rng_next(rng) >> 32) * n >> 32;
}

static inline bool rng_one_in(struct rng *rng, uint32_t n)
{
	return !rng_below(rng, n);
}

#define rng_pick(rng, array) \
	((array)[rng_below(rng, sizeof(array) / sizeof((array)[0]))])

#endif
