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
#include "words.h"

#define EVENTS_MAX 8 /* to be shown of one check */

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
	words_check(pen->out, check);
	fputs(": ", pen->out);
	put_reading(pen, &finding->seen);
	if (check->than.field) {
		fputs(" and ", pen->out);
		put_reading(pen, &finding->than);
	}
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
