// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl status: is the module there, and what does it offer?
 */
#include <dirent.h>
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kmod.h"
#include "lib/libproctree.h"
#include "options.h"
#include "out/table.h"
#include "pid.h"
#include "proctl.h"
#include "terminal.h"

#define PARAMETERS "/sys/module/" KMOD_MODULE "/parameters"

/* One line of the answer; without a value it is "-", null in JSON. */
struct item {
	const char *key;
	bool number;
	bool known;
	char value[512];
};

struct answer {
	struct item items[48];
	size_t n;
};

__attribute__((format(printf, 4, 5)))
static void add(struct answer *a, const char *key, bool number,
		const char *format, ...)
{
	struct item *item = &a->items[a->n++];
	va_list args;

	item->key = key;
	item->number = number;
	item->known = format;
	if (!format)
		return;
	va_start(args, format);
	vsnprintf(item->value, sizeof(item->value), format, args);
	va_end(args);
}

static void add_text(struct answer *a, const char *key, const char *text)
{
	if (text)
		add(a, key, false, "%s", text);
	else
		add(a, key, false, NULL);
}

static void add_file(struct answer *a, const char *key, const char *path)
{
	add_text(a, key, access(path, F_OK) ? NULL : path);
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
	add_text(a, "parameters", used ? text : NULL);
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
	add_text(a, "blocks", text);
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
	add_text(a, "version", info->version);
	add_text(a, "kernel", info->release);
	add_blocks(a, info->blocks);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		memcpy(&value, (const char *)info + numbers[i].offset,
		       sizeof(value));
		add(a, numbers[i].key, true, "%u", value);
	}
	proctree_close(pt);
}

static int print_text(const struct answer *a)
{
	size_t i;

	for (i = 0; i < a->n; i++)
		printf("%-20s %s\n", a->items[i].key,
		       a->items[i].known ? a->items[i].value : "-");
	return PROCTL_YES;
}

static int print_json(const struct answer *a)
{
	struct table_style style = { .format = TABLE_JSON };
	struct table_column columns[sizeof(a->items) / sizeof(a->items[0])];
	struct table_line *line;
	struct table *t;
	size_t i;
	int err;

	for (i = 0; i < a->n; i++)
		columns[i] = (struct table_column){
			.key = a->items[i].key,
			.number = a->items[i].number,
		};
	t = table_new(&style, "status", columns, a->n);
	if (!t)
		return proctl_no("%s", strerror(errno));
	line = table_add(t, NULL);
	for (i = 0; i < a->n; i++)
		table_cell(t, line, i,
			   a->items[i].known ? a->items[i].value : NULL);
	err = table_print(t);
	table_free(t);
	return err ? proctl_no("%s", strerror(-err)) : PROCTL_YES;
}

static int report(struct kmod *k, bool json)
{
	struct answer a = { .n = 0 };
	const char *state = kmod_state(k);
	int status;

	add_text(&a, "state", state ? state : "not loaded");
	add_text(&a, "file", kmod_file(k));
	if (state) {
		add(&a, "users", true, "%d", kmod_users(k));
		add_parameters(&a);
	}
	add_file(&a, "device", PROCTREE_DEVICE);
	add_file(&a, "proc", PROCTREE_PROC);
	if (state)
		add_query(&a);
	status = json ? print_json(&a) : print_text(&a);
	if (status || state)
		return status;
	return proctl_no_module("the proctree module is not loaded: run 'sudo proctl load' (or 'sudo modprobe proctree')");
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
