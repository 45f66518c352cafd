/* SPDX-License-Identifier: GPL-2.0-only */
/* /proc/proctree as text: reading, parsing, and what must hold for any of it. */
#ifndef GUEST_TEXT_H
#define GUEST_TEXT_H

#include <stddef.h>
#include <sys/types.h>

/**
 * struct line - one process
 * @comm: as it stands there, escaped
 */
struct line {
	int pid;
	int ppid;
	int pgid;
	int sid;
	char state;
	unsigned int uid;
	unsigned int nlwp;
	unsigned long long start_ns;
	unsigned int flags;
	unsigned int depth;
	char comm[80];
};

struct text {
	struct line *lines;
	size_t count;
};

/* From the present offset to the end, NUL-terminated, to be freed. */
char *text_read(int fd, size_t *size);

/*
 * Split into lines and columns; fails the test unless the format is that of
 * proctree(5) and the lines are a preorder that fits PPID and DEPTH.
 */
void text_parse(const char *data, struct text *text);
/* Open @path, read and parse it. */
void text_take(const char *path, struct text *text);
void text_free(struct text *text);
const struct line *text_find(const struct text *text, pid_t pid);

#endif
