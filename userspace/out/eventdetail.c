// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is special to each kind of event, as text; see eventdetail.h.
 */
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "eventdetail.h"
#include "put.h"
#include "text.h"

static char *put_pid(char *to, const struct event_style *style, int32_t pid)
{
	if (style->call)
		return put_text(to, style->call(style->context, pid));
	return put_number(to, pid, put_digits(pid));
}

/* Kernel threads in brackets, threads in braces, as in the tree. */
char *event_put_name(char *to, const struct event_style *style,
		     const struct proctree_row *row)
{
	uint32_t odd = row ? row->flags & (PROCTREE_ROW_KTHREAD |
					   PROCTREE_ROW_THREAD) : 0;
	unsigned int columns = 0;

	if (!row)
		return put_text(to, "?");
	if (odd)
		*to++ = odd & PROCTREE_ROW_THREAD ? '{' : '[';
	to = text_comm(to, row->comm, style->utf8, &columns);
	if (odd)
		*to++ = odd & PROCTREE_ROW_THREAD ? '}' : ']';
	return to;
}

/* "1 systemd": somebody else. */
static char *put_task(char *to, const struct event_style *style, int32_t pid)
{
	const struct proctree_row *row = NULL;

	if (!style->call)
		row = style->find(style->context, pid);
	to = put_pid(to, style, pid);
	if (!row)
		return to;
	*to++ = ' ';
	return event_put_name(to, style, row);
}

static char *put_arrow(char *to, const struct event_style *style)
{
	return put_text(to, style->utf8 ? "→ " : "-> ");
}

static char *put_fork(char *to, const struct event_style *style,
		      const struct proctree_event *e)
{
	to = put_arrow(to, style);
	if (e->u.fork.child_pid != e->u.fork.child_tgid)
		to = put_text(to, "thread ");
	to = put_pid(to, style, e->u.fork.child_pid);
	*to++ = ' ';
	*to++ = ' ';
	to = event_clone_flags(to, e->u.fork.clone_flags);
	if (e->u.fork.exit_signal > 0) {
		*to++ = ' ';
		decode_signal(to, e->u.fork.exit_signal);
		to += strlen(to);
	}
	if (e->u.fork.child_pid == e->u.fork.child_tgid &&
	    e->u.fork.child_ppid != e->tgid) {
		to = put_text(to, ", child of ");
		to = put_task(to, style, e->u.fork.child_ppid);
	}
	return to;
}

/* A string of the kernel: any bytes, perhaps without a NUL. */
static char *put_kernel_text(char *to, const struct event_style *style,
			     const char *text, size_t size)
{
	char whole[64] = { 0 };

	memcpy(whole, text, size < sizeof(whole) ? size : sizeof(whole) - 1);
	return text_any(to, whole, style->utf8);
}

static char *put_exec(char *to, const struct event_style *style,
		      const struct proctree_event *e)
{
	/* The kernel sends the end of a path that is too long. */
	if (e->u.exec.file[sizeof(e->u.exec.file) - 2])
		to = put_text(to, style->utf8 ? "…" : "...");
	to = put_kernel_text(to, style, e->u.exec.file,
			     sizeof(e->u.exec.file));
	if (e->u.exec.old_pid == e->pid)
		return to;
	to = put_text(to, ", by thread ");
	return put_pid(to, style, e->u.exec.old_pid);
}

static char *put_rename(char *to, const struct event_style *style,
			const struct proctree_event *e)
{
	unsigned int columns = 0;

	to = put_arrow(to, style);
	return text_comm(to, e->u.rename.comm, style->utf8, &columns);
}

static char *put_exit(char *to, const struct event_style *style,
		      const struct proctree_event *e)
{
	bool failed = e->u.exit.code && e->u.exit.group_dead;

	if (style->colour && failed)
		to = put_text(to, mark_on[MARK_ZOMBIE]);
	decode_status(to, e->u.exit.code);
	to += strlen(to);
	if (style->colour && failed)
		to = put_text(to, MARK_OFF);
	if (e->u.exit.live)
		to += sprintf(to, ", %u thread%s left", e->u.exit.live,
			      e->u.exit.live == 1 ? "" : "s");
	return to;
}

static char *put_reparent(char *to, const struct event_style *style,
			  const struct proctree_event *e)
{
	to = put_task(to, style, e->u.reparent.old_ppid);
	*to++ = ' ';
	to = put_arrow(to, style);
	if (e->u.reparent.reason == PROCTREE_HEIR_THREAD) {
		to = put_text(to, "thread ");
		to = put_pid(to, style, e->u.reparent.new_parent_tid);
	} else {
		to = put_task(to, style, e->u.reparent.new_ppid);
		to = put_text(to, ", ");
		to = put_text(to, event_heir(e->u.reparent.reason));
		if (e->u.reparent.reason == PROCTREE_HEIR_INIT)
			to = put_text(to, " of the namespace");
	}
	return put_text(to, e->flags & PROCTREE_EVENT_CONFIRMED ?
				    ", confirmed" : ", predicted");
}

static char *put_wait(char *to, const struct event_style *style,
		      const struct proctree_event *e)
{
	to = put_text(to, "for ");
	if (!e->u.wait.target)
		return put_text(to, "any child");
	return put_task(to, style, e->u.wait.target);
}

static char *put_signal_name(char *to, const struct proctree_event *e)
{
	decode_signal(to, e->u.signal.sig);
	return to + strlen(to);
}

static char *put_signal(char *to, const struct event_style *style,
			const struct proctree_event *e)
{
	const char *code = event_signal_code(e->u.signal.sig, e->u.signal.code);
	const char *result = event_signal_result(e->u.signal.result);

	to = put_signal_name(to, e);
	if (e->u.signal.sender_pid) {
		to = put_text(to, " from ");
		to = put_task(to, style, e->u.signal.sender_pid);
	}
	if (code)
		to += sprintf(to, " (%s)", code);
	if (!e->u.signal.group)
		to = put_text(to, ", to this thread");
	if (*result)
		to += sprintf(to, ", %s", result);
	return to;
}

static char *put_deliver(char *to, const struct event_style *style,
			 const struct proctree_event *e)
{
	(void)style;
	to = put_signal_name(to, e);
	return put_text(to, e->u.signal.handler ? ", a function" :
						  ", default action");
}

static char *put_sleep(char *to, const struct event_style *style,
		       const struct proctree_event *e)
{
	*to++ = proctree_state_letter(e->u.sched.state);
	if (!e->u.sched.state)
		to = put_text(to, " preempted");
	to = put_text(to, ", next ");
	return put_task(to, style, e->u.sched.other_pid);
}

static char *put_run(char *to, const struct event_style *style,
		     const struct proctree_event *e)
{
	to = put_text(to, "after ");
	return put_task(to, style, e->u.sched.other_pid);
}

static char *put_wake(char *to, const struct event_style *style,
		      const struct proctree_event *e)
{
	to = put_text(to, "by ");
	return put_task(to, style, e->u.sched.other_pid);
}

static char *put_mark(char *to, const struct event_style *style,
		      const struct proctree_event *e)
{
	return put_kernel_text(to, style, e->u.mark.text,
			       sizeof(e->u.mark.text));
}

const struct event_detail event_details[] = {
	[PROCTREE_EVENT_MARK] = { put_mark, MARK_TRACED },
	[PROCTREE_EVENT_FORK] = { put_fork, MARK_PLAIN },
	[PROCTREE_EVENT_NEW] = { put_wake, MARK_PLAIN },
	[PROCTREE_EVENT_EXEC] = { put_exec, MARK_WAITING },
	[PROCTREE_EVENT_RENAME] = { put_rename, MARK_PLAIN },
	[PROCTREE_EVENT_EXIT] = { put_exit, MARK_PLAIN },
	[PROCTREE_EVENT_REPARENT] = { put_reparent, MARK_TRACED },
	[PROCTREE_EVENT_WAIT] = { put_wait, MARK_PLAIN },
	[PROCTREE_EVENT_SIGNAL] = { put_signal, MARK_STOPPED },
	[PROCTREE_EVENT_DELIVER] = { put_deliver, MARK_STOPPED },
	[PROCTREE_EVENT_SLEEP] = { put_sleep, MARK_FAINT },
	[PROCTREE_EVENT_RUN] = { put_run, MARK_FAINT },
	[PROCTREE_EVENT_WAKE] = { put_wake, MARK_FAINT },
};

const size_t event_ndetails =
	sizeof(event_details) / sizeof(event_details[0]);
