// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events as lines of the timeline; see eventline.h.
 */
#include <stdio.h>
#include <string.h>

#include "eventline.h"
#include "eventorder.h"
#include "evidence.h"
#include "out/eventdetail.h"
#include "out/mark.h"

#define LINES_MAX 24 /* between two steps; the rest is counted */

/* When a task is freed, and how it is woken, is not the play's business. */
#define SHOWN								\
	(EVENTS(FORK) | EVENTS(EXEC) | EVENTS(EXIT) | EVENTS(REPARENT) | \
	 EVENTS(WAIT) | EVENTS(SIGNAL) | EVENTS(DELIVER))

static const char *call(const void *trial, int32_t pid)
{
	const struct trial *t = trial;
	int player = trial_player(t, pid, 0);

	return player < 0 ? "?" : t->roles[player].name;
}

void eventline_detail(const struct trial *t, const struct proctree_event *e,
		      char *to)
{
	const struct event_style style = { .call = call, .context = t };

	if (e->kind < event_ndetails && event_details[e->kind].put)
		to = event_details[e->kind].put(to, &style, e);
	*to = '\0';
}

static bool is_evidence(const struct trial *t, const struct proctree_event *e)
{
	const struct claim *claim;
	const struct check *check;

	for (claim = t->exp->claims; claim->id; claim++)
		for (check = claim->checks; check < claim->checks +
		     CLAIM_CHECKS && check->seen.field; check++)
			if ((check->seen.kind &&
			     evidence_matches(t, &check->seen, e)) ||
			    (check->than.kind &&
			     evidence_matches(t, &check->than, e)))
				return true;
	return false;
}

static bool was_predicted(const struct trial *t, const struct proctree_event *e)
{
	const struct proctree_event *p;

	for (p = e; p-- > t->record.events;)
		if (p->kind == e->kind && p->pid == e->pid &&
		    p->start_ns == e->start_ns &&
		    !memcmp(&p->u.reparent, &e->u.reparent,
			    sizeof(e->u.reparent)))
			return true;
	return false;
}

bool eventline_shown(const struct trial *t, const struct proctree_event *e)
{
	int player = trial_player(t, e->pid, e->start_ns);

	if (e->kind == PROCTREE_EVENT_LOST)
		return true;
	if (player < 0 || t->roles[player].crew)
		return false;
	/* Told twice: what confirms the first one comes at any time after it. */
	if (e->kind == PROCTREE_EVENT_REPARENT &&
	    e->flags & PROCTREE_EVENT_CONFIRMED)
		return !was_predicted(t, e);
	return SHOWN & 1ULL << e->kind || is_evidence(t, e);
}

/* How many of the @n events @list begins with are the same but for their time. */
static unsigned int count_equal(const struct trial *t, const unsigned int *list,
				unsigned int n)
{
	const struct proctree_event *all = t->record.events;
	char first[EVENT_LINE_MAX], other[EVENT_LINE_MAX];
	unsigned int i = 1;

	eventline_detail(t, &all[list[0]], first);
	for (; i < n && all[list[i]].kind == all[list[0]].kind &&
	     all[list[i]].pid == all[list[0]].pid; i++) {
		eventline_detail(t, &all[list[i]], other);
		if (strcmp(first, other))
			break;
	}
	return i;
}

static void put_event(const struct layout *l, const struct proctree_event *e,
		      unsigned int times)
{
	FILE *out = l->pen->out;
	char detail[EVENT_LINE_MAX];
	int width;

	fprintf(out, "%5.0f ms  ", (e->time_ns - l->t->begin_ns) / 1e6);
	if (e->kind == PROCTREE_EVENT_LOST) {
		fprintf(out, "%llu events were lost\n",
			(unsigned long long)e->u.lost.lost);
		return;
	}
	eventline_detail(l->t, e, detail);
	width = fprintf(out, "%-*s  ", l->label, call(l->t, e->pid));
	if (e->kind < event_ndetails)
		pen_colour(l->pen, mark_on[event_details[e->kind].colour]);
	width += fprintf(out, "%-8s", event_name(e->kind));
	pen_colour(l->pen, MARK_OFF);
	width += LINE_INDENT + 1 + (times > 1 ? strlen(", 1000 times") : 0);
	fprintf(out, " %.*s", REPORT_WIDTH - width, detail);
	if (times > 1)
		fprintf(out, ", %u times", times);
	fputc('\n', out);
}

void eventlines(const struct layout *l, const struct step *step)
{
	const struct trial *t = l->t;
	unsigned int i = step > t->steps ? step[-1].at : 0;
	unsigned int end = step < t->steps + t->nsteps ? step->at : t->end;
	unsigned int list[EVENTORDER_MAX], n = 0, shown, lines, times;

	for (; i < end; i++) {
		if (!eventline_shown(t, &t->record.events[i]))
			continue;
		if (n < EVENTORDER_MAX)
			list[n] = i;
		n++;
	}
	shown = n < EVENTORDER_MAX ? n : EVENTORDER_MAX;
	eventorder(t, list, shown);
	for (i = 0, lines = 0; i < shown && lines < LINES_MAX; lines++) {
		times = count_equal(t, list + i, shown - i);
		put_event(l, &t->record.events[list[i]], times);
		i += times;
	}
	if (n > i)
		fprintf(l->pen->out, "%*s... and %u more events\n", LINE_INDENT,
			"", n - i);
}
