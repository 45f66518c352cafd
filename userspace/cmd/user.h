/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of users and groups.
 */
#ifndef USER_H
#define USER_H

#include <stdint.h>

/*
 * The name, or the number if it has none that fits in TREE_USER_MAX printable
 * ASCII characters; valid until the next call.
 */
const char *user_name(uint32_t uid);
const char *group_name(uint32_t gid);

#endif
