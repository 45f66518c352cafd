// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "semaphore": an ordinary variable for comparison, and the
 * POSIX kind, which is a word of memory and a futex.
 */
#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "semaphore_posix.h"

/* In memory of all. */
static struct common {
	volatile int variable;
	sem_t semaphore;
} *common;

/* Look, and decrement later: the other one may have done so meanwhile. */
static void be_taker(struct role *me)
{
	int seen = common->variable;

	barrier(me);
	if (seen > 0)
		common->variable--;
	say(me, "inside", PROCTREE_KIND_BOOL, seen > 0);
	barrier(me);
}

static void be_posix_holder(struct role *me)
{
	say_result(me, "sem_wait", PROCTREE_KIND_COUNT,
		   sem_wait(&common->semaphore));
	barrier(me);
}

/* A semaphore of one's own: a child has a copy. */
static void be_private(struct role *me)
{
	sem_t own;
	int value = -1;

	if (sem_init(&own, 0, 0))
		leave(EXIT_FAILURE);
	if (!role_made(fork())) {
		sem_post(&own);
		leave(EXIT_SUCCESS);
	}
	barrier(me);
	sem_getvalue(&own, &value);
	say(me, "value", PROCTREE_KIND_COUNT, value);
	barrier(me);
}

static void be_named(struct role *me)
{
	char name[TRIAL_POSIX];
	sem_t *named;

	trial_posix(me->trial, 0, name);
	named = sem_open(name, O_CREAT | O_EXCL, 0600, 3);
	say(me, "sem_open", PROCTREE_KIND_COUNT,
	    named == SEM_FAILED ? -errno : 0);
	if (named != SEM_FAILED)
		sem_wait(named);
	barrier(me);
}

static void run_variable(struct trial *t)
{
	struct role *left = role_declare(t, "left");
	struct role *right = role_declare(t, "right");

	common->variable = 1;
	role_start(left, be_taker);
	role_start(right, be_taker);
	role_wait(left);
	role_wait(right);
	role_next(left);
	role_next(right);
	step(t, "plain variable", "both have looked at it, both have "
	     "decremented it");
	role_kill(left);
	role_kill(right);
}

static void run_unnamed(struct trial *t)
{
	struct role *owner = role_declare(t, "owner");
	struct role *next = role_declare(t, "next");
	int value = -1;

	if (sem_init(&common->semaphore, 1, 1))
		trial_fail(t, "sem_init: %s", strerror(errno));
	role_start(owner, be_posix_holder);
	role_wait(owner);
	role_start(next, be_posix_holder);
	await_call(next, SYS_futex);
	step(t, "posix waits", "the owner has it, the next one wants it");
	role_kill(owner);
	sem_getvalue(&common->semaphore, &value);
	role_note(next, "value", PROCTREE_KIND_COUNT, value);
	step(t, "posix killed", "SIGKILL to the owner");
	sem_post(&common->semaphore);
	role_wait(next);
	step(t, "posted", "somebody else, the harness, has called sem_post()");
	role_kill(next);
}

static void run_private(struct trial *t)
{
	struct role *private = role_declare(t, "private");

	role_start(private, be_private);
	role_wait(private);
	role_next(private);
	step(t, "private", "a child has posted to its copy of a semaphore");
	role_kill(private);
}

/* What a later process finds under the name. */
static void note_named(struct role *role)
{
	char name[TRIAL_POSIX];
	sem_t *named;
	int value = -1;

	trial_posix(role->trial, 0, name);
	named = sem_open(name, 0);
	role_note(role, "by_name", PROCTREE_KIND_COUNT,
		  named == SEM_FAILED ? -errno : 0);
	if (named == SEM_FAILED)
		return;
	sem_getvalue(named, &value);
	role_note(role, "value", PROCTREE_KIND_COUNT, value);
	sem_close(named);
}

static void run_named(struct trial *t)
{
	struct role *named = role_declare(t, "named");
	struct role *maker = role_declare(t, "maker");
	char name[TRIAL_POSIX];

	role_start(maker, be_named);
	role_wait(maker);
	if (role_said(maker, "sem_open")) {
		step_skip(t, "named killed", "no named semaphore: %s (is there "
			  "a /dev/shm?)",
			  strerror(-role_said(maker, "sem_open")));
		role_kill(maker);
		return;
	}
	role_kill(maker);
	note_named(named);
	step(t, "named killed", "one with the value 3: its maker took one, "
	     "then SIGKILL");
	trial_posix(t, 0, name);
	sem_unlink(name);
	note_named(named);
	step(t, "named unlinked", "sem_unlink()");
}

void semaphore_posix(struct trial *t)
{
	common = mmap(NULL, sizeof(*common), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (common == MAP_FAILED)
		trial_fail(t, "mmap: %s", strerror(errno));
	run_variable(t);
	run_unnamed(t);
	run_private(t);
	run_named(t);
}
