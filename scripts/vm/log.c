// SPDX-License-Identifier: GPL-2.0-only
/* A log of a kernel, kept in memory; see log.h. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "complaint.h"
#include "log.h"

/* Forget the older half, unless it has what will be shown. */
static void make_room(struct log *log)
{
	size_t half = log->len / 2;

	if (log->complained) {
		log->len = log->line;
		return;
	}
	memmove(log->text, log->text + half, log->len - half);
	log->len -= half;
	log->line = log->line > half ? log->line - half : 0;
}

static void add_char(struct log *log, char c)
{
	if (log->len >= LOG_MAX - 1)
		make_room(log);
	log->text[log->len++] = c;
	if (c != '\n')
		return;
	log->text[log->len - 1] = '\0';
	if (!log->complained && is_complaint(log->text + log->line)) {
		log->complained = true;
		log->complaint = log->line;
	}
	log->text[log->len - 1] = '\n';
	log->line = log->len;
}

void log_add(struct log *log, const char *text, size_t len)
{
	if (!log->text)
		log->text = malloc(LOG_MAX);
	if (!log->text) {
		fputs("lab: no memory\n", stderr);
		exit(125);
	}
	for (size_t i = 0; i < len; i++)
		if (text[i] && text[i] != '\r')
			add_char(log, text[i]);
}

void log_clear(struct log *log)
{
	log->len = 0;
	log->line = 0;
	log->complained = false;
}

bool log_has(const struct log *log, const char *text)
{
	return log->len && memmem(log->text, log->len, text, strlen(text));
}

void log_print_end(const struct log *log, int lines)
{
	size_t start = log->len;

	while (start) {
		if (log->text[start - 1] == '\n' && start < log->len &&
		    !--lines)
			break;
		start--;
	}
	fwrite(log->text + start, 1, log->len - start, stderr);
	if (log->len && log->text[log->len - 1] != '\n')
		fputc('\n', stderr);
}

void log_print_complaint(const struct log *log, int lines)
{
	size_t end = log->complaint;

	while (end < log->len && lines)
		if (log->text[end++] == '\n')
			lines--;
	fwrite(log->text + log->complaint, 1, end - log->complaint, stderr);
}
