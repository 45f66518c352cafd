// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "fork-tree": a process forks a process that forks a process,
 * and each counts. With a list of forks and exits it is the quiz of
 * fork_tree_quiz.c.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fork_tree.h"
#include "harness.h"
#include "param.h"

#define LEVELS_MAX	6
#define COUNTS		10
#define PIPE_SCRIPT							\
	"exec 3>&1; { echo >&3; read go; } | { echo >&3; read end; }; :"

static unsigned int levels_of(const struct trial *t)
{
	return atoi(trial_param(t, "levels"));
}

static bool middle_dies(const struct trial *t)
{
	return !strcmp(trial_param(t, "end"), "kill");
}

static bool valid_levels(const char *value)
{
	return param_number(value, 2, LEVELS_MAX);
}

static bool valid_end(const char *value)
{
	return !strcmp(value, "wait") || !strcmp(value, "kill");
}

static struct role *role_of_level(struct trial *t, unsigned int level)
{
	char name[TRIAL_NAME];

	snprintf(name, sizeof(name), "p%u", level);
	return trial_role(t, name);
}

static void say_count(const struct role *me, unsigned int level)
{
	volatile unsigned int i;

	for (i = (level - 1) * COUNTS; i < level * COUNTS; i++)
		;
	say(me, "counter", PROCTREE_KIND_COUNT, i);
	say(me, "getppid", PROCTREE_KIND_PID, getppid());
	barrier(me);
}

/* Each level counts, forks the next one and waits for it. */
static void be_level(struct role *me)
{
	unsigned int level = 1, last = levels_of(me->trial);
	pid_t pid = 0;

	for (; !pid; level++) {
		me = role_of_level(me->trial, level);
		role_name(me);
		say_count(me, level);
		if (level == last)
			break;
		pid = role_made(fork());
	}
	if (pid)
		say_result(me, "wait", PROCTREE_KIND_PID,
			   waitpid(pid, NULL, 0));
	else
		say(me, "getppid", PROCTREE_KIND_PID, getppid());
	barrier(me);
}

/* All levels, one after the other, and who waits for whom. */
static void grow(struct trial *t)
{
	unsigned int n = levels_of(t), level;
	struct role *role;
	char name[TRIAL_STEP_NAME];

	role_start(role_of_level(t, 1), be_level);
	for (level = 1; level <= n; level++) {
		role = role_of_level(t, level);
		role_wait(role);
		if (level > 1)
			settle(role_of_level(t, level - 1), "child_wait", 1);
		snprintf(name, sizeof(name), "level %u", level);
		step(t, level < n ? name : "grown", "%s has counted to %u",
		     role->name, level * COUNTS);
		role_go(role);
	}
	role_wait(role_of_level(t, n));
}

/* How far it is from @role to the process that has no visible parent. */
static void note_ancestry(struct role *role)
{
	struct proctree_rows *rows;
	const struct proctree_row *row;
	unsigned int n = 0;

	if (proctree_take(role->trial->pt, NULL, &rows))
		trial_fail(role->trial, "no snapshot to look for ancestors in");
	row = proctree_find(rows, role->tid);
	while (row && row->ppid && n < rows->count) {
		row = proctree_find(rows, row->ppid);
		n++;
	}
	role_note(role, "ancestors", PROCTREE_KIND_COUNT, n);
	role_note(role, "top_ppid", PROCTREE_KIND_COUNT, row ? row->ppid : -1);
	proctree_rows_free(rows);
}

/* Have the harness, which is an ancestor, trace @role for one step. */
static void trace(struct trial *t, struct role *role)
{
	if (ptrace(PTRACE_SEIZE, role->tid, NULL, NULL)) {
		step_skip(t, "traced", "%s can't be traced: %s", role->name,
			  strerror(errno));
		return;
	}
	note_ancestry(role);
	step(t, "traced", "the harness traces %s", role->name);
	if (ptrace(PTRACE_INTERRUPT, role->tid, NULL, NULL) ||
	    waitpid(role->tid, NULL, __WALL) != role->tid ||
	    ptrace(PTRACE_DETACH, role->tid, NULL, NULL))
		trial_fail(t, "can't end tracing %s: %s", role->name,
			   strerror(errno));
	await_state(role, "S");
}

/* End the levels from the lowest one up. */
static void unwind(struct trial *t, unsigned int level)
{
	struct role *role = role_of_level(t, level), *parent;
	char name[TRIAL_STEP_NAME];

	for (; level > 1; level--, role = parent) {
		parent = role_of_level(t, level - 1);
		role_go(role);
		role_wait(parent);
		snprintf(name, sizeof(name), "without %s", role->name);
		step(t, name, "%s has ended, %s has waited for it", role->name,
		     parent->name);
	}
	role_go(role);
	role_reap(role);
}

static void run_kill(struct trial *t)
{
	unsigned int n = levels_of(t);
	struct role *last = role_of_level(t, n);
	struct role *parent = role_of_level(t, n - 1);

	role_signal(parent, SIGKILL);
	if (n > 2)
		role_wait(role_of_level(t, n - 2));
	else
		await_state(parent, "Z");
	step(t, "killed", "%s was killed; who is the parent of %s?",
	     parent->name, last->name);
	role_go(last);
	await_gone(last);
	if (n > 2)
		unwind(t, n - 2);
	else
		role_reap(parent);
}

static void be_shell(struct role *me)
{
	if (dup2(me->far, STDIN_FILENO) < 0 || dup2(me->far, STDOUT_FILENO) < 0)
		leave(EXIT_FAILURE);
	execl("/bin/sh", "sh", "-c", PIPE_SCRIPT, NULL);
}

/* The inode behind descriptor @fd of @role. */
static void note_pipe(struct role *role, int fd)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", role->tid, fd);
	if (stat(path, &st) || !S_ISFIFO(st.st_mode))
		trial_fail(role->trial, "%s is no pipe", path);
	role_note(role, "pipe", PROCTREE_KIND_COUNT, st.st_ino);
}

/* In the shell's pipe each side tells that it has come. */
static void run_pipe(struct trial *t, struct role *shell, struct role *left,
		     struct role *right)
{
	struct proctree_want want = { 0 };
	struct proctree_rows *rows;

	role_start(shell, be_shell);
	role_wait(shell);
	role_wait(shell);
	want.root = shell->tid;
	if (proctree_take(t->pt, &want, &rows) || rows->count != 3)
		trial_fail(t, "the shell has not made two processes");
	role_cast(left, proctree_row_at(rows, 1)->pid);
	role_cast(right, proctree_row_at(rows, 2)->pid);
	proctree_rows_free(rows);
	await_state(left, "S");
	await_state(right, "S");
	note_pipe(left, STDOUT_FILENO);
	note_pipe(right, STDIN_FILENO);
	step(t, "pipe", "a shell runs \"left | right\"");
	role_go(shell);
	role_reap(shell);
}

static void run(struct trial *t)
{
	struct role *shell, *left, *right;
	char name[TRIAL_NAME];
	unsigned int level;

	if (fork_tree_is_quiz(t)) {
		fork_tree_quiz(t);
		return;
	}
	for (level = 1; level <= levels_of(t); level++) {
		snprintf(name, sizeof(name), "p%u", level);
		role_declare(t, name);
	}
	shell = role_declare(t, "shell");
	left = role_declare(t, "left");
	right = role_declare(t, "right");
	grow(t);
	trace(t, role_of_level(t, levels_of(t)));
	if (middle_dies(t))
		run_kill(t);
	else
		unwind(t, levels_of(t));
	run_pipe(t, shell, left, right);
}

const struct experiment exp_fork_tree = {
	.name = "fork-tree",
	.summary = "a family of processes, and the book's quiz on such",
	.topic = TOPIC_BIRTHS,
	.params = {
		{ "levels", "N", "processes one below the other, 2 to 6", "3",
		  valid_levels },
		{ "end", "HOW", "wait, or kill: the last but one is killed",
		  "wait", valid_end },
		{ "action-list", "LIST", "a+b: a forks b, b-: b exits, ...", "",
		  fork_tree_valid_list, 'A' },
		{ "seed", "N", "the list that the book's fork.py makes of it",
		  "", fork_tree_valid_seed, 's' },
		{ "actions", "N", "so many forks and exits (5), at most 25",
		  "", fork_tree_valid_actions, 'a' },
		{ "forks", "SHARE", "so many of them forks (0.7)", "",
		  fork_tree_valid_share, 'f' },
		{ "final-only", NULL, "the tree at the end only", "", NULL, 'F' },
		{ "show-tree", NULL, "show the trees, not the actions", "", NULL,
		  't' },
		{ "leaf-only", NULL, "who has children does not exit", "", NULL,
		  'L' },
		{ "local-reparent", NULL, "the book's other answer on orphans",
		  "", NULL, 'R' },
		{ "compute", NULL, "show the answers", "", NULL, 'c' },
		{ "subreaper", NULL, "a adopts orphans, instead of init", "" },
	},
	.columns = {
		{ "state" }, { "ppid" }, { "parent_tid" }, { "tracer_pid" },
		{ "pgid" }, { "child_wait" },
	},
	.run = run,
	.show = fork_tree_show,
	.claims = fork_tree_claims,
};
