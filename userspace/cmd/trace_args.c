// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line of "proctl trace"; see trace_args.h.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "out/event.h"
#include "pid.h"
#include "proctl.h"
#include "suggest.h"
#include "trace_args.h"

static int unknown_kind(const char *word)
{
	struct suggestion best = suggestion_for(word);
	const struct event_name *n;

	for (n = event_names; n->name; n++)
		suggestion_offer(&best, n->name);
	if (best.word)
		return proctl_usage("trace: no event '%s': did you mean '%s'?",
				    word, best.word);
	return proctl_usage("trace: no event '%s': 'proctl trace --help' lists them",
			    word);
}

static int parse_kinds(struct trace_args *o, const char *list)
{
	char wrong[64];

	if (event_kinds_parse(list, &o->kinds, wrong, sizeof(wrong)))
		return PROCTL_YES;
	return unknown_kind(wrong);
}

static int parse_number(const char *option, const char *text, uint64_t *number)
{
	char *end;

	errno = 0;
	*number = strtoull(text, &end, 10);
	if (*text >= '0' && *text <= '9' && !*end && !errno && *number)
		return PROCTL_YES;
	return proctl_usage("trace: %s needs a number from 1, not '%s'", option,
			    text);
}

static int parse_seconds(const char *text, double *seconds)
{
	char *end;

	*seconds = strtod(text, &end);
	if (end != text && !*end && *seconds > 0 && *seconds < 1e6)
		return PROCTL_YES;
	return proctl_usage("trace: --duration needs seconds, such as 10 or 0.5, not '%s'",
			    text);
}

static int option(struct trace_args *o, int c, char **argv)
{
	switch (c) {
	case 'a':
		o->all = true;
		return PROCTL_YES;
	case 'c':
		o->comm = optarg;
		return PROCTL_YES;
	case 'C':
		if (terminal_when_parse(optarg, &o->colour))
			return PROCTL_YES;
		return proctl_usage("trace: --color is auto, always or never, not '%s'",
				    optarg);
	case 'D':
		return parse_seconds(optarg, &o->seconds);
	case 'e':
		return parse_kinds(o, optarg);
	case 'H':
		o->list = true;
		return PROCTL_YES;
	case 'J':
		o->json = true;
		return PROCTL_YES;
	case 'n':
		return parse_number("--count", optarg, &o->count);
	case 'o':
		o->file = optarg;
		return PROCTL_YES;
	case 'r':
		return parse_number("--ring", optarg, &o->ring);
	case 'S':
		o->no_summary = true;
		return PROCTL_YES;
	default:
		return options_bad(argv, c);
	}
}

/* What is left: a PID, or a command behind "--". */
static int arguments(struct trace_args *o, int argc, char **argv)
{
	bool dashes = optind > 1 && !strcmp(argv[optind - 1], "--");
	int status, n = 0;

	if (dashes && optind < argc)
		o->command = argv + optind;
	else if (dashes)
		return proctl_usage("trace: which command? As in 'proctl trace -- ls'");
	status = dashes ? PROCTL_YES :
			  pid_arguments(argc, argv, 0, 1, &o->pid, &n);
	if (status)
		return status;
	if (o->all && (n || o->command))
		return proctl_usage("trace: --all is everything: leave out '%s'",
				    argv[argc - 1]);
	if (!o->all && !n && !o->command)
		return proctl_usage("trace: what? A PID, --all, or -- COMMAND");
	if (o->all && o->kinds != ~0ULL && o->kinds & PROCTREE_EVENTS_SCHED)
		return proctl_usage("trace: sleep, run and wake come too often "
				    "for --all: give a PID or a command");
	if (o->all)
		o->kinds &= ~PROCTREE_EVENTS_SCHED;
	return PROCTL_YES;
}

int trace_args_parse(struct trace_args *o, int argc, char **argv)
{
	static const struct option options[] = {
		{ "all",	no_argument,	   NULL, 'a' },
		{ "color",	optional_argument, NULL, 'C' },
		{ "comm",	required_argument, NULL, 'c' },
		{ "count",	required_argument, NULL, 'n' },
		{ "duration",	required_argument, NULL, 'D' },
		{ "events",	required_argument, NULL, 'e' },
		{ "json",	no_argument,	   NULL, 'J' },
		{ "list-events", no_argument,	   NULL, 'H' },
		{ "no-summary", no_argument,	   NULL, 'S' },
		{ "output",	required_argument, NULL, 'o' },
		{ "ring",	required_argument, NULL, 'r' },
		{ 0 },
	};
	int c, status = parse_kinds(o, EVENT_KINDS_DEFAULT);

	while (!status && (c = getopt_long(argc, argv, "+:aD:e:HJn:o:", options,
					   NULL)) >= 0)
		status = option(o, c, argv);
	return status || o->list ? status : arguments(o, argc, argv);
}
