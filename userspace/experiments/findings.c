// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a verdict rests on; see findings.h.
 */
#include <inttypes.h>
#include <string.h>

#include "eventline.h"
#include "findings.h"
#include "line.h"
#include "out/event.h"
#include "share.h"

#define EVENTS_MAX 8 /* to be shown of one check */

static const char *const op_words[] = {
	[CHECK_EQ] = "is",
	[CHECK_NE] = "is not",
	[CHECK_HAS] = "has",
	[CHECK_LACKS] = "lacks",
	[CHECK_LT] = "is below",
	[CHECK_GT] = "is above",
	[CHECK_GE] = "is at least",
};

static void put_sight(const struct pen *pen, const struct sight *sight)
{
	if (!sight->step && !sight->kind) {
		fputs(sight->field, pen->out);
		return;
	}
	if (!sight->kind) {
		fprintf(pen->out, "%s: %s of %s", sight->step, sight->field,
			sight->role);
		return;
	}
	fprintf(pen->out, "%s to %s: %s of %s of %s",
		sight->since ? sight->since : "the beginning",
		sight->step ? sight->step : "the end", sight->field,
		event_name(sight->kind), sight->role ? sight->role : "anybody");
	if (sight->whom)
		fprintf(pen->out, ", %s %s", sight->member, sight->whom);
	else if (sight->member)
		fprintf(pen->out, ", %s %" PRId64, sight->member, sight->is);
}

void finding_check(const struct pen *pen, const struct check *check)
{
	put_sight(pen, &check->seen);
	fprintf(pen->out, " %s ", op_words[check->op]);
	if (check->than.field)
		put_sight(pen, &check->than);
	else
		fprintf(pen->out, check->value < 256 ? "%" PRId64 : "%#" PRIx64,
			check->value);
}

static void put_reading(const struct pen *pen, const struct reading *reading)
{
	fprintf(pen->out, "%#" PRIx64, reading->low);
	if (reading->low != reading->high)
		fprintf(pen->out, " to %#" PRIx64, reading->high);
}

/* Those that would have matched anywhere: the wrong place is news as well. */
static void put_events(const struct trial *t, const struct pen *pen,
		       const struct sight *sight)
{
	char detail[EVENT_LINE_MAX];
	unsigned int i, n = 0;

	for (i = 0; i < t->record.n && n < EVENTS_MAX; i++) {
		const struct proctree_event *e = &t->record.events[i];

		if (!evidence_matches(t, sight, e))
			continue;
		eventline_detail(t, e, detail);
		fprintf(pen->out, "%*s  event %u, %.3f ms: %s %s\n",
			LINE_INDENT, "", i, (e->time_ns - t->begin_ns) / 1e6,
			event_name(e->kind), detail);
		n++;
	}
}

static void put_finding(const struct trial *t, const struct pen *pen,
			const struct check *check,
			const struct finding *finding)
{
	fprintf(pen->out, "%*s%-5s ", LINE_INDENT, "",
		finding->truth == TRUTH_YES ? "true" : "false");
	put_sight(pen, &check->seen);
	fputs(" = ", pen->out);
	put_reading(pen, &finding->seen);
	fprintf(pen->out, ", to be: %s ", op_words[check->op]);
	put_reading(pen, &finding->than);
	fputc('\n', pen->out);
	if (check->seen.kind)
		put_events(t, pen, &check->seen);
	if (check->than.kind)
		put_events(t, pen, &check->than);
}

void findings_text(const struct trial *t, const struct pen *pen,
		   const struct claim *claim, const struct judgement *j)
{
	unsigned int i;

	for (i = 0; i < j->nfindings; i++)
		put_finding(t, pen, &claim->checks[i], &j->findings[i]);
}
