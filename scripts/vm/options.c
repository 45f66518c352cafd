// SPDX-License-Identifier: GPL-2.0-only
/* The command line of host.c; see options.h. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "options.h"

static void usage(void)
{
	fputs("Usage: host [OPTION...] -- QEMU... -- COMMAND...\n", stderr);
	exit(FAILED);
}

static char **arguments_after_dashes(char **argv)
{
	while (*argv && strcmp(*argv, "--"))
		argv++;
	if (!*argv || !argv[1])
		usage();
	*argv = NULL;
	return argv + 1;
}

void options_parse(struct options *opt, int argc, char **argv)
{
	int c;

	opt->settings = calloc(2 * argc, sizeof(*opt->settings));
	if (!opt->settings)
		exit(FAILED);
	while ((c = getopt(argc, argv, "+t:b:id:e:")) != -1) {
		switch (c) {
		case 't':
			opt->timeout = atof(optarg);
			break;
		case 'b':
			opt->boot_time = atof(optarg);
			break;
		case 'i':
			opt->terminal = true;
			break;
		case 'd':
			opt->settings[opt->nr_settings++] = "D";
			opt->settings[opt->nr_settings++] = optarg;
			break;
		case 'e':
			opt->settings[opt->nr_settings++] = "V";
			opt->settings[opt->nr_settings++] = optarg;
			break;
		default:
			usage();
		}
	}
	opt->qemu = argv + optind;
	opt->command = arguments_after_dashes(opt->qemu);
}
