// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl explain: one claim, in all that is known of it without a run.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "experiments/claims.h"
#include "experiments/words.h"
#include "options.h"
#include "out/wrap.h"
#include "proctl.h"
#include "suggest.h"

/* "HOLDS, since 6.12 PARTLY" */
static void put_expected(const struct claim *claim)
{
	unsigned int i;

	if (claim->lie) {
		puts("expected  WRONG: a control, there to be refuted");
		return;
	}
	printf("expected  %s", verdict_word(claim->expect[0].verdict));
	for (i = 1; i < CLAIM_EXPECTED && claim->expect[i].since; i++)
		printf(", since %u.%u %s", claim->expect[i].since >> 16,
		       claim->expect[i].since & 0xffff,
		       verdict_word(claim->expect[i].verdict));
	if (claim->until)
		printf(" (was so up to %s)", claim->until);
	putchar('\n');
}

static void put_checks(const struct claim *claim)
{
	unsigned int i;

	for (i = 0; i < CLAIM_CHECKS && claim->checks[i].seen.field; i++) {
		fputs(i ? "          " : "evidence  ", stdout);
		words_check(stdout, &claim->checks[i]);
		putchar('\n');
	}
}

static void explain(const struct experiment *exp, const struct claim *claim)
{
	wrap_text(stdout, claim->sentence, 0, 0);
	putchar('\n');
	if (claim->why) {
		wrap_text(stdout, claim->why, 0, 0);
		putchar('\n');
	}
	put_expected(claim);
	if (claim->source)
		printf("source    %s\n", claim->source);
	put_checks(claim);
	printf("try       proctl run %s", exp->name);
	if (claim->only.param)
		printf(" --%s %s", claim->only.param, claim->only.value);
	putchar('\n');
}

static int unknown(const char *id)
{
	struct suggestion best = suggestion_for(id);
	const struct claim *claim;
	size_t i;

	for (i = 0; experiments[i]; i++)
		for (claim = experiments[i]->claims; claim->id; claim++)
			suggestion_offer(&best, claim->id);
	if (best.word)
		return proctl_usage("no claim '%s': did you mean '%s'?", id,
				    best.word);
	return proctl_usage("no claim '%s': 'proctl claims' lists them", id);
}

static int run(int argc, char **argv)
{
	static const struct option options[] = { { 0 } };
	const struct claim *claim;
	unsigned int found = 0;
	size_t i;
	int c;

	c = getopt_long(argc, argv, ":", options, NULL);
	if (c >= 0)
		return options_bad(argv, c);
	if (argc - optind != 1)
		return proctl_usage("one claim, please: 'proctl claims' lists them");
	for (i = 0; experiments[i]; i++) {
		for (claim = experiments[i]->claims; claim->id; claim++) {
			if (strcmp(claim->id, argv[optind]))
				continue;
			if (found++)
				putchar('\n');
			explain(experiments[i], claim);
		}
	}
	return found ? PROCTL_YES : unknown(argv[optind]);
}

const struct command cmd_explain = {
	.name = "explain",
	.summary = "A claim: what is really so, what shows it, where to read on",
	.usage = "CLAIM",
	.help =
"A claim that several experiments put on trial is shown for each.\n"
"\n"
"EXAMPLES\n"
"  proctl explain vfork-same-mm\n",
	.run = run,
};
