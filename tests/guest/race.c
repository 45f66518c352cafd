// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to a walk whose tasks change under it, on purpose: rows go into
 * memory whose pages this program provides (userfaultfd), so that the walk
 * stands still between two sections, on a task that is known, until the test
 * has done its worst. No chance is involved.
 */
#include <fcntl.h>
#include <linux/sched.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "tree.h"
#include "world.h"

#define PAGE		4096u
#define PAGES		64
#define ROWS_PER_PAGE	(PAGE / STRIDE_BASE)

/**
 * struct ambush - rows that are waited for
 * @strike:	called when the walk is about to write the first row of page
 *		@page (from 0), having visited the task of that row
 */
struct ambush {
	int uffd;
	unsigned char *rows;
	void (*strike)(struct ambush *a, unsigned int page);
	pid_t victims[PAGES * ROWS_PER_PAGE];
	unsigned int nvictims;
	unsigned int strikes;
};

static void *lie_in_wait(void *arg)
{
	struct ambush *a = arg;
	struct uffd_msg msg;

	for (;;) {
		struct uffdio_zeropage zero = { .range.len = PAGE };
		uint64_t offset;

		OK(read(a->uffd, &msg, sizeof(msg)));
		ASSERT_EQ(msg.event, UFFD_EVENT_PAGEFAULT);
		offset = msg.arg.pagefault.address - (uintptr_t)a->rows;
		a->strike(a, offset / PAGE);
		zero.range.start = (uintptr_t)a->rows + offset / PAGE * PAGE;
		OK(ioctl(a->uffd, UFFDIO_ZEROPAGE, &zero));
	}
}

static void ambush_set(struct ambush *a)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = {
		.range.len = PAGES * PAGE,
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	pthread_t thread;

	a->rows = mmap(NULL, PAGES * PAGE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT(a->rows != MAP_FAILED);
	a->uffd = OK(syscall(SYS_userfaultfd, O_CLOEXEC));
	OK(ioctl(a->uffd, UFFDIO_API, &api));
	reg.range.start = (uintptr_t)a->rows;
	OK(ioctl(a->uffd, UFFDIO_REGISTER, &reg));
	ASSERT_EQ(pthread_create(&thread, NULL, lie_in_wait, a), 0);
}

/* A snapshot of @root, task by task, into the ambush. Returns -errno. */
static int walk_into(struct ambush *a, struct rows *rows, pid_t root,
		     uint32_t flags)
{
	int err, fd = dev_open();

	file_write(PARAMETER("batch"), "1");
	rows->data = a->rows;
	rows->room = PAGES * PAGE;
	rows->arg = (struct proctree_snapshot){
		.mask = PROCTREE_BLOCK_BASE,
		.rows = (uintptr_t)rows->data,
		.root_pid = root,
		.flags = flags,
		.capacity = rows->room / STRIDE_BASE,
	};
	err = dev_snapshot(fd, &rows->arg);
	file_write(PARAMETER("batch"), "512");
	return err;
}

static struct ambush *ambush_make(unsigned int victims,
				  void (*strike)(struct ambush *, unsigned int))
{
	struct ambush *a = calloc(1, sizeof(*a));

	ASSERT(a);
	a->strike = strike;
	for (a->nvictims = 0; a->nvictims < victims; a->nvictims++)
		a->victims[a->nvictims] = spawn(0, pause_forever, NULL);
	ambush_set(a);
	return a;
}

/* Row 0 is the test, row i its child i - 1, less those that are dead. */
static void remove_victim(struct ambush *a, unsigned int row)
{
	unsigned int i = row - 1;

	ASSERT_LT(i, a->nvictims);
	kill_and_reap(a->victims[i]);
	memmove(&a->victims[i], &a->victims[i + 1],
		(--a->nvictims - i) * sizeof(a->victims[0]));
	a->strikes++;
}

static void kill_cursor_once(struct ambush *a, unsigned int page)
{
	if (page == 1)
		remove_victim(a, ROWS_PER_PAGE);
}

static void assert_victims(const struct ambush *a, const struct rows *rows)
{
	unsigned int i;

	tree_assert(rows, getpid());
	ASSERT_EQ(rows->arg.count, a->nvictims + 1);
	for (i = 0; i < a->nvictims; i++)
		ASSERT_EQ(row_at(rows, i + 1)->pid, a->victims[i]);
}

TEST("a walk begins anew when the task it stands on is reaped")
{
	struct ambush *a = ambush_make(2 * ROWS_PER_PAGE, kill_cursor_once);
	struct rows rows = { 0 };

	ASSERT_EQ(walk_into(a, &rows, getpid(), 0), 0);
	ASSERT_EQ(a->strikes, 1);
	ASSERT_EQ(rows.arg.restarts, 1);
	ASSERT_EQ(rows.arg.walk, 0);
	assert_victims(a, &rows);
}

static void kill_every_cursor(struct ambush *a, unsigned int page)
{
	if (page)
		remove_victim(a, page * ROWS_PER_PAGE);
}

TEST("a walk that is struck again and again takes one section for all")
{
	struct ambush *a = ambush_make(20 * ROWS_PER_PAGE, kill_every_cursor);
	struct rows rows = { 0 };

	ASSERT_EQ(walk_into(a, &rows, getpid(), 0), 0);
	note("%u strikes, %u restarts, %u sections", a->strikes,
	     rows.arg.restarts, rows.arg.sections);
	ASSERT_EQ(rows.arg.walk, PROCTREE_WALK_ONE_SECTION);
	ASSERT_GE(rows.arg.restarts, 2);
	/* It gave up well before the last page. */
	ASSERT_LE(rows.arg.restarts, 10);
	tree_assert(&rows, getpid());
	/* Victims may have died while the rows were copied, after the walk. */
	ASSERT_GE(rows.arg.count, a->nvictims + 1);
	ASSERT_LE(rows.arg.count, a->nvictims + 1 + a->strikes);
}

static pid_t doomed; /* in the address space of the test */

static void kill_root(struct ambush *a, unsigned int page)
{
	(void)page;
	kill_and_reap(doomed);
	a->strikes++;
}

static void be_parent(void *ready)
{
	spawn(0, pause_forever, NULL);
	*(int *)ready = 1;
	pause_forever(NULL);
}

TEST("a subtree whose root is reaped during the walk is ESRCH")
{
	struct ambush *a = ambush_make(0, kill_root);
	int *ready = shared_alloc(sizeof(*ready));
	struct rows rows = { 0 };

	doomed = spawn(0, be_parent, ready);
	AWAIT(__atomic_load_n(ready, __ATOMIC_SEQ_CST));
	ASSERT_EQ(walk_into(a, &rows, doomed, 0), -ESRCH);
	ASSERT_EQ(a->strikes, 1);
}

static pid_t fork_as(pid_t pid)
{
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&pid,
		.set_tid_size = 1,
	};
	pid_t child = OK(syscall(SYS_clone3, &args, sizeof(args)));

	if (!child)
		pause_forever(NULL);
	return child;
}

/* A process that the walk has passed dies, another one gets its number. */
static void reuse_pid(struct ambush *a, unsigned int page)
{
	pid_t pid = a->victims[10];

	if (page != 1)
		return;
	kill_and_reap(pid);
	ASSERT_EQ(fork_as(pid), pid);
	a->strikes++;
}

TEST("a pid that is given anew during the walk does not occur twice")
{
	struct ambush *a = ambush_make(2 * ROWS_PER_PAGE, reuse_pid);
	struct rows rows = { 0 };

	ASSERT_EQ(walk_into(a, &rows, getpid(), 0), 0);
	ASSERT_EQ(a->strikes, 1);
	assert_victims(a, &rows);
}

/* Born while the walk stands still, a child of somebody it has passed. */
static void be_born_late(struct ambush *a, unsigned int page)
{
	if (page == 1)
		doomed = spawn(0, pause_forever, NULL);
	a->strikes++;
}

TEST("a process born during the walk is not in the snapshot")
{
	struct ambush *a = ambush_make(2 * ROWS_PER_PAGE, be_born_late);
	struct rows rows = { 0 };

	ASSERT_EQ(walk_into(a, &rows, getpid(), 0), 0);
	ASSERT_GE(a->strikes, 1);
	ASSERT(!row_find(&rows, doomed));
	assert_victims(a, &rows);
}

/* The parent was passed, the child not yet: it is adopted meanwhile. */
static void orphan_child(struct ambush *a, unsigned int page)
{
	if (page != 1)
		return;
	kill_and_reap(doomed);
	a->strikes++;
}

TEST("a child adopted during the walk is below its new parent")
{
	struct ambush *a = calloc(1, sizeof(*a));
	pid_t *child = shared_alloc(sizeof(*child));
	struct rows rows = { 0 };
	unsigned int i;

	ASSERT(a);
	a->strike = orphan_child;
	doomed = OK(fork());
	if (!doomed) {
		/* Forks last of all, so that the walk comes to it last. */
		AWAIT(__atomic_load_n(child, __ATOMIC_SEQ_CST));
		*child = spawn(0, pause_forever, NULL);
		pause_forever(NULL);
	}
	for (i = 0; i < 2 * ROWS_PER_PAGE; i++)
		spawn(0, pause_forever, NULL);
	__atomic_store_n(child, 1, __ATOMIC_SEQ_CST);
	AWAIT(__atomic_load_n(child, __ATOMIC_SEQ_CST) != 1);
	ambush_set(a);
	ASSERT_EQ(walk_into(a, &rows, getpid(), 0), 0);
	ASSERT_EQ(a->strikes, 1);
	tree_assert(&rows, getpid());
	ASSERT(row_find(&rows, *child));
	ASSERT_EQ(row_find(&rows, *child)->ppid, getpid());
}

static int *go_exec; /* shared with the process that is to exec */

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
	ASSERT_EQ(walk_into(a, &rows, getpid(), flags), 0);
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
