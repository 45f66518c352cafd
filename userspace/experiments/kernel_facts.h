/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What /proc says about the kernel itself, for the experiment "kernel-facts".
 */
#ifndef KERNEL_FACTS_H
#define KERNEL_FACTS_H

#include "trial.h"

/* /proc/sys/kernel/pid_max, 0 if it can't be read. */
int32_t kernel_facts_pid_max(void);

/* Bytes in kernel stacks, all of the machine's; /proc/meminfo. */
int64_t kernel_facts_stacks(void);

/*
 * Note on @kernel which functions of a list /proc/kallsyms has. Return: whether
 * it could be read.
 */
bool kernel_facts_symbols(struct role *kernel);

/*
 * Note on @kernel the objects of the cache task_struct, their size, and how many
 * tasks there are. Return: whether /proc/slabinfo could be read and has it.
 */
bool kernel_facts_slab(struct role *kernel);

#endif
