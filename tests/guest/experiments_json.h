/* SPDX-License-Identifier: GPL-2.0-only */
/* A strict reader of JSON, for what "proctl run -J" prints. */
#ifndef GUEST_EXPERIMENTS_JSON_H
#define GUEST_EXPERIMENTS_JSON_H

#include <stdbool.h>
#include <stdint.h>

enum json_type {
	JSON_NULL,
	JSON_BOOL,
	JSON_NUMBER,	/* an integer; others fail the test */
	JSON_STRING,
	JSON_ARRAY,
	JSON_OBJECT,
};

/**
 * struct json - a value
 * @key:	in an object, else NULL
 * @text:	of a string
 * @number:	of a number; of a bool, 0 or 1
 * @first:	member of an array or object
 * @next:	sibling
 */
struct json {
	enum json_type type;
	char *key;
	char *text;
	int64_t number;
	struct json *first;
	struct json *next;
};

/* The whole of @text as one value. Anything that is not JSON fails the test. */
struct json *json_parse(const char *text);

/* Member @key of an object; a missing one fails the test. */
struct json *json_get(const struct json *object, const char *key);

/* The first object of an array whose @key is the string @value, or NULL. */
struct json *json_pick(const struct json *array, const char *key,
		       const char *value);

/* Shorthands of json_get(); another type fails the test. */
int64_t json_number(const struct json *object, const char *key);
const char *json_text(const struct json *object, const char *key);
bool json_true(const struct json *object, const char *key);

#endif
