// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may see what: credentials, capabilities, hidepid, and how many files one
 * user may keep open. ptrace_may_access() is not exported; this is its
 * PTRACE_MODE_READ_FSCREDS check with exported means. Security modules can't be
 * asked, which is why nothing here decides about addresses.
 */
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>

#include "compat.h"
#include "proctree.h"

static bool same_user(const struct cred *caller, const struct cred *tc)
{
	return uid_eq(caller->fsuid, tc->euid) &&
	       uid_eq(caller->fsuid, tc->suid) &&
	       uid_eq(caller->fsuid, tc->uid) &&
	       gid_eq(caller->fsgid, tc->egid) &&
	       gid_eq(caller->fsgid, tc->sgid) &&
	       gid_eq(caller->fsgid, tc->gid);
}

/**
 * pt_may_read_rcu - may the opener read what is private to @t's owner?
 * @view: who looks
 * @t: at whom
 *
 * The answer of kernel/ptrace.c __ptrace_may_access() for
 * PTRACE_MODE_READ_FSCREDS with the credentials of the open file, less the
 * security modules' say.
 */
bool pt_may_read_rcu(const struct pt_view *view, struct task_struct *t)
{
	const struct cred *caller = view->file->f_cred, *tc = __task_cred(t);

	if (!same_user(caller, tc)) {
		/* Without the capability, don't bother audit with a denial. */
		if (!cap_raised(caller->cap_effective, CAP_SYS_PTRACE))
			return false;
		if (!file_ns_capable(view->file, tc->user_ns, CAP_SYS_PTRACE))
			return false;
	}
	return pt_dumpable_rcu(t, view->file);
}

/**
 * pt_owns_rcu - are all user ids of @t those of the opener?
 * @view: who looks
 * @t: at whom
 *
 * Takes no lock.
 */
bool pt_owns_rcu(const struct pt_view *view, struct task_struct *t)
{
	const struct cred *tc = __task_cred(t);
	kuid_t uid = view->file->f_cred->euid;

	return uid_eq(uid, tc->euid) && uid_eq(uid, tc->uid) &&
	       uid_eq(uid, tc->suid);
}

/**
 * pt_visible_rcu - does hidepid let the opener see @t at all?
 * @view: who looks
 * @t: at whom
 *
 * fs/proc/base.c has_pid_permissions(): with NO_ACCESS procfs still lists the
 * numbers of foreign processes but lets nobody read them, and a row is reading.
 * A stream knows its opener's own tasks, and the others by his capabilities.
 */
bool pt_visible_rcu(const struct pt_view *view, struct task_struct *t)
{
	if (likely(view->hidepid == HIDEPID_OFF))
		return true;
	if (view->hidepid != HIDEPID_NOT_PTRACEABLE && view->exempt)
		return true;
	return view->stream ? pt_owns_rcu(view, t) : pt_may_read_rcu(view, t);
}

/*
 * What an open file keeps in memory is limited by memory cgroups alone, so the
 * number of such files is limited for each user who lacks CAP_SYS_RESOURCE.
 */
struct pt_quota {
	struct list_head list;
	kuid_t uid;
	unsigned int used[PT_QUOTAS];
};

static LIST_HEAD(quotas);
static DEFINE_MUTEX(quota_lock);

static struct pt_quota *quota_find(kuid_t uid)
{
	struct pt_quota *q;

	lockdep_assert_held(&quota_lock);
	list_for_each_entry(q, &quotas, list)
		if (uid_eq(q->uid, uid))
			return q;
	return NULL;
}

static struct pt_quota *quota_find_or_add(kuid_t uid)
{
	struct pt_quota *q = quota_find(uid);

	if (q)
		return q;
	q = kzalloc(sizeof(*q), GFP_KERNEL_ACCOUNT);
	if (q) {
		q->uid = uid;
		list_add(&q->list, &quotas);
	}
	return q;
}

static void quota_drop_unused(struct pt_quota *q)
{
	int i;

	for (i = 0; i < PT_QUOTAS; i++)
		if (q->used[i])
			return;
	list_del(&q->list);
	kfree(q);
}

/* The capability is asked for, which audit may note, only at the limit. */
static bool quota_full(const struct pt_quota *q, enum pt_quota_kind kind)
{
	unsigned int limit = kind == PT_QUOTA_TEXT ? READ_ONCE(pt_max_open) :
						     READ_ONCE(pt_max_watch);

	return q->used[kind] >= limit && !capable(CAP_SYS_RESOURCE);
}

/**
 * pt_quota_get - count one more for a user
 * @uid: the user
 * @kind: of what
 *
 * Return: 0, -EMFILE at the limit, -ENOMEM.
 */
int pt_quota_get(kuid_t uid, enum pt_quota_kind kind)
{
	struct pt_quota *q;
	int err = 0;

	mutex_lock(&quota_lock);
	q = quota_find_or_add(uid);
	if (!q) {
		err = -ENOMEM;
	} else if (quota_full(q, kind)) {
		err = -EMFILE;
		quota_drop_unused(q);
	} else {
		q->used[kind]++;
	}
	mutex_unlock(&quota_lock);
	return err;
}

void pt_quota_put(kuid_t uid, enum pt_quota_kind kind)
{
	struct pt_quota *q;

	mutex_lock(&quota_lock);
	q = quota_find(uid);
	if (!WARN_ON_ONCE(!q || !q->used[kind])) {
		q->used[kind]--;
		quota_drop_unused(q);
	}
	mutex_unlock(&quota_lock);
}
