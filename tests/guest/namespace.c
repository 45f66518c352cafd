// SPDX-License-Identifier: GPL-2.0-only
/* Containers: views from inside and outside of pid and user namespaces. */
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "compare.h"
#include "device.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"
#include "text.h"
#include "tree.h"
#include "world.h"
#include "zoo.h"

/* In new pid and mount namespaces: make /proc that of the pid namespace. */
static int mount_inner(void)
{
	OK(mount("proc", "/proc", "proc", 0, NULL));
	return proc_open();
}

static size_t count_processes(void)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	size_t n = 0;

	ASSERT(dir);
	while ((entry = readdir(dir)))
		n += isdigit(entry->d_name[0]) != 0;
	closedir(dir);
	return n;
}

static void look_from_inside(void *unused)
{
	int proc = mount_inner(), fd = dev_open();
	struct rows rows = { 0 };
	struct text text;
	struct zoo zoo;

	(void)unused;
	ASSERT_EQ(getpid(), 1);
	zoo_open(&zoo);
	text_take(PROCTREE_PROC, &text);
	ASSERT_EQ(text.count, count_processes());
	ASSERT_EQ(text.lines[0].pid, 1);
	ASSERT_EQ(text.lines[0].depth, 0);
	ASSERT_EQ(text.lines[0].ppid, 0);
	ASSERT_EQ(text.lines[1].depth, 1);
	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	tree_assert(&rows, 0);
	ASSERT_EQ(rows.arg.count, text.count);
	ASSERT_EQ(row_at(&rows, 0)->pid, 1);
	ASSERT_EQ(row_at(&rows, 0)->flags & PROCTREE_ROW_NS_INIT,
		  PROCTREE_ROW_NS_INIT);
	compare_all(fd, proc, BY_SNAPSHOT);
	compare_all(fd, proc, BY_THREADS);
	compare_all(fd, proc, BY_TASK);
}

TEST("inside a pid namespace text and device show just its processes")
{
	pid_t pid = spawn(CLONE_NEWPID | CLONE_NEWNS, look_from_inside, NULL);

	ASSERT_EQ(reap(pid), 0);
}

static void nest(void *unused)
{
	int proc = mount_inner();
	struct proctree_query q = { 0 };

	(void)unused;
	spawn(CLONE_NEWPID, pause_forever, NULL);
	compare_all(dev_open(), proc, BY_TASK);
	ASSERT_EQ(dev_query(dev_open(), &q), 0);
	ASSERT_EQ(q.ns_level, 1);
	ASSERT_EQ(reap(spawn(CLONE_NEWPID | CLONE_NEWNS, look_from_inside,
			     NULL)), 0);
}

TEST("a pid namespace in a pid namespace is seen right from each level")
{
	ASSERT_EQ(reap(spawn(CLONE_NEWPID | CLONE_NEWNS, nest, NULL)), 0);
}

static void open_inside(void *fds)
{
	((int *)fds)[0] = dev_open();
	((int *)fds)[1] = OK(open(PROCTREE_PROC, O_RDONLY));
	spawn(0, pause_forever, NULL);
	((int *)fds)[2] = 1;
	pause_forever(NULL);
}

TEST("a device opened inside a namespace keeps that view when used outside")
{
	int *fds = shared_alloc(3 * sizeof(int));
	pid_t init = spawn(CLONE_NEWPID | CLONE_FILES, open_inside, fds);
	struct rows rows = { 0 };
	struct whole_row row;

	AWAIT(__atomic_load_n(&fds[2], __ATOMIC_SEQ_CST));
	rows_take(fds[0], &rows, PROCTREE_BLOCK_BASE, 0, 0);
	ASSERT_EQ(rows.arg.count, 2);
	ASSERT_EQ(row_at(&rows, 0)->pid, 1);
	ASSERT_EQ(row_at(&rows, 0)->ppid, 0);
	ASSERT_EQ(row_at(&rows, 1)->pid, 2);
	ASSERT_EQ(row_at(&rows, 1)->ppid, 1);
	ASSERT_EQ(task_try(fds[0], init, 0, &row), -ESRCH);
	ASSERT_EQ(task_take(dev_open(), init).base.start_ns,
		  row_at(&rows, 0)->start_ns);
}

static void use_inside(void *fds)
{
	struct rows rows = { 0 };
	struct text text;

	rows_take(((int *)fds)[0], &rows, PROCTREE_BLOCK_BASE, 0, 0);
	ASSERT(row_find(&rows, ((int *)fds)[2]));
	ASSERT_GE(rows.arg.count, 20);
	text_parse(text_read(((int *)fds)[1], NULL), &text);
	ASSERT(text_find(&text, ((int *)fds)[2]));
	/* An instance of procfs shows its own namespace, whoever opens it. */
	text_take(PROCTREE_PROC, &text);
	ASSERT(text_find(&text, ((int *)fds)[2]));
}

TEST("files opened outside keep that view inside, procfs its instance's")
{
	int *fds = shared_alloc(3 * sizeof(int));

	fds[0] = dev_open();
	fds[1] = OK(open(PROCTREE_PROC, O_RDONLY));
	fds[2] = getpid();
	ASSERT_EQ(reap(spawn(CLONE_NEWPID, use_inside, fds)), 0);
}

/* A process that was born into the namespace, but whose parent is outside. */
static void enter_later(void *fds)
{
	OK(unshare(CLONE_NEWPID));
	spawn(CLONE_FILES, open_inside, fds);
	AWAIT(__atomic_load_n((int *)fds + 2, __ATOMIC_SEQ_CST));
	spawn(0, pause_forever, NULL);
	pause_forever(NULL);
}

TEST("a process that entered a namespace from outside is a root in it")
{
	int *fds = shared_alloc(3 * sizeof(int));
	struct rows rows = { 0 };

	spawn(CLONE_FILES, enter_later, fds);
	AWAIT(__atomic_load_n(&fds[2], __ATOMIC_SEQ_CST));
	do
		rows_take(fds[0], &rows, PROCTREE_BLOCK_BASE, 0, 0);
	while (rows.arg.count < 3);
	tree_assert(&rows, 0);
	ASSERT_EQ(row_at(&rows, 2)->pid, 3);
	ASSERT_EQ(row_at(&rows, 2)->ppid, 0);
	ASSERT_EQ(row_at(&rows, 2)->flags, PROCTREE_ROW_ROOT);
}

static void open_and_end(void *fds)
{
	((int *)fds)[0] = dev_open();
}

TEST("when a pid namespace has ended, its open device shows nobody")
{
	int *fds = shared_alloc(sizeof(int));
	struct rows rows = { 0 };
	struct whole_row row;

	ASSERT_EQ(reap(spawn(CLONE_NEWPID | CLONE_FILES, open_and_end, fds)),
		  0);
	rows_take(fds[0], &rows, BLOCKS_TREE, 0, PROCTREE_SNAPSHOT_THREADS);
	ASSERT_EQ(rows.arg.count, 0);
	ASSERT_EQ(task_try(fds[0], 1, 0, &row), -ESRCH);
	ASSERT_EQ(rows_try(fds[0], &rows, BLOCKS_TREE, 1, 0), -ESRCH);
}

/* Shared with a child in a new user namespace. */
struct user_scene {
	int mapped;
	pid_t user;
	pid_t root;
};

static void map_users(pid_t pid, const char *map, struct user_scene *s)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/uid_map", pid);
	file_write(path, map);
	snprintf(path, sizeof(path), "/proc/%d/gid_map", pid);
	file_write(path, map);
	__atomic_store_n(&s->mapped, 1, __ATOMIC_SEQ_CST);
}

static void look_as_mapped(void *arg)
{
	struct user_scene *s = arg;
	int fd;

	AWAIT(__atomic_load_n(&s->mapped, __ATOMIC_SEQ_CST));
	become(7, -1);
	fd = dev_open();
	ASSERT_EQ(task_take(fd, getpid()).base.uid, 7);
	ASSERT_EQ(task_take(fd, s->user).base.uid, 10);
	ASSERT_EQ(task_take(fd, s->root).base.uid, 65534);
	compare_all(fd, proc_open(), BY_SNAPSHOT);
	compare_all(fd, proc_open(), BY_TASK);
}

TEST("user ids are those of the opener's user namespace, 65534 without one")
{
	struct user_scene *s = shared_alloc(sizeof(*s));
	struct zoo zoo;
	char map[64];
	pid_t pid;

	zoo_open(&zoo);
	s->user = zoo.user;
	s->root = spawn(0, pause_forever, NULL);
	pid = spawn(CLONE_NEWUSER, look_as_mapped, s);
	/* 10 inside is ZOO_USER outside. */
	snprintf(map, sizeof(map), "3 %d 20", ZOO_USER - 7);
	map_users(pid, map, s);
	ASSERT_EQ(reap(pid), 0);
}

static void look_unmapped(void *unused)
{
	struct proctree_query q = { 0 };
	int fd = dev_open();

	(void)unused;
	ASSERT_EQ(dev_query(fd, &q), 0);
	ASSERT_EQ(task_take(fd, getpid()).base.uid, 65534);
	ASSERT_EQ(task_take(fd, 1).base.uid, 65534);
	compare_all(fd, proc_open(), BY_SNAPSHOT);
}

TEST("in a user namespace without any mapping everyone is 65534")
{
	ASSERT_EQ(reap(spawn(CLONE_NEWUSER, look_unmapped, NULL)), 0);
}

static void contained(void *arg)
{
	struct user_scene *s = arg;
	struct text text;
	size_t i;

	AWAIT(__atomic_load_n(&s->mapped, __ATOMIC_SEQ_CST));
	become(0, -1);
	look_from_inside(NULL);
	text_take(PROCTREE_PROC, &text);
	for (i = 0; i < text.count; i++)
		ASSERT(text.lines[i].uid == 0 ||
		       text.lines[i].uid == ZOO_USER);
}

TEST("a container with its own users shows its processes as its own root's")
{
	struct user_scene *s = shared_alloc(sizeof(*s));
	pid_t pid = spawn(CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS, contained,
			  s);

	map_users(pid, "0 100000 65536", s);
	ASSERT_EQ(reap(pid), 0);
}
