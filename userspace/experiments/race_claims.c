// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about threads that change the same memory. Data only; the
 * experiment itself is in race.c and race_counts.c.
 */
#include <signal.h>
#include <sys/syscall.h>

#include "trial.h"

#define CODE 7

const struct claim race_claims[] = {
	{
		.id = "thread-race-lost-update",
		.sentence = "Threads that count without a lock lose "
			    "increments.",
		.why = "Two read the same sum, and both write it plus one. On "
		       "one processor nearly every run was wrong, for each "
		       "thread yielded in between; on several that is a matter "
		       "of luck, and a right sum proves nothing.",
		.source = "pthreads(7); memory-barriers.txt",
		.checks = {
			AS_OFTEN_AS("one processor", 50),
			ABOVE("one processor", "counter", "says.lost", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "race-one-processor",
		.sentence = "On one processor there is no race.",
		.why = "A thread can be taken from the processor between reading "
		       "and writing, and another one read the old sum.",
		.source = "sched(7), sched_yield(2)",
		.checks = {
			RARER_THAN("one processor", 50),
			IS("one processor", "counter", "says.lost", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "thread-mutex-fixes",
		.sentence = "With a mutex no increment is lost: who finds it "
			    "locked sleeps until it is unlocked.",
		.why = "The waiter slept in futex(), and the owner woke it. Not "
		       "one of the runs was wrong, though all threads "
		       "yielded with the mutex locked.",
		.source = "pthread_mutex_lock(3), futex(2)",
		.checks = {
			IS("mutex", "counter", "says.lost", 0),
			RARER_THAN("mutex", 50),
			IS("locked", "waiter", "state", 'S'),
			IS("locked", "waiter", "sleeps.call", SYS_futex),
			WOKEN_BY("locked", "unlocked", "waiter", "owner"),
			IS("unlocked", "waiter", "says.lock", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "mutex-system-call",
		.sentence = "To lock a mutex takes a system call.",
		.why = "Only if it is locked. A process that may do nothing but "
		       "read, write and exit locked a free one a thousand "
		       "times; another one wanted a locked one, and was "
		       "killed.",
		.source = "futex(7), seccomp(2)",
		.checks = {
			IS_NOT("strict", "alone", "exit_code", CODE << 8),
			IS("strict", "late", "exit_code", SIGKILL),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "race-atomic",
		.sentence = "Without a mutex increments are lost.",
		.why = "Not if each is an atomic instruction, which reads and "
		       "writes at once.",
		.source = "stdatomic.h; Documentation/atomic_t.txt",
		.checks = {
			ABOVE("one processor", "counter", "says.lost", 0),
			ABOVE("atomic", "counter", "says.lost", 0),
			AS_OFTEN_AS("atomic", 50),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "thread-example-1",
		.sentence = "A program that makes 24 threads and joins eight of "
			    "them runs all of them to their end.",
		.why = "When main() returns, exit_group() ends all threads that "
		       "are left. Here 16 waited for a mutex. Who wants to see "
		       "their end has to join each.",
		.source = "pthread_join(3), exit_group(2)",
		.checks = {
			IS("joined", "program", "nr_threads", 1),
			IS("returned", "program", "says.done", 24),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "control-race-mutex-spins",
		.sentence = "Who waits for a mutex uses the processor.",
		.checks = {
			IS("locked", "waiter", "state", 'R'),
		},
		.lie = true,
	}, {
		.id = "control-race-own-counter",
		.sentence = "Each thread has a copy of the counter.",
		.checks = {
			OTHER("locked", "mm", "owner", "waiter"),
		},
		.lie = true,
	},
	{ 0 },
};
