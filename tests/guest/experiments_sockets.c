// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: the experiments about sockets, and about the system calls behind
 * the library's functions.
 */
#include <errno.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

/* Sockets that the kernel lists, as in a file of /proc/net. */
static unsigned int sockets(const char *path, const char *part)
{
	FILE *file = fopen(path, "r");
	char line[512];
	unsigned int n = 0;

	ASSERT(file);
	while (fgets(line, sizeof(line), file))
		n += !!strstr(line, part);
	fclose(file);
	return n;
}

TEST("proctl run syscalls --action counts the calls of one action")
{
	struct json *run = run_json("syscalls", "--action", "stdio");

	ASSERT_EQ(SAYS(run, "stdio", "tracer", "write"), 1);
	ASSERT_EQ(SAYS(run, "stdio", "tracer", "openat"), 1);
	ASSERT_STR(STATE(run, "stdio", "program"), "t");
	ASSERT_EQ(NUMBER(run, "stdio", "program", "tracer_pid"),
		  NUMBER(run, "stdio", "tracer", "pid"));
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "run", "syscalls", "--action",
			  "spoon"), 2);
}

TEST("proctl run tcp shows what the kernel does without the server")
{
	/* Of an earlier run without privilege, for a minute: TIME_WAIT. */
	unsigned int before = sockets("/proc/net/tcp", "0100007F:");
	struct json *run = run_json("tcp", NULL, NULL);

	ASSERT_EQ(SAYS(run, "listening", "client", "state"), TCP_ESTABLISHED);
	ASSERT_EQ(SAYS(run, "listening", "client", "extra_state"),
		  TCP_SYN_SENT);
	ASSERT_EQ(SAYS(run, "reset", "client", "read"), -ECONNRESET);
	ASSERT_EQ(SAYS(run, "both dead", "successor", "time_wait"), 1);
	ASSERT_STR(ID(run, "both dead", "server", "error"), "ESRCH");
	ASSERT_LE(sockets("/proc/net/tcp", "0100007F:"), before);
}

TEST("proctl run unix-socket shows a file sent to another process")
{
	struct json *run = run_json("unix-socket", NULL, NULL);

	ASSERT_EQ(SAYS(run, "passed", "server", "offset"), 7);
	ASSERT_EQ(SAYS(run, "moved", "client", "offset"), 8);
	ASSERT_OWN(run, "passed", "files", "server", "client");
	ASSERT_EQ(SAYS(run, "client dead", "server", "peer"),
		  NUMBER(run, "bound", "client", "pid"));
	ASSERT_EQ(SAYS(run, "received", "receiver", "received"),
		  SAYS(run, "full", "sender", "sent"));
	ASSERT_EQ(sockets("/proc/net/unix", "proctl-"), 0);
}
