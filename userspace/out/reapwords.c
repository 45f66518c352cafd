// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who made a task, and what becomes of it; see reapwords.h.
 */
#include <signal.h>
#include <stdio.h>

#include "decode.h"
#include "lib/pids.h"
#include "reapwords.h"
#include "text.h"

static const struct proctree_relations *relations(const struct reapwords *w)
{
	return proctree_row_block(w->rows, w->row, PROCTREE_BLOCK_RELATIONS);
}

/* Process or thread @tid, NULL if it is not there. */
static const struct proctree_row *find(const struct reapwords *w, int64_t tid)
{
	struct pids pids;
	uint32_t i;

	if (pids_init(&pids, w->rows))
		return NULL;
	i = pids_find(&pids, tid);
	pids_free(&pids);
	return i == TREE_ORDER_NONE ? NULL : proctree_row_at(w->rows, i);
}

/* A field of a row that can be read and is not 0. */
static bool is_set(const struct reapwords *w, const struct proctree_row *row,
		   const char *name)
{
	const struct proctree_field *field = proctree_field_find(name);

	return proctree_field_valid(w->rows, row, field) &&
	       proctree_field_int(w->rows, row, field);
}

static const char *name_of(const struct reapwords *w,
			   const struct proctree_row *row, char *to)
{
	unsigned int columns = 0;

	text_comm(to, row->comm, w->utf8, &columns);
	return to;
}

const char *reapwords_parent(const struct reapwords *w, char *to)
{
	int64_t tid = relations(w)->real_parent_tid;
	const struct proctree_row *parent = find(w, w->row->ppid);
	char thread[TEXT_COMM_MAX], name[TEXT_COMM_MAX];
	const struct proctree_row *row;

	if (tid == w->row->ppid || w->row->flags & PROCTREE_ROW_THREAD ||
	    !parent)
		return NULL;
	row = find(w, tid);
	if (!row)
		return NULL;
	snprintf(to, REAPWORDS_MAX,
		 "is the child of thread %d (%s), one of process %d (%s)",
		 row->pid, name_of(w, row, thread), parent->pid,
		 name_of(w, parent, name));
	return to;
}

const char *reapwords_exit(const struct reapwords *w, char *to)
{
	const struct proctree_row *parent = find(w, w->row->ppid);
	char name[TEXT_COMM_MAX], signal[32];
	int64_t sent = relations(w)->exit_signal;
	const char *how = NULL;

	if (w->row->flags & (PROCTREE_ROW_THREAD | PROCTREE_ROW_KTHREAD) ||
	    w->row->state == 'Z' || !parent)
		return NULL;
	if (sent == SIGCHLD && is_set(w, parent, "sigchld_ignored"))
		how = "ignores SIGCHLD";
	else if (sent == SIGCHLD && is_set(w, parent, "sigchld_nowait"))
		how = "has SA_NOCLDWAIT";
	if (how) {
		snprintf(to, REAPWORDS_MAX,
			 "will be no zombie when it exits: its parent %d (%s) %s",
			 parent->pid, name_of(w, parent, name), how);
		return to;
	}
	if (sent == SIGCHLD)
		return NULL;
	decode_signal(signal, sent);
	snprintf(to, REAPWORDS_MAX,
		 "will send its parent %s when it exits: only a wait with __WALL or __WCLONE finds it",
		 sent ? signal : "no signal");
	return to;
}

const char *reapwords_pdeath(const struct reapwords *w, char *to)
{
	int64_t sent = relations(w)->pdeath_signal;
	char signal[32];

	if (!sent)
		return NULL;
	decode_signal(signal, sent);
	snprintf(to, REAPWORDS_MAX, "gets %s when its parent exits", signal);
	return to;
}
