/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The command line of host.c.
 *
 * Usage: host [-t SECONDS] [-b SECONDS] [-i] [-d DIR]
 *             [-e NAME=VALUE]... -- QEMU [ARG...] -- COMMAND [ARG...]
 *  -t	limit of the run
 *  -b	limit of one boot, up to the initramfs (60)
 *  -i	the command runs on a terminal, this process' own
 *  -d	working directory of the command, if the guest has it
 *  -e	environment of the command
 */
#ifndef LAB_OPTIONS_H
#define LAB_OPTIONS_H

#include <stdbool.h>

#define FAILED	125	/* as of timeout(1), env(1): not the command's */

struct options {
	double timeout;		/* seconds, 0 = none */
	double boot_time;	/* seconds until the initramfs must speak */
	bool terminal;
	char **settings;	/* pairs of frame type and text, see options_parse() */
	int nr_settings;
	char **qemu;
	char **command;
};

/* Exits with FAILED and a message if they are wrong. */
void options_parse(struct options *opt, int argc, char **argv);

#endif
