// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which tasks are meant; see filter.h.
 */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "filter.h"
#include "pid.h"
#include "proctl.h"

#define STATES "RSDTtXZPI" /* fs/proc/array.c task_state_array */

static int parse_states(struct filter *f, const char *command, const char *text)
{
	const char *odd = text + strspn(text, STATES);
	char wrong = *odd, other = wrong ^ ('a' ^ 'A');

	if (!*text)
		return proctl_usage("%s: --state needs letters, as in '--state DZ'",
				    command);
	if (wrong && other && strchr(STATES, other))
		return proctl_usage("%s: no state '%c': did you mean '%c'?",
				    command, wrong, other);
	if (wrong)
		return proctl_usage("%s: '%s' is not a state: give letters "
				    "out of %s, as in '--state DZ'", command, odd, STATES);
	f->states = text;
	return PROCTL_YES;
}

/* Digits are a number even if a user has such a name, as in chown(1). */
static int parse_user(struct filter *f, const char *command, const char *text)
{
	struct passwd *pw;
	char *end;
	unsigned long long uid;

	errno = 0;
	if (*text && !text[strspn(text, "0123456789")]) {
		uid = strtoull(text, &end, 10);
		if (errno || uid >= UINT32_MAX)
			return proctl_usage("%s: %s is beyond the largest user id, %u",
					    command, text, UINT32_MAX - 1);
	} else {
		pw = getpwnam(text);
		if (!pw)
			return proctl_usage("%s: no user '%s': 'getent passwd' lists "
					    "them, or give a number", command, text);
		uid = pw->pw_uid;
	}
	f->by_user = true;
	f->uid = uid;
	return PROCTL_YES;
}

static int parse_comm(struct filter *f, const char *command, const char *text)
{
	if (strlen(text) >= PROCTREE_COMM_LEN)
		return proctl_usage("%s: the kernel keeps %d bytes of a name: try --comm '%.*s'",
				    command, PROCTREE_COMM_LEN - 1,
				    PROCTREE_COMM_LEN - 1, text);
	f->comm = text;
	return PROCTL_YES;
}

static int parse_ppid(struct filter *f, const char *command, const char *text)
{
	f->ppid = 0;
	if (strcmp(text, "0") && pid_parse(text, &f->ppid) != PID_OK)
		return proctl_usage("%s: --ppid '%s' is not a process id: give "
				    "0 to %d, as in '--ppid 1'", command, text, PID_LARGEST);
	f->by_ppid = true;
	return PROCTL_YES;
}

int filter_option(struct filter *f, const char *command, int c)
{
	f->used = true;
	switch (c) {
	case FILTER_STATE:
		return parse_states(f, command, optarg);
	case FILTER_USER:
		return parse_user(f, command, optarg);
	case FILTER_COMM:
		return parse_comm(f, command, optarg);
	case FILTER_PPID:
		return parse_ppid(f, command, optarg);
	case FILTER_KTHREADS:
		f->kthreads = FILTER_KTHREADS_ONLY;
		break;
	case FILTER_NO_KTHREADS:
		f->kthreads = FILTER_KTHREADS_NOT;
		break;
	}
	return PROCTL_YES;
}

bool filter_keeps(const struct proctree_row *row, const void *filter)
{
	const struct filter *f = filter;
	bool kthread = row->flags & PROCTREE_ROW_KTHREAD;

	if (f->states && (!row->state || !strchr(f->states, row->state)))
		return false;
	if (f->by_user && row->uid != f->uid)
		return false;
	if (f->by_ppid && row->ppid != f->ppid)
		return false;
	if (f->comm && strncmp(row->comm, f->comm, PROCTREE_COMM_LEN))
		return false;
	if (f->kthreads == FILTER_KTHREADS_ONLY)
		return kthread;
	return !kthread || f->kthreads == FILTER_KTHREADS_TOO;
}
