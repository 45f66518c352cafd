// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who waits for whose file lock; see filelocks.h. A line is, in fs/locks.c,
 * lock_get_status():
 *
 *	1: POSIX  ADVISORY  WRITE 812 08:01:1234 0 EOF
 *	1: -> POSIX  ADVISORY  WRITE 813 08:01:1234 0 EOF
 *
 * The second kind waits for the lock of the first one with its number.
 */
#include <string.h>

#include "filelocks.h"

int filelocks_read(FILE *locks, filelocks_pair *pair, void *context)
{
	char line[256], kind[16], advisory[16], type[16];
	long long id, holder_id = -1;
	int32_t pid, holder = 0;
	int err = 0;

	while (!err && fgets(line, sizeof(line), locks)) {
		const char *arrow = strstr(line, "->");
		int at = 0;

		/* Without the colon there is one number, and @at is not set. */
		if (sscanf(line, "%lld:%n", &id, &at) != 1 || !at ||
		    sscanf(arrow ? arrow + 2 : line + at, "%15s %15s %15s %d",
			   kind, advisory, type, &pid) != 4)
			continue;
		if (!arrow) {
			holder_id = id;
			holder = pid;
		} else if (id == holder_id && pid > 0 && holder > 0) {
			err = pair(context, pid, holder);
		}
	}
	return err;
}
