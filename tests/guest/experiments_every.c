// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run --all: what is to be true of every experiment. What each of them
 * shows is looked at in experiments_fork.c, _birth.c, _death.c, _states.c ...
 */
#include <string.h>
#include <sys/sysinfo.h>

#include "device.h"
#include "experiments_run.h"
#include "harness.h"
#include "matrix.h"
#include "spawn.h"

/* All of them, as an array. */
static const struct json *run_all(void)
{
	char *names[EXPERIMENTS_MAX], *output;
	size_t n = experiment_names(names), i = 0;
	const struct json *all, *run;
	int status;

	status = COMMAND(-1, &output, "proctl", "run", "--all", "-J",
			 "--deadline", "60");
	if (*output != '[')
		FAIL("exit status %d: %s", status, output);
	all = json_parse(output);
	for (run = all->first; status && run; run = run->next)
		if (!json_true(run, "good"))
			note_run(run);
	ASSERT_EQ(status, 0);
	for (run = all->first; run; run = run->next, i++) {
		ASSERT_LT(i, n);
		ASSERT_STR(json_text(run, "experiment"), names[i]);
	}
	ASSERT_EQ(i, n);
	return all;
}

/* Where a claim is SKIPPED: nothing runs side by side, or preempts as it says. */
static bool is_special(void)
{
	return get_nprocs() == 1 ||
	       query_take().kernel & (PROCTREE_KERNEL_PREEMPT_RT |
				      PROCTREE_KERNEL_PREEMPT_FULL);
}

TEST_WITHIN(300, "every claim is judged as expected under a fork storm, every lie refuted")
{
	const struct json *all, *run;
	const struct variant *v;
	struct storm storm;

	remove_stock_module();
	storm_begin(&storm);
	all = run_all();
	storm_end(&storm);
	assert_nothing_left();
	for (run = all->first; run; run = run->next) {
		ASSERT(json_true(run, "good"));
		ASSERT_GE(check_claims(run, !is_special()), 1);
	}
	if (!is_special())
		matrix_check(all);
	for (v = experiment_variants; v->name; v++)
		check_under_storm(v->name, v->option, v->value, 1);
}

/* Whether every claim that was skipped says what it lacks. */
static void assert_skips_told(const struct json *run)
{
	const struct json *claim = json_get(run, "claims")->first;

	for (; claim; claim = claim->next)
		if (!strcmp(json_text(claim, "verdict"), "SKIPPED") &&
		    !strstr(json_text(claim, "reason"), "CAP_") &&
		    !is_special())
			FAIL("%s: %s", json_text(claim, "id"),
			     json_text(claim, "reason"));
}

TEST_WITHIN(300, "experiments need no privilege, or say which claims do")
{
	const struct json *run;

	become(NOBODY, -1);
	run = run_all()->first;
	assert_nothing_left();
	for (; run; run = run->next) {
		check_claims(run, false);
		assert_skips_told(run);
	}
}

TEST_WITHIN(300, "all reports fit 80 columns, without colour in a pipe")
{
	char *names[EXPERIMENTS_MAX];
	size_t n = experiment_names(names), i;

	for (i = 0; i < n; i++)
		check_report(names[i], NULL, NULL);
}
