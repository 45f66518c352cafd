// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl status: is the module there, and what does it offer?
 */
#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "kmod.h"
#include "lib/libproctree.h"
#include "options.h"
#include "pid.h"
#include "proctl.h"

#define PARAMETERS "/sys/module/" KMOD_MODULE "/parameters"

static void add_file(struct answer *a, const char *key, const char *path)
{
	answer_text(a, key, access(path, F_OK) ? NULL : path);
}

static bool read_parameter(const char *name, char *value, size_t size)
{
	char path[300];
	FILE *f;
	bool done;

	snprintf(path, sizeof(path), PARAMETERS "/%.200s", name);
	f = fopen(path, "re");
	if (!f)
		return false;
	done = fgets(value, size, f);
	fclose(f);
	if (done)
		value[strcspn(value, "\n")] = '\0';
	return done;
}

static void add_parameters(struct answer *a)
{
	char text[512] = "", value[128];
	struct dirent **entries;
	size_t used = 0;
	int i, n = scandir(PARAMETERS, &entries, NULL, alphasort);

	for (i = 0; i < n; i++) {
		const char *name = entries[i]->d_name;

		if (*name != '.' && read_parameter(name, value, sizeof(value)) &&
		    used + strlen(name) + strlen(value) + 3 < sizeof(text))
			used += sprintf(text + used, "%s%s=%s",
					used ? " " : "", name, value);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	answer_text(a, "parameters", used ? text : NULL);
}

static void add_blocks(struct answer *a, uint64_t mask)
{
	char text[512] = "";
	size_t i;

	for (i = 0; i < proctree_nblocks; i++) {
		if (!(mask & proctree_blocks[i].mask))
			continue;
		strcat(text, *text ? " " : "");
		strcat(text, proctree_blocks[i].name);
	}
	answer_text(a, "blocks", text);
}

#define NUMBER(member) { #member, offsetof(struct proctree_query, member) }

static const struct {
	const char *key;
	size_t offset;
} numbers[] = {
	NUMBER(batch),		    NUMBER(log_max),
	NUMBER(hidepid),	    NUMBER(ns_level),
	NUMBER(hz),		    NUMBER(cpus),
	NUMBER(page_size),	    NUMBER(thread_size),
	NUMBER(task_struct_size),   NUMBER(task_object_size),
	NUMBER(signal_struct_size), NUMBER(sighand_struct_size),
	NUMBER(mm_struct_size),	    NUMBER(files_struct_size),
	NUMBER(cred_size),
};

/* What the device itself says. */
static void add_query(struct answer *a)
{
	struct proctree *pt;
	const struct proctree_query *info;
	uint32_t value;
	size_t i;

	if (proctree_open(&pt))
		return;
	info = proctree_info(pt);
	answer_text(a, "version", info->version);
	answer_text(a, "kernel", info->release);
	add_blocks(a, info->blocks);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		memcpy(&value, (const char *)info + numbers[i].offset,
		       sizeof(value));
		answer_number(a, numbers[i].key, value);
	}
	proctree_close(pt);
}

static int report(struct kmod *k, bool json)
{
	struct answer a = { .n = 0 };
	const char *state = kmod_state(k);
	int status;

	answer_text(&a, "state", state ? state : "not loaded");
	answer_text(&a, "file", kmod_file(k));
	if (state) {
		answer_number(&a, "users", kmod_users(k));
		add_parameters(&a);
	}
	add_file(&a, "device", PROCTREE_DEVICE);
	add_file(&a, "proc", PROCTREE_PROC);
	if (state)
		add_query(&a);
	status = answer_print(&a, "status", json);
	if (status || state)
		return status;
	return proctl_not_loaded();
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'J' },
		{ 0 },
	};
	bool json = false;
	struct kmod *k;
	int c, n, status;

	while ((c = getopt_long(argc, argv, ":J", options, NULL)) >= 0) {
		if (c != 'J')
			return options_bad(argv, c);
		json = true;
	}
	status = pid_arguments(argc, argv, 0, 0, NULL, &n);
	if (!status)
		status = kmod_open(&k);
	if (status)
		return status;
	status = report(k, json);
	kmod_close(k);
	return status;
}

const struct command cmd_status = {
	.name = "status",
	.summary = "Whether the module is loaded, and what it offers",
	.usage = "[OPTION...]",
	.help =
" -J, --json           as JSON\n"
"\n"
"Exit status 0 if the module is loaded, 3 if not. 'users' counts open files of\n"
"/dev/proctree; sizes are in bytes, of the running kernel.\n"
"\n"
"EXAMPLES\n"
"  proctl status\n"
"  proctl status -J | jq '.status[0].task_struct_size'\n",
	.run = run,
};
