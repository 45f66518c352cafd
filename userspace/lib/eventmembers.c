// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is in an event besides the task and the time: the members of struct
 * proctree_event by name, and a word beside each number that has one.
 */
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "libproctree.h"

#define M(KIND, member, type, key) \
	{ PROCTREE_EVENT_##KIND, PROCTREE_MEMBER_##type, key, \
	  offsetof(struct proctree_event, u.member) }

const struct proctree_member proctree_members[] = {
	M(LOST, lost.lost, U64, "lost"),
	M(MARK, mark.text, TEXT, "text"),
	M(FORK, fork.child_pid, S32, "child_pid"),
	M(FORK, fork.child_tgid, S32, "child_tgid"),
	M(FORK, fork.child_ppid, S32, "child_ppid"),
	M(FORK, fork.child_start_ns, U64, "child_start_ns"),
	M(FORK, fork.exit_signal, S32, "exit_signal"),
	M(FORK, fork.clone_flags, U64, "clone_flags"),
	M(FORK, fork.clone_flags, CLONE, "clone_names"),
	M(FORK, fork.shared, U32, "shared"),
	M(NEW, sched.other_pid, S32, "other_pid"),
	M(EXEC, exec.old_pid, S32, "old_pid"),
	M(EXEC, exec.file, TEXT, "file"),
	M(RENAME, rename.comm, TEXT, "new_comm"),
	M(EXIT, exit.code, S32, "code"),
	M(EXIT, exit.code, STATUS, "status"),
	M(EXIT, exit.live, U32, "live"),
	M(EXIT, exit.group_dead, BOOL, "group_dead"),
	M(REPARENT, reparent.old_parent_tid, S32, "old_parent_tid"),
	M(REPARENT, reparent.old_ppid, S32, "old_ppid"),
	M(REPARENT, reparent.new_parent_tid, S32, "new_parent_tid"),
	M(REPARENT, reparent.new_ppid, S32, "new_ppid"),
	M(REPARENT, reparent.reason, HEIR, "reason"),
	M(REPARENT, reparent.reason, STAGE, "stage"),
	M(WAIT, wait.target, S32, "target"),
	M(SIGNAL, signal.sig, S32, "sig"),
	M(SIGNAL, signal.sig, SIGNAL, "name"),
	M(SIGNAL, signal.code, S32, "code"),
	M(SIGNAL, signal.code, CODE, "code_name"),
	M(SIGNAL, signal.sender_pid, S32, "sender_pid"),
	M(SIGNAL, signal.group, BOOL, "group"),
	M(SIGNAL, signal.result, U32, "result"),
	M(SIGNAL, signal.result, RESULT, "result_name"),
	M(DELIVER, signal.sig, S32, "sig"),
	M(DELIVER, signal.sig, SIGNAL, "name"),
	M(DELIVER, signal.code, S32, "code"),
	M(DELIVER, signal.code, CODE, "code_name"),
	M(DELIVER, signal.handler, BOOL, "handler"),
	M(SLEEP, sched.state, STATE, "state"),
	M(SLEEP, sched.other_pid, S32, "other_pid"),
	M(RUN, sched.other_pid, S32, "other_pid"),
	M(WAKE, sched.other_pid, S32, "other_pid"),
	{ 0, 0, NULL, 0 },
};

/* TASK_* of include/linux/sched.h, those of fs/proc/array.c. */
char proctree_state_letter(uint32_t state)
{
	static const struct {
		uint32_t bit;
		char letter;
	} letters[] = {
		{ 0x01, 'S' }, { 0x02, 'D' }, { 0x04, 'T' }, { 0x08, 't' },
		{ 0x10, 'X' }, { 0x80, 'X' }, { 0x20, 'Z' }, { 0x40, 'P' },
	};
	size_t i;

	if ((state & 0x402) == 0x402) /* TASK_IDLE */
		return 'I';
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++) {
		if (state & letters[i].bit)
			return letters[i].letter;
	}
	return 'R';
}

const struct proctree_member *proctree_member_find(uint32_t kind,
						   const char *key)
{
	const struct proctree_member *m;

	for (m = proctree_members; m->key; m++)
		if (m->kind == kind && !strcmp(m->key, key))
			return m;
	return NULL;
}

int proctree_member_int(const struct proctree_event *e, const char *key,
			int64_t *value)
{
	const struct proctree_member *m = proctree_member_find(e->kind, key);
	const char *at = (const char *)e;
	uint64_t u64;
	uint32_t u32;

	if (!m || m->type == PROCTREE_MEMBER_TEXT)
		return -EINVAL;
	if (m->type == PROCTREE_MEMBER_U64) {
		memcpy(&u64, at + m->offset, sizeof(u64));
		*value = u64;
		return 0;
	}
	memcpy(&u32, at + m->offset, sizeof(u32));
	if (m->type == PROCTREE_MEMBER_S32)
		*value = (int32_t)u32;
	else if (m->type == PROCTREE_MEMBER_STATE)
		*value = proctree_state_letter(u32);
	else if (m->type == PROCTREE_MEMBER_STAGE)
		*value = !!(e->flags & PROCTREE_EVENT_CONFIRMED);
	else
		*value = u32;
	return 0;
}
