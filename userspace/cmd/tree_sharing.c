// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl tree --by sharing; see tree_sharing.h.
 */
#include "proctl.h"
#include "tree_sharing.h"

static bool has_process(const struct proctree_rows *rows,
			const struct group *group, int32_t pid)
{
	uint32_t m;

	for (m = 0; m < group->n; m++) {
		if (proctree_row_at(rows, group->members[m])->tgid == pid)
			return true;
	}
	return false;
}

int tree_sharing(const struct proctree_rows *rows, int32_t root,
		 const struct groups_style *style)
{
	struct groups groups;
	uint32_t i, n = 0;

	if (groups_find(rows, &groups))
		return proctl_no("tree: out of memory");
	for (i = 0; i < groups.n; i++) {
		if (root && !has_process(rows, &groups.groups[i], root))
			continue;
		groups_print(rows, &groups.groups[i], style);
		n++;
	}
	groups_free(&groups);
	if (n)
		return PROCTL_YES;
	if (root)
		return proctl_no("process %d shares nothing with others; its "
				 "threads come with --threads", root);
	return proctl_no("no two processes share anything; threads come with "
			 "--threads");
}
