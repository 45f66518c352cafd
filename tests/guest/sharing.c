// SPDX-License-Identifier: GPL-2.0-only
/* SHARING ids against kcmp(2), for children made with all sorts of flags. */
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/sem.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "device.h"
#include "fields.h"
#include "harness.h"
#include "shared.h"
#include "spawn.h"
#include "zoo.h"

#ifndef CLONE_IO
#define CLONE_IO	0x80000000
#endif
#define IOPRIO_BEST_EFFORT_4	(2 << 13 | 4)

static const unsigned long flags_of_kin[] = {
	SIGCHLD,
	SIGCHLD | CLONE_VM,
	SIGCHLD | CLONE_FILES,
	SIGCHLD | CLONE_FS,
	SIGCHLD | CLONE_IO,
	SIGCHLD | CLONE_SYSVSEM,
	SIGCHLD | CLONE_VM | CLONE_SIGHAND,
	SIGCHLD | CLONE_FILES | CLONE_FS | CLONE_IO | CLONE_SYSVSEM,
	CLONE_VM | CLONE_SIGHAND | CLONE_THREAD,
	CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_FILES | CLONE_FS |
		CLONE_IO | CLONE_SYSVSEM,
};

#define NKIN	(sizeof(flags_of_kin) / sizeof(flags_of_kin[0]))

/* So that there is something to share, or not. */
static void get_objects(void)
{
	struct sembuf up = { .sem_op = 1, .sem_flg = SEM_UNDO };
	int sem = OK(semget(IPC_PRIVATE, 1, 0600));

	OK(semop(sem, &up, 1));
	OK(semctl(sem, 0, IPC_RMID));
	OK(syscall(SYS_ioprio_set, 1, 0, IOPRIO_BEST_EFFORT_4));
}

static void compare_pair(int fd, pid_t a, pid_t b)
{
	struct whole_row row_a = task_take(fd, a), row_b = task_take(fd, b);
	size_t i;

	ASSERT_EQ(row_a.share.valid, valid_all(PROCTREE_BLOCK_SHARING));
	ASSERT_EQ(row_b.share.valid, valid_all(PROCTREE_BLOCK_SHARING));
	for (i = 0; i < NSHARED; i++) {
		const struct shared *kind = &shared[i];
		bool same = OK(shared_order(a, b, kind)) == 0;

		if ((shared_id(&row_a, kind) == shared_id(&row_b, kind)) != same)
			FAIL("%s of %d and %d: kcmp says %s", kind->name, a, b,
			     same ? "same" : "different");
	}
	ASSERT_EQ(row_a.share.signal == row_b.share.signal,
		  row_a.base.tgid == row_b.base.tgid);
}

TEST("sharing ids are equal exactly where kcmp says so, for all clone flags")
{
	pid_t kin[NKIN + 1];
	int fd = dev_open();
	size_t i, j;

	get_objects();
	kin[NKIN] = getpid();
	for (i = 0; i < NKIN; i++)
		kin[i] = spawn_clone(flags_of_kin[i], clone_pause, NULL);
	for (i = 0; i <= NKIN; i++)
		for (j = i + 1; j <= NKIN; j++)
			compare_pair(fd, kin[i], kin[j]);
}

TEST("each clone flag shares its object and no other")
{
	struct whole_row me, row;
	int fd = dev_open();
	size_t i;

	get_objects();
	me = task_take(fd, getpid());
	for (i = 0; i < NSHARED; i++)
		ASSERT_NE(shared_id(&me, &shared[i]), 0);
	for (i = 0; i < NKIN; i++) {
		unsigned long flags = flags_of_kin[i];

		row = task_take(fd, spawn_clone(flags, clone_pause, NULL));
		ASSERT_EQ(row.share.mm == me.share.mm, !!(flags & CLONE_VM));
		ASSERT_EQ(row.share.files == me.share.files,
			  !!(flags & CLONE_FILES));
		ASSERT_EQ(row.share.fs == me.share.fs, !!(flags & CLONE_FS));
		ASSERT_EQ(row.share.sighand == me.share.sighand,
			  !!(flags & CLONE_SIGHAND));
		ASSERT_EQ(row.share.signal == me.share.signal,
			  !!(flags & CLONE_THREAD));
		ASSERT_EQ(row.share.io == me.share.io, !!(flags & CLONE_IO));
		ASSERT_EQ(row.share.sysvsem == me.share.sysvsem,
			  !!(flags & CLONE_SYSVSEM));
	}
}

TEST("a zombie has no memory, files or directory left to share")
{
	struct whole_row row;
	struct zoo zoo;

	zoo_open(&zoo);
	row = task_take(dev_open(), zoo.zombie);
	ASSERT_EQ(row.share.valid, valid_all(PROCTREE_BLOCK_SHARING));
	ASSERT_EQ(row.share.mm, 0);
	ASSERT_EQ(row.share.files, 0);
	ASSERT_EQ(row.share.fs, 0);
	ASSERT_NE(row.share.signal, 0);
}

struct two_ids {
	pid_t same;
	pid_t changed;
};

static void *keep_ids(void *arg)
{
	((struct two_ids *)arg)->same = thread_id();
	pause_forever(NULL);
}

static void *change_ids(void *arg)
{
	/* The system call is the thread's own, the libc's is the process's. */
	OK(syscall(SYS_setresuid, -1, 1234, -1));
	((struct two_ids *)arg)->changed = thread_id();
	pause_forever(NULL);
}

static void make_two_threads(void *arg)
{
	pthread_t thread;

	ASSERT_EQ(pthread_create(&thread, NULL, keep_ids, arg), 0);
	ASSERT_EQ(pthread_create(&thread, NULL, change_ids, arg), 0);
	pause_forever(NULL);
}

TEST("threads share credentials until one of them changes its own")
{
	struct two_ids *ids = shared_alloc(sizeof(*ids));
	struct whole_row leader, row;
	int fd = dev_open();
	pid_t pid;

	pid = spawn(0, make_two_threads, ids);
	AWAIT(__atomic_load_n(&ids->same, __ATOMIC_SEQ_CST) &&
	      __atomic_load_n(&ids->changed, __ATOMIC_SEQ_CST));
	leader = task_take(fd, pid);
	row = task_take(fd, ids->same);
	ASSERT_EQ(row.share.cred, leader.share.cred);
	row = task_take(fd, ids->changed);
	ASSERT_NE(row.share.cred, leader.share.cred);
	ASSERT_EQ(row.base.uid, 1234);
	ASSERT_EQ(leader.base.uid, 0);
	ASSERT_NE(task_take(fd, getpid()).share.cred, leader.share.cred);
}

TEST("kernel threads share their files but have no memory")
{
	int fd = dev_open();
	struct rows rows = { 0 };
	struct whole_row kthreadd, me;
	uint32_t i, n = 0;

	kthreadd = task_take(fd, 2);
	me = task_take(fd, getpid());
	rows_take(fd, &rows, BLOCKS_TREE, 2, 0);
	for (i = 0; i < rows.arg.count; i++) {
		const struct whole_row *row = (const void *)row_at(&rows, i);

		ASSERT_EQ(row->share.mm, 0);
		ASSERT_NE(row->share.files, me.share.files);
		n += row->share.files == kthreadd.share.files;
	}
	ASSERT_GE(n, 10);
}
