// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who waits for whom, in words; see waitwords.h.
 */
#include <stdarg.h>
#include <stdio.h>

#include "decode.h"
#include "text.h"
#include "waitwords.h"

#define LISTED_MAX 4	/* tasks that are listed; of more the number is told */
#define CIRCLE_MAX 8

struct sentence {
	const struct waitwords *w;
	char *at;
	size_t room;
};

static struct sentence begin(const struct waitwords *w, char *to)
{
	*to = '\0';
	return (struct sentence){ w, to, WAITWORDS_MAX };
}

/* What does not fit is cut off. */
__attribute__((format(printf, 2, 3)))
static void say(struct sentence *s, const char *format, ...)
{
	va_list args;
	size_t n;

	va_start(args, format);
	n = vsnprintf(s->at, s->room, format, args);
	va_end(args);
	if (n >= s->room)
		n = s->room - 1;
	s->at += n;
	s->room -= n;
}

static const struct proctree_relations *
relations(const struct waitwords *w, const struct proctree_row *row)
{
	return proctree_row_block(w->rows, row, PROCTREE_BLOCK_RELATIONS);
}

static void say_task(struct sentence *s, uint32_t i)
{
	const struct proctree_row *row = proctree_row_at(s->w->rows, i);
	char name[TEXT_COMM_MAX];
	unsigned int columns = 0;

	say(s, "%d", row->pid);
	if (s->w->brief)
		return;
	text_comm(name, row->comm, s->w->utf8, &columns);
	say(s, " (%s)", name);
}

/* "901 (sh), 902 (cat) or 3 more": the targets of edges of one kind. */
static void say_targets(struct sentence *s, uint32_t i, enum waits_why why)
{
	const struct waits *waits = s->w->waits;
	uint32_t e, n = 0, said = 0;

	for (e = waits->first[i]; e < waits->first[i + 1]; e++)
		n += waits->edges[e].why == why;
	for (e = waits->first[i]; e < waits->first[i + 1]; e++) {
		if (waits->edges[e].why != why)
			continue;
		if (said == LISTED_MAX) {
			say(s, " or %u more", n - said);
			return;
		}
		if (said)
			say(s, "%s", said + 1 == n ? " or " : ", ");
		say_task(s, waits->edges[e].target);
		said++;
	}
}

/* Which kinds of edges a waiter has: bits 1 << enum waits_why. */
static unsigned int kinds(const struct waits *waits, uint32_t i)
{
	unsigned int bits = 0;
	uint32_t e;

	for (e = waits->first[i]; e < waits->first[i + 1]; e++)
		bits |= 1U << waits->edges[e].why;
	return bits;
}

static void say_status(struct sentence *s, const struct proctree_row *row)
{
	const struct proctree_field *code = proctree_field_find("exit_code");
	char text[DECODE_MAX];

	if (!s->w->brief)
		say(s, "zombie: ");
	if (!code || !proctree_field_valid(s->w->rows, row, code))
		return;
	decode_status(text, proctree_field_int(s->w->rows, row, code));
	say(s, "%s; ", text);
}

static void say_reap(struct sentence *s, uint32_t i)
{
	const struct waits *waits = s->w->waits;
	uint32_t parent = waits->edges[waits->first[i]].target;
	const struct proctree_row *row = proctree_row_at(s->w->rows, parent);

	say(s, "parent ");
	say_task(s, parent);
	if (relations(s->w, row)->child_wait)
		say(s, " waits, but for another one");
	else if (row->state == 'T')
		say(s, " is stopped");
	else
		say(s, " is not in wait");
}

/* Why it is not reaped. */
static void say_zombie(struct sentence *s, uint32_t i,
		       const struct proctree_row *row, unsigned int why)
{
	say_status(s, row);
	if (why & 1U << WAITS_REAP) {
		say_reap(s, i);
	} else if (why & 1U << WAITS_DETACH) {
		say(s, "tracer ");
		say_targets(s, i, WAITS_DETACH);
		say(s, " must wait for it first");
	} else if (!(row->flags & PROCTREE_ROW_THREAD) &&
		   row->nr_threads > 1) {
		say(s, "first its other threads must exit: %u",
		    row->nr_threads - 1);
	} else if (relations(s->w, row)->ptrace) {
		say(s, "its tracer, not visible here, must wait for it first");
	} else {
		say(s, "its parent is not visible here");
	}
}

/* What /proc tells: it is said that it does. */
static void say_proc(struct sentence *s, uint32_t i, unsigned int why)
{
	static const char *const how[] = {
		[WAITS_PIPE_READ] = "in read of a pipe, for",
		[WAITS_PIPE_WRITE] = "in write to a full pipe, for",
		[WAITS_SOCKET] = "at a socket, for",
		[WAITS_LOCK] = "for the file lock of",
		[WAITS_FUTEX] = "for the futex of",
	};
	enum waits_why kind;

	for (kind = WAITS_PIPE_READ; kind <= WAITS_FUTEX; kind++) {
		if (!(why & 1U << kind))
			continue;
		say(s, "%s%s%s ", why & ((1U << kind) - 1) ? "; " : "",
		    s->w->brief ? "" : "waits ", how[kind]);
		say_targets(s, i, kind);
		say(s, " (by /proc)");
	}
}

static void say_living(struct sentence *s, uint32_t i, unsigned int why)
{
	const char *verb = s->w->brief ? "" : "waits ";

	if (why & 1U << WAITS_TRACER) {
		say(s, "%sfor tracer ", s->w->brief ? "" : "stopped ");
		say_targets(s, i, WAITS_TRACER);
	}
	if (why & 1U << WAITS_VFORK) {
		say(s, "%s%sin vfork for ", why & 1U << WAITS_TRACER ? "; " : "",
		    verb);
		say_targets(s, i, WAITS_VFORK);
		if (!s->w->brief)
			say(s, " until it execs or exits");
	}
	if (why & 1U << WAITS_CHILD) {
		say(s, "%s%s%s for ",
		    why & (1U << WAITS_TRACER | 1U << WAITS_VFORK) ? "; " : "",
		    verb, s->w->brief ? "in wait" : "in wait4 or waitid");
		say_targets(s, i, WAITS_CHILD);
	}
	say_proc(s, i, why);
}

const char *waitwords_waits(const struct waitwords *w, uint32_t i, char *to)
{
	const struct proctree_row *row = proctree_row_at(w->rows, i);
	unsigned int why = kinds(w->waits, i);
	struct sentence s = begin(w, to);

	if (row->state == 'Z')
		say_zombie(&s, i, row, why);
	else
		say_living(&s, i, why);
	return *to ? to : NULL;
}

const char *waitwords_edge(const struct waitwords *w,
			   const struct waits_edge *edge, char *to)
{
	static const char *const how[] = {
		[WAITS_VFORK] = "waits for it in vfork, until it execs or exits",
		[WAITS_CHILD] = "is in wait4 or waitid, for it or another one",
		[WAITS_TRACER] = "is stopped, it is the tracer",
		[WAITS_THREADS] = "has exited, and can't be reaped before it",
		[WAITS_DETACH] = "is a zombie that it, the tracer, must wait for first",
		[WAITS_REAP] = "is a zombie that it has not waited for",
		[WAITS_PIPE_READ] = "reads from a pipe that it can write to (by /proc)",
		[WAITS_PIPE_WRITE] = "writes to a full pipe that it can read (by /proc)",
		[WAITS_SOCKET] = "waits at a socket whose other side it has (by /proc)",
		[WAITS_LOCK] = "waits for its file lock (by /proc)",
		[WAITS_FUTEX] = "waits for its futex (by /proc)",
	};
	struct sentence s = begin(w, to);

	say_task(&s, edge->waiter);
	say(&s, " %s", how[edge->why]);
	return to;
}

const char *waitwords_circle(const struct waitwords *w, uint32_t i, char *to)
{
	struct sentence s = begin(w, to);
	uint32_t at = w->waits->next[i], said = 0;

	if (at == TREE_ORDER_NONE)
		return NULL;
	say_task(&s, i);
	say(&s, " waits for ");
	for (; at != i; at = w->waits->next[at]) {
		if (++said == CIRCLE_MAX) {
			say(&s, "others, and so on back to ");
			break;
		}
		say_task(&s, at);
		say(&s, ", which waits for ");
	}
	if (said)
		say(&s, "%d", proctree_row_at(w->rows, i)->pid);
	else
		say(&s, "itself");
	return to;
}

const char *waitwords_heir(const struct waitwords *w, uint32_t i, char *to)
{
	const struct proctree_row *row = proctree_row_at(w->rows, i);
	struct sentence s = begin(w, to);
	const struct proctree_row *heir;
	uint32_t c, n = 0;

	heir = proctree_find(w->rows, relations(w, row)->reaper_pid);
	if (!heir || heir->pid == row->tgid || row->flags & PROCTREE_ROW_KTHREAD)
		return NULL;
	for (c = 0; c < w->rows->count; c++) {
		const struct proctree_row *child = proctree_row_at(w->rows, c);

		n += child->ppid == row->tgid &&
		     !(child->flags & PROCTREE_ROW_THREAD);
	}
	if (n)
		say(&s, "%u %s", n, n == 1 ? "child" : "children");
	else
		say(&s, "children, if it had any,");
	say(&s, " would be adopted by ");
	say_task(&s, ((const char *)heir - (const char *)w->rows->data) /
		     w->rows->stride);
	say(&s, " if it exited now");
	return to;
}
