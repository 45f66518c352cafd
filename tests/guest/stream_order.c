// SPDX-License-Identifier: GPL-2.0-only
/* What a stream tells: everything, once, in order, with the right numbers. */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"
#include "stream.h"
#include "world.h"

#define CHILDREN	200

static void be_program(void *status)
{
	char *const argv[] = { (char *)EXEC_QUITTER, NULL };

	if (!(intptr_t)status)
		execv("/proc/self/exe", argv);
	_exit((intptr_t)status);
}

static size_t index_of(const struct stream *s, const struct proctree_event *e)
{
	return e - s->events;
}

/* fork < exec < exit < free, with the same start_ns, each once. */
static void assert_life(const struct stream *s, const struct proctree_event *f)
{
	static const uint32_t order[] = { PROCTREE_EVENT_EXEC,
					  PROCTREE_EVENT_EXIT,
					  PROCTREE_EVENT_FREE };
	size_t last = index_of(s, f), i, at, n;

	for (i = 0; i < 3; i++) {
		n = 0;
		for (at = 0; at < s->count; at++) {
			if (s->events[at].kind != order[i] ||
			    s->events[at].pid != f->u.fork.child_pid ||
			    s->events[at].start_ns != f->u.fork.child_start_ns)
				continue;
			ASSERT_LT(last, at);
			last = at;
			n++;
		}
		ASSERT_EQ(n, 1);
	}
}

TEST("numbers have no gaps, and per task fork < exec < exit < free")
{
	struct stream s;
	size_t i;

	stream_open(&s, EV_LIFE, getpid());
	for (i = 0; i < CHILDREN; i++)
		reap(spawn(0, be_program, NULL));
	AWAIT((stream_read(&s), stream_number_of(&s, PROCTREE_EVENT_FREE) ==
				CHILDREN));
	stream_assert(&s);
	ASSERT_EQ(stream_lost(&s), 0);
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_FORK), CHILDREN);
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_EXEC), CHILDREN);
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_EXIT), CHILDREN);
	for (i = 0; i < s.count; i++)
		if (s.events[i].kind == PROCTREE_EVENT_FORK)
			assert_life(&s, &s.events[i]);
	stream_close(&s);
}

static unsigned long long stat_processes(void)
{
	char text[65536], *at;
	int fd = OK(open("/proc/stat", O_RDONLY | O_CLOEXEC));
	ssize_t n = OK(read(fd, text, sizeof(text) - 1));

	text[n] = '\0';
	close(fd);
	at = strstr(text, "\nprocesses ");
	ASSERT(at);
	return strtoull(at + 11, NULL, 10);
}

/* Forks between the marks, and how many the kernel has counted. */
static bool counts_agree(struct stream *s)
{
	unsigned long long before, after;
	size_t first, forks;

	stream_catch_up(s);
	first = stream_number_of(s, PROCTREE_EVENT_FORK);
	before = stat_processes();
	fork_and_wait(CHILDREN);
	after = stat_processes();
	stream_catch_up(s);
	forks = stream_number_of(s, PROCTREE_EVENT_FORK) - first;
	ASSERT_GE(forks, CHILDREN);
	if (forks == after - before)
		return true;
	/* A kernel thread may be born between reading the one and the other. */
	note("%zu events, %llu processes", forks, after - before);
	return false;
}

TEST("as many forks are told as the kernel counts in /proc/stat")
{
	struct stream s;
	int tries = 5;

	stream_open(&s, EV(FORK), 0);
	while (!counts_agree(&s))
		ASSERT_NE(--tries, 0);
	ASSERT_EQ(stream_lost(&s), 0);
	stream_assert(&s);
	stream_close(&s);
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
	ASSERT_EQ(s.events[s.count - 1].kind, PROCTREE_EVENT_MARK);
	e = stream_find(&s, PROCTREE_EVENT_RENAME, getpid());
	ASSERT(e);
	ASSERT_STR(e->u.rename.comm, "another name");
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

TEST("a watched task's sleep and wake are told, with who comes next")
{
	pid_t child = spawn(0, pause_forever, NULL);
	const struct proctree_event *e;
	struct stream s;
	size_t i;

	await_state(0, child, 'S');
	stream_open(&s, PROCTREE_EVENTS_SCHED, child);
	ASSERT_EQ(s.watch.kinds & PROCTREE_EVENTS_SCHED, PROCTREE_EVENTS_SCHED);
	OK(kill(child, SIGSTOP));
	await_state(0, child, 'T');
	stream_catch_up(&s);
	ASSERT(stream_find(&s, PROCTREE_EVENT_WAKE, child));
	ASSERT(stream_find(&s, PROCTREE_EVENT_RUN, child));
	e = stream_find(&s, PROCTREE_EVENT_SLEEP, child);
	ASSERT(e);
	for (i = 0; i < s.count; i++)
		ASSERT(s.events[i].pid == child ||
		       s.events[i].kind == PROCTREE_EVENT_MARK);
	for (i = s.count; i-- && s.events[i].kind != PROCTREE_EVENT_SLEEP;)
		;
	ASSERT_EQ(s.events[i].u.sched.state & 4, 4); /* __TASK_STOPPED */
	stream_assert(&s);
}

TEST("a snapshot on the same file carries the number it belongs to")
{
	struct rows rows = { 0 };
	uint64_t before, after;
	struct stream s;

	rows_take(dev_open(), &rows, PROCTREE_BLOCK_BASE, 0, 0);
	ASSERT_EQ(rows.arg.seq, 0);
	stream_open(&s, EV(FORK), getpid());
	rows_take(s.fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	ASSERT_EQ(rows.arg.seq, 0);
	before = stream_mark(&s, "before");
	rows_take(s.fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	after = stream_mark(&s, "after");
	ASSERT_EQ(before, 1);
	ASSERT_EQ(rows.arg.seq, 1);
	ASSERT_EQ(after, 2);
	/* Not the number of what was read, but of what has happened. */
	stream_read(&s);
	rows_take(s.fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	ASSERT_EQ(rows.arg.seq, 2);
}

TEST("a mark is given whole, to its own stream alone, with who made it")
{
	const char text[48] = "forty-seven bytes, the most that a mark can be.";
	struct stream s, other;

	ASSERT_EQ(strlen(text), 47);
	stream_open(&s, EV(FORK), getpid());
	stream_open(&other, EV(FORK), getpid());
	ASSERT_EQ(stream_mark(&s, text), 1);
	ASSERT(stream_read(&s));
	ASSERT_EQ(s.count, 1);
	ASSERT_EQ(s.events[0].kind, PROCTREE_EVENT_MARK);
	ASSERT_EQ(s.events[0].pid, getpid());
	ASSERT_STR(s.events[0].u.mark.text, text);
	ASSERT(!stream_read(&other));
}
