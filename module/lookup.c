// SPDX-License-Identifier: GPL-2.0-only
/*
 * Looking for one task by its number.
 */
#include <linux/pid.h>
#include <linux/sched/task.h>

#include "proctree.h"

static struct task_struct *task_of_rcu(struct pid *pid, enum pid_type *type)
{
	struct task_struct *t = pid_task(pid, PIDTYPE_TGID);

	*type = t ? PIDTYPE_TGID : PIDTYPE_PID;
	return t ?: pid_task(pid, PIDTYPE_PID);
}

/*
 * The row of the process, or else the thread, that has @pid. When a thread
 * execs, fs/exec.c de_thread() replaces the leader in PIDTYPE_TGID at one
 * stroke, while ids, PIDTYPE_PID and thread_group_leader() follow one by one;
 * what was read of the old leader meanwhile is not the process's any more.
 *
 * Return: the task; NULL if there is none, or the reader shall not see it.
 */
struct task_struct *pt_fill_pid_rcu(struct pt_reader *rd, struct pid *pid,
				    struct proctree_row *row)
{
	struct task_struct *t;
	enum pid_type type;
	int tries;

	for (tries = 0; tries < 8; tries++) {
		t = task_of_rcu(pid, &type);
		if (!t || !(type == PIDTYPE_TGID ?
				    pt_fill_rcu(rd, t, row) :
				    pt_fill_thread_rcu(rd, t, row)))
			return NULL;
		smp_rmb(); /* the row before the second look */
		if (likely(pid_task(pid, type) == t))
			return t;
	}
	return NULL;
}

/**
 * pt_one_task - the row of one task
 * @view:	who looks
 * @mask:	blocks wanted, of PT_BLOCKS
 * @pid:	process or thread
 * @start_ns:	its start time if known, else 0
 * @row:	pt_row_size(@mask) bytes
 *
 * Return: 0 or -ESRCH.
 */
int pt_one_task(const struct pt_view *view, u64 mask, s32 pid, u64 start_ns,
		struct proctree_row *row)
{
	struct task_struct *t;
	struct pt_reader rd;

	pt_reader_init(&rd, view, mask);
	rcu_read_lock();
	t = pt_fill_pid_rcu(&rd, find_pid_ns(pid, view->pid_ns), row);
	if (t)
		get_task_struct(t);
	rcu_read_unlock();
	if (!t)
		return -ESRCH;
	pt_fill_ref(&rd, t, row);
	put_task_struct(t);
	pt_finish_rows(&rd, row, 1);
	return start_ns && start_ns != row->start_ns ? -ESRCH : 0;
}
