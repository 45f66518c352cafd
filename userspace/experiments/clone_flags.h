/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sets of clone flags as people type them: "VM,FILES,SIGCHLD".
 */
#ifndef CLONE_FLAGS_H
#define CLONE_FLAGS_H

#include <stdbool.h>

#ifndef CLONE_AUTOREAP
#define CLONE_AUTOREAP	(1ULL << 34)	/* Linux 7.2, clone3(2) only */
#endif

#define CLONE_FLAGS_MAX 256 /* bytes of the longest name, with the NUL */

/**
 * clone_flags_parse - flags separated by commas or bars, and one exit signal
 * @list: names in any case, with or without CLONE_ in front; "0" is no flag
 * @bits: the argument of clone(2)
 *
 * All that clone(2) has but CLONE_PTRACE, which needs a tracer, and CLONE_PIDFD,
 * which gives back a descriptor; SIGCHLD, SIGUSR1 and SIGUSR2 as exit signals.
 * CLONE_NEWPID not with CLONE_VFORK: the caller could not tell the child's
 * number.
 *
 * Return: whether @list is such a list.
 */
bool clone_flags_parse(const char *list, unsigned int *bits);

/* "VM|FILES|SIGCHLD", in an order of its own, into CLONE_FLAGS_MAX bytes. */
void clone_flags_name(unsigned int bits, char *to);

#endif
