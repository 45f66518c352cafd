// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who adopts whom: there is no tracepoint for it. When a task with children
 * begins to exit, kernel/exit.c's rule tells who will adopt them: an event
 * "predicted" for each. A moment later, when the kernel has done it, the
 * children are looked at: an event "confirmed" with the parent they really got.
 *
 * ->children is only asked whether it is empty; the children are found in the
 * task list, where they come after their parent.
 */
#include <linux/llist.h>
#include <linux/pid.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "block.h"
#include "stream.h"

/**
 * struct adoption - one child, between prediction and confirmation
 * @node:	in the list of those to be confirmed
 * @child:	referenced
 * @father:	its parent until now, referenced
 * @reason:	predicted PROCTREE_HEIR_*
 */
struct adoption {
	struct llist_node node;
	struct task_struct *child;
	struct task_struct *father;
	u32 reason;
};

struct reparent_arg {
	struct task_struct *from;
	struct task_struct *to;
	u32 reason;
	u32 flags;
};

static LLIST_HEAD(adoptions);

static void fill_reparent(const struct pt_reader *rd,
			  struct proctree_event *ev, const void *arg)
{
	const struct reparent_arg *r = arg;

	ev->flags = r->flags;
	/* Released by now, the old parent has its global numbers at most. */
	ev->u.reparent.old_parent_tid = rd->level ?
		pt_tid_nr_rcu(rd, r->from) : r->from->pid;
	ev->u.reparent.old_ppid = rd->level ?
		pt_tgid_nr_rcu(rd, r->from) : r->from->tgid;
	ev->u.reparent.new_parent_tid = pt_tid_nr_rcu(rd, r->to);
	ev->u.reparent.new_ppid = pt_tgid_nr_rcu(rd, r->to);
	ev->u.reparent.reason = r->reason;
}

/* Prediction and truth agree unless the heir died as well. */
static void confirm(struct adoption *a)
{
	struct reparent_arg arg = {
		.from = a->father,
		.reason = a->reason,
		.flags = PROCTREE_EVENT_CONFIRMED,
	};

	rcu_read_lock();
	if (pid_alive(a->child)) {
		arg.to = rcu_dereference(a->child->real_parent);
		if (arg.to != a->father)
			pt_emit(PROCTREE_EVENT_REPARENT, a->child,
				fill_reparent, &arg);
	}
	rcu_read_unlock();
}

static void free_adoption(struct adoption *a)
{
	put_task_struct(a->child);
	put_task_struct(a->father);
	kfree(a);
}

static void confirm_all(struct work_struct *work)
{
	struct llist_node *list = llist_reverse_order(llist_del_all(&adoptions));
	struct adoption *a, *next;

	llist_for_each_entry_safe(a, next, list, node) {
		/* exit_notify() reparents before it sets exit_state. */
		if (!smp_load_acquire(&a->father->exit_state)) {
			llist_add(&a->node, &adoptions);
			schedule_delayed_work(to_delayed_work(work), 1);
			continue;
		}
		confirm(a);
		free_adoption(a);
		cond_resched();
	}
}

static DECLARE_DELAYED_WORK(confirm_work, confirm_all);

static void remember(struct task_struct *child, struct task_struct *father,
		     u32 reason)
{
	struct adoption *a = pt_stock_take(sizeof(*a));

	BUILD_BUG_ON(sizeof(*a) > PT_STOCK_SIZE);
	/* Without memory a prediction stays unconfirmed. */
	if (!a)
		return;
	get_task_struct(child);
	get_task_struct(father);
	a->child = child;
	a->father = father;
	a->reason = reason;
	if (llist_add(&a->node, &adoptions))
		schedule_delayed_work(&confirm_work, 1);
}

/* Who gets the children of @p, which is about to exit. NULL: nobody, or p. */
static struct task_struct *heir_rcu(struct task_struct *p, u32 *reason)
{
	u32 climb = PT_CLIMB_MAX;
	struct task_struct *heir = pt_live_thread_rcu(p, &climb);

	*reason = PROCTREE_HEIR_THREAD;
	if (!heir)
		heir = pt_find_reaper_rcu(p, &climb, reason);
	return heir == p ? NULL : heir;
}

/**
 * pt_reparent_predict - tell who will adopt the children of a task
 * @p: begins to exit: PF_EXITING is set, exit_notify() was not called
 *
 * Context: a probe of sched_process_exit, in @p itself. The task list is
 * searched, from @p's process on, only if @p has children.
 */
void pt_reparent_predict(struct task_struct *p)
{
	struct reparent_arg arg = {
		.from = p,
		.flags = PROCTREE_EVENT_PREDICTED,
	};
	struct task_struct *t;

	if (list_empty(&p->children))
		return;
	rcu_read_lock();
	arg.to = heir_rcu(p, &arg.reason);
	for (t = next_task(p->group_leader); arg.to && t != &init_task;
	     t = next_task(t)) {
		if (rcu_access_pointer(t->real_parent) != p)
			continue;
		pt_emit(PROCTREE_EVENT_REPARENT, t, fill_reparent, &arg);
		remember(t, p, arg.reason);
	}
	rcu_read_unlock();
}

/* No probe runs any more. */
void pt_reparent_exit(void)
{
	struct adoption *a, *next;

	cancel_delayed_work_sync(&confirm_work);
	llist_for_each_entry_safe(a, next, llist_del_all(&adoptions), node)
		free_adoption(a);
}
