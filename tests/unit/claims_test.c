// SPDX-License-Identifier: GPL-2.0-only
/*
 * The evaluator of claims, over a trial made by hand: two roles, two steps.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "experiments/claims.h"
#include "unit.h"

#define KERNEL_OF_TEST KERNEL(6, 1)

static void add_role(struct trial *t, const char *name)
{
	strcpy(t->roles[t->nroles++].name, name);
}

static void add_step(struct trial *t, const char *name)
{
	strcpy(t->steps[t->nsteps++].name, name);
}

/* A base row for a role at a step. */
static struct proctree_row *see(struct trial *t, unsigned int step,
				unsigned int role, int32_t pid, char state)
{
	struct sighting *seen = &t->steps[step].seen[role];
	struct proctree_row *row = (void *)seen->row;

	seen->asked = true;
	seen->mask = PROCTREE_BLOCK_BASE;
	seen->stride = sizeof(*row);
	row->pid = pid;
	row->state = state;
	return row;
}

/* A parent that lives at both steps, and a child that is gone at the second. */
static struct trial *new_trial(const struct claim *claims)
{
	struct experiment *exp = calloc(1, sizeof(*exp));
	struct trial *t = calloc(1, sizeof(*t));

	exp->name = "test";
	exp->params[0].name = "end";
	exp->claims = claims;
	t->exp = exp;
	t->param[0] = "exit";
	t->kernel = KERNEL_OF_TEST;
	t->outcome = OUTCOME_COMPLETE;
	t->cleanup.swept = true;
	add_role(t, "parent");
	add_role(t, "child");
	add_step(t, "before");
	add_step(t, "after");
	see(t, 0, 0, 10, 'S');
	see(t, 0, 1, 11, 'D')->ppid = 10;
	see(t, 1, 0, 10, 'R');
	see(t, 1, 1, 0, 0);
	t->steps[1].seen[1].error = -ESRCH;
	t->steps[1].seen[0].says = (struct said_list){
		1, { { "wait", PROCTREE_KIND_PID, 11 } },
	};
	return t;
}

static void free_trial(struct trial *t)
{
	free((void *)t->exp);
	free(t);
}

static struct judgement judge(const struct claim *claim)
{
	struct trial *t = new_trial(claim);
	struct judgement j = claim_judge(t, claim);

	free_trial(t);
	return j;
}

#define TRUE_CHECK	IS("before", "child", "state", 'D')
#define FALSE_CHECK	IS("before", "child", "state", 'R')

TEST("a claim whose checks are all true holds")
{
	struct claim claim = {
		.id = "c",
		.checks = {
			TRUE_CHECK,
			IS_NOT("before", "child", "state", 'S'),
			{ SEEN("before", "child", "ppid"), CHECK_EQ,
			  SEEN("after", "parent", "pid"), 0 },
			{ SEEN("after", "parent", "says.wait"), CHECK_EQ,
			  SEEN("before", "child", "pid"), 0 },
			IS("after", "child", "error", ESRCH),
		},
		.expect = ALWAYS(HOLDS),
	};
	struct judgement j = judge(&claim);

	assert_int_equal(j.verdict, VERDICT_HOLDS);
	assert_int_equal(j.nfindings, 5);
	assert_false(j.unexpected);
}

TEST("values can be required to be below or above others")
{
	struct claim claim = {
		.id = "c",
		.checks = {
			BELOW("before", "child", "pid", 12),
			{ SEEN("before", "child", "pid"), CHECK_GT,
			  SEEN("before", "parent", "pid"), 0 },
		},
	};

	assert_int_equal(judge(&claim).verdict, VERDICT_HOLDS);
	claim.checks[0].value = 11;
	assert_int_equal(judge(&claim).verdict, VERDICT_PARTLY);
	claim.checks[1] = (struct check)ABOVE("before", "child", "pid", 11);
	assert_int_equal(judge(&claim).verdict, VERDICT_WRONG);
}

TEST("a claim that is true in part holds partly")
{
	struct claim claim = {
		.id = "c",
		.checks = { FALSE_CHECK, TRUE_CHECK },
		.expect = ALWAYS(PARTLY),
	};

	assert_int_equal(judge(&claim).verdict, VERDICT_PARTLY);
	assert_false(judge(&claim).unexpected);
}

TEST("a claim with no true check is wrong, and outdated if it was true once")
{
	struct claim claim = {
		.id = "c",
		.checks = { FALSE_CHECK },
		.expect = ALWAYS(WRONG),
	};

	assert_int_equal(judge(&claim).verdict, VERDICT_WRONG);
	assert_false(judge(&claim).unexpected);
	claim.until = "4.8";
	assert_int_equal(judge(&claim).verdict, VERDICT_OUTDATED);
	assert_true(judge(&claim).unexpected);
}

TEST("bits can be required and forbidden")
{
	struct claim claim = {
		.id = "c",
		.checks = {
			HAS("before", "child", "state", 0x44),
			LACKS("before", "child", "state", 0x11),
		},
	};

	assert_int_equal('D', 0x44);
	assert_int_equal(judge(&claim).verdict, VERDICT_HOLDS);
	claim.checks[0].value = 0x46;
	assert_int_equal(judge(&claim).verdict, VERDICT_PARTLY);
	claim.checks[1].value = 0x04;
	assert_int_equal(judge(&claim).verdict, VERDICT_WRONG);
}

TEST("a verdict other than the expected one is unexpected")
{
	struct claim claim = {
		.id = "c",
		.checks = { TRUE_CHECK },
		.expect = ALWAYS(WRONG),
	};

	assert_true(judge(&claim).unexpected);
}

TEST("what is expected can change with the kernel")
{
	struct claim claim = {
		.id = "c",
		.checks = { TRUE_CHECK },
		.expect = {
			{ 0, VERDICT_WRONG },
			{ KERNEL(5, 10), VERDICT_HOLDS },
			{ KERNEL(6, 2), VERDICT_PARTLY },
		},
	};

	assert_int_equal(judge(&claim).expected, VERDICT_HOLDS);
	claim.expect[2].since = KERNEL_OF_TEST;
	assert_int_equal(judge(&claim).expected, VERDICT_PARTLY);
	claim.expect[1].since = KERNEL(6, 12);
	claim.expect[2].since = KERNEL(7, 2);
	assert_int_equal(judge(&claim).expected, VERDICT_WRONG);
}

TEST("a missing value makes a verdict unknown, never a refutation")
{
	struct claim claims[] = {
		{ .checks = { FALSE_CHECK, IS("after", "child", "state", 0) } },
		{ .checks = { IS("before", "child", "mm", 0) } },
		{ .checks = { IS("before", "uncle", "state", 0) } },
		{ .checks = { IS("before", "child", "says.wait", 0) } },
		{ .checks = { IS("before", "child", "no_such_field", 0) } },
		{ .checks = { IS("before", "child", "comm", 0) } },
		{ .id = "no checks at all" },
	};
	size_t i;

	for (i = 0; i < sizeof(claims) / sizeof(claims[0]); i++) {
		assert_int_equal(judge(&claims[i]).verdict, VERDICT_UNKNOWN);
		assert_false(judge(&claims[i]).unexpected);
	}
}

TEST("a step that did not come: skipped in a complete run, else unknown")
{
	struct claim claim = {
		.id = "c",
		.checks = { TRUE_CHECK, IS("never", "child", "state", 'D') },
	};
	struct trial *t = new_trial(&claim);

	assert_int_equal(claim_judge(t, &claim).verdict, VERDICT_SKIPPED);
	assert_non_null(strstr(claim_judge(t, &claim).why_not, "never"));
	t->outcome = OUTCOME_TIMEOUT;
	assert_int_equal(claim_judge(t, &claim).verdict, VERDICT_UNKNOWN);
	free_trial(t);
}

TEST("a step that this machine can't come to skips a claim, and says why")
{
	struct claim claim = {
		.id = "c",
		.checks = { IS("apart", "child", "pid", 1) },
		.expect = ALWAYS(HOLDS),
	};
	struct trial *t = new_trial(&claim);
	struct judgement j;

	add_step(t, "apart");
	t->steps[2].skipped = true;
	strcpy(t->steps[2].text, "there is one processor only");
	j = claim_judge(t, &claim);
	free_trial(t);
	assert_int_equal(j.verdict, VERDICT_SKIPPED);
	assert_string_equal(j.why_not, "there is one processor only");
	assert_false(j.not_asked);
	assert_false(j.unexpected);
}

TEST("a claim that takes a privilege is skipped without it, and says so")
{
	struct claim claim = {
		.id = "c",
		.checks = { TRUE_CHECK },
		.needs = NEEDS_SYS_ADMIN,
	};
	struct trial *t = new_trial(&claim);

	assert_int_equal(claim_judge(t, &claim).verdict, VERDICT_SKIPPED);
	assert_non_null(strstr(claim_judge(t, &claim).why_not,
			       "CAP_SYS_ADMIN"));
	t->privileges = NEEDS_SYS_ADMIN;
	assert_int_equal(claim_judge(t, &claim).verdict, VERDICT_HOLDS);
	free_trial(t);
}

TEST("a claim can belong to one value of a parameter")
{
	struct claim claim = { .id = "c", .only = { "end", "exec" } };
	struct trial *t = new_trial(&claim);

	assert_false(claim_applies(t, &claim));
	t->param[0] = "exec";
	assert_true(claim_applies(t, &claim));
	free_trial(t);
}

static bool is_good(const struct claim *claims, unsigned int left)
{
	struct trial *t = new_trial(claims);
	bool good;

	t->cleanup.left = left;
	good = trial_is_good(t);
	free_trial(t);
	return good;
}

TEST("a run is good if nothing is unexpected and nothing is left")
{
	struct claim claims[] = {
		{ .id = "c", .checks = { TRUE_CHECK }, .expect = ALWAYS(HOLDS) },
		{ 0 },
	};

	assert_true(is_good(claims, 0));
	assert_false(is_good(claims, 1));
	claims[0].expect[0].verdict = VERDICT_WRONG;
	assert_false(is_good(claims, 0));
}

TEST("a lie that is not refuted spoils the run")
{
	struct claim claims[] = {
		{ .id = "lie", .checks = { FALSE_CHECK }, .lie = true },
		{ 0 },
	};
	struct claim truth[] = {
		{ .id = "lie", .checks = { TRUE_CHECK }, .lie = true },
		{ 0 },
	};
	struct claim half[] = {
		{ .id = "lie", .checks = { TRUE_CHECK, FALSE_CHECK },
		  .lie = true },
		{ 0 },
	};

	assert_true(is_good(claims, 0));
	assert_false(is_good(truth, 0));
	assert_false(is_good(half, 0));
}

TEST("a version is two numbers, and the rest of a release")
{
	assert_int_equal(kernel_parse("6.1"), KERNEL(6, 1));
	assert_int_equal(kernel_parse("6.1.0-56-amd64"), KERNEL(6, 1));
	assert_int_equal(kernel_parse("7.2+deb14"), KERNEL(7, 2));
	assert_int_equal(kernel_parse("7.3-rc1"), KERNEL(7, 3));
	assert_int_equal(kernel_parse("0.1"), 0);
	assert_int_equal(kernel_parse("6"), 0);
	assert_int_equal(kernel_parse("6."), 0);
	assert_int_equal(kernel_parse("6.x"), 0);
	assert_int_equal(kernel_parse("6.1x"), 0);
	assert_int_equal(kernel_parse("-6.1"), 0);
	assert_int_equal(kernel_parse(" 6.1"), 0);
	assert_int_equal(kernel_parse("6.-1"), 0);
	assert_int_equal(kernel_parse("65536.1"), 0);
	assert_int_equal(kernel_parse("99999999999999999999.1"), 0);
}

TEST("what was so is expected of kernels before the first that is tested")
{
	struct claim claim = { .expect = ALWAYS(OUTDATED), .until = "4.8" };

	assert_int_equal(claim_expected(&claim, KERNEL(2, 6)), VERDICT_HOLDS);
	assert_int_equal(claim_expected(&claim, KERNEL(4, 8)), VERDICT_HOLDS);
	assert_int_equal(claim_expected(&claim, KERNEL(4, 9)),
			 VERDICT_OUTDATED);
	claim.until = "mmap()";
	assert_int_equal(claim_expected(&claim, KERNEL(2, 6)),
			 VERDICT_OUTDATED);
}

TEST("a verdict is known to have changed between two kernels only")
{
	static const struct claim claim = {
		.expect = { { 0, VERDICT_WRONG },
			    { KERNEL(5, 19), VERDICT_PARTLY },
			    { KERNEL(7, 2), VERDICT_HOLDS } },
	};

	assert_int_equal(claim_changed(&claim, KERNEL(5, 10), KERNEL(5, 18)),
			 0);
	assert_int_equal(claim_changed(&claim, KERNEL(5, 10), KERNEL(6, 1)),
			 KERNEL(5, 19));
	assert_int_equal(claim_changed(&claim, KERNEL(7, 3), KERNEL(5, 10)),
			 KERNEL(7, 2));
	assert_int_equal(claim_changed(&claim, KERNEL(7, 2), KERNEL(7, 3)), 0);
}
