// SPDX-License-Identifier: GPL-2.0-only
/*
 * An event as one JSON object; see event.h. Keys are those of proctree_members.
 */
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "event.h"
#include "put.h"
#include "text.h"

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
static void word_of(char *to, const struct proctree_event *e, enum proctree_member_type type,
		    uint32_t number)
{
	const char *word = "";
	char letter[2] = "";

	switch (type) {
	case PROCTREE_MEMBER_SIGNAL:
		decode_signal(to, (int32_t)number);
		return;
	case PROCTREE_MEMBER_STATUS:
		decode_status(to, (int32_t)number);
		return;
	case PROCTREE_MEMBER_CODE:
		word = event_signal_code(e->u.signal.sig, number);
		break;
	case PROCTREE_MEMBER_RESULT:
		word = number ? event_signal_result(number) : "delivered";
		break;
	case PROCTREE_MEMBER_HEIR:
		word = event_heir(number);
		break;
	case PROCTREE_MEMBER_STAGE:
		word = e->flags & PROCTREE_EVENT_CONFIRMED ? "confirmed" :
							     "predicted";
		break;
	default:
		letter[0] = proctree_state_letter(number);
		word = letter;
	}
	strcpy(to, word ? word : "");
}

static char *put_member(char *to, const struct event_style *style,
			const struct proctree_event *e, const struct proctree_member *m)
{
	const char *at = (const char *)e + m->offset;
	char word[DECODE_MAX];
	uint64_t u64 = 0;
	uint32_t u32 = 0;

	to = put_key(to, m->key);
	if (m->type == PROCTREE_MEMBER_U64 || m->type == PROCTREE_MEMBER_CLONE)
		memcpy(&u64, at, sizeof(u64));
	else
		memcpy(&u32, at, sizeof(u32));
	switch (m->type) {
	case PROCTREE_MEMBER_S32:
		return to + sprintf(to, "%d", (int32_t)u32);
	case PROCTREE_MEMBER_U32:
		return to + sprintf(to, "%u", u32);
	case PROCTREE_MEMBER_U64:
		return to + sprintf(to, "%llu", (unsigned long long)u64);
	case PROCTREE_MEMBER_BOOL:
		return put_text(to, u32 ? "true" : "false");
	case PROCTREE_MEMBER_TEXT:
		return put_kernel_text(to, style, at, text_size(e));
	case PROCTREE_MEMBER_CLONE:
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
	const struct proctree_member *m;

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
	for (m = proctree_members; m->key; m++) {
		if (m->kind == e->kind)
			to = put_member(to, style, e, m);
	}
	return put_text(to, "}\n");
}
