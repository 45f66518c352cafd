// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line of "proctl top"; see top_args.h.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "pid.h"
#include "proctl.h"
#include "top_args.h"

#define DELAY_MS	1000
#define DELAY_LEAST	0.05	/* seconds */
#define DELAY_MOST	86400.0

static int parse_delay(struct top_args *o, const char *text)
{
	char *end;
	double seconds = strtod(text, &end);

	/* This way round it is false for "nan", too. */
	if (end != text && !*end && seconds >= DELAY_LEAST &&
	    seconds <= DELAY_MOST) {
		o->delay_ms = seconds * 1000;
		return PROCTL_YES;
	}
	return proctl_usage("top: --delay needs seconds from 0.05 on, such as 2 or 0.5, not '%s'",
			    text);
}

static int parse_count(struct top_args *o, const char *text)
{
	char *end;

	errno = 0;
	o->count = strtoull(text, &end, 10);
	if (*text >= '0' && *text <= '9' && !*end && !errno && o->count)
		return PROCTL_YES;
	return proctl_usage("top: --count needs a number from 1, not '%s'",
			    text);
}

static int parse_filter(struct top_args *o, const char *text)
{
	if (strlen(text) >= sizeof(o->view.filter))
		return proctl_usage("top: --filter is part of a name, which has 15 bytes at most");
	strcpy(o->view.filter, text);
	return PROCTL_YES;
}

static int option(struct top_args *o, int c, char **argv)
{
	switch (c) {
	case 'b':
		o->batch = true;
		return PROCTL_YES;
	case 'd':
		return parse_delay(o, optarg);
	case 'n':
		return parse_count(o, optarg);
	case 'F':
		return parse_filter(o, optarg);
	case 'D':
		o->view.blocked = true;
		return PROCTL_YES;
	case 'K':
		o->view.no_kthreads = true;
		return PROCTL_YES;
	case 't':
		o->view.threads = true;
		return PROCTL_YES;
	case 'z':
		o->view.zombies = true;
		return PROCTL_YES;
	default:
		return options_bad(argv, c);
	}
}

int top_args_parse(struct top_args *o, int argc, char **argv)
{
	static const struct option options[] = {
		{ "batch",		no_argument,	   NULL, 'b' },
		{ "count",		required_argument, NULL, 'n' },
		{ "delay",		required_argument, NULL, 'd' },
		{ "filter",		required_argument, NULL, 'F' },
		{ "no-kthreads",	no_argument,	   NULL, 'K' },
		{ "threads",		no_argument,	   NULL, 't' },
		{ "uninterruptible",	no_argument,	   NULL, 'D' },
		{ "zombies",		no_argument,	   NULL, 'z' },
		{ 0 },
	};
	int c, n, status = PROCTL_YES;

	o->delay_ms = DELAY_MS;
	while (!status && (c = getopt_long(argc, argv, ":bd:DKn:tz", options,
					   NULL)) >= 0)
		status = option(o, c, argv);
	if (status)
		return status;
	return pid_arguments(argc, argv, 0, 1, &o->view.root, &n);
}
