// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: that the verdicts are the expected ones on a busy machine, again
 * and again. That they are so once, experiments_every.c sees.
 */
#include <stdlib.h>
#include <string.h>

#include "experiments_run.h"
#include "harness.h"

/* PROCTREE_EXPERIMENTS are names with blanks between; all if it is not set. */
static bool is_wanted(const char *name)
{
	const char *list = getenv("PROCTREE_EXPERIMENTS");
	size_t len = strlen(name);

	if (!list || !*list)
		return true;
	for (; *list; list += strcspn(list, " "), list += strspn(list, " "))
		if (strcspn(list, " ") == len && !strncmp(list, name, len))
			return true;
	return false;
}

TEST_WITHIN(7200, "every experiment is as expected, time after time, under a fork storm")
{
	const char *runs = getenv("PROCTREE_RUNS");
	char *names[EXPERIMENTS_MAX];
	const struct variant *v;
	size_t n, i;

	if (!runs)
		SKIP("takes many runs: scripts/experiments [--runs N]");
	n = experiment_names(names);
	for (i = 0; i < n; i++)
		if (is_wanted(names[i]))
			check_under_storm(names[i], NULL, NULL, atoi(runs));
	for (v = experiment_variants; v->name; v++)
		if (is_wanted(v->name))
			check_under_storm(v->name, v->option, v->value,
					  atoi(runs));
}
