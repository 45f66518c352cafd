// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands that print a table of tasks; see tabular.h.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"
#include "out/fieldtable.h"
#include "proctl.h"
#include "suggest.h"
#include "tabular.h"
#include "terminal.h"

int tabular_error(int err)
{
	if (!err)
		return PROCTL_YES;
	if (err == -ELIBACC)
		return proctl_no("tables need libsmartcols.so.1: run 'sudo apt "
				 "install libsmartcols1'");
	return proctl_no("%s", strerror(-err));
}

/* A column is shown once, where it stood first. */
static void add_field(struct tabular *t, const struct proctree_field *field)
{
	size_t i;

	for (i = 0; i < t->nfields; i++) {
		if (t->fields[i] == field)
			return;
	}
	t->fields[t->nfields++] = field;
	t->blocks |= field->block;
}

static int unknown_column(const char *name)
{
	const char *meant = suggestion_of_field(name);

	if (meant)
		return proctl_usage("no column '%s': did you mean '%s'?", name,
				    meant);
	return proctl_usage("no column '%s': 'proctl fields' lists them", name);
}

static int add_list(struct tabular *t, const char *list)
{
	char *copy = strdup(list), *rest = copy, *name;
	const struct proctree_field *field;
	int status = PROCTL_YES;

	if (!copy)
		return tabular_error(-ENOMEM);
	while (!status && (name = strsep(&rest, ","))) {
		field = proctree_field_find(name);
		if (field)
			add_field(t, field);
		else
			status = unknown_column(name);
	}
	free(copy);
	return status;
}

static void clear(struct tabular *t)
{
	t->nfields = 0;
	t->blocks = 0;
}

static void add_all(struct tabular *t)
{
	size_t i;

	clear(t);
	for (i = 0; i < proctree_nfields; i++)
		add_field(t, &proctree_fields[i]);
}

void tabular_add_block(struct tabular *t, uint64_t block)
{
	size_t i;

	for (i = 0; i < proctree_nfields; i++) {
		if (proctree_fields[i].block == block)
			add_field(t, &proctree_fields[i]);
	}
}

int tabular_init(struct tabular *t, const char *defaults)
{
	*t = (struct tabular){
		.fields = calloc(proctree_nfields, sizeof(*t->fields)),
		.style.ascii = !terminal_utf8(),
	};
	if (!t->fields)
		return tabular_error(-ENOMEM);
	return defaults ? add_list(t, defaults) : PROCTL_YES;
}

int tabular_option(struct tabular *t, int c, char **argv)
{
	switch (c) {
	case 'o':
		t->chosen = true;
		if (*optarg == '+')
			return add_list(t, optarg + 1);
		clear(t);
		return add_list(t, optarg);
	case 'O':
		t->chosen = true;
		add_all(t);
		break;
	case 'J':
		t->style.format = TABLE_JSON;
		break;
	case 'r':
		t->style.format = TABLE_RAW;
		break;
	case 'n':
		t->style.no_headings = true;
		break;
	case 'H':
		t->list = true;
		break;
	default:
		return options_bad(argv, c);
	}
	return PROCTL_YES;
}

int tabular_sort(struct tabular *t, const char *list)
{
	char *copy = strdup(list), *rest = copy, *name;
	int status = PROCTL_YES;

	free(t->keys);
	t->nkeys = 0;
	/* Each column takes a byte at least, or a comma. */
	t->keys = calloc(strlen(list) + 1, sizeof(*t->keys));
	if (!copy || !t->keys)
		status = tabular_error(-ENOMEM);
	while (!status && (name = strsep(&rest, ","))) {
		struct sort_key *key = &t->keys[t->nkeys++];

		key->descending = *name == '-';
		name += key->descending;
		key->field = proctree_field_find(name);
		if (key->field)
			t->blocks |= key->field->block;
		else
			status = unknown_column(name);
	}
	free(copy);
	return status;
}

int tabular_print(const struct tabular *t, const struct proctree_rows *rows,
		  const struct tree_order *order,
		  const struct rowtable_extra *extra)
{
	return tabular_error(rowtable_print(rows, t->fields, t->nfields, extra,
					    &t->style, "processes", order));
}

int tabular_print_columns(const struct table_style *style)
{
	return tabular_error(fieldtable_print(style));
}

void tabular_free(struct tabular *t)
{
	free(t->fields);
	free(t->keys);
}
