// SPDX-License-Identifier: GPL-2.0-only
/*
 * What threads cost; see thread_costs.h.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cpus.h"
#include "harness.h"
#include "param.h"
#include "thread_costs.h"
#include "timing.h"

#define PAYLOAD	(1 << 20)
#define CHUNK	(1 << 16)
#define TRIES	10
#define ROUNDS	5 /* one after the other, so that a busy time spoils no side */

bool thread_valid_count(const char *value)
{
	return param_number(value, 10, 1000);
}

static int count_of(const struct role *me)
{
	return atoi(trial_param(me->trial, "count"));
}

/* Two ways to have something done by another task and to wait for its end. */
static void by_thread(void *(*work)(void *arg), void *arg)
{
	pthread_t thread;

	thread = role_thread(work, arg);
	pthread_join(thread, NULL);
}

static void by_process(void *(*work)(void *arg), void *arg)
{
	pid_t pid = role_made(fork());

	if (!pid) {
		work(arg);
		leave(EXIT_SUCCESS);
	}
	if (waitpid(pid, NULL, 0) != pid)
		leave(EXIT_FAILURE);
}

static void *do_nothing(void *unused)
{
	return unused;
}

static void make_thread(void *unused)
{
	by_thread(do_nothing, unused);
}

static void make_process(void *unused)
{
	by_process(do_nothing, unused);
}

static void say_making(struct role *me)
{
	say(me, "thread_ns", PROCTREE_KIND_COUNT,
	    timing_best(make_thread, NULL, count_of(me)));
	say(me, "process_ns", PROCTREE_KIND_COUNT,
	    timing_best(make_process, NULL, count_of(me)));
	barrier(me);
}

/* A byte to the other one and back, so many times. */
struct table {
	int there[2];
	int back[2];
	int times;
};

static void *answer(void *arg)
{
	struct table *table = arg;
	char ball;
	int i;

	for (i = 0; i < table->times; i++)
		if (read(table->there[0], &ball, 1) != 1 ||
		    write(table->back[1], &ball, 1) != 1)
			leave(EXIT_FAILURE);
	return NULL;
}

static void play_once(void *arg)
{
	struct table *table = arg;
	char ball = 'o';

	if (write(table->there[1], &ball, 1) != 1 ||
	    read(table->back[0], &ball, 1) != 1)
		leave(EXIT_FAILURE);
}

static int64_t switches(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nvcsw + usage.ru_nivcsw;
}

/* Return: switches of the caller. */
static int64_t say_game(struct role *me, struct table *table, const char *ns)
{
	int64_t before = switches();

	say(me, ns, PROCTREE_KIND_COUNT,
	    timing_best(play_once, table, table->times));
	return switches() - before;
}

/* On one processor, so that each stroke is a switch. */
static void say_switching(struct role *me)
{
	struct table table = { .times = count_of(me) };
	int64_t by_threads, by_processes;
	pthread_t thread;
	pid_t pid;

	cpus_pin(cpus_nth(0));
	if (pipe(table.there) || pipe(table.back))
		leave(EXIT_FAILURE);
	thread = role_thread(answer, &table);
	by_threads = say_game(me, &table, "thread_ns");
	pthread_join(thread, NULL);
	pid = role_made(fork());
	if (!pid) {
		answer(&table);
		leave(EXIT_SUCCESS);
	}
	by_processes = say_game(me, &table, "process_ns");
	waitpid(pid, NULL, 0);
	say(me, "switches", PROCTREE_KIND_COUNT, by_threads);
	say(me, "others_half", PROCTREE_KIND_COUNT, by_processes / 2);
	barrier(me);
}

/*
 * A payload handed over in memory that both have, or through a pipe.
 * @memory, @took: of both, even if they are processes
 */
struct parcel {
	char *memory;
	int64_t *took;
	char *copy;
	int ends[2];
};

static void fill(void *arg)
{
	struct parcel *parcel = arg;

	memset(parcel->memory, 'x', PAYLOAD);
}

/* In the other task: without the time that it takes to make one. */
static void *measure_fill(void *arg)
{
	struct parcel *parcel = arg;

	*parcel->took = timing_best(fill, arg, TRIES);
	return NULL;
}

static void *pour(void *arg)
{
	struct parcel *parcel = arg;
	size_t at;

	fill(arg);
	for (at = 0; at < PAYLOAD; at += CHUNK)
		if (write(parcel->ends[1], parcel->memory + at, CHUNK) != CHUNK)
			leave(EXIT_FAILURE);
	return NULL;
}

static void by_pipe(void *arg)
{
	struct parcel *parcel = arg;
	size_t at = 0;
	pthread_t thread;
	ssize_t n;

	thread = role_thread(pour, arg);
	for (; at < PAYLOAD; at += n) {
		n = read(parcel->ends[0], parcel->copy + at, PAYLOAD - at);
		if (n <= 0)
			leave(EXIT_FAILURE);
	}
	pthread_join(thread, NULL);
}

static void *memory_of_both(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		leave(EXIT_FAILURE);
	return memory;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void say_talking(struct role *me)
{
	struct parcel parcel = {
		.memory = memory_of_both(PAYLOAD),
		.took = memory_of_both(sizeof(*parcel.took)),
		.copy = memory_of_both(PAYLOAD),
	};
	int64_t memory = INT64_MAX, shared = INT64_MAX;
	int i;

	if (pipe(parcel.ends))
		leave(EXIT_FAILURE);
	for (i = 0; i < ROUNDS; i++) {
		by_thread(measure_fill, &parcel);
		memory = sooner(memory, *parcel.took);
		by_process(measure_fill, &parcel);
		shared = sooner(shared, *parcel.took);
	}
	say(me, "memory_ns", PROCTREE_KIND_COUNT, memory);
	say(me, "shared_ns", PROCTREE_KIND_COUNT, shared);
	say(me, "shared_half", PROCTREE_KIND_COUNT, shared / 2);
	say(me, "pipe_ns", PROCTREE_KIND_COUNT,
	    timing_best(by_pipe, &parcel, TRIES));
	barrier(me);
}

/* A thread that does nothing but run, until it is told to end. */
struct runner {
	int cpu;
	atomic_int tid;
	atomic_bool end;
};

static void *be_runner(void *arg)
{
	struct runner *runner = arg;

	cpus_pin(runner->cpu);
	atomic_store(&runner->tid, syscall(SYS_gettid));
	while (!atomic_load(&runner->end))
		;
	return NULL;
}

static void say_together(struct role *me, int own, int other)
{
	struct runner runner = { .cpu = other };
	pthread_t thread;

	cpus_pin(own);
	thread = role_thread(be_runner, &runner);
	while (!atomic_load(&runner.tid))
		sched_yield();
	say(me, "together", PROCTREE_KIND_BOOL,
	    cpus_together(me->trial, atomic_load(&runner.tid), own == other));
	atomic_store(&runner.end, true);
	pthread_join(thread, NULL);
	barrier(me);
}

static void be_clerk(struct role *me)
{
	int first = cpus_nth(0), second = cpus_nth(1);

	say_making(me);
	say_talking(me);
	say(me, "cpus", PROCTREE_KIND_COUNT, second < 0 ? 1 : 2);
	say_together(me, first, first);
	if (second >= 0)
		say_together(me, first, second);
	say_switching(me);
}

void thread_costs(struct trial *t)
{
	struct role *clerk = role_declare(t, "clerk");

	role_start(clerk, be_clerk);
	role_wait(clerk);
	step(t, "made", "threads and processes were made, the fastest of each");
	role_go(clerk);
	role_wait(clerk);
	step(t, "talked", "1 MiB from a thread, a process, through a pipe");
	role_go(clerk);
	role_wait(clerk);
	cpus_compare(t, clerk, "two threads of one processor; did both run at once?",
		     "two threads of two processors");
	role_wait(clerk);
	step(t, "switched", "a byte there and back, on one processor");
	role_go(clerk);
	role_reap(clerk);
}
