// SPDX-License-Identifier: GPL-2.0-only
/*
 * RELATIONS: who belongs to whom, who waits for whom. Other tasks are reached by
 * real_parent and parent only, never by ->children.
 */
#include <linux/pid_namespace.h>
#include <linux/wait.h>

#include "block.h"

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
	struct pid *pid = pt_tgid_of(t);
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
		pid = pt_tgid_of(p);
		if (!pid)
			return NULL;
		if (pid->level != level)
			break;
		if (p->signal->is_child_subreaper && has_live_thread_rcu(rd, p))
			return p;
	}
	pid = pt_tgid_of(t);
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

static void fill_family(struct pt_reader *rd, struct task_struct *t,
			struct proctree_relations *r)
{
	struct task_struct *parent = rcu_dereference(t->real_parent), *other;
	s32 nr = pt_tid_nr_rcu(rd, parent);

	if (nr || parent == &init_task)
		PT_SET(r, real_parent_tid, nr);

	other = rcu_dereference(t->parent);
	nr = pt_tid_nr_rcu(rd, other);
	if (nr || other == &init_task)
		PT_SET(r, parent_tid, nr);
	nr = t->ptrace ? pt_tgid_nr_rcu(rd, other) : 0;
	if (nr || !t->ptrace)
		PT_SET(r, tracer_pid, nr);
	PT_SET(r, ptrace, t->ptrace);

	other = find_reaper_rcu(rd, t);
	nr = other ? pt_tgid_nr_rcu(rd, other) : 0;
	if (nr)
		PT_SET(r, reaper_pid, nr);

	nr = 0;
	if (!(t->flags & PF_KTHREAD) && READ_ONCE(t->vfork_done)) {
		if (waits_for_vfork(parent, t))
			nr = pt_tid_nr_rcu(rd, parent);
		if (!nr)
			return;
	}
	PT_SET(r, vfork_parent_pid, nr);
}

static void fill_relations(struct pt_reader *rd, struct task_struct *t,
			   void *block)
{
	struct pid *pid = READ_ONCE(t->thread_pid);
	struct signal_struct *sig = t->signal;
	struct proctree_relations *r = block;

	fill_family(rd, t, r);
	PT_SET(r, child_wait, waitqueue_active(&sig->wait_chldexit));
	PT_SET(r, has_subreaper, sig->has_child_subreaper);
	PT_SET(r, live_threads, atomic_read(&sig->live));
	PT_SET(r, exit_signal, t->exit_signal);
	if ((t->exit_state || t->flags & PF_EXITING) &&
	    pt_may_read_rcu(rd->view, t))
		PT_SET(r, exit_code, wait_status(t));
	PT_SET(r, pdeath_signal, t->pdeath_signal);
	if (pid) {
		PT_SET(r, ns_level, pid->level);
		PT_SET(r, ns_pid, pid->numbers[pid->level].nr);
	}
}

PT_BLOCK(RELATIONS, relations, fill_rcu, fill_relations);
