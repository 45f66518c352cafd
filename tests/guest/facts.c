// SPDX-License-Identifier: GPL-2.0-only
/* What /proc says of one thread; see facts.h. */
#include "facts.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool parse_stat(const char *text, struct facts *f)
{
	char *at = strrchr(text, ')');
	int i;

	if (!at)
		return false;
	f->stat[1] = atoi(text);
	f->stat[3] = at[2];
	at += 3;
	for (i = 4; i <= 52; i++)
		f->stat[i] = *at == ' ' && at[1] == '-' ?
				     strtoll(at, &at, 10) :
				     (int64_t)strtoull(at, &at, 10);
	return true;
}

bool facts_read(pid_t tgid, pid_t tid, struct facts *f)
{
	char text[1024];

	f->tgid = tgid;
	f->pid = tid;
	snprintf(f->dir, sizeof(f->dir), "/proc/%d/task/%d", tgid, tid);
	if (!proc_read(AT_FDCWD, f->dir, "stat", text, sizeof(text)) ||
	    !parse_stat(text, f))
		return false;
	if (!proc_read(AT_FDCWD, f->dir, "schedstat", text, sizeof(text)) ||
	    sscanf(text, "%ld %ld %ld", &f->schedstat[0], &f->schedstat[1],
		   &f->schedstat[2]) != 3)
		return false;
	return proc_read(AT_FDCWD, f->dir, "status", f->status,
			 sizeof(f->status));
}

/* Behind the colon of the line @key; NULL if there is none. */
static const char *line_of(const struct facts *f, const char *key)
{
	size_t length = strlen(key);
	const char *at = f->status;

	while ((at = strchr(at, '\n'))) {
		at++;
		if (!strncmp(at, key, length) && at[length] == ':')
			return at + length + 1;
	}
	return NULL;
}

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t");
}

static const char *skip_word(const char *at)
{
	return at + strcspn(at, " \t\n");
}

bool facts_status(const struct facts *f, const char *key, unsigned int n,
		  int base, int64_t *value)
{
	const char *at = line_of(f, key);

	if (!at)
		return false;
	for (at = skip_blanks(at); n; n--)
		at = skip_blanks(skip_word(at));
	if (!isxdigit(*at) && *at != '-')
		return false;
	*value = base == 10 ? strtoll(at, NULL, 10) :
			      (int64_t)strtoull(at, NULL, base);
	return true;
}

int facts_words(const struct facts *f, const char *key)
{
	const char *at = line_of(f, key);
	int n = 0;

	if (!at)
		return -1;
	for (at = skip_blanks(at); *at && *at != '\n'; n++)
		at = skip_blanks(skip_word(at));
	return n;
}

bool facts_have_mm(const struct facts *f)
{
	return line_of(f, "VmSize");
}

uint64_t facts_namespace(const struct facts *f, const char *name)
{
	char path[96], link[64];
	const char *number;
	ssize_t n;

	snprintf(path, sizeof(path), "%s/ns/%s", f->dir, name);
	n = readlink(path, link, sizeof(link) - 1);
	if (n < 0)
		return 0;
	link[n] = '\0';
	number = strchr(link, '[');
	return number ? strtoull(number + 1, NULL, 10) : 0;
}

bool facts_each_thread(pid_t tgid, bool (*each)(pid_t tid, void *arg),
		       void *arg)
{
	struct dirent *entry;
	char path[32];
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", tgid);
	dir = opendir(path);
	if (!dir)
		return false;
	while ((entry = readdir(dir)))
		if (isdigit(entry->d_name[0]) &&
		    !each(atoi(entry->d_name), arg))
			break;
	closedir(dir);
	return true;
}
