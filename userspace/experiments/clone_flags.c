// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sets of clone flags as people type them; see clone_flags.h.
 */
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "clone_flags.h"

/* In the order of names; exit signals come last. */
static const struct flag {
	const char *name;
	unsigned int bits; /* CLONE_IO is the sign bit of an int */
} flags[] = {
	{ "VM", CLONE_VM },
	{ "FS", CLONE_FS },
	{ "FILES", CLONE_FILES },
	{ "SIGHAND", CLONE_SIGHAND },
	{ "THREAD", CLONE_THREAD },
	{ "SYSVSEM", CLONE_SYSVSEM },
	{ "IO", CLONE_IO },
	{ "PARENT", CLONE_PARENT },
	{ "VFORK", CLONE_VFORK },
	{ "SETTLS", CLONE_SETTLS },
	{ "PARENT_SETTID", CLONE_PARENT_SETTID },
	{ "CHILD_SETTID", CLONE_CHILD_SETTID },
	{ "CHILD_CLEARTID", CLONE_CHILD_CLEARTID },
	{ "DETACHED", CLONE_DETACHED },
	{ "UNTRACED", CLONE_UNTRACED },
	{ "NEWNS", CLONE_NEWNS },
	{ "NEWUTS", CLONE_NEWUTS },
	{ "NEWIPC", CLONE_NEWIPC },
	{ "NEWNET", CLONE_NEWNET },
	{ "NEWCGROUP", CLONE_NEWCGROUP },
	{ "NEWUSER", CLONE_NEWUSER },
	{ "NEWPID", CLONE_NEWPID },
	{ "SIGCHLD", SIGCHLD },
	{ "SIGUSR1", SIGUSR1 },
	{ "SIGUSR2", SIGUSR2 },
	{ "0", 0 },
};

#define NFLAGS (sizeof(flags) / sizeof(flags[0]))

static const struct flag *find_flag(const char *name, size_t len)
{
	size_t i;

	if (len > 6 && !strncasecmp(name, "CLONE_", 6)) {
		name += 6;
		len -= 6;
	}
	for (i = 0; i < NFLAGS; i++)
		if (strlen(flags[i].name) == len &&
		    !strncasecmp(flags[i].name, name, len))
			return &flags[i];
	return NULL;
}

static bool can_be(unsigned int bits, int signals)
{
	const unsigned int nobody = CLONE_NEWPID | CLONE_VFORK;

	return signals <= 1 && (bits & nobody) != nobody;
}

bool clone_flags_parse(const char *list, unsigned int *bits)
{
	const struct flag *flag;
	int signals = 0;
	size_t len;

	for (*bits = 0;; list += len + 1) {
		len = strcspn(list, ",|");
		flag = find_flag(list, len);
		if (!flag)
			return false;
		signals += flag->bits <= CSIGNAL;
		*bits |= flag->bits;
		if (!list[len])
			return can_be(*bits, signals);
	}
}

/* Whether the name of @flag belongs into the name of the set @bits. */
static bool is_in(const struct flag *flag, unsigned int bits)
{
	if (flag->bits <= CSIGNAL)
		return flag->bits && flag->bits == (bits & CSIGNAL);
	return bits & flag->bits;
}

void clone_flags_name(unsigned int bits, char *to)
{
	size_t i;

	*to = '\0';
	for (i = 0; i < NFLAGS; i++) {
		if (!is_in(&flags[i], bits))
			continue;
		if (*to)
			strcat(to, "|");
		strcat(to, flags[i].name);
	}
	if (!*to)
		strcpy(to, "0");
}
