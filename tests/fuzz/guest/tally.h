/* SPDX-License-Identifier: GPL-2.0-only */
/* How many calls there were, and what they returned; and whether they may. */
#ifndef FUZZ_TALLY_H
#define FUZZ_TALLY_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "request.h"

#define NROWS		(NCALLS + NREQUESTS)	/* IOCTL: others than these */
#define NERRORS		134

/* In shared memory. */
struct tally {
	uint64_t calls;	/* of the device and the file alone */
	uint64_t results[NROWS][NERRORS];
	int wrong_error; /* one that the contract does not know; 0: none yet */
	struct call wrong;
};

/*
 * Count a call that returned @result; -1: errno tells more. What the contract
 * (module/uapi/proctree.h) does not allow is noted.
 */
void tally_count(struct tally *tally, const struct call *call, long result);
void tally_add(struct tally *tally, const struct tally *from);
void tally_print(FILE *to, const struct tally *tally);

#endif
