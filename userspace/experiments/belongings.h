/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a trial may leave behind beside processes: System V and POSIX objects,
 * files, sysctls, a kernel module. Each has a name that is known before it
 * exists, so that whoever cleans up finds it even if its maker was killed in
 * between.
 */
#ifndef BELONGINGS_H
#define BELONGINGS_H

#include "trial.h"

#define BELONGINGS_DIR	"proctl-%06x"	/* its number is in all names */

/* Where directories of trials are: TMPDIR, else /tmp. */
const char *belongings_tmp(void);

/* Choose the names of this trial; nothing is made yet. */
void belongings_name(struct trial *t);

/**
 * belongings_undo - remove what there is of them, write back sysctls
 *
 * Only when the tasks of the trial have ended.
 */
void belongings_undo(const struct trial *t);

/**
 * belongings_left - what the kernel still lists of them
 * @what: result: which, in words
 * @size: bytes there
 *
 * Return: their number.
 */
unsigned int belongings_left(const struct trial *t, char *what, size_t size);

#endif
