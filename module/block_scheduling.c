// SPDX-License-Identifier: GPL-2.0-only
/*
 * SCHEDULING and TIME: how a task runs, why it does not, what it has used.
 * Plain reads of counters that their owner may be changing.
 */
#include <linux/sched/cputime.h>

#include "block.h"

static void fill_scheduling(struct pt_reader *rd, struct task_struct *t,
			    void *block)
{
	struct proctree_scheduling *s = block;

	PT_SET(s, state_raw, pt_state(t));
	PT_SET(s, exit_state, READ_ONCE(t->exit_state));
	PT_SET(s, policy, t->policy);
	PT_SET(s, prio, t->prio);
	PT_SET(s, static_prio, t->static_prio);
	PT_SET(s, normal_prio, t->normal_prio);
	PT_SET(s, rt_priority, t->rt_priority);
	PT_SET(s, nice, task_nice(t));
	PT_SET(s, on_cpu, pt_on_cpu(t));
	PT_SET(s, cpu, task_cpu(t));
	PT_SET(s, cpus_allowed, t->nr_cpus_allowed);
	PT_SET(s, nvcsw, t->nvcsw);
	PT_SET(s, nivcsw, t->nivcsw);
	PT_SET(s, in_iowait, t->in_iowait);
}

PT_BLOCK(SCHEDULING, scheduling, fill_rcu, fill_scheduling);

/*
 * kernel/sched/cputime.c thread_group_cputime(), for run time. False if threads
 * came and went, or the section's share of steps is used up.
 */
static bool group_runtime(struct pt_reader *rd, struct task_struct *leader,
			  u64 *runtime)
{
	struct signal_struct *sig = leader->signal;
	struct task_struct *t;
	unsigned int seq = read_seqbegin(&sig->stats_lock);

	*runtime = sig->sum_sched_runtime;
	for_each_thread(leader, t) {
		if (!rd->climb)
			return false;
		rd->climb--;
		*runtime += READ_ONCE(t->se.sum_exec_runtime);
	}
	return !read_seqretry(&sig->stats_lock, seq);
}

static void fill_time(struct pt_reader *rd, struct task_struct *t, void *block)
{
	struct proctree_time *time = block;
	u64 utime, stime, group;

	task_cputime_adjusted(t, &utime, &stime);
	PT_SET(time, utime_ns, utime);
	PT_SET(time, stime_ns, stime);
	PT_SET(time, runtime_ns, READ_ONCE(t->se.sum_exec_runtime));
	if (thread_group_leader(t) && group_runtime(rd, t, &group))
		PT_SET(time, group_runtime_ns, group);
#ifdef CONFIG_SCHED_INFO
	PT_SET(time, wait_ns, READ_ONCE(t->sched_info.run_delay));
#endif
	PT_SET(time, min_flt, t->min_flt);
	PT_SET(time, maj_flt, t->maj_flt);
	PT_SET(time, start_mono_ns, t->start_time);
}

PT_BLOCK(TIME, time, fill_rcu, fill_time);
