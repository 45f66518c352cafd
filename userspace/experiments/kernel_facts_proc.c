// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files of /proc about the kernel; see kernel_facts.h.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"
#include "kernel_facts.h"

/* Names that books mention; what this kernel has of them. */
static const char *const names[] = {
	"do_fork", "_do_fork", "kernel_clone", "copy_process",
	"kernel_thread", "do_exit", "init_task",
};

#define NNAMES (sizeof(names) / sizeof(names[0]))

int32_t kernel_facts_pid_max(void)
{
	FILE *file = fopen("/proc/sys/kernel/pid_max", "r");
	int32_t max = 0;

	if (!file)
		return 0;
	if (fscanf(file, "%" SCNd32, &max) != 1)
		max = 0;
	fclose(file);
	return max;
}

int64_t kernel_facts_stacks(void)
{
	FILE *file = fopen("/proc/meminfo", "r");
	int64_t kib = 0;
	char line[128];

	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "KernelStack: %" SCNd64 " kB", &kib) == 1)
			break;
	fclose(file);
	return kib * 1024;
}

/* "ffffffff81000000 T name [module]"; compilers add ".isra.0" and the like. */
static void look_for_names(const char *line, bool found[NNAMES])
{
	const char *name = strchr(line, ' ');
	size_t len, i;

	name = name ? strchr(name + 1, ' ') : NULL;
	if (!name)
		return;
	len = strcspn(++name, ".\t\n");
	for (i = 0; i < NNAMES; i++)
		if (strlen(names[i]) == len && !memcmp(names[i], name, len))
			found[i] = true;
}

bool kernel_facts_symbols(struct role *kernel)
{
	FILE *file = fopen("/proc/kallsyms", "r");
	bool found[NNAMES] = { false }, any = false;
	char line[512];
	size_t i;

	if (!file)
		return false;
	while (fgets(line, sizeof(line), file))
		look_for_names(line, found);
	fclose(file);
	for (i = 0; i < NNAMES; i++)
		any |= found[i];
	for (i = 0; any && i < NNAMES; i++)
		role_note(kernel, names[i], PROCTREE_KIND_BOOL, found[i]);
	return any;
}

static int64_t count_tasks(struct trial *t)
{
	const struct proctree_want want = { .threads = true };
	struct proctree_rows *rows;
	int64_t n;

	if (proctree_take(t->pt, &want, &rows))
		trial_fail(t, "no snapshot to count tasks in");
	n = rows->count;
	proctree_rows_free(rows);
	return n;
}

/* What debugging adds to each object counts in slabinfo, and not here. */
static uint64_t without_debugging(uint64_t in_slabinfo)
{
	FILE *file = fopen("/sys/kernel/slab/task_struct/object_size", "re");
	uint64_t size;

	if (!file || fscanf(file, "%" SCNu64, &size) != 1)
		size = in_slabinfo;
	if (file)
		fclose(file);
	return size;
}

bool kernel_facts_slab(struct role *kernel)
{
	int64_t tasks = count_tasks(kernel->trial);
	FILE *file = fopen("/proc/slabinfo", "r");
	uint64_t active, objects, size;
	bool found = false;
	char line[512];

	while (file && !found && fgets(line, sizeof(line), file))
		found = sscanf(line, "task_struct %" SCNu64 " %" SCNu64
			       " %" SCNu64, &active, &objects, &size) == 3;
	if (file)
		fclose(file);
	if (!found)
		return false;
	role_note(kernel, "tasks", PROCTREE_KIND_COUNT, tasks);
	role_note(kernel, "objects", PROCTREE_KIND_COUNT, objects);
	role_note(kernel, "object_size", PROCTREE_KIND_COUNT,
		  without_debugging(size));
	return true;
}
