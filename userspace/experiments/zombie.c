// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "zombie": what is left of a dead process, what makes it
 * vanish, and which of the dead leave nothing.
 */
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clone_flags.h"
#include "harness.h"

#define MEMORY	(8 << 20)	/* bytes that the child uses */
#define CODE	5		/* that it exits with */

static noreturn void be_child(const struct role *me)
{
	void *memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	role_name(me);
	if (memory != MAP_FAILED)
		memset(memory, 1, MEMORY);
	barrier(me);
	leave(CODE);
}

static pid_t fork_child(struct role *child)
{
	pid_t pid = role_made(fork());

	if (!pid)
		be_child(child);
	return pid;
}

/* Children that nobody has to wait for */

static pid_t fork_ignoring(struct role *child)
{
	signal(SIGCHLD, SIG_IGN);
	return fork_child(child);
}

static pid_t fork_nowait(struct role *child)
{
	sigaction(SIGCHLD, &(struct sigaction){ .sa_handler = SIG_DFL,
		  .sa_flags = SA_NOCLDWAIT }, NULL);
	return fork_child(child);
}

static void *be_thread(void *arg)
{
	role_name(arg);
	barrier(arg);
	return NULL;
}

static pid_t start_thread(struct role *child)
{
	pthread_t thread;

	thread = role_thread(be_thread, child);
	pthread_detach(thread);
	return 0;
}

static pid_t clone_autoreap(struct role *child)
{
	struct clone_args args = { .flags = CLONE_AUTOREAP };
	pid_t pid = syscall(SYS_clone3, &args, sizeof(args));

	if (!pid)
		be_child(child);
	return pid;
}

static const struct way {
	const char *step;
	const char *text;
	pid_t (*make)(struct role *child);
} ways[] = {
	{ "ignored", "a child of a parent that ignores SIGCHLD has ended",
	  fork_ignoring },
	{ "nowait", "a child of a parent with SA_NOCLDWAIT has ended",
	  fork_nowait },
	{ "thread", "a thread has ended", start_thread },
	{ "autoreap", "a child with CLONE_AUTOREAP", clone_autoreap },
};

#define NWAYS (sizeof(ways) / sizeof(ways[0]))

/* What ps shows of it. */
static void say_stat(const struct role *me, pid_t pid)
{
	char path[32], state = 0;
	int ppid = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	file = fopen(path, "r");
	if (file && fscanf(file, "%*d (%*[^)]) %c %d", &state, &ppid) == 2) {
		say(me, "ps_state", PROCTREE_KIND_STATE, state);
		say(me, "ps_ppid", PROCTREE_KIND_PID, ppid);
	}
	if (file)
		fclose(file);
}

static void bury(struct role *me, pid_t pid)
{
	siginfo_t info = { 0 };
	struct rusage used;
	int status = 0;

	say_result(me, "kill", PROCTREE_KIND_COUNT, kill(pid, SIGKILL));
	say_stat(me, pid);
	barrier(me);
	waitid(P_PID, pid, &info, WEXITED | WNOWAIT);
	say(me, "status", PROCTREE_KIND_COUNT, info.si_status);
	barrier(me);
	say_result(me, "wait", PROCTREE_KIND_PID,
		   wait4(pid, &status, 0, &used));
	say(me, "status", PROCTREE_KIND_STATUS, status);
	say(me, "maxrss", PROCTREE_KIND_BYTES, used.ru_maxrss * 1024);
	barrier(me);
}

static void be_parent(struct role *me)
{
	struct role *child = trial_role(me->trial, "child");
	pid_t pid = fork_child(child);
	size_t i;

	say_result(me, "fork", PROCTREE_KIND_PID, pid);
	barrier(me);
	bury(me, pid);
	for (i = 0; i < NWAYS; i++) {
		say_result(me, "make", PROCTREE_KIND_PID, ways[i].make(child));
		barrier(me);
		say_result(me, "wait", PROCTREE_KIND_PID,
			   waitpid(-1, NULL, __WALL | WNOHANG));
		signal(SIGCHLD, SIG_DFL);
		barrier(me);
	}
	say_result(me, "fork", PROCTREE_KIND_PID, fork_child(child));
	barrier(me);
}

/* From its death to its burial, with each look that leaves it as it is. */
static void run_burial(struct trial *t, struct role *parent,
		       struct role *child)
{
	role_wait(parent);
	role_wait(child);
	step(t, "alive", "a child that uses 8 MiB is held");

	role_go(child);
	await_state(child, "Z");
	settle(child, "stack", 0);
	step(t, "zombie", "it has ended, nobody has waited for it");

	role_go(parent);
	role_wait(parent);
	step(t, "killed", "SIGKILL to the zombie");

	role_go(parent);
	role_wait(parent);
	step(t, "looked", "the parent has read its status, with WNOWAIT");

	role_go(parent);
	role_wait(parent);
	await_event(child, PROCTREE_EVENT_FREE);
	step(t, "reaped", "the parent has called wait4()");
}

static void run_way(struct trial *t, const struct way *way,
		    struct role *parent, struct role *child)
{
	role_recast(child);
	role_go(parent);
	role_wait(parent);
	if (role_said(parent, "make") >= 0) {
		role_wait(child);
		role_go(child);
		await_gone(child);
	}
	role_go(parent);
	role_wait(parent);
	step(t, way->step, "%s", way->text);
}

/* Its parent dies without having waited. */
static void run_cure(struct trial *t, struct role *parent, struct role *child)
{
	role_recast(child);
	role_go(parent);
	role_wait(parent);
	role_wait(child);
	role_go(child);
	await_state(child, "Z");
	step(t, "unwaited", "another zombie");

	role_signal(parent, SIGKILL);
	await_state(parent, "Z");
	await_gone(child);
	step(t, "cured", "its parent was killed, and its new parent waits");
	role_reap(parent);
}

static void run(struct trial *t)
{
	struct role *parent = role_declare(t, "parent");
	struct role *child = role_declare(t, "child");
	size_t i;

	role_start(parent, be_parent);
	run_burial(t, parent, child);
	for (i = 0; i < NWAYS; i++)
		run_way(t, &ways[i], parent, child);
	run_cure(t, parent, child);
}

const struct experiment exp_zombie = {
	.name = "zombie",
	.summary = "what is left of the dead, and what makes it vanish",
	.topic = TOPIC_DEATHS,
	.columns = {
		{ "state" }, { "ppid" }, { "mm" }, { "files" }, { "fs" },
		{ "sighand" }, { "signal" }, { "stack" },
	},
	.run = run,
	.claims = zombie_claims,
};
