// SPDX-License-Identifier: GPL-2.0-only
/* Odd policies, priorities, processors; some that use time; see odd.h. */
#include <pthread.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "harness.h"
#include "odd.h"
#include "schedattr.h"
#include "spawn.h"
#include "stream.h"

#define DEADLINE	6

static void set_policy(int policy, int priority)
{
	struct sched_param p = { .sched_priority = priority };

	OK(sched_setscheduler(0, policy, &p));
}

static void be_fifo(void *ready)
{
	set_policy(SCHED_FIFO, 50);
	pause_ready(ready);
}

static void be_round_robin(void *ready)
{
	set_policy(SCHED_RR | SCHED_RESET_ON_FORK, 1);
	pause_ready(ready);
}

static void be_batch(void *ready)
{
	set_policy(SCHED_BATCH, 0);
	OK(setpriority(PRIO_PROCESS, 0, 19));
	pause_ready(ready);
}

static void be_idle(void *ready)
{
	set_policy(SCHED_IDLE, 0);
	pause_ready(ready);
}

static void be_eager(void *ready)
{
	OK(setpriority(PRIO_PROCESS, 0, -20));
	pause_ready(ready);
}

static void have_deadlines(void *ready)
{
	struct schedattr a = {
		.size = sizeof(a),
		.policy = DEADLINE,
		.runtime = 1000000,
		.deadline = 100000000,
		.period = 100000000,
	};

	OK(syscall(SYS_sched_setattr, 0, &a, 0));
	pause_ready(ready);
}

static void stay_on_one(void *ready)
{
	pin_to(1);
	pause_ready(ready);
}

static pthread_mutex_t boosting;

static void *want(void *ready)
{
	set_policy(SCHED_FIFO, 77);
	__atomic_add_fetch((int *)ready, 1, __ATOMIC_SEQ_CST);
	pthread_mutex_lock(&boosting);
	return NULL;
}

/* Has what a thread of higher priority waits for, and is lent its priority. */
static void *be_lent(void *ready)
{
	pthread_mutexattr_t inherit;
	pthread_t thread;

	pthread_mutexattr_init(&inherit);
	pthread_mutexattr_setprotocol(&inherit, PTHREAD_PRIO_INHERIT);
	pthread_mutex_init(&boosting, &inherit);
	pthread_mutex_lock(&boosting);
	ASSERT_EQ(pthread_create(&thread, NULL, want, ready), 0);
	pause_forever(NULL);
}

/* spawn() leaves the libc with the parent's id, a lock needs the right one. */
static void be_boosted(void *ready)
{
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, be_lent, ready), 0);
	pause_forever(NULL);
}

static void use_time(long busy_ns)
{
	struct timespec now, end;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_nsec += busy_ns;
	do
		clock_gettime(CLOCK_MONOTONIC, &now);
	while ((now.tv_sec - end.tv_sec) * 1000000000l + now.tv_nsec <
	       end.tv_nsec);
}

/* Computes, faults and sleeps in turn. */
static void be_busy(void *ready)
{
	__atomic_add_fetch((int *)ready, 1, __ATOMIC_SEQ_CST);
	for (;;) {
		char *p = mmap(NULL, 16 * 4096, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

		memset(p, 1, 16 * 4096);
		munmap(p, 16 * 4096);
		use_time(5000000);
		usleep(15000);
	}
}

static void *be_busy_thread(void *ready)
{
	be_busy(ready);
	return NULL;
}

/* Its leader sleeps. */
static void be_busy_in_a_thread(void *ready)
{
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, be_busy_thread, ready), 0);
	pause_forever(NULL);
}

static void *end_busily(void *unused)
{
	use_time(20000000);
	return unused;
}

/* Threads that used time and are no more. */
static void have_dead_threads(void *ready)
{
	pthread_t thread;
	int i;

	for (i = 0; i < 2; i++) {
		ASSERT_EQ(pthread_create(&thread, NULL, end_busily, NULL), 0);
		pthread_join(thread, NULL);
	}
	pause_ready(ready);
}

const struct odd odd_scheduling[] = {
	{ .run = be_fifo },	   { .run = be_round_robin },
	{ .run = be_batch },	   { .run = be_idle },
	{ .run = be_eager },	   { .run = have_deadlines },
	{ .run = stay_on_one },	   { .run = be_boosted },
	{ .run = be_busy },	   { .run = be_busy_in_a_thread },
	{ .run = have_dead_threads }, { }
};
