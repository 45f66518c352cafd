// SPDX-License-Identifier: GPL-2.0-only
/* RELATIONS: tracer, vfork parent, signals, exit status, pid namespaces. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "fields.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"
#include "zoo.h"

TEST("for root every relation of a living child is valid but its exit code")
{
	struct whole_row row;

	row = task_take(dev_open(), spawn(0, pause_forever, NULL));
	ASSERT_EQ(row.rel.valid, valid_all(PROCTREE_BLOCK_RELATIONS) &
				 ~REL_VALID(exit_code));
	ASSERT_EQ(row.rel.exit_code, 0);
	ASSERT_EQ(row.rel.real_parent_tid, getpid());
}

TEST("the tracer is the process that traces, not the parent")
{
	pid_t pid = spawn(0, pause_forever, NULL), tracer;
	int fd = dev_open();

	tracer = OK(fork());
	if (!tracer) {
		OK(ptrace(PTRACE_SEIZE, pid, 0, 0));
		pause_forever(NULL);
	}
	AWAIT(task_take(fd, pid).rel.tracer_pid == tracer);
	ASSERT_EQ(task_take(fd, pid).base.ppid, getpid());
	ASSERT(task_take(fd, pid).base.flags & PROCTREE_ROW_TRACED);
	kill_and_reap(tracer);
	ASSERT_EQ(task_take(fd, pid).rel.tracer_pid, 0);
	ASSERT_EQ(task_take(fd, pid).base.flags & PROCTREE_ROW_TRACED, 0);
}

TEST("a vfork child names the thread that waits for it")
{
	int fd = dev_open();
	struct zoo zoo;
	struct whole_row row;

	zoo_open(&zoo);
	row = task_take(fd, zoo.vfork_child);
	ASSERT_EQ(row.rel.vfork_parent_pid, zoo.vfork_parent);
	ASSERT(row.rel.valid & REL_VALID(vfork_parent_pid));
	ASSERT_EQ(task_take(fd, zoo.vfork_parent).rel.vfork_parent_pid, 0);

	/* The wait is killable: then nobody waits any more. */
	kill_and_reap(zoo.vfork_parent);
	row = task_take(fd, zoo.vfork_child);
	ASSERT_EQ(row.rel.vfork_parent_pid, 0);
	ASSERT_EQ(row.base.flags & PROCTREE_ROW_VFORK, 0);
}

struct vfork_thread {
	pid_t tid;
	pid_t child;
};

static void *vfork_in_thread(void *arg)
{
	struct vfork_thread *t = arg;

	t->tid = thread_id();
	if (!vfork()) {
		t->child = getpid();
		for (;;)
			pause();
	}
	return NULL;
}

static void vfork_from_thread(void *arg)
{
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, vfork_in_thread, arg), 0);
	pause_forever(NULL);
}

TEST("a thread that waits in vfork is named by its thread id")
{
	struct vfork_thread *t = shared_alloc(sizeof(*t));
	pid_t pid = spawn(0, vfork_from_thread, t);
	struct whole_row row;

	AWAIT(__atomic_load_n(&t->child, __ATOMIC_SEQ_CST));
	await_state(pid, t->tid, 'D');
	ASSERT_NE(t->tid, pid);
	row = task_take(dev_open(), t->child);
	ASSERT_EQ(row.rel.vfork_parent_pid, t->tid);
	ASSERT_EQ(row.rel.real_parent_tid, t->tid);
	ASSERT_EQ(row.base.ppid, pid);
}

static void vfork_sibling(void *child)
{
	pid_t pid = syscall(SYS_clone, CLONE_VFORK | CLONE_PARENT | SIGCHLD, 0,
			    0, 0, 0);

	if (!pid)
		*(pid_t *)child = getpid();
	pause_forever(NULL);
}

TEST("whoever waits in vfork is named only if he is the parent, too")
{
	pid_t *child = shared_alloc(sizeof(*child));
	pid_t waiter = spawn(0, vfork_sibling, child);
	struct whole_row row;

	AWAIT(__atomic_load_n(child, __ATOMIC_SEQ_CST));
	await_state(0, waiter, 'D');
	row = task_take(dev_open(), *child);
	ASSERT_EQ(row.base.ppid, getpid());
	ASSERT_EQ(row.base.flags, PROCTREE_ROW_VFORK);
	/* The kernel keeps no way back to the one who waits. */
	ASSERT_EQ(row.rel.valid & REL_VALID(vfork_parent_pid), 0);
}

static void vfork_then_exec(void *arg)
{
	char *const argv[] = { (char *)EXEC_SLEEPER, NULL };
	pid_t *child = arg;

	if (!vfork()) {
		*child = getpid();
		execv("/proc/self/exe", argv);
		_exit(1);
	}
	pause_forever(NULL);
}

TEST("exec ends the wait of vfork and resets the exit signal")
{
	pid_t *child = shared_alloc(sizeof(*child));
	pid_t pid = spawn(0, vfork_then_exec, child);
	struct whole_row row;
	int fd = dev_open();

	AWAIT(__atomic_load_n(child, __ATOMIC_SEQ_CST));
	await_state(0, pid, 'S');
	/* fs/exec.c exec_mmap() wakes the parent before it takes the new mm. */
	await_state(0, *child, 'S');
	row = task_take(fd, *child);
	ASSERT_EQ(row.rel.vfork_parent_pid, 0);
	ASSERT_EQ(row.base.flags & PROCTREE_ROW_VFORK, 0);
	ASSERT_EQ(row.rel.exit_signal, SIGCHLD);
	ASSERT_NE(row.share.mm, task_take(fd, pid).share.mm);
}

TEST("exit signals are those that clone was given, -1 for a thread")
{
	int fd = dev_open();
	pid_t pid;

	ASSERT_EQ(task_take(fd, spawn(0, pause_forever, NULL)).rel.exit_signal,
		  SIGCHLD);
	pid = spawn_clone(SIGUSR1, clone_pause, NULL);
	ASSERT_EQ(task_take(fd, pid).rel.exit_signal, SIGUSR1);
	pid = spawn_clone(0, clone_pause, NULL);
	ASSERT_EQ(task_take(fd, pid).rel.exit_signal, 0);
	pid = spawn_clone(CLONE_VM | CLONE_SIGHAND | CLONE_THREAD,
			  clone_pause, NULL);
	ASSERT_EQ(task_take(fd, pid).rel.exit_signal, -1);
}

static void exit_with(void *status)
{
	_exit((int)(intptr_t)status);
}

static void die_of(void *signal)
{
	raise((int)(intptr_t)signal);
}

/* The row of zombie @pid says what wait(2) then says. */
static int zombie_status(int fd, pid_t pid)
{
	struct whole_row row;
	int status;

	await_zombie(pid);
	row = task_take(fd, pid);
	ASSERT_EQ(row.base.state, 'Z');
	ASSERT(row.rel.valid & REL_VALID(exit_code));
	status = reap(pid);
	ASSERT_EQ(row.rel.exit_code, status);
	return status;
}

TEST("a zombie's exit code is the status that wait then gives")
{
	int fd = dev_open();

	ASSERT_EQ(zombie_status(fd, spawn(0, exit_with, (void *)42)), 42 << 8);
	ASSERT_EQ(zombie_status(fd, spawn(0, exit_with, (void *)0)), 0);
	ASSERT_EQ(zombie_status(fd, spawn(0, exit_with, (void *)255)),
		  255 << 8);
	ASSERT_EQ(zombie_status(fd, spawn(0, die_of, (void *)SIGKILL)),
		  SIGKILL);
	ASSERT_EQ(zombie_status(fd, spawn(0, die_of, (void *)SIGTERM)),
		  SIGTERM);
}

static void *exit_group_later(void *leader)
{
	await_state(*(pid_t *)leader, *(pid_t *)leader, 'Z');
	_exit(7);
}

static void outlived_leader(void *unused)
{
	static pid_t leader;
	pthread_t thread;

	(void)unused;
	leader = getpid();
	ASSERT_EQ(pthread_create(&thread, NULL, exit_group_later, &leader), 0);
	thread_exit(3);
}

TEST("a process that a thread ended after its leader has the group's status")
{
	pid_t pid = spawn(0, outlived_leader, NULL);

	ASSERT_EQ(zombie_status(dev_open(), pid), 7 << 8);
}

static void set_death_signal(void *unused)
{
	OK(prctl(PR_SET_PDEATHSIG, SIGUSR2));
	pause_forever(unused);
}

TEST("the parent's death signal is what prctl set, and not inherited")
{
	pid_t pid = spawn(0, set_death_signal, NULL);
	int fd = dev_open();

	AWAIT(task_take(fd, pid).rel.pdeath_signal == SIGUSR2);
	ASSERT_EQ(task_take(fd, getpid()).rel.pdeath_signal, SIGKILL);
	pid = spawn(0, pause_forever, NULL);
	ASSERT_EQ(task_take(fd, pid).rel.pdeath_signal, 0);
}

TEST("numbers in a nested pid namespace are those of NSpid")
{
	int fd = dev_open();
	struct zoo zoo;
	struct whole_row row;

	zoo_open(&zoo);
	row = task_take(fd, zoo.ns_init);
	ASSERT_EQ(row.rel.ns_level, 1);
	ASSERT_EQ(row.rel.ns_pid, 1);
	row = task_take(fd, zoo.ns_child);
	ASSERT_EQ(row.rel.ns_level, 1);
	ASSERT_EQ(row.rel.ns_pid, 2);
	ASSERT_EQ(row.base.ppid, zoo.ns_init);
	row = task_take(fd, getpid());
	ASSERT_EQ(row.rel.ns_level, 0);
	ASSERT_EQ(row.rel.ns_pid, getpid());
}
