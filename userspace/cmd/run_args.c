// SPDX-License-Identifier: GPL-2.0-only
/*
 * The command line of proctl run; see run_args.h.
 */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "proctl.h"
#include "run_args.h"

#define DEADLINE_MAX_S	3600
#define RING_MAX	1048576 /* struct proctree_watch */

enum {
	OPT_DEADLINE = 256,
	OPT_COLOR,
	OPT_HELP,
	OPT_TAP,
	OPT_SEED,
	OPT_RING,
	OPT_PREDICT,
	OPT_GRADE,
	OPT_HOLD,
	OPT_PARAM, /* and one more for each parameter */
};

static const struct option common[] = {
	{ "json", no_argument, NULL, 'J' },
	{ "tap", no_argument, NULL, OPT_TAP },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "deadline", required_argument, NULL, OPT_DEADLINE },
	{ "color", optional_argument, NULL, OPT_COLOR },
	{ "seed", required_argument, NULL, OPT_SEED },
	{ "ring", required_argument, NULL, OPT_RING },
};

static const struct option single[] = {
	{ "predict", no_argument, NULL, OPT_PREDICT },
	{ "grade", required_argument, NULL, OPT_GRADE },
	{ "hold", optional_argument, NULL, OPT_HOLD },
};

#define LETTERS		"+:Jh"
#define N(array) (sizeof(array) / sizeof((array)[0]))

void run_args_help(const struct experiment *exp)
{
	const struct param *p;
	char option[32], letter[8];

	printf("Usage: proctl run %s [OPTION...]\n\n%s: %s.\n\n", exp->name,
	       exp->name, exp->summary);
	for (p = exp->params; p < exp->params + EXPERIMENT_PARAMS && p->name;
	     p++) {
		snprintf(letter, sizeof(letter), "-%c, ", p->letter);
		snprintf(option, sizeof(option), "%s--%s %s",
			 p->letter ? letter : "", p->name,
			 p->arg ? p->arg : "");
		printf("  %-25s %s", option, p->help);
		if (*p->initial)
			printf(" (%s)", p->initial);
		putchar('\n');
	}
	puts("\nand those that all experiments have: proctl run --help");
}

/* Return: whether @value is a number between @min and @max. */
static bool parse_number(const char *value, uint64_t min, uint64_t max,
			 uint64_t *number)
{
	char *end;

	*number = strtoull(value, &end, 0);
	return *value >= '0' && *value <= '9' && !*end && *number >= min &&
	       *number <= max;
}

static bool set_param(struct trial *t, int number, const char *value)
{
	const struct param *p = &t->exp->params[number];

	t->param[number] = p->arg ? value : "yes";
	return !p->arg || !p->check || p->check(value);
}

/* Return: whether @value is valid. */
static bool set_option(struct run_args *args, struct trial *t, int opt,
		       const char *value)
{
	uint64_t number = 0;
	bool good = true;

	switch (opt) {
	case OPT_DEADLINE:
		good = parse_number(value, 1, DEADLINE_MAX_S, &number);
		args->seconds = number;
		return good;
	case OPT_RING:
		good = parse_number(value, 1, RING_MAX, &number);
		args->ring = number;
		return good;
	case OPT_SEED:
		return parse_number(value, 0, UINT64_MAX, &args->seed);
	case OPT_COLOR:
		return terminal_when_parse(value, &args->colour);
	case OPT_GRADE:
		args->grade = value;
		return true;
	case OPT_HOLD:
		args->hold = true;
		args->hold_step = value;
		return true;
	default:
		return set_param(t, opt - OPT_PARAM, value);
	}
}

/* Options that are a word only. Return: whether @opt is one. */
static bool set_flag(struct run_args *args, int opt)
{
	switch (opt) {
	case 'J':
		args->format = RUN_JSON;
		return true;
	case OPT_TAP:
		args->format = RUN_TAP;
		return true;
	case 'h':
	case OPT_HELP:
		args->help = true;
		return true;
	case OPT_PREDICT:
		args->predict = true;
		return true;
	}
	return false;
}

/*
 * The options of this experiment and its letters, then those of all: its own
 * --seed is found first.
 */
static void list_options(struct option *to, char *letters,
			 const struct trial *t)
{
	const struct param *p;
	size_t i;

	for (i = 0; t && i < EXPERIMENT_PARAMS && t->exp->params[i].name; i++) {
		p = &t->exp->params[i];
		*to++ = (struct option){ p->name,
			p->arg ? required_argument : no_argument, NULL,
			OPT_PARAM + i };
		if (!p->letter)
			continue;
		*letters++ = p->letter;
		if (p->arg)
			*letters++ = ':';
	}
	for (i = 0; i < N(common); i++)
		*to++ = common[i];
	for (i = 0; t && i < N(single); i++)
		*to++ = single[i];
	*to = (struct option){ 0 };
}

/* What getopt returns for a letter, as if the long option had been given. */
static int long_option(const struct trial *t, int opt)
{
	int i;

	for (i = 0; t && i < EXPERIMENT_PARAMS && t->exp->params[i].name; i++)
		if (t->exp->params[i].letter == opt)
			return OPT_PARAM + i;
	return opt;
}

static int check_together(const struct run_args *args)
{
	if ((args->grade || args->predict) && args->format != RUN_TEXT)
		return proctl_usage("run: no JSON or TAP with --grade or --predict");
	if (args->grade && args->predict)
		return proctl_usage("run: either --grade or --predict");
	return 0;
}

int run_args_parse(struct run_args *args, struct trial *t, int argc,
		   char **argv)
{
	struct option options[N(common) + N(single) + EXPERIMENT_PARAMS + 1];
	char letters[sizeof(LETTERS) + 2 * EXPERIMENT_PARAMS] = LETTERS;
	int opt;

	list_options(options, letters + strlen(LETTERS), t);
	opterr = 0;
	while ((opt = getopt_long(argc, argv, letters, options, NULL)) != -1) {
		if (opt == '?' || opt == ':')
			return options_bad(argv, opt);
		opt = long_option(t, opt);
		if (!set_flag(args, opt) && !set_option(args, t, opt, optarg))
			return proctl_usage("'%s' is not valid: see 'proctl %s --help'",
					    optarg, argv[0]);
	}
	if (optind < argc)
		return proctl_usage("unexpected '%s'; one experiment at a time",
				    argv[optind]);
	return check_together(args);
}
