// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl ancestors: the chain up to the root.
 */
#include "family.h"
#include "filter.h"
#include "proctl.h"
#include "select.h"
#include "tabular.h"

static int choose(struct proctree_rows *rows, int32_t pid)
{
	return select_family(rows, pid, true, false, false);
}

static int run(int argc, char **argv)
{
	static const struct family ancestors = {
		.whole = true,
		.choose = choose,
		.none = "ancestors here: it is a root",
	};

	return family_run(argc, argv, &ancestors);
}

const struct command cmd_ancestors = {
	.name = "ancestors",
	.summary = "The parent of a process, its parent, and so on",
	.usage = "[OPTION...] PID",
	.help =
TABULAR_HELP
FILTER_HELP
"\n"
"The root comes first, the parent last. Exit status 1 if there is none.\n"
"\n"
"EXAMPLES\n"
"  proctl ancestors $$\n"
"  proctl ancestors -rno COMM $$\n",
	.run = run,
};
