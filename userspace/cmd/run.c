// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: make an experiment's situation and show what the kernel says of
 * it.
 */
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "experiments/claims.h"
#include "experiments/harness.h"
#include "experiments/report.h"
#include "experiments/supervisor.h"
#include "options.h"
#include "proctl.h"
#include "terminal.h"

#define DEADLINE_S	10
#define DEADLINE_MAX_S	600

enum {
	OPT_DEADLINE = 256,
	OPT_COLOR,
	OPT_HELP,
	OPT_PARAM, /* and one more for each parameter */
};

/* What the command line says besides the experiment's parameters. */
struct asked {
	bool json;
	bool help;
	enum terminal_when colour;
	int seconds;
};

static void print_list(FILE *out)
{
	size_t i;

	for (i = 0; experiments[i]; i++)
		fprintf(out, "  %-12s %s\n", experiments[i]->name,
			experiments[i]->summary);
}

static int with_list(int status)
{
	print_list(stderr);
	return status;
}

static void print_help(const struct experiment *exp)
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
	printf("  %-25s give up after N seconds (%d)\n"
	       "  %-25s everything as JSON\n"
	       "  %-25s auto, always or never\n",
	       "--deadline N", DEADLINE_S, "-J, --json", "--color[=WHEN]");
}

static bool set_seconds(struct asked *asked, const char *value)
{
	char *end;
	long n = strtol(value, &end, 10);

	if (end == value || *end || n < 1 || n > DEADLINE_MAX_S)
		return false;
	asked->seconds = n;
	return true;
}

/* Return: 0 or an exit code. */
static int set_option(struct trial *t, struct asked *asked, int opt,
		      const char *value)
{
	const struct param *p;
	bool good = true;

	switch (opt) {
	case 'J':
		asked->json = true;
		break;
	case OPT_HELP:
		asked->help = true;
		break;
	case OPT_DEADLINE:
		good = set_seconds(asked, value);
		break;
	case OPT_COLOR:
		good = terminal_when_parse(value, &asked->colour);
		break;
	default:
		p = &t->exp->params[opt - OPT_PARAM];
		good = !p->arg || !p->check || p->check(value);
		t->param[opt - OPT_PARAM] = p->arg ? value : "yes";
	}
	if (good)
		return 0;
	return proctl_usage("'%s' is not valid there; 'proctl run %s --help' "
			    "shows what is", value, t->exp->name);
}

#define COMMON_OPTIONS	4
#define COMMON_LETTERS	"+:Jh"

/* Behind the options of every experiment those of @exp, and their letters. */
static void add_params(const struct experiment *exp, struct option *options,
		       char *letters)
{
	const struct param *p;
	int i;

	for (i = 0; i < EXPERIMENT_PARAMS && exp->params[i].name; i++) {
		p = &exp->params[i];
		options[i] = (struct option){ p->name,
			p->arg ? required_argument : no_argument, NULL,
			OPT_PARAM + i };
		if (!p->letter)
			continue;
		*letters++ = p->letter;
		if (p->arg)
			*letters++ = ':';
	}
}

/* What getopt returns for a letter, as if the long option had been given. */
static int long_option(const struct experiment *exp, int opt)
{
	int i;

	if (opt == 'h')
		return OPT_HELP;
	for (i = 0; i < EXPERIMENT_PARAMS && exp->params[i].name; i++)
		if (exp->params[i].letter == opt)
			return OPT_PARAM + i;
	return opt;
}

static int parse(struct trial *t, struct asked *asked, int argc, char **argv)
{
	char letters[sizeof(COMMON_LETTERS) + 2 * EXPERIMENT_PARAMS] =
		COMMON_LETTERS;
	struct option options[COMMON_OPTIONS + EXPERIMENT_PARAMS + 1] = {
		{ "json", no_argument, NULL, 'J' },
		{ "help", no_argument, NULL, OPT_HELP },
		{ "deadline", required_argument, NULL, OPT_DEADLINE },
		{ "color", optional_argument, NULL, OPT_COLOR },
	};
	int opt, ret;

	add_params(t->exp, options + COMMON_OPTIONS,
		   letters + strlen(COMMON_LETTERS));
	opterr = 0;
	while ((opt = getopt_long(argc, argv, letters, options, NULL)) != -1) {
		if (opt == '?' || opt == ':')
			return options_bad(argv, opt);
		ret = set_option(t, asked, long_option(t->exp, opt), optarg);
		if (ret)
			return ret;
	}
	if (optind < argc)
		return proctl_usage("unexpected '%s'; one experiment at a time",
				    argv[optind]);
	return 0;
}

/* Die of the signal that stopped us, as the shell expects. */
static void pass_on_signal(int sig)
{
	fflush(stdout);
	signal(sig, SIG_DFL);
	raise(sig);
}

static int run_trial(struct trial *t, const struct asked *asked)
{
	struct pen pen = { stdout, terminal_colour(asked->colour) };
	int ret = device_open(&t->pt);

	if (ret != PROCTL_YES)
		return ret;
	ret = trial_run(t, asked->seconds);
	proctree_close(t->pt);
	if (ret)
		return proctl_no("can't start the experiment: %s",
				 strerror(-ret));
	if (asked->json)
		report_json(t, stdout);
	else
		report_text(t, &pen);
	if (t->stop_signal)
		pass_on_signal(t->stop_signal);
	return trial_is_good(t) ? PROCTL_YES : PROCTL_NO;
}

static int run_experiment(const struct experiment *exp, int argc, char **argv)
{
	struct trial *t = trial_new(exp);
	struct asked asked = { .seconds = DEADLINE_S };
	char name[32];
	int ret;

	if (!t)
		return proctl_no("not enough memory");
	snprintf(name, sizeof(name), "run %s", exp->name);
	argv[0] = name;
	ret = parse(t, &asked, argc, argv);
	if (!ret && asked.help)
		print_help(exp);
	else if (!ret)
		ret = run_trial(t, &asked);
	trial_free(t);
	return ret;
}

static int act_again(int argc, char **argv)
{
	int ret = play_again(argc, argv);

	return ret < 0 ? proctl_usage("'--again' is for proctl itself") : ret;
}

static int run(int argc, char **argv)
{
	const struct experiment *exp;

	if (argc < 2)
		return with_list(proctl_usage("which experiment? "
					      "There are:"));
	if (!strcmp(argv[1], "--again")) /* not for people: exec_again() */
		return act_again(argc - 2, argv + 2);
	if (!strcmp(argv[1], "--list") || !strcmp(argv[1], "-l")) {
		print_list(stdout);
		return PROCTL_YES;
	}
	exp = experiment_find(argv[1]);
	if (!exp)
		return with_list(proctl_usage("no experiment '%s'; there are:",
					      argv[1]));
	return run_experiment(exp, argc - 1, argv + 1);
}

const struct command cmd_run = {
	.name = "run",
	.summary = "Make a situation and put claims about it on trial",
	.usage = "EXPERIMENT [OPTION...]",
	.help = "Makes the situation with real system calls, shows the kernel's "
		"rows of each\n"
		"role at each step, and judges what is said about it. Leaves "
		"nothing behind.\n"
		"\n"
		"  -l, --list         the experiments\n"
		"  -J, --json         everything as JSON\n"
		"      --deadline N   give up after N seconds (10)\n"
		"      --color[=WHEN] auto, always or never\n"
		"\n"
		"'proctl run EXPERIMENT --help' shows the options that an "
		"experiment has besides.\n"
		"\n"
		"Exit status: 0 all verdicts are as expected, 1 they are not, "
		"2 wrong usage,\n"
		"3 the module is not loaded.\n"
		"\n"
		"EXAMPLES\n"
		"  proctl run vfork\n"
		"  proctl run vfork --end kill\n"
		"  proctl run clone --flags VM,FILES,SIGCHLD\n"
		"  proctl run fork-tree -A a+b,b+c,c+d,b- -c\n",
	.own_help = true,
	.run = run,
};
