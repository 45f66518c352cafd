// SPDX-License-Identifier: GPL-2.0-only
/*
 * RELATIONS: who belongs to whom, who waits for whom. Other tasks are reached by
 * real_parent and parent only, never by ->children.
 */
#include <linux/pid_namespace.h>
#include <linux/wait.h>

#include "block.h"

/* kernel/exit.c find_alive_thread() */
struct task_struct *pt_live_thread_rcu(struct task_struct *p, u32 *climb)
{
	struct task_struct *t;

	if (PT_RACY(p->signal->flags) & SIGNAL_GROUP_EXIT)
		return NULL;
	for_each_thread(p, t) {
		if (!(PT_RACY(t->flags) & PF_EXITING))
			return t;
		if (!*climb)
			break;
		--*climb;
	}
	return NULL;
}

/**
 * pt_find_reaper_rcu - who adopts the children of a process that exits now
 * @t: the process, or one of its threads
 * @climb: steps that may be taken; counted down
 * @reason: PROCTREE_HEIR_SUBREAPER or PROCTREE_HEIR_INIT; may be NULL
 *
 * kernel/exit.c find_new_reaper(), if no thread of the process stays. Follows
 * real_parent from task to task: each was alive in this RCU section, so its own
 * real_parent was released in it at the earliest.
 *
 * Return: a live thread of the adopter, NULL if @t was released or @climb used up.
 */
struct task_struct *pt_find_reaper_rcu(struct task_struct *t, u32 *climb,
				       u32 *reason)
{
	struct task_struct *p, *thread;
	struct pid *pid = pt_tgid_of(t), *up;

	if (!pid)
		return NULL;
	p = t->signal->has_child_subreaper ? rcu_dereference(t->real_parent) :
					     &init_task;
	for (; p != &init_task; p = rcu_dereference(p->real_parent)) {
		up = pt_tgid_of(p);
		if (!up || !*climb)
			return NULL;
		--*climb;
		if (up->level != pid->level)
			break;
		if (!p->signal->is_child_subreaper)
			continue;
		thread = pt_live_thread_rcu(p, climb);
		if (!thread)
			continue;
		if (reason)
			*reason = PROCTREE_HEIR_SUBREAPER;
		return thread;
	}
	if (reason)
		*reason = PROCTREE_HEIR_INIT;
	return READ_ONCE(pid->numbers[pid->level].ns->child_reaper);
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

	return PT_RACY(sig->flags) & SIGNAL_GROUP_EXIT ?
		       PT_RACY(sig->group_exit_code) : PT_RACY(t->exit_code);
}

static void fill_family(struct pt_reader *rd, struct task_struct *t,
			struct proctree_relations *r)
{
	struct task_struct *parent = rcu_dereference(t->real_parent), *other;
	unsigned int ptrace = PT_RACY(t->ptrace);
	s32 nr = pt_tid_nr_rcu(rd, parent);

	if (nr || parent == &init_task)
		PT_SET(r, real_parent_tid, nr);

	other = rcu_dereference(t->parent);
	nr = pt_tid_nr_rcu(rd, other);
	if (nr || other == &init_task)
		PT_SET(r, parent_tid, nr);
	nr = ptrace ? pt_tgid_nr_rcu(rd, other) : 0;
	if (nr || !ptrace)
		PT_SET(r, tracer_pid, nr);
	PT_SET(r, ptrace, ptrace);

	other = pt_find_reaper_rcu(t, &rd->climb, NULL);
	nr = other ? pt_tgid_nr_rcu(rd, other) : 0;
	if (nr)
		PT_SET(r, reaper_pid, nr);

	nr = 0;
	if (!(PT_RACY(t->flags) & PF_KTHREAD) && READ_ONCE(t->vfork_done)) {
		if (waits_for_vfork(parent, t))
			nr = pt_tid_nr_rcu(rd, parent);
		if (!nr)
			return;
	}
	PT_SET(r, vfork_parent_pid, nr);
}

/* A thread that became the leader by exec gets its signal a little later. */
static s32 exit_signal(struct task_struct *t, const struct pid *pid)
{
	s32 sig = READ_ONCE(t->exit_signal);

	return sig < 0 && pid == pt_tgid_of(t) ? SIGCHLD : sig;
}

static void fill_relations(struct pt_reader *rd, struct task_struct *t,
			   void *block)
{
	struct pid *pid = rd->self;
	struct signal_struct *sig = t->signal;
	struct proctree_relations *r = block;

	fill_family(rd, t, r);
	/* No barrier: who begins to wait just now may be missed, or told. */
	PT_SET(r, child_wait, waitqueue_active(&sig->wait_chldexit));
	PT_SET(r, has_subreaper, sig->has_child_subreaper);
	PT_SET(r, live_threads, atomic_read(&sig->live));
	PT_SET(r, exit_signal, exit_signal(t, pid));
	/* Set some time after PF_EXITING, but before this. */
	if (smp_load_acquire(&t->exit_state) && pt_may_read_rcu(rd->view, t))
		PT_SET(r, exit_code, wait_status(t));
	PT_SET(r, pdeath_signal, t->pdeath_signal);
	if (pid) {
		PT_SET(r, ns_level, pid->level);
		PT_SET(r, ns_pid, pid->numbers[pid->level].nr);
	}
}

PT_BLOCK(RELATIONS, relations, fill_rcu, fill_relations);
