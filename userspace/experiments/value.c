// SPDX-License-Identifier: GPL-2.0-only
/*
 * One value of a row as text. Does not print.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "value.h"

#define VALUE_SHOWN 19	/* bytes of a longer value, in the timeline */

/* Whether the object @value was seen in @field before (@until, @role). */
static bool seen_before(const struct trial *t, const char *field,
			int64_t value, unsigned int until, unsigned int role)
{
	unsigned int i, j;
	int64_t other;

	for (i = 0; i <= until; i++)
		for (j = 0; j < (i < until ? t->nroles : role); j++)
			if (!t->roles[j].crew &&
			    !trial_value(&t->steps[i].seen[j], field, &other) &&
			    other == value)
				return true;
	return false;
}

/* Number of the object @value among all of @field, in order of appearance. */
static unsigned int object_number(const struct trial *t, const char *field,
				  int64_t value)
{
	unsigned int i, j, n = 0;
	int64_t other;

	for (i = 0; i < t->nsteps; i++) {
		for (j = 0; j < t->nroles; j++) {
			if (t->roles[j].crew ||
			    trial_value(&t->steps[i].seen[j], field, &other) ||
			    !other || seen_before(t, field, other, i, j))
				continue;
			if (other == value)
				return n;
			n++;
		}
	}
	return n;
}

static void put_object(const struct trial *t, const struct step *step,
		       const char *field, int64_t value, char *to)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
	unsigned int n = sizeof(letters) - 2;
	int64_t base;
	int role;

	to[1] = '\0';
	if (!value) {
		*to = '-';
		return;
	}
	if (!t->exp->matrix_role) {
		n = object_number(t, field, value);
		*to = n < sizeof(letters) - 1 ? letters[n] : '*';
		return;
	}
	role = trial_role_index(t, t->exp->matrix_base);
	if (role < 0 || trial_value(&step->seen[role], field, &base))
		*to = '?';
	else
		*to = base == value ? '=' : '.';
}

static void put_pid(const struct trial *t, const struct step *step,
		    int64_t pid, char *to)
{
	const char *role = trial_role_at(t, step, pid);

	if (role && pid)
		snprintf(to, VALUE_MAX, "%s", role);
	else if (pid)
		snprintf(to, VALUE_MAX, "%" PRId64, pid);
	else
		snprintf(to, VALUE_MAX, "-");
}

static void put_signal(int64_t sig, char *to)
{
	if (sig > 0)
		decode_signal(to, sig);
	else
		snprintf(to, VALUE_MAX, "%s", sig ? "thread" : "none");
}

void value_constant(enum proctree_kind kind, int64_t value, char *to)
{
	switch (kind) {
	case PROCTREE_KIND_STATE:
		snprintf(to, VALUE_MAX, "%c", (char)value);
		break;
	case PROCTREE_KIND_SIGSET:
		if (value)
			decode_sigset(to, value);
		else
			snprintf(to, VALUE_MAX, "-");
		break;
	case PROCTREE_KIND_SIGNAL:
		put_signal(value, to);
		break;
	case PROCTREE_KIND_STATUS:
		decode_status(to, value);
		break;
	case PROCTREE_KIND_FLAGS:
		snprintf(to, VALUE_MAX, "%" PRIx64, value);
		break;
	default:
		snprintf(to, VALUE_MAX, "%" PRId64, value);
	}
}

static void put_value(const struct trial *t, const struct step *step,
		      enum proctree_kind kind, int64_t value, char *to)
{
	if (kind == PROCTREE_KIND_PID)
		put_pid(t, step, value, to);
	else
		value_constant(kind, value, to);
}

void value_said(const struct trial *t, const struct step *step,
		const struct said *said, char *to)
{
	const char *error = said->value < 0 ? strerrorname_np(-said->value) :
			    NULL;

	if (error)
		snprintf(to, VALUE_MAX, "%s", error);
	else if (said->kind == PROCTREE_KIND_PID && !said->value)
		snprintf(to, VALUE_MAX, "0");
	else
		put_value(t, step, said->kind, said->value, to);
}

static void put_sleep(const struct sighting *seen, char *to)
{
	const struct sleeping *sleeps = &seen->sleeps;

	if (seen->at_barrier)
		snprintf(to, VALUE_MAX, "barrier");
	else if (*sleeps->wchan)
		snprintf(to, VALUE_MAX, "%s", sleeps->wchan);
	else
		snprintf(to, VALUE_MAX, "%s", sleeps->name ? sleeps->name : "-");
}

/* The timeline has 80 columns; the JSON output has it whole. */
static void shorten(char *text)
{
	if (strlen(text) > VALUE_SHOWN)
		strcpy(text + VALUE_SHOWN - 3, "...");
}

void value_text(const struct trial *t, const struct step *step,
		unsigned int role, const struct column *column, char *to)
{
	int other = column->role ? trial_role_index(t, column->role) : -1;
	const struct sighting *seen = &step->seen[other < 0 ? (int)role : other];
	const struct proctree_field *f;
	const struct said *said;
	int64_t value;

	snprintf(to, VALUE_MAX, "?");
	if (!strncmp(column->field, "says.", 5)) {
		said = said_find(&seen->says, column->field + 5);
		if (said)
			value_said(t, step, said, to);
		else
			*to = '\0';
		return;
	}
	if (!strcmp(column->field, "sleeps.in")) {
		put_sleep(seen, to);
		shorten(to);
		return;
	}
	f = proctree_field_find(column->field);
	if (!f || trial_value(seen, column->field, &value))
		return;
	if (f->kind == PROCTREE_KIND_ID)
		put_object(t, step, column->field, value, to);
	else
		put_value(t, step, f->kind, value, to);
	shorten(to);
}

const char *value_heading(const struct column *column)
{
	const struct proctree_field *f;

	if (column->heading)
		return column->heading;
	f = proctree_field_find(column->field);
	return f ? f->column : column->field;
}
