// SPDX-License-Identifier: GPL-2.0-only
/*
 * The library with messages; see device.h.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "device.h"
#include "proctl.h"

static int open_error(int err)
{
	if (err == -ENOENT && !access("/sys/module/proctree", F_OK))
		return proctl_no_module("the module is loaded, but "
					PROCTREE_DEVICE " is not here: start "
					"the container with '--device "
					PROCTREE_DEVICE "'");
	if (err == -ENOENT)
		return proctl_not_loaded();
	if (err == -ENOTTY)
		return proctl_no_module(PROCTREE_DEVICE " is something else: "
					"remove it and run 'sudo proctl load'");
	if (err == -EACCES || err == -EPERM)
		return proctl_no("can't open " PROCTREE_DEVICE ": %s: "
				 "its mode should be 0666; try 'sudo'",
				 strerror(-err));
	if (err == -EMFILE)
		return proctl_no("can't open " PROCTREE_DEVICE ": %s: raise the "
				 "limit: 'ulimit -n 1024'", strerror(-err));
	return proctl_no("can't open " PROCTREE_DEVICE ": %s", strerror(-err));
}

int device_open(struct proctree **ptp)
{
	int err = proctree_open(ptp);

	return err ? open_error(err) : PROCTL_YES;
}

/* The process that thread @pid belongs to; 0 if @pid is not a thread. */
static int32_t process_of(struct proctree *pt, int32_t pid)
{
	struct proctree_rows *rows;
	int32_t tgid;

	if (!pid || proctree_take_task(pt, pid, 0, 0, &rows))
		return 0;
	tgid = proctree_row_at(rows, 0)->tgid;
	proctree_rows_free(rows);
	return tgid == pid ? 0 : tgid;
}

int device_error(struct proctree *pt, const char *command, int32_t pid, int err)
{
	int32_t process;

	if (err != -ESRCH && err != -ENOENT)
		return proctl_no("%s: the module says: %s (see 'dmesg')",
				 command, strerror(-err));
	process = process_of(pt, pid);
	if (process)
		return proctl_no("%d is a thread of process %d: try 'proctl %s %d'",
				 pid, process, command, process);
	return proctl_no("no process %d (it may have ended)", pid);
}

int device_watch_error(struct proctree *pt, const char *command, int32_t pid,
		       int err)
{
	if (err == -EMFILE)
		return proctl_no("%s: you have too many streams of events: "
				 "end one, or raise "
				 "/sys/module/proctree/parameters/max_watch",
				 command);
	if (err == -ENFILE)
		return proctl_no("%s: there are too many streams of events: end one",
				 command);
	if (err == -ENOTTY || err == -ENODEV)
		return proctl_no("%s: the loaded module has no such events: "
				 "load the one that belongs to this proctl",
				 command);
	return device_error(pt, command, pid, err);
}

int device_take(struct proctree *pt, const char *command,
		const struct proctree_want *want, struct proctree_rows **rowsp)
{
	int err = proctree_take(pt, want, rowsp);

	if (err)
		return device_error(pt, command, want->root, err);
	return PROCTL_YES;
}
