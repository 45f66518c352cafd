// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: what the experiments show, that their verdicts are the expected
 * ones even when the machine is busy, and that nothing is ever left of them.
 */
#include <ctype.h>
#include <dirent.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "experiments_run.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"

#define STRIKES	40

static const char none[] = "0000000000000000";

static const char *const names[] = { "fork", "vfork", "clone" };

#define NNAMES (sizeof(names) / sizeof(names[0]))

TEST("proctl run --list names the experiments")
{
	char *output;
	size_t i;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "--list"), 0);
	for (i = 0; i < NNAMES; i++)
		ASSERT(strstr(output, names[i]));
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

static const struct variant variants[] = {
	{ "fork", NULL, NULL },
	{ "fork", "--end", "exec" },
	{ "vfork", NULL, NULL },
	{ "vfork", "--end", "exit" },
	{ "clone", NULL, NULL },
	{ NULL },
};

/* With one processor nothing runs side by side, and that is said. */
TEST("every claim of an experiment is judged, and every lie refuted")
{
	check_variants(variants, get_nprocs() > 1);
}

TEST("experiments run without privilege, and skip only what takes it")
{
	check_variants_unprivileged(variants);
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

TEST("the report of an experiment fits 80 columns, without colour in a pipe")
{
	check_report("fork", NULL, NULL);
	check_report("fork", "--end", "exec");
	check_report("vfork", NULL, NULL);
	check_report("vfork", "--end", "exit");
	check_report("vfork", "--end", "kill");
	check_report("clone", NULL, NULL);
	check_report("clone", "--flags", "VM,FS,FILES,SIGHAND,THREAD,SYSVSEM");
}

TEST_WITHIN(300, "ten runs of fork under a fork storm are as expected")
{
	check_under_storm("fork", NULL, NULL);
}

TEST_WITHIN(300,
	    "ten runs of fork --end exec under a fork storm are as expected")
{
	check_under_storm("fork", "--end", "exec");
}

TEST_WITHIN(300, "ten runs of vfork under a fork storm are as expected")
{
	check_under_storm("vfork", NULL, NULL);
}

TEST_WITHIN(300,
	    "ten runs of vfork --end exit under a fork storm are as expected")
{
	check_under_storm("vfork", "--end", "exit");
}

TEST_WITHIN(300,
	    "ten runs of vfork --end kill under a fork storm are as expected")
{
	check_under_storm("vfork", "--end", "kill");
}

TEST_WITHIN(600, "ten runs of clone under a fork storm are as expected")
{
	check_under_storm("clone", NULL, NULL);
}

/* What the last proctl in the background has printed. */
static int printed;

static pid_t start(const char *name, const char *deadline)
{
	pid_t pid;

	printed = OK(memfd_create("printed", MFD_CLOEXEC));
	pid = OK(fork());
	if (pid)
		return pid;
	OK(dup2(printed, STDOUT_FILENO));
	execlp("proctl", "proctl", "run", name, "--deadline", deadline, NULL);
	_exit(127);
}

/* A process of this name among the descendants of @ancestor, 0 if none. */
static pid_t find_named(pid_t ancestor, const char *name)
{
	char path[64], text[256], comm[32];
	struct dirent *entry;
	pid_t found = 0, ppid;
	DIR *dir = opendir("/proc");
	FILE *file;

	ASSERT(dir);
	while (!found && (entry = readdir(dir))) {
		if (!isdigit(*entry->d_name))
			continue;
		snprintf(path, sizeof(path), "/proc/%.20s/stat", entry->d_name);
		file = fopen(path, "r");
		if (!file)
			continue;
		if (fgets(text, sizeof(text), file) &&
		    sscanf(text, "%*d (%31[^)]) %*c %d", comm, &ppid) == 2 &&
		    !strcmp(comm, name) &&
		    (ppid == ancestor || find_named(ancestor, "subreaper") == ppid))
			found = atoi(entry->d_name);
		fclose(file);
	}
	closedir(dir);
	return found;
}

/* Send @sig to proctl @ms after its start. Return: its wait status. */
static int strike(const char *name, int sig, int ms)
{
	pid_t pid = start(name, "10");
	int status;

	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
	OK(kill(pid, sig));
	OK(waitpid(pid, &status, 0));
	assert_nothing_left();
	close(printed);
	return status;
}

/* Those that are hard to end: other users, namespaces, a tracer, threads. */
static const char *const struck_names[] = {
	"fork", "vfork", "clone", "exec", "exec-stack", "exit", "limits",
	"orphan", "subreaper",
};

#define NSTRUCK (sizeof(struck_names) / sizeof(struck_names[0]))

/* At moments from before main() until after the end. */
static void strike_often(int sig)
{
	int i, struck = 0, status;

	for (i = 0; i < STRIKES; i++) {
		status = strike(struck_names[i % NSTRUCK], sig, i * i / 4);
		if (WIFSIGNALED(status)) {
			ASSERT_EQ(WTERMSIG(status), sig);
			struck++;
		} else {
			ASSERT_EQ(WEXITSTATUS(status), 0);
		}
	}
	note("struck before the end: %d of %d", struck, STRIKES);
	ASSERT_GE(struck, STRIKES / 8);
}

TEST_WITHIN(180, "nothing is left of an experiment after SIGINT at any moment")
{
	strike_often(SIGINT);
}

TEST_WITHIN(180, "nothing is left of an experiment after SIGTERM at any moment")
{
	strike_often(SIGTERM);
}

TEST_WITHIN(180, "nothing is left of an experiment when proctl is killed")
{
	strike_often(SIGKILL);
}

static bool has_ended(pid_t pid)
{
	siginfo_t info = { .si_pid = 0 };

	OK(waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT));
	return info.si_pid;
}

/*
 * Freeze the harness in the middle of its work, better after a few steps than
 * before the first. A machine so fast that all is over by then gets less time.
 */
static pid_t freeze(const char *name, const char *deadline, pid_t *harness)
{
	pid_t pid;
	int ms;

	for (ms = 128;; ms /= 2) {
		pid = start(name, deadline);
		nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
		AWAIT((*harness = find_named(pid, "harness")) ||
		      has_ended(pid));
		if (*harness && !kill(*harness, SIGSTOP))
			return pid;
		reap(pid);
	}
}

/* It exits 1, and says how the run and its cleaning up ended. */
static void assert_fails(pid_t pid, const char *outcome, const char *cleanup)
{
	char text[8192];
	int status = reap(pid);
	ssize_t n = OK(pread(printed, text, sizeof(text) - 1, 0));

	text[n] = '\0';
	ASSERT(WIFEXITED(status));
	ASSERT_EQ(WEXITSTATUS(status), 1);
	if (!strstr(text, outcome) || !strstr(text, cleanup))
		FAIL("not \"%s\", \"%s\": %s", outcome, cleanup, text);
	assert_nothing_left();
}

TEST("nothing is left of an experiment that hangs until its deadline")
{
	pid_t harness;

	assert_fails(freeze("clone", "1", &harness), "took too long",
		     "Nothing is left behind: ");
}

TEST("nothing is left of an experiment whose harness crashes")
{
	pid_t harness, pid = freeze("clone", "10", &harness);

	OK(kill(harness, SIGSEGV));
	OK(kill(harness, SIGCONT));
	assert_fails(pid, "crashed: the harness was ended by SIGSEGV",
		     "Nothing is left behind");
}

TEST("nothing is left of an experiment whose supervisor is killed")
{
	pid_t harness, pid = freeze("clone", "10", &harness);

	OK(kill(find_named(pid, "subreaper"), SIGKILL));
	assert_fails(pid, "crashed", "The supervisor was killed");
}

TEST("nothing is left of an experiment when all its guards are killed at once")
{
	pid_t harness, pid = freeze("clone", "10", &harness);
	pid_t subreaper = find_named(pid, "subreaper");

	OK(kill(pid, SIGSTOP));
	OK(kill(subreaper, SIGKILL));
	OK(kill(pid, SIGKILL));
	OK(waitpid(pid, NULL, 0));
	assert_nothing_left();
}
