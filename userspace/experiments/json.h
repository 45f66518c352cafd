/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A small JSON writer: commas, indentation and escaping. The caller keeps the
 * nesting right.
 */
#ifndef JSON_H
#define JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct json - a document being written
 * @out:	where to
 * @depth:	open objects and arrays
 * @more:	something stands before at this depth: a comma is due
 */
struct json {
	FILE *out;
	unsigned int depth;
	bool more;
};

/*
 * @key is NULL in an array and at the top. @inside of json_open() is '{' or
 * '['.
 */
void json_open(struct json *j, const char *key, char inside);
void json_close(struct json *j, char inside);
void json_int(struct json *j, const char *key, int64_t value);
void json_uint(struct json *j, const char *key, uint64_t value);
void json_bool(struct json *j, const char *key, bool value);

/* Any bytes up to the NUL, each that is no ASCII text as \u00xx. NULL: null. */
void json_string(struct json *j, const char *key, const char *value);

#endif
