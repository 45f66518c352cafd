// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl claims: what the experiments put on trial, and what is to be expected.
 * From data alone: needs neither the module nor a run.
 */
#include <getopt.h>
#include <stdio.h>

#include "experiments/claims.h"
#include "experiments/json.h"
#include "options.h"
#include "proctl.h"

/* What is asked for: @exp NULL = all experiments. */
struct asked {
	const struct experiment *exp;
	uint32_t kernel;
	bool json;
};

static void put_json(struct json *j, const struct experiment *exp,
		     const struct claim *claim, uint32_t kernel)
{
	json_open(j, NULL, '{');
	json_string(j, "id", claim->id);
	json_string(j, "experiment", exp->name);
	json_string(j, "topic", topic_name(exp->topic));
	json_string(j, "sentence", claim->sentence);
	json_string(j, "expected", verdict_word(claim_expected(claim, kernel)));
	json_string(j, "why", claim->why);
	json_string(j, "source", claim->source);
	json_close(j, '{');
}

static void put_text(const struct experiment *exp, const struct claim *claim,
		     uint32_t kernel)
{
	printf("%-30s  %-12s  %s\n", claim->id, exp->name,
	       verdict_word(claim_expected(claim, kernel)));
}

static void list(const struct asked *asked)
{
	struct json j = { .out = stdout };
	const struct claim *claim;
	size_t i;

	if (asked->json)
		json_open(&j, NULL, '[');
	for (i = 0; experiments[i]; i++) {
		if (asked->exp && asked->exp != experiments[i])
			continue;
		for (claim = experiments[i]->claims; claim->id; claim++) {
			if (claim->lie)
				continue;
			if (asked->json)
				put_json(&j, experiments[i], claim,
					 asked->kernel);
			else
				put_text(experiments[i], claim, asked->kernel);
		}
	}
	if (asked->json)
		json_close(&j, '[');
}

static int claims(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'J' },
		{ "kernel", required_argument, NULL, 'k' },
		{ 0 },
	};
	struct asked asked = { .kernel = kernel_running() };
	int c;

	while ((c = getopt_long(argc, argv, ":Jk:", options, NULL)) >= 0) {
		if (c == 'J')
			asked.json = true;
		else if (c == 'k')
			asked.kernel = kernel_parse(optarg);
		else
			return options_bad(argv, c);
		if (!asked.kernel)
			return proctl_usage("'%s' is no kernel version such as 6.1",
					    optarg);
	}
	if (argc - optind > 1)
		return proctl_usage("unexpected '%s'", argv[optind + 1]);
	if (optind < argc) {
		asked.exp = experiment_find(argv[optind]);
		if (!asked.exp)
			return proctl_usage("no experiment '%s': 'proctl run --list' lists them",
					    argv[optind]);
	}
	list(&asked);
	return PROCTL_YES;
}

const struct command cmd_claims = {
	.name = "claims",
	.summary = "Claims that the experiments put on trial",
	.usage = "[OPTION...] [EXPERIMENT]",
	.help =
" -k, --kernel V       what to expect of this version (default: the running one)\n"
" -J, --json           with the sentences, as JSON\n"
"\n"
"A claim is a sentence that is said about processes. 'proctl explain CLAIM' shows\n"
"it, 'proctl run EXPERIMENT' puts it on trial.\n"
"\n"
"EXAMPLES\n"
"  proctl claims fork\n"
"  proctl claims --kernel 5.10 | grep OUTDATED\n",
	.run = claims,
};
