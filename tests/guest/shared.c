// SPDX-License-Identifier: GPL-2.0-only
/* What two tasks may share; see shared.h. */
#include <linux/kcmp.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "shared.h"

#define KIND(type, member) \
	{ #member, type, offsetof(struct proctree_sharing, member) }

const struct shared shared[NSHARED] = {
	KIND(KCMP_VM, mm),	     KIND(KCMP_FILES, files),
	KIND(KCMP_FS, fs),	     KIND(KCMP_SIGHAND, sighand),
	KIND(KCMP_IO, io),	     KIND(KCMP_SYSVSEM, sysvsem),
};

uint64_t shared_id(const struct whole_row *row, const struct shared *kind)
{
	uint64_t id;

	memcpy(&id, (const char *)&row->share + kind->offset, sizeof(id));
	return id;
}

long shared_order(pid_t a, pid_t b, const struct shared *kind)
{
	return syscall(SYS_kcmp, a, b, kind->type, 0, 0);
}
