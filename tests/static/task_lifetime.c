// SPDX-License-Identifier: GPL-2.0-only
/*
 * What scripts/coccinelle/task_lifetime.cocci has to see: scripts/check runs it on
 * this file, too. Never compiled.
 */
#include <linux/pid.h>
#include <linux/sched/task.h>

pid_t used_after_the_section(struct pid *pid)
{
	struct task_struct *t;

	rcu_read_lock();
	t = pid_task(pid, PIDTYPE_PID);
	rcu_read_unlock();
	return t->pid;		/* seen */
}

bool found_outside(struct pid *pid)
{
	return pid_task(pid, PIDTYPE_PID);	/* seen */
}

bool referenced(struct pid *pid)
{
	struct task_struct *t;

	rcu_read_lock();
	t = pid_task(pid, PIDTYPE_PID);
	if (t)
		get_task_struct(t);
	rcu_read_unlock();
	if (!t)
		return false;
	put_task_struct(t);
	return true;
}
