// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keys and values; see answer.h.
 */
#include <errno.h>
#include <stdio.h>

#include "answer.h"
#include "out/table.h"
#include "proctl.h"
#include "tabular.h"

static struct answer_item *add(struct answer *a, const char *key)
{
	struct answer_item *item;

	if (a->n == ANSWER_ITEMS)
		return NULL;
	item = &a->items[a->n++];
	*item = (struct answer_item){ .key = key };
	return item;
}

void answer_text(struct answer *a, const char *key, const char *value)
{
	struct answer_item *item = add(a, key);

	if (!item || !value)
		return;
	item->known = true;
	snprintf(item->value, sizeof(item->value), "%s", value);
}

void answer_number(struct answer *a, const char *key, long long value)
{
	struct answer_item *item = add(a, key);

	if (!item)
		return;
	item->known = true;
	item->number = true;
	snprintf(item->value, sizeof(item->value), "%lld", value);
}

static const char *value_of(const struct answer_item *item)
{
	return item->known ? item->value : NULL;
}

static int print_json(const struct answer *a, const char *name)
{
	struct table_style style = { .format = TABLE_JSON };
	struct table_column columns[ANSWER_ITEMS];
	struct table_line *line;
	struct table *t;
	size_t i;
	int err;

	for (i = 0; i < a->n; i++) {
		columns[i] = (struct table_column){
			.key = a->items[i].key,
			.number = a->items[i].number,
		};
	}
	t = table_new(&style, name, columns, a->n);
	if (!t)
		return tabular_error(-errno);
	line = table_add(t, NULL);
	for (i = 0; i < a->n; i++)
		table_cell(t, line, i, value_of(&a->items[i]));
	err = table_print(t);
	table_free(t);
	return tabular_error(err);
}

int answer_print(const struct answer *a, const char *name, bool json)
{
	size_t i;

	if (json)
		return print_json(a, name);
	for (i = 0; i < a->n; i++)
		printf("%-20s %s\n", a->items[i].key,
		       a->items[i].known ? a->items[i].value : "-");
	return PROCTL_YES;
}
