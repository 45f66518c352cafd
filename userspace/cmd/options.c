// SPDX-License-Identifier: GPL-2.0-only
/*
 * Options that are not; see options.h.
 */
#include <ctype.h>
#include <getopt.h>

#include "options.h"
#include "proctl.h"

int options_bad(char **argv, int c)
{
	const char *word = argv[optind - 1];
	char letter[] = { '-', optopt, '\0' };

	if (c == ':')
		return proctl_usage("%s: option '%s' needs an argument (see 'proctl %s --help')",
				    argv[0], word, argv[0]);
	if (isdigit((unsigned char)optopt))
		return proctl_usage("'%s' is not a process id: they begin at 1",
				    letter);
	if (optopt > ' ' && optopt < 0x7f)
		word = letter;
	return proctl_usage("%s: no option '%s' (see 'proctl %s --help')",
			    argv[0], word, argv[0]);
}
