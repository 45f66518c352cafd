// SPDX-License-Identifier: GPL-2.0-only
/* A strict reader of JSON; see experiments_json.h. Memory is not freed. */
#include "experiments_json.h"

#include <stdlib.h>

#include "harness.h"

static struct json *parse_value(const char **s);

static void skip_blanks(const char **s)
{
	*s += strspn(*s, " \t\r\n");
}

static void expect(const char **s, char c)
{
	if (**s != c)
		FAIL("JSON: '%c' expected before: %.40s", c, *s);
	++*s;
}

static char parse_escape(const char **s)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	const char *at = **s ? strchr(from, **s) : NULL;
	char digits[5] = { 0 }, *end;
	long code;

	if (at) {
		++*s;
		return to[at - from];
	}
	expect(s, 'u');
	strncpy(digits, *s, 4);
	code = strtol(digits, &end, 16);
	if (end != digits + 4)
		FAIL("JSON: bad escape: %.40s", *s);
	*s += 4;
	return code < 0x100 ? code : '?';
}

/* Bytes up to the closing quote, escapes counted in full. */
static size_t string_length(const char *s)
{
	size_t n = 0;

	while (s[n] && s[n] != '"')
		n += s[n] == '\\' && s[n + 1] ? 2 : 1;
	return n;
}

static char *parse_string(const char **s)
{
	char *text, *p;

	expect(s, '"');
	text = malloc(string_length(*s) + 1);
	ASSERT(text);
	p = text;
	while (**s != '"') {
		if ((unsigned char)**s < ' ')
			FAIL("JSON: control byte in a string: %.40s", *s);
		if (**s != '\\') {
			*p++ = *(*s)++;
			continue;
		}
		++*s;
		*p++ = parse_escape(s);
	}
	++*s;
	*p = '\0';
	return text;
}

static void parse_members(struct json *j, const char **s, char close)
{
	struct json **end = &j->first;
	char *key = NULL;

	++*s;
	skip_blanks(s);
	while (**s != close) {
		if (j->first) {
			expect(s, ',');
			skip_blanks(s);
		}
		if (j->type == JSON_OBJECT) {
			key = parse_string(s);
			skip_blanks(s);
			expect(s, ':');
		}
		*end = parse_value(s);
		(*end)->key = key;
		end = &(*end)->next;
		skip_blanks(s);
	}
	++*s;
}

static bool parse_word(struct json *j, const char **s, const char *word,
		       enum json_type type, int64_t number)
{
	if (strncmp(*s, word, strlen(word)))
		return false;
	*s += strlen(word);
	j->type = type;
	j->number = number;
	return true;
}

static void parse_number(struct json *j, const char **s)
{
	const char *digits = *s + (**s == '-');
	char *end;

	j->type = JSON_NUMBER;
	if (*digits < '0' || *digits > '9' ||
	    (*digits == '0' && digits[1] >= '0' && digits[1] <= '9'))
		FAIL("JSON: no value: %.40s", *s);
	j->number = **s == '-' ? strtoll(*s, &end, 10) :
		    (int64_t)strtoull(*s, &end, 10);
	if (*end == '.' || *end == 'e' || *end == 'E')
		FAIL("JSON: no integer: %.40s", *s);
	*s = end;
}

static struct json *parse_value(const char **s)
{
	struct json *j = calloc(1, sizeof(*j));

	ASSERT(j);
	skip_blanks(s);
	if (**s == '{') {
		j->type = JSON_OBJECT;
		parse_members(j, s, '}');
	} else if (**s == '[') {
		j->type = JSON_ARRAY;
		parse_members(j, s, ']');
	} else if (**s == '"') {
		j->type = JSON_STRING;
		j->text = parse_string(s);
	} else if (!parse_word(j, s, "null", JSON_NULL, 0) &&
		   !parse_word(j, s, "true", JSON_BOOL, 1) &&
		   !parse_word(j, s, "false", JSON_BOOL, 0)) {
		parse_number(j, s);
	}
	return j;
}

struct json *json_parse(const char *text)
{
	struct json *j = parse_value(&text);

	skip_blanks(&text);
	if (*text)
		FAIL("JSON: something follows: %.40s", text);
	return j;
}

struct json *json_get(const struct json *object, const char *key)
{
	struct json *j;

	if (object->type != JSON_OBJECT)
		FAIL("JSON: no object that could have \"%s\"", key);
	for (j = object->first; j; j = j->next)
		if (!strcmp(j->key, key))
			return j;
	FAIL("JSON: no \"%s\"", key);
}

static struct json *get_typed(const struct json *object, const char *key,
			      enum json_type type)
{
	struct json *j = json_get(object, key);

	if (j->type != type)
		FAIL("JSON: \"%s\" has type %d instead of %d", key, j->type,
		     type);
	return j;
}

struct json *json_pick(const struct json *array, const char *key,
		       const char *value)
{
	struct json *j;

	ASSERT_EQ(array->type, JSON_ARRAY);
	for (j = array->first; j; j = j->next)
		if (!strcmp(json_text(j, key), value))
			return j;
	return NULL;
}

int64_t json_number(const struct json *object, const char *key)
{
	return get_typed(object, key, JSON_NUMBER)->number;
}

const char *json_text(const struct json *object, const char *key)
{
	return get_typed(object, key, JSON_STRING)->text;
}

bool json_true(const struct json *object, const char *key)
{
	return get_typed(object, key, JSON_BOOL)->number;
}
