// SPDX-License-Identifier: GPL-2.0-only
/*
 * The device: open it, ask, take snapshots. Knows the sizes of rows, not what is
 * in them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "client.h"
#include "rows.h"

/*
 * Rows in the first try. Memory that stays untouched costs nothing, a second
 * walk does.
 */
#define FIRST_CAPACITY	16384
#define MAX_TRIES	16

int client_ioctl(const struct proctree *pt, unsigned long request, void *arg)
{
	while (ioctl(pt->fd, request, arg)) {
		if (errno != EINTR)
			return -errno;
	}
	return 0;
}

static int open_device(void)
{
	int fd = open(PROCTREE_DEVICE, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		return fd;
	/* A node without a driver behind it: the module is not there. */
	if (errno == ENXIO || errno == ENODEV)
		return -ENOENT;
	return -errno;
}

int proctree_open(struct proctree **ptp)
{
	struct proctree *pt = calloc(1, sizeof(*pt));
	int err;

	if (!pt)
		return -ENOMEM;
	pt->fd = open_device();
	if (pt->fd < 0) {
		err = pt->fd;
		free(pt);
		return err;
	}
	err = client_ioctl(pt, PROCTREE_IOC_QUERY, &pt->info);
	if (err) {
		proctree_close(pt);
		return err;
	}
	*ptp = pt;
	return 0;
}

void proctree_close(struct proctree *pt)
{
	if (!pt)
		return;
	close(pt->fd);
	free(pt);
}

const struct proctree_query *proctree_info(const struct proctree *pt)
{
	return &pt->info;
}

/* One walk into room for @capacity rows; the rows are the caller's to free. */
static int take_once(struct proctree *pt, const struct proctree_want *want,
		     uint32_t capacity, struct proctree_rows *rows)
{
	struct proctree_snapshot *info = &rows->info;
	uint64_t mask = rows_known_mask(want->blocks);

	rows->data = malloc((size_t)capacity * rows_stride(mask));
	if (!rows->data)
		return -ENOMEM;
	*info = (struct proctree_snapshot){
		.mask = mask,
		.rows = (uintptr_t)rows->data,
		.root_pid = want->root,
		.root_start_ns = want->root_start_ns,
		.flags = want->threads ? PROCTREE_SNAPSHOT_THREADS : 0,
		.capacity = capacity,
	};
	return client_ioctl(pt, PROCTREE_IOC_SNAPSHOT, info);
}

static int take_all(struct proctree *pt, const struct proctree_want *want,
		    struct proctree_rows *rows)
{
	uint32_t capacity = FIRST_CAPACITY;
	int tries, err;

	for (tries = 0; tries < MAX_TRIES; tries++) {
		err = take_once(pt, want, capacity, rows);
		if (err)
			return err;
		if (rows->info.needed <= rows->info.count)
			return 0;
		/* Slack: tasks are born while we go back for more memory. */
		capacity = rows->info.needed + rows->info.needed / 8 + 64;
		free(rows->data);
		rows->data = NULL;
	}
	return -EAGAIN;
}

int proctree_take(struct proctree *pt, const struct proctree_want *want,
		  struct proctree_rows **rowsp)
{
	static const struct proctree_want everything;
	struct proctree_rows *rows = calloc(1, sizeof(*rows));
	int err;

	if (!rows)
		return -ENOMEM;
	err = take_all(pt, want ? want : &everything, rows);
	if (err) {
		proctree_rows_free(rows);
		return err;
	}
	rows->mask = rows->info.mask;
	rows->stride = rows->info.row_size;
	rows->count = rows->info.count;
	*rowsp = rows;
	return 0;
}

int proctree_take_task(struct proctree *pt, int32_t pid, uint64_t start_ns,
		       uint64_t blocks, struct proctree_rows **rowsp)
{
	struct proctree_task task = {
		.mask = rows_known_mask(blocks),
		.start_ns = start_ns,
		.pid = pid,
	};
	struct proctree_rows *rows = calloc(1, sizeof(*rows));
	int err = -ENOMEM;

	if (!rows)
		return err;
	task.size = rows_stride(task.mask);
	rows->data = malloc(task.size);
	if (!rows->data)
		goto free_rows;
	task.row = (uintptr_t)rows->data;
	err = client_ioctl(pt, PROCTREE_IOC_TASK, &task);
	if (err)
		goto free_rows;
	rows->mask = task.mask;
	rows->stride = task.size;
	rows->count = 1;
	*rowsp = rows;
	return 0;

free_rows:
	proctree_rows_free(rows);
	return err;
}

int proctree_log(struct proctree *pt, int32_t pid, uint64_t start_ns,
		 struct proctree_log *answer)
{
	*answer = (struct proctree_log){ .start_ns = start_ns, .pid = pid };
	return client_ioctl(pt, PROCTREE_IOC_LOG, answer);
}
