// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl children: who has this process as real parent.
 */
#include "family.h"
#include "filter.h"
#include "proctl.h"
#include "select.h"
#include "tabular.h"

static bool is_child(const struct proctree_rows *rows,
		     const struct proctree_row *row, const void *context)
{
	const int32_t *pid = context;

	(void)rows;
	return row->ppid == *pid;
}

static int choose(struct proctree_rows *rows, int32_t pid)
{
	select_rows(rows, is_child, &pid);
	return 0;
}

static int run(int argc, char **argv)
{
	static const struct family children = {
		.choose = choose,
		.none = "children",
	};

	return family_run(argc, argv, &children);
}

const struct command cmd_children = {
	.name = "children",
	.summary = "The children of a process",
	.usage = "[OPTION...] PID",
	.help =
TABULAR_HELP
FILTER_HELP
"\n"
"In order of birth. Exit status 1 if there are none.\n"
"\n"
"EXAMPLES\n"
"  proctl children 1\n"
"  proctl children -o PID,S,REAL_PARENT,COMM $$    which thread forked it\n",
	.run = run,
};
