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
#include "out/wrap.h"
#include "proctl.h"

#define CHANGE_INDENT 4

/**
 * struct asked - what is asked for
 * @exp:	NULL = all experiments
 * @kernel:	what is to be expected of this one
 * @from:	only claims whose verdict is another one on this kernel; 0 = all
 */
struct asked {
	const struct experiment *exp;
	uint32_t kernel;
	uint32_t from;
	bool json;
};

static bool is_wanted(const struct asked *asked, const struct claim *claim)
{
	return !claim->lie &&
	       (!asked->from || claim_expected(claim, asked->from) !=
				claim_expected(claim, asked->kernel));
}

/* "7.2"; NULL if 0. */
static const char *version(uint32_t kernel, char text[16])
{
	snprintf(text, 16, "%u.%u", kernel >> 16, kernel & 0xffff);
	return kernel ? text : NULL;
}

/* The command that puts it on trial. */
static void put_try(struct json *j, const struct experiment *exp,
		    const struct claim *claim)
{
	char text[128];
	int at = snprintf(text, sizeof(text), "proctl run %s", exp->name);

	if (claim->only.param)
		snprintf(text + at, sizeof(text) - at, " --%s %s",
			 claim->only.param, claim->only.value);
	json_string(j, "try", text);
}

static void put_json(struct json *j, const struct asked *asked,
		     const struct experiment *exp, const struct claim *claim)
{
	char since[16];

	json_open(j, NULL, '{');
	json_string(j, "id", claim->id);
	json_string(j, "experiment", exp->name);
	json_string(j, "topic", topic_name(exp->topic));
	json_string(j, "sentence", claim->sentence);
	json_string(j, "expected",
		    verdict_word(claim_expected(claim, asked->kernel)));
	if (asked->from) {
		json_string(j, "before",
			    verdict_word(claim_expected(claim, asked->from)));
		json_string(j, "since",
			    version(claim_changed(claim, asked->from,
						  asked->kernel), since));
	}
	json_string(j, "until", claim->until);
	json_string(j, "why", claim->why);
	json_string(j, "source", claim->source);
	put_try(j, exp, claim);
	json_close(j, '{');
}

static void put_line(const struct experiment *exp, const struct claim *claim,
		     uint32_t kernel)
{
	printf("%-30s  %-12s  %s\n", claim->id, exp->name,
	       verdict_word(claim_expected(claim, kernel)));
}

/* What changed, and what to think now. */
static void put_change(const struct asked *asked, const struct experiment *exp,
		       const struct claim *claim)
{
	char text[16];
	const char *since = version(claim_changed(claim, asked->from,
						  asked->kernel), text);

	printf("\n%s (%s): %s -> %s", claim->id, exp->name,
	       verdict_word(claim_expected(claim, asked->from)),
	       verdict_word(claim_expected(claim, asked->kernel)));
	if (since)
		printf(", since %s", since);
	else
		printf(", was so up to %s", claim->until);
	printf("\n%*s", CHANGE_INDENT, "");
	wrap_text(stdout, claim->sentence, CHANGE_INDENT, CHANGE_INDENT);
	printf("%*s", CHANGE_INDENT, "");
	wrap_text(stdout, claim->why, CHANGE_INDENT, CHANGE_INDENT);
}

/* How many claims are wanted, of how many that are not lies. */
static void put_summary(const struct asked *asked)
{
	char from[16], to[16];
	const struct claim *claim;
	unsigned int n = 0, of = 0;
	size_t i;

	for (i = 0; experiments[i]; i++) {
		if (asked->exp && asked->exp != experiments[i])
			continue;
		for (claim = experiments[i]->claims; claim->id; claim++) {
			of += !claim->lie;
			n += is_wanted(asked, claim);
		}
	}
	printf("Linux %s to %s: the verdict on %u of %u claims changes.\n",
	       version(asked->from, from), version(asked->kernel, to), n, of);
}

static void put_claim(struct json *j, const struct asked *asked,
		      const struct experiment *exp, const struct claim *claim)
{
	if (asked->json)
		put_json(j, asked, exp, claim);
	else if (asked->from)
		put_change(asked, exp, claim);
	else
		put_line(exp, claim, asked->kernel);
}

static void list(const struct asked *asked)
{
	struct json j = { .out = stdout };
	const struct claim *claim;
	size_t i;

	if (asked->json)
		json_open(&j, NULL, '[');
	else if (asked->from)
		put_summary(asked);
	for (i = 0; experiments[i]; i++) {
		if (asked->exp && asked->exp != experiments[i])
			continue;
		for (claim = experiments[i]->claims; claim->id; claim++)
			if (is_wanted(asked, claim))
				put_claim(&j, asked, experiments[i], claim);
	}
	if (asked->json)
		json_close(&j, '[');
}

/* Return: 0 or an exit code, after a message. */
static int parse_kernel(uint32_t *kernel, const char *text)
{
	*kernel = kernel_parse(text);
	return *kernel ? 0 :
	       proctl_usage("'%s' is no kernel version such as 6.1", text);
}

/* --diff takes two arguments: getopt_long() knows of the first one. */
static int parse_diff(struct asked *asked, int argc, char **argv)
{
	int ret = parse_kernel(&asked->from, optarg);

	if (ret)
		return ret;
	if (optind == argc || *argv[optind] == '-')
		return proctl_usage("--diff needs two kernel versions, such as --diff 5.10 7.3");
	return parse_kernel(&asked->kernel, argv[optind++]);
}

static int parse_option(struct asked *asked, int c, int argc, char **argv)
{
	if (c == 'k')
		return parse_kernel(&asked->kernel, optarg);
	if (c == 'd')
		return parse_diff(asked, argc, argv);
	if (c != 'J')
		return options_bad(argv, c);
	asked->json = true;
	return 0;
}

static int claims(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'J' },
		{ "kernel", required_argument, NULL, 'k' },
		{ "diff", required_argument, NULL, 'd' },
		{ 0 },
	};
	struct asked asked = { .kernel = kernel_running() };
	int c, ret = 0;

	while (!ret && (c = getopt_long(argc, argv, ":Jk:d:", options,
					NULL)) >= 0)
		ret = parse_option(&asked, c, argc, argv);
	if (ret)
		return ret;
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
" -d, --diff V W       only claims whose verdict differs between kernels V and W:\n"
"                      what a reader of a text about V has to learn anew for W\n"
" -J, --json           with the sentences, as JSON\n"
"\n"
"A claim is a sentence that is said about processes. 'proctl explain CLAIM' shows\n"
"it, 'proctl run EXPERIMENT' puts it on trial. Of kernels before 5.10 it is only\n"
"known what was so then and is no more.\n"
"\n"
"EXAMPLES\n"
"  proctl claims fork\n"
"  proctl claims --kernel 5.10 | grep OUTDATED\n"
"  proctl claims --diff 5.10 7.3\n"
"  proctl claims --diff 2.6 6.1\n",
	.run = claims,
};
