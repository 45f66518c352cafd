// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who has pipes, FIFOs and sockets open; see openers.h.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "openers.h"

struct search {
	const struct opened *objects;
	size_t nobjects;
	struct openers *to;
	size_t room;
};

int opened_compare(const void *left, const void *right)
{
	const struct opened *a = left, *b = right;

	if (a->dev != b->dev)
		return a->dev < b->dev ? -1 : 1;
	if (a->ino != b->ino)
		return a->ino < b->ino ? -1 : 1;
	return a->writers - b->writers;
}

bool opened_look(int dir, const char *path, struct opened *to, mode_t *mode)
{
	struct statx stx;

	if (statx(dir, path, AT_STATX_DONT_SYNC, STATX_TYPE | STATX_INO, &stx))
		return false;
	to->dev = makedev(stx.stx_dev_major, stx.stx_dev_minor);
	to->ino = stx.stx_ino;
	*mode = stx.stx_mode;
	return true;
}

static int add(struct search *s, uint32_t object, uint32_t row)
{
	struct openers *h = s->to;
	struct opener *more;

	/* Several descriptors of a process for one object: once. */
	if (h->n && h->list[h->n - 1].row == row &&
	    h->list[h->n - 1].object == object)
		return 0;
	if (h->n == s->room) {
		s->room = s->room * 2 + 64;
		more = reallocarray(h->list, s->room, sizeof(*more));
		if (!more)
			return -ENOMEM;
		h->list = more;
	}
	h->list[h->n++] = (struct opener){ object, row };
	return 0;
}

/* The mode of the link in /proc/PID/fd is how the file was opened. */
static int look_at(struct search *s, uint32_t row, int dir, const char *name)
{
	struct opened key = { 0 };
	const struct opened *found;
	struct stat link;
	mode_t mode;
	int err = 0;

	if (!opened_look(dir, name, &key, &mode) ||
	    !(S_ISFIFO(mode) || S_ISSOCK(mode)) ||
	    fstatat(dir, name, &link, AT_SYMLINK_NOFOLLOW))
		return 0;
	for (key.writers = false; !err; key.writers = true) {
		found = bsearch(&key, s->objects, s->nobjects, sizeof(key),
				opened_compare);
		if (found && link.st_mode & (key.writers ? 0200 : 0400))
			err = add(s, found - s->objects, row);
		if (key.writers)
			break;
	}
	return err;
}

static int look_through(struct search *s, uint32_t i, int32_t pid)
{
	struct dirent *entry;
	char path[32];
	int err = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	dir = opendir(path);
	while (dir && !err) {
		errno = 0;
		entry = readdir(dir);
		if (!entry)
			break;
		if (entry->d_name[0] != '.')
			err = look_at(s, i, dirfd(dir), entry->d_name);
	}
	/* Who has gone holds nothing any more; all else hides it. */
	if (!err && errno && errno != ENOENT && errno != ESRCH)
		s->to->complete = false;
	if (dir)
		closedir(dir);
	return err;
}

static int compare_openers(const void *left, const void *right)
{
	const struct opener *a = left, *b = right;

	if (a->object != b->object)
		return a->object < b->object ? -1 : 1;
	return (a->row > b->row) - (a->row < b->row);
}

int openers_find(const struct proctree_rows *rows, const struct opened *objects,
		 size_t n, struct openers *to)
{
	struct search s = { objects, n, to, 0 };
	uint32_t i;
	int err = 0;

	*to = (struct openers){ .complete = true };
	for (i = 0; i < rows->count && n && !err; i++) {
		const struct proctree_row *row = proctree_row_at(rows, i);

		if (!(row->flags & (PROCTREE_ROW_KTHREAD |
				    PROCTREE_ROW_THREAD)) && row->state != 'Z')
			err = look_through(&s, i, row->pid);
	}
	if (err)
		openers_free(to);
	else if (to->n)
		qsort(to->list, to->n, sizeof(*to->list), compare_openers);
	return err;
}

void openers_free(struct openers *h)
{
	free(h->list);
	h->list = NULL;
}
