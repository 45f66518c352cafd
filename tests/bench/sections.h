/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How long this process is in RCU read sections, by kprobes on the functions
 * that begin and end one (a kernel with CONFIG_PREEMPT_RCU). Needs tracefs and
 * a clock that counts instructions. A kprobe itself takes about 1,000 of them,
 * once for a section and twice for each section inside of it: the result is
 * that much too long.
 */
#ifndef BENCH_SECTIONS_H
#define BENCH_SECTIONS_H

/* From here on; one at a time. Exits with a message on errors. */
void sections_start(void);

/* Return: the longest section since then, in instructions, rounded up. */
unsigned long long sections_stop(void);

#endif
