// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "signals": from generation to delivery, in one process and in
 * two threads of one; the rest is in signals_special.c.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "signals.h"

#define SENT		5	/* each signal is sent so often */
#define RT		(SIGRTMIN + 1)

static volatile sig_atomic_t usr1, usr2, rt;

static void on_signal(int sig)
{
	usr1 += sig == SIGUSR1;
	usr2 += sig == SIGUSR2;
	rt += sig == RT;
}

static void mask(int how, int a, int b, int c)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, a);
	sigaddset(&set, b);
	sigaddset(&set, c);
	pthread_sigmask(how, &set, NULL);
}

static void be_subject(struct role *me)
{
	signal(SIGUSR1, on_signal);
	signal(RT, on_signal);
	signal(SIGUSR2, SIG_IGN);
	barrier(me);
	mask(SIG_BLOCK, SIGUSR1, RT, SIGTERM);
	usr1 = 0;
	barrier(me);
	mask(SIG_UNBLOCK, SIGUSR1, RT, RT);
	say(me, "usr1", PROCTREE_KIND_COUNT, usr1);
	say(me, "rt", PROCTREE_KIND_COUNT, rt);
	barrier(me);
	mask(SIG_UNBLOCK, SIGTERM, SIGTERM, SIGTERM);
	barrier(me);
}

/* All that the C library lets a program have: not the two it uses itself. */
static void be_catcher(struct role *me)
{
	int sig, refused = 0, caught = 0;
	sigset_t set;

	for (sig = 1; sig <= SIGRTMAX; sig++) {
		if (signal(sig, on_signal) != SIG_ERR)
			caught++;
		else if (sig == SIGKILL || sig == SIGSTOP)
			refused += errno == EINVAL;
	}
	sigfillset(&set);
	say(me, "block", PROCTREE_KIND_COUNT,
	    sigprocmask(SIG_SETMASK, &set, NULL));
	say(me, "caught", PROCTREE_KIND_COUNT, caught);
	say(me, "refused", PROCTREE_KIND_COUNT, refused);
	barrier(me);
}

/* Takes SIGUSR2 when it may go on. */
static void *be_second(void *arg)
{
	const struct role *me = arg;

	role_name(me);
	mask(SIG_BLOCK, SIGUSR1, SIGUSR1, SIGUSR1);
	barrier(me);
	mask(SIG_UNBLOCK, SIGUSR2, SIGUSR2, SIGUSR2);
	say(me, "usr2", PROCTREE_KIND_COUNT, usr2);
	barrier(me);
	return NULL;
}

static void be_first(struct role *me)
{
	signal(SIGUSR1, on_signal);
	signal(SIGUSR2, on_signal);
	mask(SIG_BLOCK, SIGUSR2, SIGUSR2, SIGUSR2);
	role_thread(be_second, trial_role(me->trial, "second"));
	barrier(me);
}

/* Who sleeps: ignored, handled, blocked, fatal. */
static void run_wakes(struct trial *t, struct role *subject)
{
	role_start(subject, be_subject);
	role_wait(subject);
	step(t, "before", "a process that handles SIGUSR1 and ignores "
	     "SIGUSR2");
	role_signal(subject, SIGCHLD);
	role_signal(subject, SIGUSR2);
	step(t, "ignored", "SIGCHLD and SIGUSR2 to it");
	role_signal(subject, SIGUSR1);
	await_event(subject, PROCTREE_EVENT_DELIVER);
	await_state(subject, "S");
	step(t, "handled", "SIGUSR1");
}

static void run_queue(struct trial *t, struct role *subject)
{
	int i;

	role_next(subject);
	step(t, "blocking", "it blocks SIGUSR1, a real-time signal, SIGTERM");
	for (i = 0; i < SENT; i++) {
		role_signal(subject, SIGUSR1);
		role_signal(subject, RT);
	}
	role_signal(subject, SIGTERM);
	step(t, "sent", "five times SIGUSR1 and the real-time one; SIGTERM");
	role_next(subject);
	step(t, "unblocked", "the first two are no longer blocked");
	role_go(subject);
	await_state(subject, "Z");
	step(t, "default", "nor is SIGTERM");
	role_reap(subject);
}

static void run_threads(struct trial *t, struct role *first,
			struct role *second)
{
	role_start(first, be_first);
	role_wait(second);
	role_wait(first);
	step(t, "threads", "two threads; the second one blocks SIGUSR1, "
	     "both SIGUSR2");
	syscall(SYS_tgkill, first->tid, second->tid, SIGUSR1);
	role_signal(first, SIGUSR2);
	step(t, "directed", "SIGUSR1 to the second thread, SIGUSR2 to the "
	     "process");
	role_next(second);
	step(t, "taken", "the second one no longer blocks SIGUSR2");
	role_kill(first);
}

static void run(struct trial *t)
{
	static const char *const names[] = {
		"subject", "catcher", "first", "second", "toucher", "lister",
		"init", "owner", "thread",
	};
	struct role *catcher;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		role_declare(t, names[i]);
	run_wakes(t, trial_role(t, "subject"));
	run_queue(t, trial_role(t, "subject"));
	run_threads(t, trial_role(t, "first"), trial_role(t, "second"));
	catcher = trial_role(t, "catcher");
	role_start(catcher, be_catcher);
	role_wait(catcher);
	step(t, "all", "a process that handles and blocks all it can");
	role_kill(catcher);
	signals_fault(t);
	signals_list(t);
	signals_init(t);
	signals_kthread(t);
}

const struct experiment exp_signals = {
	.name = "signals",
	.summary = "from generation to delivery, and who never takes them",
	.topic = TOPIC_SIGNALS,
	.columns = {
		{ "state" }, { "pending" }, { "shared_pending" },
		{ "blocked" },
	},
	.run = run,
	.claims = signals_claims,
};
