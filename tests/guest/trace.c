// SPDX-License-Identifier: GPL-2.0-only
/* proctl trace, from outside. */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments_json.h"
#include "harness.h"
#include "spawn.h"
#include "stream.h"

#define TRACE_FILE "trace.out"

/* Empty as long as the file is not there. */
static char *trace_text(void)
{
	static char text[1024 * 1024];
	int fd = open(TRACE_FILE, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : OK(read(fd, text, sizeof(text) - 1));

	text[n] = '\0';
	close(fd);
	return text;
}

static int trace_sh(char **out, const char *script)
{
	return COMMAND(-1, out, "proctl", "trace", "-o", TRACE_FILE, "--", "sh",
		       "-c", (char *)script);
}

TEST("trace exits as the command does, whose output is its own")
{
	char *out;

	ASSERT_EQ(trace_sh(&out, "echo told; exit 7"), 7);
	ASSERT_STR(out, "told\n");
	ASSERT_EQ(trace_sh(&out, "kill -TERM $$"), 128 + SIGTERM);
	ASSERT_EQ(trace_sh(&out, "exit 0"), 0);
	ASSERT_STR(out, "");
}

TEST("a command that can't be run is said, with the shell's status")
{
	char *out;

	ASSERT_EQ(COMMAND(-1, &out, "proctl", "trace", "-o", TRACE_FILE, "--",
			  "/nonexistent"), 127);
	ASSERT(strstr(out, "can't run '/nonexistent': No such file"));
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "trace", "-o", TRACE_FILE, "--",
			  "/etc/passwd"), 126);
	ASSERT(strstr(out, "Permission denied"));
}

TEST("the command reads the input that is its own")
{
	int pipes[2];
	char *out;

	OK(pipe(pipes));
	ASSERT_EQ(OK(write(pipes[1], "from outside\n", 13)), 13);
	close(pipes[1]);
	ASSERT_EQ(COMMAND(pipes[0], &out, "proctl", "trace", "-o", TRACE_FILE,
			  "--", "cat"), 0);
	ASSERT_STR(out, "from outside\n");
}

static void assert_order(const char *text, const char *const words[])
{
	for (; *words; words++) {
		const char *found = strstr(text, *words);

		if (!found)
			FAIL("no \"%s\" in what follows:\n%s", *words, text);
		text = found + strlen(*words);
	}
}

TEST("a trace begins with the command's exec, and ends with the sums")
{
	static const char *const words[] = {
		"EVENT    TASK\n", "exec     sh  ", "fork     sh  → ",
		"exit       ", "exited(1)\n", "\ncreated        1 processes",
		"\nexeced         1", "\nexited         2 processes, 1 failed",
		"\nzombies left   0", "\norphans        0",
		"\nlongest-lived  ", ", 0 lost\n", NULL,
	};
	char *text, *out;

	OK(setenv("LC_ALL", "C.UTF-8", 1));
	ASSERT_EQ(trace_sh(&out, "(exit 1); exit 0"), 0);
	text = trace_text();
	assert_order(text, words);
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "trace", "--no-summary", "-o",
			  TRACE_FILE, "--", "true"), 0);
	ASSERT(!strstr(trace_text(), "created"));
}

TEST("trace -J is one object a line, the summary last")
{
	char *out, *line, *save = NULL;
	struct json *json = NULL;
	int64_t seq = 0;
	int execs = 0;

	ASSERT_EQ(COMMAND(-1, &out, "proctl", "trace", "-J", "-e", "all", "-o",
			  TRACE_FILE, "--", "sh", "-c",
			  "sleep 0.1 & kill $!; wait"), 0);
	for (line = strtok_r(trace_text(), "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		json = json_parse(line);
		if (!strcmp(json_text(json, "event"), "summary"))
			break;
		ASSERT_LT(seq, json_number(json, "seq"));
		seq = json_number(json, "seq");
		json_number(json, "time_ns");
		json_number(json, "start_ns");
		json_text(json, "comm");
		if (strcmp(json_text(json, "event"), "exec"))
			continue;
		execs++;
		ASSERT_EQ(*json_text(json, "file"), '/');
	}
	ASSERT(line);
	ASSERT(!strtok_r(NULL, "\n", &save));
	ASSERT_EQ(json_number(json, "execed"), execs);
	ASSERT_EQ(json_number(json, "exited"), 2);
	ASSERT_EQ(json_number(json, "lost"), 0);
}

static pid_t start_trace(char *const argv[])
{
	pid_t pid;

	unlink(TRACE_FILE);
	pid = OK(fork());
	if (!pid) {
		execvp(argv[0], argv);
		FAIL("proctl: %s", strerror(errno));
	}
	return pid;
}

TEST("Ctrl-C ends a trace of everything, and shows the sums")
{
	char *const argv[] = { "proctl", "trace", "--all", "-o", TRACE_FILE,
			       NULL };
	pid_t trace = start_trace(argv);

	AWAIT((fork_and_wait(1), strstr(trace_text(), "fork ")));
	OK(kill(trace, SIGINT));
	ASSERT_EQ(reap(trace), 0);
	ASSERT(strstr(trace_text(), "\ncreated        "));
}

TEST("a trace of a process ends with it; --comm and -n choose")
{
	char *const choosy[] = { "proctl", "trace", "--comm", "sl*p", "-n", "2",
				 "-e", "exec,exit", "-o", TRACE_FILE, "--",
				 "sh", "-c", "sleep 0.01; sleep 0.01; true",
				 NULL };
	char pid[16], *text;
	char *const of_pid[] = { "proctl", "trace", "-o", TRACE_FILE, pid,
				 NULL };
	pid_t sleeper, trace;
	int lines = 0;

	sleeper = spawn(0, pause_forever, NULL);
	snprintf(pid, sizeof(pid), "%d", sleeper);
	trace = start_trace(of_pid);
	/* The headings come when the stream is there. */
	AWAIT(*trace_text());
	kill_and_reap(sleeper);
	ASSERT_EQ(reap(trace), 0);
	ASSERT(strstr(trace_text(), "killed by SIGKILL"));

	ASSERT_EQ(reap(start_trace(choosy)), 0);
	for (text = trace_text(); (text = strstr(text, "sleep ")); text++)
		lines++;
	/* Two events, and the longest-lived. */
	ASSERT_LE(lines, 3);
	ASSERT_GE(lines, 2);
}

TEST("wrong usage of trace is status 2 and says what is right")
{
	static const struct {
		const char *argument, *says;
	} cases[] = {
		{ NULL, "A PID, --all, or -- COMMAND" },
		{ "--", "which command?" },
		{ "-exit", "no event 'xit': did you mean 'exit'" },
		{ "0", "not a process id" },
		{ "-n0", "from 1" },
		{ "-Dx", "seconds" },
	};
	char *out;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ASSERT_EQ(COMMAND(-1, &out, "proctl", "trace",
				  (char *)cases[i].argument), 2);
		if (!strstr(out, cases[i].says))
			FAIL("trace %s: %s", cases[i].argument, out);
	}
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "trace", "--all", "-e", "sched"),
		  2);
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "trace", "999999"), 1);
	ASSERT(strstr(out, "no process 999999"));
}
