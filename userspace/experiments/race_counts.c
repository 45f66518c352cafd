// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads that count together; see race_counts.h.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "cpus.h"
#include "harness.h"
#include "param.h"
#include "race_counts.h"

#define THREADS_MAX	16
#define TIGHT		1000	/* times as many, where nobody yields */

/* What the threads count, and what some of them lock. */
static volatile long count;
static atomic_long atomic_count;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

/*
 * Between reading and writing others may run: rare by itself, so each thread
 * gives the processor away there.
 */
static void add(void)
{
	long seen = count;

	sched_yield();
	count = seen + 1;
}

static void add_locked(void)
{
	pthread_mutex_lock(&mutex);
	add();
	pthread_mutex_unlock(&mutex);
}

static void add_atomic(void)
{
	sched_yield();
	atomic_fetch_add(&atomic_count, 1);
}

static void add_at_once(void)
{
	count++;
}

/**
 * struct way - a way to count
 * @name:	of its step and of its share
 * @text:	of its step
 * @add:	what a thread does each time
 * @times:	how much more often than --n says
 * @pinned:	all threads on one processor
 */
static const struct way {
	const char *name;
	const char *text;
	void (*add)(void);
	int times;
	bool pinned;
} ways[] = {
	{ "no lock", "threads read, yield and write the sum", add, 1, false },
	{ "one processor", "the same, all on one processor", add, 1, true },
	{ "tight loop", "nobody yields; here a right sum proves nothing",
	  add_at_once, TIGHT, false },
	{ "mutex", "threads lock, read, yield, write, unlock", add_locked, 1,
	  false },
	{ "atomic", "threads add by one atomic instruction", add_atomic, 1,
	  false },
};

#define NWAYS (sizeof(ways) / sizeof(ways[0]))

/**
 * struct team - threads that count one way
 * @ready:	all of them, and who made them: before and after each run
 * @started:	have come out of it: one that is woken may take the processor
 *		from who wakes the others
 * @each:	increments of each thread in each run
 */
struct team {
	const struct way *way;
	pthread_barrier_t ready;
	atomic_int started;
	int threads;
	int runs;
	long each;
};

bool race_valid_threads(const char *value)
{
	return param_number(value, 2, THREADS_MAX);
}

bool race_valid_n(const char *value)
{
	return param_number(value, 10, 1000);
}

bool race_valid_runs(const char *value)
{
	return param_number(value, 10, 1000);
}

static void *be_thread(void *arg)
{
	struct team *team = arg;
	int run;
	long i;

	for (run = 0; run < team->runs; run++) {
		pthread_barrier_wait(&team->ready);
		atomic_fetch_add(&team->started, 1);
		while (atomic_load(&team->started) < team->threads)
			sched_yield();
		for (i = 0; i < team->each; i++)
			team->way->add();
		pthread_barrier_wait(&team->ready);
	}
	return NULL;
}

static void say_runs(const struct role *me, struct team *team)
{
	long total = team->each * team->threads, lost, all = 0, wrong = 0;
	int run;

	for (run = 0; run < team->runs; run++) {
		count = 0;
		atomic_count = 0;
		team->started = 0;
		pthread_barrier_wait(&team->ready);
		pthread_barrier_wait(&team->ready);
		lost = total - count - atomic_count;
		wrong += !!lost;
		all += lost;
	}
	say(me, "runs", PROCTREE_KIND_COUNT, team->runs);
	say(me, "wrong", PROCTREE_KIND_COUNT, wrong);
	say(me, "lost", PROCTREE_KIND_COUNT, all);
	say(me, "of", PROCTREE_KIND_COUNT, total * team->runs);
}

static int number(const struct role *me, const char *param)
{
	return atoi(trial_param(me->trial, param));
}

static void count_by(const struct role *me, const struct way *way)
{
	struct team team = {
		.way = way,
		.threads = number(me, "threads"),
		.runs = number(me, "runs"),
		.each = (long)number(me, "n") * way->times,
	};
	pthread_t threads[THREADS_MAX];
	int i;

	pthread_barrier_init(&team.ready, NULL, team.threads + 1);
	for (i = 0; i < team.threads; i++)
		threads[i] = role_thread(be_thread, &team);
	say_runs(me, &team);
	for (i = 0; i < team.threads; i++)
		pthread_join(threads[i], NULL);
	pthread_barrier_destroy(&team.ready);
}

static void be_counter(struct role *me)
{
	cpu_set_t all;
	size_t i;

	sched_getaffinity(0, sizeof(all), &all);
	for (i = 0; i < NWAYS; i++) {
		if (ways[i].pinned)
			cpus_pin(cpus_nth(0));
		count_by(me, &ways[i]);
		sched_setaffinity(0, sizeof(all), &all);
		barrier(me);
	}
}

void race_counts(struct trial *t, struct role *counter)
{
	size_t i;

	role_start(counter, be_counter);
	for (i = 0; i < NWAYS; i++) {
		role_wait(counter);
		share_note(t, ways[i].name, role_said(counter, "wrong"),
			   role_said(counter, "runs"));
		step(t, ways[i].name, "%s", ways[i].text);
		role_go(counter);
	}
	role_reap(counter);
}
