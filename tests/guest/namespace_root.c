// SPDX-License-Identifier: GPL-2.0-only
/*
 * A user who makes himself root of a user namespace of his own, as "unshare
 * -Ur" does: he gets what he got before, and nothing more.
 */
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "access_scene.h"
#include "device.h"
#include "fields.h"
#include "harness.h"
#include "spawn.h"
#include "stream.h"
#include "text.h"
#include "world.h"

#define ROW_MAX	4096
#define TRIES	20

static void map_self(const char *file, unsigned int id)
{
	char map[32];

	snprintf(map, sizeof(map), "0 %u 1", id);
	file_write(file, map);
}

/* Root of a new user namespace, with others that it owns. */
static void become_namespace_root(unsigned long others)
{
	unsigned int uid = geteuid(), gid = getegid();

	OK(unshare(CLONE_NEWUSER | others));
	file_write("/proc/self/setgroups", "deny");
	map_self("/proc/self/uid_map", uid);
	map_self("/proc/self/gid_map", gid);
	ASSERT_EQ(geteuid(), 0);
}

/* User ids are told in the namespace of who asks. */
static void blank_ids(unsigned char *row, uint64_t mask)
{
	size_t i;

	for (i = 0; i < nfields; i++)
		if (fields[i].block & (mask | PROCTREE_BLOCK_BASE) &&
		    (!strcmp(fields[i].kind, "UID") ||
		     !strcmp(fields[i].kind, "GID")))
			memset(row + block_offset(mask, fields[i].block) +
			       fields[i].offset, 0, fields[i].size);
}

static int take(int fd, uint64_t mask, pid_t pid, unsigned char *row)
{
	struct proctree_task arg = {
		.mask = mask, .row = (uintptr_t)row, .pid = pid,
		.size = ROW_MAX,
	};
	int err;

	memset(row, 0, ROW_MAX);
	err = dev_task(fd, &arg);
	blank_ids(row, mask);
	return err;
}

/* Which field it is that the two don't agree on. */
static const char *field_at(uint64_t mask, size_t at)
{
	size_t i;

	for (i = 0; i < nfields; i++) {
		size_t begin = block_offset(mask, fields[i].block) +
			       fields[i].offset;

		if (fields[i].block & (mask | PROCTREE_BLOCK_BASE) &&
		    at >= begin && at < begin + fields[i].size)
			return fields[i].name;
	}
	return "what is valid";
}

/* Clocks run on between two looks: they must agree once. */
static void same_to_both(const int fds[2], uint64_t mask, pid_t pid)
{
	unsigned char user[ROW_MAX] __attribute__((aligned(8)));
	unsigned char root[ROW_MAX] __attribute__((aligned(8)));
	size_t at = 0;
	int i, err;

	for (i = 0; i < TRIES; i++) {
		err = take(fds[0], mask, pid, user);
		ASSERT_EQ(take(fds[1], mask, pid, root), err);
		if (!memcmp(user, root, ROW_MAX))
			return;
	}
	while (user[at] == root[at])
		at++;
	FAIL("process %d, blocks 0x%llx: root of a namespace gets another %s",
	     pid, (unsigned long long)mask, field_at(mask, at));
}

static void compare_views(struct scene *s, const int fds[2])
{
	struct proctree_query q = { 0 };
	uint64_t mask;
	int i;

	ASSERT_EQ(dev_query(fds[0], &q), 0);
	for (mask = 1; mask <= q.blocks; mask += 2)
		for (i = 0; i < NSUBJECTS; i++)
			same_to_both(fds, mask, s->pids[i]);
}

static void look_as_both(void *scene)
{
	struct proctree_watch w = { .kinds = EV_LIFE };
	int fds[2];

	become(OWNER, -1);
	fds[0] = dev_open();
	become_namespace_root(0);
	fds[1] = dev_open();
	compare_views(scene, fds);
	/* All events are those of one's own, as before. */
	ASSERT_EQ(watch_try(fds[1], &w), 0);
	ASSERT_EQ(w.flags, PROCTREE_WATCH_OWN);
}

TEST_WITHIN(180, "root of one's own user namespace is shown what one was shown before")
{
	struct scene *s = shared_alloc(sizeof(*s));

	scene_make(s);
	ASSERT_EQ(reap(spawn(0, look_as_both, s)), 0);
	file_write(PARAMETER("hidepid"), "2");
	ASSERT_EQ(reap(spawn(0, look_as_both, s)), 0);
	file_write(PARAMETER("hidepid"), "0");
	scene_end(s);
}

/* Requests that take a capability, which is asked for in the first namespace. */
static void refused_requests(void)
{
	struct proctree_log log = { .pid = getpid() };
	struct proctree_watch w = { .kinds = EV(FORK), .ring = 4 }, copy;
	int i, fd;

	ASSERT_EQ(dev_log(dev_open(), &log), -EPERM);
	for (i = 0; i < 64; i++) {
		copy = w;
		ASSERT_EQ(watch_try(dev_open(), &copy), 0);
	}
	ASSERT_EQ(watch_try(dev_open(), &w), -EMFILE);
	for (i = 0; i < 64; i++)
		OK(open(PROCTREE_PROC, O_RDONLY));
	fd = open(PROCTREE_PROC, O_RDONLY);
	if (fd >= 0 || errno != EMFILE)
		FAIL("the 65th text: %s", fd < 0 ? strerror(errno) : "opened");
}

static void refused_administration(void)
{
	static const char *const parameters[] = {
		"batch", "hidepid", "hidepid_gid", "max_open", "max_watch",
	};
	char path[128];
	size_t i;

	OK(mount("sysfs", "/sys", "sysfs", 0, NULL));
	for (i = 0; i < sizeof(parameters) / sizeof(parameters[0]); i++) {
		snprintf(path, sizeof(path), PARAMETER("%s"), parameters[i]);
		ASSERT_ERRNO(EACCES, open(path, O_WRONLY));
	}
	ASSERT_ERRNO(EPERM, syscall(SYS_delete_module, "proctree", O_NONBLOCK));
	ASSERT_ERRNO(EPERM, syscall(SYS_init_module, "", 0, ""));
	ASSERT_ERRNO(EPERM, mknod("/tmp/proctree", S_IFCHR | 0666,
				  makedev(10, 100)));
}

/* Whatever hidepid says: it is this namespace's procfs. */
static void sees_himself_only(const char *options)
{
	struct text text;

	OK(mount("proc", "/proc", "proc", 0, options));
	text_take(PROCTREE_PROC, &text);
	ASSERT_EQ(text.count, 1);
	ASSERT_EQ(text.lines[0].pid, 1);
	text_free(&text);
}

static void try_everything(void *unused)
{
	struct rows rows = { 0 };
	struct text text;
	int fd;

	(void)unused;
	ASSERT_EQ(getpid(), 1);
	sees_himself_only("hidepid=0");
	sees_himself_only("hidepid=2");
	sees_himself_only("hidepid=4,gid=0");
	fd = dev_open();
	rows_take(fd, &rows, BLOCKS_TREE, 0, PROCTREE_SNAPSHOT_THREADS);
	ASSERT_EQ(rows.arg.count, 1);
	/* A procfs of before shows what it did, and no more can be mounted. */
	text_take("/tmp/outer/proctree", &text);
	ASSERT(text_find(&text, 2));
	refused_administration();
	refused_requests();
}

static void enter_and_try(void *unused)
{
	(void)unused;
	become(OWNER, -1);
	become_namespace_root(CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET);
	OK(mkdir("/tmp/outer", 0755));
	OK(mount("/proc", "/tmp/outer", NULL, MS_BIND | MS_REC, NULL));
	ASSERT_EQ(reap(spawn(0, try_everything, NULL)), 0);
	OK(umount2("/tmp/outer", MNT_DETACH));
	OK(rmdir("/tmp/outer"));
}

TEST("root of one's own namespaces may nothing that one might not before")
{
	char hidepid[16];

	ASSERT_EQ(reap(spawn(0, enter_and_try, NULL)), 0);
	file_read(PARAMETER("hidepid"), hidepid, sizeof(hidepid));
	ASSERT_STR(hidepid, "0");
}
