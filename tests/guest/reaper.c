// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who adopts orphans: the row's prediction against what the kernel really does
 * when the parent is killed.
 */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"

/**
 * struct family - processes of one scene, in memory that all share
 * @parent:	will be killed
 * @child:	will be adopted
 * @other:	somebody between them and the test
 * @go:		set by the test: go on
 */
struct family {
	pid_t parent;
	pid_t child;
	pid_t other;
	int go;
};

static struct family *family_alloc(void)
{
	return shared_alloc(sizeof(struct family));
}

static void parent_of_one(void *arg)
{
	struct family *f = arg;

	f->child = spawn(0, pause_forever, NULL);
	pause_forever(NULL);
}

/* Kill f->parent; f->child must be adopted by whom its row named, @expected. */
static void judge(struct family *f, pid_t expected)
{
	int fd = dev_open();
	struct whole_row row;

	AWAIT(__atomic_load_n(&f->child, __ATOMIC_SEQ_CST));
	row = task_take(fd, f->parent);
	ASSERT(row.rel.valid & REL_VALID(reaper_pid));
	OK(kill(f->parent, SIGKILL));
	AWAIT(proc_ppid(f->child) != f->parent);
	ASSERT_EQ(row.rel.reaper_pid, proc_ppid(f->child));
	ASSERT_EQ(row.rel.reaper_pid, expected);
	row = task_take(fd, f->child);
	ASSERT_EQ(row.base.ppid, expected);
	ASSERT_EQ(row.rel.real_parent_tid, expected);
}

TEST("an orphan goes to the nearest subreaper, as its parent's row said")
{
	struct family *f = family_alloc();

	f->parent = spawn(0, parent_of_one, f);
	judge(f, getpid());
}

static void nearer_subreaper(void *arg)
{
	struct family *f = arg;

	OK(prctl(PR_SET_CHILD_SUBREAPER, 1));
	f->parent = spawn(0, parent_of_one, f);
	pause_forever(NULL);
}

TEST("of two subreapers among the ancestors the nearer one adopts")
{
	struct family *f = family_alloc();

	f->other = spawn(0, nearer_subreaper, f);
	AWAIT(__atomic_load_n(&f->parent, __ATOMIC_SEQ_CST));
	judge(f, f->other);
}

static void subreaper_with_child(void *arg)
{
	OK(prctl(PR_SET_CHILD_SUBREAPER, 1));
	parent_of_one(arg);
}

TEST("a dying subreaper's own children go to the next one above")
{
	struct family *f = family_alloc();

	f->parent = spawn(0, subreaper_with_child, f);
	judge(f, getpid());
}

static void retiring_subreaper(void *arg)
{
	struct family *f = arg;

	OK(prctl(PR_SET_CHILD_SUBREAPER, 1));
	f->parent = spawn(0, parent_of_one, f);
	AWAIT(__atomic_load_n(&f->child, __ATOMIC_SEQ_CST));
	OK(prctl(PR_SET_CHILD_SUBREAPER, 0));
	f->go = 1;
	pause_forever(NULL);
}

TEST("a process that gave up being a subreaper adopts nobody")
{
	struct family *f = family_alloc();

	f->other = spawn(0, retiring_subreaper, f);
	AWAIT(__atomic_load_n(&f->go, __ATOMIC_SEQ_CST));
	judge(f, getpid());
}


static void *paused_thread(void *unused)
{
	pause_forever(unused);
}

/* A subreaper whose leader is dead, but a thread lives. */
static void headless_subreaper(void *arg)
{
	struct family *f = arg;
	pthread_t thread;

	OK(prctl(PR_SET_CHILD_SUBREAPER, 1));
	f->parent = spawn(0, parent_of_one, f);
	AWAIT(__atomic_load_n(&f->child, __ATOMIC_SEQ_CST));
	ASSERT_EQ(pthread_create(&thread, NULL, paused_thread, NULL), 0);
	thread_exit(0);
}

TEST("a subreaper whose leader is dead still adopts through its threads")
{
	struct family *f = family_alloc();
	int fd = dev_open();
	struct whole_row row;

	f->other = spawn(0, headless_subreaper, f);
	await_state(0, f->other, 'Z');
	row = task_take(fd, f->parent);
	ASSERT_EQ(row.rel.reaper_pid, f->other);
	ASSERT_EQ(row.base.ppid, f->other);
	ASSERT_NE(row.rel.real_parent_tid, f->other);
	OK(kill(f->parent, SIGKILL));
	AWAIT(proc_ppid(f->child) != f->parent);
	ASSERT_EQ(proc_ppid(f->child), f->other);
}

static void *forking_thread(void *arg)
{
	struct family *f = arg;

	f->parent = thread_id();
	f->child = spawn(0, pause_forever, NULL);
	AWAIT(__atomic_load_n(&f->go, __ATOMIC_SEQ_CST));
	thread_exit(0);
}

static void process_of_threads(void *arg)
{
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, forking_thread, arg), 0);
	pause_forever(NULL);
}

TEST("when a thread ends, its child goes to a thread of the same process")
{
	struct family *f = family_alloc();
	pid_t pid = spawn(0, process_of_threads, f);
	int fd = dev_open();
	struct whole_row row;

	AWAIT(__atomic_load_n(&f->child, __ATOMIC_SEQ_CST));
	row = task_take(fd, f->child);
	ASSERT_EQ(row.rel.real_parent_tid, f->parent);
	ASSERT_EQ(row.base.ppid, pid);
	__atomic_store_n(&f->go, 1, __ATOMIC_SEQ_CST);
	AWAIT(!proc_state(pid, f->parent));
	row = task_take(fd, f->child);
	ASSERT_EQ(row.rel.real_parent_tid, pid);
	ASSERT_EQ(row.base.ppid, pid);
	ASSERT_EQ(proc_ppid(f->child), pid);
}

/* Numbers of @parent and @child are those inside; found again from outside. */
static void namespace_init(void *arg)
{
	spawn(0, parent_of_one, arg);
	pause_forever(NULL);
}

static pid_t outside(int fd, pid_t parent)
{
	static struct rows rows;
	uint32_t i;

	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, parent, 0);
	for (i = 0; i < rows.arg.count; i++)
		if (row_at(&rows, i)->ppid == parent)
			return row_at(&rows, i)->pid;
	return 0;
}

TEST("inside a pid namespace its init adopts, not a subreaper outside")
{
	/* Those inside write their own numbers, whenever they come to it. */
	pid_t init = spawn(CLONE_NEWPID, namespace_init, family_alloc());
	struct family f = { 0 };
	int fd = dev_open();

	AWAIT(outside(fd, init));
	f.parent = outside(fd, init);
	AWAIT(outside(fd, f.parent));
	f.child = outside(fd, f.parent);
	judge(&f, init);
}

static void enter_namespace(void *arg)
{
	struct family *f = arg;

	OK(prctl(PR_SET_CHILD_SUBREAPER, 1));
	OK(unshare(CLONE_NEWPID));
	f->other = spawn(0, pause_forever, NULL); /* its init */
	f->parent = spawn(0, parent_of_one, family_alloc());
	pause_forever(NULL);
}

TEST("a process born into a namespace from outside leaves its child to init")
{
	struct family *f = family_alloc();
	int fd = dev_open();

	spawn(0, enter_namespace, f);
	AWAIT(__atomic_load_n(&f->parent, __ATOMIC_SEQ_CST));
	AWAIT(outside(fd, f->parent));
	f->child = outside(fd, f->parent);
	judge(f, f->other);
}

static void parent_without_subreaper(void *arg)
{
	struct family *f = arg;

	f->parent = spawn(0, parent_of_one, f);
	pause_forever(NULL);
}

TEST("without a subreaper near, one farther up or init is named")
{
	struct family *f = family_alloc();
	int fd = dev_open();

	OK(prctl(PR_SET_CHILD_SUBREAPER, 0));
	f->other = spawn(0, parent_without_subreaper, f);
	AWAIT(__atomic_load_n(&f->parent, __ATOMIC_SEQ_CST));
	/* The harness is a subreaper; kernel threads have none. */
	ASSERT_EQ(task_take(fd, 2).rel.reaper_pid, 1);
	judge(f, getppid());
}
