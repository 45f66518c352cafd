// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tasks that a stream follows, with the numbers they have for its reader. A
 * hash table of task_struct addresses, which are never dereferenced here: a task
 * is put in while it is known to be alive, and taken out by the event of its
 * release, before its memory can belong to another.
 *
 * Looked up in any context under RCU; changed under a raw lock. Memory is taken
 * before the lock, without sleeping: the callers are probes.
 */
#include <linux/hash.h>
#include <linux/mm.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "stream.h"

#define FAMILY_BITS	10

struct member {
	struct hlist_node node;
	struct rcu_head rcu;
	const struct task_struct *task;
	s32 pid;
	s32 tgid;
};

struct pt_family {
	raw_spinlock_t lock;
	struct hlist_head hash[1 << FAMILY_BITS];
};

static struct member *find(struct pt_family *family,
			   const struct task_struct *t)
{
	struct member *m;

	hlist_for_each_entry_rcu(m, &family->hash[hash_ptr(t, FAMILY_BITS)],
				 node, lockdep_is_held(&family->lock))
		if (m->task == t)
			return m;
	return NULL;
}

struct pt_family *pt_family_new(void)
{
	struct pt_family *family;

	family = kvzalloc(sizeof(*family), GFP_KERNEL_ACCOUNT);
	if (family)
		raw_spin_lock_init(&family->lock);
	return family;
}

/* Nobody looks anything up any more. Context: may sleep. */
void pt_family_free(struct pt_family *family)
{
	struct hlist_node *next;
	struct member *m;
	int i;

	if (!family)
		return;
	for (i = 0; i < ARRAY_SIZE(family->hash); i++)
		hlist_for_each_entry_safe(m, next, &family->hash[i], node)
			kfree(m);
	kvfree(family);
}

/* True if @t is a member now, or was before; false if there is no memory. */
bool pt_family_add(struct pt_family *family, struct task_struct *t, s32 pid,
		   s32 tgid)
{
	struct member *m = pt_stock_take(sizeof(*m));
	unsigned long flags;

	BUILD_BUG_ON(sizeof(*m) > PT_STOCK_SIZE);
	if (!m)
		return false;
	m->task = t;
	m->pid = pid;
	m->tgid = tgid;
	raw_spin_lock_irqsave(&family->lock, flags);
	if (!find(family, t)) {
		hlist_add_head_rcu(&m->node,
				   &family->hash[hash_ptr(t, FAMILY_BITS)]);
		m = NULL;
	}
	raw_spin_unlock_irqrestore(&family->lock, flags);
	pt_stock_return(m);
	return true;
}

/* Is @t a member, and under which numbers? Context: RCU. */
bool pt_family_find(struct pt_family *family, struct task_struct *t, s32 *pid,
		    s32 *tgid)
{
	struct member *m = find(family, t);

	if (!m)
		return false;
	*pid = READ_ONCE(m->pid);
	*tgid = m->tgid;
	return true;
}

void pt_family_del(struct pt_family *family, struct task_struct *t)
{
	unsigned long flags;
	struct member *m;

	raw_spin_lock_irqsave(&family->lock, flags);
	m = find(family, t);
	if (m)
		hlist_del_rcu(&m->node);
	raw_spin_unlock_irqrestore(&family->lock, flags);
	if (m)
		kfree_rcu(m, rcu);
}

/*
 * fs/exec.c de_thread(): @t, thread @pid until now, has taken over its leader's
 * number, and the leader, which is about to be freed, has that of @t.
 */
void pt_family_exec(struct pt_family *family, struct task_struct *t, s32 pid)
{
	struct member *m, *leader;
	unsigned long flags;
	int i;

	raw_spin_lock_irqsave(&family->lock, flags);
	m = find(family, t);
	for (i = 0; m && i < ARRAY_SIZE(family->hash); i++)
		hlist_for_each_entry(leader, &family->hash[i], node)
			if (leader->pid == m->tgid)
				WRITE_ONCE(leader->pid, pid);
	if (m)
		WRITE_ONCE(m->pid, m->tgid);
	raw_spin_unlock_irqrestore(&family->lock, flags);
}
