/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The layout of a row: which blocks, how large. Private to the library.
 */
#ifndef ROWS_H
#define ROWS_H

#include "libproctree.h"

/* @blocks without those that this library does not know, plus the base. */
uint64_t rows_known_mask(uint64_t blocks);

/* Bytes of a row with the blocks of @mask. */
uint32_t rows_stride(uint64_t mask);

#endif
