// SPDX-License-Identifier: GPL-2.0-only
/* Who may read what of a task that everybody sees. */
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "zoo.h"

static void quit(void *unused)
{
	(void)unused;
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
