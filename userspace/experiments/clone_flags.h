/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Sets of clone flags as people type them: "VM,FILES,SIGCHLD".
 */
#ifndef CLONE_FLAGS_H
#define CLONE_FLAGS_H

#include <stdbool.h>

#define CLONE_FLAGS_MAX 80 /* bytes of the longest name, with the NUL */

/**
 * clone_flags_parse - flags separated by commas or bars, and one exit signal
 * @list: names in any case, with or without CLONE_ in front; "0" is no flag
 * @bits: the argument of clone(2)
 *
 * Only those that an experiment can survive: SIGCHLD, SIGUSR1 and SIGUSR2 as
 * exit signals, no pid or user namespaces.
 *
 * Return: whether @list is such a list.
 */
bool clone_flags_parse(const char *list, unsigned int *bits);

/* "VM|FILES|SIGCHLD", in an order of its own, into CLONE_FLAGS_MAX bytes. */
void clone_flags_name(unsigned int bits, char *to);

#endif
