// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: make an experiment's situation and show what the kernel says of
 * it.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "device.h"
#include "experiments/harness.h"
#include "experiments/report.h"
#include "experiments/supervisor.h"
#include "play.h"
#include "proctl.h"
#include "run_args.h"

#define DEADLINE_S	10
#define HOLD_S		300

static void print_list(FILE *out)
{
	size_t i;

	for (i = 0; experiments[i]; i++)
		fprintf(out, "  %-16s %s\n", experiments[i]->name,
			experiments[i]->summary);
}

static int with_list(int status)
{
	print_list(stderr);
	return status;
}

/* Die of the signal that stopped us, as the shell expects. */
static void pass_on_signal(int sig)
{
	fflush(stdout);
	signal(sig, SIG_DFL);
	raise(sig);
}

/* Return: 0 or an exit code, after a message. */
static int run_trial(struct trial *t, const struct run_args *args)
{
	t->seed = args->seed;
	t->record.ring = args->ring;
	t->hold.wanted = args->hold;
	t->hold.step = args->hold_step;
	t->hold.seconds = args->seconds ? args->seconds : HOLD_S;
	return play_trial(t, args->seconds ? args->seconds : DEADLINE_S);
}

/* Return: 0 or an exit code, after a message. */
static int read_answers(struct answers *a, const struct experiment *exp,
			const char *path)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "re") : stdin;
	const char *wrong = NULL;
	unsigned int n = 0;
	char line[256];

	if (!file)
		return proctl_usage("can't read '%s': %s", path,
				    strerror(errno));
	while (!wrong && fgets(line, sizeof(line), file)) {
		n++;
		wrong = answers_parse(a, exp, line);
	}
	if (file != stdin)
		fclose(file);
	return wrong ? proctl_usage("%s: line %u: %s", path, n, wrong) : 0;
}

static int grade(const struct trial *t, const struct answers *a)
{
	struct points points = answers_points(a, t);

	if (t->outcome != OUTCOME_COMPLETE)
		return proctl_no("the experiment did not come to its end: %s",
				 t->reason);
	answers_report(a, t, stdout);
	return points.right == points.of ? PROCTL_YES : PROCTL_NO;
}

static int show(const struct trial *t, const struct run_args *args,
		const struct answers *answers)
{
	struct pen pen = { stdout, terminal_colour(args->colour) };
	struct json json = { .out = stdout };
	struct tap tap = { .out = stdout };

	if (args->grade)
		return grade(t, answers);
	if (args->format == RUN_JSON) {
		report_json(t, &json);
	} else if (args->format == RUN_TAP) {
		report_tap(t, &tap);
		printf("1..%u\n", tap.n);
	} else {
		report_text(t, &pen);
	}
	if (args->predict)
		answers_report(answers, t, stdout);
	return trial_is_good(t) ? PROCTL_YES : PROCTL_NO;
}

static int run_and_show(struct trial *t, const struct run_args *args)
{
	struct answers answers;
	int ret = 0;

	answers_clear(&answers);
	if (args->grade)
		ret = read_answers(&answers, t->exp, args->grade);
	if (ret)
		return ret;
	if (args->predict) {
		/* What follows the answers may be for --hold. */
		setvbuf(stdin, NULL, _IONBF, 0);
		answers_ask(&answers, t, stdin, stdout);
	}
	ret = run_trial(t, args);
	if (ret)
		return ret;
	ret = show(t, args, &answers);
	if (t->stop_signal)
		pass_on_signal(t->stop_signal);
	return ret;
}

static int run_experiment(const struct experiment *exp, int argc, char **argv)
{
	struct trial *t = trial_new(exp);
	struct run_args args = { .seed = 1 };
	char name[32];
	int ret;

	if (!t)
		return proctl_no("not enough memory");
	snprintf(name, sizeof(name), "run %s", exp->name);
	argv[0] = name;
	ret = run_args_parse(&args, t, argc, argv);
	if (!ret && args.help)
		run_args_help(exp);
	else if (!ret)
		ret = run_and_show(t, &args);
	trial_free(t);
	return ret;
}

/* One of all. Return: whether it went well; @status is for what ends all. */
static bool run_one(const struct experiment *exp, const struct run_args *args,
		    struct json *json, struct tap *tap, int *status)
{
	struct pen pen = { stdout, terminal_colour(args->colour) };
	struct trial *t = trial_new(exp);
	bool good = false;

	*status = t ? run_trial(t, args) : proctl_no("not enough memory");
	if (!*status) {
		good = trial_is_good(t);
		if (args->format == RUN_JSON)
			report_json(t, json);
		else if (args->format == RUN_TAP)
			report_tap(t, tap);
		else
			report_line(t, &pen);
		fflush(stdout);
		if (t->stop_signal)
			pass_on_signal(t->stop_signal);
	}
	if (t)
		trial_free(t);
	return good;
}

static int run_all(int argc, char **argv)
{
	struct run_args args = { .seed = 1 };
	struct json json = { .out = stdout };
	struct tap tap = { .out = stdout };
	int status = run_args_parse(&args, NULL, argc, argv);
	bool good = true;
	size_t i;

	if (status)
		return status;
	if (args.help) {
		puts("'proctl run --help' shows the options.");
		return PROCTL_YES;
	}
	if (args.format == RUN_JSON)
		json_open(&json, NULL, '[');
	for (i = 0; !status && experiments[i]; i++)
		good &= run_one(experiments[i], &args, &json, &tap, &status);
	if (args.format == RUN_JSON)
		json_close(&json, '[');
	if (args.format == RUN_TAP)
		printf("1..%u\n", tap.n);
	return status ? status : good ? PROCTL_YES : PROCTL_NO;
}

static int act_again(int argc, char **argv)
{
	int ret = play_again(argc, argv);

	return ret < 0 ? proctl_usage("'--again' is for proctl itself") : ret;
}

static int run_command(int argc, char **argv)
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
	if (!strcmp(argv[1], "--all") || !strcmp(argv[1], "-a")) {
		argv[1] = "run --all";
		return run_all(argc - 1, argv + 1);
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
	.usage = "{EXPERIMENT | --all} [OPTION...]",
	.help =
"Makes the situation with real system calls, shows what the kernel says of each\n"
"role at each step and what happened between, and judges what is said about it.\n"
"Leaves nothing behind.\n"
"\n"
" -l, --list           the experiments\n"
" -a, --all            one after the other, a line each\n"
" -J, --json           everything as JSON\n"
"     --tap            for graders: a test for each claim (TAP)\n"
"     --predict        ask what you expect first, and show the difference\n"
"     --grade FILE     only see how good the answers in FILE are: lines such as\n"
"                      'fork-exact-copy PARTLY'; - is stdin\n"
"     --hold[=STEP]    keep the situation still at STEP, or at every step, until\n"
"                      Enter: look at it from another terminal\n"
"     --deadline N     give up after N seconds (10); hold so long (300)\n"
"     --seed N         other random choices (1)\n"
"     --ring N         events that the module keeps for each processor (16384)\n"
"     --color[=WHEN]   always, never or auto (the default)\n"
"\n"
"'proctl run EXPERIMENT --help' shows the options that an experiment has besides.\n"
"\n"
"Verdicts: HOLDS, PARTLY, OUTDATED, WRONG; SKIPPED if the claim could not be put\n"
"on trial here, UNKNOWN if the evidence is missing.\n"
"\n"
"Exit status: 0 all verdicts are as expected (--grade: all answers are right),\n"
"1 they are not, 2 wrong usage, 3 the module is not loaded.\n"
"\n"
"EXAMPLES\n"
"  proctl run vfork\n"
"  proctl run vfork --end kill\n"
"  proctl run clone --flags VM,FILES,SIGCHLD\n"
"  proctl run zombie --hold\n"
"  proctl run fork-tree -A a+b,b+c,c+d,b- -c\n",
	.own_help = true,
	.run = run_command,
};
