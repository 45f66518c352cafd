// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl log: the kernel writes a subtree to its log.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "device.h"
#include "options.h"
#include "pid.h"
#include "proctl.h"

static int report(struct proctree *pt, int32_t pid, int err,
		  const struct proctree_log *answer)
{
	if (err == -EPERM)
		return proctl_no("writing to the kernel log needs CAP_SYSLOG: "
				 "try 'sudo proctl log %d'", pid);
	if (err == -EBUSY)
		return proctl_no("the limit of dumps a second is reached: wait a "
				 "few seconds and try again");
	if (err)
		return device_error(pt, "log", pid, err);
	if (answer->lines < answer->total)
		printf("%u of %u processes written to the kernel log; see: dmesg\n",
		       answer->lines, answer->total);
	else
		printf("%u line%s written to the kernel log; see: dmesg\n",
		       answer->lines, answer->lines == 1 ? "" : "s");
	return PROCTL_YES;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = { { 0 } };
	struct proctree_log answer;
	struct proctree *pt;
	int32_t pid;
	int c, n, status;

	c = getopt_long(argc, argv, ":", options, NULL);
	if (c >= 0)
		return options_bad(argv, c);
	status = pid_arguments(argc, argv, 1, 1, &pid, &n);
	if (!status)
		status = device_open(&pt);
	if (status)
		return status;
	status = report(pt, pid, proctree_log(pt, pid, 0, &answer), &answer);
	proctree_close(pt);
	return status;
}

const struct command cmd_log = {
	.name = "log",
	.summary = "Have the kernel write a process and its descendants to its log",
	.usage = "PID",
	.help =
"One name[pid] a line, indented by depth, to be read with dmesg. The number of\n"
"lines, and of requests a second, is limited. Needs CAP_SYSLOG.\n"
"\n"
"EXAMPLES\n"
"  sudo proctl log $$ && sudo dmesg | tail\n",
	.run = run,
};
