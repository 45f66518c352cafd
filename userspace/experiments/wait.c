// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "wait": all that a parent can ask about its children, and what
 * the kernel answers.
 */
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define CODE	0x1ff	/* for exit(): only eight bits of it arrive */
#define NO_SIGNAL 65	/* one more than there are */

static noreturn void be_child(const struct role *me)
{
	role_name(me);
	barrier(me);
	leave(CODE);
}

static pid_t fork_child(const struct role *me)
{
	pid_t pid = role_made(fork());

	if (!pid)
		be_child(trial_role(me->trial, "child"));
	say_result(me, "fork", PROCTREE_KIND_PID, pid);
	return pid;
}

static void say_wait(const struct role *me, const char *key, pid_t pid,
		     int options)
{
	say_result(me, key, PROCTREE_KIND_PID, waitpid(pid, NULL, options));
}

/* The same, with the status word. */
static void say_status(const struct role *me, pid_t pid, int options)
{
	int status = 0;

	say_result(me, "wait", PROCTREE_KIND_PID,
		   waitpid(pid, &status, options));
	say(me, "status", PROCTREE_KIND_STATUS, status);
}

static void on_usr1(int sig)
{
	(void)sig;
}

/* Two children: the one is waited for until it ends, the other looked after. */
static void wait_for_end(const struct role *me)
{
	fork_child(me);
	barrier(me);
	say_status(me, -1, 0);
	barrier(me);
}

static void wait_in_vain(const struct role *me)
{
	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = on_usr1 }, NULL);
	fork_child(me);
	barrier(me);
	say_wait(me, "wait", -1, 0);
	say_wait(me, "nohang", -1, WNOHANG);
	barrier(me);
}

static void wait_for_change(const struct role *me)
{
	siginfo_t info = { 0 };

	say_wait(me, "plain", -1, WNOHANG);
	say_status(me, -1, WUNTRACED);
	barrier(me);
	say_wait(me, "plain", -1, WNOHANG);
	say_status(me, -1, WCONTINUED);
	barrier(me);
	waitid(P_ALL, 0, &info, WEXITED | WNOWAIT);
	say(me, "code", PROCTREE_KIND_COUNT, info.si_code);
	say(me, "signal", PROCTREE_KIND_SIGNAL, info.si_status);
	barrier(me);
	say_status(me, -1, 0);
	say_wait(me, "again", -1, 0);
	barrier(me);
}

static noreturn void be_middle(const struct role *me)
{
	role_name(me);
	if (!role_made(fork()))
		be_child(trial_role(me->trial, "grandchild"));
	barrier(me);
	leave(0);
}

/* The harness has written down by now who the grandchild is. */
static void wait_for_others(const struct role *me)
{
	if (!role_made(fork()))
		be_middle(trial_role(me->trial, "child"));
	barrier(me);
	say_wait(me, "wait", trial_role(me->trial, "grandchild")->tid, 0);
	barrier(me);
}

static void *be_thread(void *arg)
{
	const struct role *me = arg;

	role_name(me);
	say_wait(me, "nothread", -1, __WNOTHREAD);
	say_wait(me, "wait", -1, 0);
	barrier(me);
	return NULL;
}

static void wait_by_thread(const struct role *me)
{
	pthread_t thread;

	thread = role_thread(be_thread, trial_role(me->trial, "thread"));
	pthread_join(thread, NULL);
}

static void wait_for_clones(const struct role *me)
{
	struct clone_args args = { .exit_signal = NO_SIGNAL };
	pid_t pid = syscall(SYS_clone, 0, 0, 0, 0, 0);

	if (!pid)
		be_child(trial_role(me->trial, "child"));
	barrier(me);
	say_wait(me, "wait", pid, 0);
	say_wait(me, "wclone", pid, __WCLONE);
	pid = syscall(SYS_clone, NO_SIGNAL, 0, 0, 0, 0);
	if (!pid)
		leave(0);
	say_result(me, "clone", PROCTREE_KIND_COUNT, pid);
	if (pid > 0)
		waitpid(pid, NULL, __WALL);
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (!pid)
		leave(0);
	say_result(me, "clone3", PROCTREE_KIND_COUNT, pid);
	barrier(me);
}

static void be_parent(struct role *me)
{
	wait_for_end(me);
	wait_in_vain(me);
	wait_for_change(me);
	wait_for_others(me);
	wait_by_thread(me);
	wait_for_clones(me);
}

static void answer(struct role *parent)
{
	role_go(parent);
	role_wait(parent);
}

static void run_end(struct trial *t, struct role *parent, struct role *child)
{
	role_wait(parent);
	role_wait(child);
	role_go(parent);
	await_wait(parent);
	step(t, "blocked", "the parent has called wait(), the child lives");

	role_go(child);
	role_wait(parent);
	step(t, "exited", "the child has called exit(0x1ff)");
}

static void run_in_vain(struct trial *t, struct role *parent,
			struct role *child)
{
	role_recast(child);
	answer(parent);
	role_wait(child);
	role_go(parent);
	await_wait(parent);
	role_signal(parent, SIGUSR1);
	role_wait(parent);
	step(t, "interrupted", "a handler of the parent has run; then WNOHANG");
}

static void run_change(struct trial *t, struct role *parent,
		       struct role *child)
{
	role_signal(child, SIGSTOP);
	await_state(child, "T");
	answer(parent);
	step(t, "stopped", "SIGSTOP to the child: WNOHANG, then WUNTRACED");

	role_signal(child, SIGCONT);
	await_state(child, "S");
	answer(parent);
	step(t, "continued", "SIGCONT: WNOHANG, then WCONTINUED");

	role_signal(child, SIGTERM);
	await_state(child, "Z");
	answer(parent);
	step(t, "looked", "SIGTERM: waitid() with WNOWAIT");

	answer(parent);
	step(t, "signalled", "wait(), and another one");
}

static void run_others(struct trial *t, struct role *parent,
		       struct role *child, struct role *grandchild,
		       struct role *thread)
{
	role_recast(child);
	answer(parent);
	role_wait(child);
	role_wait(grandchild);
	answer(parent);
	step(t, "grandchild", "waitpid() for a child of the child");

	role_go(grandchild);
	await_state(grandchild, "Z");
	role_go(child);
	await_state(child, "Z");
	role_go(parent);
	role_wait(thread);
	step(t, "thread", "a thread that did not fork: __WNOTHREAD, then plain");
	role_go(thread);
}

static void run_clones(struct trial *t, struct role *parent,
		       struct role *child)
{
	role_recast(child);
	role_wait(parent);
	role_wait(child);
	role_go(child);
	await_state(child, "Z");
	answer(parent);
	step(t, "clones", "exit signal 0: plain, then __WCLONE; exit signal 65");
	role_go(parent);
	role_reap(parent);
}

static void run(struct trial *t)
{
	struct role *parent = role_declare(t, "parent");
	struct role *thread = role_declare(t, "thread");
	struct role *child = role_declare(t, "child");
	struct role *grandchild = role_declare(t, "grandchild");

	role_start(parent, be_parent);
	run_end(t, parent, child);
	run_in_vain(t, parent, child);
	run_change(t, parent, child);
	run_others(t, parent, child, grandchild, thread);
	run_clones(t, parent, child);
}

const struct experiment exp_wait = {
	.name = "wait",
	.summary = "what a parent can ask about its children",
	.topic = TOPIC_WAITING,
	.columns = {
		{ "state" }, { "tgid" }, { "ppid" }, { "child_wait", "WAITS" },
		{ "exit_signal", "AT_EXIT" },
	},
	.run = run,
	.claims = wait_claims,
};
