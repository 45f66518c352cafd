// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl threads: the thread group of a process.
 */
#include "family.h"
#include "filter.h"
#include "proctl.h"
#include "select.h"
#include "tabular.h"

static bool is_in_group(const struct proctree_rows *rows,
			const struct proctree_row *row, const void *context)
{
	const int32_t *pid = context;

	(void)rows;
	return row->tgid == *pid;
}

static int choose(struct proctree_rows *rows, int32_t pid)
{
	select_rows(rows, is_in_group, &pid);
	return 0;
}

static int run(int argc, char **argv)
{
	static const struct family threads = {
		.threads = true,
		.choose = choose,
		.none = "threads",
	};

	return family_run(argc, argv, &threads);
}

const struct command cmd_threads = {
	.name = "threads",
	.summary = "The threads of a process",
	.usage = "[OPTION...] PID",
	.help =
TABULAR_HELP
FILTER_HELP
"\n"
"The leader, whose id is that of the process, comes first.\n"
"\n"
"EXAMPLES\n"
"  proctl threads 1234\n"
"  proctl threads -o PID,S,MM,FILES,COMM 1234    they share both\n",
	.run = run,
};
