/* SPDX-License-Identifier: GPL-2.0-only */
/* The module's helpers as the tests use them: plain ioctls. */
#ifndef GUEST_HELPERS_H
#define GUEST_HELPERS_H

#include <stdint.h>
#include <sys/types.h>

#include "device.h"

#define HELPER_COMM	"proctree-helper"

/* task->__state, without what kernels add (TASK_FREEZABLE). */
#define STATE_RAW(row)	((row).sched.state_raw & 0xfff)

/* One task with what the helpers change. */
struct state_row {
	struct proctree_row base;
	struct proctree_scheduling sched;
	struct proctree_signals signals;
};

/* TASK: 0 or -errno. */
int state_try(int fd, pid_t pid, struct state_row *row);
/* Wait until the kernel gives @pid the state @letter; its row then. */
struct state_row state_await(int fd, pid_t pid, char letter);

/* ioctls: 0 or -errno. */
int helper_sleep(int fd, uint32_t kind, uint32_t ms);
int helper_thread(int fd, struct proctree_kthread *arg);
/* An operation that takes nothing and answers nothing. */
int helper_op(int fd, uint32_t op);

/* CREATE, with @value to be returned; fails the test. Its number. */
pid_t helper_create(int fd, int value);

/* How many of the module's kernel threads there are. */
unsigned int helper_count(int fd);

/* Run @body with just @capability (as nobody): what it returns. */
int with_capability(int capability, int (*body)(int fd));

/* Users of the module, but for the keeper, see keeper.h. */
int module_users(void);

#endif
