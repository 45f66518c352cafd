/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the benchmarks of snapshots have in common. In the guest of "scripts/lab
 * --icount" the clock counts instructions: 1 ns each. Who fails ends the program.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <sys/types.h>

#include "proctree.h"

_Noreturn void die(const char *what);

/* Instructions since the machine was started. */
unsigned long long now(void);

/**
 * measure_begin - open the device, have memory for the answers
 * @processes:	make so many sleepers that there are that many processes
 *
 * Return: the blocks that the module has.
 */
__u64 measure_begin(unsigned int processes);

/**
 * struct measure - which snapshot
 * @root:	only this process and its descendants, 0 = all
 * @mask:	PROCTREE_BLOCK_*
 * @threads:	a row for each thread
 */
struct measure {
	pid_t root;
	__u64 mask;
	int threads;
};

/* Instructions of one ioctl, the fewest of several; rows get their number. */
unsigned long long measure_cost(const struct measure *m, unsigned int *rows);

/* The longest RCU read section of the walk, in instructions, rounded up. */
unsigned long long measure_section(const struct measure *m);

#endif
