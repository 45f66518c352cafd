// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: the experiments about exec, the end of processes and what comes
 * after it.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

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

TEST("proctl run wait shows each answer that a parent can get")
{
	struct json *run = run_json("wait", NULL, NULL);

	ASSERT_EQ(NUMBER(run, "blocked", "parent", "child_wait"), 1);
	ASSERT_EQ(SAYS(run, "exited", "parent", "status"), 0xff00);
	ASSERT_EQ(SAYS(run, "interrupted", "parent", "wait"), -EINTR);
	ASSERT_EQ(SAYS(run, "stopped", "parent", "status"),
		  SIGSTOP << 8 | 0x7f);
	ASSERT_EQ(SAYS(run, "continued", "parent", "status"), 0xffff);
	ASSERT_EQ(SAYS(run, "signalled", "parent", "status"), SIGTERM);
	ASSERT_EQ(SAYS(run, "grandchild", "parent", "wait"), -ECHILD);
	ASSERT_EQ(SAYS(run, "thread", "thread", "nothread"), -ECHILD);
	ASSERT_EQ(SAYS(run, "clones", "parent", "wait"), -ECHILD);
}

TEST("proctl run exit shows what each way to end leaves")
{
	struct json *run = run_json("exit", NULL, NULL);

	ASSERT_EQ(SAYS(run, "_exit", "parent", "status"), 3 << 8);
	ASSERT_EQ(SAYS(run, "exit", "parent", "status"), 3 << 8);
	ASSERT_EQ(SAYS(run, "main", "parent", "status"), 3 << 8);
	ASSERT_EQ(SAYS(run, "main handler", "child", "frames"), 0);
	ASSERT_GE(SAYS(run, "exit handler", "child", "frames"), 1);
	ASSERT_EQ(SAYS(run, "abort", "parent", "status"), SIGABRT);
	ASSERT_EQ(SAYS(run, "fault", "parent", "status"), SIGSEGV);
	ASSERT_STR(STATE(run, "leader died", "child"), "Z");
	ASSERT_STR(STATE(run, "leader died", "other"), "S");
	ASSERT_EQ(SAYS(run, "last died", "parent", "status"), 9 << 8);
}

TEST("proctl run exec shows a thread take its process over")
{
	struct json *run = run_json("exec", NULL, NULL);

	ASSERT_STR(ID(run, "exec of a thread", "child", "task"),
		   ID(run, "threads", "caller", "task"));
	ASSERT_EQ(NUMBER(run, "exec of a thread", "child", "pid"),
		  NUMBER(run, "threads", "child", "pid"));
	ASSERT_EQ(NUMBER(run, "exec of a thread", "child", "nr_threads"), 1);
	ASSERT_STR(ID(run, "exec of a thread", "caller", "error"), "ESRCH");
	ASSERT_EQ(SAYS(run, "exec", "child", "cloexec"), -EBADF);
	ASSERT_EQ(SAYS(run, "exec", "child", "old"), 0);
}

TEST("proctl run exec-stack stops a program at its entry point")
{
	struct json *run = run_json("exec-stack", NULL, NULL);

	ASSERT_STR(STATE(run, "entered", "child"), "t");
	ASSERT_EQ(SAYS(run, "entered", "tracer", "word"), 2);
	ASSERT_EQ(SAYS(run, "entered", "tracer", "sp"),
		  NUMBER(run, "entered", "child", "start_stack"));
	ASSERT_EQ(SAYS(run, "loader", "tracer", "ip"),
		  SAYS(run, "loader", "tracer", "entry"));
}

TEST("proctl run limits shows who is refused a process, and a number")
{
	struct json *run = run_json("limits", NULL, NULL);

	ASSERT_EQ(SAYS(run, "full", "poor", "error"), -EAGAIN);
	ASSERT_EQ(SAYS(run, "full", "poor", "forks"), 4);
	ASSERT_GE(SAYS(run, "root", "root", "fork"), 1);
	ASSERT_EQ(SAYS(run, "dead", "init", "again"), -EEXIST);
	ASSERT_EQ(NUMBER(run, "free", "other", "ns_pid"), 100);
}
