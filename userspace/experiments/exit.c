// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "exit": the ways in which a process can end, and what the
 * kernel makes of each; then ends that concern others: of a task that shares
 * what it has, that has a child, that has another thread.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "exit_ways.h"

#define GROUP_CODE 9
#define HEAP	(1 << 20)	/* bytes that the child uses */
#define ALARM_S	1000

static void use_heap(void)
{
	void *heap = sbrk(HEAP);

	if (heap != (void *)-1)
		memset(heap, 1, HEAP);
}

static void be_child(struct role *me, const struct exit_way *way)
{
	role_name(me);
	use_heap();
	barrier(me);
	way->end(me);
	leave(EXIT_FAILURE);
}

/* The child's table of open files, directories and memory are the parent's. */
static int be_sharer(void *arg)
{
	role_name(arg);
	barrier(arg);
	leave(0);
}

static pid_t clone_sharer(struct role *child)
{
	static _Alignas(16) char stack[1 << 16];

	return clone(be_sharer, stack + sizeof(stack),
		     CLONE_VM | CLONE_FILES | CLONE_FS | SIGCHLD, child);
}

static noreturn void be_father(struct role *me)
{
	struct role *kid = trial_role(me->trial, "other");

	role_name(me);
	if (!role_made(fork())) {
		role_name(kid);
		barrier(kid);
		leave(0);
	}
	barrier(me);
	leave(0);
}

/* First the whole process ends by a thread, then its main thread does alone. */
static void *be_thread(void *arg)
{
	const struct role *me = arg;

	role_name(me);
	barrier(me);
	say(me, "alarm", PROCTREE_KIND_COUNT, alarm(ALARM_S));
	barrier(me);
	leave(GROUP_CODE);
}

static noreturn void be_leader(struct role *me)
{
	role_name(me);
	alarm(ALARM_S);
	role_thread(be_thread, trial_role(me->trial, "other"));
	barrier(me);
	leave_thread(0);
}

static void bury(const struct role *me, pid_t pid)
{
	struct rusage used = { 0 };
	int status = 0;

	getrusage(RUSAGE_CHILDREN, &used);
	say(me, "flt", PROCTREE_KIND_COUNT, used.ru_minflt);
	say_result(me, "wait", PROCTREE_KIND_PID, waitpid(pid, &status, 0));
	say(me, "status", PROCTREE_KIND_STATUS, status);
	barrier(me);
}

static void block_sigchld(int how)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(how, &set, NULL);
}

static void be_parent(struct role *me)
{
	struct role *child = trial_role(me->trial, "child");
	pid_t pid;
	size_t i;

	barrier(me);
	for (i = 0; i < EXIT_WAYS; i++) {
		pid = role_made(fork());
		if (!pid)
			be_child(child, &exit_ways[i]);
		barrier(me);
		bury(me, pid);
	}
	pid = role_made(clone_sharer(child));
	barrier(me);
	bury(me, pid);
	block_sigchld(SIG_BLOCK);
	pid = role_made(fork());
	if (!pid)
		be_father(child);
	barrier(me);
	bury(me, pid);
	block_sigchld(SIG_UNBLOCK);
	for (i = 0; i < 2; i++) {
		pid = role_made(fork());
		if (!pid)
			be_leader(child);
		barrier(me);
		say_result(me, "nohang", PROCTREE_KIND_PID,
			   waitpid(pid, NULL, WNOHANG));
		barrier(me);
		bury(me, pid);
	}
}

/* Let the parent make its next child, and go on when both are held. */
static void next_child(struct role *parent, struct role *child)
{
	role_recast(child);
	role_go(parent);
	role_wait(parent);
	role_wait(child);
}

static void await_end(struct role *child)
{
	await_state(child, "Z");
	settle(child, "stack", 0);
}

/* The parent waits; what it says of that belongs to the latest step. */
static void await_burial(struct trial *t, struct role *parent)
{
	role_go(parent);
	role_wait(parent);
	step_hear(t);
}

static void run_way(struct trial *t, const struct exit_way *way,
		    struct role *parent, struct role *child)
{
	next_child(parent, child);
	if (way == exit_ways)
		step(t, "alive", "a child that uses its heap is held");
	role_go(child);
	if (way->handler) {
		role_wait(child);
		step(t, way->handler, "%s: a handler of exit() runs",
		     way->text);
		role_go(child);
	}
	await_end(child);
	step(t, way->step, "%s", way->text);
	await_burial(t, parent);
}

static void run_sharer(struct trial *t, struct role *parent,
		       struct role *child)
{
	next_child(parent, child);
	step(t, "sharing", "a child that shares memory, files and directories");

	role_go(child);
	await_end(child);
	step(t, "shared end", "it has ended");
	await_burial(t, parent);
}

static void run_father(struct trial *t, struct role *parent,
		       struct role *child, struct role *kid)
{
	next_child(parent, child);
	role_wait(kid);
	step(t, "father", "a child that has a child; SIGCHLD is blocked");

	role_go(child);
	await_end(child);
	step(t, "notified", "the former has ended");
	role_go(kid);
	await_gone(kid);
	await_burial(t, parent);
}

/* One thread ends both, then the other way round. */
static void run_group(struct trial *t, struct role *parent,
		      struct role *leader, struct role *thread)
{
	role_recast(thread);
	next_child(parent, leader);
	role_wait(thread);
	role_go(thread);
	role_wait(thread);
	role_go(parent);
	role_wait(parent);
	step(t, "group", "a process of two threads");

	role_go(thread);
	await_gone(thread);	/* the leader may be a zombie before */
	await_end(leader);
	step(t, "group died", "_exit(9) in the second thread");
	await_burial(t, parent);
}

static void run_leader(struct trial *t, struct role *parent,
		       struct role *leader, struct role *thread)
{
	role_recast(thread);
	next_child(parent, leader);
	role_wait(thread);
	role_go(leader);
	await_state(leader, "Z");
	role_go(thread);
	role_wait(thread);
	role_go(parent);
	role_wait(parent);
	step(t, "leader died", "the main thread has ended, the other lives");

	role_go(thread);
	await_gone(thread);
	step(t, "last died", "_exit(9) in the second thread");
	await_burial(t, parent);
}

static void run(struct trial *t)
{
	struct role *parent = role_declare(t, "parent");
	struct role *child = role_declare(t, "child");
	struct role *other = role_declare(t, "other");
	size_t i;

	role_start(parent, be_parent);
	role_wait(parent);
	for (i = 0; i < EXIT_WAYS; i++)
		run_way(t, &exit_ways[i], parent, child);
	run_sharer(t, parent, child);
	run_father(t, parent, child, other);
	run_group(t, parent, child, other);
	run_leader(t, parent, child, other);
	role_go(parent);
	role_reap(parent);
}

const struct experiment exp_exit = {
	.name = "exit",
	.summary = "the ways to end, and what the kernel makes of them",
	.topic = TOPIC_DEATHS,
	.columns = {
		{ "state" }, { "ppid" }, { "nr_threads" }, { "mm" },
		{ "files" }, { "fs" }, { "stack" }, { "exit_state", "EXIT" },
	},
	.run = run,
	.again = exit_again,
	.claims = exit_claims,
};
