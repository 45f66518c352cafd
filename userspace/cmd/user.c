// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of users and groups; see user.h.
 */
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>

#include "out/tree.h"
#include "user.h"

static const char *name_or_number(char *to, const char *name, uint32_t id)
{
	const char *s = name;

	while (s && *s > ' ' && *s < 0x7f)
		s++;
	if (s && !*s && s > name && s - name <= TREE_USER_MAX)
		strcpy(to, name);
	else
		sprintf(to, "%u", id);
	return to;
}

const char *user_name(uint32_t uid)
{
	static char name[TREE_USER_MAX + 1];
	static uint32_t last;
	struct passwd *pw;

	/* The same one is asked for again and again. */
	if (*name && uid == last)
		return name;
	last = uid;
	pw = getpwuid(uid);
	return name_or_number(name, pw ? pw->pw_name : NULL, uid);
}

const char *group_name(uint32_t gid)
{
	static char name[TREE_USER_MAX + 1];
	struct group *gr = getgrgid(gid);

	return name_or_number(name, gr ? gr->gr_name : NULL, gid);
}
