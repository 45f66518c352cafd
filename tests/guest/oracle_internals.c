// SPDX-License-Identifier: GPL-2.0-only
/* INTERNALS: nothing else tells them, so processes are made that prove them. */
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "oracle.h"
#include "spawn.h"
#include "world.h"
#include "zoo.h"

/* include/linux/sched/signal.h */
#define STOP_STOPPED	0x01
#define GROUP_EXIT	0x04
#define UNKILLABLE	0x40
/* include/linux/sched/jobctl.h */
#define STOP_SIGNAL	0xffff
#define STOP_PENDING	(1 << 17)

static struct proctree_internals internals_of(int fd, pid_t pid)
{
	struct proctree_internals i;

	block_take(fd, pid, PROCTREE_BLOCK_INTERNALS, &i);
	return i;
}

#define IS_VALID(i, member)	\
	(!!((i).valid & VALID(proctree_internals, member)))

/* Which flags there are for init only is told by its number. */
static struct range ask_init(const struct facts *f, const struct oracle *o)
{
	int words = facts_words(f, "NStgid");
	int64_t tgid;

	(void)o;
	if (words < 1 || !facts_status(f, "NStgid", words - 1, 10, &tgid))
		return unknown();
	return exactly(tgid == 1 ? UNKILLABLE : 0);
}

static int64_t see_init(int64_t flags)
{
	return flags & UNKILLABLE;
}

TEST("the flag that protects it is set for every init, and nobody else")
{
	oracle_ask_all(&oracle_internals);
}

TEST("a stopped group has the flag and the signal, until it is waited for")
{
	struct proctree_internals i;
	int fd = dev_open();
	struct zoo zoo;

	zoo_open(&zoo);
	i = internals_of(fd, zoo.stopped);
	ASSERT_EQ(i.signal_flags & STOP_STOPPED, STOP_STOPPED);
	ASSERT_EQ(IS_VALID(i, group_exit_code), 1);
	ASSERT_EQ(i.group_exit_code, SIGSTOP);
	ASSERT_EQ(i.group_stop_count, 0);
	OK(waitpid(zoo.stopped, NULL, WUNTRACED));
	ASSERT_EQ(internals_of(fd, zoo.stopped).group_exit_code, 0);
	OK(kill(zoo.stopped, SIGCONT));
	await_zombie(zoo.stopped); /* it was told to go on, and ends */
	i = internals_of(fd, zoo.stopped);
	ASSERT_EQ(i.signal_flags & STOP_STOPPED, 0);
}

TEST("a group that a signal killed has the flag and the signal")
{
	struct proctree_internals i;
	int fd = dev_open();
	struct zoo zoo;

	zoo_open(&zoo);
	i = internals_of(fd, zoo.killed);
	ASSERT_EQ(i.signal_flags & GROUP_EXIT, GROUP_EXIT);
	ASSERT_EQ(IS_VALID(i, group_exit_code), 1);
	ASSERT_EQ(i.group_exit_code, SIGKILL);
	i = internals_of(fd, zoo.silent);
	ASSERT_EQ(i.signal_flags & (GROUP_EXIT | STOP_STOPPED), 0);
	ASSERT_EQ(IS_VALID(i, group_exit_code), 0);
}

static void *wait_in_vfork(void *tid)
{
	__atomic_store_n((pid_t *)tid, thread_id(), __ATOMIC_SEQ_CST);
	if (!vfork())
		for (;;)
			pause();
	return NULL;
}

static void be_slow_to_stop(void *tid)
{
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, wait_in_vfork, tid), 0);
	pause_forever(NULL);
}

TEST("a group stop waits for the thread that is still to stop")
{
	pid_t *tid = shared_alloc(sizeof(*tid)), pid;
	struct proctree_internals i;
	int fd = dev_open();

	pid = spawn(0, be_slow_to_stop, tid);
	AWAIT(__atomic_load_n(tid, __ATOMIC_SEQ_CST));
	await_state(pid, *tid, 'D');
	i = internals_of(fd, *tid);
	ASSERT_EQ(i.group_stop_count, 0);
	ASSERT_EQ(i.jobctl, 0);
	OK(kill(pid, SIGSTOP));
	await_state(0, pid, 'T');
	i = internals_of(fd, *tid);
	ASSERT_EQ(i.group_stop_count, 1);
	ASSERT_EQ(i.jobctl & STOP_PENDING, STOP_PENDING);
	ASSERT_EQ(i.jobctl & STOP_SIGNAL, SIGSTOP);
	ASSERT_EQ(i.signal_flags & STOP_STOPPED, 0);
	i = internals_of(fd, pid);
	ASSERT_EQ(i.group_stop_count, 1);
	ASSERT_EQ(i.jobctl & STOP_PENDING, 0);
}

/* A child before exec, and one after. */
static void exec_later(void *child)
{
	char *const argv[] = { (char *)EXEC_SLEEPER, NULL };

	*(pid_t *)child = spawn(0, pause_forever, NULL);
	AWAIT(!__atomic_load_n((pid_t *)child, __ATOMIC_SEQ_CST));
	execv("/proc/self/exe", argv);
	FAIL("exec: %s", strerror(errno));
}

TEST("execs are counted, and a child knows its parent's count")
{
	pid_t *child = shared_alloc(sizeof(*child)), pid, grandchild;
	struct proctree_internals before, after, i;
	int fd = dev_open();

	before = internals_of(fd, getpid());
	pid = spawn(0, exec_later, child);
	AWAIT(__atomic_load_n(child, __ATOMIC_SEQ_CST));
	grandchild = *child;
	i = internals_of(fd, pid);
	ASSERT_EQ(i.self_exec_id, before.self_exec_id);
	ASSERT_EQ(i.parent_exec_id, before.self_exec_id);
	__atomic_store_n(child, 0, __ATOMIC_SEQ_CST);
	AWAIT(internals_of(fd, pid).self_exec_id != before.self_exec_id);
	after = internals_of(fd, pid);
	ASSERT_EQ(after.self_exec_id, before.self_exec_id + 1);
	ASSERT_EQ(after.parent_exec_id, before.self_exec_id);
	i = internals_of(fd, grandchild);
	ASSERT_EQ(i.parent_exec_id, before.self_exec_id);
	ASSERT_EQ(after.task, internals_of(fd, pid).task);
}

/* kernel/fork.c kernel_clone(): the parent in vfork has a reference. */
TEST("a descriptor is referenced once more by a parent that waits in vfork")
{
	int fd = dev_open();
	struct zoo zoo;

	zoo_open(&zoo);
	ASSERT_GE(internals_of(fd, zoo.silent).usage, 1);
	AWAIT(internals_of(fd, zoo.vfork_child).usage ==
	      internals_of(fd, zoo.silent).usage + 1);
}

TEST("two keep a living task findable, one a zombie")
{
	int fd = dev_open();
	struct zoo zoo;

	zoo_open(&zoo);
	ASSERT_EQ(internals_of(fd, zoo.silent).rcu_users, 2);
	ASSERT_EQ(internals_of(fd, getpid()).rcu_users, 2);
	AWAIT(internals_of(fd, zoo.zombie).rcu_users == 1);
}

#ifndef CLONE_AUTOREAP
#define CLONE_AUTOREAP	(1ull << 34)
#endif

TEST("a child made to vanish at its exit is marked, and does")
{
	struct clone_args args = { .flags = CLONE_AUTOREAP };
	struct proctree_internals i;
	int fd = dev_open();
	struct whole_row row;
	pid_t pid;

	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (!pid)
		pause_forever(NULL);
	if (pid < 0) {
		ASSERT_EQ(errno, EINVAL);
		i = internals_of(fd, getpid());
		ASSERT_EQ(IS_VALID(i, autoreap), 0);
		SKIP("this kernel has no CLONE_AUTOREAP");
	}
	ASSERT_EQ(internals_of(fd, pid).autoreap, 1);
	ASSERT_EQ(internals_of(fd, getpid()).autoreap, 0);
	OK(kill(pid, SIGKILL));
	AWAIT(task_try(fd, pid, 0, &row) == -ESRCH);
	ASSERT_ERRNO(ECHILD, waitpid(pid, NULL, __WALL));
}

static uint64_t tls_here(void)
{
	uint64_t tls;

#ifdef __x86_64__
	OK(syscall(SYS_arch_prctl, 0x1003 /* ARCH_GET_FS */, &tls));
#else
	tls = (uintptr_t)__builtin_thread_pointer();
#endif
	return tls;
}

struct tls_told {
	pid_t tid;
	uint64_t tls;
};

static __attribute__((noreturn)) void *tell_tls(void *arg)
{
	struct tls_told *told = arg;

	told->tls = tls_here();
	__atomic_store_n(&told->tid, thread_id(), __ATOMIC_SEQ_CST);
	for (;;)
		pause();
}

static void tell_two(void *arg)
{
	struct tls_told *told = arg;
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, tell_tls, &told[1]), 0);
	tell_tls(&told[0]);
}

TEST("each sleeping thread has the storage of its own that it says it has")
{
	struct tls_told *told = shared_alloc(2 * sizeof(*told));
	struct proctree_internals i;
	int fd = dev_open(), n;
	pid_t pid;

	if (kernel_is("uml"))
		SKIP("in user mode the register is the host's");
	pid = spawn(0, tell_two, told);
	for (n = 0; n < 2; n++) {
		AWAIT(__atomic_load_n(&told[n].tid, __ATOMIC_SEQ_CST));
		await_state(pid, told[n].tid, 'S');
		AWAIT((i = internals_of(fd, told[n].tid), IS_VALID(i, tls)));
		ASSERT_EQ(i.tls, told[n].tls);
	}
	ASSERT_NE(told[0].tls, told[1].tls);
	i = internals_of(fd, getpid()); /* it runs */
	ASSERT_EQ(IS_VALID(i, tls), 0);
	i = internals_of(fd, 2); /* of the kernel */
	ASSERT_EQ(IS_VALID(i, tls), 0);
}

#define STOPPED	"a stopped group has the flag and the signal, until it is waited for"
#define SLOW	"a group stop waits for the thread that is still to stop"
#define EXECS	"execs are counted, and a child knows its parent's count"
#define OBJECTS	"each task has a descriptor and a stack, which no other has"

static const struct oracle oracles[] = {
	{ "signal_flags", .ask = ask_init, .see = see_init },
	{ "group_exit_code", .test = STOPPED },
	{ "group_stop_count", .test = SLOW },
	{ "jobctl", .test = SLOW },
	{ "self_exec_id", .test = EXECS },
	{ "parent_exec_id", .test = EXECS },
	{ "usage",
	  .test = "a descriptor is referenced once more by a parent that waits in vfork" },
	{ "rcu_users", .test = "two keep a living task findable, one a zombie" },
	{ "task", .test = OBJECTS },
	{ "stack", .test = OBJECTS },
	{ "active_mm", .test = OBJECTS },
	{ "autoreap", .test = "a child made to vanish at its exit is marked, and does" },
	{ "tls",
	  .test = "each sleeping thread has the storage of its own that it says it has" },
};

ORACLE_TABLE(internals, INTERNALS);
