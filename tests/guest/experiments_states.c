// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: the experiments about states, signals, tracers, kernel threads and
 * modules.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

TEST("proctl run states shows a task in each state at once")
{
	struct json *run = run_json("states", NULL, NULL);

	ASSERT_STR(STATE(run, "all", "running"), "R");
	ASSERT_STR(STATE(run, "all", "ready"), "R");
	ASSERT_STR(STATE(run, "all", "sleeping"), "S");
	ASSERT_STR(STATE(run, "all", "waiting"), "D");
	ASSERT_STR(STATE(run, "all", "stopped"), "T");
	ASSERT_STR(STATE(run, "all", "traced"), "t");
	ASSERT_STR(STATE(run, "all", "dead"), "Z");
	ASSERT_STR(STATE(run, "all", "thread"), "D");
	ASSERT_STR(STATE(run, "idle", "thread"), "I");
	ASSERT_STR(STATE(run, "parked", "thread"), "P");
	ASSERT_EQ(NUMBER(run, "all", "thread", "state_raw"), 0x2);
	ASSERT_EQ(NUMBER(run, "all", "stopped", "state_raw"), 0x104);
	ASSERT_EQ(NUMBER(run, "all", "waiting", "state_raw") & 0xfff, 0x102);
}

TEST("proctl run uninterruptible shows who dies of SIGTERM, and when")
{
	struct json *run = run_json("uninterruptible", "--ms", "1500");

	ASSERT_STR(STATE(run, "asleep", "plain"), "D");
	ASSERT_STR(STATE(run, "asleep", "idle"), "I");
	ASSERT_STR(STATE(run, "asleep", "killable"), "D");
	ASSERT_STR(STATE(run, "asleep", "interruptible"), "S");
	ASSERT_STR(STATE(run, "SIGTERM", "killable"), "Z");
	ASSERT_STR(STATE(run, "SIGTERM", "interruptible"), "Z");
	ASSERT_STR(STATE(run, "SIGKILL", "plain"), "D");
	ASSERT_STR(STATE(run, "SIGKILL", "idle"), "I");
	ASSERT_GE(SAYS(run, "over", "plain", "lived_ms"), 1500);
	ASSERT_GE(SAYS(run, "over", "idle", "lived_ms"), 1500);
	ASSERT_LT(SAYS(run, "over", "killable", "lived_ms"), 5000);
	ASSERT_EQ(SAYS(run, "over", "plain", "died_of"), SIGTERM);
}

TEST("proctl run kthread shows a kernel thread from its birth to its end")
{
	struct json *run = run_json("kthread", NULL, NULL);

	ASSERT_STR(STATE(run, "created", "thread"), "D");
	ASSERT_EQ(NUMBER(run, "created", "thread", "ppid"), 2);
	ASSERT_STR(STATE(run, "woken", "thread"), "S");
	ASSERT_STR(STATE(run, "idle", "thread"), "I");
	ASSERT_EQ(SAYS(run, "stopped", "owner", "result"), 7);
	ASSERT_STR(ID(run, "stopped", "thread", "error"), "ESRCH");
	ASSERT_EQ(SAYS(run, "census", "observer", "with_mm"), 0);
	ASSERT_GE(SAYS(run, "census", "observer", "idle"), 1);
}

TEST("proctl run ptrace shows the tracer between the child and its parent")
{
	struct json *run = run_json("ptrace", NULL, NULL);
	int64_t parent = NUMBER(run, "before", "parent", "pid");
	int64_t tracer = NUMBER(run, "before", "tracer", "pid");

	ASSERT_EQ(NUMBER(run, "before", "child", "parent_tid"), parent);
	ASSERT_EQ(NUMBER(run, "seized", "child", "parent_tid"), tracer);
	ASSERT_EQ(NUMBER(run, "seized", "child", "real_parent_tid"), parent);
	ASSERT_STR(STATE(run, "SIGUSR1", "child"), "t");
	ASSERT_STR(STATE(run, "SIGCONT", "child"), "t");
	ASSERT_EQ(SAYS(run, "killed", "parent", "wait"), 0);
	ASSERT_EQ(NUMBER(run, "deserted", "child", "parent_tid"), parent);
}

TEST("proctl run module takes its own module for in use, and leaves it")
{
	struct json *run;

	remove_stock_module();
	run = run_json("module", NULL, NULL);
	ASSERT_EQ(SAYS(run, "in use", "loader", "unload"), -EAGAIN);
	ASSERT_EQ(SAYS(run, "in use", "loader", "loaded"), 1);
	ASSERT_EQ(SAYS(run, "other kernel", "loader", "load"), -ENOEXEC);
	ASSERT(!access("/sys/module/proctree/initstate", F_OK));
	ASSERT(!has_stock_module());
}

/* From before the module is loaded until after it was unloaded. */
TEST_WITHIN(180, "the module that proctl loads goes if proctl is stopped")
{
	struct timespec after;
	int ms, status;
	pid_t pid;

	remove_stock_module();
	for (ms = 200; ms <= 2600; ms += 480) {
		pid = OK(fork());
		if (!pid) {
			execlp("sh", "sh", "-c", "exec proctl run module "
			       ">/dev/null", NULL);
			_exit(127);
		}
		after.tv_sec = ms / 1000;
		after.tv_nsec = ms % 1000 * 1000000;
		nanosleep(&after, NULL);
		OK(kill(pid, SIGTERM));
		status = reap(pid);
		note("after %d ms: %s", ms, WIFSIGNALED(status) ? "stopped" :
		     "at its end");
		assert_nothing_left();
		ASSERT(!has_stock_module());
	}
}
