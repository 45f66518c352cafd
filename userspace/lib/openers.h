/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who has pipes, FIFOs and sockets open, by /proc/PID/fd of all processes.
 */
#ifndef OPENERS_H
#define OPENERS_H

#include <sys/types.h>

#include "libproctree.h"

/**
 * struct opened - an object that somebody waits at
 * @dev, @ino:	the object
 * @writers:	those who have it open for writing matter, not those for reading
 */
struct opened {
	dev_t dev;
	ino_t ino;
	bool writers;
};

/**
 * struct opener - somebody has an object open
 * @object:	index of the object
 * @row:	the process
 */
struct opener {
	uint32_t object;
	uint32_t row;
};

/**
 * struct openers - the answer, to be freed with openers_free()
 * @list:	sorted by object
 * @n:		length of it
 * @complete:	no process has hidden what it has open
 */
struct openers {
	struct opener *list;
	size_t n;
	bool complete;
};

/**
 * openers_find - look through all processes
 * @objects:	sorted by dev, ino, writers; no two are equal
 *
 * Return: 0 or -ENOMEM.
 */
int openers_find(const struct proctree_rows *rows, const struct opened *objects,
		 size_t n, struct openers *to);
void openers_free(struct openers *o);

/**
 * opened_look - what a descriptor of another process is
 * @dir, @path:	its link in /proc/PID/fd, as for openat(2)
 * @to:		gets dev and ino
 * @mode:	gets type and mode
 *
 * No file system is asked for it: one that does not answer, as that of another
 * user may, holds up nobody (statx(2), AT_STATX_DONT_SYNC).
 *
 * Return: whether it could be read.
 */
bool opened_look(int dir, const char *path, struct opened *to, mode_t *mode);

/* For sorting: as qsort(3) wants it. */
int opened_compare(const void *left, const void *right);

#endif
