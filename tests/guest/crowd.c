// SPDX-License-Identifier: GPL-2.0-only
/* Many processes at little cost; see crowd.h. */
#include "crowd.h"

#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"
#include "world.h"

#define STACK		4096u
#define THREADS_MAX	"/proc/sys/kernel/threads-max"
#define SHARED		(CLONE_VM | CLONE_FS | CLONE_FILES | SIGCHLD)

/*
 * In the head's address space, shared by all that it makes. They run on small
 * stacks with the head's TLS: system calls only.
 */
static struct {
	struct crowd *said;	/* shared with the test */
	char *stacks;
	unsigned int number;	/* of the next one to be born */
} plan;

static void set_name(const char *prefix, unsigned int number)
{
	char name[16] = "";
	int i;

	for (i = 0; prefix[i]; i++)
		name[i] = prefix[i];
	for (; number; number /= 10)
		name[i++] = '0' + number % 10;
	syscall(SYS_prctl, PR_SET_NAME, name);
}

static char *next_stack(void)
{
	return plan.stacks + (plan.number + 1ul) * STACK;
}

/* Called in the newborn, while its creator waits for plan.number to change. */
static void be_born(void)
{
	plan.said->pids[plan.number] = syscall(SYS_getpid);
	__atomic_add_fetch(&plan.number, 1, __ATOMIC_SEQ_CST);
}

static int be_kin(void *unused)
{
	set_name("kin", 0);
	be_born();
	return clone_pause(unused);
}

static void make_family(void *unused)
{
	(void)unused;
	while (plan.number < plan.said->size) {
		unsigned int number = plan.number;

		OK(clone(be_kin, next_stack(), SHARED, NULL));
		while (__atomic_load_n(&plan.number, __ATOMIC_SEQ_CST) == number)
			sched_yield();
	}
	plan.said->head = getpid();
	pause_forever(NULL);
}

/* The digits come in reverse: 0 pads on the right, so that each is unique. */
static int be_link(void *number)
{
	set_name("link", (unsigned int)(uintptr_t)number + 10000);
	be_born();
	if (plan.number < plan.said->size)
		clone(be_link, next_stack(), SHARED,
		      (void *)(uintptr_t)plan.number);
	return clone_pause(NULL);
}

static void make_chain(void *unused)
{
	(void)unused;
	OK(clone(be_link, next_stack(), SHARED, NULL));
	AWAIT(__atomic_load_n(&plan.number, __ATOMIC_SEQ_CST) ==
	      plan.said->size);
	plan.said->head = getpid();
	pause_forever(NULL);
}

static void make(struct crowd *crowd, unsigned int size, void (*run)(void *))
{
	struct crowd *said = shared_alloc(sizeof(*said));

	said->size = size;
	said->pids = shared_alloc(size * sizeof(pid_t));
	plan.said = said;
	plan.number = 0;
	plan.stacks = mmap(NULL, (size_t)size * STACK, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	ASSERT(plan.stacks != MAP_FAILED);
	spawn(0, run, NULL);
	AWAIT(__atomic_load_n(&said->head, __ATOMIC_SEQ_CST));
	*crowd = *said;
}

void crowd_family(struct crowd *crowd, unsigned int size)
{
	make(crowd, size, make_family);
}

void crowd_chain(struct crowd *crowd, unsigned int size)
{
	make(crowd, size, make_chain);
}

void crowd_allow(char limit[32])
{
	file_read(THREADS_MAX, limit, 32);
	file_write(THREADS_MAX, "20000");
}

void crowd_limit(const char *limit)
{
	file_write(THREADS_MAX, limit);
}

void crowd_end(struct crowd *crowd)
{
	unsigned int i;

	/*
	 * One by one, all in the group of the test: ending a large process
	 * group of its own costs the kernel its size squared. The owner of the
	 * address space goes last, which is much cheaper, too.
	 */
	for (i = 0; i < crowd->size; i++)
		OK(kill(crowd->pids[i], SIGKILL));
	for (i = 0; i < crowd->size; i++)
		await_state(0, crowd->pids[i], 'Z');
	OK(kill(crowd->head, SIGKILL));
	while (waitpid(-1, NULL, __WALL) >= 0 || errno == EINTR)
		;
}
