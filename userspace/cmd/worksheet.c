// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl worksheet: an exercise on paper, and its answers from a run.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "experiments/claims.h"
#include "experiments/value.h"
#include "experiments/words.h"
#include "experiments/worksheet.h"
#include "options.h"
#include "out/wrap.h"
#include "play.h"
#include "proctl.h"
#include "translate.h"

#define DEADLINE_S	60
#define INDENT		4 /* below the number of a question */

/* @n lines to write on. */
static void put_lines(unsigned int n)
{
	char line[WRAP_WIDTH - INDENT + 1];

	memset(line, '_', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	while (n--)
		printf("\n%*s%s\n", INDENT, "", line);
	putchar('\n');
}

/* "1.  Text" */
static void put_question(unsigned int number, const char *text)
{
	printf("%2u. ", number);
	wrap_text(stdout, text, INDENT, INDENT);
}

/* Of the experiment, which has it. */
static const struct claim *find_claim(const struct experiment *exp,
				      const char *id)
{
	const struct claim *claim = exp->claims;

	while (strcmp(claim->id, id))
		claim++;
	return claim;
}

/* ---- the sheet ---- */

static void put_choice(void)
{
	enum verdict v;

	for (v = VERDICT_HOLDS; v <= VERDICT_WRONG; v++)
		printf("%*s[ ] %s", INDENT, "", _(verdict_word(v)));
	putchar('\n');
}

static void put_sheet(const struct worksheet *sheet,
		      const struct experiment *exp)
{
	const struct question *q = sheet->questions;
	const char *const *id = sheet->claims;
	unsigned int n = 0;

	printf("%s\n\n%s ______________________________   %s ______________\n\n",
	       _(sheet->title), _("Name:"), _("Date:"));
	wrap_text(stdout, _(sheet->situation), 0, 0);
	putchar('\n');
	for (; q->text; q++) {
		put_question(++n, _(q->text));
		put_lines(1);
	}
	if (*id) {
		wrap_text(stdout, _("Is it so? Tick one, and say why."), 0, 0);
		putchar('\n');
	}
	for (; *id; id++) {
		put_question(++n, _(find_claim(exp, *id)->sentence));
		put_choice();
		put_lines(2);
	}
	printf(_("See for yourself: proctl run %s\n"), exp->name);
}

/* ---- its key ---- */

static void answer_text(const struct trial *t, const struct question *q,
			char *to)
{
	const struct column column = { .field = q->field };
	const struct step *step = trial_step(t, q->step);
	int role = trial_role_index(t, q->role);
	const char *error;

	if (!step || role < 0 || step->skipped) {
		snprintf(to, VALUE_MAX, "%s", verdict_word(VERDICT_UNKNOWN));
		return;
	}
	if (strcmp(q->field, "error")) {
		value_text(t, step, role, &column, to);
		return;
	}
	error = strerrorname_np(-step->seen[role].error);
	snprintf(to, VALUE_MAX, "%s", error && step->seen[role].error ? error :
		 "0");
}

static void put_answer(const struct trial *t, const struct claim *claim)
{
	struct judgement j = claim_judge(t, claim);
	char answer[600];
	unsigned int i;

	snprintf(answer, sizeof(answer), "%s (%s). %s",
		 _(verdict_word(j.verdict)), claim->id,
		 *j.why_not ? j.why_not : _(claim->why));
	printf("%*s", INDENT, "");
	wrap_text(stdout, answer, INDENT, INDENT);
	for (i = 0; i < j.nfindings; i++) {
		printf("%*s%s ", 2 * INDENT, "",
		       j.findings[i].truth == TRUTH_YES ? "+" : "-");
		words_finding(stdout, &claim->checks[i], &j.findings[i]);
		putchar('\n');
	}
	putchar('\n');
}

static void put_key(const struct worksheet *sheet, const struct trial *t)
{
	const struct question *q = sheet->questions;
	const char *const *id = sheet->claims;
	char answer[VALUE_MAX];
	unsigned int n = 0;

	printf("%s\n\n", _(sheet->title));
	printf(_("The answers of a run of '%s' on Linux %u.%u:"),
	       t->exp->name, t->kernel >> 16, t->kernel & 0xffff);
	puts("\n");
	for (; q->text; q++) {
		put_question(++n, _(q->text));
		answer_text(t, q, answer);
		printf("%*s%s\n\n", INDENT, "", answer);
	}
	for (; *id; id++) {
		const struct claim *claim = find_claim(t->exp, *id);

		put_question(++n, _(claim->sentence));
		put_answer(t, claim);
	}
}

static int run_for_key(const struct worksheet *sheet,
		       const struct experiment *exp)
{
	struct trial *t = trial_new(exp);
	int ret;

	if (!t)
		return proctl_no("not enough memory");
	ret = play_trial(t, DEADLINE_S);
	if (!ret && t->outcome != OUTCOME_COMPLETE)
		ret = proctl_no("the experiment did not come to its end: %s",
				t->reason);
	if (!ret) {
		put_key(sheet, t);
		ret = trial_is_good(t) ? PROCTL_YES :
		      proctl_no("not all of it is as expected: see 'proctl run %s'",
				exp->name);
	}
	trial_free(t);
	return ret;
}

/* ---- the command ---- */

static void list(FILE *out)
{
	const struct worksheet *sheet;

	for (sheet = worksheets; sheet->name; sheet++)
		fprintf(out, "  %-10s %s\n", sheet->name, _(sheet->title));
}

static int with_list(int status)
{
	list(stderr);
	return status;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "key", no_argument, NULL, 'k' },
		{ "list", no_argument, NULL, 'l' },
		{ 0 },
	};
	const struct worksheet *sheet;
	const struct experiment *exp;
	bool key = false;
	int c;

	translate_begin();
	while ((c = getopt_long(argc, argv, ":kl", options, NULL)) >= 0) {
		if (c == 'l') {
			list(stdout);
			return PROCTL_YES;
		}
		if (c != 'k')
			return options_bad(argv, c);
		key = true;
	}
	if (argc - optind != 1)
		return with_list(proctl_usage("one worksheet, please; there are:"));
	sheet = worksheet_find(argv[optind]);
	if (!sheet)
		return with_list(proctl_usage("no worksheet '%s'; there are:",
					      argv[optind]));
	exp = experiment_find(sheet->experiment);
	if (key)
		return run_for_key(sheet, exp);
	put_sheet(sheet, exp);
	return PROCTL_YES;
}

const struct command cmd_worksheet = {
	.name = "worksheet",
	.summary = "An exercise on paper, and its answers from a run",
	.usage = "[OPTION...] NAME",
	.help =
" -k, --key            not the questions alone: run the experiment, and answer\n"
"                      them by what it showed\n"
" -l, --list           the worksheets\n"
"\n"
"In the language of the reader (LANGUAGE, LC_ALL, LC_MESSAGES, LANG) if there is a\n"
"translation: es. A sheet needs no module, a key does.\n"
"\n"
"Exit status: 0; with --key, 1 if the run was not as expected, 3 if the module is\n"
"not loaded.\n"
"\n"
"EXAMPLES\n"
"  proctl worksheet wait | lp\n"
"  proctl worksheet --key wait\n"
"  LANGUAGE=es proctl worksheet counters\n",
	.run = run,
};
