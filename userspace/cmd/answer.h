/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An answer made of keys and values: lines of text, or one object of JSON.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#define ANSWER_ITEMS	48
#define ANSWER_TEXT	512

/**
 * struct answer_item - one line
 * @key:	constant string, the same in text and JSON
 * @number:	a number in JSON
 * @known:	if not, "-" in text, null in JSON
 * @value:	the value, cut to fit
 */
struct answer_item {
	const char *key;
	bool number;
	bool known;
	char value[ANSWER_TEXT];
};

struct answer {
	struct answer_item items[ANSWER_ITEMS];
	size_t n;
};

/* Add a line; beyond ANSWER_ITEMS nothing is added. NULL is not known. */
void answer_text(struct answer *a, const char *key, const char *value);
void answer_number(struct answer *a, const char *key, long long value);

/**
 * answer_print - print to stdout
 * @name:	key of the object in JSON
 *
 * Return: PROCTL_YES, or PROCTL_NO after a message.
 */
int answer_print(const struct answer *a, const char *name, bool json);

#endif
