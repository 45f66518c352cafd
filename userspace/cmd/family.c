// SPDX-License-Identifier: GPL-2.0-only
/*
 * ancestors, children and threads; see family.h.
 */
#include "device.h"
#include "family.h"
#include "filter.h"
#include "pid.h"
#include "proctl.h"
#include "select.h"
#include "tabular.h"

static int parse(struct tabular *t, struct filter *filter, int argc,
		 char **argv)
{
	static const struct option options[] = {
		TABULAR_LONG, FILTER_LONG, { 0 },
	};
	int c, status = tabular_init(t, TABULAR_DEFAULT);

	while (!status && (c = getopt_long(argc, argv,
					   TABULAR_SHORT FILTER_SHORT,
					   options, NULL)) >= 0)
		status = filter_is_option(c) ?
			 filter_option(filter, argv[0], c) :
			 tabular_option(t, c, argv);
	return status;
}

static int print(const struct tabular *t, const struct filter *filter,
		 const char *command, int32_t pid,
		 const struct family *family, struct proctree *pt)
{
	struct proctree_want want = {
		.blocks = t->blocks | filter_blocks(filter),
		.root = family->whole ? 0 : pid,
		.threads = family->threads,
	};
	struct proctree_rows *rows;
	int err, status = device_take(pt, command, &want, &rows);

	if (status)
		return status;
	err = family->choose(rows, pid);
	if (!err && filter->used)
		select_rows(rows, filter_keeps, filter);
	if (err)
		status = device_error(pt, command, pid, err);
	else if (rows->count || t->style.format == TABLE_JSON)
		status = tabular_print(t, rows, NULL, NULL);
	if (!status && !rows->count)
		status = proctl_no("process %d has no %s%s", pid,
				   filter->used ? "such " : "", family->none);
	proctree_rows_free(rows);
	return status;
}

int family_run(int argc, char **argv, const struct family *family)
{
	struct filter filter = { 0 };
	struct proctree *pt;
	struct tabular t;
	int32_t pid;
	int n, status = parse(&t, &filter, argc, argv);

	if (!status && t.list) {
		status = tabular_print_columns(&t.style);
		goto free_tabular;
	}
	if (!status)
		status = pid_arguments(argc, argv, 1, 1, &pid, &n);
	if (!status)
		status = device_open(&pt);
	if (status)
		goto free_tabular;
	status = print(&t, &filter, argv[0], pid, family, pt);
	proctree_close(pt);

free_tabular:
	filter_free(&filter);
	tabular_free(&t);
	return status;
}
