// SPDX-License-Identifier: GPL-2.0-only
/* Loading and unloading; see modprobe.h. */
#include "modprobe.h"

#ifdef __x86_64__
#include <cpuid.h>
#endif
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"

void run_modprobe(const char *option)
{
	char *out;

	if (COMMAND(-1, &out, "modprobe", (char *)option, "proctree"))
		FAIL("modprobe %s: %s", option, out);
	free(out);
}

void module_load(const char *parameter)
{
	char *out;

	if (COMMAND(-1, &out, "modprobe", "proctree", (char *)parameter))
		FAIL("modprobe: %s", out);
	free(out);
}

void module_unload(void)
{
	char *out;

	if (COMMAND(-1, &out, "rmmod", "proctree"))
		FAIL("rmmod: %s", out);
	free(out);
}

int module_try_unload(void)
{
	return syscall(SYS_delete_module, "proctree", O_NONBLOCK) ? -errno : 0;
}

static bool is_emulated(void)
{
#ifdef __x86_64__
	char vendor[13] = "";
	unsigned int eax;

	__cpuid(0x40000000, eax, *(unsigned int *)vendor,
		*(unsigned int *)(vendor + 4), *(unsigned int *)(vendor + 8));
	return !strcmp(vendor, "TCGTCGTCGTCG");
#else
	return false;
#endif
}

/* All but the first, which most machines can't do without: how many. */
static int set_other_processors(char online)
{
	char path[64];
	int i, fd;

	for (i = 1;; i++) {
		snprintf(path, sizeof(path),
			 "/sys/devices/system/cpu/cpu%d/online", i);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		if (fd < 0) /* there is none */
			return i - 1;
		ASSERT_EQ(write(fd, &online, 1), 1);
		close(fd);
	}
}

int one_processor(void)
{
	return set_other_processors('0');
}

void one_processor_if_emulated(void)
{
	if (is_emulated())
		one_processor();
}

void all_processors(void)
{
	set_other_processors('1');
}
