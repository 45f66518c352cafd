// SPDX-License-Identifier: GPL-2.0-only
/*
 * The quiz of the experiment "fork-tree": the situation. Every process of the
 * list is a role; it waits at its barrier, and each time it may go on it does
 * what is next for it to do. After each action the kernel says who is whose
 * child, and the director notes what the book says.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fork_tree.h"
#include "harness.h"
#include "param.h"
#include "quiz.h"

#define ACTIONS	5
#define FORKS	0.7

static const char *const quiz_options[] = {
	"action-list", "seed", "actions", "forks", "final-only", "show-tree",
	"leaf-only", "local-reparent", "compute", "subreaper",
};

static bool given(const struct trial *t, const char *option)
{
	return *trial_param(t, option);
}

bool fork_tree_is_quiz(const struct trial *t)
{
	size_t i;

	for (i = 0; i < sizeof(quiz_options) / sizeof(quiz_options[0]); i++)
		if (given(t, quiz_options[i]))
			return true;
	return false;
}

bool fork_tree_valid_list(const char *value)
{
	struct quiz q;

	return quiz_parse(&q, value);
}

bool fork_tree_valid_seed(const char *value)
{
	return param_number(value, 0, UINT32_MAX);
}

bool fork_tree_valid_actions(const char *value)
{
	return param_number(value, 1, QUIZ_PROCESSES - 1);
}

bool fork_tree_valid_share(const char *value)
{
	char *end;
	double share = strtod(value, &end);

	return end != value && !*end && share >= 0.01 && share <= 1;
}

/* Return: the seed, one that nobody has chosen if none was given. */
static uint32_t make_quiz(const struct trial *t, struct quiz *q)
{
	const char *list = trial_param(t, "action-list");
	const char *actions = trial_param(t, "actions");
	const char *forks = trial_param(t, "forks");
	uint32_t seed = strtoul(trial_param(t, "seed"), NULL, 10);

	if (!given(t, "seed") &&
	    getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		seed = getpid();
	if (*list)
		quiz_parse(q, list);
	else
		quiz_generate(q, seed, *actions ? atoi(actions) : ACTIONS,
			      *forks ? atof(forks) : FORKS);
	if (given(t, "leaf-only"))
		quiz_leaf_only(q);
	return seed;
}

static struct quiz quiz;

static struct role *role_of(struct trial *t, int process)
{
	return trial_role(t, quiz.names[process]);
}

/* The next thing to do for @who from action @at on, the number behind it. */
static unsigned int next_action(int who, unsigned int at)
{
	while (quiz.actions[at].who != who || quiz.actions[at].refused)
		at++;
	return at;
}

/* To be told to go on with a child that is dead means to wait for it. */
static void play(struct role *me, int who, unsigned int at)
{
	const struct quiz_action *action;
	pid_t pid;

	for (;; barrier(me)) {
		if (waitpid(-1, NULL, WNOHANG) > 0)
			continue;
		at = next_action(who, at);
		action = &quiz.actions[at++];
		if (action->child < 0)
			leave(EXIT_SUCCESS);
		pid = role_made(fork());
		if (pid)
			say_result(me, "fork", PROCTREE_KIND_PID, pid);
		if (pid)
			continue;
		who = action->child;
		me = role_of(me->trial, who);
		role_name(me);
	}
}

static void be_a(struct role *me)
{
	if (given(me->trial, "subreaper"))
		prctl(PR_SET_CHILD_SUBREAPER, 1);
	barrier(me);
	play(me, 0, 0);
}

/* What the book's simulator says, beside what the kernel says. */
static void note_book(struct trial *t, unsigned int done)
{
	int parents[QUIZ_PROCESSES];
	unsigned int i;

	quiz_book(&quiz, done, given(t, "local-reparent"), parents);
	for (i = 0; i < quiz.nprocesses; i++)
		if (parents[i] >= 0)
			role_note(role_of(t, i), "book", PROCTREE_KIND_PID,
				  role_of(t, parents[i])->tid);
}

static void run_fork(struct trial *t, const struct quiz_action *action)
{
	struct role *parent = role_of(t, action->who);
	int64_t pid;

	role_go(parent);
	role_wait(parent);
	pid = role_said(parent, "fork");
	if (pid < 0)
		trial_fail(t, "fork: %s", strerror(-pid));
	role_wait(role_of(t, action->child));
}

/* Its parent of now waits for it; if that is the subreaper, it will itself. */
static void run_exit(struct trial *t, const struct quiz_action *action)
{
	const struct step *before = &t->steps[t->nsteps - 1];
	struct role *role = role_of(t, action->who), *parent;
	const char *name;
	int64_t ppid;

	if (trial_value(&before->seen[role - t->roles], "ppid", &ppid))
		trial_fail(t, "%s has no parent", role->name);
	name = trial_role_at(t, before, ppid);
	parent = name ? trial_role(t, name) : NULL;
	role_go(role);
	if (parent && !parent->crew) {
		await_state(role, "Z");
		role_go(parent);
		role_wait(parent);
	}
	await_gone(role);
}

static void run_action(struct trial *t, unsigned int i)
{
	const struct quiz_action *action = &quiz.actions[i];
	const char *who = quiz.names[action->who];
	char name[TRIAL_STEP_NAME];

	if (action->child >= 0) {
		run_fork(t, action);
		snprintf(name, sizeof(name), "%s forks %s", who,
			 quiz.names[action->child]);
	} else {
		if (!action->refused)
			run_exit(t, action);
		snprintf(name, sizeof(name), "%s EXITS%s", who,
			 action->refused ? " (failed: has children)" : "");
	}
	note_book(t, i + 1);
	step(t, name, "done by real processes");
}

void fork_tree_quiz(struct trial *t)
{
	uint32_t seed = make_quiz(t, &quiz);
	struct role *a;
	unsigned int i;

	for (i = 0; i < quiz.nprocesses; i++)
		role_declare(t, quiz.names[i]);
	a = role_of(t, 0);
	role_start(a, be_a);
	role_wait(a);
	if (given(t, "action-list"))
		step(t, "begin", "as listed");
	else
		step(t, "begin", "seed %u", seed);
	for (i = 0; i < quiz.nactions; i++)
		run_action(t, i);
	note_book(t, quiz.nactions);
	step(t, "end", "all actions are done");
}
