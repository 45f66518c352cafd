// SPDX-License-Identifier: GPL-2.0-only
/*
 * The exec family; see popen_exec.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "popen_exec.h"

#define SHELL	"/bin/sh"
#define SCRIPT	"exit $CODE"
#define PATH	"/usr/local/bin:/usr/bin:/bin"

static char *const argv[] = { "sh", "-c", SCRIPT, NULL };
static char *const envp[] = { "CODE=6", NULL };

static void by_execl(void)
{
	execl(SHELL, "sh", "-c", SCRIPT, NULL);
}

static void by_execv(void)
{
	execv(SHELL, argv);
}

static void by_execle(void)
{
	execle(SHELL, "sh", "-c", SCRIPT, NULL, envp);
}

static void by_execve(void)
{
	execve(SHELL, argv, envp);
}

static void by_execlp(void)
{
	execlp("sh", "sh", "-c", SCRIPT, NULL);
}

static void by_execvp(void)
{
	execvp("sh", argv);
}

static void by_execl_name(void)
{
	execl("sh", "sh", "-c", SCRIPT, NULL);
}

static void by_execv_name(void)
{
	execv("sh", argv);
}

static const struct way {
	const char *key;
	void (*exec)(void);
} ways[] = {
	{ "execl", by_execl },
	{ "execv", by_execv },
	{ "execle", by_execle },
	{ "execve", by_execve },
	{ "execlp", by_execlp },
	{ "execvp", by_execvp },
	{ "execl_name", by_execl_name },
	{ "execv_name", by_execv_name },
};

void popen_exec(const struct role *me)
{
	int status = 0;
	size_t i;
	pid_t pid;

	setenv("CODE", "5", true);
	setenv("PATH", PATH, true);
	if (chdir("/"))
		leave(EXIT_FAILURE);
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		pid = role_made(fork());
		if (!pid) {
			ways[i].exec();
			leave(errno);
		}
		waitpid(pid, &status, 0);
		say(me, ways[i].key, PROCTREE_KIND_STATUS, status);
	}
	barrier(me);
}
