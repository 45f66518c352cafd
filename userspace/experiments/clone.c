// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "clone": which flag of clone(2) shares what, and which sets of
 * flags the kernel refuses.
 */
#include <errno.h>
#include <linux/ioprio.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clone_flags.h"
#include "clone_refused.h"
#include "harness.h"

/**
 * struct set - flags to try
 * @name:	of the step; the claims know it
 * @bits:	flags and exit signal
 * @exec:	the child ends as a shell, to see what exec changes
 */
struct set {
	const char *name;
	unsigned int bits;
	bool exec;
};

#define SET(name, bits)		{ name, bits, false }
#define SET_EXEC(name, bits)	{ name, bits, true }

static const struct set sets[] = {
	SET("SIGCHLD", SIGCHLD),
	SET("VM|SIGCHLD", CLONE_VM | SIGCHLD),
	SET("FS|SIGCHLD", CLONE_FS | SIGCHLD),
	SET_EXEC("FILES|SIGCHLD", CLONE_FILES | SIGCHLD),
	SET("VM|SIGHAND|SIGCHLD", CLONE_VM | CLONE_SIGHAND | SIGCHLD),
	SET("SYSVSEM|SIGCHLD", CLONE_SYSVSEM | SIGCHLD),
	SET("IO|SIGCHLD", CLONE_IO | SIGCHLD),
	SET("PARENT|SIGCHLD", CLONE_PARENT | SIGCHLD),
	SET("VM|SIGHAND|THREAD", CLONE_VM | CLONE_SIGHAND | CLONE_THREAD),
	SET("VM|FS|FILES|SIGHAND",
	    CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND),
	SET("0", 0),
	SET("SIGUSR1", SIGUSR1),
	SET("VM|VFORK|SIGCHLD", CLONE_VM | CLONE_VFORK | SIGCHLD),
	SET_EXEC("VFORK|SIGCHLD", CLONE_VFORK | SIGCHLD),
	SET("SIGHAND|SIGCHLD", CLONE_SIGHAND | SIGCHLD),
	SET("THREAD", CLONE_THREAD),
	SET("VM|THREAD", CLONE_VM | CLONE_THREAD),
	SET("VM|SETTLS|SIGCHLD", CLONE_VM | CLONE_SETTLS | SIGCHLD),
	SET("NEWNS|SIGCHLD", CLONE_NEWNS | SIGCHLD),
	SET("FS|NEWNS|SIGCHLD", CLONE_FS | CLONE_NEWNS | SIGCHLD),
};

static char given_name[CLONE_FLAGS_MAX];
static struct set given = { .name = given_name };

/* The sets of this run: the one of --flags, or all. */
static const struct set *chosen_sets(const struct trial *t, size_t *n)
{
	const char *list = trial_param(t, "flags");

	*n = sizeof(sets) / sizeof(sets[0]);
	if (!clone_flags_parse(list, &given.bits))
		return sets;
	clone_flags_name(given.bits, given_name);
	*n = 1;
	return &given;
}

static bool valid_flags(const char *value)
{
	unsigned int bits;

	return clone_flags_parse(value, &bits);
}

/* The child's: no libc, it may share the caller's memory and its TLS. */
static const struct set *child_set;

static int be_child(void *arg)
{
	const struct role *me = arg;

	role_name(me);
	barrier(me);
	if (child_set->exec)
		exec_shell(me, "0");
	leave_thread(0);
}

static void say_wait(const struct role *me, const char *key, pid_t pid,
		     int options)
{
	pid_t ret = waitpid(pid, NULL, options | WNOHANG);

	say(me, key, PROCTREE_KIND_PID, ret < 0 ? -errno : ret);
}

static void try_set(struct role *me, struct role *child)
{
	static _Alignas(16) char stack[1 << 16], tls[1 << 12];
	static pid_t number;
	pid_t pid;

	pid = clone(be_child, stack + sizeof(stack), child_set->bits, child,
		    &number, tls + sizeof(tls) / 2, &number);
	say_result(me, "clone", PROCTREE_KIND_PID, pid);
	if (child_set->bits & CLONE_SETTLS)
		say(me, "tls", PROCTREE_KIND_ADDR,
		    (uintptr_t)tls + sizeof(tls) / 2);
	if (pid < 0)
		return;
	barrier(me);
	say_wait(me, "wait", pid, 0);
	say_wait(me, "wait_all", pid, __WALL);
}

/* Things that can only be shared if the caller has them. */
static void have_something_to_share(void)
{
	syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0,
		IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4));
}

static void be_caller(struct role *me)
{
	struct role *child = trial_role(me->trial, "child");
	const struct set *set;
	size_t n;

	signal(SIGUSR1, SIG_IGN);
	signal(SIGUSR2, SIG_IGN);
	have_something_to_share();
	for (set = chosen_sets(me->trial, &n); n; n--, set++) {
		barrier(me);
		child_set = set;
		try_set(me, child);
	}
	barrier(me);
	if (*trial_param(me->trial, "flags"))
		return;
	clone_say_refused(me);
	barrier(me);
}

/* Whose zombie the child becomes decides how its death is to be seen. */
static void see_end(const struct set *set, struct role *child)
{
	if (set->bits & CLONE_THREAD) {
		await_gone(child);
	} else {
		await_state(child, "Z");
		if (set->bits & CLONE_PARENT)
			role_reap(child);
	}
}

static void run_exec(struct trial *t, const struct set *set,
		     struct role *caller, struct role *child)
{
	char name[TRIAL_STEP_NAME];

	role_go(child);
	role_wait(child);
	if (set->bits & CLONE_VFORK)
		role_wait(caller);
	strcpy(name, set->name);
	strcat(name, ", exec");
	step(t, name, "the child has become a shell");
}

static void run_set(struct trial *t, const struct set *set,
		    struct role *caller, struct role *child)
{
	bool vfork = set->bits & CLONE_VFORK;
	struct role *first = caller;
	int64_t pid;

	role_recast(child);
	role_go(caller);
	if (vfork)
		first = role_wait_either(caller, child);
	else
		role_wait(caller);
	if (first == caller) {
		pid = role_said(caller, "clone");
		if (pid < 0) {
			step(t, set->name, "refused: %s",
			     strerrorname_np(-pid));
			return;
		}
		child->tid = pid;
		role_wait(child);
	} else {
		await_state(caller, "D");
	}
	step(t, set->name, "the child is held");
	if (set->exec)
		run_exec(t, set, caller, child);
	role_go(child);
	if (vfork && !set->exec)
		role_wait(caller);
	see_end(set, child);
	role_go(caller);
	role_wait(caller);
	step_hear(t);
}

static void run(struct trial *t)
{
	struct role *caller = role_declare(t, "caller");
	struct role *child = role_declare(t, "child");
	const struct set *set;
	size_t n;

	role_start(caller, be_caller);
	role_wait(caller);
	for (set = chosen_sets(t, &n); n; n--, set++)
		run_set(t, set, caller, child);
	role_go(caller);
	if (!*trial_param(t, "flags")) {
		role_recast(child);
		role_wait(caller);
		step(t, "refused", "sets that most kernels refuse");
		role_go(caller);
	}
	role_reap(caller);
}

const struct experiment exp_clone = {
	.name = "clone",
	.summary = "which flag shares what, and what is refused",
	.topic = TOPIC_BIRTHS,
	.params = {
		{ "flags", "LIST", "try this set only, e.g. VM,FILES,SIGCHLD",
		  "", valid_flags },
	},
	.columns = {
		{ "tgid" }, { "ppid" }, { "exit_signal", "AT_EXIT" },
		{ "mm" }, { "fs" }, { "files", "FD" }, { "sighand", "HAND" },
		{ "io" }, { "sysvsem", "SEM" }, { "nsproxy", "NS" },
		{ "says.wait", "WAIT", "caller" },
	},
	.matrix_role = "child",
	.matrix_base = "caller",
	.run = run,
	.claims = clone_claims,
};
