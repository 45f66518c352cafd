// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who sees whom under hidepid, and who may read what. The oracle is a procfs
 * mounted with the same options: a process is visible if its stat can be
 * opened by the same user.
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"
#include "text.h"
#include "world.h"
#include "zoo.h"

#define GROUP		777	/* that hidepid does not apply to */
#define HIDDEN_PROC	"/tmp/guest-proc"

/* A new procfs instance; it goes away with the test's mount namespace. */
static void mount_proc(const char *options)
{
	mkdir(HIDDEN_PROC, 0755);
	umount2(HIDDEN_PROC, MNT_DETACH);
	OK(mount("proc", HIDDEN_PROC, "proc", 0, options));
}

static bool readable(pid_t pid)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), HIDDEN_PROC "/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/**
 * struct owners - processes of all sorts of owners, in memory that all share
 * @pids: 0-terminated
 */
struct owners {
	size_t count;
	pid_t pids[16];
};

static void be_undumpable(void *unused)
{
	OK(prctl(PR_SET_DUMPABLE, 0));
	pause_forever(unused);
}

static void quit(void *unused)
{
	(void)unused;
}

static pid_t remember(struct owners *c, pid_t pid)
{
	c->pids[c->count++] = pid;
	return pid;
}

static void be_other_user(void *unused)
{
	become(NOBODY - 1, -1);
	pause_forever(unused);
}

static void be_half_nobody(void *unused)
{
	OK(setresgid(NOBODY, NOBODY, NOBODY));
	OK(setresuid(NOBODY, 0, 0));
	OK(prctl(PR_SET_DUMPABLE, 1));
	pause_forever(unused);
}

/* Made by root. */
static struct owners *owners_gather(void)
{
	struct owners *c = shared_alloc(sizeof(*c));

	remember(c, 1);
	remember(c, 2);
	remember(c, getpid());
	await_state(0, remember(c, spawn(0, be_other_user, NULL)), 'S');
	await_state(0, remember(c, spawn(0, be_half_nobody, NULL)), 'S');
	await_state(0, remember(c, spawn(0, pause_forever, NULL)), 'S');
	await_state(0, remember(c, spawn(0, quit, NULL)), 'Z');
	return c;
}

/* Made by the user who looks. */
static void owners_add(struct owners *c)
{
	pid_t pid;

	remember(c, getpid());
	await_state(0, remember(c, spawn(0, pause_forever, NULL)), 'S');
	await_state(0, remember(c, spawn(0, quit, NULL)), 'Z');
	pid = remember(c, spawn(0, be_undumpable, NULL));
	await_state(0, pid, 'S');
}

/* They as the text and the oracle show it; returns how many are seen. */
static int compare_text(const struct owners *c)
{
	struct text text;
	int seen = 0;
	size_t i;

	text_take(HIDDEN_PROC "/proctree", &text);
	for (i = 0; i < c->count; i++) {
		bool shown = text_find(&text, c->pids[i]);

		if (shown != readable(c->pids[i]))
			FAIL("process %zu of them (%d) is %s", i,
			     c->pids[i], shown ? "shown" : "hidden");
		seen += shown;
	}
	for (i = 0; i < text.count; i++)
		if (!readable(text.lines[i].pid))
			FAIL("%d is shown", text.lines[i].pid);
	text_free(&text);
	return seen;
}

/* The same for the device, whose hidepid is a parameter. */
static int compare_device(const struct owners *c)
{
	struct rows rows = { 0 };
	int fd = dev_open(), seen = 0;
	struct whole_row row;
	size_t i;

	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
	for (i = 0; i < c->count; i++) {
		struct proctree_snapshot sub = { .root_pid = c->pids[i] };
		bool shown = row_find(&rows, c->pids[i]);

		if (shown != readable(c->pids[i]))
			FAIL("process %zu of them (%d) is %s", i,
			     c->pids[i], shown ? "shown" : "hidden");
		ASSERT_EQ(task_try(fd, c->pids[i], 0, &row),
			  shown ? 0 : -ESRCH);
		ASSERT_EQ(dev_snapshot(fd, &sub), shown ? 0 : -ESRCH);
		seen += shown;
	}
	for (i = 0; i < rows.arg.count; i++)
		if (!readable(row_at(&rows, i)->pid))
			FAIL("%d is shown", row_at(&rows, i)->pid);
	close(fd);
	rows_free(&rows);
	return seen;
}

static void nobody_looks(void *owners)
{
	become(NOBODY, -1);
	owners_add(owners);
	/* At least itself, its child, its zombie. */
	ASSERT_GE(compare_text(owners), 3);
	ASSERT_LE(compare_text(owners), 4);
	ASSERT_LE(compare_device(owners), 4);
}

static void member_looks(void *owners)
{
	become(NOBODY, GROUP);
	owners_add(owners);
	ASSERT_EQ(compare_text(owners), ((struct owners *)owners)->count);
	ASSERT_EQ(compare_device(owners), ((struct owners *)owners)->count);
}

static void member_looks_in_vain(void *owners)
{
	become(NOBODY, GROUP);
	owners_add(owners);
	ASSERT_LE(compare_text(owners), 4);
	ASSERT_LE(compare_device(owners), 4);
}

/* Nobody, but with one capability. */
static void tracer_looks(void *owners)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = {
		{ .effective = 1U << CAP_SYS_PTRACE,
		  .permitted = 1U << CAP_SYS_PTRACE },
	};

	OK(prctl(PR_SET_KEEPCAPS, 1));
	become(NOBODY, -1);
	OK(syscall(SYS_capset, &header, data));
	owners_add(owners);
	ASSERT_EQ(compare_text(owners), ((struct owners *)owners)->count);
	ASSERT_EQ(compare_device(owners), ((struct owners *)owners)->count);
}

static void hide(const char *hidepid, const char *gid)
{
	char options[64];

	snprintf(options, sizeof(options), "hidepid=%s,gid=%s", hidepid, gid);
	mount_proc(options);
	file_write(PARAMETER("hidepid"), hidepid);
	file_write(PARAMETER("hidepid_gid"), gid);
}

static void show_again(void)
{
	file_write(PARAMETER("hidepid"), "0");
	file_write(PARAMETER("hidepid_gid"), "0");
}

TEST("with hidepid=1 a user sees what /proc lets him read, not more or less")
{
	hide("1", "777");
	ASSERT_EQ(reap(spawn(0, nobody_looks, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, member_looks, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, tracer_looks, owners_gather())), 0);
	show_again();
}

TEST("with hidepid=2 a user sees what /proc shows him, not more or less")
{
	hide("2", "777");
	ASSERT_EQ(reap(spawn(0, nobody_looks, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, member_looks, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, tracer_looks, owners_gather())), 0);
	show_again();
}

TEST("with hidepid=4 not even the group of gid= sees others' processes")
{
	hide("4", "777");
	ASSERT_EQ(reap(spawn(0, nobody_looks, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, member_looks_in_vain, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, tracer_looks, owners_gather())), 0);
	show_again();
}

TEST("root sees everything, whatever hidepid says")
{
	static const char *const modes[] = { "0", "1", "2", "4" };
	struct owners *c = owners_gather();
	size_t i;

	for (i = 0; i < 4; i++) {
		hide(modes[i], "777");
		ASSERT_EQ(compare_text(c), c->count);
		ASSERT_EQ(compare_device(c), c->count);
	}
	show_again();
}

static void everybody_looks(void *owners)
{
	become(NOBODY, -1);
	owners_add(owners);
	ASSERT_EQ(compare_text(owners), ((struct owners *)owners)->count);
	ASSERT_EQ(compare_device(owners), ((struct owners *)owners)->count);
}

TEST("without hidepid any user sees all processes")
{
	hide("0", "777");
	ASSERT_EQ(reap(spawn(0, everybody_looks, owners_gather())), 0);
	show_again();
}

static void look_at_parent(void *unused)
{
	struct whole_row row;

	(void)unused;
	become(NOBODY, -1);
	row = task_take(dev_open(), getpid());
	ASSERT_EQ(row.base.ppid, 0);
	ASSERT_EQ(row.base.flags & PROCTREE_ROW_ROOT, PROCTREE_ROW_ROOT);
	ASSERT_EQ(row.rel.valid & REL_VALID(real_parent_tid), 0);
	ASSERT_EQ(row.rel.real_parent_tid, 0);
	ASSERT_EQ(row.rel.valid & REL_VALID(reaper_pid), 0);
	ASSERT_EQ(row.rel.reaper_pid, 0);
}

TEST("a process whose parent is hidden is a root and tells nothing of him")
{
	hide("2", "777");
	ASSERT_EQ(reap(spawn(0, look_at_parent, NULL)), 0);
	show_again();
}

/* In a child that shares the table of open files. */
static void open_as_nobody(void *fds)
{
	become(NOBODY, -1);
	((int *)fds)[0] = OK(open(PROCTREE_DEVICE, O_RDWR));
	((int *)fds)[1] = OK(open(HIDDEN_PROC "/proctree", O_RDONLY));
}

static void use_as_nobody(void *fds)
{
	struct rows rows = { 0 };
	struct text text;

	become(NOBODY, -1);
	rows_take(((int *)fds)[0], &rows, PROCTREE_BLOCK_BASE, 0, 0);
	ASSERT(row_find(&rows, 1));
	text_parse(text_read(((int *)fds)[1], NULL), &text);
	ASSERT(text_find(&text, 1));
}

TEST("an open file keeps its opener's rights, whoever uses it")
{
	int *fds = shared_alloc(2 * sizeof(int));
	struct rows rows = { 0 };
	struct text text;

	hide("2", "777");
	/* Opened by nobody, used by root. */
	ASSERT_EQ(reap(spawn(CLONE_FILES, open_as_nobody, fds)), 0);
	rows_take(fds[0], &rows, PROCTREE_BLOCK_BASE, 0, 0);
	ASSERT(!row_find(&rows, 1));
	ASSERT(!row_find(&rows, getpid()));
	text_parse(text_read(fds[1], NULL), &text);
	ASSERT(!text_find(&text, 1));
	/* Opened by root, used by nobody. */
	fds[0] = dev_open();
	fds[1] = OK(open(HIDDEN_PROC "/proctree", O_RDONLY));
	ASSERT_EQ(reap(spawn(0, use_as_nobody, fds)), 0);
	show_again();
}

static void read_exit_codes(void *zombie)
{
	struct whole_row row;
	pid_t own;
	int fd;

	become(NOBODY, -1);
	fd = dev_open();
	row = task_take(fd, *(pid_t *)zombie);
	ASSERT_EQ(row.base.state, 'Z');
	ASSERT_EQ(row.rel.valid & REL_VALID(exit_code), 0);
	ASSERT_EQ(row.rel.exit_code, 0);
	own = spawn(0, quit, NULL);
	await_zombie(own);
	row = task_take(fd, own);
	ASSERT_EQ(row.rel.valid & REL_VALID(exit_code), REL_VALID(exit_code));
}

TEST("the exit code of another user's zombie is not told, one's own is")
{
	struct whole_row row;
	struct zoo zoo;

	zoo_open(&zoo);
	row = task_take(dev_open(), zoo.zombie);
	ASSERT_EQ(row.rel.exit_code, ZOO_STATUS << 8);
	ASSERT_EQ(reap(spawn(0, read_exit_codes, &zoo.zombie)), 0);
}
