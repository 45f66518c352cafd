/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The library with messages: what goes wrong with the device, in words.
 */
#ifndef DEVICE_H
#define DEVICE_H

#include "lib/libproctree.h"

/* Return: PROCTL_YES, or the exit code after a message. */
int device_open(struct proctree **ptp);

/**
 * device_take - proctree_take() with messages
 * @command:	name of the command, for its advice
 */
int device_take(struct proctree *pt, const char *command,
		const struct proctree_want *want, struct proctree_rows **rowsp);

/**
 * device_error - say what is wrong with a process
 * @command:	name of the command, for its advice
 * @pid:	the process that was asked for, 0 if none
 * @err:	negative errno of the library
 *
 * Return: PROCTL_NO.
 */
int device_error(struct proctree *pt, const char *command, int32_t pid,
		 int err);

/* The same for what WATCH answers. */
int device_watch_error(struct proctree *pt, const char *command, int32_t pid,
		       int err);

#endif
