// SPDX-License-Identifier: GPL-2.0-only
/*
 * INTERNALS: what no other interface shows. Plain reads.
 */
#include <linux/refcount.h>

#include "block.h"

static void fill_internals(struct pt_reader *rd, struct task_struct *t,
			   void *block)
{
	struct signal_struct *sig = t->signal;
	struct proctree_internals *i = block;
	bool may_read = pt_may_read_rcu(rd->view, t);
	unsigned int flags = PT_RACY(sig->flags);
	u64 tls;

	PT_SET(i, signal_flags, flags);
	if (flags & (SIGNAL_GROUP_EXIT | SIGNAL_STOP_STOPPED) && may_read)
		PT_SET(i, group_exit_code, PT_RACY(sig->group_exit_code));
	PT_SET(i, group_stop_count, PT_RACY(sig->group_stop_count));
	PT_SET(i, jobctl, READ_ONCE(t->jobctl));
	PT_SET(i, self_exec_id, READ_ONCE(t->self_exec_id));
	PT_SET(i, parent_exec_id, t->parent_exec_id);
	PT_SET(i, usage, refcount_read(&t->usage));
	PT_SET(i, rcu_users, refcount_read(&t->rcu_users));
	PT_SET_ID(i, task, t);
	PT_SET_ID(i, stack, READ_ONCE(t->stack));
	PT_SET_ID(i, active_mm, READ_ONCE(t->active_mm));
#ifdef HAVE_AUTOREAP
	PT_SET(i, autoreap, sig->autoreap);
#endif
	if (may_read && pt_tls_of(t, &tls))
		PT_SET(i, tls, tls);
}

PT_BLOCK(INTERNALS, internals, fill_rcu, fill_internals);
