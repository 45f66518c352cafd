// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl fields: the reference of columns, from the table that makes them.
 */
#include "options.h"
#include "pid.h"
#include "proctl.h"
#include "tabular.h"
#include "terminal.h"

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json",	no_argument, NULL, 'J' },
		{ "noheadings", no_argument, NULL, 'n' },
		{ "raw",	no_argument, NULL, 'r' },
		{ 0 },
	};
	struct table_style style = { .ascii = !terminal_utf8() };
	int c, n, status;

	while ((c = getopt_long(argc, argv, ":Jnr", options, NULL)) >= 0) {
		if (c == 'J')
			style.format = TABLE_JSON;
		else if (c == 'r')
			style.format = TABLE_RAW;
		else if (c == 'n')
			style.no_headings = true;
		else
			return options_bad(argv, c);
	}
	status = pid_arguments(argc, argv, 0, 0, NULL, &n);
	return status ? status : tabular_print_columns(&style);
}

const struct command cmd_fields = {
	.name = "fields",
	.summary = "The columns there are, what they mean, where to check them",
	.usage = "[OPTION...]",
	.help =
" -J, --json           as JSON\n"
" -r, --raw            for scripts: no padding\n"
" -n, --noheadings     without headings\n"
"\n"
"A column may be given by its heading or by its key in JSON, in any case.\n"
"\n"
"EXAMPLES\n"
"  proctl fields\n"
"  proctl fields -J | jq '.fields[] | select(.block == \"SHARING\")'\n",
	.run = run,
};
