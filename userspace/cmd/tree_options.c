// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line of proctl tree; see tree_options.h. Letters are pstree's
 * where it has them.
 */
#include <getopt.h>
#include <string.h>
#include <unistd.h>

#include "options.h"
#include "pid.h"
#include "proctl.h"
#include "tree_options.h"

enum { TREE_BY = 256, TREE_COLOUR };

/* Options that are no more than a yes. */
static bool *flag(struct tree_options *o, int c)
{
	switch (c) {
	case 'a':
		return &o->args;
	case 'A':
		return &o->ascii;
	case 'c':
		return &o->compact;
	case 'g':
		return &o->pgids;
	case 'J':
		return &o->json;
	case 'K':
		return &o->no_kthreads;
	case 'l':
		return &o->no_truncate;
	case 'n':
		return &o->numeric;
	case 's':
		return &o->parents;
	case 'S':
		return &o->namespaces;
	case 't':
		return &o->threads;
	case 'u':
		return &o->users;
	default:
		return NULL;
	}
}

static int option(struct tree_options *o, int c, char **argv)
{
	bool *yes = flag(o, c);

	if (yes) {
		*yes = true;
		return PROCTL_YES;
	}
	switch (c) {
	case TREE_BY:
		return tree_by_parse(optarg, &o->by);
	case TREE_COLOUR:
		if (!terminal_when_parse(optarg, &o->colour))
			return proctl_usage("tree: --color is auto, always or never, not '%s'",
					    optarg);
		break;
	case 'C':
		if (strcmp(optarg, "age"))
			return proctl_usage("tree: -C is by 'age', not '%s' (--color says when)",
					    optarg);
		o->age = true;
		break;
	case 'h':
		o->highlight = getpid();
		break;
	case 'H':
		return pid_argument("tree: -H", optarg, &o->highlight);
	case 'p':
		break;
	default:
		return options_bad(argv, c);
	}
	return PROCTL_YES;
}

/* What does not go together. */
static int check(const struct tree_options *o)
{
	if (o->compact && o->by != BY_PARENT)
		return proctl_usage("tree: --compact is for --by parent only");
	if (o->compact && (o->args || o->pgids || o->namespaces || o->highlight))
		return proctl_usage("tree: --compact draws several processes as one: "
				    "leave out -a, -g, -h, -H and -S");
	if (o->namespaces && o->by != BY_PARENT)
		return proctl_usage("tree: --ns-changes is for --by parent only");
	if (o->json && o->by == BY_SHARING)
		return proctl_usage("tree: --by sharing has no JSON: try "
				    "'proctl list -J -o PID,MM,FILES,FS,SIGHAND'");
	return PROCTL_YES;
}

int tree_options_parse(struct tree_options *o, int argc, char **argv)
{
	static const struct option options[] = {
		{ "by",		   required_argument, NULL, TREE_BY },
		{ "arguments",	   no_argument,	      NULL, 'a' },
		{ "ascii",	   no_argument,	      NULL, 'A' },
		{ "color",	   optional_argument, NULL, TREE_COLOUR },
		{ "color-by",	   required_argument, NULL, 'C' },
		{ "compact",	   no_argument,	      NULL, 'c' },
		{ "highlight-all", no_argument,	      NULL, 'h' },
		{ "highlight-pid", required_argument, NULL, 'H' },
		{ "json",	   no_argument,	      NULL, 'J' },
		{ "no-kthreads",   no_argument,	      NULL, 'K' },
		{ "no-truncate",   no_argument,	      NULL, 'l' },
		{ "ns-changes",	   no_argument,	      NULL, 'S' },
		{ "numeric-sort",  no_argument,	      NULL, 'n' },
		{ "show-parents",  no_argument,	      NULL, 's' },
		{ "show-pgids",	   no_argument,	      NULL, 'g' },
		{ "show-pids",	   no_argument,	      NULL, 'p' },
		{ "threads",	   no_argument,	      NULL, 't' },
		{ "users",	   no_argument,	      NULL, 'u' },
		{ 0 },
	};
	int c, n, status = PROCTL_YES;

	while (!status &&
	       (c = getopt_long(argc, argv, ":aAcC:ghH:JKlnpsStu", options,
				NULL)) >= 0)
		status = option(o, c, argv);
	if (!status)
		status = check(o);
	if (status)
		return status;
	return pid_arguments(argc, argv, 0, 1, &o->root, &n);
}
