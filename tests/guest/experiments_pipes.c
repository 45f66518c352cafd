// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: the experiments about pipes, locks between threads, and programs
 * started by the C library.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/syscall.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

TEST("proctl run pipe shows who sleeps at an empty pipe and at a full one")
{
	struct json *run = run_json("pipe", NULL, NULL);
	struct json *small = json_pick(json_get(run, "shares"), "name",
				       "torn small");

	ASSERT_STR(STATE(run, "empty", "reader"), "S");
	ASSERT_EQ(SLEEPS(run, "empty", "reader"), SYS_read);
	ASSERT_EQ(SAYS(run, "wrote", "reader", "read"), 3);
	ASSERT_EQ(SLEEPS(run, "full", "writer"), SYS_write);
	ASSERT_EQ(SLEEPS(run, "one byte", "writer"), SYS_write);
	ASSERT_EQ(SAYS(run, "one page", "writer", "filled"),
		  SAYS(run, "writer dead", "reader", "read"));
	ASSERT_EQ(SLEEPS(run, "kept", "reader"), SYS_read);
	ASSERT_EQ(SAYS(run, "end", "reader", "read"), 0);
	ASSERT_EQ(SAYS(run, "no reader", "talker", "wrote"), -EPIPE);
	ASSERT_EQ(NUMBER(run, "SIGPIPE", "talker", "exit_code"), SIGPIPE);
	ASSERT_EQ(json_number(small, "hits"), 0);
	ASSERT_EQ(json_number(small, "of"), 480);
}

TEST("proctl run fifo shows who sleeps in open() until somebody comes")
{
	struct json *run = run_json("fifo", NULL, NULL);

	ASSERT_EQ(SLEEPS(run, "alone", "reader"), SYS_openat);
	ASSERT_EQ(SAYS(run, "met", "reader", "open"), 0);
	ASSERT(NUMBER(run, "met", "reader", "sid") !=
	       NUMBER(run, "met", "writer", "sid"));
	ASSERT_EQ(SAYS(run, "wrote", "maker", "bytes"), 0);
	ASSERT_EQ(SAYS(run, "read", "reader", "waiting"), 3);
	ASSERT_EQ(SAYS(run, "gone", "trier", "is_there"), 1);
	ASSERT_EQ(SAYS(run, "gone", "trier", "writing"), -ENXIO);
	ASSERT_EQ(SAYS(run, "gone", "trier", "read"), 0);
	ASSERT_EQ(SAYS(run, "denied", "trier", "denied"), -EACCES);
	ASSERT_EQ(SLEEPS(run, "lone writer", "sender"), SYS_openat);
}

TEST("proctl run chat shows each of the two wait for the other one's words")
{
	struct json *run = run_json("chat", NULL, NULL);

	ASSERT_EQ(SLEEPS(run, "bob listens", "bob"), SYS_read);
	ASSERT_EQ(SAYS(run, "ann spoke", "bob", "heard"), 1);
	ASSERT_EQ(SLEEPS(run, "ann listens", "ann"), SYS_read);
	ASSERT_EQ(SAYS(run, "bob spoke", "ann", "heard"), 2);
	ASSERT_EQ(SAYS(run, "bob killed", "ann", "heard"), 0);
	ASSERT_EQ(SAYS(run, "bob killed", "ann", "said"), -EPIPE);
	ASSERT_EQ(SAYS(run, "one FIFO", "ann", "heard"), 1);
	ASSERT_EQ(SLEEPS(run, "deadlock", "ann"), SYS_openat);
	ASSERT_EQ(SLEEPS(run, "deadlock", "bob"), SYS_openat);
}

TEST("proctl run race shows who sleeps for a mutex, and what is lost without")
{
	struct json *run = run_json("race", NULL, NULL);
	struct json *share = json_pick(json_get(run, "shares"), "name",
				       "mutex");

	ASSERT_EQ(SLEEPS(run, "locked", "waiter"), SYS_futex);
	ASSERT_STR(STATE(run, "locked", "waiter"), "S");
	ASSERT_EQ(SAYS(run, "unlocked", "waiter", "lock"), 0);
	ASSERT_EQ(NUMBER(run, "strict", "alone", "exit_code"), 7 << 8);
	ASSERT_EQ(NUMBER(run, "strict", "late", "exit_code"), SIGKILL);
	ASSERT_EQ(NUMBER(run, "joined", "program", "nr_threads"), 17);
	ASSERT_EQ(SAYS(run, "returned", "program", "done"), 8);
	ASSERT_GE(SAYS(run, "one processor", "counter", "lost"), 1);
	ASSERT_EQ(json_number(share, "hits"), 0);
	ASSERT_EQ(json_number(share, "of"), 40);
}

TEST("proctl run popen shows what the C library does to start a program")
{
	struct json *run = run_json("popen", NULL, NULL);
	const int64_t interrupts = 1 << (SIGINT - 1) | 1 << (SIGQUIT - 1);

	ASSERT_EQ(SLEEPS(run, "fork", "caller"), SYS_wait4);
	ASSERT_EQ(NUMBER(run, "system", "child", "ppid"),
		  NUMBER(run, "system", "caller", "pid"));
	ASSERT_EQ(NUMBER(run, "system", "caller", "ignored") & interrupts,
		  interrupts);
	ASSERT_EQ(NUMBER(run, "system", "child", "ignored") &
		  1 << (SIGINT - 1), 0);
	ASSERT_EQ(NUMBER(run, "popen", "caller", "child_wait"), 0);
	ASSERT_EQ(SLEEPS(run, "reading", "caller"), SYS_read);
	ASSERT_EQ(SAYS(run, "pclose", "caller", "status"), 3 << 8);
	ASSERT_EQ(SAYS(run, "missing", "caller", "spawn"), -ENOENT);
	ASSERT_EQ(SAYS(run, "missing", "caller", "system"), 127 << 8);
	ASSERT_EQ(SAYS(run, "family", "caller", "execle"), 6 << 8);
}

/* Which ignores SIGQUIT, whoever started it. */
TEST("proctl run popen is as expected where the shell is bash")
{
	OK(mount("/bin/bash", "/bin/sh", NULL, MS_BIND, NULL));
	check_claims(run_json("popen", NULL, NULL), true);
}
