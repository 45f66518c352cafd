// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events and names of any bytes: one line each that fits, and JSON that is JSON.
 */
#include <ctype.h>
#include <locale.h>
#include <stdbool.h>

#include "fuzz.h"
#include "out/tally.h"

#define PEOPLE 3

static struct proctree_row people[PEOPLE];

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	MUST(setlocale(LC_CTYPE, "C.UTF-8"));
	return 0;
}

static const struct proctree_row *find(const void *context, int32_t pid)
{
	int i;

	(void)context;
	for (i = 0; i < PEOPLE; i++)
		if (people[i].pid == pid)
			return &people[i];
	return NULL;
}

/* The end of a string in quotes. */
static const char *string(const char *s)
{
	MUST(*s++ == '"');
	for (; *s != '"'; s++) {
		MUST((unsigned char)*s >= ' ');
		if (*s == '\\') {
			s++;
			MUST(*s == '"' || *s == '\\');
		}
	}
	return s + 1;
}

static const char *value(const char *s);

/* The end of an object, or of an array. */
static const char *members(const char *s, bool keys, char close)
{
	for (s++; *s != close; s += *s == ',') {
		if (keys) {
			s = string(s);
			MUST(*s++ == ':');
		}
		s = value(s);
		MUST(*s == close || (*s == ',' && s[1] != close));
	}
	return s + 1;
}

static const char *value(const char *s)
{
	if (*s == '{')
		return members(s, true, '}');
	if (*s == '[')
		return members(s, false, ']');
	if (*s == '"')
		return string(s);
	MUST(*s == '-' || isalnum((unsigned char)*s));
	while (*s == '-' || *s == '.' || isalnum((unsigned char)*s))
		s++;
	return s;
}

static void check_json(const char *s, const char *end)
{
	MUST(*s == '{');
	s = value(s);
	MUST(*s == '\n' && s + 1 == end);
}

static void check_text(const char *s, const char *end, const struct event_style *style)
{
	for (; s < end - 1; s++)
		MUST((unsigned char)*s >= ' ' || (style->colour && *s == '\033'));
	MUST(*s == '\n');
}

static void one(struct fuzz_bytes *in, const struct event_style *style,
		struct tally *tally)
{
	char *line = malloc(EVENT_LINE_MAX + 1), *end;
	struct proctree_event e;
	uint8_t choice = fuzz_byte(in);

	MUST(line);
	fuzz_fill(in, &e, sizeof(e));
	if (choice & 0x80)
		e.kind = choice & 0x1f;
	if (choice & 0x40)
		e.pid = people[choice % PEOPLE].pid;
	end = event_text(line, style, &e);
	MUST(end - line <= EVENT_LINE_MAX);
	check_text(line, end, style);
	end = event_json(line, style, &e);
	MUST(end - line <= EVENT_LINE_MAX);
	*end = '\0';
	check_json(line, end);
	tally_add(tally, style, &e);
	free(line);
}

static void sums(struct tally *tally, const struct event_style *style)
{
	char *text = malloc(TALLY_MAX + 1), *end;

	MUST(text);
	tally_end(tally, style);
	end = tally_text(text, tally, style);
	MUST(end - text <= TALLY_MAX);
	end = tally_json(text, tally, style);
	MUST(end - text <= TALLY_MAX);
	*end = '\0';
	check_json(text, end);
	free(text);
	tally_free(tally);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_bytes in = { data, size };
	uint8_t how = fuzz_byte(&in);
	struct event_style style = {
		.utf8 = how & 1,
		.colour = how & 2,
		.root = (int8_t)fuzz_byte(&in),
		.find = find,
	};
	struct tally tally = { 0 };
	int i;

	fuzz_fill(&in, &style.begin_ns, 4);
	for (i = 0; i < PEOPLE; i++)
		fuzz_fill(&in, &people[i], sizeof(people[i]));
	do {
		one(&in, &style, &tally);
	} while (in.left);
	sums(&tally, &style);
	return 0;
}
