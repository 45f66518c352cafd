// SPDX-License-Identifier: GPL-2.0-only
/*
 * SHARING: the objects that clone flags share or copy. Pointers are only
 * compared, so no lock keeps the objects: each was the task's at the moment it
 * was read.
 */
#include <linux/cred.h>

#include "block.h"

static void fill_sharing(struct pt_reader *rd, struct task_struct *t,
			 void *block)
{
	struct proctree_sharing *s = block;

	/* A kernel thread may borrow an mm; it does not have one. */
	PT_SET_ID(s, mm, PT_RACY(t->flags) & PF_KTHREAD ?
				 NULL : READ_ONCE(t->mm));
	PT_SET_ID(s, files, READ_ONCE(t->files));
	PT_SET_ID(s, fs, READ_ONCE(t->fs));
	PT_SET_ID(s, sighand, rcu_access_pointer(t->sighand));
	PT_SET_ID(s, signal, t->signal);
	PT_SET_ID(s, io, pt_io_context(t));
	PT_SET_ID(s, sysvsem, pt_sem_undo(t));
	PT_SET_ID(s, cred, rcu_access_pointer(t->real_cred));
	PT_SET_ID(s, nsproxy, READ_ONCE(t->nsproxy));
}

PT_BLOCK(SHARING, sharing, fill_rcu, fill_sharing);
