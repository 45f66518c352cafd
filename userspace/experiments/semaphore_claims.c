// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about semaphores. Data only; the experiment itself is in
 * semaphore.c.
 */
#include <errno.h>
#include <sys/syscall.h>

#include "trial.h"

const struct claim semaphore_claims[] = {
	{
		.id = "sem-p-v",
		.sentence = "P takes one from a semaphore and waits if there "
			    "is none; V gives one back.",
		.why = "The waiter slept in semop() at 0. V woke it and the "
		       "value was 0 again: it had what was given.",
		.source = "semop(2); ipc/sem.c do_semtimedop(), update_queue()",
		.checks = {
			IS("made", "semaphore", "says.value", 1),
			IS("P", "semaphore", "says.value", 0),
			IS("waits", "waiter", "sleeps.call", SYS_semop),
			IS("waits", "waiter", "state", 'S'),
			IS("waits", "semaphore", "says.waiting", 1),
			IS("V", "waiter", "says.semop", 0),
			IS("V", "semaphore", "says.value", 0),
			WOKEN_BY("waits again", "V", "waiter", "holder"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "sem-normal-variable",
		.sentence = "A semaphore is a variable like any other.",
		.why = "The kernel's, with a queue of who waits. With a plain "
		       "one both looked, saw 1, and went in: looking and "
		       "decrementing are two steps there, and nobody waits.",
		.source = "semop(2), sem_overview(7)",
		.checks = {
			IS("waits", "semaphore", "says.waiting", 0),
			IS("plain variable", "right", "says.inside", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "sem-binary-counting",
		.sentence = "A binary semaphore is 0 or 1, a counting one may "
			    "be more.",
		.why = "There is one kind, and it counts. Binary is how it is "
		       "used: one V too many made it 2.",
		.source = "semop(2), semctl(2)",
		.checks = {
			IS("P", "semaphore", "says.value", 0),
			IS("V twice", "semaphore", "says.value", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "sem-undo",
		.sentence = "A semaphore is released when its holder ends.",
		.why = "What was done with SEM_UNDO is undone at exit, also "
		       "at SIGKILL; the rest is not. The list of what to undo "
		       "is the process' own: a child that is forked has none.",
		.source = "semop(2); ipc/sem.c exit_sem()",
		.checks = {
			IS_NOT("undo", "careful", "sysvsem", 0),
			IS("undo", "child", "sysvsem", 0),
			IS("child ended", "semaphore", "says.value", 0),
			IS("undone", "semaphore", "says.value", 1),
			IS("not undone", "semaphore", "says.value", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "exit-sem",
		.sentence = "exit_sem() is there to take a dying process out "
			    "of the queues of semaphores.",
		.why = "It undoes what was done with SEM_UNDO. Who waits takes "
		       "itself out of the queue as soon as a signal wakes it, "
		       "whether it dies of that or not.",
		.source = "ipc/sem.c exit_sem(), do_semtimedop()",
		.checks = {
			IS("interrupted", "semaphore", "says.waiting", 1),
			IS("undone", "semaphore", "says.value", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "sem-waiter-killed",
		.sentence = "A waiter that is killed leaves the queue, and the "
			    "value as it is.",
		.why = "It had got nothing yet. One that handles a signal "
		       "leaves, too: semop() is EINTR, even with SA_RESTART.",
		.source = "semop(2), signal(7)",
		.checks = {
			IS("queued", "semaphore", "says.waiting", 1),
			IS("waiter killed", "semaphore", "says.waiting", 0),
			IS("waiter killed", "semaphore", "says.value", 0),
			IS("interrupted", "waiter", "says.semop", -EINTR),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "sem-order",
		.sentence = "Who has waited longest for a semaphore goes on "
			    "first.",
		.why = "If all want the same. Who wants more is overtaken by "
		       "those who can be served, again and again.",
		.source = "ipc/sem.c update_queue()",
		.checks = {
			IS("first", "waiter", "says.semop", 0),
			IS("first", "second", "sleeps.call", SYS_semop),
			IS_NOT("overtaken", "greedy", "sleeps.call", SYS_semop),
			IS_NOT("overtaken", "waiter", "says.semop", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "sem-removed",
		.sentence = "IPC_RMID wakes all who wait.",
		.why = "With EIDRM. Unlike a segment, a semaphore is gone at "
		       "once.",
		.source = "semctl(2); ipc/sem.c freeary()",
		.checks = {
			IS("removed", "greedy", "says.semop", -EIDRM),
			IS("removed", "waiter", "says.semop", -EIDRM),
			IS("removed", "semaphore", "says.value", -EINVAL),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "sem-posix-undo",
		.sentence = "A POSIX semaphore is released when its holder "
			    "ends.",
		.why = "It is a word in memory; the kernel knows only who "
		       "sleeps at it, by a futex. The next one slept on until "
		       "somebody posted, who need not have been the holder.",
		.source = "sem_overview(7), futex(7)",
		.checks = {
			ABOVE("posix killed", "next", "says.value", 0),
			IS_NOT("posix killed", "next", "sleeps.call",
			       SYS_futex),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "sem-posix-shared",
		.sentence = "POSIX semaphores work between processes.",
		.why = "In memory that they share. After fork() the child has "
		       "a copy of one in private memory: its sem_post() was "
		       "not seen.",
		.source = "sem_init(3)",
		.checks = {
			IS("posix waits", "next", "sleeps.call", SYS_futex),
			IS("posted", "next", "says.sem_wait", 0),
			IS("private", "private", "says.value", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "sem-posix-named",
		.sentence = "A named semaphore stays, with its value, until "
			    "its name is taken away.",
		.why = "It is a file of memory, as of shm_open().",
		.source = "sem_overview(7), sem_unlink(3)",
		.checks = {
			IS("named killed", "named", "says.by_name", 0),
			IS("named killed", "named", "says.value", 2),
			IS("named unlinked", "named", "says.by_name", -ENOENT),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-sem-child-undoes",
		.sentence = "A child gives back what its parent holds.",
		.checks = {
			IS("child ended", "semaphore", "says.value", 1),
		},
		.lie = true,
	}, {
		.id = "control-sem-waiter-runs",
		.sentence = "Who waits for a semaphore uses the processor.",
		.checks = {
			IS("waits", "waiter", "state", 'R'),
			IS("queued", "waiter", "state", 'R'),
		},
		.lie = true,
	},
	{ 0 },
};
