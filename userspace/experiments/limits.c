// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "limits": how many processes a user may have, whom that
 * concerns, and what becomes of the numbers of processes.
 */
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define USER	54321		/* somebody without processes */
#define LIMIT	6
#define NUMBER	100		/* in a pid namespace of our own */

static bool is_privileged(const struct trial *t)
{
	return t->privileges & NEEDS_SYS_ADMIN;
}

static int set_limit(rlim_t processes)
{
	return setrlimit(RLIMIT_NPROC,
			 &(struct rlimit){ processes, processes });
}

/* Without privilege: this user, who has a process at least. */
static void be_nobody_special(const struct trial *t)
{
	set_limit(is_privileged(t) ? LIMIT : 1);
	if (is_privileged(t) && setresuid(USER, USER, USER))
		leave(EXIT_FAILURE);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* setresuid() has cleared it */
}

static noreturn void be_child(const struct role *me)
{
	role_name(me);
	barrier(me);
	leave(0);
}

/* Fork until it fails; nobody waits. */
static void fork_in_vain(const struct role *me)
{
	pid_t pid = 0;
	int n;

	for (n = 0; n < 2 * LIMIT; n++) {
		pid = fork();
		if (!pid)
			leave(0);
		if (pid < 0)
			break;
	}
	say_result(me, "error", PROCTREE_KIND_COUNT, pid);
	say(me, "forks", PROCTREE_KIND_COUNT, n);
	say_result(me, "raise", PROCTREE_KIND_COUNT, set_limit(2 * LIMIT));
}

static void be_poor(struct role *me)
{
	pid_t pid;

	be_nobody_special(me->trial);
	pid = fork();
	if (!pid)
		be_child(trial_role(me->trial, "child"));
	say_result(me, "fork", PROCTREE_KIND_PID, pid);
	barrier(me);
	fork_in_vain(me);
	barrier(me);
	while (wait(NULL) > 0)
		;
	pid = fork();
	if (!pid)
		leave(0);
	say_result(me, "fork", PROCTREE_KIND_COUNT, pid);
	barrier(me);
}

/* The same limit, but not the same user. */
static void be_root(struct role *me)
{
	pid_t pid;

	set_limit(1);
	pid = fork();
	if (!pid)
		leave(0);
	say_result(me, "fork", PROCTREE_KIND_COUNT, pid);
	barrier(me);
}

/* A child with a number of our choice; clone3() in clone(2). */
static pid_t fork_as(pid_t number, const char *role, const struct role *me)
{
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&number,
		.set_tid_size = 1,
	};
	pid_t pid = syscall(SYS_clone3, &args, sizeof(args));

	if (!pid)
		be_child(trial_role(me->trial, role));
	return pid;
}

static void say_fork_as(const struct role *me, const char *key,
			const char *role)
{
	say_result(me, key, PROCTREE_KIND_COUNT, fork_as(NUMBER, role, me));
}

static void be_init(struct role *me)
{
	say_fork_as(me, "fork", "child");
	say_fork_as(me, "again", "other");
	barrier(me);
	say_fork_as(me, "again", "other");
	barrier(me);
	wait(NULL);
	say_fork_as(me, "again", "other");
	barrier(me);
}

static void run_limit(struct trial *t, struct role *poor, struct role *child)
{
	role_start(poor, be_poor);
	role_wait(poor);
	if (role_said(poor, "fork") > 0) {
		role_wait(child);
		role_go(child);
		await_state(child, "Z");
		settle(child, "stack", 0);
	}
	role_go(poor);
	role_wait(poor);
	step(t, "full", "a user has forked until it failed");

	role_go(poor);
	role_wait(poor);
	step(t, "waited", "the parent has waited for all, and forks again");
	role_go(poor);
	role_reap(poor);
}

static void run_root(struct trial *t, struct role *root)
{
	role_start(root, be_root);
	role_wait(root);
	step(t, "root", "root has set a limit of 1 for itself, and forks");
	role_go(root);
	role_reap(root);
}

static void run_numbers(struct trial *t, struct role *init,
			struct role *child, struct role *other)
{
	role_recast(child);
	if (!role_start_init(init, be_init))
		return;
	role_wait(init);
	role_wait(child);
	step(t, "taken", "a child in a pid namespace is number 100; another "
	     "one?");

	role_go(child);
	await_state(child, "Z");
	role_go(init);
	role_wait(init);
	step(t, "dead", "the child is a zombie; another one?");

	role_go(init);
	role_wait(init);
	role_wait(other);
	step(t, "free", "init has waited; another one?");
	role_signal(init, SIGKILL);
	role_reap(init);
}

static void run(struct trial *t)
{
	struct role *poor = role_declare(t, "poor");
	struct role *root = role_declare(t, "root");
	struct role *init = role_declare(t, "init");
	struct role *child = role_declare(t, "child");
	struct role *other = role_declare(t, "other");

	/* The limit is not for root, not even for that of a container. */
	if (!is_privileged(t) && !getuid()) {
		step_skip(t, "full", "here is no user but root, who has no "
			  "limit: try it outside of containers");
		return;
	}
	run_limit(t, poor, child);
	if (!is_privileged(t))
		return;
	role_recast(poor);
	run_root(t, root);
	role_recast(root);
	run_numbers(t, init, child, other);
}

const struct experiment exp_limits = {
	.name = "limits",
	.summary = "how many processes, and which numbers they get",
	.topic = TOPIC_BIRTHS,
	.columns = {
		{ "state" }, { "uid" }, { "ppid" }, { "mm" }, { "stack" },
		{ "ns_pid" }, { "start_ns" },
	},
	.run = run,
	.claims = limits_claims,
};
