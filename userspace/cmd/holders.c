// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who has the device open; see holders.h.
 */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "holders.h"
#include "lib/libproctree.h"

static bool is_device(int dir, const char *name)
{
	char target[sizeof(PROCTREE_DEVICE) + 1];
	ssize_t n = readlinkat(dir, name, target, sizeof(target));

	return n == sizeof(PROCTREE_DEVICE) - 1 &&
	       !memcmp(target, PROCTREE_DEVICE, n);
}

static bool holds(const char *pid)
{
	char path[64];
	struct dirent *entry;
	bool found = false;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%.20s/fd", pid);
	dir = opendir(path);
	if (!dir)
		return false;
	while (!found && (entry = readdir(dir)))
		found = is_device(dirfd(dir), entry->d_name);
	closedir(dir);
	return found;
}

bool holders_find(char *pids, size_t size)
{
	struct dirent *entry;
	size_t used = 0;
	DIR *proc = opendir("/proc");

	if (!proc)
		return false;
	while ((entry = readdir(proc))) {
		if (atoi(entry->d_name) == getpid()) /* has inherited it */
			continue;
		/* A number, a comma, a blank, a NUL. */
		if (!isdigit((unsigned char)*entry->d_name) ||
		    used + 16 > size || !holds(entry->d_name))
			continue;
		used += snprintf(pids + used, size - used, "%s%.10s",
				 used ? ", " : "", entry->d_name);
	}
	closedir(proc);
	return used;
}
