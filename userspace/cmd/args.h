/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Arguments of processes as text, as ps(1) shows them.
 */
#ifndef ARGS_H
#define ARGS_H

#include "lib/libproctree.h"

#define ARGS_MAX (128 * 1024) /* bytes of one process, before they are escaped */

/**
 * args_take - read them of all rows
 * @command:	name of the command, for its advice
 * @limit:	bytes of each that are read at most, up to ARGS_MAX
 * @argsp:	result, free with args_free(): for each row arguments with blanks
 *		between them, made safe by text_any(); NULL for those that have
 *		none (kernel threads, zombies) or whose are not to be had, and
 *		for threads
 *
 * Return: PROCTL_YES, or PROCTL_NO after a message.
 */
int args_take(const char *command, struct proctree *pt,
	      const struct proctree_rows *rows, size_t limit, char ***argsp);
void args_free(char **args, const struct proctree_rows *rows);

#endif
