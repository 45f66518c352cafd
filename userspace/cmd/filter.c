// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which tasks are meant; see filter.h.
 */
#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "filter.h"
#include "out/text.h"
#include "pid.h"
#include "proctl.h"
#include "terminal.h"

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

/* Add @id, which is one of several that will do. */
static int add_id(struct filter_ids *ids, uint32_t id)
{
	uint32_t *more = reallocarray(ids->ids, ids->n + 1, sizeof(*more));

	if (!more)
		return proctl_no("out of memory");
	ids->ids = more;
	ids->ids[ids->n++] = id;
	return PROCTL_YES;
}

static bool has_id(const struct filter_ids *ids, uint32_t id)
{
	size_t i;

	for (i = 0; i < ids->n; i++) {
		if (ids->ids[i] == id)
			return true;
	}
	return !ids->n;
}

typedef int parse_id(const char *command, const char *text, uint32_t *id);

/* Values separated by commas. */
static int parse_ids(struct filter_ids *ids, const char *command,
		     const char *text, parse_id *parse)
{
	char *copy = strdup(text), *rest = copy, *value;
	int status = PROCTL_YES;
	uint32_t id = 0;

	if (!copy)
		return proctl_no("%s: out of memory", command);
	while (!status && (value = strsep(&rest, ","))) {
		status = parse(command, value, &id);
		if (!status)
			status = add_id(ids, id);
	}
	free(copy);
	return status;
}

/* Digits are a number even if a user has such a name, as in chown(1). */
static int parse_user(const char *command, const char *text, uint32_t *id)
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
	*id = uid;
	return PROCTL_YES;
}

static int parse_ppid(const char *command, const char *text, uint32_t *id)
{
	int32_t ppid = 0;

	if (strcmp(text, "0") && pid_parse(text, &ppid) != PID_OK)
		return proctl_usage("%s: --ppid '%s' is not a process id: give "
				    "0 to %d, as in '--ppid 1'", command, text, PID_LARGEST);
	*id = ppid;
	return PROCTL_YES;
}

static int parse_comm(struct filter *f, const char *command, const char *text)
{
	const char **more;

	if (strlen(text) >= PROCTREE_COMM_LEN)
		return proctl_usage("%s: the kernel keeps %d bytes of a name: try --comm '%.*s'",
				    command, PROCTREE_COMM_LEN - 1,
				    PROCTREE_COMM_LEN - 1, text);
	more = reallocarray(f->comms, f->ncomms + 1, sizeof(*more));
	if (!more)
		return proctl_no("%s: out of memory", command);
	f->comms = more;
	f->comms[f->ncomms++] = text;
	return PROCTL_YES;
}

/* The expression, and below it a mark where it is wrong. */
static int bad_query(const char *command, const char *text,
		     const struct query_error *error)
{
	char *shown = malloc(strlen(text) * 4 + 1);
	char *before = strndup(text, error->at), *p;
	int columns = 0, status;

	if (!shown || !before) {
		status = proctl_no("%s: out of memory", command);
		goto out;
	}
	text_any(shown, before, terminal_utf8());
	for (p = shown; *p; p++)
		columns += (*p & 0xc0) != 0x80;
	text_any(shown, text, terminal_utf8());
	status = proctl_usage("%s: -Q: %s\n  %s\n  %*s^", command, error->text,
			      shown, columns, "");
out:
	free(shown);
	free(before);
	return status;
}

static int parse_query(struct filter *f, const char *command, const char *text)
{
	struct query_error error;
	struct query *q;
	int err;

	err = query_parse(text, &q, &error);
	if (err == -EINVAL)
		return bad_query(command, text, &error);
	if (!err && f->query)
		err = query_both(&f->query, q);
	else if (!err)
		f->query = q;
	return err ? proctl_no("%s: out of memory", command) : PROCTL_YES;
}

int filter_option(struct filter *f, const char *command, int c)
{
	f->used = true;
	switch (c) {
	case FILTER_STATE:
		return parse_states(f, command, optarg);
	case FILTER_USER:
		return parse_ids(&f->uids, command, optarg, parse_user);
	case FILTER_COMM:
		return parse_comm(f, command, optarg);
	case FILTER_PPID:
		return parse_ids(&f->ppids, command, optarg, parse_ppid);
	case 'Q':
		return parse_query(f, command, optarg);
	case FILTER_KTHREADS:
		f->kthreads = FILTER_KTHREADS_ONLY;
		break;
	case FILTER_NO_KTHREADS:
		f->kthreads = FILTER_KTHREADS_NOT;
		break;
	}
	return PROCTL_YES;
}

uint64_t filter_blocks(const struct filter *f)
{
	return f->query ? query_blocks(f->query) : 0;
}

static bool has_comm(const struct filter *f, const char *comm)
{
	size_t i;

	for (i = 0; i < f->ncomms; i++) {
		if (!strncmp(comm, f->comms[i], PROCTREE_COMM_LEN))
			return true;
	}
	return !f->ncomms;
}

bool filter_keeps(const struct proctree_rows *rows,
		  const struct proctree_row *row, const void *filter)
{
	const struct filter *f = filter;
	bool kthread = row->flags & PROCTREE_ROW_KTHREAD;

	if (f->states && (!row->state || !strchr(f->states, row->state)))
		return false;
	if (!has_id(&f->uids, row->uid) || !has_id(&f->ppids, row->ppid))
		return false;
	if (!has_comm(f, row->comm))
		return false;
	if (f->kthreads == (kthread ? FILTER_KTHREADS_NOT :
				      FILTER_KTHREADS_ONLY))
		return false;
	return !f->query || query_holds(f->query, rows, row);
}

void filter_free(struct filter *f)
{
	free(f->uids.ids);
	free(f->ppids.ids);
	free(f->comms);
	query_free(f->query);
}
