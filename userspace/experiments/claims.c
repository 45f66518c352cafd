// SPDX-License-Identifier: GPL-2.0-only
/*
 * The evaluator. A claim is a list of checks, each put in the claim's sense:
 * all true, it holds; none true, it is wrong (or outdated); some true, it holds
 * partly. A value that is missing makes the verdict UNKNOWN, never a
 * refutation.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "claims.h"

const char *verdict_word(enum verdict verdict)
{
	static const char *const words[] = {
		[VERDICT_HOLDS] = "HOLDS",
		[VERDICT_PARTLY] = "PARTLY",
		[VERDICT_OUTDATED] = "OUTDATED",
		[VERDICT_WRONG] = "WRONG",
		[VERDICT_SKIPPED] = "SKIPPED",
		[VERDICT_UNKNOWN] = "UNKNOWN",
	};

	return words[verdict];
}

bool claim_applies(const struct trial *t, const struct claim *claim)
{
	return !claim->only.param ||
	       !strcmp(trial_param(t, claim->only.param), claim->only.value);
}

static enum verdict expected_verdict(const struct trial *t,
				     const struct claim *claim)
{
	enum verdict verdict = claim->expect[0].verdict;
	unsigned int i;

	if (claim->lie)
		return VERDICT_WRONG;
	for (i = 1; i < 3 && claim->expect[i].since; i++)
		if (t->kernel >= claim->expect[i].since)
			verdict = claim->expect[i].verdict;
	return verdict;
}

/* Return: 0 or -ENODATA, then @j says why. */
static int see(const struct trial *t, const struct sight *sight,
	       int64_t *value, struct judgement *j)
{
	const struct step *step = trial_step(t, sight->step);
	int role = trial_role_index(t, sight->role);
	int ret;

	if (!step && t->outcome == OUTCOME_COMPLETE) {
		j->verdict = VERDICT_SKIPPED;
		snprintf(j->why_not, sizeof(j->why_not),
			 "this run has no step \"%s\"", sight->step);
		return -ENODATA;
	}
	j->verdict = VERDICT_UNKNOWN;
	if (!step || role < 0) {
		snprintf(j->why_not, sizeof(j->why_not), "no %s \"%s\" so far",
			 step ? "role" : "step",
			 step ? sight->role : sight->step);
		return -ENODATA;
	}
	ret = trial_value(&step->seen[role], sight->field, value);
	if (ret)
		snprintf(j->why_not, sizeof(j->why_not),
			 "%s: no %s of %s to be seen", sight->step,
			 sight->field, sight->role);
	return ret;
}

static bool compare(int64_t a, enum check_op op, int64_t b)
{
	switch (op) {
	case CHECK_EQ:
		return a == b;
	case CHECK_NE:
		return a != b;
	case CHECK_HAS:
		return (a & b) == b;
	case CHECK_LACKS:
		return !(a & b);
	case CHECK_LT:
		return a < b;
	case CHECK_GT:
		return a > b;
	}
	return false;
}

static enum truth find(const struct trial *t, const struct check *check,
		       struct finding *finding, struct judgement *j)
{
	finding->truth = TRUTH_UNKNOWN;
	finding->than = check->value;
	if (see(t, &check->seen, &finding->seen, j))
		return TRUTH_UNKNOWN;
	if (check->than.field && see(t, &check->than, &finding->than, j))
		return TRUTH_UNKNOWN;
	finding->truth = compare(finding->seen, check->op, finding->than) ?
			 TRUTH_YES : TRUTH_NO;
	return finding->truth;
}

struct judgement claim_judge(const struct trial *t, const struct claim *claim)
{
	struct judgement j = { .expected = expected_verdict(t, claim) };
	unsigned int yes = 0, i;
	enum truth truth;

	if (claim->needs & ~t->privileges) {
		j.verdict = VERDICT_SKIPPED;
		snprintf(j.why_not, sizeof(j.why_not),
			 "needs CAP_SYS_ADMIN: run it as root");
		return j;
	}
	for (i = 0; i < CLAIM_CHECKS && claim->checks[i].seen.field; i++) {
		truth = find(t, &claim->checks[i], &j.findings[i], &j);
		if (truth == TRUTH_UNKNOWN)
			return j;
		yes += truth == TRUTH_YES;
		j.nfindings++;
	}
	if (!j.nfindings) {
		j.verdict = VERDICT_UNKNOWN;
		return j;
	}
	if (yes == j.nfindings)
		j.verdict = VERDICT_HOLDS;
	else if (yes)
		j.verdict = VERDICT_PARTLY;
	else
		j.verdict = claim->until ? VERDICT_OUTDATED : VERDICT_WRONG;
	j.unexpected = j.verdict != j.expected;
	return j;
}

struct tally claims_tally(const struct trial *t)
{
	const struct claim *claim;
	struct tally tally = { 0 };
	struct judgement j;

	for (claim = t->exp->claims; claim->id; claim++) {
		if (!claim_applies(t, claim))
			continue;
		j = claim_judge(t, claim);
		tally.unexpected += j.unexpected;
		if (claim->lie && j.verdict != VERDICT_SKIPPED) {
			tally.lies++;
			tally.refuted += j.verdict == VERDICT_WRONG;
		} else if (!claim->lie) {
			tally.claims++;
			tally.by_verdict[j.verdict]++;
		}
	}
	return tally;
}

bool trial_is_good(const struct trial *t)
{
	struct tally tally = claims_tally(t);

	return t->outcome == OUTCOME_COMPLETE && !tally.unexpected &&
	       !tally.by_verdict[VERDICT_UNKNOWN] &&
	       tally.refuted == tally.lies &&
	       t->cleanup.swept && !t->cleanup.left;
}
