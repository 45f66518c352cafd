// SPDX-License-Identifier: GPL-2.0-only
/*
 * ancestors, children and threads; see family.h.
 */
#include "device.h"
#include "family.h"
#include "pid.h"
#include "proctl.h"
#include "tabular.h"

static int print(const struct tabular *t, const char *command, int32_t pid,
		 const struct family *family, struct proctree *pt)
{
	struct proctree_want want = {
		.blocks = t->blocks,
		.root = family->whole ? 0 : pid,
		.threads = family->threads,
	};
	struct proctree_rows *rows;
	int err, status = device_take(pt, command, &want, &rows);

	if (status)
		return status;
	err = family->choose(rows, pid);
	if (err)
		status = device_error(pt, command, pid, err);
	else if (rows->count || t->style.format == TABLE_JSON)
		status = tabular_print(t, rows, NULL);
	if (!status && !rows->count)
		status = proctl_no("process %d has no %s", pid, family->none);
	proctree_rows_free(rows);
	return status;
}

int family_run(int argc, char **argv, const struct family *family)
{
	struct proctree *pt;
	struct tabular t;
	int32_t pid;
	int n, status = tabular_options(&t, argc, argv, TABULAR_DEFAULT);

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
	status = print(&t, argv[0], pid, family, pt);
	proctree_close(pt);

free_tabular:
	tabular_free(&t);
	return status;
}
