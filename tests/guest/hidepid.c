// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who sees whom under hidepid. The oracle is a procfs mounted with the same
 * options: a process is visible if its stat can be opened by the same user.
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "owners.h"
#include "spawn.h"
#include "text.h"
#include "world.h"

#define GROUP		777	/* that hidepid does not apply to */

static void nobody_looks(void *owners)
{
	become(NOBODY, -1);
	owners_add(owners);
	/* At least itself, its child, its zombie. */
	ASSERT_GE(owners_in_text(owners), 3);
	ASSERT_LE(owners_in_text(owners), 4);
	ASSERT_LE(owners_in_rows(owners), 4);
}

static void member_looks(void *owners)
{
	become(NOBODY, GROUP);
	owners_add(owners);
	ASSERT_EQ(owners_in_text(owners), ((struct owners *)owners)->count);
	ASSERT_EQ(owners_in_rows(owners), ((struct owners *)owners)->count);
}

static void member_looks_in_vain(void *owners)
{
	become(NOBODY, GROUP);
	owners_add(owners);
	ASSERT_LE(owners_in_text(owners), 4);
	ASSERT_LE(owners_in_rows(owners), 4);
}

/* Nobody, but with one capability. */
static void tracer_looks(void *owners)
{
	become_with(NOBODY, CAP_SYS_PTRACE);
	owners_add(owners);
	ASSERT_EQ(owners_in_text(owners), ((struct owners *)owners)->count);
	ASSERT_EQ(owners_in_rows(owners), ((struct owners *)owners)->count);
}

static void hide(const char *hidepid, const char *gid)
{
	char options[64];

	snprintf(options, sizeof(options), "hidepid=%s,gid=%s", hidepid, gid);
	owners_mount(options);
	hidepid_set(hidepid, gid);
}

TEST("with hidepid=1 a user sees what /proc lets him read, not more or less")
{
	hide("1", "777");
	ASSERT_EQ(reap(spawn(0, nobody_looks, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, member_looks, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, tracer_looks, owners_gather())), 0);
	hidepid_set("0", "0");
}

TEST("with hidepid=2 a user sees what /proc shows him, not more or less")
{
	hide("2", "777");
	ASSERT_EQ(reap(spawn(0, nobody_looks, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, member_looks, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, tracer_looks, owners_gather())), 0);
	hidepid_set("0", "0");
}

TEST("with hidepid=4 not even the group of gid= sees others' processes")
{
	hide("4", "777");
	ASSERT_EQ(reap(spawn(0, nobody_looks, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, member_looks_in_vain, owners_gather())), 0);
	ASSERT_EQ(reap(spawn(0, tracer_looks, owners_gather())), 0);
	hidepid_set("0", "0");
}

TEST("root sees everything, whatever hidepid says")
{
	static const char *const modes[] = { "0", "1", "2", "4" };
	struct owners *c = owners_gather();
	size_t i;

	for (i = 0; i < 4; i++) {
		hide(modes[i], "777");
		ASSERT_EQ(owners_in_text(c), c->count);
		ASSERT_EQ(owners_in_rows(c), c->count);
	}
	hidepid_set("0", "0");
}

static void everybody_looks(void *owners)
{
	become(NOBODY, -1);
	owners_add(owners);
	ASSERT_EQ(owners_in_text(owners), ((struct owners *)owners)->count);
	ASSERT_EQ(owners_in_rows(owners), ((struct owners *)owners)->count);
}

TEST("without hidepid any user sees all processes")
{
	hide("0", "777");
	ASSERT_EQ(reap(spawn(0, everybody_looks, owners_gather())), 0);
	hidepid_set("0", "0");
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
	hidepid_set("0", "0");
}

/* In a child that shares the table of open files. */
static void open_as_nobody(void *fds)
{
	become(NOBODY, -1);
	((int *)fds)[0] = OK(open(PROCTREE_DEVICE, O_RDWR));
	((int *)fds)[1] = OK(open(OWNERS_PROC "/proctree", O_RDONLY));
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
	fds[1] = OK(open(OWNERS_PROC "/proctree", O_RDONLY));
	ASSERT_EQ(reap(spawn(0, use_as_nobody, fds)), 0);
	hidepid_set("0", "0");
}
