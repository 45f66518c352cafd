/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The random numbers of Python's module "random", so that a seed means here
 * what it means there.
 */
#ifndef PYRANDOM_H
#define PYRANDOM_H

#include <stdint.h>

#define PYRANDOM_WORDS 624

struct pyrandom {
	uint32_t word[PYRANDOM_WORDS];
	unsigned int at;
};

/* As random.seed(@seed). */
void pyrandom_seed(struct pyrandom *r, uint32_t seed);

/* As random.random(): from 0 to 1, without 1. */
double pyrandom_next(struct pyrandom *r);

#endif
