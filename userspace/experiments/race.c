// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "race": what threads lose that count without a lock, and what
 * a lock does. How often they lose is in race_counts.c.
 */
#include <errno.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cpus.h"
#include "harness.h"
#include "race_counts.h"

#define LOCKS		1000	/* of a mutex that nobody else wants */
#define CODE		7	/* of who has done them */
#define CREATED		24	/* threads of the program */
#define JOINED		8	/* of which it joins so many */

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/* Threads of the program that came to their end; the harness sees it as well. */
static atomic_int *done;

static void *be_waiter(void *arg)
{
	role_name(arg);
	barrier(arg);
	say(arg, "lock", PROCTREE_KIND_COUNT, pthread_mutex_lock(&mutex));
	barrier(arg);
	return NULL;
}

/* On one processor, so that who runs when somebody is woken has woken it. */
static void be_owner(struct role *me)
{
	pthread_t thread;

	cpus_pin(cpus_nth(0));
	pthread_mutex_lock(&mutex);
	thread = role_thread(be_waiter, trial_role(me->trial, "waiter"));
	barrier(me);
	pthread_mutex_unlock(&mutex);
	barrier(me);
	pthread_join(thread, NULL);
}

/* From now on any system call but read, write and exit is the last one. */
static void be_strict(const struct role *me)
{
	barrier(me);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT))
		leave(EXIT_FAILURE);
}

static void be_alone(struct role *me)
{
	int i;

	be_strict(me);
	for (i = 0; i < LOCKS; i++) {
		pthread_mutex_lock(&mutex);
		pthread_mutex_unlock(&mutex);
	}
	leave_thread(CODE);
}

/* It has the mutex itself, and so would wait for ever. */
static void be_late(struct role *me)
{
	pthread_mutex_lock(&mutex);
	be_strict(me);
	pthread_mutex_lock(&mutex);
	leave_thread(CODE);
}

static void *finish(void *unused)
{
	atomic_fetch_add(done, 1);
	return unused;
}

static void *be_stuck(void *unused)
{
	pthread_mutex_lock(&mutex);
	return finish(unused);
}

/* As the first thread program of many a course: some are not joined. */
static void be_program(struct role *me)
{
	pthread_t threads[CREATED];
	int i;

	pthread_mutex_lock(&mutex);
	for (i = 0; i < CREATED; i++)
		threads[i] = role_thread(i < JOINED ? finish : be_stuck, NULL);
	for (i = 0; i < JOINED; i++)
		pthread_join(threads[i], NULL);
	barrier(me);
}

static void run_mutex(struct trial *t, struct role *owner, struct role *waiter)
{
	role_start(owner, be_owner);
	role_wait(owner);
	role_wait(waiter);
	role_go(waiter);
	await_call(waiter, SYS_futex);
	step(t, "locked", "the owner has the mutex, the waiter wants it");
	role_next(owner);
	role_wait(waiter);
	step(t, "unlocked", "the owner has unlocked it");
	role_go(waiter);
	role_go(owner);
	role_reap(owner);
}

static void run_strict(struct trial *t, struct role *alone, struct role *late)
{
	/* A process that is restricted already can't be this way. */
	if (prctl(PR_GET_SECCOMP)) {
		step_skip(t, "strict", "seccomp is in use already, or this "
			  "kernel has none");
		return;
	}
	role_start(alone, be_alone);
	role_start(late, be_late);
	role_wait(alone);
	role_wait(late);
	role_go(alone);
	role_go(late);
	await_state(alone, "Z");
	await_state(late, "Z");
	step(t, "strict", "two may make no system calls; the late one's mutex "
	     "is locked");
	role_reap(alone);
	role_reap(late);
}

static void run_program(struct trial *t, struct role *program)
{
	done = mmap(NULL, sizeof(*done), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (done == MAP_FAILED)
		trial_fail(t, "mmap: %s", strerror(errno));
	role_start(program, be_program);
	role_wait(program);
	step(t, "joined", "a program has made 24 threads and joined eight");
	role_go(program);
	role_reap(program);
	role_note(program, "done", PROCTREE_KIND_COUNT, atomic_load(done));
	step(t, "returned", "its main function has returned");
}

static void run(struct trial *t)
{
	static const char *const names[] = {
		"owner", "waiter", "alone", "late", "program", "counter",
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		role_declare(t, names[i]);
	run_mutex(t, trial_role(t, "owner"), trial_role(t, "waiter"));
	run_strict(t, trial_role(t, "alone"), trial_role(t, "late"));
	run_program(t, trial_role(t, "program"));
	race_counts(t, trial_role(t, "counter"));
}

const struct experiment exp_race = {
	.name = "race",
	.summary = "what threads lose without a lock, and what a lock does",
	.topic = TOPIC_THREADS,
	.params = {
		{ "threads", "N", "that count together, 2 to 16", "4",
		  race_valid_threads },
		{ "n", "N", "increments of each in a run, 10 to 1000", "50",
		  race_valid_n },
		{ "runs", "N", "of each way to count, 10 to 1000", "40",
		  race_valid_runs },
	},
	.columns = {
		{ "state" }, { "tgid" }, { "nr_threads" }, { "mm" },
		{ "seccomp" }, { "sleeps.in", "SLEEPS_IN" },
	},
	.run = run,
	.claims = race_claims,
	.events = EVENTS(WAKE),
	.sleeps = true,
};
