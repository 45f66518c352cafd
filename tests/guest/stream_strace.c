// SPDX-License-Identifier: GPL-2.0-only
/* The stream against another witness: strace. */
#include <stdlib.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"
#include "stream.h"

#define STRACE_FILE	"strace.out"

/* What either of the two has seen. */
struct seen {
	unsigned int forks, execs, exits;
};

/* Processes, pipes, a failing exec, a signal, subshells, a background job. */
static const char sample[] =
	"for i in 1 2 3 4 5; do (exit $i); /bin/true; done;"
	"echo a | cat | cat >/dev/null;"
	"/nonexistent 2>/dev/null;"
	"sleep 100 & kill $!; wait;"
	"sh -c '(sh -c true; true) & wait'";

/* The value that a finished system call has returned; -1 if there is none. */
static long returned(const char *line)
{
	const char *at = strrchr(line, '=');

	return at && at[1] == ' ' ? atol(at + 2) : -1;
}

/* Lines "PID call(...) = value" and "PID +++ how it ended +++". */
static pid_t read_strace(struct seen *seen)
{
	FILE *f = fopen(STRACE_FILE, "r");
	char line[4096];
	pid_t first = 0;

	ASSERT(f);
	while (fgets(line, sizeof(line), f)) {
		if (!first)
			first = atoi(line);
		if (strstr(line, "+++ "))
			seen->exits++;
		else if (strstr(line, "execve"))
			seen->execs += !returned(line);
		else if (strstr(line, "clone") || strstr(line, "fork"))
			seen->forks += returned(line) > 0;
	}
	fclose(f);
	return first;
}

/* Of the same processes: the first one, and whoever descends from it. */
static void read_stream(const struct stream *s, pid_t first, struct seen *seen)
{
	pid_t *members = calloc(s->count + 1, sizeof(*members));
	size_t n = 0, i, m;

	members[n++] = first;
	for (i = 0; i < s->count; i++) {
		const struct proctree_event *e = &s->events[i];

		for (m = 0; m < n && members[m] != e->pid; m++)
			;
		if (m == n)
			continue;
		seen->execs += e->kind == PROCTREE_EVENT_EXEC;
		seen->exits += e->kind == PROCTREE_EVENT_EXIT;
		if (e->kind != PROCTREE_EVENT_FORK)
			continue;
		seen->forks++;
		members[n++] = e->u.fork.child_pid;
	}
	free(members);
}

TEST_WITHIN(120, "fork, exec and exit are as many as strace -f has seen")
{
	struct seen strace = { 0 }, stream = { 0 };
	struct stream s;
	char *out;
	pid_t first;

	stream_open(&s, EV_LIFE, getpid());
	if (COMMAND(-1, &out, "strace", "-f", "-q", "-o", STRACE_FILE, "-e",
		    "trace=clone,clone3,fork,vfork,execve", "--", "sh", "-c",
		    (char *)sample))
		FAIL("strace: %s", out);
	stream_catch_up(&s);
	stream_assert(&s);
	ASSERT_EQ(stream_lost(&s), 0);
	first = read_strace(&strace);
	read_stream(&s, first, &stream);
	note("%u forks, %u execs, %u exits", strace.forks, strace.execs,
	     strace.exits);
	ASSERT_GE(strace.forks, 15);
	ASSERT_EQ(stream.forks, strace.forks);
	ASSERT_EQ(stream.execs, strace.execs);
	ASSERT_EQ(stream.exits, strace.exits);
	stream_close(&s);
}
