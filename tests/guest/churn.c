// SPDX-License-Identifier: GPL-2.0-only
/* Processes that never rest; see churn.h. */
#include "churn.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"

#define GENERATIONS	3

static pid_t try_fork(void)
{
	pid_t pid;

	/* With few pids there may be none left for a moment. */
	while ((pid = fork()) < 0)
		if (errno != EAGAIN)
			FAIL("fork: %s", strerror(errno));
	return pid;
}

/* One family: some wait for their children, some leave orphans. */
static void be_ancestor(unsigned int round)
{
	int generation;
	pid_t pid;

	for (generation = 0; generation < GENERATIONS; generation++) {
		pid = try_fork();
		if (!pid) {
			round >>= 1;
			continue;
		}
		if (round & 2 && !try_fork())
			_exit(0);
		if (round & 1)
			waitpid(pid, NULL, 0);
		_exit(0);
	}
	_exit(0);
}

static void churn_forks(unsigned int round)
{
	pid_t pid = try_fork();

	if (!pid)
		be_ancestor(round);
	if (round % 3)
		waitpid(pid, NULL, 0);
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
}

static void *thread_forks(void *unused)
{
	pid_t pid = try_fork();

	if (!pid)
		_exit(0);
	waitpid(pid, NULL, 0);
	return unused;
}

static void *thread_ends(void *unused)
{
	return unused;
}

static void be_threaded(unsigned int round)
{
	pthread_t threads[3];
	int i, n = 0;

	for (i = 0; i < 3; i++)
		if (!pthread_create(&threads[n], NULL,
				    i ? thread_ends : thread_forks, NULL))
			n++;
	if (round & 1)
		thread_exit(0); /* the leader first: a zombie with threads */
	for (i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	_exit(0);
}

static void churn_threads(unsigned int round)
{
	pid_t pid = try_fork();

	if (!pid)
		be_threaded(round);
	waitpid(pid, NULL, 0);
}

static void *thread_execs(void *unused)
{
	char *const argv[] = { (char *)EXEC_QUITTER, NULL };

	/* Not of "self": a leader that has ended has none. */
	execv("/proc/thread-self/exe", argv);
	(void)unused;
	/*
	 * Not another status than the leader's: /proc/PID/stat tells that one
	 * (6.1), wait(2) and a row that of the group; tests/guest/relations.c.
	 */
	_exit(0);
}

static void churn_exec(unsigned int round)
{
	pid_t pid = try_fork();
	pthread_t thread;

	if (!pid) {
		if (pthread_create(&thread, NULL, thread_execs, NULL))
			_exit(0);
		if (round & 1)
			thread_exit(0);
		pause_forever(NULL);
	}
	waitpid(pid, NULL, 0);
}

static void (*const churners[CHURN_KINDS])(unsigned int round) = {
	[CHURN_FORKS] = churn_forks,
	[CHURN_THREADS] = churn_threads,
	[CHURN_EXEC] = churn_exec,
};

static void churn(void *kind)
{
	unsigned int round = 0;

	signal(SIGCHLD, SIG_DFL);
	for (;;)
		churners[(uintptr_t)kind](round++);
}

pid_t churn_start(enum churn kind, pid_t group)
{
	pid_t pid = spawn(0, churn, (void *)(uintptr_t)kind);

	OK(setpgid(pid, group));
	return pid;
}
