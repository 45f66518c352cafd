// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tree that events change: each kind, out of order, twice, and with tasks
 * that nobody has heard of.
 */
#include <sched.h>
#include <string.h>

#include "forest.h"
#include "lib/tasks.h"
#include "unit.h"

#define PF_EXITING 0x4

/* init with a shell with a sleeper; start_ns is 100 times the pid. */
static struct tasks small_world(void)
{
	struct proctree_rows *rows = forest_new(8);
	struct tasks tasks = { 0 };
	uint32_t i;

	forest_add(rows, 1, 0, "init");
	forest_add(rows, 10, 1, "sh");
	forest_add(rows, 20, 10, "sleep");
	for (i = 0; i < rows->count; i++)
		((struct proctree_row *)rows->data)[i].start_ns =
			100 * proctree_row_at(rows, i)->pid;
	assert_int_equal(tasks_fill(&tasks, rows), 0);
	proctree_rows_free(rows);
	return tasks;
}

static struct proctree_event event_of(uint32_t kind, int32_t pid,
				      uint64_t start_ns)
{
	return (struct proctree_event){
		.kind = kind, .pid = pid, .tgid = pid, .start_ns = start_ns,
	};
}

static int do_fork(struct tasks *tasks, int32_t parent, int32_t child,
		   uint64_t start_ns)
{
	struct proctree_event e = event_of(PROCTREE_EVENT_FORK, parent,
					   100 * parent);

	e.u.fork.child_pid = child;
	e.u.fork.child_tgid = child;
	e.u.fork.child_ppid = parent;
	e.u.fork.child_start_ns = start_ns;
	return tasks_apply(tasks, &e);
}

static int do_thread(struct tasks *tasks, int32_t tgid, int32_t tid,
		     uint64_t start_ns)
{
	struct proctree_event e = event_of(PROCTREE_EVENT_FORK, tgid,
					   100 * tgid);

	e.u.fork.child_pid = tid;
	e.u.fork.child_tgid = tgid;
	e.u.fork.child_ppid = tasks_find(tasks, tgid)->ppid;
	e.u.fork.child_start_ns = start_ns;
	return tasks_apply(tasks, &e);
}

static int do_exit(struct tasks *tasks, int32_t pid, uint64_t start_ns)
{
	struct proctree_event e = event_of(PROCTREE_EVENT_EXIT, pid, start_ns);

	e.u.exit.group_dead = 1;
	return tasks_apply(tasks, &e);
}

static int do_free(struct tasks *tasks, int32_t pid, uint64_t start_ns)
{
	struct proctree_event e = event_of(PROCTREE_EVENT_FREE, pid, start_ns);

	return tasks_apply(tasks, &e);
}

static int do_reparent(struct tasks *tasks, int32_t pid, int32_t to)
{
	struct proctree_event e = event_of(PROCTREE_EVENT_REPARENT, pid,
					   100 * pid);

	e.u.reparent.new_ppid = to;
	return tasks_apply(tasks, &e);
}

TEST("a newborn task has its parent, and its creator's name and user")
{
	struct tasks tasks = small_world();
	const struct proctree_row *row;

	assert_int_equal(do_fork(&tasks, 10, 30, 3000), 0);
	row = tasks_find(&tasks, 30);
	assert_non_null(row);
	assert_int_equal(row->ppid, 10);
	assert_int_equal(row->start_ns, 3000);
	assert_int_equal(row->nr_threads, 1);
	assert_string_equal(row->comm, "sh");
	assert_int_equal(tasks.count, 4);
	tasks_clear(&tasks);
}

TEST("a fork that is told twice makes one task")
{
	struct tasks tasks = small_world();

	do_fork(&tasks, 10, 30, 3000);
	do_fork(&tasks, 10, 30, 3000);
	assert_int_equal(tasks.count, 4);
	tasks_clear(&tasks);
}

TEST("the idle task of a processor is not in the tree")
{
	struct tasks tasks = small_world();

	do_fork(&tasks, 10, 0, 3000);
	assert_int_equal(tasks.count, 3);
	tasks_clear(&tasks);
}

TEST("a number that is used again means that the old task has gone")
{
	struct tasks tasks = small_world();

	assert_int_equal(do_exit(&tasks, 20, 2000), 0);
	assert_int_equal(do_fork(&tasks, 10, 20, 7000), 0);
	assert_int_equal(tasks.count, 3);
	assert_int_equal(tasks_find(&tasks, 20)->start_ns, 7000);
	/* The end of the old one is told late, and is not the new one's. */
	assert_int_equal(do_free(&tasks, 20, 2000), 0);
	assert_non_null(tasks_find(&tasks, 20));
	assert_int_equal(do_free(&tasks, 20, 7000), 0);
	assert_null(tasks_find(&tasks, 20));
	tasks_clear(&tasks);
}

TEST("a task that begins to exit is a zombie until it is freed")
{
	struct tasks tasks = small_world();

	assert_int_equal(do_exit(&tasks, 20, 2000), 0);
	assert_int_equal(tasks_find(&tasks, 20)->state, 'Z');
	assert_true(tasks_find(&tasks, 20)->pf & PF_EXITING);
	assert_int_equal(do_free(&tasks, 20, 2000), 0);
	assert_null(tasks_find(&tasks, 20));
	assert_int_equal(do_free(&tasks, 20, 2000), 0);
	tasks_clear(&tasks);
}

TEST("orphans whose new parent was told need nothing more")
{
	struct tasks tasks = small_world();

	do_exit(&tasks, 10, 1000);
	do_reparent(&tasks, 20, 1);
	assert_int_equal(tasks_find(&tasks, 20)->ppid, 1);
	assert_int_equal(do_free(&tasks, 10, 1000), 0);
	tasks_clear(&tasks);
}

TEST("orphans whose new parent was not told are noticed")
{
	struct tasks tasks = small_world();

	do_exit(&tasks, 10, 1000);
	assert_int_equal(do_free(&tasks, 10, 1000), 1);
	tasks_clear(&tasks);
}

TEST("orphans of a task whose number is used again are noticed")
{
	struct tasks tasks = small_world();

	assert_int_equal(do_fork(&tasks, 1, 10, 7000), 1);
	tasks_clear(&tasks);
}

TEST("dead children are no orphans, as their end may be told later")
{
	struct tasks tasks = small_world();

	do_exit(&tasks, 20, 2000);
	do_exit(&tasks, 10, 1000);
	assert_int_equal(do_free(&tasks, 10, 1000), 0);
	assert_int_equal(do_free(&tasks, 20, 2000), 0);
	assert_int_equal(tasks.count, 1);
	tasks_clear(&tasks);
}

TEST("threads are counted, and go with their process")
{
	struct tasks tasks = small_world();

	do_thread(&tasks, 10, 11, 5000);
	do_thread(&tasks, 10, 12, 5100);
	do_thread(&tasks, 10, 12, 5100);
	assert_int_equal(tasks_find(&tasks, 10)->nr_threads, 3);
	assert_true(tasks_find(&tasks, 12)->flags & PROCTREE_ROW_THREAD);
	do_reparent(&tasks, 20, 1);
	do_free(&tasks, 10, 1000);
	assert_int_equal(tasks.count, 2);
	tasks_clear(&tasks);
}

TEST("all threads get the new parent")
{
	struct tasks tasks = small_world();

	do_thread(&tasks, 20, 21, 5000);
	do_fork(&tasks, 1, 30, 6000);
	do_thread(&tasks, 20, 22, 7000);
	do_reparent(&tasks, 20, 1);
	assert_int_equal(tasks_find(&tasks, 21)->ppid, 1);
	assert_int_equal(tasks_find(&tasks, 22)->ppid, 1);
	tasks_clear(&tasks);
}

/* A thread, number 11, becomes the process; its leader goes as number 11. */
static void thread_execs(bool free_first)
{
	struct proctree_event exec = event_of(PROCTREE_EVENT_EXEC, 10, 1000);
	struct proctree_event gone = event_of(PROCTREE_EVENT_FREE, 11, 1000);
	struct proctree_event leader = event_of(PROCTREE_EVENT_EXIT, 10, 1000);
	struct tasks tasks = small_world();

	exec.u.exec.old_pid = 11;
	gone.tgid = 10;
	do_thread(&tasks, 10, 11, 5000);
	tasks_apply(&tasks, &leader);
	if (free_first)
		tasks_apply(&tasks, &gone);
	tasks_apply(&tasks, &exec);
	if (!free_first)
		tasks_apply(&tasks, &gone);
	assert_null(tasks_find(&tasks, 11));
	assert_int_equal(tasks_find(&tasks, 10)->nr_threads, 1);
	assert_int_equal(tasks_find(&tasks, 10)->state, 'R');
	assert_int_equal(tasks.count, 3);
	tasks_clear(&tasks);
}

TEST("an exec by a thread leaves the process, whichever end is told first")
{
	thread_execs(false);
	thread_execs(true);
}

TEST("a new name, and events of unknown tasks and kinds")
{
	struct proctree_event e = event_of(PROCTREE_EVENT_RENAME, 20, 2000);
	struct tasks tasks = small_world();
	uint32_t kind;

	strcpy(e.u.rename.comm, "renamed");
	tasks_apply(&tasks, &e);
	assert_string_equal(tasks_find(&tasks, 20)->comm, "renamed");
	for (kind = 0; kind < 40; kind++) {
		e = event_of(kind, 4711, 1);
		assert_int_equal(tasks_apply(&tasks, &e), 0);
	}
	assert_int_equal(tasks.count, 3);
	tasks_clear(&tasks);
}

TEST("a vfork child is marked until it execs")
{
	struct proctree_event e = event_of(PROCTREE_EVENT_FORK, 10, 1000);
	struct tasks tasks = small_world();

	e.u.fork.child_pid = 30;
	e.u.fork.child_tgid = 30;
	e.u.fork.child_ppid = 10;
	e.u.fork.child_start_ns = 3000;
	e.u.fork.clone_flags = CLONE_VFORK | CLONE_VM;
	tasks_apply(&tasks, &e);
	assert_true(tasks_find(&tasks, 30)->flags & PROCTREE_ROW_VFORK);
	e = event_of(PROCTREE_EVENT_EXEC, 30, 3000);
	e.u.exec.old_pid = 30;
	tasks_apply(&tasks, &e);
	assert_false(tasks_find(&tasks, 30)->flags & PROCTREE_ROW_VFORK);
	tasks_clear(&tasks);
}

TEST("as rows the tree is in order of birth, with or without threads")
{
	struct tasks tasks = small_world();
	struct proctree_rows *rows;

	do_thread(&tasks, 20, 21, 5000);
	do_fork(&tasks, 20, 5, 6000);
	assert_int_equal(tasks_rows(&tasks, false, &rows), 0);
	assert_int_equal(rows->count, 4);
	assert_int_equal(proctree_row_at(rows, 3)->pid, 5);
	proctree_rows_free(rows);
	assert_int_equal(tasks_rows(&tasks, true, &rows), 0);
	assert_int_equal(rows->count, 5);
	proctree_rows_free(rows);
	/* 20 has gone, and nobody told who has its child. */
	do_free(&tasks, 20, 2000);
	assert_int_equal(tasks_rows(&tasks, false, &rows), 0);
	assert_int_equal(proctree_row_at(rows, 2)->ppid, 0);
	assert_true(proctree_row_at(rows, 2)->flags & PROCTREE_ROW_ROOT);
	proctree_rows_free(rows);
	tasks_clear(&tasks);
}

TEST("ten thousand come and go")
{
	struct tasks tasks = small_world();
	int32_t pid;

	for (pid = 1000; pid < 11000; pid++)
		assert_int_equal(do_fork(&tasks, 10, pid, pid), 0);
	assert_int_equal(tasks.count, 10003);
	for (pid = 10999; pid >= 1000; pid--) {
		assert_int_equal(do_exit(&tasks, pid, pid), 0);
		assert_int_equal(do_free(&tasks, pid, pid), 0);
	}
	assert_int_equal(tasks.count, 3);
	tasks_clear(&tasks);
}
