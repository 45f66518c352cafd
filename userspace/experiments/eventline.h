/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The events between two steps, as lines of the timeline.
 */
#ifndef EVENTLINE_H
#define EVENTLINE_H

#include "line.h"
#include "out/event.h"

/* The events before @step and after the one before it; NULL = after the last. */
void eventlines(const struct layout *l, const struct step *step);

/**
 * eventline_shown - whether an event belongs into the timeline
 *
 * Those of a role's life, signals and waits do; others, that come often or late,
 * if a claim looks at them.
 */
bool eventline_shown(const struct trial *t, const struct proctree_event *e);

/* What is special to @e, with roles instead of numbers; EVENT_LINE_MAX bytes. */
void eventline_detail(const struct trial *t, const struct proctree_event *e,
		      char *to);

#endif
