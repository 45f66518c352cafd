// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "popen": the C library's ways to start a program. Each time it
 * is a shell that waits, so that one can look at both.
 */
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "popen_exec.h"

#define SHELL	"/bin/sh"
#define MISSING	"/nonexistent/program"

/* The shell's standard input is its channel: it arrives, and is let go on. */
#define WAIT	"echo >&0; read go; "
#define SCRIPT	WAIT "exit 3"
#define ANSWER	WAIT "echo abc; exit 3"

static char *const argv[] = { "sh", "-c", SCRIPT, NULL };

static void say_status(const struct role *me, const char *key, int status)
{
	say(me, key, PROCTREE_KIND_STATUS, status);
}

static void say_wait(const struct role *me, pid_t pid)
{
	int status = 0;

	waitpid(pid, &status, 0);
	say_status(me, "status", status);
	barrier(me);
}

static void by_fork(const struct role *me)
{
	pid_t pid = role_made(fork());

	if (!pid) {
		execve(SHELL, argv, environ);
		leave(EXIT_FAILURE);
	}
	say_wait(me, pid);
}

static void by_spawn(const struct role *me)
{
	pid_t pid = 0;

	posix_spawn(&pid, SHELL, NULL, NULL, argv, environ);
	say_wait(me, pid);
}

static void by_system(const struct role *me)
{
	say_status(me, "status", system(SCRIPT));
	barrier(me);
}

static void by_popen(const struct role *me)
{
	FILE *pipe = popen(ANSWER, "r");
	char line[16] = "";

	barrier(me);
	if (!pipe || !fgets(line, sizeof(line), pipe))
		leave(EXIT_FAILURE);
	say(me, "read", PROCTREE_KIND_COUNT, strlen(line));
	say_status(me, "status", pclose(pipe));
	barrier(me);
}

/* What the caller gets who wants a program that there is not. */
static void say_missing(const struct role *me)
{
	char *const nothing[] = { MISSING, NULL };
	FILE *pipe = popen(MISSING " 2>/dev/null", "r");
	pid_t pid;

	if (pipe)
		say_status(me, "popen", pclose(pipe));
	say_status(me, "system", system(MISSING " 2>/dev/null"));
	say(me, "spawn", PROCTREE_KIND_COUNT,
	    -posix_spawn(&pid, MISSING, NULL, NULL, nothing, environ));
	say_result(me, "both", PROCTREE_KIND_COUNT,
		   popen("true", "r+") ? 0 : -1);
	barrier(me);
}

/* What signals do to it is not to depend on who has started proctl. */
static void begin(const struct role *me)
{
	sigset_t none;

	signal(SIGINT, SIG_DFL);
	signal(SIGQUIT, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(trial_role(me->trial, "child")->far, STDIN_FILENO);
	barrier(me);
}

static void be_caller(struct role *me)
{
	begin(me);
	by_fork(me);
	by_spawn(me);
	by_system(me);
	by_popen(me);
	say_missing(me);
	popen_exec(me);
}

/* The caller starts a shell as its child, who arrives. */
static void start(struct role *caller, struct role *child)
{
	role_recast(child);
	role_go(caller);
	role_wait(child);
}

static void end(struct role *caller, struct role *child)
{
	role_go(child);
	role_wait(caller);
}

static void run_waiting(struct trial *t, struct role *caller,
			struct role *child, const char *name, const char *text)
{
	start(caller, child);
	await_wait(caller);
	step(t, name, "%s", text);
}

static void run_system(struct trial *t, struct role *caller,
		       struct role *child)
{
	run_waiting(t, caller, child, "system", "by system(): the caller waits "
		    "inside of it");
	role_signal(caller, SIGINT);
	step(t, "SIGINT", "SIGINT to the caller");
	end(caller, child);
	step(t, "system ended", "the shell has ended, system() has returned");
}

static void run_popen(struct trial *t, struct role *caller, struct role *child)
{
	start(caller, child);
	role_wait(caller);
	step(t, "popen", "by popen(), which has returned");
	role_go(caller);
	await_call(caller, SYS_read);
	step(t, "reading", "the caller reads from the shell");
	end(caller, child);
	step(t, "pclose", "the shell has written and ended; then pclose()");
}

static void run(struct trial *t)
{
	struct role *caller = role_declare(t, "caller");
	struct role *child = role_declare(t, "child");

	role_start(caller, be_caller);
	role_wait(caller);
	step(t, "begin", "a process that will start a shell in four ways");
	run_waiting(t, caller, child, "fork", "by fork() and execve(); the "
		    "caller waits");
	end(caller, child);
	run_waiting(t, caller, child, "spawn", "by posix_spawn(); the caller "
		    "waits");
	end(caller, child);
	run_system(t, caller, child);
	run_popen(t, caller, child);
	role_next(caller);
	step(t, "missing", "all but the first, for a program that there is "
	     "not");
	role_next(caller);
	step(t, "family", "fork(), and a function of the exec family each time");
	role_go(caller);
	role_reap(caller);
}

const struct experiment exp_popen = {
	.name = "popen",
	.summary = "fork and exec, posix_spawn, system, popen: who does what",
	.topic = TOPIC_PROGRAMS,
	.columns = {
		{ "state" }, { "mm" }, { "ignored" },
		{ "sleeps.in", "SLEEPS_IN" },
	},
	.run = run,
	.claims = popen_claims,
	.sleeps = true,
};
