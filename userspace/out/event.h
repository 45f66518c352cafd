/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Events as lines of text and as JSON, and the names of their kinds. Pure
 * memory: who the tasks are is asked of the caller.
 */
#ifndef EVENT_H
#define EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/libproctree.h"

/* Bytes that any event needs as text or as JSON. */
#define EVENT_LINE_MAX 2048

/* Kinds that are shown unless others are asked for. */
#define EVENT_KINDS_DEFAULT "life"

/**
 * struct event_name - a word for kinds of events
 * @name:	one kind, or a group of them
 * @kinds:	1 << PROCTREE_EVENT_*
 * @meaning:	half a line
 */
struct event_name {
	const char *name;
	uint64_t kinds;
	const char *meaning;
};

/* All words, single kinds first in the order of their numbers; ends with NULL. */
extern const struct event_name event_names[];

/* "fork"; "event 77" for a kind that nobody knows. Valid until the next call. */
const char *event_name(uint32_t kind);

/**
 * event_kinds_parse - kinds of a list like "fork,signals"
 * @list:	words of event_names, separated by commas
 * @kinds:	result
 * @wrong:	result if it is none: the word that is not known, NUL-terminated
 * @size:	bytes there
 *
 * Return: whether all words are known.
 */
bool event_kinds_parse(const char *list, uint64_t *kinds, char *wrong,
		       size_t size);

/* "VM|VFORK": CLONE_* without the prefix, "0" for none. */
char *event_clone_flags(char *to, uint64_t flags);

/* "init": PROCTREE_HEIR_*. */
const char *event_heir(uint32_t reason);

/* "user", "exited": si_code of @sig; NULL for one without a name. */
const char *event_signal_code(int32_t sig, int32_t code);

/* "ignored": TRACE_SIGNAL_*; "" if the signal was delivered. */
const char *event_signal_result(uint32_t result);

/**
 * struct event_style - how, and whom to ask
 * @begin_ns:	times are relative to this one
 * @utf8:	arrows, and names in UTF-8
 * @colour:	the terminal's colours
 * @root:	the task at the left margin; 0 = those without a parent
 * @find:	the task with this number, NULL if there is none
 * @call:	what the task with this number is called, instead of its number
 *		and name; NULL = nothing else
 * @context:	for @find and @call
 */
struct event_style {
	uint64_t begin_ns;
	bool utf8;
	bool colour;
	int32_t root;
	const struct proctree_row *(*find)(const void *context, int32_t pid);
	const char *(*call)(const void *context, int32_t pid);
	const void *context;
};

/**
 * event_text - one line of text, with its newline
 * @to:	EVENT_LINE_MAX bytes
 *
 * Return: its end. There is no NUL.
 */
char *event_text(char *to, const struct event_style *style,
		 const struct proctree_event *e);

/* The headings of those lines; the same. */
char *event_headings(char *to, const struct event_style *style);

/* One JSON object and a newline; the same. Keys: see proctl(1). */
char *event_json(char *to, const struct event_style *style,
		 const struct proctree_event *e);

/* A string in quotes. @text must be printable, as text_any() makes it. */
char *event_json_string(char *to, const char *text);

#endif
