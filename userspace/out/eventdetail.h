/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is special to each kind of event, as text: the end of its line.
 */
#ifndef EVENTDETAIL_H
#define EVENTDETAIL_H

#include "event.h"
#include "mark.h"

/**
 * struct event_detail - one kind
 * @put:	writes the text and returns its end; NULL = there is nothing to say
 * @colour:	of the kind's name
 */
struct event_detail {
	char *(*put)(char *to, const struct event_style *style,
		     const struct proctree_event *e);
	enum mark_colour colour;
};

/* By kind; a kind beyond the last one has none. */
extern const struct event_detail event_details[];
extern const size_t event_ndetails;

/* A task's name as in the tree, "?" for a task that nobody knows. */
char *event_put_name(char *to, const struct event_style *style,
		     const struct proctree_row *row);

#endif
