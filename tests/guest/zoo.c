// SPDX-License-Identifier: GPL-2.0-only
/* One living specimen of each kind of task; see zoo.h. */
#include "zoo.h"

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "proc.h"
#include "spawn.h"

static void exit_with_status(void *unused)
{
	(void)unused;
	_exit(ZOO_STATUS);
}

static void stop(void *unused)
{
	(void)unused;
	raise(SIGSTOP);
}

static void wait_in_vfork(void *child)
{
	pid_t pid = vfork();

	if (!pid) {
		*(pid_t *)child = getpid();
		for (;;)
			pause();
	}
}

static void *thread_pause(void *ready)
{
	pause_ready(ready);
}

static void make_threads(void *ready)
{
	pthread_t thread;
	int i;

	for (i = 1; i < ZOO_THREADS; i++)
		ASSERT_EQ(pthread_create(&thread, NULL, thread_pause, ready), 0);
	pause_ready(ready);
}

static void leave_thread(void *ready)
{
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, thread_pause, ready), 0);
	thread_exit(0);
}

static void make_session(void *ready)
{
	OK(setsid());
	pause_ready(ready);
}

static void become_user(void *ready)
{
	/* Real and saved id stay: it is the effective one that rows show. */
	OK(setresuid(-1, ZOO_USER, -1));
	pause_ready(ready);
}

static void fork_in_namespace(void *child)
{
	/* Its number outside is told by proc_children() of the caller. */
	*(pid_t *)child = spawn(0, pause_forever, NULL);
	pause_forever(NULL);
}

/* The only child of @pid, once there is one. */
static pid_t only_child(pid_t pid)
{
	char path[64], text[64];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	f = fopen(path, "re");
	if (!f || !fgets(text, sizeof(text), f))
		text[0] = '\0';
	if (f)
		fclose(f);
	return atoi(text);
}

static pid_t make_traced(void)
{
	pid_t pid = spawn(0, pause_forever, NULL);

	OK(ptrace(PTRACE_SEIZE, pid, 0, 0));
	OK(ptrace(PTRACE_INTERRUPT, pid, 0, 0));
	await_state(0, pid, 't');
	return pid;
}

void zoo_open(struct zoo *zoo)
{
	pid_t *said = shared_alloc(2 * sizeof(pid_t));
	int *ready = shared_alloc(sizeof(*ready));

	zoo->zombie = spawn(0, exit_with_status, NULL);
	zoo->killed = spawn(0, pause_forever, NULL);
	OK(kill(zoo->killed, SIGKILL));
	zoo->stopped = spawn(0, stop, NULL);
	zoo->traced = make_traced();
	zoo->vfork_parent = spawn(0, wait_in_vfork, &said[0]);
	zoo->threaded = spawn(0, make_threads, ready);
	zoo->headless = spawn(0, leave_thread, ready);
	zoo->session = spawn(0, make_session, ready);
	zoo->user = spawn(0, become_user, ready);
	zoo->ns_init = spawn(CLONE_NEWPID, fork_in_namespace, &said[1]);
	zoo->silent = spawn_clone(0, clone_pause, NULL);

	await_zombie(zoo->zombie);
	await_zombie(zoo->killed);
	await_state(0, zoo->stopped, 'T');
	await_state(0, zoo->vfork_parent, 'D');
	AWAIT(__atomic_load_n(&said[0], __ATOMIC_SEQ_CST));
	zoo->vfork_child = said[0];
	await_state(0, zoo->vfork_child, 'S');
	await_state(0, zoo->headless, 'Z');
	/* Threads count for themselves. */
	AWAIT(__atomic_load_n(ready, __ATOMIC_SEQ_CST) == ZOO_THREADS + 3);
	await_state(0, zoo->threaded, 'S');
	await_state(0, zoo->session, 'S');
	await_state(0, zoo->user, 'S');
	AWAIT(__atomic_load_n(&said[1], __ATOMIC_SEQ_CST));
	AWAIT(only_child(zoo->ns_init));
	zoo->ns_child = only_child(zoo->ns_init);
	await_state(0, zoo->ns_init, 'S');
	await_state(0, zoo->ns_child, 'S');
	await_state(0, zoo->silent, 'S');
}
