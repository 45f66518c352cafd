// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: the experiments about how tasks come to be, and what they have of
 * each other.
 */
#include <errno.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/sysinfo.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

#define BOOK_LIST "a+b,b+c,c+d,b-"

TEST("a long family tree and the book's fit 80 columns")
{
	check_report("fork-tree", "-A", BOOK_LIST);
	check_report("fork-tree", "--levels", "6");
}

TEST("proctl run inherit shows what the child has, and what it lacks")
{
	struct json *run = run_json("inherit", NULL, NULL);

	ASSERT_EQ(NUMBER(run, "forked", "parent", "nr_threads"), 2);
	ASSERT_EQ(NUMBER(run, "forked", "child", "nr_threads"), 1);
	ASSERT_GE(NUMBER(run, "forked", "parent", "shared_pending"), 1);
	ASSERT_EQ(NUMBER(run, "forked", "child", "shared_pending"), 0);
	ASSERT_EQ(NUMBER(run, "forked", "child", "blocked"),
		  NUMBER(run, "forked", "parent", "blocked"));
	ASSERT_EQ(NUMBER(run, "forked", "child", "locked"), 0);
	ASSERT_GE(NUMBER(run, "forked", "parent", "locked"), 1);
	ASSERT_EQ(SAYS(run, "forked", "child", "lock_of"),
		  NUMBER(run, "forked", "parent", "pid"));
	ASSERT_EQ(SAYS(run, "forked", "child", "wiped"), 1);
	ASSERT_EQ(SAYS(run, "written", "parent", "offset"), 1);
	ASSERT_EQ(SAYS(run, "written", "parent", "shared"), 1);
	ASSERT_EQ(SAYS(run, "written", "parent", "private"), 0);
}

/* Whether reading takes faults, as well, is the processor's business. */
TEST("proctl run cow counts a fault for each page written to, and who owns it")
{
	struct json *run = run_json("cow", "--write", "100");

	ASSERT_EQ(SAYS(run, "read", "child", "own"), 0);
	ASSERT_EQ(SAYS(run, "read", "child", "copied"), 0);
	ASSERT_EQ(SAYS(run, "wrote", "child", "faults"), 100);
	ASSERT_EQ(SAYS(run, "wrote", "child", "copied"), 100);
	ASSERT_EQ(SAYS(run, "wrote", "child", "own"), 100);
	ASSERT_EQ(SAYS(run, "again", "child", "faults"), 0);
	ASSERT_EQ(SAYS(run, "before", "parent", "faults"), 100);
	ASSERT_EQ(SAYS(run, "alone", "parent", "faults"), 1024 - 200);
	ASSERT_EQ(SAYS(run, "alone", "parent", "own"), 1024 - 200);
}

TEST("proctl run cow refutes nothing by pages it could not look at")
{
	const struct json *claims;
	char *output;

	/* No /proc, so no pagemap. */
	OK(mount("none", "/proc", "tmpfs", 0, NULL));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "cow", "-J"), 1);
	claims = json_get(json_parse(output), "claims");
	ASSERT_STR(json_text(json_pick(claims, "id", "cow-share-until-write"),
			     "verdict"), "UNKNOWN");
	ASSERT_STR(json_text(json_pick(claims, "id", "control-cow-reading-copies"),
			     "verdict"), "UNKNOWN");
}

TEST("proctl run cow with more to write than there is fails and says so")
{
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "cow", "--pages",
			  "100", "--write", "50"), 1);
	ASSERT(strstr(output, "--write must be less than half of --pages"));
	assert_nothing_left();
}

TEST("proctl run fork-order counts each fork once")
{
	struct json *run = run_json("fork-order", "--n", "50");

	ASSERT_EQ(SAYS(run, "one", "racer", "forks"), 50);
	ASSERT_EQ(SAYS(run, "one", "racer", "child_first") +
		  SAYS(run, "one", "racer", "parent_first"), 50);
	ASSERT_EQ(SAYS(run, "one", "racer", "elsewhere"), 0);
	ASSERT_EQ(NUMBER(run, "later", "polite", "nice"), 10);
}

TEST("proctl run fork-tree shows a chain that ends from below")
{
	struct json *run = run_json("fork-tree", NULL, NULL);

	ASSERT_EQ(NUMBER(run, "grown", "p3", "ppid"),
		  NUMBER(run, "grown", "p2", "pid"));
	ASSERT_EQ(NUMBER(run, "grown", "p2", "ppid"),
		  NUMBER(run, "grown", "p1", "pid"));
	ASSERT_EQ(NUMBER(run, "traced", "p3", "tracer_pid"),
		  NUMBER(run, "grown", "harness", "pid"));
	ASSERT_STR(ID(run, "without p3", "p3", "error"), "ESRCH");
	ASSERT_EQ(SAYS(run, "without p2", "p1", "wait"),
		  NUMBER(run, "grown", "p2", "pid"));
	ASSERT_EQ(SAYS(run, "pipe", "left", "pipe"),
		  SAYS(run, "pipe", "right", "pipe"));
}

TEST("the book's quiz has the kernel's answers, and says where the book errs")
{
	struct json *run = run_json("fork-tree", "-A", BOOK_LIST);
	char *output;

	ASSERT_EQ(NUMBER(run, "end", "c", "ppid"),
		  NUMBER(run, "end", "subreaper", "pid"));
	ASSERT_EQ(NUMBER(run, "end", "d", "ppid"),
		  NUMBER(run, "end", "c", "pid"));
	ASSERT_EQ(SAYS(run, "end", "d", "book"),
		  NUMBER(run, "end", "a", "pid"));
	check_claims(run, false);
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "fork-tree", "-cA",
			  BOOK_LIST), 0);
	ASSERT(strstr(output, "\n    subreaper\n    `-- c\n        `-- d\n"));
	ASSERT(strstr(output, "The book makes d a child of a; in Linux it is "
		      "one of c.\n"));
}

TEST("the book's quiz agrees with Linux when only leaves exit")
{
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "fork-tree", "-s", "3",
			  "-a", "20", "-L", "-c"), 0);
	ASSERT(strstr(output, "EXITS (failed: has children)"));
	ASSERT(!strstr(output, "The book makes"));
	assert_nothing_left();
}

TEST("the book's quiz asks for trees, or for actions with -t")
{
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "fork-tree", "-s",
			  "10"), 0);
	ASSERT(strstr(output, "Action: a forks b\nProcess Tree?\n"));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "fork-tree", "-s",
			  "10", "-t", "-F"), 0);
	ASSERT(strstr(output, "Action?\n") && !strstr(output, "forks"));
	ASSERT(strstr(output, "Final Process Tree:\n    a\n"));
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "fork-tree", "-A", "b-"),
		  2);
}

TEST("proctl run thread shows a dead first thread while the second lives")
{
	struct json *run = run_json("thread", NULL, NULL);

	ASSERT_EQ(NUMBER(run, "three", "thread", "tgid"),
		  NUMBER(run, "three", "main", "pid"));
	ASSERT_SHARED(run, "three", "mm", "thread", "main");
	ASSERT_OWN(run, "three", "stack", "thread", "main");
	ASSERT_STR(STATE(run, "main ended", "main"), "Z");
	ASSERT_STR(STATE(run, "main ended", "thread"), "S");
	ASSERT_EQ(SAYS(run, "main ended", "main", "waited"), 0);
	ASSERT_EQ(SAYS(run, "waited", "main", "wait_thread"), -ECHILD);
	ASSERT_EQ(NUMBER(run, "exit", "main", "exit_code"), 3 << 8);
}

TEST("proctl run task-list shows the order of birth, threads not on it")
{
	struct json *run = run_json("task-list", NULL, NULL);

	ASSERT_EQ(SAYS(run, "grown", "second", "place"), 0);
	ASSERT_GE(SAYS(run, "grown", "two", "place"),
		  SAYS(run, "grown", "one", "place") + 1);
	ASSERT_GE(SAYS(run, "exec", "three", "place"),
		  SAYS(run, "exec", "two", "place") + 1);
	ASSERT_EQ(NUMBER(run, "grown", "grandchild", "real_parent_tid"),
		  NUMBER(run, "grown", "second", "pid"));
	ASSERT_EQ(SAYS(run, "roots", "list", "kthreadd_ppid"), 0);
}

TEST("proctl run kernel-facts finds the stacks of the processes it makes")
{
	struct json *run = run_json("kernel-facts", "--children", "100");
	int64_t grown = SAYS(run, "asleep", "kernel", "stacks") -
			SAYS(run, "gone", "kernel", "stacks");

	ASSERT_EQ(SAYS(run, "names", "kernel", "kernel_clone"), 1);
	ASSERT_EQ(SAYS(run, "names", "kernel", "do_fork"), 0);
	ASSERT_GE(grown, 100 * 8192);
	ASSERT_EQ(SAYS(run, "errors", "caller", "used_number"), -EEXIST);
	ASSERT_EQ(SAYS(run, "errors", "caller", "used_and_bad"), -EINVAL);
}
