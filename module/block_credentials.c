// SPDX-License-Identifier: GPL-2.0-only
/*
 * CREDENTIALS: as whom the task acts, in numbers of the reader's user namespace.
 */
#include <linux/cred.h>
#include <linux/user_namespace.h>

#include "block.h"

static void fill_credentials(struct pt_reader *rd, struct task_struct *t,
			     void *block)
{
	const struct cred *cred = __task_cred(t);
	struct proctree_credentials *c = block;

	PT_SET(c, ruid, from_kuid_munged(rd->user_ns, cred->uid));
	PT_SET(c, euid, from_kuid_munged(rd->user_ns, cred->euid));
	PT_SET(c, suid, from_kuid_munged(rd->user_ns, cred->suid));
	PT_SET(c, fsuid, from_kuid_munged(rd->user_ns, cred->fsuid));
	PT_SET(c, rgid, from_kgid_munged(rd->user_ns, cred->gid));
	PT_SET(c, egid, from_kgid_munged(rd->user_ns, cred->egid));
	PT_SET(c, sgid, from_kgid_munged(rd->user_ns, cred->sgid));
	PT_SET(c, fsgid, from_kgid_munged(rd->user_ns, cred->fsgid));
	PT_SET(c, ngroups, cred->group_info->ngroups);
	PT_SET(c, cap_inheritable, pt_cap(cred->cap_inheritable));
	PT_SET(c, cap_permitted, pt_cap(cred->cap_permitted));
	PT_SET(c, cap_effective, pt_cap(cred->cap_effective));
	PT_SET(c, cap_bounding, pt_cap(cred->cap_bset));
	PT_SET(c, cap_ambient, pt_cap(cred->cap_ambient));
	PT_SET(c, securebits, cred->securebits);
	PT_SET(c, no_new_privs, task_no_new_privs(t));
	PT_SET(c, seccomp, pt_seccomp_mode(t));
}

PT_BLOCK(CREDENTIALS, credentials, fill_rcu, fill_credentials);
