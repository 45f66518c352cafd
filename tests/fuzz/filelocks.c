// SPDX-License-Identifier: GPL-2.0-only
/* Any text as /proc/locks: pairs of processes, or nothing. */
#include <stdio.h>

#include "fuzz.h"
#include "lib/filelocks.h"

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	return 0;
}

static int pair(void *context, int32_t waiter, int32_t holder)
{
	MUST(waiter > 0 && holder > 0);
	return ++*(int *)context == 3 ? -1 : 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	FILE *locks = size ? fmemopen((void *)data, size, "r") : NULL;
	int calls = 0, result;

	if (!locks)
		return 0;
	result = filelocks_read(locks, pair, &calls);
	MUST(result == (calls == 3 ? -1 : 0));
	fclose(locks);
	return 0;
}
