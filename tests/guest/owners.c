// SPDX-License-Identifier: GPL-2.0-only
/* Processes of all sorts of owners; see owners.h. */
#include "owners.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "text.h"

void owners_mount(const char *options)
{
	mkdir(OWNERS_PROC, 0755);
	umount2(OWNERS_PROC, MNT_DETACH);
	OK(mount("proc", OWNERS_PROC, "proc", 0, options));
}

static bool readable(pid_t pid)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), OWNERS_PROC "/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void be_undumpable(void *ready)
{
	OK(prctl(PR_SET_DUMPABLE, 0));
	pause_ready(ready);
}

static void quit(void *unused)
{
	(void)unused;
}

static void remember(struct owners *c, pid_t pid)
{
	c->pids[c->count++] = pid;
}

static void remember_child(struct owners *c, void (*run)(void *ready))
{
	int before = c->ready;

	remember(c, spawn(0, run, &c->ready));
	AWAIT(__atomic_load_n(&c->ready, __ATOMIC_SEQ_CST) != before);
}

static void remember_zombie(struct owners *c)
{
	pid_t pid = spawn(0, quit, NULL);

	await_zombie(pid);
	remember(c, pid);
}

static void be_other_user(void *ready)
{
	become(NOBODY - 1, -1);
	pause_ready(ready);
}

/* Nobody only in part: all six ids must be his. */
static void be_partly(uid_t real, uid_t effective, gid_t saved_group,
		      void *ready)
{
	OK(setresgid(NOBODY, NOBODY, saved_group));
	OK(setresuid(real, effective, real));
	OK(prctl(PR_SET_DUMPABLE, 1));
	pause_ready(ready);
}

static void be_real_nobody(void *ready)
{
	be_partly(NOBODY, 0, NOBODY, ready);
}

static void be_effective_nobody(void *ready)
{
	be_partly(0, NOBODY, NOBODY, ready);
}

static void be_nobody_of_other_group(void *ready)
{
	be_partly(NOBODY, NOBODY, 0, ready);
}

struct owners *owners_gather(void)
{
	struct owners *c = shared_alloc(sizeof(*c));

	remember(c, 1);
	remember(c, 2);
	remember(c, getpid());
	remember_child(c, be_other_user);
	remember_child(c, be_real_nobody);
	remember_child(c, be_effective_nobody);
	remember_child(c, be_nobody_of_other_group);
	remember_child(c, pause_ready);
	remember_zombie(c);
	return c;
}

void owners_add(struct owners *c)
{
	remember(c, getpid());
	remember_child(c, pause_ready);
	remember_zombie(c);
	remember_child(c, be_undumpable);
}

size_t owners_in_text(const struct owners *c)
{
	struct text text;
	size_t i, seen = 0;

	text_take(OWNERS_PROC "/proctree", &text);
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

size_t owners_in_rows(const struct owners *c)
{
	struct rows rows = { 0 };
	struct whole_row row;
	int fd = dev_open();
	size_t i, seen = 0;

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
