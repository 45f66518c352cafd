// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl unload: the module out of the kernel, or who keeps it there.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "holders.h"
#include "kmod.h"
#include "options.h"
#include "pid.h"
#include "proctl.h"

static int in_use(void)
{
	char pids[256];

	if (holders_find(pids, sizeof(pids)))
		return proctl_no("/dev/proctree is open in process %s: end it and "
				 "try again", pids);
	return proctl_no("the module is in use: 'lsmod | grep proctree' and "
			 "'sudo fuser -v /dev/proctree' show by whom");
}

static int refused(struct kmod *k, int err)
{
	if (!kmod_state(k))
		return proctl_no_module("the module is not loaded");
	if (err == EBUSY || err == EAGAIN)
		return in_use();
	if (err == EPERM && geteuid())
		return proctl_no("unloading a module needs root: try 'sudo proctl unload'");
	return proctl_no("can't unload the module: %s (see 'dmesg')",
			 strerror(err));
}

static int run(int argc, char **argv)
{
	static const struct option options[] = { { 0 } };
	struct kmod *k;
	int c, n, err, status;

	c = getopt_long(argc, argv, ":", options, NULL);
	if (c >= 0)
		return options_bad(argv, c);
	status = pid_arguments(argc, argv, 0, 0, NULL, &n);
	if (!status)
		status = kmod_open(&k);
	if (status)
		return status;
	err = kmod_unload(k);
	if (err)
		status = refused(k, abs(err));
	kmod_close(k);
	return status;
}

const struct command cmd_unload = {
	.name = "unload",
	.summary = "Unload the kernel module",
	.usage = "",
	.help =
"Needs root, and that nobody has /dev/proctree open. Exit status 3 if the module\n"
"is not loaded.\n"
"\n"
"EXAMPLES\n"
"  sudo proctl unload\n",
	.run = run,
};
