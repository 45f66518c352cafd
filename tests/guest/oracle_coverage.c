// SPDX-License-Identifier: GPL-2.0-only
/* Every field has somebody who proves it: an oracle, or a test of its own. */
#include "device.h"
#include "fields.h"
#include "harness.h"
#include "oracle.h"

static const struct oracle_table *const tables[] = {
	&oracle_base,	    &oracle_relations, &oracle_sharing,
	&oracle_credentials, &oracle_scheduling, &oracle_time,
	&oracle_signals,    &oracle_namespaces, &oracle_memory,
	&oracle_layout,	    &oracle_internals,
};

#define NTABLES	(sizeof(tables) / sizeof(tables[0]))

static size_t rows_about(const struct field *field)
{
	size_t i, j, n = 0;

	for (i = 0; i < NTABLES; i++)
		for (j = 0; j < tables[i]->count; j++)
			n += tables[i]->block == field->block &&
			     !strcmp(tables[i]->oracles[j].member, field->name);
	return n;
}

TEST("every field has an oracle, or a test that proves it")
{
	size_t i, j, rows = 0, asked = 0;

	for (i = 0; i < nfields; i++)
		if (rows_about(&fields[i]) != 1)
			FAIL("%s has %zu rows in the tables of oracles",
			     fields[i].name, rows_about(&fields[i]));
	for (i = 0; i < NTABLES; i++)
		for (j = 0; j < tables[i]->count; j++) {
			const struct oracle *o = &tables[i]->oracles[j];

			if (!o->ask && (!o->test || !test_exists(o->test)))
				FAIL("%s: there is no test \"%s\"", o->member,
				     o->test ?: "");
			rows++;
			asked += !!o->ask;
		}
	ASSERT_EQ(rows, nfields);
	note("%zu fields: %zu have an oracle, %zu a test", rows, asked,
	     rows - asked);
}
