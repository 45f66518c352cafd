// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl list: tasks as a table.
 */
#include <errno.h>
#include <stdlib.h>

#include "device.h"
#include "pid.h"
#include "proctl.h"
#include "select.h"
#include "tabular.h"

/* The processes asked for; a sorted array would be for more than people type */
struct wanted {
	int32_t *pids;
	int n;
};

static bool is_wanted(const struct proctree_row *row, const void *context)
{
	const struct wanted *wanted = context;
	int i;

	for (i = 0; i < wanted->n; i++) {
		if (row->tgid == wanted->pids[i])
			return true;
	}
	return false;
}

/* Each process that was asked for must be there. */
static int find_all(struct proctree *pt, const struct wanted *wanted,
		    struct proctree_rows *rows)
{
	int i;

	for (i = 0; i < wanted->n; i++) {
		if (!proctree_find(rows, wanted->pids[i]))
			return device_error(pt, "list", wanted->pids[i],
					    -ESRCH);
	}
	if (wanted->n)
		select_rows(rows, is_wanted, wanted);
	return PROCTL_YES;
}

static int print(const struct tabular *t, const struct proctree_want *want,
		 const struct wanted *wanted)
{
	struct proctree_rows *rows;
	struct proctree *pt;
	int status = device_open(&pt);

	if (status)
		return status;
	status = device_take(pt, "list", want, &rows);
	if (!status) {
		status = find_all(pt, wanted, rows);
		if (!status)
			status = tabular_print(t, rows, NULL);
		proctree_rows_free(rows);
	}
	proctree_close(pt);
	return status;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		TABULAR_LONG,
		{ "threads", no_argument, NULL, 'T' },
		{ 0 },
	};
	struct wanted wanted = { calloc(argc, sizeof(int32_t)), 0 };
	struct proctree_want want = { 0 };
	struct tabular t;
	int c, status = tabular_init(&t, TABULAR_DEFAULT);

	while (!status && (c = getopt_long(argc, argv, TABULAR_SHORT "T",
					   options, NULL)) >= 0) {
		if (c == 'T')
			want.threads = true;
		else
			status = tabular_option(&t, c, argv);
	}
	if (!wanted.pids)
		status = proctl_no("list: out of memory");
	if (!status)
		status = pid_arguments(argc, argv, 0, argc, wanted.pids,
				       &wanted.n);
	want.blocks = t.blocks;
	if (!status)
		status = t.list ? tabular_print_columns(&t.style) :
				  print(&t, &want, &wanted);
	free(wanted.pids);
	tabular_free(&t);
	return status;
}

const struct command cmd_list = {
	.name = "list",
	.summary = "A table of processes",
	.usage = "[OPTION...] [PID...]",
	.help =
TABULAR_HELP
" -T, --threads        a line for each thread too\n"
"\n"
"A value that can't be read, for want of privilege or because there is none, is\n"
"'-' (null in JSON). Only what the chosen columns need is asked of the kernel.\n"
"\n"
"EXAMPLES\n"
"  proctl list\n"
"  proctl list -o +MM,FILES -T 1234    which threads share what\n"
"  proctl list -rno PID,S | awk '$2 == \"Z\" { print $1 }'\n"
"  proctl list -J -o pid,comm,start_ns\n",
	.run = run,
};
