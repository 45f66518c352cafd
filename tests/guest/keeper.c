// SPDX-License-Identifier: GPL-2.0-only
/* Keeping the module's probes in the kernel; see keeper.h. */
#include "keeper.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"
#include "modprobe.h"
#include "stream.h"

#define KTHREADD 2 /* a family in which little happens */

static struct stream keeper;

static void set_second_cpu(char online)
{
	int fd = open("/sys/devices/system/cpu/cpu1/online", O_WRONLY);

	if (fd < 0) /* there is none */
		return;
	ASSERT_EQ(write(fd, &online, 1), 1);
	close(fd);
}

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

/* Whether they switch probes, so that an emulator's second processor rests. */
static bool switches(const char *file)
{
	return is_emulated() &&
	       (!strcmp(file, "stream_load.c") || !strcmp(file, "unload.c") ||
		!strcmp(file, "tracefs.c"));
}

bool keeper_attends(void)
{
	return keeper.fd;
}

void keeper_attend(const char *file)
{
	bool wanted = file && !unloads(file);

	if (wanted == keeper_attends()) {
		set_second_cpu(file && switches(file) ? '0' : '1');
		return;
	}
	set_second_cpu('0');
	if (wanted) {
		stream_open(&keeper, ~0ULL, KTHREADD);
	} else {
		stream_close(&keeper);
		keeper.fd = 0;
	}
	set_second_cpu(file && switches(file) ? '0' : '1');
}
