// SPDX-License-Identifier: GPL-2.0-only
/*
 * A check in words; see words.h.
 */
#include <inttypes.h>
#include <string.h>

#include "lib/sleeping.h"
#include "out/event.h"
#include "value.h"
#include "words.h"

static const char *const op_words[] = {
	[CHECK_EQ] = "is",
	[CHECK_NE] = "is not",
	[CHECK_HAS] = "has",
	[CHECK_LACKS] = "lacks",
	[CHECK_LT] = "is below",
	[CHECK_GT] = "is above",
	[CHECK_GE] = "is at least",
};

static bool is(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

/* ---- values ---- */

static void number_words(int64_t value, char *to)
{
	snprintf(to, VALUE_MAX, "%" PRId64, value);
}

static void error_words(int64_t error, char *to)
{
	const char *name = strerrorname_np(error);

	if (name && error)
		snprintf(to, VALUE_MAX, "%s", name);
	else
		number_words(error, to);
}

/* Of a member of an event. */
static void member_words(const struct sight *sight, int64_t value, char *to)
{
	const char *field = sight->field, *heir;

	if (is(field, "sig") || is(field, "exit_signal")) {
		decode_signal(to, value);
	} else if (is(field, "code") && sight->kind == PROCTREE_EVENT_EXIT) {
		decode_status(to, value);
	} else if (is(field, "clone_flags")) {
		*event_clone_flags(to, value) = '\0';
	} else if (is(field, "state")) {
		snprintf(to, VALUE_MAX, "%c", (char)value);
	} else if (is(field, "reason")) {
		heir = event_heir(value);
		snprintf(to, VALUE_MAX, "%s", heir ? heir : "nobody");
	} else {
		number_words(value, to);
	}
}

/* Of a field of a row. */
static void field_words(const struct sight *sight, int64_t value, char *to)
{
	const struct flag_name *flags = decode_flag_names(sight->field);
	const struct proctree_field *f = proctree_field_find(sight->field);

	if (flags && value)
		decode_flags(to, value, flags);
	else if (f)
		value_constant(f->kind, value, to);
	else
		number_words(value, to);
}

static void value_words(const struct sight *sight, int64_t value, char *to)
{
	const char *call;

	if (sight->kind) {
		member_words(sight, value, to);
	} else if (begins(sight->field, "share.")) {
		snprintf(to, VALUE_MAX, "%g %%", (double)value / PERCENT(1));
	} else if (is(sight->field, "error")) {
		error_words(value, to);
	} else if (is(sight->field, "says.status")) { /* roles mean waitpid()'s */
		decode_status(to, value);
	} else if (begins(sight->field, "says.") && value < 0) {
		error_words(-value, to);
	} else if (is(sight->field, "sleeps.call")) {
		call = sleeping_call_name(value);
		snprintf(to, VALUE_MAX, "%s", call ? call : "another");
	} else {
		field_words(sight, value, to);
	}
}

/* ---- what is looked at ---- */

static void put_moment(FILE *out, const struct sight *sight)
{
	if (sight->kind)
		fprintf(out, "%s to %s: ",
			sight->since ? sight->since : "the beginning",
			sight->step ? sight->step : "the end");
	else if (sight->step)
		fprintf(out, "%s: ", sight->step);
}

static void put_event(FILE *out, const struct sight *sight)
{
	struct sight member = *sight;
	char value[VALUE_MAX];

	if (is(sight->field, "count"))
		fputs("number of ", out);
	else if (is(sight->field, "order"))
		fputs("the first ", out);
	else
		fprintf(out, "%s of the first ", sight->field);
	fprintf(out, "%s of %s", event_name(sight->kind),
		sight->role ? sight->role : "anybody");
	if (!sight->member)
		return;
	member.field = sight->member;
	value_words(&member, sight->is, value);
	fprintf(out, " (%s %s)", sight->member,
		sight->whom ? sight->whom : value);
}

static void put_sight(FILE *out, const struct sight *sight)
{
	if (sight->kind)
		put_event(out, sight);
	else if (sight->step)
		fprintf(out, "%s of %s", sight->field, sight->role);
	else
		fputs(sight->field, out);
}

/* The right side, without what the left one has said already. */
static void put_other(FILE *out, const struct sight *seen,
		      const struct sight *than)
{
	bool same_step = is(seen->step, than->step);

	if (than->kind && (!same_step || !is(seen->since, than->since)))
		put_moment(out, than);
	if (!seen->kind && !than->kind && than->step &&
	    is(seen->field, than->field))
		fprintf(out, "that of %s", than->role);
	else
		put_sight(out, than);
	if (!than->kind && than->step && !same_step)
		fprintf(out, " at %s", than->step);
}

void words_check(FILE *out, const struct check *check)
{
	char value[VALUE_MAX];

	put_moment(out, &check->seen);
	put_sight(out, &check->seen);
	if (is(check->seen.field, "order") && check->op == CHECK_LT)
		fputs(" comes before ", out);
	else
		fprintf(out, " %s ", op_words[check->op]);
	if (check->than.field) {
		put_other(out, &check->seen, &check->than);
		return;
	}
	value_words(&check->seen, check->value, value);
	fputs(value, out);
}

/* ---- what was seen ---- */

/* Whether a value that was not expected has to be the same in the next run. */
static bool is_steady(const struct sight *sight, int64_t wanted, int64_t seen)
{
	const struct proctree_field *f = proctree_field_find(sight->field);

	/* 0 may stand for no event; which of several comes first may differ */
	if (sight->kind)
		return seen && !is(sight->field, "count") &&
		       !is(sight->field, "order") &&
		       !is(sight->field, "reason") &&
		       proctree_member_find(sight->kind, sight->field);
	if (is(sight->field, "error") || is(sight->field, "sleeps.call"))
		return true;
	if (f && (f->kind == PROCTREE_KIND_STATE ||
		  f->kind == PROCTREE_KIND_SIGNAL ||
		  f->kind == PROCTREE_KIND_STATUS))
		return true;
	return (begins(sight->field, "says.") && seen < 0) ||
	       ((wanted == 0 || wanted == 1) && (seen == 0 || seen == 1));
}

void words_finding(FILE *out, const struct check *check,
		   const struct finding *finding)
{
	const struct reading *seen = &finding->seen;
	char value[VALUE_MAX];

	words_check(out, check);
	if (finding->truth != TRUTH_NO || check->op != CHECK_EQ ||
	    check->than.field || seen->low != seen->high ||
	    !is_steady(&check->seen, check->value, seen->low))
		return;
	value_words(&check->seen, seen->low, value);
	fprintf(out, ", but %s", value);
}
