// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "subreaper": an orphan goes from one subreaper to the next one
 * above it; and what becomes of orphans whose init does not wait.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

/* The calling role forks @name, which plays @play and ends. */
static void beget(const struct role *me, const char *name,
		  void (*play)(struct role *me))
{
	struct role *child = trial_role(me->trial, name);

	if (role_made(fork()))
		return;
	role_name(child);
	play(child);
	leave(0);
}

static void be_kid(struct role *me)
{
	barrier(me);
}

static void be_middle(struct role *me)
{
	beget(me, "kid", be_kid);
	barrier(me);
}

static void be_inner(struct role *me)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	beget(me, "middle", be_middle);
	barrier(me);
}

/* By the time it waits, the harness has written down who the kid is. */
static void be_outer(struct role *me)
{
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	beget(me, "inner", be_inner);
	barrier(me);
	say_result(me, "wait", PROCTREE_KIND_PID,
		   waitpid(trial_role(me->trial, "kid")->tid, NULL, 0));
	barrier(me);
}

/* An init that never waits. */
static void be_init(struct role *me)
{
	beget(me, "middle", be_middle);
	barrier(me);
}

static void end(struct role *role)
{
	role_go(role);
	await_state(role, "Z");
}

/* @outer and @inner are subreapers, @middle is not. */
static void run_nested(struct trial *t, struct role *outer, struct role *inner,
		       struct role *middle, struct role *kid)
{
	role_start(outer, be_outer);
	role_wait(outer);
	role_wait(inner);
	role_wait(middle);
	role_wait(kid);
	step(t, "family", "four generations; the first two are subreapers");

	end(middle);
	step(t, "middle died", "the kid's parent has ended");

	end(inner);
	step(t, "inner died", "the subreaper nearest to it has ended");

	role_go(outer);
	await_wait(outer);
	step(t, "waiting", "the other subreaper waits for the kid");

	role_go(kid);
	role_wait(outer);
	step(t, "reaped", "the kid has ended");

	role_go(outer);
	role_reap(outer);
}

static void run_lazy(struct trial *t, struct role *init, struct role *middle,
		     struct role *kid)
{
	role_recast(middle);
	role_recast(kid);
	if (!role_start_init(init, be_init))
		return;
	role_wait(init);
	role_wait(middle);
	role_wait(kid);
	step(t, "inside", "a family in a pid namespace of its own");

	end(middle);
	end(kid);
	step(t, "lazy", "two of them have ended, and init does not wait");

	role_signal(init, SIGKILL);
	await_state(init, "Z");
	step(t, "init died", "SIGKILL to init");
	role_reap(init);
}

static void run(struct trial *t)
{
	struct role *outer = role_declare(t, "outer");
	struct role *inner = role_declare(t, "inner");
	struct role *init = role_declare(t, "init");
	struct role *middle = role_declare(t, "middle");
	struct role *kid = role_declare(t, "kid");

	run_nested(t, outer, inner, middle, kid);
	role_recast(outer);
	role_recast(inner);
	run_lazy(t, init, middle, kid);
}

const struct experiment exp_subreaper = {
	.name = "subreaper",
	.summary = "orphans climb from one subreaper to the next",
	.topic = TOPIC_DEATHS,
	.columns = {
		{ "state" }, { "ppid" }, { "reaper_pid", "HEIR" },
		{ "has_subreaper", "BELOW_ONE" }, { "child_wait", "WAITS" },
		{ "ns_pid" },
	},
	.run = run,
	.claims = subreaper_claims,
};
