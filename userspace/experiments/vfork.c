// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "vfork": the parent lends its memory to the child and stands
 * still until the child execs or exits.
 */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define TURNS 100000

/* Memory of the parent, and so the child's as well. */
static volatile int note;
static volatile sig_atomic_t usr1;

static bool ends_by(const struct trial *t, const char *how)
{
	return !strcmp(trial_param(t, "end"), how);
}

static bool valid_end(const char *value)
{
	return !strcmp(value, "exec") || !strcmp(value, "exit") ||
	       !strcmp(value, "kill");
}

static noreturn void be_child(const struct role *me)
{
	role_name(me);
	note = 42;
	barrier(me);
	say(me, "exec", PROCTREE_KIND_COUNT, exec_nothing());
	barrier(me);
	if (ends_by(me->trial, "exec"))
		say(me, "exec", PROCTREE_KIND_COUNT, exec_shell(me, "0"));
	leave(0);
}

/* An ordinary child, to compare with. */
static noreturn void be_plain(const struct role *me)
{
	role_name(me);
	barrier(me);
	leave(0);
}

/* Another thread of the parent, to see whether it may run meanwhile. */
static void *be_sibling(void *arg)
{
	const struct role *me = arg;
	volatile int i;

	role_name(me);
	barrier(me);
	for (i = 0; i < TURNS; i++)
		;
	say(me, "counted", PROCTREE_KIND_COUNT, i);
	barrier(me);
	return NULL;
}

/* The thread inherits a mask that leaves SIGUSR1 to the parent. */
static void start_sibling(struct role *sibling)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigprocmask(SIG_BLOCK, &set, NULL);
	role_thread(be_sibling, sibling);
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void on_usr1(int sig)
{
	(void)sig;
	usr1++;
}

static void be_parent(struct role *me)
{
	pid_t pid;

	signal(SIGUSR1, on_usr1);
	start_sibling(trial_role(me->trial, "sibling"));
	pid = role_made(fork());
	if (!pid)
		be_plain(trial_role(me->trial, "plain"));
	barrier(me);
	waitpid(pid, NULL, 0);
	pid = role_made(vfork());
	if (!pid)
		be_child(trial_role(me->trial, "child"));
	say(me, "vfork", PROCTREE_KIND_PID, pid);
	say(me, "note", PROCTREE_KIND_COUNT, note);
	say(me, "usr1", PROCTREE_KIND_COUNT, usr1);
	barrier(me);
	say_result(me, "wait", PROCTREE_KIND_PID, waitpid(pid, NULL, 0));
	barrier(me);
}

/* The child execs or exits: the parent's vfork() returns. */
static void run_released(struct trial *t, struct role *parent,
			 struct role *child)
{
	role_go(child);
	if (ends_by(t, "exec")) {
		role_wait(child);
		role_wait(parent);
		step(t, "released", "the child has become a shell; "
		     "vfork() has returned");
		role_go(child);
		await_state(child, "Z");
	} else {
		await_state(child, "Z");
		role_wait(parent);
		step(t, "released", "the child has ended; vfork() has "
		     "returned");
	}
	role_go(parent);
	role_wait(parent);
	step(t, "waited", "the parent has called wait()");
	role_go(parent);
	role_reap(parent);
}

/* A fatal signal is the one thing that ends the wait before the child does. */
static void run_killed(struct trial *t, struct role *parent, struct role *child,
		       struct role *sibling)
{
	role_go(sibling);
	await_gone(sibling);
	role_signal(parent, SIGKILL);
	await_state(parent, "Z");
	step(t, "killed", "SIGKILL to the parent");
	role_reap(parent);
	role_go(child);
	await_gone(child);
	step(t, "gone", "the child, an orphan, has ended as well");
}

static void run(struct trial *t)
{
	struct role *parent = role_declare(t, "parent");
	struct role *sibling = role_declare(t, "sibling");
	struct role *plain = role_declare(t, "plain");
	struct role *child = role_declare(t, "child");

	role_start(parent, be_parent);
	role_wait(sibling);
	role_wait(plain);
	role_wait(parent);
	step(t, "before", "a process of two threads, and a child by fork()");

	role_go(plain);
	role_go(parent);
	role_wait(child);
	await_state(parent, "D");
	step(t, "vfork", "the child runs and is held; the parent has not "
	     "returned");

	role_signal(parent, SIGUSR1);
	role_go(sibling);
	role_wait(sibling);
	role_go(child);
	role_wait(child);
	await_state(parent, "D");
	step(t, "still", "after SIGUSR1 to the parent and a failed exec of the "
	     "child");

	if (ends_by(t, "kill"))
		run_killed(t, parent, child, sibling);
	else
		run_released(t, parent, child);
}

const struct experiment exp_vfork = {
	.name = "vfork",
	.summary = "the parent lends its memory and waits for it",
	.topic = TOPIC_BIRTHS,
	.params = {
		{ "end", "HOW", "exec or exit (the child's), kill (the "
		  "parent's)", "exec", valid_end },
	},
	.columns = {
		{ "state" }, { "tgid" }, { "ppid" }, { "mm" }, { "files" },
		{ "fs" }, { "sighand" }, { "vfork_parent_pid", "HOLDS_UP" },
	},
	.run = run,
	.claims = vfork_claims,
};
