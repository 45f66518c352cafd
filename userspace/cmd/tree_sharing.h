/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * proctl tree --by sharing.
 */
#ifndef TREE_SHARING_H
#define TREE_SHARING_H

#include "out/groups.h"

/**
 * tree_sharing - print which tasks share what
 * @root:	only groups that this process, or a thread of it, is in; 0 = all
 *
 * Return: PROCTL_YES, or PROCTL_NO after a message.
 */
int tree_sharing(const struct proctree_rows *rows, int32_t root,
		 const struct groups_style *style);

#endif
