// SPDX-License-Identifier: GPL-2.0-only
/*
 * An event as a line of text; see event.h. The columns are the time, the pid,
 * the kind, the task's name indented by its depth, and what is special to the
 * kind.
 */
#include <stdio.h>
#include <string.h>

#include "eventdetail.h"
#include "put.h"

#define DEPTH_MAX	20	/* levels of indentation */
#define PID_WIDTH	7

/* Seconds and microseconds; before the beginning is the beginning. */
static char *put_time(char *to, uint64_t ns, uint64_t begin_ns)
{
	uint64_t us = (ns > begin_ns ? ns - begin_ns : 0) / 1000;
	uint32_t below = us % 1000000;
	int i;

	us /= 1000000;
	to = put_number(to, us < 1000000 ? us : 999999, 6);
	*to++ = '.';
	for (i = 5; i >= 0; i--, below /= 10)
		to[i] = '0' + below % 10;
	return to + 6;
}

/* How far a task is below the root, or below the one without a parent. */
static unsigned int depth_of(const struct event_style *style,
			     const struct proctree_row *row)
{
	unsigned int depth = 0;

	if (row && row->flags & PROCTREE_ROW_THREAD) {
		row = style->find(style->context, row->tgid);
		depth++;
	}
	while (row && row->pid != style->root && depth < DEPTH_MAX) {
		row = style->find(style->context, row->ppid);
		depth += !!row;
	}
	return depth;
}

static char *put_kind(char *to, const struct event_style *style, uint32_t kind)
{
	enum mark_colour colour = MARK_PLAIN;
	const char *name = event_name(kind);
	size_t width = strlen(name);

	if (kind < event_ndetails)
		colour = event_details[kind].colour;
	if (style->colour)
		to = put_text(to, mark_on[colour]);
	to = put_text(to, name);
	if (style->colour && colour != MARK_PLAIN)
		to = put_text(to, MARK_OFF);
	for (; width < 9; width++)
		*to++ = ' ';
	return to;
}

static char *put_lost(char *to, const struct event_style *style,
		      const struct proctree_event *e)
{
	to = put_text(to, "      - ");
	if (style->colour)
		to = put_text(to, mark_on[MARK_ZOMBIE]);
	to += sprintf(to, "lost     %llu events: a larger --ring keeps more",
		      (unsigned long long)e->u.lost.lost);
	return style->colour ? put_text(to, MARK_OFF) : to;
}

char *event_text(char *to, const struct event_style *style,
		 const struct proctree_event *e)
{
	const struct proctree_row *row = style->find(style->context, e->pid);
	unsigned int depth;

	to = put_time(to, e->time_ns, style->begin_ns);
	*to++ = ' ';
	if (e->kind == PROCTREE_EVENT_LOST) {
		to = put_lost(to, style, e);
		*to++ = '\n';
		return to;
	}
	to = put_number(to, e->pid, PID_WIDTH);
	*to++ = ' ';
	to = put_kind(to, style, e->kind);
	depth = depth_of(style, row);
	memset(to, ' ', 2 * DEPTH_MAX);
	to = event_put_name(to + 2 * depth, style, row);
	if (e->kind < event_ndetails && event_details[e->kind].put) {
		to = put_text(to, "  ");
		to = event_details[e->kind].put(to, style, e);
	}
	*to++ = '\n';
	return to;
}

char *event_headings(char *to, const struct event_style *style)
{
	if (style->colour)
		to = put_text(to, mark_on[MARK_FAINT]);
	to = put_text(to, "         TIME     PID EVENT    TASK");
	if (style->colour)
		to = put_text(to, MARK_OFF);
	*to++ = '\n';
	return to;
}
