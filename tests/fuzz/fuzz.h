/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Fuzz targets: one file each, which is given any bytes. Built by clang with
 * libFuzzer (scripts/fuzz) or by any compiler with replay.c, which goes through
 * the inputs of tests/fuzz/corpus/NAME as a unit test.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The target. Return: 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Called once before. Return: 0. */
int LLVMFuzzerInitialize(int *argc, char ***argv);

/* What must be true of any input; in optimised builds, too. */
#define MUST(condition)			\
	do {				\
		if (!(condition))	\
			abort();	\
	} while (0)

/**
 * struct fuzz_bytes - an input that is used up from its beginning
 */
struct fuzz_bytes {
	const uint8_t *at;
	size_t left;
};

/* The next byte; 0 at the end. */
static inline uint8_t fuzz_byte(struct fuzz_bytes *in)
{
	if (!in->left)
		return 0;
	in->left--;
	return *in->at++;
}

/* The next @size bytes, zeroes behind the end. */
static inline void fuzz_fill(struct fuzz_bytes *in, void *to, size_t size)
{
	size_t n = size < in->left ? size : in->left;

	memset(to, 0, size);
	memcpy(to, in->at, n);
	in->at += n;
	in->left -= n;
}

#endif
