// SPDX-License-Identifier: GPL-2.0-only
/* proctl tree and list with the letters that pstree and ps have. */
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"

/* A process that was started as this: the first argument is its program. */
static pid_t start(char *const argv[])
{
	pid_t pid = OK(fork());

	if (!pid) {
		execv("/proc/self/exe", argv);
		_exit(127);
	}
	return pid;
}

static char *proctl(int status, char *const argv[])
{
	char *out;

	OK(setenv("LC_ALL", "C.UTF-8", 1));
	if (command(-1, &out, argv) != status)
		FAIL("%s %s: %s", argv[0], argv[1], out);
	return out;
}

#define PROCTL(status, ...) \
	proctl(status, (char *const[]){ "proctl", __VA_ARGS__, NULL })

static char *number(pid_t pid)
{
	char *text;

	OK(asprintf(&text, "%d", pid));
	return text;
}

/* The arguments of @pid as tree shows them, once it has been started. */
static char *args_of(pid_t pid, const char *expected)
{
	char *out;

	do
		out = PROCTL(0, "tree", "-a", number(pid));
	while (!strstr(out, expected));
	return strchr(out, ' ') + 1;
}

TEST("tree -a shows arguments, with nothing in them that could confuse")
{
	pid_t pid = start((char *const[]){ EXEC_SLEEPER, "a b", "\033[31m\n",
					   "\xff\xc3\xa9", "", "end", NULL });

	ASSERT_STR(args_of(pid, "end"), EXEC_SLEEPER
		   " a b \\033[31m\\012 \\377é  end\n");
	ASSERT(strstr(PROCTL(0, "list", "--args", number(pid)), "\\033[31m"));
	kill_and_reap(pid);
}

TEST("arguments of 2 MB are cut, and fit a terminal")
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };
	char *argv[20] = { EXEC_SLEEPER }, *big, *shown;
	pid_t pid;
	int i;

	/* A single one may have 128 KiB. */
	big = malloc(120001);
	memset(big, 'x', 120000);
	big[120000] = '\0';
	for (i = 1; i < 18; i++)
		argv[i] = big;
	OK(setrlimit(RLIMIT_STACK, &limit));
	pid = start(argv);
	shown = args_of(pid, "xxx");
	ASSERT_EQ(strlen(shown), 128 * 1024 + 1);
	OK(setenv("COLUMNS", "80", 1));
	shown = args_of(pid, "xxx");
	ASSERT_LE(strlen(shown), 80 + 3);
	kill_and_reap(pid);
}

TEST("kernel threads and zombies have no arguments but their name")
{
	pid_t pid = OK(fork());

	if (!pid)
		_exit(0);
	await_zombie(pid);
	ASSERT(strstr(PROCTL(0, "tree", "-a", number(pid)), "Z zombie"));
	ASSERT(strstr(PROCTL(0, "tree", "-a", "2"), "2 [kthreadd]\n"));
	ASSERT_EQ(reap(pid), 0);
}

TEST("without a /proc of its own pid namespace -a says so, and reads nothing")
{
	pid_t pid = OK(fork());
	char *out;

	if (!pid) {
		OK(unshare(CLONE_NEWNS));
		OK(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL));
		OK(mount("none", "/proc", "tmpfs", 0, NULL));
		out = PROCTL(1, "tree", "-a", "1");
		ASSERT(strstr(out, "mount -t proc"));
		PROCTL(0, "tree", "1");
		_exit(0);
	}
	ASSERT_EQ(reap(pid), 0);
}

TEST("tree -g shows process groups, -n sorts by number")
{
	char *out, *first, *second;
	pid_t a = spawn(0, pause_forever, NULL), b;
	char wanted[64];

	OK(setpgid(a, a));
	b = spawn(0, pause_forever, NULL);
	out = PROCTL(0, "tree", "-gn", number(getpid()));
	snprintf(wanted, sizeof(wanted), "%d ├─test  pgid %d\n", a, a);
	first = strstr(out, wanted);
	snprintf(wanted, sizeof(wanted), "%d ├─test  pgid %d\n", b, getpgrp());
	second = strstr(out, wanted);
	if (!first || !second || second < first)
		FAIL("%s", out);
	kill_and_reap(a);
	kill_and_reap(b);
}

TEST("tree -S shows which namespaces are not the parent's")
{
	pid_t pid = spawn(CLONE_NEWUTS | CLONE_NEWIPC, pause_forever, NULL);
	char *out = PROCTL(0, "tree", "-S", number(getpid()));

	if (!strstr(out, "test  ns: uts, ipc\n"))
		FAIL("%s", out);
	ASSERT(strstr(PROCTL(0, "tree", "-SJ", number(getpid())), "\"ns_uts\""));
	kill_and_reap(pid);
}

TEST("tree -h and -H mark a process and its ancestors, -C age the young")
{
	pid_t pid = spawn(0, pause_forever, NULL);
	char *me = number(getpid()), *out;

	out = PROCTL(0, "tree", "--color=always", "-h", me);
	ASSERT(strstr(out, "\033[1mproctl\033[0m"));
	ASSERT(!strstr(out, "\033[2m├─\033[0m\033[1mtest"));
	out = PROCTL(0, "tree", "--color=always", "-H", number(pid), me);
	ASSERT(strstr(out, "\033[2m├─\033[0m\033[1mtest"));
	ASSERT(!strstr(out, "\033[1mproctl"));
	out = PROCTL(0, "tree", "--color=always", "-C", "age", me);
	ASSERT(strstr(out, "\033[32mproctl\033[0m"));
	ASSERT(strstr(PROCTL(2, "tree", "-C", "size"), "'age'"));
	ASSERT(strstr(PROCTL(2, "tree", "-H", "x"), "not a process id"));
	ASSERT(strstr(PROCTL(2, "tree", "-ac"), "several processes as one"));
	kill_and_reap(pid);
}

/* A sleeping child with these; its number is printed alone. */
static void nice_sleeper(void *ready)
{
	OK(setpriority(PRIO_PROCESS, 0, 7));
	signal(SIGUSR2, SIG_IGN);
	pause_ready(ready);
}

static void finds(const char *query, pid_t pid)
{
	char *out, expected[32] = "";
	int status = pid ? 0 : 1;

	if (pid)
		snprintf(expected, sizeof(expected), "%d\n", pid);
	out = PROCTL(status, "list", "-rno", "PID", "-Q", (char *)query);
	if (pid && strcmp(out, expected))
		FAIL("%s: %s, not %s", query, out, expected);
}

TEST("list -Q finds tasks by what the kernel knows of them")
{
	int *ready = shared_alloc(sizeof(*ready));
	pid_t pid = spawn(0, nice_sleeper, ready);
	char query[100];

	AWAIT(*ready);
	finds("NI == 7 and COMM == \"test\"", pid);
	finds("IGNORED =~ 'SIGUSR2' and COMM == 'test'", pid);
	snprintf(query, sizeof(query), "PPID == %d and NI > 0", getpid());
	finds(query, pid);
	snprintf(query, sizeof(query), "PID == %d and RSS_ANON > 1T", pid);
	finds(query, 0);
	finds("PID == 2 and PF & 0x200000", 2);
	finds("PID == 2 and (VSZ == 0 or VSZ != 0)", 0);
	finds("PID == 1 and UID == 'root'", 1);
	kill_and_reap(pid);
}

TEST("a wrong expression is status 2, with a mark where it is wrong")
{
	char *out = PROCTL(2, "list", "-Q", "PID == 1 or STAT == 'Z'");

	ASSERT(strstr(out, "did you mean"));
	ASSERT(strstr(out, "\n  PID == 1 or STAT == 'Z'\n              ^\n"));
}
