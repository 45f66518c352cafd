// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks in words.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "experiments/words.h"
#include "unit.h"

static void expect(const struct check *check, const struct finding *finding,
		   const char *expected)
{
	char got[512];
	FILE *out = fmemopen(got, sizeof(got), "w");

	if (finding)
		words_finding(out, check, finding);
	else
		words_check(out, check);
	fclose(out);
	assert_string_equal(got, expected);
}

/* A check's words, and the check. */
#define WORDS(text, ...)						\
	expect(&(struct check)__VA_ARGS__, NULL, text)

/* The same of one that should have been as it says, and was @value. */
#define WRONG(text, value, ...)						\
	expect(&(struct check)__VA_ARGS__,				\
	       &(struct finding){ TRUTH_NO, { value, value }, { 0 } }, text)

TEST("a check names states, signals, errors and status words")
{
	WORDS("dead: state of child is Z", IS("dead", "child", "state", 'Z'));
	WORDS("dead: error of child is ESRCH",
	      IS("dead", "child", "error", ESRCH));
	WORDS("dead: error of child is 0", IS("dead", "child", "error", 0));
	WORDS("tried: says.clone of caller is EINVAL",
	      IS("tried", "caller", "says.clone", -EINVAL));
	WORDS("dead: says.status of parent is exited(42)",
	      IS("dead", "parent", "says.status", 42 << 8));
	WORDS("sent: pending of child has SIGTERM",
	      HAS("sent", "child", "pending", SIGSET(SIGTERM)));
}

TEST("what is compared with is not named twice")
{
	WORDS("forked: mm of child is that of parent",
	      SAME("forked", "mm", "child", "parent"));
	WORDS("all: rss of one is below rss_file of one",
	      LESS("all", "one", "rss", "rss_file"));
	WORDS("exec: pid of child is that of child at before",
	      { SEEN("exec", "child", "pid"), CHECK_EQ,
		SEEN("before", "child", "pid"), 0 });
	WORDS("forked: says.fork of parent is pid of child",
	      { SEEN("forked", "parent", "says.fork"), CHECK_EQ,
		SEEN("forked", "child", "pid"), 0 });
}

TEST("events are named by the steps between which they happened")
{
	WORDS("a to b: the first exit of child comes before the first signal of parent",
	      BEFORE("a", "b", EXIT, "child", SIGNAL, "parent"));
	WORDS("a to b: number of signal of anybody (sig SIGTERM) is 1",
	      { MATCHING("a", "b", SIGNAL, NULL, "sig", SIGTERM), CHECK_EQ,
		{ 0 }, 1 });
	WORDS("a to b: code of the first exit of child is killed by SIGKILL",
	      { EVENT("a", "b", EXIT, "child", "code"), CHECK_EQ, { 0 },
		SIGKILL });
	WORDS("share.torn is below 2 %", RARER_THAN("torn", 2));
}

TEST("what was seen instead is told if each run would see it")
{
	WRONG("dead: state of child is Z, but S", 'S',
	      IS("dead", "child", "state", 'Z'));
	WRONG("made: says.new of child is 1, but 0", 0,
	      IS("made", "child", "says.new", 1));
	WRONG("made: says.fork of child is EAGAIN", 4711,
	      IS("made", "child", "says.fork", -EAGAIN));
	WRONG("made: ppid of child is 1", 4711,
	      IS("made", "child", "ppid", 1));
	WRONG("a to b: number of wake of child is 1", 7,
	      TIMES("a", "b", WAKE, "child", 1));
	WRONG("a to b: reason of the first reparent of child is init", 1,
	      { EVENT("a", "b", REPARENT, "child", "reason"), CHECK_EQ, { 0 },
		PROCTREE_HEIR_INIT });
	WRONG("forked: state of child is that of parent", 'S',
	      SAME("forked", "state", "child", "parent"));
}
