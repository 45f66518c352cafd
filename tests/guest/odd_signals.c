// SPDX-License-Identifier: GPL-2.0-only
/* Pending, blocked, ignored and caught signals; see odd.h. */
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "odd.h"
#include "spawn.h"

static void block(int first, int second)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, first);
	sigaddset(&set, second);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
}

static void send_to_thread(int sig)
{
	OK(syscall(SYS_tgkill, getpid(), thread_id(), sig));
}

static void have_pending(void *ready)
{
	block(SIGUSR1, SIGUSR2);
	block(SIGRTMIN + 3, SIGRTMAX);
	OK(kill(getpid(), SIGUSR1));
	OK(kill(getpid(), SIGRTMAX));
	send_to_thread(SIGUSR2);
	send_to_thread(SIGRTMIN + 3);
	pause_ready(ready);
}

static void *have_pending_thread(void *ready)
{
	block(SIGHUP, SIGRTMAX);
	send_to_thread(SIGHUP);
	pause_ready(ready);
}

static void have_a_pending_thread(void *ready)
{
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, have_pending_thread, ready), 0);
	pause_forever(NULL);
}

static void handle(int sig)
{
	(void)sig;
}

static void have_handlers(void *ready)
{
	OK(signal(SIGTERM, handle) == SIG_ERR ? -1 : 0);
	OK(signal(SIGRTMAX, handle) == SIG_ERR ? -1 : 0);
	OK(signal(SIGCHLD, handle) == SIG_ERR ? -1 : 0);
	pause_ready(ready);
}

static void ignore(void *ready)
{
	OK(signal(SIGCHLD, SIG_IGN) == SIG_ERR ? -1 : 0);
	OK(signal(SIGHUP, SIG_IGN) == SIG_ERR ? -1 : 0);
	OK(signal(SIGRTMAX, SIG_IGN) == SIG_ERR ? -1 : 0);
	pause_ready(ready);
}

static void block_all(void *ready)
{
	sigset_t set;

	sigfillset(&set);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	pause_ready(ready);
}

const struct odd odd_signals[] = {
	{ .run = have_pending },  { .run = have_a_pending_thread },
	{ .run = have_handlers }, { .run = ignore },
	{ .run = block_all },	  { }
};
