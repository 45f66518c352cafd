// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: the experiments about objects of the kernel that processes share:
 * memory, queues, semaphores.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>

#include "experiments_run.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"

TEST("proctl run shm shows a segment outlive its users")
{
	struct json *run = run_json("shm", "--kib", "4");

	ASSERT_EQ(SAYS(run, "made", "segment", "bytes"), 4096);
	ASSERT_EQ(SAYS(run, "forked", "segment", "attached"), 2);
	ASSERT_EQ(SAYS(run, "others", "segment", "attached"), 3);
	ASSERT_EQ(SAYS(run, "killed", "segment", "attached"), 1);
	ASSERT_EQ(SAYS(run, "maker ended", "segment", "attached"), 0);
	ASSERT_EQ(SAYS(run, "maker ended", "segment", "stat"), 0);
	ASSERT_EQ(SAYS(run, "removed", "segment", "marked"), 1);
	ASSERT_EQ(SAYS(run, "removed", "segment", "attached"), 1);
	ASSERT_EQ(SAYS(run, "gone", "segment", "stat"), -EINVAL);
	ASSERT_EQ(SAYS(run, "posix killed", "object", "by_name"), 0);
	ASSERT_EQ(SAYS(run, "posix unlinked", "object", "by_name"), -ENOENT);
}

TEST("proctl run mmap shows what others see of a write")
{
	struct json *run = run_json("mmap", NULL, NULL);

	ASSERT_EQ(SAYS(run, "wrote", "parent", "shared"), 1);
	ASSERT_EQ(SAYS(run, "wrote", "parent", "private"), 0);
	ASSERT_EQ(SAYS(run, "wrote", "stranger", "file"), 1);
	ASSERT_EQ(SAYS(run, "wrote", "file", "own"), 0);
	ASSERT_EQ(SAYS(run, "killed", "file", "late"), 1);
	ASSERT_EQ(SAYS(run, "faults", "tester", "beyond"), SIGBUS);
}

TEST("proctl run msgqueue shows who sleeps at a queue, and its order")
{
	struct json *run = run_json("msgqueue", NULL, NULL);

	ASSERT_EQ(SAYS(run, "maker killed", "queue", "letters"), 4);
	ASSERT_EQ(SAYS(run, "received", "receiver", "minus_2"), 2);
	ASSERT_STR(STATE(run, "waits", "receiver"), "S");
	ASSERT_EQ(SLEEPS(run, "waits", "receiver"), SYS_msgrcv);
	ASSERT_EQ(SLEEPS(run, "full", "sender"), SYS_msgsnd);
	ASSERT_EQ(SAYS(run, "removed", "sender", "msgsnd"), -EIDRM);
	ASSERT_EQ(SAYS(run, "posix received", "reader", "first"), 2);
	ASSERT_EQ(SLEEPS(run, "posix waits", "reader"),
		  SYS_mq_timedreceive);
	ASSERT_EQ(SAYS(run, "posix unlinked", "named", "by_name"), -ENOENT);
}

TEST("proctl run semaphore shows which deaths are undone")
{
	struct json *run = run_json("semaphore", NULL, NULL);

	ASSERT_EQ(SLEEPS(run, "waits", "waiter"), SYS_semop);
	ASSERT_EQ(SAYS(run, "waits", "semaphore", "waiting"), 1);
	ASSERT_EQ(SAYS(run, "undone", "semaphore", "value"), 1);
	ASSERT_EQ(SAYS(run, "not undone", "semaphore", "value"), 0);
	ASSERT_EQ(SAYS(run, "waiter killed", "semaphore", "waiting"), 0);
	ASSERT_EQ(SLEEPS(run, "posix killed", "next"), SYS_futex);
	ASSERT_EQ(SAYS(run, "named killed", "named", "value"), 2);
}

/* A sysctl that is in the way: the run fails, names it, and leaves nothing. */
static void check_hindered(const char *name, const char *path,
			   const char *value, const char *named)
{
	char old[64], *output;
	FILE *f = fopen(path, "r+");
	int status;

	ASSERT(f && fgets(old, sizeof(old), f));
	rewind(f);
	ASSERT(fputs(value, f) >= 0 && !fflush(f));
	status = COMMAND(-1, &output, "proctl", "run", (char *)name);
	rewind(f);
	ASSERT(fputs(old, f) >= 0 && !fclose(f));
	ASSERT_EQ(status, 1);
	if (!strstr(output, "The experiment failed") || !strstr(output, named))
		FAIL("not \"%s\": %s", named, output);
	assert_nothing_left();
}

TEST("an experiment that can't have its object names the limit in its way")
{
	check_hindered("shm", "/proc/sys/kernel/shmmni", "0", "kernel.shmmni");
	check_hindered("shm", "/proc/sys/kernel/shm_rmid_forced", "1",
		       "kernel.shm_rmid_forced");
	check_hindered("msgqueue", "/proc/sys/kernel/msgmni", "0",
		       "kernel.msgmni");
	check_hindered("semaphore", "/proc/sys/kernel/sem",
		       "32000 1024000000 500 0", "kernel.sem");
}
