// SPDX-License-Identifier: GPL-2.0-only
/*
 * The evaluator. A claim is a list of checks, each put in the claim's sense:
 * all true, it holds; none true, it is wrong (or outdated); some true, it holds
 * partly. A value that is missing makes the verdict UNKNOWN, never a
 * refutation.
 */
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

enum verdict claim_expected(const struct claim *claim, uint32_t kernel)
{
	enum verdict verdict = claim->expect[0].verdict;
	unsigned int i;

	if (claim->lie)
		return VERDICT_WRONG;
	if (kernel < KERNEL_OLDEST && claim->until &&
	    kernel <= kernel_parse(claim->until))
		return VERDICT_HOLDS;
	for (i = 1; i < CLAIM_EXPECTED && claim->expect[i].since; i++)
		if (kernel >= claim->expect[i].since)
			verdict = claim->expect[i].verdict;
	return verdict;
}

uint32_t claim_changed(const struct claim *claim, uint32_t a, uint32_t b)
{
	uint32_t older = a < b ? a : b, newer = a < b ? b : a, since = 0;
	unsigned int i;

	for (i = 1; i < CLAIM_EXPECTED && claim->expect[i].since; i++)
		if (claim->expect[i].since <= newer)
			since = claim->expect[i].since;
	return since > older ? since : 0;
}

static enum truth compare_sets(const struct reading *a, enum check_op op,
			       const struct reading *b)
{
	bool has = (a->low & b->low) == b->low;

	if (a->low != a->high || b->low != b->high)
		return TRUTH_UNKNOWN;
	if (op == CHECK_LACKS)
		has = !(a->low & b->low);
	return has ? TRUTH_YES : TRUTH_NO;
}

/* Of values that are known to lie between two bounds. */
static enum truth compare(const struct reading *a, enum check_op op,
			  const struct reading *b)
{
	bool exact = a->low == a->high && b->low == b->high;
	bool apart = a->high < b->low || b->high < a->low;

	switch (op) {
	case CHECK_EQ:
		return apart ? TRUTH_NO : exact ? TRUTH_YES : TRUTH_UNKNOWN;
	case CHECK_NE:
		return apart ? TRUTH_YES : exact ? TRUTH_NO : TRUTH_UNKNOWN;
	case CHECK_LT:
		return a->high < b->low ? TRUTH_YES :
		       a->low >= b->high ? TRUTH_NO : TRUTH_UNKNOWN;
	case CHECK_GT:
		return a->low > b->high ? TRUTH_YES :
		       a->high <= b->low ? TRUTH_NO : TRUTH_UNKNOWN;
	case CHECK_GE:
		return a->low >= b->high ? TRUTH_YES :
		       a->high < b->low ? TRUTH_NO : TRUTH_UNKNOWN;
	default:
		return compare_sets(a, op, b);
	}
}

/* Return: whether there is a value to compare; else @j or @finding says why. */
static bool see(const struct trial *t, const struct sight *sight,
		struct reading *reading, struct finding *finding,
		struct judgement *j)
{
	switch (evidence_read(t, sight, reading, j->why_not)) {
	case EVIDENCE_FOUND:
		return true;
	case EVIDENCE_ABSENT:
		finding->truth = TRUTH_NO;
		return false;
	case EVIDENCE_NOT_ASKED:
		j->not_asked = true;
		j->verdict = VERDICT_SKIPPED;
		return false;
	case EVIDENCE_SKIPPED:
		j->verdict = VERDICT_SKIPPED;
		return false;
	default:
		j->verdict = VERDICT_UNKNOWN;
		return false;
	}
}

static enum truth find(const struct trial *t, const struct check *check,
		       struct finding *finding, struct judgement *j)
{
	*finding = (struct finding){
		.truth = TRUTH_UNKNOWN,
		.than = { check->value, check->value },
	};
	if (!see(t, &check->seen, &finding->seen, finding, j) ||
	    (check->than.field &&
	     !see(t, &check->than, &finding->than, finding, j)))
		return finding->truth;
	finding->truth = compare(&finding->seen, check->op, &finding->than);
	if (finding->truth == TRUTH_UNKNOWN) {
		j->verdict = VERDICT_UNKNOWN;
		evidence_why_vague(t, &check->seen, &finding->seen, j->why_not);
	}
	return finding->truth;
}

struct judgement claim_judge(const struct trial *t, const struct claim *claim)
{
	struct judgement j = { .expected = claim_expected(claim, t->kernel) };
	unsigned int yes = 0, i;
	enum truth truth;

	if (claim->needs & ~t->privileges) {
		j.verdict = VERDICT_SKIPPED;
		snprintf(j.why_not, sizeof(j.why_not),
			 "needs CAP_SYS_ADMIN: run it as root, outside of "
			 "containers");
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
	       t->cleanup.swept && !t->cleanup.left && !t->cleanup.things;
}
