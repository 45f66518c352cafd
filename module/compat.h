/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between kernels 5.10 and 7.3, and nothing else. The only file
 * with version checks or header-feature checks.
 */
#ifndef PROCTREE_COMPAT_H
#define PROCTREE_COMPAT_H

#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/coredump.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 10, 0)
#error "proctree needs Linux 5.10 or newer; tested on 5.10 to 7.3"
#elif LINUX_VERSION_CODE >= KERNEL_VERSION(7, 4, 0) && defined(SAY_WHAT_IS_TESTED)
#pragma message("warning: proctree is tested on Linux 5.10 to 7.3, not yet on this one")
#endif

#ifdef HAVE_EXEC_STATE
#include <linux/sched/exec_state.h>

/*
 * 7.3 moved dumpability from the mm to task->exec_state ("exec: introduce
 * struct task_exec_state"), which outlives the mm.
 */
static inline bool pt_dumpable_rcu(struct task_struct *t, struct file *file)
{
	struct task_exec_state *es = rcu_dereference(t->exec_state);

	if (!es || READ_ONCE(es->dumpable) == TASK_DUMPABLE_OWNER)
		return true;
	return file_ns_capable(file, es->user_ns, CAP_SYS_PTRACE);
}
#else
static inline bool pt_dumpable_rcu(struct task_struct *t, struct file *file)
{
	struct mm_struct *mm;
	bool ok;

	task_lock(t);
	mm = t->mm;
	if (mm)
		ok = get_dumpable(mm) == SUID_DUMP_USER ||
		     file_ns_capable(file, mm->user_ns, CAP_SYS_PTRACE);
	else
#ifdef HAVE_USER_DUMPABLE
		/*
		 * Stable kernels remember it for a task that lost its mm. The
		 * owner may be changing other flags.
		 */
		ok = (data_race(t->flags) & PF_KTHREAD) || t->user_dumpable ||
		     file_ns_capable(file, &init_user_ns, CAP_SYS_PTRACE);
#else
		ok = true;
#endif
	task_unlock(t);
	return ok;
}
#endif

/*
 * Names are copied without a lock, as the kernel's own readers do. What stands
 * behind the NUL may be the rest of an older name and is cleared: everywhere up
 * to 5.16; later, __set_task_comm() pads, word by word ("fs/exec: replace
 * strlcpy with strscpy_pad in __set_task_comm"), so that it takes a reader in
 * the middle of a change to see an old second half.
 */
static __always_inline void pt_copy_comm(char *to, const char *comm)
{
	memcpy(to, comm, TASK_COMM_LEN);
	to[TASK_COMM_LEN - 1] = '\0';
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 17, 0)
	{
		size_t len = strnlen(to, TASK_COMM_LEN);

		memset(to + len, 0, TASK_COMM_LEN - len);
	}
#else
	if (!to[TASK_COMM_LEN / 2 - 1])
		memset(to + TASK_COMM_LEN / 2, 0, TASK_COMM_LEN / 2);
#endif
}

/* 5.14 renamed task->state ("sched: Change task_struct::state"). */
#if LINUX_VERSION_CODE < KERNEL_VERSION(5, 14, 0)
#define pt_state(t)		READ_ONCE((t)->state)
#else
#define pt_state(t)		READ_ONCE((t)->__state)
#endif

#ifdef CONFIG_SMP
#define pt_on_cpu(t)		(!!READ_ONCE((t)->on_cpu))
#else
#define pt_on_cpu(t)		((t) == current)
#endif

/*
 * 5.18 tells which model was chosen at boot ("preempt/dynamic: Introduce
 * preemption model accessors"); before, the one that was built counts.
 */
static inline bool pt_preempt_full(void)
{
#ifdef HAVE_PREEMPT_MODEL
	return preempt_model_full();
#else
	return IS_ENABLED(CONFIG_PREEMPT);
#endif
}

#ifdef CONFIG_SECCOMP
#define pt_seccomp_mode(t)	READ_ONCE((t)->seccomp.mode)
#else
#define pt_seccomp_mode(t)	0
#endif

/* 6.3 made kernel_cap_t one u64 ("capability: just use a 'u64'"). */
static inline u64 pt_cap(kernel_cap_t cap)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
	return (u64)cap.cap[1] << 32 | cap.cap[0];
#else
	return cap.val;
#endif
}

/*
 * 6.2 made the counters percpu_counters ("mm: convert mm's rss stats into
 * percpu_counter"), of which get_mm_counter() gives an estimate only.
 */
static inline unsigned long pt_rss(struct mm_struct *mm, int member)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
	return get_mm_counter(mm, member);
#else
	return percpu_counter_sum_positive(&mm->rss_stat[member]);
#endif
}

/* Clone flags got 64 bits between 6.12 and 7.2 (task_newtask). */
#ifdef HAVE_NEWTASK_U64
#define PT_CLONE_FLAGS_T	u64
#else
#define PT_CLONE_FLAGS_T	unsigned long
#endif

/* 5.11, and later 5.10.y, made it a rwsem ("exec: Transform
 * exec_update_mutex into a rw_semaphore").
 */
#ifdef HAVE_EXEC_UPDATE_LOCK
#define pt_exec_trylock(t)	down_read_trylock(&(t)->signal->exec_update_lock)
#define pt_exec_unlock(t)	up_read(&(t)->signal->exec_update_lock)
#else
#define pt_exec_trylock(t)	mutex_trylock(&(t)->signal->exec_update_mutex)
#define pt_exec_unlock(t)	mutex_unlock(&(t)->signal->exec_update_mutex)
#endif

#ifdef CONFIG_BLOCK
#define pt_io_context(t)	READ_ONCE((t)->io_context)
#else
#define pt_io_context(t)	NULL
#endif

#ifdef CONFIG_SYSVIPC
#define pt_sem_undo(t)		READ_ONCE((t)->sysvsem.undo_list)
#else
#define pt_sem_undo(t)		NULL
#endif

/*
 * What the processor's register for thread-local storage will be when @t runs
 * again; while it runs, the register itself counts. arch/x86/kernel/process_64.c
 * x86_fsbase_read_task(), without programs that use a selector.
 */
static inline bool pt_tls_of(struct task_struct *t, u64 *tls)
{
	/* The owner may be changing other flags. */
	if (data_race(t->flags) & PF_KTHREAD || t == current || pt_on_cpu(t))
		return false;
#if defined(CONFIG_X86_64) && !defined(CONFIG_UML)
	*tls = READ_ONCE(t->thread.fsbase);
	return !READ_ONCE(t->thread.fsindex);
#elif defined(CONFIG_ARM64)
	*tls = READ_ONCE(t->thread.uw.tp_value);
	return true;
#else
	return false;
#endif
}

#endif
