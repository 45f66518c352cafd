// SPDX-License-Identifier: GPL-2.0-only
/*
 * The data of the experiments: that every claim can be judged and read.
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "experiments/claims.h"
#include "experiments/clone_flags.h"
#include "experiments/experiment.h"
#include "experiments/json.h"
#include "experiments/param.h"
#include "lib/libproctree.h"
#include "unit.h"

/* Call @look with each claim of each experiment. */
static void each_claim(void (*look)(const struct experiment *exp,
				    const struct claim *claim))
{
	const struct claim *claim;
	size_t i;

	for (i = 0; experiments[i]; i++)
		for (claim = experiments[i]->claims; claim->id; claim++)
			look(experiments[i], claim);
}

static void has_words(const struct experiment *exp, const struct claim *claim)
{
	bool told = claim->why && claim->source;

	if (!claim->sentence || (!claim->lie && !told))
		fail_msg("%s: %s lacks words", exp->name, claim->id);
	if (claim->lie != !strncmp(claim->id, "control-", 8))
		fail_msg("%s: %s: is it a lie?", exp->name, claim->id);
}

TEST("every claim has a sentence, an explanation and a source")
{
	each_claim(has_words);
}

static bool has_member(const struct sight *sight)
{
	if (sight->member && !proctree_member_find(sight->kind, sight->member))
		return false;
	return !strcmp(sight->field, "count") ||
	       !strcmp(sight->field, "order") ||
	       proctree_member_find(sight->kind, sight->field);
}

static bool is_said(const char *field)
{
	return !strncmp(field, "says.", strlen("says."));
}

static bool is_sleep(const char *field)
{
	return !strcmp(field, "sleeps.call") || !strcmp(field, "sleeps.fd") ||
	       !strcmp(field, "sleeps.object");
}

static bool is_recorded(const struct experiment *exp, const struct sight *sight)
{
	return (EVENTS_LIFE | exp->events) & 1ULL << sight->kind;
}

static void check_sight(const struct experiment *exp, const struct claim *claim,
			const struct sight *sight)
{
	const struct proctree_field *f = proctree_field_find(sight->field);

	if (sight->kind && !is_recorded(exp, sight))
		fail_msg("%s: %s looks at events that are not recorded",
			 exp->name, claim->id);
	if (sight->kind && !has_member(sight))
		fail_msg("%s: %s asks for a member \"%s\" or \"%s\"",
			 exp->name, claim->id, sight->member, sight->field);
	if (sight->kind || !sight->step || is_said(sight->field) ||
	    !strcmp(sight->field, "error"))
		return;
	if (!strncmp(sight->field, "sleeps.", 7)) {
		if (!exp->sleeps || !is_sleep(sight->field))
			fail_msg("%s: %s asks for \"%s\"", exp->name,
				 claim->id, sight->field);
		return;
	}
	if (!f || f->kind == PROCTREE_KIND_COMM)
		fail_msg("%s: %s asks for a field \"%s\"", exp->name,
			 claim->id, sight->field);
}

static void has_checks(const struct experiment *exp, const struct claim *claim)
{
	const struct check *check = claim->checks;

	if (!check->seen.field)
		fail_msg("%s: %s has no checks", exp->name, claim->id);
	for (; check < claim->checks + CLAIM_CHECKS && check->seen.field;
	     check++) {
		check_sight(exp, claim, &check->seen);
		if (check->than.field)
			check_sight(exp, claim, &check->than);
	}
}

TEST("every claim has checks, of fields and events that there are")
{
	each_claim(has_checks);
}

/* The verdicts of the kernels that there are to run on are in .expect alone. */
static void ended_in_time(const struct experiment *exp,
			  const struct claim *claim)
{
	uint32_t until = claim->until ? kernel_parse(claim->until) : 0;

	if (claim->until && claim_expected(claim, UINT32_MAX) != VERDICT_OUTDATED)
		fail_msg("%s: %s is not outdated", exp->name, claim->id);
	if (until >= KERNEL_OLDEST &&
	    claim_expected(claim, until) == VERDICT_OUTDATED)
		fail_msg("%s: %s was so up to %s, and is expected not to be",
			 exp->name, claim->id, claim->until);
}

TEST("what is outdated was so on the last kernel on which it is said to be so")
{
	each_claim(ended_in_time);
}

static void is_unique(const struct experiment *exp, const struct claim *claim)
{
	const struct claim *other;

	for (other = exp->claims; other != claim; other++)
		if (!strcmp(other->id, claim->id))
			fail_msg("%s: two claims %s", exp->name, claim->id);
}

TEST("no experiment has two claims of one name")
{
	each_claim(is_unique);
}

TEST("every experiment has two lies or more")
{
	const struct claim *claim;
	int lies;
	size_t i;

	for (i = 0; experiments[i]; i++) {
		lies = 0;
		for (claim = experiments[i]->claims; claim->id; claim++)
			lies += claim->lie;
		if (lies < 2)
			fail_msg("%s has %d lies", experiments[i]->name, lies);
	}
}

TEST("every experiment has a topic")
{
	size_t i;

	for (i = 0; experiments[i]; i++)
		if (!topic_name(experiments[i]->topic))
			fail_msg("%s: give it a .topic, see experiment.h",
				 experiments[i]->name);
}

TEST("every column of a timeline is a field or something said")
{
	const struct column *c;
	size_t i;

	for (i = 0; experiments[i]; i++)
		for (c = experiments[i]->columns; c->field; c++)
			assert_true(is_said(c->field) ||
				    (!strcmp(c->field, "sleeps.in") &&
				     experiments[i]->sleeps) ||
				    proctree_field_find(c->field));
}

static void check_flags(const char *list, unsigned int bits, const char *name)
{
	char text[CLONE_FLAGS_MAX];
	unsigned int got = -1;

	if (!clone_flags_parse(list, &got))
		fail_msg("%s is refused", list);
	assert_int_equal(got, bits);
	clone_flags_name(got, text);
	assert_string_equal(text, name);
}

TEST("sets of clone flags are read in any case, order and notation")
{
	check_flags("VM", CLONE_VM, "VM");
	check_flags("0", 0, "0");
	check_flags("sigchld,CLONE_VM", CLONE_VM | SIGCHLD, "VM|SIGCHLD");
	check_flags("Files|fs|SIGUSR1", CLONE_FILES | CLONE_FS | SIGUSR1,
		    "FS|FILES|SIGUSR1");
	check_flags("VM,FS,FILES,SIGHAND,THREAD,SYSVSEM,IO,PARENT,VFORK,NEWNS,"
		    "SIGUSR2",
		    CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
		    CLONE_THREAD | CLONE_SYSVSEM | CLONE_IO | CLONE_PARENT |
		    CLONE_VFORK | CLONE_NEWNS | SIGUSR2,
		    "VM|FS|FILES|SIGHAND|THREAD|SYSVSEM|IO|PARENT|VFORK|NEWNS|"
		    "SIGUSR2");
}

TEST("flags of namespaces and of thread-local storage have names")
{
	check_flags("newpid,newuser,settls", CLONE_NEWPID | CLONE_NEWUSER |
		    CLONE_SETTLS, "SETTLS|NEWUSER|NEWPID");
	check_flags("NEWUTS|NEWIPC|NEWNET|NEWCGROUP", CLONE_NEWUTS |
		    CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWCGROUP,
		    "NEWUTS|NEWIPC|NEWNET|NEWCGROUP");
}

TEST("other sets of clone flags are refused")
{
	static const char *const lists[] = {
		"", ",", "VM,", ",VM", "VM FS", "SPOON", "CLONE_", "PTRACE",
		"NEWPID,VFORK",
		"SIGCHLD,SIGUSR1", "SIGKILL", "VM,,FS", "17",
	};
	unsigned int bits;
	size_t i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (clone_flags_parse(lists[i], &bits))
			fail_msg("\"%s\" is taken", lists[i]);
}

TEST("a number is digits, in its range")
{
	assert_true(param_number("0", 0, 0));
	assert_true(param_number("4294967295", 0, UINT32_MAX));
	assert_true(param_number("0010", 10, 20));
	assert_false(param_number("", 0, 10));
	assert_false(param_number("9", 10, 20));
	assert_false(param_number("21", 10, 20));
	assert_false(param_number("-1", 0, UINT32_MAX));
	assert_false(param_number("+1", 0, 10));
	assert_false(param_number(" 1", 0, 10));
	assert_false(param_number("1 ", 0, 10));
	assert_false(param_number("0x1", 0, 10));
	assert_false(param_number("4294967296", 0, UINT32_MAX));
	assert_false(param_number("18446744073709551617", 0, 10));
}

TEST("JSON has commas, indentation and escapes where they belong")
{
	char text[512];
	FILE *out = fmemopen(text, sizeof(text), "w");
	struct json j = { .out = out };

	json_open(&j, NULL, '{');
	json_string(&j, "text", "a\"b\\c\n\x7f\xff");
	json_string(&j, "none", NULL);
	json_open(&j, "list", '[');
	json_int(&j, NULL, INT64_MIN);
	json_uint(&j, NULL, UINT64_MAX);
	json_bool(&j, NULL, false);
	json_close(&j, '[');
	json_open(&j, "empty", '{');
	json_close(&j, '{');
	json_close(&j, '{');
	fclose(out);
	assert_string_equal(text,
			    "{\n"
			    "  \"text\": \"a\\\"b\\\\c\\u000a\\u007f\\u00ff\",\n"
			    "  \"none\": null,\n"
			    "  \"list\": [\n"
			    "    -9223372036854775808,\n"
			    "    18446744073709551615,\n"
			    "    false\n"
			    "  ],\n"
			    "  \"empty\": {}\n"
			    "}\n");
}
