/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The device as the tests use it: plain ioctls on the uapi header, not through
 * libproctree, which is to be judged by others.
 */
#ifndef GUEST_DEVICE_H
#define GUEST_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "../../module/uapi/proctree.h"

/* What most tests look at; struct whole_row. */
#define BLOCKS_TREE	(PROCTREE_BLOCK_BASE | PROCTREE_BLOCK_RELATIONS | \
			 PROCTREE_BLOCK_SHARING)
#define STRIDE_BASE	64u
#define STRIDE_TREE	((uint32_t)sizeof(struct whole_row))
#define PATTERN		0xa5	/* what buffers are filled with before a call */

/* Bit in "valid" of a field of RELATIONS: fields are of one size. */
#define REL_VALID(member)						\
	(1ULL << ((offsetof(struct proctree_relations, member) - 8) /	\
		  sizeof(((struct proctree_relations *)0)->member)))

int dev_open(void);

/* ioctls: 0 or -errno. */
int dev_query(int fd, struct proctree_query *q);
/* Of a device of its own; fails the test if that fails. */
struct proctree_query query_take(void);
int dev_snapshot(int fd, struct proctree_snapshot *arg);
int dev_task(int fd, struct proctree_task *arg);
int dev_log(int fd, struct proctree_log *arg);

/**
 * struct rows - rows of SNAPSHOT in memory
 * @arg:	the answer
 * @data:	room for @room bytes; arg.count rows of arg.row_size bytes
 */
struct rows {
	struct proctree_snapshot arg;
	unsigned char *data;
	size_t room;
};

/**
 * rows_take - take a snapshot; fails the test if that fails
 * @rows:	zeroes at first; may be used again, keeps its memory
 * @mask:	PROCTREE_BLOCK_*
 * @root:	process, 0 = all
 * @flags:	PROCTREE_SNAPSHOT_*
 */
void rows_take(int fd, struct rows *rows, uint64_t mask, pid_t root,
	       uint32_t flags);
/* The same, but returns -errno of the ioctl. */
int rows_try(int fd, struct rows *rows, uint64_t mask, pid_t root,
	     uint32_t flags);
void rows_free(struct rows *rows);

const struct proctree_row *row_at(const struct rows *rows, uint32_t i);
/* Row of the process or thread @pid; NULL if there is none. */
const struct proctree_row *row_find(const struct rows *rows, pid_t pid);

/* One task with the blocks of BLOCKS_TREE. */
struct whole_row {
	struct proctree_row base;
	struct proctree_relations rel;
	struct proctree_sharing share;
};

/* TASK: 0 or -errno; @start_ns 0 = any. */
int task_try(int fd, pid_t pid, uint64_t start_ns, struct whole_row *row);
/* TASK: fails the test if that fails. */
struct whole_row task_take(int fd, pid_t pid);

#endif
