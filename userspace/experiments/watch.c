// SPDX-License-Identifier: GPL-2.0-only
/*
 * Watching a role through the kernel's rows, and ending the trial if what is
 * waited for does not come. The row is the truth; the stream of events says when
 * it is worth looking again.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "recorder.h"
#include "watch.h"

#define SETTLE_MS 1000

/*
 * A role that could not be made does not come to its barrier. Return: what to
 * do, if there can't be one more process now.
 */
static const char *find_remedy(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(EXIT_SUCCESS);
	return pid < 0 ? trial_remedy(errno) : "";
}

static noreturn void end_trial(struct trial *t, enum outcome outcome)
{
	size_t len = strlen(t->reason);

	if (t->fork_error) {
		snprintf(t->reason, sizeof(t->reason),
			 "a role could not make a process: %s%s",
			 strerror(t->fork_error), trial_remedy(t->fork_error));
		outcome = OUTCOME_FAILED;
	} else {
		snprintf(t->reason + len, sizeof(t->reason) - len, "%s",
			 find_remedy());
	}
	t->outcome = outcome;
	_exit(EXIT_FAILURE);
}

void trial_check(struct trial *t)
{
	if (t->fork_error)
		end_trial(t, OUTCOME_FAILED);
}

void trial_fail(struct trial *t, const char *why, ...)
{
	va_list ap;

	va_start(ap, why);
	vsnprintf(t->reason, sizeof(t->reason), why, ap);
	va_end(ap);
	end_trial(t, OUTCOME_FAILED);
}

void role_late(const struct role *role, const char *what)
{
	struct trial *t = role->trial;

	snprintf(t->reason, sizeof(t->reason),
		 "the deadline passed while waiting for %s %s", role->name,
		 what);
	end_trial(t, OUTCOME_TIMEOUT);
}

/* The task that has this role from now on. */
static void cast(struct role *role, uint64_t start_ns)
{
	struct trial *t = role->trial;

	if (t->ncasts == TRIAL_CASTS)
		trial_fail(t, "too many tasks have been %s", role->name);
	t->casts[t->ncasts++] = (struct cast){
		.role = role - t->roles,
		.tid = role->tid,
		.start_ns = start_ns,
	};
	role->start_ns = start_ns;
}

int role_look(struct role *role, uint64_t blocks, struct sighting *seen)
{
	const struct proctree_row *row;
	struct proctree_rows *rows;
	int ret;

	ret = proctree_take_task(role->trial->pt, role->tid, role->start_ns,
				 blocks, &rows);
	seen->asked = true;
	seen->error = ret;
	if (ret)
		return ret;
	if (rows->stride > sizeof(seen->row))
		trial_fail(role->trial, "a row of %u bytes is too long",
			   rows->stride);
	row = proctree_row_at(rows, 0);
	if (!role->start_ns)
		cast(role, row->start_ns);
	seen->mask = rows->mask;
	seen->stride = rows->stride;
	memcpy(seen->row, row, rows->stride);
	proctree_rows_free(rows);
	return 0;
}

void role_look_asleep(struct role *role, struct sighting *seen)
{
	const struct proctree_row *row = (const void *)seen->row;

	seen->sleeps = (struct sleeping){ .call = -1, .fd = -1 };
	if (seen->error || !strchr("SD", row->state))
		return;
	sleeping_read(role->tid, &seen->sleeps);
	seen->at_barrier = seen->sleeps.call == SYS_recvfrom &&
			   seen->sleeps.fd == role->far;
}

static bool is_over(char state)
{
	return state == 'Z' || state == 'X';
}

void role_check_alive(struct role *role)
{
	struct sighting seen;
	const struct proctree_row *row = (const void *)seen.row;

	trial_check(role->trial);
	if (!role->tid)
		return;
	if (role_look(role, 0, &seen) || is_over(row->state))
		trial_fail(role->trial, "%s ended before its barrier",
			   role->name);
}

void await_state(struct role *role, const char *letters)
{
	const struct proctree_row *row;
	struct sighting seen;
	char what[64];

	for (;; recorder_pause(role->trial)) {
		if (role_look(role, PROCTREE_BLOCK_SCHEDULING, &seen))
			trial_fail(role->trial,
				   "%s vanished while waiting for its state %s",
				   role->name, letters);
		if (trial_in_state(&seen, letters))
			return;
		row = (const void *)seen.row;
		if (is_over(row->state))
			trial_fail(role->trial,
				   "%s ended while waiting for its state %s",
				   role->name, letters);
		if (!trial_time_left(role->trial, 1))
			break;
	}
	snprintf(what, sizeof(what), "to be in state %s (it is in %c)", letters,
		 row->state);
	role_late(role, what);
}

/*
 * The row after /proc: who is seen in the call, and asleep afterwards, sleeps in
 * it for what it is waited for, not for a lock on the way.
 */
void await_call(struct role *role, long number)
{
	struct sighting seen;

	for (;; recorder_pause(role->trial)) {
		await_state(role, "SD");
		role_look(role, 0, &seen);
		role_look_asleep(role, &seen);
		if (seen.sleeps.call == number && !seen.at_barrier)
			break;
		if (!trial_time_left(role->trial, 1))
			role_late(role, "to sleep, by /proc/PID/syscall, in "
				  "its system call");
	}
	await_state(role, "S");
}

void await_gone(struct role *role)
{
	struct sighting seen;

	for (; role_look(role, 0, &seen) != -ESRCH; recorder_pause(role->trial))
		if (!trial_time_left(role->trial, 1))
			role_late(role, "to be gone");
}

static bool has_happened(const struct role *role, uint32_t kind)
{
	const struct trial *t = role->trial;
	const struct proctree_event *e;
	unsigned int i = t->nsteps ? t->steps[t->nsteps - 1].at : 0;

	for (; i < t->record.n; i++) {
		e = &t->record.events[i];
		if (e->kind == kind && e->pid == role->tid &&
		    e->start_ns == role->start_ns)
			return true;
	}
	return false;
}

void await_event(struct role *role, uint32_t kind)
{
	struct record *r = &role->trial->record;
	uint64_t lost = r->lost;

	if (!(r->kinds & 1ULL << kind))
		return;
	while (!has_happened(role, kind) && r->lost == lost && !r->error) {
		recorder_pause(role->trial);
		if (!trial_time_left(role->trial, 1))
			role_late(role, "to have an event");
	}
}

void settle(struct role *role, const char *field, int64_t value)
{
	const struct proctree_field *f = proctree_field_find(field);
	struct sighting seen;
	int64_t now;
	int tries;

	for (tries = 0; f && tries < SETTLE_MS; tries++, recorder_pause(role->trial))
		if (role_look(role, f->block, &seen) ||
		    (!trial_value(&seen, field, &now) && now == value) ||
		    !trial_time_left(role->trial, 1))
			break;
}

/* The event comes before the sleep, the row tells of the sleep itself. */
void await_wait(struct role *role)
{
	await_event(role, PROCTREE_EVENT_WAIT);
	settle(role, "child_wait", 1);
	await_state(role, "S");
}
