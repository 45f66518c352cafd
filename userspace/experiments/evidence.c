// SPDX-License-Identifier: GPL-2.0-only
/*
 * The value of a sight; see evidence.h.
 */
#include <stdio.h>
#include <string.h>

#include "evidence.h"
#include "share.h"

#define LITERAL(s) s, sizeof(s) - 1

static bool begins(const char *field, const char *with, size_t len)
{
	return !strncmp(field, with, len);
}

static enum evidence exactly(struct reading *reading, int64_t value)
{
	*reading = (struct reading){ value, value };
	return EVIDENCE_FOUND;
}

/* The step called @name; @why says why there is none. */
static enum evidence find_step(const struct trial *t, const char *name,
			       const struct step **step, char *why)
{
	*step = trial_step(t, name);
	if (*step && (*step)->skipped) {
		snprintf(why, WHY_MAX, "%s", (*step)->text);
		return EVIDENCE_SKIPPED;
	}
	if (*step)
		return EVIDENCE_FOUND;
	if (t->outcome == OUTCOME_COMPLETE) {
		snprintf(why, WHY_MAX, "this run has no step \"%s\"", name);
		return EVIDENCE_NOT_ASKED;
	}
	snprintf(why, WHY_MAX, "no step \"%s\" so far", name);
	return EVIDENCE_MISSING;
}

static enum evidence read_row(const struct trial *t, const struct sight *sight,
			      struct reading *reading, char *why)
{
	int role = trial_role_index(t, sight->role);
	const struct step *step;
	enum evidence found;
	int64_t value;

	found = find_step(t, sight->step, &step, why);
	if (found != EVIDENCE_FOUND)
		return found;
	if (role < 0) {
		snprintf(why, WHY_MAX, "no role \"%s\" so far", sight->role);
		return EVIDENCE_MISSING;
	}
	if (trial_value(&step->seen[role], sight->field, &value)) {
		snprintf(why, WHY_MAX, "%s: no %s of %s to be seen",
			 sight->step, sight->field, sight->role);
		return EVIDENCE_MISSING;
	}
	return exactly(reading, value);
}

static enum evidence read_share(const struct trial *t,
				const struct sight *sight,
				struct reading *reading, char *why)
{
	const char *name = strchr(sight->field, '.') + 1;
	const struct share *share = trial_share(t, name);

	if (!share) {
		snprintf(why, WHY_MAX, "this run has no share \"%s\"", name);
		return t->outcome == OUTCOME_COMPLETE ? EVIDENCE_NOT_ASKED :
							EVIDENCE_MISSING;
	}
	if (begins(sight->field, LITERAL("hits.")))
		return exactly(reading, share->hits);
	if (begins(sight->field, LITERAL("of.")))
		return exactly(reading, share->of);
	share_interval(share, &reading->low, &reading->high);
	return EVIDENCE_FOUND;
}

/* The events that @sight looks at: numbers *@from to below *@to. */
static enum evidence find_range(const struct trial *t,
				const struct sight *sight, unsigned int *from,
				unsigned int *to, char *why)
{
	const struct step *since = NULL, *until = NULL;
	enum evidence found = EVIDENCE_FOUND;

	if (t->record.error || !(t->record.kinds & 1ULL << sight->kind)) {
		snprintf(why, WHY_MAX, "no events of that kind%s%s",
			 t->record.error ? ": " : "", t->record.error ?
			 strerror(-t->record.error) : "");
		return EVIDENCE_SKIPPED;
	}
	if (sight->since)
		found = find_step(t, sight->since, &since, why);
	if (found == EVIDENCE_FOUND && sight->step)
		found = find_step(t, sight->step, &until, why);
	if (found != EVIDENCE_FOUND)
		return found;
	if (!until && t->outcome != OUTCOME_COMPLETE) {
		snprintf(why, WHY_MAX, "the run has not come to its end");
		return EVIDENCE_MISSING;
	}
	*from = since ? since->at : 0;
	*to = until ? until->at : t->end;
	return EVIDENCE_FOUND;
}

bool evidence_matches(const struct trial *t, const struct sight *sight,
		      const struct proctree_event *e)
{
	int64_t value;
	int player;

	if (e->kind != sight->kind)
		return false;
	if (sight->role) {
		player = trial_player(t, e->pid, e->start_ns);
		if (player < 0 || strcmp(t->roles[player].name, sight->role))
			return false;
	}
	if (!sight->member)
		return true;
	if (proctree_member_int(e, sight->member, &value))
		return false;
	if (!sight->whom)
		return value == sight->is;
	player = trial_player(t, value, 0);
	return player >= 0 && !strcmp(t->roles[player].name, sight->whom);
}

static enum evidence count(const struct trial *t, const struct sight *sight,
			   unsigned int from, unsigned int to,
			   struct reading *reading)
{
	const struct proctree_event *e;
	bool lost = false;

	*reading = (struct reading){ 0 };
	for (e = &t->record.events[from]; e < &t->record.events[to]; e++) {
		reading->low += evidence_matches(t, sight, e);
		lost |= e->kind == PROCTREE_EVENT_LOST;
	}
	reading->high = lost ? INT64_MAX : reading->low;
	return EVIDENCE_FOUND;
}

static enum evidence read_first(const struct trial *t,
				const struct sight *sight, unsigned int from,
				unsigned int to, struct reading *reading,
				char *why)
{
	const struct proctree_event *e;
	int64_t value;

	for (e = &t->record.events[from]; e < &t->record.events[to]; e++) {
		if (e->kind == PROCTREE_EVENT_LOST) {
			snprintf(why, WHY_MAX, "events were lost");
			return EVIDENCE_MISSING;
		}
		if (!evidence_matches(t, sight, e))
			continue;
		if (!strcmp(sight->field, "order"))
			return exactly(reading, e - t->record.events);
		if (!proctree_member_int(e, sight->field, &value))
			return exactly(reading, value);
		break;
	}
	return EVIDENCE_ABSENT;
}

enum evidence evidence_read(const struct trial *t, const struct sight *sight,
			    struct reading *reading, char *why)
{
	enum evidence range;
	unsigned int from, to;

	if (!sight->kind && !sight->step)
		return read_share(t, sight, reading, why);
	if (!sight->kind)
		return read_row(t, sight, reading, why);
	range = find_range(t, sight, &from, &to, why);
	if (range != EVIDENCE_FOUND)
		return range;
	if (!strcmp(sight->field, "count"))
		return count(t, sight, from, to, reading);
	return read_first(t, sight, from, to, reading, why);
}

void evidence_why_vague(const struct trial *t, const struct sight *sight,
			const struct reading *reading, char *why)
{
	if (sight->kind)
		snprintf(why, WHY_MAX, "%llu events were lost",
			 (unsigned long long)t->record.lost);
	else
		snprintf(why, WHY_MAX, "%s lies between %.1f %% and %.1f %%: "
			 "too vague", strchr(sight->field, '.') + 1,
			 reading->low / 1e4, reading->high / 1e4);
}
