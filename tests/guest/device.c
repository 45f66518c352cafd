// SPDX-License-Identifier: GPL-2.0-only
/* ioctls of /dev/proctree, without libproctree; see device.h. */
#include "device.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "fields.h"
#include "harness.h"

int dev_open(void)
{
	return OK(open(PROCTREE_DEVICE, O_RDWR | O_CLOEXEC));
}

static int dev_ioctl(int fd, unsigned long request, void *arg)
{
	return ioctl(fd, request, arg) < 0 ? -errno : 0;
}

int dev_query(int fd, struct proctree_query *q)
{
	return dev_ioctl(fd, PROCTREE_IOC_QUERY, q);
}

struct proctree_query query_take(void)
{
	struct proctree_query q = { 0 };
	int fd = dev_open();

	ASSERT_EQ(dev_query(fd, &q), 0);
	close(fd);
	return q;
}

int dev_snapshot(int fd, struct proctree_snapshot *arg)
{
	return dev_ioctl(fd, PROCTREE_IOC_SNAPSHOT, arg);
}

int dev_task(int fd, struct proctree_task *arg)
{
	return dev_ioctl(fd, PROCTREE_IOC_TASK, arg);
}

int dev_log(int fd, struct proctree_log *arg)
{
	return dev_ioctl(fd, PROCTREE_IOC_LOG, arg);
}

int rows_try(int fd, struct rows *rows, uint64_t mask, pid_t root,
	     uint32_t flags)
{
	uint32_t stride = stride_of(mask);
	int err;

	for (;;) {
		rows->arg = (struct proctree_snapshot){
			.mask = mask,
			.rows = (uintptr_t)rows->data,
			.root_pid = root,
			.flags = flags,
			.capacity = rows->room / stride,
		};
		err = dev_snapshot(fd, &rows->arg);
		if (err || rows->arg.needed <= rows->arg.count)
			return err;
		rows->room = (rows->arg.needed + 256ul) * stride;
		free(rows->data);
		rows->data = malloc(rows->room);
		ASSERT(rows->data);
	}
}

void rows_take(int fd, struct rows *rows, uint64_t mask, pid_t root,
	       uint32_t flags)
{
	int err = rows_try(fd, rows, mask, root, flags);

	if (err)
		FAIL("SNAPSHOT of %d with flags %u: %s", root, flags,
		     strerror(-err));
	ASSERT_EQ(rows->arg.row_size, stride_of(mask));
	ASSERT_EQ(rows->arg.mask, mask | PROCTREE_BLOCK_BASE);
	ASSERT_EQ(rows->arg.count, rows->arg.needed);
}

void rows_free(struct rows *rows)
{
	free(rows->data);
	memset(rows, 0, sizeof(*rows));
}

const struct proctree_row *row_at(const struct rows *rows, uint32_t i)
{
	return (const void *)(rows->data + (size_t)i * rows->arg.row_size);
}

const struct proctree_row *row_find(const struct rows *rows, pid_t pid)
{
	uint32_t i;

	for (i = 0; i < rows->arg.count; i++)
		if (row_at(rows, i)->pid == pid)
			return row_at(rows, i);
	return NULL;
}

int task_try(int fd, pid_t pid, uint64_t start_ns, struct whole_row *row)
{
	struct proctree_task arg = {
		.mask = BLOCKS_TREE,
		.row = (uintptr_t)row,
		.start_ns = start_ns,
		.pid = pid,
		.size = sizeof(*row),
	};
	int err;

	memset(row, PATTERN, sizeof(*row));
	err = dev_task(fd, &arg);
	if (err)
		return err;
	ASSERT_EQ(arg.mask, BLOCKS_TREE);
	ASSERT_EQ(arg.size, sizeof(*row));
	return 0;
}

struct whole_row task_take(int fd, pid_t pid)
{
	struct whole_row row;
	int err = task_try(fd, pid, 0, &row);

	if (err)
		FAIL("TASK of %d: %s", pid, strerror(-err));
	return row;
}
