// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to a walk that stands on the leader of a process while another
 * thread of it takes over the leader's place by exec: see ambush.h.
 */
#include <pthread.h>
#include <unistd.h>

#include "ambush.h"
#include "harness.h"
#include "spawn.h"
#include "tree.h"

static pid_t doomed;  /* in the address space of the test */
static int *go_exec;  /* shared with the process that is to exec */

static void *exec_when_told(void *unused)
{
	char *const argv[] = { (char *)EXEC_SLEEPER, NULL };

	AWAIT(__atomic_load_n(go_exec, __ATOMIC_SEQ_CST));
	execv("/proc/self/exe", argv);
	FAIL("exec: %s", strerror(errno));
	return unused;
}

static void exec_by_thread(void *unused)
{
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, exec_when_told, NULL), 0);
	pause_forever(unused);
}

/* The leader that the walk stands on is replaced by one of its threads. */
static void replace_leader(struct ambush *a, unsigned int page)
{
	int fd;

	if (page != 1)
		return;
	fd = dev_open();
	__atomic_store_n(go_exec, 1, __ATOMIC_SEQ_CST);
	while (task_take(fd, doomed).base.nr_threads != 1 ||
	       strcmp(task_take(fd, doomed).base.comm, "exe"))
		usleep(1000);
	close(fd);
	a->strikes++;
}

static void exec_under_walk(uint32_t flags)
{
	struct ambush *a = ambush_make(ROWS_PER_PAGE - 1, replace_leader);
	struct rows rows = { 0 };
	unsigned int i;

	/* Row 0 is the test; with threads row 1 is the one that strikes. */
	if (flags)
		kill_and_reap(a->victims[--a->nvictims]);
	go_exec = shared_alloc(sizeof(*go_exec));
	doomed = spawn(0, exec_by_thread, NULL);
	while (task_take(dev_open(), doomed).base.nr_threads != 2)
		usleep(1000);
	a->victims[a->nvictims++] = doomed;
	for (i = 0; i < 10; i++)
		a->victims[a->nvictims++] = spawn(0, pause_forever, NULL);
	ASSERT_EQ(ambush_walk(a, &rows, getpid(), flags), 0);
	ASSERT_EQ(a->strikes, 1);
	tree_assert(&rows, getpid());
	ASSERT_EQ(rows.arg.count, a->nvictims + (flags ? 2 : 1));
	ASSERT(row_find(&rows, doomed));
	note("%u restarts", rows.arg.restarts);
}

TEST("a leader replaced during the walk by a thread that execs is there once")
{
	exec_under_walk(0);
}

TEST("with threads, too, such a leader is there once, and its thread is gone")
{
	exec_under_walk(PROCTREE_SNAPSHOT_THREADS);
}
