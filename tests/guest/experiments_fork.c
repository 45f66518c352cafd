// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: what fork, vfork and clone show.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

static const char none[] = "0000000000000000";

TEST("proctl run fork shows the child from its birth to its burial")
{
	struct json *run = run_json("fork", NULL, NULL);
	int64_t child = NUMBER(run, "forked", "child", "pid");

	ASSERT_EQ(SAYS(run, "forked", "parent", "fork"), child);
	ASSERT_EQ(SAYS(run, "forked", "child", "fork"), 0);
	ASSERT_EQ(NUMBER(run, "forked", "child", "ppid"),
		  NUMBER(run, "forked", "parent", "pid"));
	ASSERT_OWN(run, "forked", "mm", "child", "parent");
	ASSERT_STR(STATE(run, "zombie", "child"), "Z");
	ASSERT_STR(ID(run, "zombie", "child", "mm"), none);
	ASSERT_STR(ID(run, "zombie", "child", "files"), none);
	ASSERT_EQ(NUMBER(run, "zombie", "child", "exit_code"), 42 << 8);
	ASSERT_EQ(SAYS(run, "waited", "parent", "wait"), child);
	ASSERT_EQ(SAYS(run, "waited", "parent", "status"), 42 << 8);
	ASSERT_STR(ID(run, "waited", "child", "error"), "ESRCH");
}

TEST("proctl run fork --end exec shows that exec keeps the process")
{
	struct json *run = run_json("fork", "--end", "exec");

	ASSERT_EQ(NUMBER(run, "exec", "child", "pid"),
		  NUMBER(run, "forked", "child", "pid"));
	ASSERT_EQ(NUMBER(run, "exec", "child", "start_ns"),
		  NUMBER(run, "forked", "child", "start_ns"));
	ASSERT(strcmp(ID(run, "exec", "child", "mm"),
		      ID(run, "forked", "child", "mm")));
	ASSERT_STR(ID(run, "exec", "child", "comm"), "sh");
}

TEST("proctl run fork forks by libc, the raw call, clone and clone3")
{
	static const char *const ways[] = {
		"libc", "clone", "clone3",
#ifdef SYS_fork		/* the raw call; arm64 has none */
		"raw",
#endif
	};
	struct json *run;
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		run = run_json("fork", "--via", ways[i]);
		ASSERT_EQ(NUMBER(run, "forked", "child", "exit_signal"),
			  SIGCHLD);
	}
}

static void check_vfork(const char *end)
{
	struct json *run = run_json("vfork", "--end", end);
	int64_t parent = NUMBER(run, "vfork", "parent", "pid");

	ASSERT_STR(STATE(run, "before", "parent"), "S");
	ASSERT_STR(STATE(run, "vfork", "parent"), "D");
	ASSERT_STR(STATE(run, "still", "parent"), "D");
	ASSERT_EQ(NUMBER(run, "vfork", "child", "vfork_parent_pid"), parent);
	ASSERT_SHARED(run, "vfork", "mm", "child", "parent");
	ASSERT_OWN(run, "vfork", "files", "child", "parent");
	ASSERT_STR(STATE(run, "released", "parent"), "S");
	ASSERT_EQ(NUMBER(run, "released", "child", "vfork_parent_pid"), 0);
	ASSERT_OWN(run, "released", "mm", "child", "parent");
	ASSERT_EQ(SAYS(run, "released", "parent", "note"), 42);
	ASSERT_EQ(SAYS(run, "released", "parent", "usr1"), 1);
	ASSERT_STR(STATE(run, "released", "child"),
		   !strcmp(end, "exec") ? "S" : "Z");
}

TEST("proctl run vfork shows the parent in D until the child execs")
{
	check_vfork("exec");
}

TEST("proctl run vfork shows the parent in D until the child exits")
{
	check_vfork("exit");
}

TEST("proctl run vfork --end kill shows the child outlive its parent")
{
	struct json *run = run_json("vfork", "--end", "kill");

	ASSERT_STR(STATE(run, "still", "parent"), "D");
	ASSERT_STR(STATE(run, "killed", "parent"), "Z");
	ASSERT_EQ(NUMBER(run, "killed", "parent", "exit_code"), SIGKILL);
	ASSERT_STR(STATE(run, "killed", "child"), "S");
	ASSERT_EQ(NUMBER(run, "killed", "child", "ppid"),
		  NUMBER(run, "killed", "subreaper", "pid"));
	ASSERT_STR(ID(run, "gone", "child", "error"), "ESRCH");
}

/* What each set shares; written down here a second time on purpose. */
static const struct shares {
	const char *flags;
	bool mm, fs, files, sighand, io, sysvsem, signal;
	const char *parent;
	int exit_signal;
	bool waitable;
} shares[] = {
	{ "SIGCHLD", .parent = "caller", .exit_signal = SIGCHLD, .waitable = 1 },
	{ "VM|SIGCHLD", .mm = 1, .parent = "caller", .exit_signal = SIGCHLD,
	  .waitable = 1 },
	{ "FS|SIGCHLD", .fs = 1, .parent = "caller", .exit_signal = SIGCHLD,
	  .waitable = 1 },
	{ "VM|SIGHAND|SIGCHLD", .mm = 1, .sighand = 1, .parent = "caller",
	  .exit_signal = SIGCHLD, .waitable = 1 },
	{ "SYSVSEM|SIGCHLD", .sysvsem = 1, .parent = "caller",
	  .exit_signal = SIGCHLD, .waitable = 1 },
	{ "IO|SIGCHLD", .io = 1, .parent = "caller", .exit_signal = SIGCHLD,
	  .waitable = 1 },
	{ "PARENT|SIGCHLD", .parent = "harness", .exit_signal = SIGCHLD },
	{ "VM|SIGHAND|THREAD", .mm = 1, .sighand = 1, .signal = 1,
	  .parent = "harness", .exit_signal = -1 },
	{ "VM|FS|FILES|SIGHAND", .mm = 1, .fs = 1, .files = 1, .sighand = 1,
	  .parent = "caller", .exit_signal = 0 },
	{ "0", .parent = "caller", .exit_signal = 0 },
	{ "SIGUSR1", .parent = "caller", .exit_signal = SIGUSR1 },
	{ "VM|VFORK|SIGCHLD", .mm = 1, .parent = "caller",
	  .exit_signal = SIGCHLD, .waitable = 1 },
};

static void check_shared(const struct json *run, const char *step,
			 const char *field, bool expected)
{
	bool same = !strcmp(ID(run, step, "child", field),
			    ID(run, step, "caller", field));

	if (same && strcmp(ID(run, step, "child", field), none) && !expected)
		FAIL("%s: %s is shared", step, field);
	if (!same && expected)
		FAIL("%s: %s is not shared", step, field);
}

static void check_set(const struct json *run, const struct shares *s)
{
	check_shared(run, s->flags, "mm", s->mm);
	check_shared(run, s->flags, "fs", s->fs);
	check_shared(run, s->flags, "files", s->files);
	check_shared(run, s->flags, "sighand", s->sighand);
	check_shared(run, s->flags, "io", s->io);
	check_shared(run, s->flags, "sysvsem", s->sysvsem);
	check_shared(run, s->flags, "signal", s->signal);
	ASSERT_EQ(NUMBER(run, s->flags, "child", "ppid"),
		  NUMBER(run, s->flags, s->parent, "pid"));
	ASSERT_EQ(NUMBER(run, s->flags, "child", "exit_signal"),
		  s->exit_signal);
	ASSERT_EQ(SAYS(run, s->flags, "caller", "wait") > 0, s->waitable);
}

TEST("proctl run clone shows what each set of flags shares")
{
	struct json *run = run_json("clone", NULL, NULL);
	size_t i;

	for (i = 0; i < sizeof(shares) / sizeof(shares[0]); i++)
		check_set(run, &shares[i]);
	ASSERT_SHARED(run, "FILES|SIGCHLD", "files", "child", "caller");
	ASSERT_OWN(run, "FILES|SIGCHLD, exec", "files", "child", "caller");
	ASSERT_STR(STATE(run, "VFORK|SIGCHLD", "caller"), "D");
	ASSERT_STR(STATE(run, "VFORK|SIGCHLD, exec", "caller"), "S");
	ASSERT_EQ(NUMBER(run, "VM|SIGHAND|THREAD", "child", "tgid"),
		  NUMBER(run, "VM|SIGHAND|THREAD", "caller", "pid"));
}

TEST("proctl run clone shows the sets that are refused")
{
	struct json *run = run_json("clone", NULL, NULL);

	ASSERT_EQ(SAYS(run, "SIGHAND|SIGCHLD", "caller", "clone"), -EINVAL);
	ASSERT_EQ(SAYS(run, "THREAD", "caller", "clone"), -EINVAL);
	ASSERT_EQ(SAYS(run, "VM|THREAD", "caller", "clone"), -EINVAL);
	ASSERT_EQ(SAYS(run, "FS|NEWNS|SIGCHLD", "caller", "clone"), -EINVAL);
	ASSERT_EQ(SAYS(run, "refused", "caller", "newpid_thread"), -EINVAL);
	ASSERT_EQ(SAYS(run, "refused", "caller", "clear_sighand"), -EINVAL);
	ASSERT_EQ(SAYS(run, "refused", "caller", "signal_65_3"), -EINVAL);
	ASSERT_EQ(SAYS(run, "refused", "caller", "detached"), 0);
}

TEST("proctl run clone --flags tries one set, written in any way")
{
	struct json *run;

	run = run_json("clone", "--flags", "clone_vm,FILES,sigchld");
	ASSERT_SHARED(run, "VM|FILES|SIGCHLD", "mm", "child", "caller");
	ASSERT_SHARED(run, "VM|FILES|SIGCHLD", "files", "child", "caller");
	ASSERT_OWN(run, "VM|FILES|SIGCHLD", "fs", "child", "caller");
	run = run_json("clone", "--flags", "THREAD|SIGHAND|VM|VFORK");
	ASSERT_STR(STATE(run, "VM|SIGHAND|THREAD|VFORK", "caller"), "D");
	run = run_json("clone", "--flags", "SIGHAND");
	ASSERT_EQ(SAYS(run, "SIGHAND", "caller", "clone"), -EINVAL);
}

TEST("proctl run fork shows a child that is complete, but not started")
{
	struct json *run = run_json("fork", NULL, NULL);

	ASSERT_EQ(NUMBER(run, "newborn", "newborn", "state_raw"), 0x800);
	ASSERT_EQ(NUMBER(run, "newborn", "newborn", "runtime_ns"), 0);
	ASSERT_EQ(NUMBER(run, "newborn", "newborn", "ppid"),
		  NUMBER(run, "newborn", "creator", "pid"));
	ASSERT_EQ(SAYS(run, "started", "creator", "clone"),
		  NUMBER(run, "newborn", "newborn", "pid"));
	ASSERT_EQ(SAYS(run, "pinned", "pair", "together"), 0);
}

TEST("proctl run clone takes every kind of namespace")
{
	static const char *const kinds[] = {
		"NEWUTS", "NEWIPC", "NEWNET", "NEWCGROUP", "NEWUSER", "NEWPID",
	};
	struct json *run;
	char list[32], name[32];
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		snprintf(list, sizeof(list), "SIGCHLD,%s", kinds[i]);
		snprintf(name, sizeof(name), "%s|SIGCHLD", kinds[i]);
		run = run_json("clone", "--flags", list);
		ASSERT_EQ(SAYS(run, name, "caller", "clone"),
			  NUMBER(run, name, "child", "pid"));
		if (strcmp(kinds[i], "NEWUSER"))
			ASSERT_OWN(run, name, "nsproxy", "child", "caller");
	}
	ASSERT_EQ(NUMBER(run, "NEWPID|SIGCHLD", "child", "ns_pid"), 1);
}

TEST("experiments don't depend on the signals that their caller ignores")
{
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "env", "--ignore-signal=CHLD",
			  "--ignore-signal=PIPE", "--ignore-signal=USR1",
			  "proctl", "run", "vfork"), 0);
	ASSERT(strstr(output, "nothing unexpected"));
}

TEST("a set of flags that is long fits 80 columns")
{
	check_report("clone", "--flags", "VM,FS,FILES,SIGHAND,THREAD,SYSVSEM");
}
