// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl list: tasks as a table.
 */
#include <errno.h>
#include <stdlib.h>

#include "args.h"
#include "device.h"
#include "filter.h"
#include "out/summary.h"
#include "pid.h"
#include "proctl.h"
#include "select.h"
#include "tabular.h"
#include "user.h"

enum { LIST_SORT = FILTER_END, LIST_SUMMARY };

/* The processes asked for; a sorted array would be for more than people type */
struct wanted {
	int32_t *pids;
	int n;
};

static bool is_wanted(const struct proctree_rows *rows,
		      const struct proctree_row *row, const void *context)
{
	const struct wanted *wanted = context;
	int i;

	(void)rows;
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

struct options {
	struct tabular t;
	struct filter filter;
	struct wanted wanted;
	const char *sort;
	bool args;
	bool summary;
	bool threads;
};

static int print_with_args(const struct options *o, struct proctree *pt,
			   const struct proctree_rows *rows)
{
	char **args;
	int status = args_take("list", pt, rows, ARGS_MAX, &args);
	struct rowtable_extra extra[] = {
		{ "ARGS", "args", (const char *const *)args }, { 0 },
	};

	if (status)
		return status;
	status = tabular_print(&o->t, rows, NULL, extra);
	args_free(args, rows);
	return status;
}

/* An empty table is one for a program only. */
static int print_rows(const struct options *o, struct proctree *pt,
		      struct proctree_rows *rows)
{
	int status = PROCTL_YES;

	if (o->t.nkeys)
		status = tabular_error(sort_rows(rows, o->t.keys, o->t.nkeys));
	if (status || (!rows->count && o->t.style.format != TABLE_JSON))
		return status;
	if (o->summary)
		return tabular_error(summary_print(rows, &o->t.style,
						   user_name));
	return o->args ? print_with_args(o, pt, rows) :
			 tabular_print(&o->t, rows, NULL, NULL);
}

static int print(const struct options *o)
{
	struct proctree_want want = {
		.blocks = o->t.blocks | filter_blocks(&o->filter),
		.threads = o->threads,
	};
	struct proctree_rows *rows;
	struct proctree *pt;
	int status = device_open(&pt);

	if (status)
		return status;
	status = device_take(pt, "list", &want, &rows);
	if (status)
		goto close;
	status = find_all(pt, &o->wanted, rows);
	if (!status) {
		if (o->filter.used)
			select_rows(rows, filter_keeps, &o->filter);
		status = print_rows(o, pt, rows);
		if (!status && !rows->count)
			status = proctl_no("list: no task passes these filters");
	}
	proctree_rows_free(rows);
close:
	proctree_close(pt);
	return status;
}

static int option(struct options *o, int c, char **argv)
{
	switch (c) {
	case 'a':
		o->args = true;
		return PROCTL_YES;
	case 'T':
		o->threads = true;
		return PROCTL_YES;
	case LIST_SORT:
		o->sort = optarg;
		return PROCTL_YES;
	case LIST_SUMMARY:
		o->summary = true;
		return PROCTL_YES;
	}
	return filter_is_option(c) ? filter_option(&o->filter, argv[0], c) :
				     tabular_option(&o->t, c, argv);
}

static int parse(struct options *o, int argc, char **argv)
{
	static const struct option options[] = {
		TABULAR_LONG,
		FILTER_LONG,
		FILTER_LONG_PLACE,
		{ "args",    no_argument,	NULL, 'a' },
		{ "sort",    required_argument, NULL, LIST_SORT },
		{ "summary", no_argument,	NULL, LIST_SUMMARY },
		{ "threads", no_argument,	NULL, 'T' },
		{ 0 },
	};
	int c, status = PROCTL_YES;

	while (!status && (c = getopt_long(argc, argv,
					   TABULAR_SHORT FILTER_SHORT "aT",
					   options, NULL)) >= 0)
		status = option(o, c, argv);
	if (!status && o->summary && (o->sort || o->t.chosen || o->args))
		status = proctl_usage("list: --summary has columns of its own: leave out --%s",
				      o->sort ? "sort" :
				      o->args ? "args" : "output");
	if (!status && o->sort)
		status = tabular_sort(&o->t, o->sort);
	if (!status)
		status = pid_arguments(argc, argv, 0, argc, o->wanted.pids,
				       &o->wanted.n);
	return status;
}

static int run(int argc, char **argv)
{
	struct options o = { .wanted.pids = calloc(argc, sizeof(int32_t)) };
	int status = tabular_init(&o.t, TABULAR_DEFAULT);

	if (!status && !o.wanted.pids)
		status = proctl_no("list: out of memory");
	if (!status)
		status = parse(&o, argc, argv);
	if (!status)
		status = o.t.list ? tabular_print_columns(&o.t.style) :
				    print(&o);
	free(o.wanted.pids);
	filter_free(&o.filter);
	tabular_free(&o.t);
	return status;
}

const struct command cmd_list = {
	.name = "list",
	.summary = "A table of processes",
	.usage = "[OPTION...] [PID...]",
	.help =
TABULAR_HELP
" -a, --args           the arguments of each process, too, out of /proc\n"
" -T, --threads        a line for each thread too\n"
"     --sort COLUMNS   by these columns, separated by commas; -COLUMN is\n"
"                      descending. Otherwise in order of birth\n"
"     --summary        how many in which state, by user, instead of a table\n"
FILTER_HELP
FILTER_HELP_PLACE
"\n"
"All filters given must hold. Exit status 1 if nothing passes.\n"
"\n"
"A value that can't be read, for want of privilege or because there is none, is\n"
"'-' (null in JSON). Only what the chosen columns need is asked of the kernel.\n"
"\n"
"EXAMPLES\n"
"  proctl list\n"
"  proctl list -o +MM,FILES -T 1234    which threads share what\n"
"  proctl list --state Z -o PID,PPID,EXIT_CODE,COMM\n"
"  proctl list --user root --no-kthreads --sort -RSS_ANON -o +RSS_ANON\n"
"  proctl list -T --summary\n"
"  proctl list -Q 'NI < 0 or RTPRIO > 0' -o +NI,RTPRIO,POLICY\n"
"  proctl list -Q 'CAUGHT =~ \"SIGTERM\" and RSS_ANON > 50M'\n"
"  proctl list -rno PID --comm sshd --ppid 1\n"
"  proctl list -J -o pid,comm,start_ns\n",
	.run = run,
};
