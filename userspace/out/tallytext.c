// SPDX-License-Identifier: GPL-2.0-only
/*
 * The summary as text and as JSON; see tally.h.
 */
#include <stdio.h>
#include <string.h>

#include "decode.h"
#include "mark.h"
#include "put.h"
#include "tally.h"
#include "text.h"

#define SHOWN_MAX 10	/* heirs and zombies named in text */
#define LISTED_MAX 24	/* in JSON; the numbers count all */

#define U(number) ((unsigned long long)(number))

static char *put_task(char *to, const struct tally_task *task,
		      const struct event_style *style)
{
	unsigned int columns = 0;

	to += sprintf(to, "%d ", task->pid);
	return text_comm(to, task->comm, style->utf8, &columns);
}

static char *put_more(char *to, size_t n)
{
	if (n > SHOWN_MAX)
		to += sprintf(to, " and %zu more", n - SHOWN_MAX);
	return to;
}

static char *put_zombies(char *to, const struct tally *t,
			 const struct event_style *style)
{
	size_t i;

	to += sprintf(to, "zombies left   %zu", t->ndead);
	for (i = 0; i < t->ndead && i < SHOWN_MAX; i++) {
		to = put_text(to, i ? ", " : ": ");
		to = put_task(to, &t->dead[i], style);
	}
	return put_more(to, t->ndead);
}

static char *put_orphans(char *to, const struct tally *t,
			 const struct event_style *style)
{
	size_t i;

	to = put_text(to, "\norphans        ");
	if (!t->nheirs)
		*to++ = '0';
	for (i = 0; i < t->nheirs && i < SHOWN_MAX; i++) {
		to += sprintf(to, "%s%llu adopted by ", i ? ", " : "",
			      U(t->heirs[i].count));
		to = put_task(to, &t->heirs[i].task, style);
	}
	return put_more(to, t->nheirs);
}

static char *put_longest(char *to, const struct tally *t,
			 const struct event_style *style)
{
	to = put_text(to, "\nlongest-lived  ");
	if (!t->longest_ns)
		return put_text(to, "none has exited");
	to = put_task(to, &t->longest, style);
	to = put_text(to, ", ");
	decode_duration(to, t->longest_ns);
	return to + strlen(to);
}

char *tally_text(char *to, const struct tally *t,
		 const struct event_style *style)
{
	to = put_text(to, "\ncreated        ");
	to += sprintf(to, "%llu processes, %llu threads\n", U(t->processes),
		      U(t->threads));
	to += sprintf(to, "execed         %llu\n", U(t->execed));
	to += sprintf(to, "exited         %llu processes, %llu failed\n",
		      U(t->exited), U(t->failed));
	to = put_zombies(to, t, style);
	to = put_orphans(to, t, style);
	to = put_longest(to, t, style);
	to = put_text(to, "\nevents         ");
	decode_duration(to + sprintf(to, "%llu in ", U(t->events)),
			t->last_ns - t->first_ns);
	to += strlen(to);
	if (t->lost && style->colour)
		to = put_text(to, mark_on[MARK_ZOMBIE]);
	to += sprintf(to, ", %llu lost", U(t->lost));
	if (t->lost && style->colour)
		to = put_text(to, MARK_OFF);
	if (t->no_memory)
		to = put_text(to, ", memory ran out: not all are named");
	*to++ = '\n';
	return to;
}

static char *json_task(char *to, const struct tally_task *task,
		       const struct event_style *style)
{
	char comm[TEXT_COMM_MAX];
	unsigned int columns = 0;

	text_comm(comm, task->comm, style->utf8, &columns);
	to += sprintf(to, "\"pid\":%d,\"comm\":", task->pid);
	return event_json_string(to, comm);
}

static char *json_lists(char *to, const struct tally *t,
			const struct event_style *style)
{
	size_t i;

	to = put_text(to, ",\"zombies\":[");
	for (i = 0; i < t->ndead && i < LISTED_MAX; i++) {
		to = put_text(to, i ? ",{" : "{");
		to = json_task(to, &t->dead[i], style);
		*to++ = '}';
	}
	to = put_text(to, "],\"adopted\":[");
	for (i = 0; i < t->nheirs && i < LISTED_MAX; i++) {
		to += sprintf(to, "%s{\"orphans\":%llu,", i ? "," : "",
			      U(t->heirs[i].count));
		to = json_task(to, &t->heirs[i].task, style);
		*to++ = '}';
	}
	*to++ = ']';
	return to;
}

char *tally_json(char *to, const struct tally *t,
		 const struct event_style *style)
{
	to += sprintf(to,
		      "{\"event\":\"summary\",\"duration_ns\":%llu,\"events\":%llu,\"lost\":%llu",
		      U(t->last_ns - t->first_ns), U(t->events), U(t->lost));
	to += sprintf(to,
		      ",\"processes\":%llu,\"threads\":%llu,\"execed\":%llu,\"exited\":%llu,\"failed\":%llu,\"zombies_left\":%zu",
		      U(t->processes), U(t->threads), U(t->execed),
		      U(t->exited), U(t->failed), t->ndead);
	to = json_lists(to, t, style);
	to = put_text(to, ",\"longest_lived\":");
	if (!t->longest_ns)
		return put_text(to, "null}\n");
	*to++ = '{';
	to = json_task(to, &t->longest, style);
	to += sprintf(to, ",\"lived_ns\":%llu}}\n", U(t->longest_ns));
	return to;
}
