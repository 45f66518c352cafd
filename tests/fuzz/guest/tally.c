// SPDX-License-Identifier: GPL-2.0-only
/* Calls and their results; see tally.h. */
#include "tally.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "../../../module/uapi/proctree.h"

#define ERRORS_MAX	14

/* Errors of any ioctl: no such descriptor; not this device's; bad arguments. */
#define ANY_IOCTL	EBADF, ENOTTY, EINVAL, E2BIG, EFAULT
#define REQUEST(name)	(NCALLS + REQUEST_##name)
#define SUBTREE		ESRCH, ENOENT, ENOMEM

/* What calls may return; 0 ends a list. */
static const int allowed[NROWS][ERRORS_MAX] = {
	[CALL_OPEN] = { ENOMEM },
	[CALL_OPEN_PROC] = { ENOMEM, EACCES, EMFILE },
	[CALL_CLOSE] = { EBADF },
	[CALL_DUP] = { EBADF },
	[CALL_IOCTL] = { EBADF, ENOTTY },
	[CALL_READ] = { EBADF, EINVAL, EAGAIN, EINTR, EFAULT },
	[CALL_READV] = { EBADF, EINVAL, EAGAIN, EINTR, EFAULT },
	[CALL_PREAD] = { EBADF, EINVAL, ESPIPE, EFAULT },
	[CALL_WRITE] = { EBADF, EINVAL, EIO, EFAULT },
	[CALL_POLL] = { EINTR },
	[CALL_LSEEK] = { EBADF, EINVAL, ESPIPE },
	[CALL_MMAP] = { EBADF, EINVAL, EACCES, EIO, ENODEV, ENOMEM, EOVERFLOW },
	[CALL_FLAGS] = { EBADF },
	[REQUEST(QUERY)] = { ANY_IOCTL },
	[REQUEST(SNAPSHOT)] = { ANY_IOCTL, SUBTREE },
	[REQUEST(TASK)] = { ANY_IOCTL, ESRCH, ENOSPC, ENOMEM },
	[REQUEST(LOG)] = { ANY_IOCTL, SUBTREE, EPERM, EBUSY },
	[REQUEST(WATCH)] = { ANY_IOCTL, SUBTREE, EBUSY, EMFILE, ENFILE },
	[REQUEST(MARK)] = { ANY_IOCTL },
	[REQUEST(SLEEP)] = { ANY_IOCTL, EPERM, EBUSY, ENFILE, EINTR },
	[REQUEST(KTHREAD)] = { ANY_IOCTL, EPERM, EBUSY, ENFILE, ESRCH, EINTR,
			       ENOMEM },
};

static const char * const request_names[NREQUESTS] = {
#define X(name) #name,
	REQUESTS(X)
#undef X
};

static uint32_t row_of(const struct call *call)
{
	if (call->kind == CALL_IOCTL &&
	    _IOC_TYPE(call->number) == PROCTREE_IOC_MAGIC &&
	    _IOC_NR(call->number) < NREQUESTS)
		return NCALLS + _IOC_NR(call->number);
	return call->kind;
}

static bool is_allowed(uint32_t row, int error)
{
	int i;

	for (i = 0; i < ERRORS_MAX && allowed[row][i]; i++)
		if (allowed[row][i] == error)
			return true;
	return false;
}

void tally_count(struct tally *tally, const struct call *call, long result)
{
	uint32_t row = row_of(call);
	int error = result == -1 ? errno : 0;

	__atomic_fetch_add(&tally->results[row][error % NERRORS], 1,
			   __ATOMIC_RELAXED);
	if (call->kind == CALL_SPAWN || call->kind == CALL_PARAMETER)
		return;
	__atomic_fetch_add(&tally->calls, 1, __ATOMIC_RELAXED);
	if (error && !is_allowed(row, error)) {
		tally->wrong = *call;
		tally->wrong_error = error;
	}
}

void tally_add(struct tally *tally, const struct tally *from)
{
	int row, error;

	tally->calls += from->calls;
	for (row = 0; row < NROWS; row++)
		for (error = 0; error < NERRORS; error++)
			tally->results[row][error] += from->results[row][error];
}

static void print_row(FILE *to, const char *name, const uint64_t *results)
{
	int error;

	fprintf(to, "# %-10s ok %" PRIu64, name, results[0]);
	for (error = 1; error < NERRORS; error++)
		if (results[error])
			fprintf(to, ", %s %" PRIu64, strerrorname_np(error),
				results[error]);
	fputc('\n', to);
}

void tally_print(FILE *to, const struct tally *tally)
{
	int row;

	for (row = 0; row < NROWS; row++)
		print_row(to, row < NCALLS ? call_names[row] :
					     request_names[row - NCALLS],
			  tally->results[row]);
}
