/* SPDX-License-Identifier: GPL-2.0-only */
/* The table of fields of the contract, as the tests need it. */
#ifndef GUEST_FIELDS_H
#define GUEST_FIELDS_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct field - one field, in the order of proctree_fields.def
 * @kind:	name of its KIND
 * @block:	PROCTREE_BLOCK_* it belongs to
 * @offset:	in its block
 */
struct field {
	const char *name;
	const char *kind;
	uint64_t block;
	size_t offset;
	size_t size;
};

extern const struct field fields[];
extern const size_t nfields;

/* Bytes of a block (one bit); 0 if the contract does not know it. */
uint32_t block_size(uint64_t block);
/* Bytes of a row with the blocks of @mask; unknown bits count nothing. */
uint32_t stride_of(uint64_t mask);
/* Where a block stands in rows with @mask. */
uint32_t block_offset(uint64_t mask, uint64_t block);
/* A block's "valid" if every field of it could be read. */
uint64_t valid_all(uint64_t block);

#endif
