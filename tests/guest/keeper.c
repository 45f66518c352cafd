// SPDX-License-Identifier: GPL-2.0-only
/* Keeping the module's probes in the kernel; see keeper.h. */
#include "keeper.h"

#include <string.h>

#include "harness.h"
#include "modprobe.h"
#include "stream.h"

#define KTHREADD 2 /* a family in which little happens */

static struct stream keeper;

/* Whether the tests of @file need the module for themselves. */
static bool unloads(const char *file)
{
	static const char *const files[] = {
		"storm.c", "tracefs.c", "module.c", "unload.c", "stream_load.c",
		"soak.c", "cycles.c", "faults.c", "faults_module.c",
	};
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (!strcmp(file, files[i]))
			return true;
	return false;
}

bool keeper_attends(void)
{
	return keeper.fd;
}

void keeper_attend(const char *file)
{
	bool wanted = file && !unloads(file);

	all_processors();
	if (wanted == keeper_attends())
		return;
	one_processor_if_emulated();
	if (wanted) {
		stream_open(&keeper, ~0ULL, KTHREADD);
	} else {
		stream_close(&keeper);
		keeper.fd = 0;
	}
	all_processors();
}
