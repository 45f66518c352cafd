// SPDX-License-Identifier: GPL-2.0-only
/*
 * One task -> one row. The only file that reads a task_struct. Everything here
 * runs inside an RCU read section on a task found in that section; copies
 * values, never keeps a pointer.
 */
#include <linux/cred.h>
#include <linux/nsproxy.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/random.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/siphash.h>
#include <linux/user_namespace.h>

#include "compat.h"
#include "proctree.h"

/* Every field of the table has the width the table says. */
#define PROCTREE_BLOCK(NAME, type, meaning) \
	static_assert(sizeof(struct type) % 8 == 0); \
	typedef struct type pt_block_##NAME;
#define PROCTREE_FIELD(BLOCK, member, type, KIND, column, meaning) \
	static_assert(sizeof(((pt_block_##BLOCK *)0)->member) == sizeof(type));
#include "uapi/proctree_fields.def"

static_assert(sizeof(struct proctree_row) == 64);
static_assert(PROCTREE_COMM_LEN == TASK_COMM_LEN);

static siphash_key_t id_key;

void pt_task_init(void)
{
	get_random_bytes(&id_key, sizeof(id_key));
}

/* Number of @pid for the reader; 0 if it has none, or is gone. */
static s32 nr_of(const struct pt_reader *rd, const struct pid *pid)
{
	const struct upid *upid;

	if (!pid || pid->level < rd->level)
		return 0;
	upid = &pid->numbers[rd->level];
	return upid->ns == rd->view->pid_ns ? upid->nr : 0;
}

static struct pid *tgid_of(struct task_struct *t)
{
	return READ_ONCE(t->signal->pids[PIDTYPE_TGID]);
}

/* As nr_of() for @t's process, which must be visible to the reader. */
static s32 tgid_nr(const struct pt_reader *rd, struct task_struct *t)
{
	return pt_visible_rcu(rd->view, t) ? nr_of(rd, tgid_of(t)) : 0;
}

/* As nr_of() for the thread @t, likewise. */
static s32 tid_nr(const struct pt_reader *rd, struct task_struct *t)
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
	if (READ_ONCE(t->vfork_done) && !(t->flags & PF_KTHREAD))
		row->flags |= PROCTREE_ROW_VFORK;
	if (t->ptrace)
		row->flags |= PROCTREE_ROW_TRACED;
	if (sig->is_child_subreaper)
		row->flags |= PROCTREE_ROW_SUBREAPER;
	if (sig->flags & SIGNAL_UNKILLABLE)
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
	row->tgid = nr_of(rd, tgid_of(t));
	row->pid = thread ? nr_of(rd, READ_ONCE(t->thread_pid)) : row->tgid;
	if (!row->tgid || !row->pid)
		return false;
	rd->parent_tgid = parent->tgid;
	row->ppid = tgid_nr(rd, parent);
	row->pgid = nr_of(rd, READ_ONCE(sig->pids[PIDTYPE_PGID]));
	row->sid = nr_of(rd, READ_ONCE(sig->pids[PIDTYPE_SID]));
	row->uid = from_kuid_munged(rd->user_ns, __task_cred(t)->euid);
	return true;
}

static __always_inline bool fill_base(struct task_struct *t,
				      const struct signal_struct *sig,
				      bool thread, struct proctree_row *row)
{
	u32 pf = t->flags;

	row->start_ns = t->start_boottime;
	row->pf = pf;
	row->nr_threads = sig->nr_threads;
	row->flags = (thread ? PROCTREE_ROW_THREAD : 0) |
		     (pf & PF_KTHREAD ? PROCTREE_ROW_KTHREAD : 0);
	/* The letter, and zeroes in the padding. */
	*(__le32 *)&row->state = cpu_to_le32(task_state_to_char(t));
	pt_copy_comm(row->comm, t->comm);
	if (likely(row->ppid && !READ_ONCE(t->vfork_done) && !t->ptrace &&
		   !(sig->flags & SIGNAL_UNKILLABLE) &&
		   !sig->is_child_subreaper))
		return true;
	return add_rare_flags(t, sig, row);
}

static bool has_live_thread_rcu(struct pt_reader *rd, struct task_struct *t)
{
	struct task_struct *thread;

	if (t->signal->flags & SIGNAL_GROUP_EXIT)
		return false;
	for_each_thread(t, thread) {
		if (!(thread->flags & PF_EXITING))
			return true;
		if (!rd->climb)
			break;
		rd->climb--;
	}
	return false;
}

/*
 * kernel/exit.c find_new_reaper() for a process that exits with all its
 * threads. Follows real_parent from task to task: each was alive in this
 * section, so its real_parent was released in it at the earliest. NULL if the
 * climb has used up the section's share of steps.
 */
static struct task_struct *find_reaper_rcu(struct pt_reader *rd,
					   struct task_struct *t)
{
	struct pid *pid = tgid_of(t);
	struct task_struct *p;
	unsigned int level;

	if (!pid)
		return NULL;
	level = pid->level;
	if (!t->signal->has_child_subreaper)
		return READ_ONCE(pid->numbers[level].ns->child_reaper);

	for (p = rcu_dereference(t->real_parent); p != &init_task;
	     p = rcu_dereference(p->real_parent)) {
		if (!rd->climb)
			return NULL;
		rd->climb--;
		pid = tgid_of(p);
		if (!pid)
			return NULL;
		if (pid->level != level)
			break;
		if (p->signal->is_child_subreaper && has_live_thread_rcu(rd, p))
			return p;
	}
	pid = tgid_of(t);
	return pid ? READ_ONCE(pid->numbers[level].ns->child_reaper) : NULL;
}

/*
 * The completion a vfork parent waits on lies on its stack: that tells whether
 * the real parent is the one that waits (with CLONE_PARENT it is not). Only
 * addresses are compared.
 */
static bool waits_for_vfork(struct task_struct *parent, struct task_struct *t)
{
	unsigned long done = (unsigned long)READ_ONCE(t->vfork_done);
	unsigned long stack = (unsigned long)READ_ONCE(parent->stack);

	return stack && done >= stack && done < stack + THREAD_SIZE;
}

/* kernel/exit.c wait_task_zombie(): the status that wait(2) would give. */
static s32 wait_status(struct task_struct *t)
{
	struct signal_struct *sig = t->signal;

	return sig->flags & SIGNAL_GROUP_EXIT ? sig->group_exit_code :
						t->exit_code;
}

/* Sets the field and its valid bit; V is evaluated once. */
#define SET(block, bit, member, value) \
	do { \
		(block)->member = (value); \
		(block)->valid |= 1ULL << (bit); \
	} while (0)

/* Bits are the field's place in its structure, see proctree_fields.def. */
enum {
	REL_REAL_PARENT, REL_TRACER, REL_REAPER, REL_VFORK_PARENT,
	REL_EXIT_SIGNAL, REL_EXIT_CODE, REL_PDEATHSIG, REL_NS_LEVEL, REL_NS_PID,
};

static void fill_relations(struct pt_reader *rd, struct task_struct *t,
			   void *block)
{
	struct task_struct *parent = rcu_dereference(t->real_parent), *reaper;
	struct proctree_relations *r = block;
	struct pid *pid = READ_ONCE(t->thread_pid);
	s32 nr;

	memset(r, 0, sizeof(*r));
	nr = tid_nr(rd, parent);
	if (nr || parent == &init_task)
		SET(r, REL_REAL_PARENT, real_parent_tid, nr);

	nr = t->ptrace ? tgid_nr(rd, rcu_dereference(t->parent)) : 0;
	if (nr || !t->ptrace)
		SET(r, REL_TRACER, tracer_pid, nr);

	reaper = find_reaper_rcu(rd, t);
	nr = reaper ? tgid_nr(rd, reaper) : 0;
	if (nr)
		SET(r, REL_REAPER, reaper_pid, nr);

	if (t->flags & PF_KTHREAD || !READ_ONCE(t->vfork_done))
		SET(r, REL_VFORK_PARENT, vfork_parent_pid, 0);
	else if (waits_for_vfork(parent, t) && tid_nr(rd, parent))
		SET(r, REL_VFORK_PARENT, vfork_parent_pid, tid_nr(rd, parent));

	SET(r, REL_EXIT_SIGNAL, exit_signal, t->exit_signal);
	if ((t->exit_state || t->flags & PF_EXITING) &&
	    pt_may_read_rcu(rd->view, t))
		SET(r, REL_EXIT_CODE, exit_code, wait_status(t));
	SET(r, REL_PDEATHSIG, pdeath_signal, t->pdeath_signal);
	if (pid) {
		SET(r, REL_NS_LEVEL, ns_level, pid->level);
		SET(r, REL_NS_PID, ns_pid, pid->numbers[pid->level].nr);
	}
}

/*
 * Pointers are only compared, so no lock keeps the objects: each was the task's
 * at the moment it was read. finish_sharing() makes them identities.
 */
static void fill_sharing(struct pt_reader *rd, struct task_struct *t,
			 void *block)
{
	struct proctree_sharing *s = block;

	s->valid = 0xff;
	/* A kernel thread may borrow an mm; it does not have one. */
	s->mm = t->flags & PF_KTHREAD ? 0 : (uintptr_t)READ_ONCE(t->mm);
	s->files = (uintptr_t)READ_ONCE(t->files);
	s->fs = (uintptr_t)READ_ONCE(t->fs);
	s->sighand = (uintptr_t)rcu_access_pointer(t->sighand);
	s->signal = (uintptr_t)t->signal;
	s->io = (uintptr_t)pt_io_context(t);
	s->sysvsem = (uintptr_t)pt_sem_undo(t);
	s->cred = (uintptr_t)rcu_access_pointer(t->real_cred);
}

/* Keyed hashes in place of the addresses, which must not leave the kernel. */
static void finish_sharing(void *block)
{
	struct proctree_sharing *s = block;
	u64 *id;

	for (id = &s->mm; id <= &s->cred; id++)
		if (*id)
			*id = siphash_1u64(*id, &id_key) ?: 1;
}

/* Blocks after the base, in the order of their bits. */
static const struct {
	u64 bit;
	u32 size;
	void (*fill)(struct pt_reader *rd, struct task_struct *t, void *block);
	void (*finish)(void *block);
} blocks[] = {
	{ PROCTREE_BLOCK_RELATIONS, sizeof(struct proctree_relations),
	  fill_relations, NULL },
	{ PROCTREE_BLOCK_SHARING, sizeof(struct proctree_sharing),
	  fill_sharing, finish_sharing },
};

/* Stride of rows with the blocks of @mask. */
u32 pt_row_size(u64 mask)
{
	u32 size = sizeof(struct proctree_row);
	int i;

	for (i = 0; i < ARRAY_SIZE(blocks); i++)
		if (mask & blocks[i].bit)
			size += blocks[i].size;
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
	rd->climb = PT_CLIMB_MAX;
}

static noinline void fill_blocks(struct pt_reader *rd, struct task_struct *t,
				 void *block)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(blocks); i++) {
		if (!(rd->mask & blocks[i].bit))
			continue;
		blocks[i].fill(rd, t, block);
		block += blocks[i].size;
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
		for (i = 0; i < ARRAY_SIZE(blocks); i++) {
			if (!(rd->mask & blocks[i].bit))
				continue;
			if (blocks[i].finish)
				blocks[i].finish(block);
			block += blocks[i].size;
		}
	}
}
