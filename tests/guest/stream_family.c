// SPDX-License-Identifier: GPL-2.0-only
/* Whose events: a root and its descendants, a pid namespace, one's own. */
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"
#include "stream.h"
#include "world.h"

/* Numbers that processes tell each other. */
struct shared {
	int go[4];
	pid_t orphan;
	pid_t child;
};

#define GO(shared, i)	__atomic_store_n(&(shared)->go[i], 1, __ATOMIC_SEQ_CST)
#define AWAIT_GO(shared, i) \
	AWAIT(__atomic_load_n(&(shared)->go[i], __ATOMIC_SEQ_CST))

static void be_orphan(void *arg)
{
	struct shared *sh = arg;

	AWAIT_GO(sh, 1);
	sh->child = spawn(0, pause_forever, NULL);
	GO(sh, 2);
	pause_forever(NULL);
}

static void be_parent(void *arg)
{
	struct shared *sh = arg;

	AWAIT_GO(sh, 0);
	sh->orphan = spawn(0, be_orphan, sh);
	GO(sh, 3);
}

TEST("the root's descendants are followed, orphans too, and nobody else")
{
	struct shared *sh = shared_alloc(sizeof(*sh));
	pid_t root = spawn(0, be_parent, sh);
	const struct proctree_event *e;
	struct stream s;
	size_t i;

	stream_open(&s, EV_LIFE | EV(REPARENT), root);
	fork_and_wait(5);
	GO(sh, 0);
	AWAIT_GO(sh, 3);
	reap(root);
	AWAIT(proc_ppid(sh->orphan) == getpid());
	GO(sh, 1);
	AWAIT_GO(sh, 2);
	kill_and_reap(sh->orphan);
	fork_and_wait(5);
	stream_await(&s, PROCTREE_EVENT_FREE, root);
	stream_await(&s, PROCTREE_EVENT_FREE, sh->orphan);
	stream_catch_up(&s);
	e = stream_find(&s, PROCTREE_EVENT_FORK, sh->orphan);
	ASSERT(e);
	ASSERT_EQ(e->u.fork.child_pid, sh->child);
	ASSERT(stream_find(&s, PROCTREE_EVENT_REPARENT, sh->child));
	for (i = 0; i < s.count; i++)
		ASSERT(s.events[i].kind == PROCTREE_EVENT_MARK ||
		       s.events[i].pid == root ||
		       s.events[i].pid == sh->orphan ||
		       s.events[i].pid == sh->child);
	stream_assert(&s);
}

/* The two events of an adoption, in their order. */
static void assert_adopted(struct stream *s, pid_t child, pid_t from, pid_t to,
			   uint32_t reason)
{
	const struct proctree_event *e[2];
	size_t i, n = 0;

	for (i = 0; i < s->count; i++)
		if (s->events[i].kind == PROCTREE_EVENT_REPARENT &&
		    s->events[i].pid == child && n < 2)
			e[n++] = &s->events[i];
	ASSERT_EQ(n, 2);
	ASSERT_EQ(e[0]->flags, PROCTREE_EVENT_PREDICTED);
	ASSERT_EQ(e[1]->flags, PROCTREE_EVENT_CONFIRMED);
	/* In a nested namespace a parent that was reaped has no number left. */
	if (reason != PROCTREE_HEIR_INIT || e[1]->u.reparent.old_parent_tid)
		ASSERT_EQ(e[1]->u.reparent.old_parent_tid, from);
	ASSERT_EQ(e[0]->u.reparent.old_parent_tid, from);
	for (i = 0; i < 2; i++) {
		ASSERT_EQ(e[i]->u.reparent.new_parent_tid, to);
		ASSERT_EQ(e[i]->u.reparent.reason, reason);
	}
}

static void await_confirmation(struct stream *s, pid_t child)
{
	AWAIT((stream_read(s), stream_number_of(s, PROCTREE_EVENT_REPARENT) >=
			       2));
	ASSERT(stream_find(s, PROCTREE_EVENT_REPARENT, child));
}

static void leave_orphan(void *orphan)
{
	*(pid_t *)orphan = spawn(0, pause_forever, NULL);
}

TEST("an orphan goes to the nearest subreaper: predicted, then confirmed")
{
	pid_t *orphan = shared_alloc(sizeof(*orphan)), parent;
	const struct proctree_event *end;
	struct stream s;

	stream_open(&s, EV(EXIT) | EV(REPARENT), getpid());
	parent = spawn(0, leave_orphan, orphan);
	reap(parent);
	await_confirmation(&s, *orphan);
	assert_adopted(&s, *orphan, parent, getpid(), PROCTREE_HEIR_SUBREAPER);
	end = stream_find(&s, PROCTREE_EVENT_EXIT, parent);
	ASSERT(end);
	/* The reason comes before what it leads to. */
	ASSERT_LT(end->seq,
		  stream_find(&s, PROCTREE_EVENT_REPARENT, *orphan)->seq);
	stream_assert(&s);
}

/* A process whose second thread makes a child and ends. */
struct threaded {
	pid_t thread;
	pid_t child;
};

static int end_as_parent(void *arg)
{
	struct threaded *t = arg;
	pid_t child;

	t->thread = syscall(SYS_gettid);
	child = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (!child)
		return clone_pause(NULL);
	t->child = child;
	return clone_exit(NULL);
}

static void be_threaded(void *arg)
{
	spawn_clone(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
		    CLONE_THREAD | CLONE_SYSVSEM, end_as_parent, arg);
	pause_forever(NULL);
}

TEST("the child of a thread that ends goes to another thread")
{
	struct threaded *t = shared_alloc(sizeof(*t));
	struct stream s;
	pid_t process;

	stream_open(&s, EV(REPARENT), getpid());
	process = spawn(0, be_threaded, t);
	await_confirmation(&s, t->child);
	assert_adopted(&s, t->child, t->thread, process, PROCTREE_HEIR_THREAD);
	ASSERT_EQ(proc_ppid(t->child), process);
	stream_assert(&s);
}

static void watch_in_namespace(void *unused)
{
	pid_t *orphan = shared_alloc(sizeof(*orphan)), parent;
	struct stream s;
	size_t i;

	(void)unused;
	ASSERT_EQ(getpid(), 1);
	stream_open(&s, EV_LIFE | EV(REPARENT), 0);
	ASSERT_EQ(s.watch.flags, 0);
	parent = spawn(0, leave_orphan, orphan);
	reap(parent);
	await_confirmation(&s, *orphan);
	assert_adopted(&s, *orphan, parent, 1, PROCTREE_HEIR_INIT);
	kill_and_reap(*orphan);
	stream_await(&s, PROCTREE_EVENT_FREE, *orphan);
	stream_await(&s, PROCTREE_EVENT_FREE, parent);
	ASSERT_EQ(parent, 2);
	ASSERT_EQ(*orphan, 3);
	for (i = 0; i < s.count; i++)
		ASSERT(s.events[i].pid >= 1 && s.events[i].pid <= 3);
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_FORK), 2);
	stream_assert(&s);
}

TEST("in a pid namespace a watcher sees its own, with inner numbers")
{
	pid_t pid = spawn(CLONE_NEWPID, watch_in_namespace, NULL);

	/* Outside there is life, too. */
	while (waitpid(pid, NULL, WNOHANG) == 0)
		fork_and_wait(1);
}

static void watch_as_nobody(void *unused)
{
	const struct proctree_event *e;
	struct stream s;
	size_t i;

	(void)unused;
	become(NOBODY, -1);
	stream_open(&s, EV_LIFE, 0);
	ASSERT_EQ(s.watch.flags, PROCTREE_WATCH_OWN);
	for (i = 0; i < 20; i++)
		fork_and_wait(1);
	AWAIT((stream_read(&s),
	       stream_number_of(&s, PROCTREE_EVENT_FREE) == 20));
	ASSERT_EQ(stream_number_of(&s, PROCTREE_EVENT_FORK), 20);
	for (i = 0; i < s.count; i++) {
		e = &s.events[i];
		if (e->kind == PROCTREE_EVENT_FORK)
			ASSERT_EQ(e->pid, getpid());
	}
	stream_assert(&s);
}

TEST("without privilege only one's own tasks are told of, and that is said")
{
	pid_t pid = spawn(0, watch_as_nobody, NULL);

	while (waitpid(pid, NULL, WNOHANG) == 0)
		fork_and_wait(1);
}

#define LAST_PID	"/proc/sys/kernel/ns_last_pid"

/* A child of ours with number @pid, which is free; others may take it first. */
static pid_t child_with(pid_t pid)
{
	char last[16];
	pid_t child;

	snprintf(last, sizeof(last), "%d", pid - 1);
	for (;;) {
		file_write(LAST_PID, last);
		child = spawn(0, pause_forever, NULL);
		if (child == pid)
			return child;
		kill_and_reap(child);
	}
}

TEST("who gets the number of a root that is gone is not followed")
{
	pid_t root = spawn(0, pause_forever, NULL), child;
	struct stream s;
	size_t i;

	stream_open(&s, EV_LIFE | EV(SIGNAL), root);
	kill_and_reap(root);
	stream_await(&s, PROCTREE_EVENT_FREE, root);
	stream_catch_up(&s);
	s.count = 0;
	child = child_with(root);
	ASSERT_EQ(child, root);
	kill_and_reap(child);
	usleep(100000);
	stream_catch_up(&s);
	for (i = 0; i < s.count; i++)
		ASSERT_EQ(s.events[i].kind, PROCTREE_EVENT_MARK);
}
