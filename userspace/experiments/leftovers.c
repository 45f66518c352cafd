// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is left of trials that were killed as a whole; see leftovers.h.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "belongings.h"
#include "leftovers.h"

#define TRIES 3 /* another proctl may take a new one for a dead one's */

/* Return: a descriptor that has it locked, or -errno. */
static int lock_dir(const char *dir)
{
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int err;

	if (fd < 0 || !flock(fd, LOCK_EX | LOCK_NB))
		return fd < 0 ? -errno : fd;
	err = -errno;
	close(fd);
	return err;
}

/* The lock is the open file's, so that children have it, too. */
int leftovers_claim(const char *dir)
{
	int fd = -ENOENT, tries;

	for (tries = 0; tries < TRIES; tries++) {
		if (mkdir(dir, 0700))
			return -errno;
		fd = lock_dir(dir);
		if (fd >= 0 && !access(dir, F_OK))
			return 0;
		if (fd >= 0)
			close(fd);
		rmdir(dir);
	}
	return fd < 0 ? fd : -ENOENT;
}

/* Whether it was ours, and nobody lives who has it. */
static bool is_dead(const char *dir)
{
	int fd = lock_dir(dir);
	struct stat st;
	bool dead = fd >= 0 && !fstat(fd, &st) && st.st_uid == geteuid();

	if (fd >= 0)
		close(fd);
	return dead;
}

/* @name is that of a file in @tmp. */
static void look_at(struct trial *dead, const char *tmp, const char *name)
{
	struct belongings *b = &dead->belongings;
	char again[16];

	if (sscanf(name, BELONGINGS_DIR, &b->name) != 1)
		return;
	snprintf(again, sizeof(again), BELONGINGS_DIR, b->name);
	snprintf(b->dir, sizeof(b->dir), "%s/%s", tmp, again);
	if (!strcmp(name, again) && is_dead(b->dir))
		belongings_undo(dead);
}

void leftovers_remove(void)
{
	const char *tmp = belongings_tmp();
	struct trial *dead = calloc(1, sizeof(*dead));
	DIR *dir = dead ? opendir(tmp) : NULL;
	struct dirent *entry;

	if (dir)
		dead->belongings.owner = -1;
	while (dir && (entry = readdir(dir)))
		look_at(dead, tmp, entry->d_name);
	if (dir)
		closedir(dir);
	free(dead);
}
