// SPDX-License-Identifier: GPL-2.0-only
/* Loading and unloading; see modprobe.h. */
#include "modprobe.h"

#ifdef __x86_64__
#include <cpuid.h>
#endif
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"
#include "stream.h"

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

bool is_emulated(void)
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

void one_processor_if_emulated(void)
{
	if (is_emulated())
		pin_to(0);
}

void all_processors(void)
{
	cpu_set_t set;
	int i;

	CPU_ZERO(&set);
	for (i = 0; i < CPU_SETSIZE; i++)
		CPU_SET(i, &set);
	OK(sched_setaffinity(0, sizeof(set), &set));
}
