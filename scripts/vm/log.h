/* SPDX-License-Identifier: GPL-2.0-only */
/* A log of a kernel, kept in memory, and whether the kernel complains in it. */
#ifndef LAB_LOG_H
#define LAB_LOG_H

#include <stdbool.h>
#include <stddef.h>

#define LOG_MAX	(4 * 1024 * 1024)	/* bytes kept */

struct log {
	char *text;
	size_t len;
	size_t line;		/* offset of the line that is not complete yet */
	size_t complaint;	/* offset of the first line that complains */
	bool complained;
};

/* Text in pieces of any size. Exits with 125 if there is no memory. */
void log_add(struct log *log, const char *text, size_t len);

void log_clear(struct log *log);
bool log_has(const struct log *log, const char *text);

/* To standard error: the last lines; the first complaint and what follows. */
void log_print_end(const struct log *log, int lines);
void log_print_complaint(const struct log *log, int lines);

#endif
