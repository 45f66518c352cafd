// SPDX-License-Identifier: GPL-2.0-only
/* /proc/proctree as text; see text.h. */
#include "text.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"

#define INDENT_MAX	1000	/* levels */

char *text_read(int fd, size_t *size)
{
	size_t room = 1 << 16, used = 0;
	char *data = malloc(room);
	ssize_t n;

	ASSERT(data);
	while ((n = OK(read(fd, data + used, room - used - 1)))) {
		used += n;
		if (room - used < 4096) {
			room *= 2;
			data = realloc(data, room);
			ASSERT(data);
		}
	}
	data[used] = '\0';
	if (size)
		*size = used;
	return data;
}

/* The columns, right-aligned, each behind at least one blank but the first. */
static const char *parse_columns(const char *at, struct line *l)
{
	int n;

	if (sscanf(at, "%d %d %d %d %c %u %u %llu %x %u%n", &l->pid, &l->ppid,
		   &l->pgid, &l->sid, &l->state, &l->uid, &l->nlwp,
		   &l->start_ns, &l->flags, &l->depth, &n) != 10)
		return NULL;
	return at + n;
}

static void parse_line(const char *at, size_t length, struct line *l)
{
	unsigned int indent;
	const char *end = at + length, *comm, *c;

	comm = parse_columns(at, l);
	if (!comm || *comm++ != ' ')
		FAIL("not a line: \"%.*s\"", (int)length, at);
	indent = 2 * (l->depth < INDENT_MAX ? l->depth : INDENT_MAX);
	ASSERT_GE(end - comm, indent);
	for (c = comm; c < comm + indent; c++)
		if (*c != ' ')
			FAIL("not indented by %u: \"%.*s\"", indent,
			     (int)length, at);
	if (indent < length && *c == ' ')
		FAIL("indented by more than %u: \"%.*s\"", indent, (int)length,
		     at);
	ASSERT_LE(end - c, sizeof(l->comm) - 1);
	memcpy(l->comm, c, end - c);
	l->comm[end - c] = '\0';
	for (; c < end; c++)
		if (*c < ' ' || *c > '~')
			FAIL("byte %d in \"%s\"", *c, l->comm);
}

static void check_header(const char *data, size_t length)
{
	static const char *const columns[] = {
		"PID", "PPID", "PGID", "SID", "S", "UID", "NLWP", "START_NS",
		"FLAGS", "DEPTH", "COMM",
	};
	char header[256], *save = NULL, *word;
	size_t i;

	ASSERT_LT(length, sizeof(header));
	memcpy(header, data, length);
	header[length] = '\0';
	word = strtok_r(header, " ", &save);
	for (i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
		ASSERT_STR(word ?: "(nothing)", columns[i]);
		word = strtok_r(NULL, " ", &save);
	}
	ASSERT(!word);
}

/* @path: pids of the lines above that are still open, by depth. */
static void check_preorder(const struct text *text)
{
	int *path = calloc(text->count + 1, sizeof(*path));
	unsigned int depth = 0;
	size_t i;

	ASSERT(path);
	for (i = 0; i < text->count; i++) {
		const struct line *l = &text->lines[i];

		ASSERT_LE(l->depth, i ? depth + 1 : 0);
		depth = l->depth;
		if (depth && path[depth - 1] != l->ppid)
			FAIL("%d stands below %d but its PPID is %d", l->pid,
			     path[depth - 1], l->ppid);
		if (!depth)
			ASSERT_EQ(l->ppid, 0);
		ASSERT_EQ(!!(l->flags & PROCTREE_ROW_ROOT), !depth);
		ASSERT_EQ(l->flags & PROCTREE_ROW_THREAD, 0);
		path[depth] = l->pid;
	}
	free(path);
}

void text_parse(const char *data, struct text *text)
{
	const char *end = strchr(data, '\n');
	size_t room = 0;

	memset(text, 0, sizeof(*text));
	ASSERT(end);
	check_header(data, end - data);
	for (data = end + 1; *data; data = end + 1) {
		end = strchr(data, '\n');
		ASSERT(end);
		if (text->count == room) {
			room = room ? 2 * room : 256;
			text->lines = realloc(text->lines,
					      room * sizeof(*text->lines));
			ASSERT(text->lines);
		}
		parse_line(data, end - data, &text->lines[text->count++]);
	}
	check_preorder(text);
}

void text_take(const char *path, struct text *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char *data;

	if (fd < 0)
		FAIL("%s: %s", path, strerror(errno));
	data = text_read(fd, NULL);
	close(fd);
	text_parse(data, text);
	free(data);
}

void text_free(struct text *text)
{
	free(text->lines);
	memset(text, 0, sizeof(*text));
}

const struct line *text_find(const struct text *text, pid_t pid)
{
	size_t i;

	for (i = 0; i < text->count; i++)
		if (text->lines[i].pid == pid)
			return &text->lines[i];
	return NULL;
}
