/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The blocks of a row: one block_*.c file each, all with the same three ways to
 * fill. Only these files and task.c read a task_struct.
 */
#ifndef PROCTREE_BLOCK_H
#define PROCTREE_BLOCK_H

#include <linux/bits.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/stddef.h>
#include <linux/string.h>

#include "compat.h"
#include "proctree.h"

/**
 * struct pt_block - how to fill one block
 * @bit:	PROCTREE_BLOCK_*
 * @size:	in bytes
 * @fill_rcu:	inside the RCU section the task was found in; may take
 *		spinlocks of the task, may not sleep
 * @fill_ref:	with a reference on the task, outside of any section; may sleep
 *
 * One of the two is set; the block is zero before. Fields of kind ID are set
 * to the object's address, pt_finish_rows() makes identities of them.
 */
struct pt_block {
	u64 bit;
	u32 size;
	void (*fill_rcu)(struct pt_reader *rd, struct task_struct *t,
			 void *block);
	void (*fill_ref)(struct pt_reader *rd, struct task_struct *t,
			 void *block);
};

#define PT_BLOCK(NAME, name, how, function) \
	const struct pt_block pt_block_##name = { \
		.bit = PROCTREE_BLOCK_##NAME, \
		.size = sizeof(struct proctree_##name), \
		.how = function, \
	}

/* Set a field and its valid bit. */
#define PT_SET(block, member, value) \
	do { \
		(block)->member = (value); \
		(block)->valid |= BIT_ULL(offsetof(typeof(*(block)), member) / \
					  sizeof(u64) - 1); \
	} while (0)

#define PT_SET_ID(block, member, pointer) \
	PT_SET(block, member, (uintptr_t)(pointer))

/*
 * A word that the kernel writes unmarked, and under no lock that could be taken
 * here: the old one or the new one, and no news for KCSAN.
 */
#define PT_RACY(word) data_race(READ_ONCE(word))

/* task.c: numbers of a task for the reader, 0 if it has none there */
s32 pt_pid_nr_rcu(const struct pt_reader *rd, const struct pid *pid);
s32 pt_tgid_nr_rcu(const struct pt_reader *rd, struct task_struct *t);
s32 pt_tid_nr_rcu(const struct pt_reader *rd, struct task_struct *t);

/* block_relations.c */
struct task_struct *pt_live_thread_rcu(struct task_struct *p, u32 *climb);
struct task_struct *pt_find_reaper_rcu(struct task_struct *t, u32 *climb,
				       u32 *reason);

static inline struct pid *pt_tgid_of(struct task_struct *t)
{
	return READ_ONCE(t->signal->pids[PIDTYPE_TGID]);
}

extern const struct pt_block pt_block_relations;
extern const struct pt_block pt_block_sharing;
extern const struct pt_block pt_block_credentials;
extern const struct pt_block pt_block_scheduling;
extern const struct pt_block pt_block_time;
extern const struct pt_block pt_block_signals;
extern const struct pt_block pt_block_namespaces;
extern const struct pt_block pt_block_memory;
extern const struct pt_block pt_block_layout;
extern const struct pt_block pt_block_internals;

#endif
