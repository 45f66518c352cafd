// SPDX-License-Identifier: GPL-2.0-only
/* Each kind of event says what the contract promises. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "helpers.h"
#include "proc.h"
#include "spawn.h"
#include "stream.h"

static void be_program(void *unused)
{
	char *const argv[] = { (char *)EXEC_QUITTER, NULL };

	(void)unused;
	execv("/proc/self/exe", argv);
}

static void *tell_id(void *tid)
{
	*(pid_t *)tid = thread_id();
	return NULL;
}

static void be_thread_maker(void *unused)
{
	pthread_t thread;
	pid_t tid;

	(void)unused;
	ASSERT_EQ(pthread_create(&thread, NULL, tell_id, &tid), 0);
	pthread_join(thread, NULL);
	/* It is joined a moment before it has ended. */
	AWAIT(!proc_state(getpid(), tid));
	_exit(3);
}

TEST("fork, exec, rename and exit say what is in the contract")
{
	const struct proctree_event *e;
	struct whole_row row;
	pid_t child, maker;
	struct stream s;

	stream_open(&s, EV_LIFE | EV(RENAME) | EV(NEW), getpid());
	child = spawn(CLONE_FILES, be_program, NULL);
	await_zombie(child);
	row = task_take(dev_open(), child);
	maker = spawn(0, be_thread_maker, NULL);
	ASSERT_EQ(WEXITSTATUS(reap(maker)), 3);
	kill_and_reap(spawn(0, pause_forever, NULL));
	reap(child);
	OK(prctl(PR_SET_NAME, "another name"));
	stream_catch_up(&s);

	e = stream_find(&s, PROCTREE_EVENT_FORK, getpid());
	ASSERT(e);
	ASSERT_EQ(e->u.fork.child_pid, child);
	ASSERT_EQ(e->u.fork.child_tgid, child);
	ASSERT_EQ(e->u.fork.child_ppid, getpid());
	ASSERT_EQ(e->u.fork.child_start_ns, row.base.start_ns);
	ASSERT_EQ(e->u.fork.exit_signal, SIGCHLD);
	ASSERT_EQ(e->u.fork.clone_flags, CLONE_FILES);
	ASSERT_EQ(e->u.fork.shared, PROCTREE_SHARE_FILES);
	ASSERT_EQ(e->start_ns, task_take(dev_open(), getpid()).base.start_ns);
	ASSERT(stream_find(&s, PROCTREE_EVENT_NEW, child));
	e = stream_find(&s, PROCTREE_EVENT_EXEC, child);
	ASSERT(e);
	ASSERT_STR(e->u.exec.file, "/proc/self/exe");
	ASSERT_EQ(e->u.exec.old_pid, child);
	e = stream_find(&s, PROCTREE_EVENT_FORK, maker);
	ASSERT(e);
	ASSERT_NE(e->u.fork.child_pid, maker);
	ASSERT_EQ(e->u.fork.child_tgid, maker);
	ASSERT_EQ(e->u.fork.shared & PROCTREE_SHARE_SIGNAL,
		  PROCTREE_SHARE_SIGNAL);
	e = stream_find(&s, PROCTREE_EVENT_EXIT, e->u.fork.child_pid);
	ASSERT(e);
	ASSERT_EQ(e->u.exit.live, 1);
	ASSERT_EQ(e->u.exit.group_dead, 0);
	e = stream_find(&s, PROCTREE_EVENT_EXIT, maker);
	ASSERT_EQ(e->u.exit.code, 3 << 8);
	ASSERT_EQ(e->u.exit.group_dead, 1);
	/* Not always the last one: tasks are freed some time later. */
	ASSERT(stream_find(&s, PROCTREE_EVENT_MARK, getpid()));
	e = stream_find(&s, PROCTREE_EVENT_RENAME, getpid());
	ASSERT(e);
	ASSERT_STR(e->u.rename.comm, "another name");
	stream_assert(&s);
}

#define LONG_PATH "/proc/./././././././././././././././././././././self/exe"

static void be_program_of_a_long_path(void *unused)
{
	char *const argv[] = { (char *)EXEC_QUITTER, NULL };

	(void)unused;
	execv(LONG_PATH, argv);
}

TEST("of a path that is too long, exec tells the end")
{
	const struct proctree_event *e;
	struct stream s;
	pid_t child;

	stream_open(&s, EV_LIFE, getpid());
	child = spawn(0, be_program_of_a_long_path, NULL);
	reap(child);
	e = stream_await(&s, PROCTREE_EVENT_EXEC, child);
	ASSERT_LT(sizeof(e->u.exec.file), sizeof(LONG_PATH));
	ASSERT_STR(e->u.exec.file,
		   LONG_PATH + sizeof(LONG_PATH) - sizeof(e->u.exec.file));
}

TEST("a kernel thread that is told to stop is told of")
{
	const struct proctree_event *e;
	int fd = dev_open();
	struct stream s;
	pid_t thread;

	stream_open(&s, EV(KTSTOP), 0);
	thread = helper_create(fd, 0);
	ASSERT_EQ(helper_op(fd, PROCTREE_KTHREAD_STOP), 0);
	e = stream_await(&s, PROCTREE_EVENT_KTSTOP, thread);
	ASSERT_EQ(e->tgid, thread);
	stream_assert(&s);
}

TEST("an event's time is between the clock before and after it")
{
	struct timespec before, after;
	const struct proctree_event *e;
	struct stream s;

	stream_open(&s, EV(FORK), getpid());
	clock_gettime(CLOCK_BOOTTIME, &before);
	fork_and_wait(1);
	clock_gettime(CLOCK_BOOTTIME, &after);
	e = stream_await(&s, PROCTREE_EVENT_FORK, getpid());
	ASSERT_LE(before.tv_sec * 1000000000LL + before.tv_nsec, e->time_ns);
	ASSERT_LE(e->time_ns, after.tv_sec * 1000000000LL + after.tv_nsec);
}

TEST("signals: sent by whom, how, to whom, and taken")
{
	pid_t child = spawn(0, pause_forever, NULL);
	const struct proctree_event *e;
	struct stream s;

	await_state(0, child, 'S');
	stream_open(&s, EV(SIGNAL) | EV(DELIVER) | EV(EXIT), child);
	OK(kill(child, SIGURG)); /* ignored by default */
	OK(kill(child, SIGTERM));
	ASSERT_EQ(WTERMSIG(reap(child)), SIGTERM);
	stream_catch_up(&s);
	e = stream_find(&s, PROCTREE_EVENT_SIGNAL, child);
	ASSERT(e);
	ASSERT_EQ(e->u.signal.sig, SIGURG);
	ASSERT_EQ(e->u.signal.result, 1);
	ASSERT_EQ(e->u.signal.sender_pid, getpid());
	e = stream_find(&s, PROCTREE_EVENT_DELIVER, child);
	ASSERT(e);
	/* kernel/signal.c complete_signal(): what kills arrives as SIGKILL. */
	ASSERT_EQ(e->u.signal.sig, SIGKILL);
	ASSERT_EQ(e->u.signal.handler, 0);
	e = stream_find(&s, PROCTREE_EVENT_EXIT, child);
	ASSERT_EQ(e->u.exit.code, SIGTERM);
	stream_assert(&s);
}

static void be_alarmed(void *unused)
{
	const struct itimerval soon = { .it_value.tv_usec = 10000 };

	(void)unused;
	OK(setitimer(ITIMER_REAL, &soon, NULL));
	pause();
}

/* kernel/time/itimer.c it_real_fn(), in whatever task was interrupted. */
TEST("a timer's signal is the kernel's own, and has no sender")
{
	const struct proctree_event *e;
	struct stream s;
	pid_t child;

	stream_open(&s, EV(SIGNAL), getpid());
	child = spawn(0, be_alarmed, NULL);
	ASSERT_EQ(WTERMSIG(reap(child)), SIGALRM);
	e = stream_await(&s, PROCTREE_EVENT_SIGNAL, child);
	ASSERT_EQ(e->u.signal.sig, SIGALRM);
	ASSERT_EQ(e->u.signal.code, SI_KERNEL);
	ASSERT_EQ(e->u.signal.sender_pid, 0);
}

/* Has it been told that the task sleeps because it was stopped? */
static bool told_as_stopped(const struct stream *s)
{
	size_t i;

	for (i = 0; i < s->count; i++)
		if (s->events[i].kind == PROCTREE_EVENT_SLEEP &&
		    s->events[i].u.sched.state & 4) /* __TASK_STOPPED */
			return true;
	return false;
}

TEST("a watched task's sleep and wake are told, with who comes next")
{
	pid_t child = spawn(0, pause_forever, NULL);
	struct stream s;
	size_t i;

	await_state(0, child, 'S');
	stream_open(&s, PROCTREE_EVENTS_SCHED, child);
	ASSERT_EQ(s.watch.kinds & PROCTREE_EVENTS_SCHED, PROCTREE_EVENTS_SCHED);
	OK(kill(child, SIGSTOP));
	AWAIT((stream_read(&s), told_as_stopped(&s)));
	ASSERT(stream_find(&s, PROCTREE_EVENT_WAKE, child));
	ASSERT(stream_find(&s, PROCTREE_EVENT_RUN, child));
	for (i = 0; i < s.count; i++)
		ASSERT_EQ(s.events[i].pid, child);
	stream_assert(&s);
}
