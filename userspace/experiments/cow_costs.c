// SPDX-License-Identifier: GPL-2.0-only
/*
 * What it costs to make a child, in several ways; see cow_costs.h.
 */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cow_costs.h"
#include "harness.h"
#include "timing.h"

#define TRIES	5

static _Alignas(16) char stack[1 << 16];

static void wait_for(pid_t pid)
{
	if (waitpid(pid, NULL, __WALL) != pid)
		leave(EXIT_FAILURE);
}

static void by_fork(void *unused)
{
	pid_t pid = role_made(fork());

	(void)unused;
	if (!pid)
		leave(EXIT_SUCCESS);
	wait_for(pid);
}

static void by_vfork(void *unused)
{
	pid_t pid = role_made(vfork());

	(void)unused;
	if (!pid)
		leave(EXIT_SUCCESS);
	wait_for(pid);
}

static int end_at_once(void *unused)
{
	(void)unused;
	leave(EXIT_SUCCESS);
}

static void by_clone_vm(void *unused)
{
	wait_for(role_made(clone(end_at_once, stack + sizeof(stack),
				 CLONE_VM | SIGCHLD, unused)));
}

static void by_clone(void *unused)
{
	wait_for(role_made(clone(end_at_once, stack + sizeof(stack), SIGCHLD,
				 unused)));
}

static void say_cost(const struct role *me, const char *key,
		     void (*make)(void *unused))
{
	say(me, key, PROCTREE_KIND_COUNT, timing_best(make, NULL, TRIES));
}

static void say_costs(struct role *me)
{
	say_cost(me, "vfork_ns", by_vfork);
	say_cost(me, "fork_ns", by_fork);
	say_cost(me, "clone_ns", by_clone);
	say_cost(me, "clone_vm_ns", by_clone_vm);
	barrier(me);
}

/* In memory of small pages, as most of a program's is. */
static void have_much(const struct trial *t)
{
	size_t size = (size_t)atoi(trial_param(t, "mib")) << 20, i;
	char *memory = mmap(NULL, size, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		leave(EXIT_FAILURE);
	madvise(memory, size, MADV_NOHUGEPAGE);
	for (i = 0; i < size; i += sysconf(_SC_PAGESIZE))
		memory[i] = 'x';
}

static int be_relative(void *arg)
{
	role_name(arg);
	barrier(arg);
	leave(EXIT_SUCCESS);
}

static void be_clerk(struct role *me)
{
	struct role *relative = trial_role(me->trial, "relative");
	pid_t pid;

	pid = role_made(vfork());
	if (!pid)
		be_relative(relative);
	wait_for(pid);
	barrier(me);
	pid = role_made(clone(be_relative, stack + sizeof(stack),
			      CLONE_VM | SIGCHLD, relative));
	barrier(me);
	wait_for(pid);
	say_costs(me);
	have_much(me->trial);
	say_costs(me);
}

void cow_costs(struct trial *t)
{
	struct role *clerk = role_declare(t, "clerk");
	struct role *relative = role_declare(t, "relative");

	role_start(clerk, be_clerk);
	role_wait(relative);
	await_state(clerk, "D");
	step(t, "vforked", "the relative comes from vfork()");
	role_go(relative);
	role_wait(clerk);
	role_recast(relative);
	role_go(clerk);
	role_wait(clerk);
	role_wait(relative);
	step(t, "cloned", "another one comes from clone(CLONE_VM)");
	role_go(relative);
	role_go(clerk);
	role_wait(clerk);
	step(t, "small", "best times to make a child and wait for its end");
	role_go(clerk);
	role_wait(clerk);
	step(t, "large", "the same with %s MiB more of memory",
	     trial_param(t, "mib"));
	role_go(clerk);
	role_reap(clerk);
}
