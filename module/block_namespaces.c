// SPDX-License-Identifier: GPL-2.0-only
/*
 * NAMESPACES: where a task lives. nsproxy is the task's own under task_lock
 * (include/linux/nsproxy.h); the numbers are those of /proc/PID/ns.
 */
#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/ipc_namespace.h>
#include <linux/nsproxy.h>
#include <linux/pid_namespace.h>
#include <linux/time_namespace.h>
#include <linux/user_namespace.h>
#include <linux/utsname.h>
#include <net/net_namespace.h>

#include "block.h"

static void fill_nsproxy(const struct nsproxy *ns,
			 struct proctree_namespaces *n)
{
#ifdef CONFIG_UTS_NS
	PT_SET(n, ns_uts, ns->uts_ns->ns.inum);
#endif
#ifdef CONFIG_IPC_NS
	PT_SET(n, ns_ipc, ns->ipc_ns->ns.inum);
#endif
#ifdef CONFIG_NET_NS
	PT_SET(n, ns_net, ns->net_ns->ns.inum);
#endif
	PT_SET(n, ns_pid_children, ns->pid_ns_for_children->ns.inum);
#ifdef CONFIG_CGROUPS
	PT_SET(n, ns_cgroup, ns->cgroup_ns->ns.inum);
#endif
#ifdef CONFIG_TIME_NS
	PT_SET(n, ns_time, ns->time_ns->ns.inum);
#endif
	PT_SET_ID(n, ns_mnt, ns->mnt_ns);
}

static void fill_namespaces(struct pt_reader *rd, struct task_struct *t,
			    void *block)
{
	struct proctree_namespaces *n = block;
	struct pid_namespace *pid_ns;

	if (!pt_may_read_rcu(rd->view, t))
		return;
	pid_ns = task_active_pid_ns(t);
	if (pid_ns)
		PT_SET(n, ns_pid_inum, pid_ns->ns.inum);
	PT_SET(n, ns_user, __task_cred(t)->user_ns->ns.inum);
	task_lock(t);
	if (t->nsproxy)
		fill_nsproxy(t->nsproxy, n);
	task_unlock(t);
}

PT_BLOCK(NAMESPACES, namespaces, fill_rcu, fill_namespaces);
