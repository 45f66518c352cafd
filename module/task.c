// SPDX-License-Identifier: GPL-2.0-only
/*
 * One task -> one row: the base, and the list of the blocks. Together with the
 * block_*.c files the only reader of a task_struct. Unless it says otherwise, a
 * function runs inside an RCU read section on a task found in that section;
 * copies values, never keeps a pointer.
 */
#include <linux/bitops.h>
#include <linux/cred.h>
#include <linux/init.h>
#include <linux/log2.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/random.h>
#include <linux/siphash.h>
#include <linux/user_namespace.h>

#include "block.h"

/* Every field of the table has the width the table says. */
#define PROCTREE_BLOCK(NAME, type, meaning) \
	static_assert(sizeof(struct type) % 8 == 0); \
	typedef struct type pt_block_##NAME;
#define PROCTREE_FIELD(BLOCK, member, type, ...) \
	static_assert(sizeof(((pt_block_##BLOCK *)0)->member) == sizeof(type));
#include "uapi/proctree_fields.def"

static_assert(sizeof(struct proctree_row) == 64);
static_assert(PROCTREE_COMM_LEN == TASK_COMM_LEN);

static siphash_key_t id_key;

/* Number of @pid for the reader; 0 if it has none, or is gone. */
static s32 nr_of(const struct pt_reader *rd, const struct pid *pid)
{
	const struct upid *upid;

	if (!pid || pid->level < rd->level)
		return 0;
	upid = &pid->numbers[rd->level];
	return upid->ns == rd->view->pid_ns ? upid->nr : 0;
}

/* Of a struct pid. */
s32 pt_pid_nr_rcu(const struct pt_reader *rd, const struct pid *pid)
{
	return nr_of(rd, pid);
}

/* Number of @t's process, which must be visible to the reader; else 0. */
s32 pt_tgid_nr_rcu(const struct pt_reader *rd, struct task_struct *t)
{
	return pt_visible_rcu(rd->view, t) ? nr_of(rd, pt_tgid_of(t)) : 0;
}

/* Number of the thread @t, likewise. */
s32 pt_tid_nr_rcu(const struct pt_reader *rd, struct task_struct *t)
{
	return pt_visible_rcu(rd->view, t) ?
		       nr_of(rd, READ_ONCE(t->thread_pid)) : 0;
}

/* The flags that few tasks have, off the path of the many. True for the row. */
static noinline bool add_rare_flags(struct task_struct *t,
				    const struct signal_struct *sig,
				    struct proctree_row *row)
{
	/* Of a kernel thread it is the completion of its exit. */
	if (READ_ONCE(t->vfork_done) && !(row->pf & PF_KTHREAD))
		row->flags |= PROCTREE_ROW_VFORK;
	if (PT_RACY(t->ptrace))
		row->flags |= PROCTREE_ROW_TRACED;
	if (sig->is_child_subreaper)
		row->flags |= PROCTREE_ROW_SUBREAPER;
	if (PT_RACY(sig->flags) & SIGNAL_UNKILLABLE)
		row->flags |= PROCTREE_ROW_NS_INIT;
	if (!row->ppid)
		row->flags |= PROCTREE_ROW_ROOT;
	return true;
}

/* Numbers for a reader who sees everything under the kernel's own numbers. */
static __always_inline bool fill_ids_plain(struct task_struct *t,
					   struct signal_struct *sig,
					   bool thread,
					   struct proctree_row *row)
{
	struct pid *pgrp = READ_ONCE(sig->pids[PIDTYPE_PGID]);
	struct pid *session = READ_ONCE(sig->pids[PIDTYPE_SID]);
	s32 tgid = t->tgid;

	if (unlikely(!READ_ONCE(sig->pids[PIDTYPE_TGID])))
		return false;
	if (thread && !READ_ONCE(t->thread_pid))
		return false;
	row->pid = thread ? READ_ONCE(t->pid) : tgid;
	row->tgid = tgid;
	row->ppid = rcu_dereference(t->real_parent)->tgid;
	row->pgid = likely(pgrp) ? pgrp->numbers[0].nr : 0;
	row->sid = likely(session) ? session->numbers[0].nr : 0;
	row->uid = __kuid_val(__task_cred(t)->euid);
	return true;
}

/* Numbers for any other reader; 0 is what it can't see. */
static noinline bool fill_ids(struct pt_reader *rd, struct task_struct *t,
			      bool thread, struct proctree_row *row)
{
	struct signal_struct *sig = t->signal;
	struct task_struct *parent = rcu_dereference(t->real_parent);

	if (!pt_visible_rcu(rd->view, t))
		return false;
	row->tgid = nr_of(rd, pt_tgid_of(t));
	row->pid = thread ? nr_of(rd, READ_ONCE(t->thread_pid)) : row->tgid;
	if (!row->tgid || !row->pid)
		return false;
	rd->parent_tgid = parent->tgid;
	row->ppid = pt_tgid_nr_rcu(rd, parent);
	row->pgid = nr_of(rd, READ_ONCE(sig->pids[PIDTYPE_PGID]));
	row->sid = nr_of(rd, READ_ONCE(sig->pids[PIDTYPE_SID]));
	row->uid = from_kuid_munged(rd->user_ns, __task_cred(t)->euid);
	return true;
}

static __always_inline bool fill_base(struct task_struct *t,
				      const struct signal_struct *sig,
				      bool thread, struct proctree_row *row)
{
	u32 pf = PT_RACY(t->flags);

	row->start_ns = t->start_boottime;
	row->pf = pf;
	row->nr_threads = PT_RACY(sig->nr_threads);
	row->flags = (thread ? PROCTREE_ROW_THREAD : 0) |
		     (pf & PF_KTHREAD ? PROCTREE_ROW_KTHREAD : 0);
	/* The letter, and zeroes in the padding. */
	*(__le32 *)&row->state = cpu_to_le32(task_state_to_char(t));
	pt_copy_comm(row->comm, t->comm);
	if (likely(row->ppid && !READ_ONCE(t->vfork_done) &&
		   !PT_RACY(t->ptrace) &&
		   !(PT_RACY(sig->flags) & SIGNAL_UNKILLABLE) &&
		   !sig->is_child_subreaper))
		return true;
	return add_rare_flags(t, sig, row);
}

/* The blocks after the base, in the order of their bits. */
static const struct pt_block *const blocks[] = {
	&pt_block_relations,
	&pt_block_sharing,
	&pt_block_credentials,
	&pt_block_scheduling,
	&pt_block_time,
	&pt_block_signals,
	&pt_block_namespaces,
	&pt_block_memory,
	&pt_block_layout,
	&pt_block_internals,
};

/* For each of them, its fields that hold an address until pt_finish_rows(). */
static u64 id_fields[ARRAY_SIZE(blocks)];

#define EACH_BLOCK(i, mask) \
	for (i = 0; i < ARRAY_SIZE(blocks); i++) \
		if (mask & blocks[i]->bit)

/* Stride of rows with the blocks of @mask. */
u32 pt_row_size(u64 mask)
{
	u32 size = sizeof(struct proctree_row);
	int i;

	EACH_BLOCK(i, mask)
		size += blocks[i]->size;
	return size;
}

void pt_reader_init(struct pt_reader *rd, const struct pt_view *view, u64 mask)
{
	rd->view = view;
	rd->user_ns = view->file->f_cred->user_ns;
	rd->level = view->pid_ns->level;
	rd->mask = mask;
	rd->plain = view->pid_ns == &init_pid_ns &&
		    rd->user_ns == &init_user_ns &&
		    view->hidepid == HIDEPID_OFF;
	rd->fast = rd->plain && mask == PROCTREE_BLOCK_BASE;
	rd->refs = mask & (PROCTREE_BLOCK_MEMORY | PROCTREE_BLOCK_LAYOUT);
	rd->climb = PT_CLIMB_MAX;
}

static noinline void fill_blocks(struct pt_reader *rd, struct task_struct *t,
				 void *block)
{
	int i;

	EACH_BLOCK(i, rd->mask) {
		memset(block, 0, blocks[i]->size);
		if (blocks[i]->fill_rcu)
			blocks[i]->fill_rcu(rd, t, block);
		block += blocks[i]->size;
	}
}

/* Rows for other readers, and rows of more than the base. */
static noinline bool fill_any(struct pt_reader *rd, struct task_struct *t,
			      bool thread, struct proctree_row *row)
{
	struct signal_struct *sig = t->signal;

	if (!(rd->plain ? fill_ids_plain(t, sig, thread, row) :
			  fill_ids(rd, t, thread, row)))
		return false;
	/* exec by a thread swaps its id with the leader's, which has a row. */
	if (thread && row->pid == row->tgid)
		return false;
	fill_base(t, sig, thread, row);
	rd->self = thread ? READ_ONCE(t->thread_pid) : pt_tgid_of(t);
	fill_blocks(rd, t, row + 1);
	return true;
}

/**
 * pt_fill_rcu - fill the row of a process
 * @rd:		the reader; rd->climb is used up by RELATIONS
 * @t:		its leader, found in this RCU section or alive in it
 * @row:	pt_row_size(rd->mask) bytes, all written if true is returned;
 *		not fit to leave the kernel before pt_finish_rows()
 *
 * Return: false if the reader shall not see it: hidden, in another namespace,
 * or just released.
 */
bool pt_fill_rcu(struct pt_reader *rd, struct task_struct *t,
		 struct proctree_row *row)
{
	struct signal_struct *sig = t->signal;

	if (unlikely(!rd->fast))
		return fill_any(rd, t, false, row);
	if (!fill_ids_plain(t, sig, false, row))
		return false;
	return fill_base(t, sig, false, row);
}

/**
 * pt_fill_thread_rcu - fill the row of a thread that is not the leader
 * @rd:		the reader
 * @t:		the thread
 * @row:	as for pt_fill_rcu()
 *
 * Return: as pt_fill_rcu().
 */
bool pt_fill_thread_rcu(struct pt_reader *rd, struct task_struct *t,
			struct proctree_row *row)
{
	return fill_any(rd, t, true, row);
}

/**
 * pt_fill_ref - fill the blocks of a row that need to sleep
 * @rd:		the reader; rd->refs tells whether there are any
 * @t:		the task, referenced
 * @row:	its row, filled by pt_fill_rcu()
 *
 * Context: may sleep, not in an RCU section.
 */
void pt_fill_ref(struct pt_reader *rd, struct task_struct *t,
		 struct proctree_row *row)
{
	void *block = row + 1;
	int i;

	EACH_BLOCK(i, rd->mask) {
		if (blocks[i]->fill_ref)
			blocks[i]->fill_ref(rd, t, block);
		block += blocks[i]->size;
	}
}

/* Keyed hashes in place of the addresses, which must not leave the kernel. */
static void hash_ids(u64 *block, u64 which)
{
	while (which) {
		u64 *id = block + 1 + __ffs64(which);

		if (*id)
			*id = siphash_1u64(*id, &id_key) ?: 1;
		which &= which - 1;
	}
}

/**
 * pt_finish_rows - make filled rows fit to leave the kernel
 * @rd:		the reader that filled them
 * @rows:	the first of them
 * @n:		how many
 *
 * What can wait until the RCU section is over. Context: any, once for a row.
 */
void pt_finish_rows(const struct pt_reader *rd, void *rows, u32 n)
{
	u32 stride = pt_row_size(rd->mask);
	void *block;
	int i;

	if (rd->mask == PROCTREE_BLOCK_BASE)
		return;
	for (; n; n--, rows += stride) {
		block = rows + sizeof(struct proctree_row);
		EACH_BLOCK(i, rd->mask) {
			hash_ids(block, id_fields[i]);
			block += blocks[i]->size;
		}
	}
}

#define PROCTREE_BLOCK(NAME, type, meaning)
#define PROCTREE_FIELD(NAME, member, type, KIND, ...) \
	{ PROCTREE_BLOCK_##NAME, offsetof(pt_block_##NAME, member), #KIND },

static const struct {
	u64 block;
	size_t offset;
	const char *kind;
} fields[] = {
#include "uapi/proctree_fields.def"
};

void __init pt_task_init(void)
{
	int i, b;

	get_random_bytes(&id_key, sizeof(id_key));
	for (i = 0; i < ARRAY_SIZE(fields); i++) {
		b = ilog2(fields[i].block) - 1;
		if (!strcmp(fields[i].kind, "ID"))
			id_fields[b] |= BIT_ULL(fields[i].offset / 8 - 1);
	}
}
