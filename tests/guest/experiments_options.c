// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run, claims and explain: the command line, and what is printed in which
 * format.
 */
#include <ctype.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

TEST("proctl run --list names the experiments")
{
	char *names[EXPERIMENTS_MAX];
	size_t n = experiment_names(names);

	while (n && strcmp(names[n - 1], "fork"))
		n--;
	ASSERT(n);
}

TEST("proctl run NAME --help lists the options of that experiment")
{
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "vfork", "--help"), 0);
	ASSERT(strstr(output, "--end"));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "clone", "--help"), 0);
	ASSERT(strstr(output, "--flags"));
}

TEST("proctl run with wrong arguments exits 2 and says what there is")
{
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "spoon"), 2);
	ASSERT(strstr(output, "spoon") && strstr(output, "vfork"));
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "--again"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "--again", "fork", "child",
			  "3"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "fork", "vfork"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "fork", "--code", "256"),
		  2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "fork", "--code"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "vfork", "--end", "x"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "clone", "--flags",
			  "VM,SPOON"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "fork", "--deadline",
			  "0"), 2);
}

TEST("proctl run exits 3 without the device, and says what is missing")
{
	char *output;

	OK(mount("none", "/dev", "tmpfs", 0, NULL));
	OK(mknod("/dev/null", S_IFCHR | 0666, makedev(1, 3)));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "fork"), 3);
	ASSERT(strstr(output, "proctl: "));
	ASSERT(strstr(output, "/dev/proctree"));
}

TEST("proctl run refuses options that do not go together")
{
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "fork", "--predict",
			  "--tap"), 2);
	ASSERT(strstr(output, "--predict"));
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "--all", "--hold"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "fork", "--ring", "0"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "fork", "--seed", "-1"),
		  2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "fork", "--grade",
			  "/nonexistent"), 2);
}

/* Lines that begin with @with. */
static unsigned int count_lines(const char *text, const char *with)
{
	unsigned int n = 0;

	for (; text && *text; text = strchr(text, '\n'), text += !!text)
		n += !strncmp(text, with, strlen(with));
	return n;
}

TEST("proctl run --tap is a test for each claim, with a plan")
{
	char *output, plan[16];
	unsigned int n;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "vfork", "--tap"), 0);
	n = count_lines(output, "ok ");
	ASSERT_GE(n, 10);
	ASSERT_EQ(count_lines(output, "not ok"), 0);
	snprintf(plan, sizeof(plan), "1..%u\n", n);
	ASSERT_STR(strstr(output, "1.."), plan);
	ASSERT(strstr(output, "vfork-same-mm: HOLDS"));
}

/* Without the times in front of the lines: "   12 ms". */
static char *without_times(char *text)
{
	char *at, *digit;

	for (at = text; (at = strstr(at, " ms  ")); at++)
		for (digit = at - 1; digit >= text && isdigit(*digit); digit--)
			*digit = ' ';
	return text;
}

/*
 * A matrix compares objects that live at the same time. Letters of a timeline
 * may differ: an object may get the memory of one that is gone, or not.
 */
TEST("two runs of one seed differ in nothing but times")
{
	char *once, *again;

	ASSERT_EQ(COMMAND(-1, &once, "proctl", "run", "clone", "--seed", "7"),
		  0);
	ASSERT_EQ(COMMAND(-1, &again, "proctl", "run", "clone", "--seed", "7"),
		  0);
	ASSERT_STR(without_times(once), without_times(again));
}

TEST("an ordinary user sees the events of an experiment")
{
	struct json *run;

	become(NOBODY, -1);
	run = run_json("fork", NULL, NULL);
	ASSERT_EQ(json_get(run, "no_events_because")->type, JSON_NULL);
	ASSERT_EQ(json_number(run, "lost"), 0);
	ASSERT(json_pick(json_get(run, "events"), "event", "fork"));
	ASSERT(json_pick(json_get(run, "events"), "event", "exit"));
}

TEST("proctl claims and explain need no module")
{
	char *output;

	OK(mount("none", "/dev", "tmpfs", 0, NULL));
	OK(mknod("/dev/null", S_IFCHR | 0666, makedev(1, 3)));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "claims", "fork", "-J",
			  "--kernel", "6.1"), 0);
	ASSERT(json_pick(json_parse(output), "id", "fork-return-values"));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "explain", "vfork-same-mm"),
		  0);
	ASSERT(strstr(output, "proctl run vfork"));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "explain", "vfork-same-m"), 2);
	ASSERT(strstr(output, "vfork-same-mm"));
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "claims", "spoon"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "claims", "-k", "x"), 2);
}

TEST("proctl claims --diff lists what two kernels differ in, and when")
{
	const struct json *claim;
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "claims", "--diff", "7.1",
			  "7.2", "-J"), 0);
	claim = json_pick(json_parse(output), "id", "clone-new-7");
	ASSERT_STR(json_text(claim, "before"), "HOLDS");
	ASSERT_STR(json_text(claim, "expected"), "OUTDATED");
	ASSERT_STR(json_text(claim, "since"), "7.2");
	ASSERT(!json_pick(json_parse(output), "id", "fork-return-values"));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "claims", "clone", "--diff",
			  "7.1", "7.2"), 0);
	ASSERT(strstr(output, "clone-new-7 (clone): HOLDS -> OUTDATED"));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "claims", "-d", "7.2", "7.2"),
		  0);
	ASSERT(strstr(output, "the verdict on 0 of "));
}

TEST("proctl claims --diff exits 2 for what are not two versions")
{
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "claims", "--diff", "7.1"), 2);
	ASSERT(strstr(output, "two kernel versions"));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "claims", "--diff", "7.1",
			  "seven"), 2);
	ASSERT(strstr(output, "'seven' is no kernel version"));
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "claims", "--diff", "7.1", "-J"),
		  2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "claims", "--diff"), 2);
}
