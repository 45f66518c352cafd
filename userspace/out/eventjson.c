// SPDX-License-Identifier: GPL-2.0-only
/*
 * An event as one JSON object; see event.h. Keys are the members of struct
 * proctree_event, and a word beside each number that has one.
 */
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "event.h"
#include "put.h"
#include "text.h"

enum type {
	S32,
	U32,
	U64,
	BOOL,
	TEXT,	/* up to the NUL */
	CLONE,	/* the rest are words made of a number */
	SIGNAL,
	CODE,
	RESULT,
	STATUS,
	HEIR,
	STAGE,
	STATE,
};

#define M(KIND, member, type, key) \
	{ PROCTREE_EVENT_##KIND, type, key, \
	  offsetof(struct proctree_event, u.member) }

static const struct member {
	uint32_t kind;
	enum type type;
	const char *key;
	size_t offset;
} members[] = {
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
};

#define NMEMBERS (sizeof(members) / sizeof(members[0]))

char *event_json_string(char *to, const char *text)
{
	*to++ = '"';
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			*to++ = '\\';
		*to++ = *text;
	}
	*to++ = '"';
	return to;
}

static char *put_key(char *to, const char *key)
{
	*to++ = ',';
	to = event_json_string(to, key);
	*to++ = ':';
	return to;
}

/* A string of the kernel: any bytes, perhaps without a NUL. */
static char *put_kernel_text(char *to, const struct event_style *style,
			     const char *text, size_t size)
{
	char whole[64] = { 0 }, safe[4 * sizeof(whole)];

	memcpy(whole, text, size < sizeof(whole) ? size : sizeof(whole) - 1);
	text_any(safe, whole, style->utf8);
	return event_json_string(to, safe);
}

static size_t text_size(const struct proctree_event *e)
{
	return e->kind == PROCTREE_EVENT_MARK ? sizeof(e->u.mark.text) :
	       e->kind == PROCTREE_EVENT_EXEC ? sizeof(e->u.exec.file) :
						sizeof(e->u.rename.comm);
}

/* The word for a number; "" if there is none. */
static void word_of(char *to, const struct proctree_event *e, enum type type,
		    uint32_t number)
{
	const char *word = "";
	char letter[2] = "";

	switch (type) {
	case SIGNAL:
		decode_signal(to, (int32_t)number);
		return;
	case STATUS:
		decode_status(to, (int32_t)number);
		return;
	case CODE:
		word = event_signal_code(e->u.signal.sig, number);
		break;
	case RESULT:
		word = number ? event_signal_result(number) : "delivered";
		break;
	case HEIR:
		word = event_heir(number);
		break;
	case STAGE:
		word = e->flags & PROCTREE_EVENT_CONFIRMED ? "confirmed" :
							     "predicted";
		break;
	default:
		letter[0] = event_state(number);
		word = letter;
	}
	strcpy(to, word ? word : "");
}

static char *put_member(char *to, const struct event_style *style,
			const struct proctree_event *e, const struct member *m)
{
	const char *at = (const char *)e + m->offset;
	char word[DECODE_MAX];
	uint64_t u64 = 0;
	uint32_t u32 = 0;

	to = put_key(to, m->key);
	if (m->type == U64 || m->type == CLONE)
		memcpy(&u64, at, sizeof(u64));
	else
		memcpy(&u32, at, sizeof(u32));
	switch (m->type) {
	case S32:
		return to + sprintf(to, "%d", (int32_t)u32);
	case U32:
		return to + sprintf(to, "%u", u32);
	case U64:
		return to + sprintf(to, "%llu", (unsigned long long)u64);
	case BOOL:
		return put_text(to, u32 ? "true" : "false");
	case TEXT:
		return put_kernel_text(to, style, at, text_size(e));
	case CLONE:
		event_clone_flags(word, u64);
		return event_json_string(to, word);
	default:
		word_of(word, e, m->type, u32);
		return event_json_string(to, word);
	}
}

char *event_json(char *to, const struct event_style *style,
		 const struct proctree_event *e)
{
	const struct proctree_row *row = style->find(style->context, e->pid);
	size_t i;

	to = put_text(to, "{\"event\":");
	to = event_json_string(to, event_name(e->kind));
	to += sprintf(to, ",\"seq\":%llu,\"time_ns\":%llu",
		      (unsigned long long)e->seq,
		      (unsigned long long)e->time_ns);
	if (e->kind != PROCTREE_EVENT_LOST) {
		to += sprintf(to,
			      ",\"cpu\":%u,\"pid\":%d,\"tgid\":%d,\"start_ns\":%llu",
			      e->cpu, e->pid, e->tgid,
			      (unsigned long long)e->start_ns);
		to = put_key(to, "comm");
		to = row ? put_kernel_text(to, style, row->comm,
					   sizeof(row->comm)) :
			   put_text(to, "null");
	}
	for (i = 0; i < NMEMBERS; i++) {
		if (members[i].kind == e->kind)
			to = put_member(to, style, e, &members[i]);
	}
	return put_text(to, "}\n");
}
