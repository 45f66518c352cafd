/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Evidence: the value of a sight, from the record of a run. Rows, what roles
 * said, events and shares all come out as numbers that are known exactly, or
 * within bounds. Does not judge.
 */
#ifndef EVIDENCE_H
#define EVIDENCE_H

#include "trial.h"

#define WHY_MAX	120

/* A value between @low and @high, both included; mostly they are equal. */
struct reading {
	int64_t low;
	int64_t high;
};

enum evidence {
	EVIDENCE_FOUND,
	EVIDENCE_ABSENT,	/* there was surely no such event */
	EVIDENCE_MISSING,	/* it can't be known */
	EVIDENCE_NOT_ASKED,	/* with other options there would be */
	EVIDENCE_SKIPPED,	/* there can't be any on this machine */
};

/**
 * evidence_read - the value of @sight in @t
 * @reading:	result, if it is found
 * @why:	result, if it is not: the reason, WHY_MAX bytes
 */
enum evidence evidence_read(const struct trial *t, const struct sight *sight,
			    struct reading *reading, char *why);

/* Whether @e is one of the events that @sight, which has a kind, looks at. */
bool evidence_matches(const struct trial *t, const struct sight *sight,
		      const struct proctree_event *e);

/* Why @reading is too vague to be compared, into WHY_MAX bytes. */
void evidence_why_vague(const struct trial *t, const struct sight *sight,
			const struct reading *reading, char *why);

#endif
