// SPDX-License-Identifier: GPL-2.0-only
/*
 * MEMORY and LAYOUT: the address space. It is referenced (get_task_mm), and
 * letting go of it may sleep, so this runs with a reference on the task and
 * outside of RCU. A task without an address space (kernel thread, zombie) has
 * no valid fields here.
 */
#include <linux/mm.h>
#include <linux/sched/mm.h>
#include <linux/spinlock.h>

#include "block.h"

static u64 bytes(unsigned long pages)
{
	return (u64)pages << PAGE_SHIFT;
}

/* Changed under mmap_lock: mm/mmap.c vm_stat_account(), expand_downwards(). */
static void fill_memory(struct pt_reader *rd, struct task_struct *t,
			void *block)
{
	struct mm_struct *mm = get_task_mm(t);
	struct proctree_memory *m = block;
	u64 anon, file, shmem;

	if (!mm)
		return;
	anon = bytes(pt_rss(mm, MM_ANONPAGES));
	file = bytes(pt_rss(mm, MM_FILEPAGES));
	shmem = bytes(pt_rss(mm, MM_SHMEMPAGES));
	PT_SET(m, vm_size, bytes(READ_ONCE(mm->total_vm)));
	PT_SET(m, vm_peak, max(bytes(PT_RACY(mm->hiwater_vm)), m->vm_size));
	PT_SET(m, rss_anon, anon);
	PT_SET(m, rss_file, file);
	PT_SET(m, rss_shmem, shmem);
	PT_SET(m, rss_peak, max(bytes(PT_RACY(mm->hiwater_rss)),
				anon + file + shmem));
	PT_SET(m, swap, bytes(pt_rss(mm, MM_SWAPENTS)));
	PT_SET(m, locked, bytes(PT_RACY(mm->locked_vm)));
	PT_SET(m, pinned, bytes(atomic64_read(&mm->pinned_vm)));
	PT_SET(m, vm_data, bytes(PT_RACY(mm->data_vm)));
	PT_SET(m, vm_stack, bytes(PT_RACY(mm->stack_vm)));
	PT_SET(m, vm_exec, bytes(PT_RACY(mm->exec_vm)));
	PT_SET(m, page_tables, mm_pgtables_bytes(mm));
	PT_SET(m, map_count, READ_ONCE(mm->map_count));
	/* Without the reference taken above. */
	PT_SET(m, mm_users, atomic_read(&mm->mm_users) - 1);
	mmput(mm);
}

PT_BLOCK(MEMORY, memory, fill_ref, fill_memory);

/*
 * The mm of a task whose credentials allow to read its layout. As in
 * kernel/fork.c mm_access(), the credentials and the mm must be of the same
 * program; a task that is in exec right now has no valid layout.
 */
static struct mm_struct *readable_mm(struct pt_reader *rd,
				     struct task_struct *t)
{
	struct mm_struct *mm = NULL;
	bool allowed;

	if (!pt_exec_trylock(t))
		return NULL;
	rcu_read_lock();
	allowed = pt_may_read_rcu(rd->view, t);
	rcu_read_unlock();
	if (allowed)
		mm = get_task_mm(t);
	pt_exec_unlock(t);
	return mm;
}

/*
 * fs/binfmt_elf.c load_elf_binary() writes these words without a lock, when the
 * mm is the task's already; brk(2) under another.
 */
static void fill_layout(struct pt_reader *rd, struct task_struct *t,
			void *block)
{
	struct mm_struct *mm = readable_mm(rd, t);
	struct proctree_layout *l = block;

	if (!mm)
		return;
	spin_lock(&mm->arg_lock);
	PT_SET(l, start_code, PT_RACY(mm->start_code));
	PT_SET(l, end_code, PT_RACY(mm->end_code));
	PT_SET(l, start_data, PT_RACY(mm->start_data));
	PT_SET(l, end_data, PT_RACY(mm->end_data));
	PT_SET(l, start_brk, PT_RACY(mm->start_brk));
	PT_SET(l, brk, PT_RACY(mm->brk));
	PT_SET(l, start_stack, PT_RACY(mm->start_stack));
	PT_SET(l, arg_start, PT_RACY(mm->arg_start));
	PT_SET(l, arg_end, PT_RACY(mm->arg_end));
	PT_SET(l, env_start, PT_RACY(mm->env_start));
	PT_SET(l, env_end, PT_RACY(mm->env_end));
	spin_unlock(&mm->arg_lock);
	mmput(mm);
}

PT_BLOCK(LAYOUT, layout, fill_ref, fill_layout);
