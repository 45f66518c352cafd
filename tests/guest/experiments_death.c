// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: the experiments about exec, the end of processes and what comes
 * after it.
 */
#include <errno.h>
#include <string.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

/* What is run: an experiment with the option that makes it another one. */
static const struct variant {
	const char *name;
	const char *option;
	const char *value;
} variants[] = {
	{ "zombie", NULL, NULL },
	{ "orphan", NULL, NULL },
	{ "subreaper", NULL, NULL },
};

#define NVARIANTS (sizeof(variants) / sizeof(variants[0]))

TEST_WITHIN(180, "every claim about the end of processes is judged as expected")
{
	const struct variant *v;

	for (v = variants; v < variants + NVARIANTS; v++)
		ASSERT_GE(check_claims(run_json(v->name, v->option, v->value),
				       true), 2);
}

/* Whether every claim that was skipped says what it lacks. */
static void assert_skips_told(const struct json *run)
{
	const struct json *claim = json_get(run, "claims")->first;

	for (; claim; claim = claim->next)
		if (!strcmp(json_text(claim, "verdict"), "SKIPPED"))
			ASSERT(strstr(json_text(claim, "reason"),
				      "CAP_SYS_ADMIN"));
}

TEST_WITHIN(180, "those experiments run without privilege, and skip with a reason")
{
	const struct variant *v;
	struct json *run;

	become(NOBODY, -1);
	for (v = variants; v < variants + NVARIANTS; v++) {
		run = run_json(v->name, v->option, v->value);
		check_claims(run, false);
		assert_skips_told(run);
	}
}

TEST_WITHIN(180, "their reports fit 80 columns")
{
	const struct variant *v;

	for (v = variants; v < variants + NVARIANTS; v++)
		check_report(v->name, v->option, v->value);
}

TEST("proctl run zombie shows the dead until somebody waits")
{
	struct json *run = run_json("zombie", NULL, NULL);

	ASSERT_STR(STATE(run, "zombie", "child"), "Z");
	ASSERT_STR(STATE(run, "killed", "child"), "Z");
	ASSERT_STR(STATE(run, "looked", "child"), "Z");
	ASSERT_EQ(NUMBER(run, "looked", "child", "exit_code"), 5 << 8);
	ASSERT_STR(ID(run, "reaped", "child", "error"), "ESRCH");
	ASSERT_EQ(SAYS(run, "ignored", "parent", "wait"), -ECHILD);
	ASSERT_STR(STATE(run, "unwaited", "child"), "Z");
	ASSERT_STR(STATE(run, "cured", "parent"), "Z");
	ASSERT_STR(ID(run, "cured", "child", "error"), "ESRCH");
}

TEST("proctl run orphan shows a thread, a subreaper and an init adopt a child")
{
	struct json *run = run_json("orphan", NULL, NULL);

	ASSERT_EQ(NUMBER(run, "family", "child", "real_parent_tid"),
		  NUMBER(run, "family", "worker", "pid"));
	ASSERT_EQ(NUMBER(run, "thread died", "child", "real_parent_tid"),
		  NUMBER(run, "family", "parent", "pid"));
	ASSERT_EQ(NUMBER(run, "parent died", "child", "ppid"),
		  NUMBER(run, "family", "subreaper", "pid"));
	ASSERT_EQ(NUMBER(run, "adopted inside", "child", "ppid"),
		  NUMBER(run, "inside", "init", "pid"));
	ASSERT_EQ(NUMBER(run, "inside", "init", "ns_pid"), 1);
}

TEST("proctl run subreaper shows an orphan climb, and one that nobody reaps")
{
	struct json *run = run_json("subreaper", NULL, NULL);

	ASSERT_EQ(NUMBER(run, "family", "kid", "ppid"),
		  NUMBER(run, "family", "middle", "pid"));
	ASSERT_EQ(NUMBER(run, "middle died", "kid", "ppid"),
		  NUMBER(run, "family", "inner", "pid"));
	ASSERT_EQ(NUMBER(run, "inner died", "kid", "ppid"),
		  NUMBER(run, "family", "outer", "pid"));
	ASSERT_EQ(SAYS(run, "reaped", "outer", "wait"),
		  NUMBER(run, "family", "kid", "pid"));
	ASSERT_STR(STATE(run, "lazy", "kid"), "Z");
	ASSERT_STR(ID(run, "init died", "kid", "error"), "ESRCH");
}

TEST_WITHIN(300, "ten runs of zombie under a fork storm are as expected")
{
	check_under_storm("zombie", NULL, NULL);
}

TEST_WITHIN(300, "ten runs of orphan under a fork storm are as expected")
{
	check_under_storm("orphan", NULL, NULL);
}

TEST_WITHIN(300, "ten runs of subreaper under a fork storm are as expected")
{
	check_under_storm("subreaper", NULL, NULL);
}
