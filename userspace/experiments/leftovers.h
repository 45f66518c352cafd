/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is left of a trial if all of its processes were killed at once, so that
 * nobody cleaned up. Its directory tells of it: each process that can make
 * something has that locked, so one that nobody has locked is of a dead trial,
 * and has the name of all that was its.
 */
#ifndef LEFTOVERS_H
#define LEFTOVERS_H

/**
 * leftovers_claim - make the directory @dir and lock it
 *
 * Until the caller and all children it will have are dead.
 *
 * Return: 0 or the negative errno of mkdir(2), open(2) or flock(2).
 */
int leftovers_claim(const char *dir);

/* Remove what dead trials of this user have left. Settings are not known. */
void leftovers_remove(void);

#endif
