// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "semaphore": what P and V do, who waits and in which order
 * they go on, and what the death of a holder or of a waiter changes. The POSIX
 * kind is in semaphore_posix.c.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cpus.h"
#include "ipc.h"
#include "semaphore_posix.h"

static int find_semaphore(const struct trial *t)
{
	return semget(trial_key(t, 0), 0, 0);
}

/* By the system call itself, which is waited for: libc may use another one. */
static long change(int id, int by, int flags)
{
	struct sembuf op = { .sem_op = by, .sem_flg = flags };

	return syscall(SYS_semop, id, &op, 1);
}

static void say_change(const struct role *me, int by, int flags)
{
	say_result(me, "semop", PROCTREE_KIND_COUNT,
		   change(find_semaphore(me->trial), by, flags));
	barrier(me);
}

/* On one processor, so that who runs when somebody is woken has woken it. */
static void begin(const struct role *me)
{
	cpus_pin(cpus_nth(0));
	barrier(me);
}

/* P, V, V: the second V is one too many for a binary semaphore. */
static void be_holder(struct role *me)
{
	begin(me);
	say_change(me, -1, 0);
	say_change(me, 1, 0);
	say_change(me, 1, 0);
}

/* With undo, and with a child that holds nothing. */
static void be_careful(struct role *me)
{
	begin(me);
	say_change(me, -1, SEM_UNDO);
	if (!role_made(fork())) {
		role_name(trial_role(me->trial, "child"));
		barrier(trial_role(me->trial, "child"));
		leave(EXIT_SUCCESS);
	}
	barrier(me);
}

static void be_careless(struct role *me)
{
	begin(me);
	say_change(me, -1, 0);
}

static void on_signal(int sig)
{
	(void)sig;
}

static void be_waiter(struct role *me)
{
	struct sigaction act = { .sa_handler = on_signal,
				 .sa_flags = SA_RESTART };

	sigaction(SIGUSR1, &act, NULL);
	begin(me);
	for (;;)
		say_change(me, -1, 0);
}

static void be_greedy(struct role *me)
{
	begin(me);
	for (;;)
		say_change(me, -2, 0);
}

/* What the kernel keeps about the semaphore; see semctl(2). */
static void note_semaphore(struct role *semaphore)
{
	int id = find_semaphore(semaphore->trial);
	int value = semctl(id, 0, GETVAL);

	role_note(semaphore, "value", PROCTREE_KIND_COUNT,
		  value < 0 ? -errno : value);
	if (value >= 0)
		role_note(semaphore, "waiting", PROCTREE_KIND_COUNT,
			  semctl(id, 0, GETNCNT));
}

/* union semun is the caller's to define; see semctl(2). */
static void set_value(const struct trial *t, int value)
{
	union {
		int val;
	} arg = { .val = value };

	semctl(find_semaphore(t), 0, SETVAL, arg);
}

static struct role *start(struct trial *t, const char *name,
			  void (*play)(struct role *me))
{
	struct role *role = trial_role(t, name);

	role_recast(role);
	role_start(role, play);
	role_wait(role);
	return role;
}

static void let_wait(struct role *role)
{
	role_go(role);
	await_call(role, SYS_semop);
}

static void make_semaphore(struct trial *t, struct role *semaphore)
{
	int id = semget(trial_key(t, 0), 1, IPC_CREAT | IPC_EXCL | 0600);

	role_note(semaphore, "semget", PROCTREE_KIND_COUNT,
		  id < 0 ? -errno : id);
	ipc_check(semaphore, "semget", "kernel.sem", "ipcs -s");
	set_value(t, 1);
	note_semaphore(semaphore);
	step(t, "made", "a semaphore with the value 1");
}

static void run_hold(struct trial *t, struct role *semaphore)
{
	struct role *holder = start(t, "holder", be_holder);
	struct role *waiter = start(t, "waiter", be_waiter);

	role_next(holder);
	note_semaphore(semaphore);
	step(t, "P", "the holder has taken one");
	let_wait(waiter);
	note_semaphore(semaphore);
	step(t, "waits", "the waiter wants one, too");
	role_signal(waiter, SIGUSR1);
	role_wait(waiter);
	note_semaphore(semaphore);
	step(t, "interrupted", "a handler of the waiter has run");
	let_wait(waiter);
	step(t, "waits again", "it tries once more");
	role_next(holder);
	role_wait(waiter);
	note_semaphore(semaphore);
	step(t, "V", "the holder has given one back");
	role_next(holder);
	set_value(t, 1);
	role_kill(waiter);
	role_kill(holder);
}

static void run_count(struct trial *t, struct role *semaphore)
{
	struct role *holder = start(t, "holder", be_holder);

	role_next(holder);
	role_next(holder);
	role_next(holder);
	note_semaphore(semaphore);
	step(t, "V twice", "from 1: P, V and V again");
	role_kill(holder);
}

static void run_deaths(struct trial *t, struct role *semaphore)
{
	struct role *careful, *careless, *waiter, *child;

	set_value(t, 1);
	child = trial_role(t, "child");
	careful = start(t, "careful", be_careful);
	role_next(careful);
	role_next(careful);
	role_wait(child);
	note_semaphore(semaphore);
	step(t, "undo", "P with SEM_UNDO, and a child that was forked then");
	role_go(child);
	await_state(child, "Z");
	note_semaphore(semaphore);
	step(t, "child ended", "the child has ended");
	role_kill(careful);
	note_semaphore(semaphore);
	step(t, "undone", "SIGKILL to who holds it with SEM_UNDO");

	careless = start(t, "careless", be_careless);
	role_next(careless);
	role_kill(careless);
	note_semaphore(semaphore);
	step(t, "not undone", "P without it, then SIGKILL");

	waiter = start(t, "waiter", be_waiter);
	let_wait(waiter);
	note_semaphore(semaphore);
	step(t, "queued", "now somebody waits for it");
	role_kill(waiter);
	note_semaphore(semaphore);
	step(t, "waiter killed", "SIGKILL to who waits");
}

static void run_order(struct trial *t, struct role *semaphore)
{
	struct role *greedy = start(t, "greedy", be_greedy);
	struct role *waiter = start(t, "waiter", be_waiter);
	struct role *second = start(t, "second", be_waiter);

	let_wait(waiter);
	let_wait(second);
	set_value(t, 1);
	role_wait(waiter);
	note_semaphore(semaphore);
	step(t, "first", "two waited for one each; one was given");
	set_value(t, 1);
	role_wait(second);
	let_wait(greedy);
	let_wait(waiter);
	set_value(t, 1);
	role_wait(waiter);
	note_semaphore(semaphore);
	step(t, "overtaken", "one waited for 2, then one for 1; one was given");
	let_wait(waiter);
	semctl(find_semaphore(t), 0, IPC_RMID);
	role_wait(greedy);
	role_wait(waiter);
	note_semaphore(semaphore);
	step(t, "removed", "IPC_RMID, while both wait");
	role_kill(greedy);
	role_kill(waiter);
	role_kill(second);
}

static void run(struct trial *t)
{
	static const char *const names[] = {
		"holder", "waiter", "careful", "child", "careless", "greedy",
		"second",
	};
	struct role *semaphore = role_declare(t, "semaphore");
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		role_declare(t, names[i]);
	trial_dir(t);
	make_semaphore(t, semaphore);
	run_hold(t, semaphore);
	run_count(t, semaphore);
	run_deaths(t, semaphore);
	run_order(t, semaphore);
	semaphore_posix(t);
}

const struct experiment exp_semaphore = {
	.name = "semaphore",
	.summary = "P and V, who waits, what a death undoes and what not",
	.topic = TOPIC_IPC,
	.columns = {
		{ "state" }, { "ppid" }, { "sysvsem", "UNDO" },
		{ "sleeps.in", "SLEEPS_IN" },
	},
	.run = run,
	.claims = semaphore_claims,
	.events = EVENTS(WAKE),
	.sleeps = true,
};
