// SPDX-License-Identifier: GPL-2.0-only
/*
 * The record of events as JSON; see eventjson.h.
 */
#include <string.h>

#include "eventjson.h"
#include "out/event.h"

static void put_role(struct json *j, const struct trial *t, const char *key,
		     int player)
{
	json_string(j, key, player < 0 ? NULL : t->roles[player].name);
}

static void put_text(struct json *j, const struct proctree_member *m,
		     const struct proctree_event *e)
{
	char text[sizeof(e->u) + 1] = { 0 };
	const char *at = (const char *)e + m->offset;

	memcpy(text, at, (const char *)(&e->u + 1) - at);
	json_string(j, m->key, text);
}

static void put_event(struct json *j, const struct trial *t,
		      const struct proctree_event *e)
{
	const struct proctree_member *m;
	int64_t value;

	json_open(j, NULL, '{');
	json_string(j, "event", event_name(e->kind));
	json_uint(j, "seq", e->seq);
	json_uint(j, "time_ns", e->time_ns - t->begin_ns);
	json_int(j, "pid", e->pid);
	put_role(j, t, "role", trial_player(t, e->pid, e->start_ns));
	for (m = proctree_members; m->key; m++) {
		if (m->kind != e->kind)
			continue;
		if (m->type == PROCTREE_MEMBER_TEXT)
			put_text(j, m, e);
		else if (m == proctree_member_find(e->kind, m->key) &&
			 m->type <= PROCTREE_MEMBER_BOOL &&
			 !proctree_member_int(e, m->key, &value))
			json_int(j, m->key, value);
	}
	json_close(j, '{');
}

void eventjson_record(struct json *j, const struct trial *t)
{
	const struct record *r = &t->record;
	unsigned int i;

	json_string(j, "no_events_because",
		    r->error ? strerrorname_np(-r->error) : NULL);
	json_uint(j, "lost", r->lost);
	json_open(j, "events", '[');
	for (i = 0; i < r->n; i++)
		put_event(j, t, &r->events[i]);
	json_close(j, '[');
}
