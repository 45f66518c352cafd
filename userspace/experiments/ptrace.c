// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "ptrace": a child with two who look after it: its parent, and
 * a sibling of the parent's that traces it.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

static volatile sig_atomic_t handled;

static void on_usr1(int sig)
{
	(void)sig;
	handled++;
}

/* Any process of the user may trace it, if the Yama module asks for that. */
static noreturn void be_child(const struct role *me)
{
	role_name(me);
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
	signal(SIGUSR1, on_usr1);
	barrier(me);
	for (;;) {
		say(me, "handled", PROCTREE_KIND_COUNT, handled);
		barrier(me);
	}
}

static void start_child(struct role *me)
{
	pid_t pid = role_made(fork());

	if (!pid)
		be_child(trial_role(me->trial, "child"));
	say_result(me, "fork", PROCTREE_KIND_PID, pid);
}

static void say_wait(struct role *me)
{
	say_result(me, "wait", PROCTREE_KIND_PID,
		   waitpid(-1, NULL, WNOHANG | __WALL));
}

/* Asks twice for a dead child, then has another one. */
static void be_parent(struct role *me)
{
	start_child(me);
	barrier(me);
	say_wait(me);
	barrier(me);
	say_wait(me);
	barrier(me);
	start_child(me);
	barrier(me);
}

static pid_t child_of(const struct role *me)
{
	return trial_role(me->trial, "child")->tid;
}

static void seize(const struct role *me)
{
	say_result(me, "seize", PROCTREE_KIND_COUNT,
		   ptrace(PTRACE_SEIZE, child_of(me), NULL, NULL));
}

static void interrupt(const struct role *me)
{
	ptrace(PTRACE_INTERRUPT, child_of(me), NULL, NULL);
	say_result(me, "wait", PROCTREE_KIND_PID,
		   waitpid(child_of(me), NULL, __WALL));
}

static void let_go_on(const struct role *me, int sig)
{
	ptrace(PTRACE_CONT, child_of(me), NULL, (void *)(intptr_t)sig);
}

/*
 * The child stands before SIGUSR1, with SIGCONT behind that; a tracer that has
 * seized it is told of SIGCONT by one more stop, a SIGTRAP.
 */
static void pass_signals(const struct role *me)
{
	pid_t pid = child_of(me);
	int sig, status = 0;

	do {
		if (waitpid(pid, &status, __WALL) != pid)
			leave(EXIT_FAILURE);
		sig = WSTOPSIG(status);
		let_go_on(me, sig == SIGUSR1 ? sig : 0);
	} while (sig != SIGCONT);
}

static void be_tracer(struct role *me)
{
	barrier(me);
	seize(me);
	barrier(me);
	interrupt(me);
	barrier(me);
	let_go_on(me, 0);
	barrier(me);
	pass_signals(me);
	barrier(me);
	say_wait(me);
	barrier(me);
	seize(me);
	interrupt(me);
	barrier(me);
}

/* Return: whether the tracer may trace. */
static bool run_seize(struct trial *t, struct role *tracer, struct role *child)
{
	int64_t ret;

	role_next(tracer);
	ret = role_said(tracer, "seize");
	if (ret < 0) {
		step_skip(t, "seized", "tracing is not allowed here: %s",
			  strerror(-ret));
		return false;
	}
	step(t, "seized", "the tracer has seized the child");
	role_next(tracer);
	await_state(child, "t");
	step(t, "interrupted", "and interrupted it");
	return true;
}

static void run_signals(struct trial *t, struct role *tracer,
			struct role *child)
{
	role_next(tracer);
	await_state(child, "S");
	role_signal(child, SIGUSR1);
	await_state(child, "t");
	step(t, "SIGUSR1", "a signal that the child has a handler for");
	role_signal(child, SIGCONT);
	step(t, "SIGCONT", "SIGCONT to the child");
	role_next(tracer);
	role_next(child);
	step(t, "passed", "the tracer has passed SIGUSR1 on");
}

static void run_death(struct trial *t, struct role *parent,
		      struct role *tracer, struct role *child)
{
	role_signal(child, SIGKILL);
	await_state(child, "Z");
	role_next(parent);
	step(t, "killed", "SIGKILL to the child; the parent asks for it");
	role_next(tracer);
	step(t, "tracer waited", "the tracer has waited for the child");
	role_next(parent);
	step(t, "parent waited", "the parent asks again");
}

static void run_desertion(struct trial *t, struct role *parent,
			  struct role *tracer, struct role *child)
{
	role_recast(child);
	role_next(parent);
	role_wait(child);
	role_next(tracer);
	await_state(child, "t");
	step(t, "again", "another child, seized and interrupted");
	role_go(tracer);
	await_state(tracer, "Z");
	await_state(child, "S");
	step(t, "deserted", "the tracer has ended");
	role_next(child);
}

static void run(struct trial *t)
{
	struct role *parent = role_declare(t, "parent");
	struct role *child = role_declare(t, "child");
	struct role *tracer = role_declare(t, "tracer");

	role_start(parent, be_parent);
	role_wait(parent);
	role_wait(child);
	role_start(tracer, be_tracer);
	role_wait(tracer);
	step(t, "before", "a parent, its child, and a stranger");
	if (run_seize(t, tracer, child)) {
		run_signals(t, tracer, child);
		run_death(t, parent, tracer, child);
		run_desertion(t, parent, tracer, child);
	}
	role_kill(tracer);
	role_signal(child, SIGKILL);
	await_state(child, "Z");
	role_kill(parent);
	await_gone(child);
}

const struct experiment exp_ptrace = {
	.name = "ptrace",
	.summary = "a tracer beside the parent, and what it may take from it",
	.topic = TOPIC_STATES,
	.columns = {
		{ "state" }, { "ppid" }, { "real_parent_tid", "REAL" },
		{ "parent_tid" }, { "tracer_pid" }, { "ptrace" },
		{ "shared_pending" },
	},
	.run = run,
	.claims = ptrace_claims,
};
