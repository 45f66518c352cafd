// SPDX-License-Identifier: GPL-2.0-only
/*
 * A small JSON writer; see json.h.
 */
#include <inttypes.h>

#include "json.h"

static void put_string(struct json *j, const char *s)
{
	fputc('"', j->out);
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			fprintf(j->out, "\\%c", *s);
		else if (*s < ' ' || *s > '~')
			fprintf(j->out, "\\u%04x", (unsigned char)*s);
		else
			fputc(*s, j->out);
	}
	fputc('"', j->out);
}

/* What comes before a value. */
static void begin(struct json *j, const char *key)
{
	if (j->more)
		fputc(',', j->out);
	if (j->depth)
		fprintf(j->out, "\n%*s", (int)j->depth * 2, "");
	if (key) {
		put_string(j, key);
		fputs(": ", j->out);
	}
	j->more = true;
}

void json_open(struct json *j, const char *key, char inside)
{
	begin(j, key);
	fputc(inside, j->out);
	j->depth++;
	j->more = false;
}

void json_close(struct json *j, char inside)
{
	j->depth--;
	if (j->more)
		fprintf(j->out, "\n%*s", (int)j->depth * 2, "");
	fputc(inside == '{' ? '}' : ']', j->out);
	j->more = true;
	if (!j->depth)
		fputc('\n', j->out);
}

void json_int(struct json *j, const char *key, int64_t value)
{
	begin(j, key);
	fprintf(j->out, "%" PRId64, value);
}

void json_uint(struct json *j, const char *key, uint64_t value)
{
	begin(j, key);
	fprintf(j->out, "%" PRIu64, value);
}

void json_bool(struct json *j, const char *key, bool value)
{
	begin(j, key);
	fputs(value ? "true" : "false", j->out);
}

void json_string(struct json *j, const char *key, const char *value)
{
	begin(j, key);
	if (value)
		put_string(j, value);
	else
		fputs("null", j->out);
}
