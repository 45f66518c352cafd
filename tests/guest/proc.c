// SPDX-License-Identifier: GPL-2.0-only
/* What /proc says of a task; see proc_pid_stat(5) and proc_pid_status(5). */
#include "proc.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "harness.h"

bool proc_read(int proc, const char *dir, const char *name, char *text,
	       size_t size)
{
	char path[96];
	size_t used = 0;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	while ((n = read(fd, text + used, size - 1 - used)) > 0)
		used += n;
	close(fd);
	text[used] = '\0';
	return n == 0 && used;
}

/* Fields are counted from 1; 3 is the first one after the name. */
static bool parse_stat(char *text, struct proc_task *t)
{
	unsigned long long fields[64] = { 0 };
	char *at = strrchr(text, ')');
	int i;

	if (!at)
		return false;
	t->pid = atoi(text);
	t->state = at[2];
	at += 3;
	for (i = 4; i <= 52; i++)
		fields[i] = strtoull(at, &at, 10); /* negative ones wrap */
	t->ppid = fields[4];
	t->pgid = fields[5];
	t->sid = fields[6];
	t->pf = fields[9];
	t->threads = fields[20];
	t->start_ticks = fields[22];
	t->exit_signal = fields[38];
	t->exit_code = fields[52];
	return true;
}

static const char *status_line(const char *text, const char *key)
{
	const char *at = strstr(text, key);

	if (!at)
		FAIL("no \"%s\" in status", key + 1);
	return at + strlen(key);
}

static void parse_status(const char *text, struct proc_task *t)
{
	const char *at;
	char *end;

	t->tgid = atoi(status_line(text, "\nTgid:\t"));
	t->tracer = atoi(status_line(text, "\nTracerPid:\t"));
	at = status_line(text, "\nUid:\t");
	strtoul(at, &end, 10);
	t->uid = strtoul(end, NULL, 10);
	at = status_line(text, "\nNSpid:\t");
	for (t->ns_level = -1; *at && *at != '\n'; at = end) {
		t->ns_pid = strtol(at, &end, 10);
		t->ns_level++;
		while (*end == '\t')
			end++;
	}
}

bool proc_task(int proc, pid_t tgid, pid_t tid, struct proc_task *t)
{
	char dir[64], text[PROC_TEXT];
	size_t n;

	if (tgid)
		snprintf(dir, sizeof(dir), "%d/task/%d", tgid, tid);
	else
		snprintf(dir, sizeof(dir), "%d", tid);
	memset(t, 0, sizeof(*t));
	if (!proc_read(proc, dir, "stat", text, sizeof(text)) ||
	    !parse_stat(text, t) ||
	    !proc_read(proc, dir, "status", text, sizeof(text)))
		return false;
	parse_status(text, t);
	if (!proc_read(proc, dir, "comm", text, sizeof(text)))
		return false;
	n = strlen(text);
	text[n - 1] = '\0'; /* the newline */
	snprintf(t->comm, sizeof(t->comm), "%s", text);
	return true;
}

static void list_add(struct proc_list *list, const struct proc_task *t)
{
	if (list->count % 64 == 0)
		list->tasks = realloc(list->tasks,
				      (list->count + 64) * sizeof(*t));
	ASSERT(list->tasks);
	list->tasks[list->count++] = *t;
}

/* Calls @add for each directory in @path whose name is a number. */
static void each_number(int proc, const char *path, struct proc_list *list,
			void (*add)(int proc, pid_t id, struct proc_list *list))
{
	int fd = openat(proc, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!dir)
		return;
	while ((entry = readdir(dir)))
		if (isdigit(entry->d_name[0]))
			add(proc, atoi(entry->d_name), list);
	closedir(dir);
}

static pid_t adding_to; /* process whose threads are being listed */

static void add_thread(int proc, pid_t tid, struct proc_list *list)
{
	struct proc_task t;

	if (proc_task(proc, adding_to, tid, &t))
		list_add(list, &t);
}

static void add_threads(int proc, pid_t pid, struct proc_list *list)
{
	char path[32];

	snprintf(path, sizeof(path), "%d/task", pid);
	adding_to = pid;
	each_number(proc, path, list, add_thread);
}

static void add_process(int proc, pid_t pid, struct proc_list *list)
{
	struct proc_task t;

	if (proc_task(proc, 0, pid, &t))
		list_add(list, &t);
}

void proc_list(int proc, bool threads, struct proc_list *list)
{
	memset(list, 0, sizeof(*list));
	each_number(proc, ".", list, threads ? add_threads : add_process);
}

void proc_list_free(struct proc_list *list)
{
	free(list->tasks);
	memset(list, 0, sizeof(*list));
}

const struct proc_task *proc_list_find(const struct proc_list *list, pid_t pid)
{
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->tasks[i].pid == pid)
			return &list->tasks[i];
	return NULL;
}

int proc_open(void)
{
	return OK(open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

char proc_state(pid_t tgid, pid_t tid)
{
	char path[64], text[1024];

	if (tgid)
		snprintf(path, sizeof(path), "/proc/%d/task/%d", tgid, tid);
	else
		snprintf(path, sizeof(path), "/proc/%d", tid);
	if (!proc_read(AT_FDCWD, path, "stat", text, sizeof(text)))
		return 0;
	return strrchr(text, ')')[2];
}

pid_t proc_ppid(pid_t pid)
{
	char path[32], text[1024];

	snprintf(path, sizeof(path), "/proc/%d", pid);
	if (!proc_read(AT_FDCWD, path, "stat", text, sizeof(text)))
		FAIL("process %d is gone", pid);
	return atoi(strrchr(text, ')') + 4);
}
