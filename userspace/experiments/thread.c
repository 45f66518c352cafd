// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "thread": what a thread has of its own, what it costs, and how
 * it ends, beside a process made by fork().
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "thread_costs.h"

#define EXIT_CODE 3

static void say_self(const struct role *me)
{
	int local;

	role_name(me);
	say(me, "getpid", PROCTREE_KIND_PID, getpid());
	say(me, "gettid", PROCTREE_KIND_PID, syscall(SYS_gettid));
	say(me, "self", PROCTREE_KIND_FLAGS, pthread_self());
	say(me, "local", PROCTREE_KIND_FLAGS, (uintptr_t)&local);
}

/* The second thread outlives the first one, or ends the process. */
static void *be_thread(void *arg)
{
	const struct role *me = arg;

	say_self(me);
	barrier(me);
	barrier(me);
	leave(EXIT_CODE);
}

static void start_thread(struct trial *t)
{
	role_thread(be_thread, trial_role(t, "thread"));
}

/* With a thread, a child, and an attempt to wait for the thread. */
static void be_main(struct role *me)
{
	struct role *child = trial_role(me->trial, "child");
	pid_t pid;

	pid = role_made(fork());
	if (!pid) {
		say_self(child);
		barrier(child);
		leave(EXIT_SUCCESS);
	}
	start_thread(me->trial);
	say_self(me);
	barrier(me);
	say_result(me, "wait_thread", PROCTREE_KIND_PID,
		   waitpid(trial_role(me->trial, "thread")->tid, NULL,
			   __WALL | WNOHANG));
	say_result(me, "wait_child", PROCTREE_KIND_PID, waitpid(pid, NULL, 0));
	barrier(me);
	leave_thread(EXIT_SUCCESS);
}

/* Both stay until the second thread ends the process. */
static void be_victim(struct role *me)
{
	start_thread(me->trial);
	say_self(me);
	barrier(me);
	for (;;)
		barrier(me);
}

/* What the harness, their parent, gets when it asks for @role. */
static void note_wait(struct role *role)
{
	pid_t pid = waitpid(role->tid, NULL, WNOHANG);

	role_note(role, "waited", PROCTREE_KIND_PID, pid < 0 ? -errno : pid);
}

static void run_main_ends(struct trial *t, struct role *main_role,
			  struct role *thread)
{
	role_go(main_role);
	await_state(main_role, "Z");
	role_go(thread);
	role_wait(thread);
	note_wait(main_role);
	step(t, "main ended", "the first thread has ended, the second goes on");
	role_go(thread);
	role_note(main_role, "status", PROCTREE_KIND_STATUS,
		  role_reap(main_role));
	step(t, "all ended", "the second as well; now the harness could wait");
}

static void run_other_ends(struct trial *t, struct role *main_role,
			   struct role *thread)
{
	role_recast(main_role);
	role_recast(thread);
	role_start(main_role, be_victim);
	role_wait(thread);
	role_wait(main_role);
	role_go(thread);
	role_wait(thread);
	role_go(thread);
	await_state(main_role, "Z");
	step(t, "exit", "the second thread of such a process has called exit()");
	role_reap(main_role);
}

static void run(struct trial *t)
{
	struct role *main_role = role_declare(t, "main");
	struct role *thread = role_declare(t, "thread");
	struct role *child = role_declare(t, "child");

	role_start(main_role, be_main);
	role_wait(child);
	role_wait(thread);
	role_wait(main_role);
	step(t, "three", "a process of two threads, and its child");
	role_go(child);
	role_go(main_role);
	role_wait(main_role);
	step(t, "waited", "main has waited for its thread, and for its child");
	run_main_ends(t, main_role, thread);
	run_other_ends(t, main_role, thread);
	thread_costs(t);
}

const struct experiment exp_thread = {
	.name = "thread",
	.summary = "what a thread has of its own, costs, and how it ends",
	.topic = TOPIC_THREADS,
	.params = {
		{ "count", "N", "how often each cost is measured, 10 to 1000",
		  "50", thread_valid_count },
	},
	.columns = {
		{ "state" }, { "tgid" }, { "nr_threads" },
		{ "exit_signal", "AT_EXIT" }, { "mm" }, { "files", "FD" },
		{ "sighand", "HAND" }, { "signal", "GROUP" }, { "stack" },
	},
	.run = run,
	.claims = thread_claims,
};
