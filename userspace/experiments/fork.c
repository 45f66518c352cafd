// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "fork": one process becomes two, one of them ends, the other
 * one waits for it.
 */
#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fork_births.h"
#include "harness.h"
#include "param.h"

static pid_t by_libc(void)
{
	return fork();
}

/* Newer architectures, such as arm64, have clone alone. */
static pid_t by_fork(void)
{
#ifdef SYS_fork
	return syscall(SYS_fork);
#else
	errno = ENOSYS;
	return -1;
#endif
}

static pid_t by_clone(void)
{
	return syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
}

static pid_t by_clone3(void)
{
	struct clone_args args = { .exit_signal = SIGCHLD };

	return syscall(SYS_clone3, &args, sizeof(args));
}

static const struct way {
	const char *name;
	pid_t (*fork)(void);
} ways[] = {
	{ "libc", by_libc },
#ifdef SYS_fork
	{ "raw", by_fork },
#endif
	{ "clone", by_clone },
	{ "clone3", by_clone3 },
};

static const struct way *find_way(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!strcmp(ways[i].name, name))
			return &ways[i];
	return NULL;
}

static bool valid_way(const char *value)
{
	return find_way(value);
}

static bool valid_code(const char *value)
{
	return param_number(value, 0, 255);
}

static bool valid_end(const char *value)
{
	return !strcmp(value, "exit") || !strcmp(value, "exec");
}

static bool ends_by_exec(const struct trial *t)
{
	return !strcmp(trial_param(t, "end"), "exec");
}

static noreturn void be_child(const struct role *me)
{
	const char *code = trial_param(me->trial, "code");

	role_name(me);
	say(me, "fork", PROCTREE_KIND_PID, 0);
	barrier(me);
	if (ends_by_exec(me->trial))
		say(me, "exec", PROCTREE_KIND_COUNT, exec_shell(me, code));
	leave(atoi(code));
}

/* Where in the program: the frame, and how often the line before was run. */
static void say_place(const struct role *me, unsigned int forks)
{
	say(me, "frame", PROCTREE_KIND_FLAGS,
	    (uintptr_t)__builtin_frame_address(0));
	say(me, "forks", PROCTREE_KIND_COUNT, forks);
}

/* Whether there is a system call of that name. Return: as that, but 0. */
static pid_t try_fork_call(void)
{
	pid_t pid = by_fork();

	if (!pid)
		leave(EXIT_SUCCESS);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return pid < 0 ? pid : 0;
}

static void be_parent(struct role *me)
{
	const struct way *way = find_way(trial_param(me->trial, "via"));
	unsigned int forks = 0;
	int status = 0;
	pid_t pid;

	barrier(me);
	forks++;
	pid = way ? way->fork() : -1;
	say_place(pid ? me : trial_role(me->trial, "child"), forks);
	if (!pid)
		be_child(trial_role(me->trial, "child"));
	say(me, "fork", PROCTREE_KIND_PID, pid < 0 ? -errno : pid);
	barrier(me);
	pid = waitpid(-1, &status, 0);
	say(me, "wait", PROCTREE_KIND_PID, pid < 0 ? -errno : pid);
	say(me, "status", PROCTREE_KIND_STATUS, status);
	say_result(me, "fork_call", PROCTREE_KIND_NUMBER, try_fork_call());
	barrier(me);
}

/* Whether thread_info is a thing of its own is known when it is compiled. */
static void note_thread_info(struct role *role)
{
	const struct proctree_query *q = proctree_info(role->trial->pt);

	role_note(role, "info_apart", PROCTREE_KIND_BOOL,
		  !(q->kernel & PROCTREE_KERNEL_THREAD_INFO));
}

static void run(struct trial *t)
{
	struct role *parent = role_declare(t, "parent");
	struct role *child = role_declare(t, "child");
	int64_t pid;

	role_start(parent, be_parent);
	role_wait(parent);
	step(t, "before", "one process, held at a barrier");

	role_go(parent);
	role_wait(parent);
	pid = role_said(parent, "fork");
	if (pid < 0)
		trial_fail(t, "fork: %s", strerror(-pid));
	role_wait(child);
	note_thread_info(child);
	step(t, "forked", "one call, two returns; both are held");

	role_go(child);
	if (ends_by_exec(t)) {
		role_wait(child);
		step(t, "exec", "the child has become a shell, and is held");
		role_go(child);
	}
	await_state(child, "Z");
	settle(child, "stack", 0);
	step(t, "zombie", "the child has ended, nobody has waited for it");

	role_go(parent);
	role_wait(parent);
	step(t, "waited", "the parent has called wait()");

	role_go(parent);
	role_reap(parent);
	fork_births(t);
}

const struct experiment exp_fork = {
	.name = "fork",
	.summary = "one process becomes two; one ends, the other waits",
	.topic = TOPIC_BIRTHS,
	.params = {
		{ "via", "HOW", "libc, clone, clone3, or raw (not on arm64)", "libc",
		  valid_way },
		{ "end", "HOW", "the child's: exit, or exec of a shell", "exit",
		  valid_end },
		{ "code", "N", "the child's exit code, 0 to 255", "42",
		  valid_code },
	},
	.columns = {
		{ "state" }, { "ppid" }, { "mm" }, { "files" }, { "fs" },
		{ "sighand" }, { "signal" }, { "cred" },
	},
	.run = run,
	.claims = fork_claims,
};
