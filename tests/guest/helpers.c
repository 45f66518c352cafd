// SPDX-License-Identifier: GPL-2.0-only
/* The module's helpers as the tests use them; see helpers.h. */
#include "helpers.h"

#include <linux/capability.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "keeper.h"
#include "spawn.h"
#include "world.h"

int state_try(int fd, pid_t pid, struct state_row *row)
{
	struct proctree_task task = {
		.mask = PROCTREE_BLOCK_BASE | PROCTREE_BLOCK_SCHEDULING |
			PROCTREE_BLOCK_SIGNALS,
		.row = (uintptr_t)row,
		.pid = pid,
		.size = sizeof(*row),
	};

	return dev_task(fd, &task);
}

struct state_row state_await(int fd, pid_t pid, char letter)
{
	struct state_row row;

	AWAIT(!state_try(fd, pid, &row) && row.base.state == letter);
	return row;
}

int helper_sleep(int fd, uint32_t kind, uint32_t ms)
{
	struct proctree_sleep arg = { .kind = kind, .ms = ms };

	return ioctl(fd, PROCTREE_IOC_SLEEP, &arg) ? -errno : 0;
}

int helper_thread(int fd, struct proctree_kthread *arg)
{
	return ioctl(fd, PROCTREE_IOC_KTHREAD, arg) ? -errno : 0;
}

int helper_op(int fd, uint32_t op)
{
	struct proctree_kthread arg = { .op = op };

	return helper_thread(fd, &arg);
}

pid_t helper_create(int fd, int value)
{
	struct proctree_kthread arg = { .value = value };

	ASSERT_EQ(helper_thread(fd, &arg), 0);
	return arg.pid;
}

unsigned int helper_count(int fd)
{
	struct rows rows = { 0 };
	unsigned int n = 0;
	uint32_t i;

	rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 2, 0);
	for (i = 0; i < rows.arg.count; i++)
		n += !strcmp(row_at(&rows, i)->comm, HELPER_COMM);
	rows_free(&rows);
	return n;
}

struct body {
	int capability;
	int (*run)(int fd);
};

static void run_with_capability(void *arg)
{
	struct body *body = arg;
	uint64_t bits = 1ULL << body->capability;
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = {
		{ .effective = bits, .permitted = bits },
		{ .effective = bits >> 32, .permitted = bits >> 32 },
	};

	OK(prctl(PR_SET_KEEPCAPS, 1));
	become(NOBODY, -1);
	OK(syscall(SYS_capset, &header, data));
	_exit(-body->run(dev_open()));
}

int with_capability(int capability, int (*run)(int fd))
{
	struct body body = { capability, run };

	return -WEXITSTATUS(reap(spawn(0, run_with_capability, &body)));
}

int module_users(void)
{
	char users[16];

	file_read("/sys/module/proctree/refcnt", users, sizeof(users));
	return atoi(users) - keeper_attends();
}
