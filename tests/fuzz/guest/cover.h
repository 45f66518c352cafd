/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which places of the kernel a thread comes by: KCOV
 * (Documentation/dev-tools/kcov.rst), and sets of such places.
 */
#ifndef FUZZ_COVER_H
#define FUZZ_COVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One thread's record. */
struct cover {
	int fd;
	uint64_t *area;
};

/* A set of addresses; may lie in shared memory and be added to by anybody. */
#define PLACES_MAX	(1U << 15)
struct places {
	uint32_t count;
	uint64_t table[PLACES_MAX];
};

/* Needs root. False: this kernel has no KCOV; all below then does nothing. */
bool cover_open(struct cover *cover);
/* From now on the calling thread is recorded. */
void cover_begin(struct cover *cover);
void cover_clear(struct cover *cover);

/* Put what is recorded into @places. Returns how many were not yet there. */
uint32_t cover_collect(const struct cover *cover, struct places *places);
/* All of @from into @places. */
void places_add(struct places *places, const struct places *from);

#endif
