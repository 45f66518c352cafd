// SPDX-License-Identifier: GPL-2.0-only
/* RCU read sections of this process, from the trace of two kprobes. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sections.h"

#define TRACING	"/sys/kernel/tracing/"

static void trace_write(const char *file, const char *text)
{
	int fd = open(file, O_WRONLY | O_TRUNC | O_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text)) {
		fprintf(stderr, "snapshot: %s: %s\n", file, strerror(errno));
		exit(1);
	}
	close(fd);
}

static void set_up(void)
{
	char pid[16];

	snprintf(pid, sizeof(pid), "%d", getpid());
	trace_write(TRACING "trace_clock", "mono");
	trace_write(TRACING "buffer_size_kb", "16384");
	trace_write(TRACING "kprobe_events",
		    "p:lock __rcu_read_lock\np:unlock __rcu_read_unlock\n");
	trace_write(TRACING "set_event_pid", pid);
}

void sections_start(void)
{
	static int is_set_up;

	if (!is_set_up)
		set_up();
	is_set_up = 1;
	trace_write(TRACING "trace", "\n");
	trace_write(TRACING "events/kprobes/enable", "1");
}

/*
 * A line is "comm-pid [cpu] flags seconds: event: ...", the time with 6 digits
 * after the point.
 */
static unsigned long long longest_section(FILE *trace)
{
	unsigned long long begin = 0, end, longest = 0;
	unsigned long sec, usec;
	int depth = 0;
	char line[512], *event;

	while (fgets(line, sizeof(line), trace)) {
		event = strstr(line, ": ");
		if (line[0] == '#' || !event)
			continue;
		while (event > line && event[-1] != ' ')
			event--;
		if (sscanf(event, "%lu.%lu", &sec, &usec) != 2)
			continue;
		end = sec * 1000000ULL + usec;
		if (strstr(event, ": lock:")) {
			if (!depth++)
				begin = end;
		} else if (depth && !--depth && end + 1 - begin > longest) {
			longest = end + 1 - begin;
		}
	}
	return longest * 1000;
}

unsigned long long sections_stop(void)
{
	unsigned long long longest;
	FILE *trace;

	trace_write(TRACING "events/kprobes/enable", "0");
	trace = fopen(TRACING "trace", "re");
	if (!trace) {
		perror("snapshot: " TRACING "trace");
		exit(1);
	}
	longest = longest_section(trace);
	fclose(trace);
	if (!longest) {
		fputs("snapshot: no RCU read section seen\n", stderr);
		exit(1);
	}
	return longest;
}
