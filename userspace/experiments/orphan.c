// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "orphan": who adopts a child whose parent dies. First that is
 * a thread, then its process; then a process of another pid namespace, where
 * there is nobody but init.
 */
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "harness.h"

static volatile sig_atomic_t usr2;

static void on_usr2(int sig)
{
	(void)sig;
	usr2++;
}

/* Tells at each barrier how often it has been told that a parent died. */
static noreturn void be_child(const struct role *me)
{
	role_name(me);
	signal(SIGUSR2, on_usr2);
	prctl(PR_SET_PDEATHSIG, SIGUSR2);
	barrier(me);
	say(me, "usr2", PROCTREE_KIND_COUNT, usr2);
	say(me, "getppid", PROCTREE_KIND_COUNT, getppid());
	barrier(me);
	say(me, "usr2", PROCTREE_KIND_COUNT, usr2);
	say(me, "getppid", PROCTREE_KIND_COUNT, getppid());
	barrier(me);
	leave(0);
}

/* Whoever calls this is the child's parent, be it a thread. */
static void have_child(const struct role *me)
{
	pid_t pid = role_made(fork());

	if (!pid)
		be_child(trial_role(me->trial, "child"));
	say_result(me, "fork", PROCTREE_KIND_COUNT, pid);
	barrier(me);
}

static void *be_worker(void *arg)
{
	role_name(arg);
	have_child(arg);
	return NULL;
}

static void be_parent(struct role *me)
{
	role_thread(be_worker, trial_role(me->trial, "worker"));
	barrier(me);
}

static noreturn void be_parent_inside(const struct role *me)
{
	role_name(me);
	have_child(me);
	leave(0);
}

static void be_init(struct role *me)
{
	if (!role_made(fork()))
		be_parent_inside(trial_role(me->trial, "parent"));
	barrier(me);
}

/* A thread has a child, and ends; then the rest of its process does. */
static void run_process(struct trial *t, struct role *parent,
			struct role *worker, struct role *child)
{
	role_start(parent, be_parent);
	role_wait(parent);
	role_wait(worker);
	role_wait(child);
	step(t, "family", "a thread of the parent has a child, all are held");

	role_go(worker);
	await_gone(worker);
	role_go(child);
	role_wait(child);
	step(t, "thread died", "the thread has ended");

	role_go(parent);
	await_state(parent, "Z");
	role_go(child);
	role_wait(child);
	step(t, "parent died", "the process has ended");

	role_go(child);
	await_gone(child);
	step(t, "child died", "the child has ended as well");
	role_reap(parent);
}

/* All ancestors of the child live in another pid namespace, but two. */
static void run_namespace(struct trial *t, struct role *init,
			  struct role *parent, struct role *child)
{
	role_recast(parent);
	role_recast(child);
	if (!role_start_init(init, be_init))
		return;
	role_wait(init);
	role_wait(parent);
	role_wait(child);
	step(t, "inside", "a family in a pid namespace of its own");

	role_go(parent);
	await_state(parent, "Z");
	role_go(child);
	role_wait(child);
	step(t, "adopted inside", "the parent has ended");

	role_signal(init, SIGKILL);
	role_reap(init);
}

static void run(struct trial *t)
{
	struct role *init = role_declare(t, "init");
	struct role *parent = role_declare(t, "parent");
	struct role *worker = role_declare(t, "worker");
	struct role *child = role_declare(t, "child");

	run_process(t, parent, worker, child);
	role_recast(worker);
	run_namespace(t, init, parent, child);
}

const struct experiment exp_orphan = {
	.name = "orphan",
	.summary = "who adopts the child of a parent that dies",
	.topic = TOPIC_DEATHS,
	.columns = {
		{ "state" }, { "ppid" }, { "real_parent_tid", "PARENT_TASK" },
		{ "reaper_pid", "HEIR" }, { "pdeath_signal" },
	},
	.run = run,
	.claims = orphan_claims,
};
