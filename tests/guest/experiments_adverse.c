// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run where something is missing or used up: it ends in time, says what
 * to do, and leaves nothing.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

#define USERS	60000	/* numbers that nobody has */
#define END	65536	/* bytes of a report to look at */
#define TOLD	800	/* and to tell of */
#define MOST	5	/* processes of one user: some roles, not all */

/* Run "proctl run NAME" by a shell that has done @first before. */
static int run_after(const char *first, const char *name, char **output)
{
	char script[256];

	snprintf(script, sizeof(script),
		 "%s; exec proctl run %s --deadline 30", first, name);
	return COMMAND(-1, output, "sh", "-c", script);
}

/* The loader and libc speak for themselves, where even they lack a file. */
static void check_with_files(unsigned int limit)
{
	char first[32], *output;
	int status;

	snprintf(first, sizeof(first), "ulimit -n %u", limit);
	status = run_after(first, "fork", &output);
	if (status && !strstr(output, "ulimit -n") &&
	    !(status == 127 && strstr(output, "shared libraries")))
		FAIL("with %u files: status %d, %s", limit, status, output);
	if (limit < 64)
		ASSERT(status);
	free(output);
	assert_nothing_left();
}

TEST_WITHIN(120, "an experiment without room for open files says which limit to raise")
{
	unsigned int limit;

	for (limit = 3; limit <= 24; limit += 3)
		check_with_files(limit);
	for (limit = 96; limit <= 112; limit += 4)
		check_with_files(limit);
}

/* Let this process and its children have no system call number @nr. */
static void refuse_call(int nr, int err)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, nr, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | err),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { 4, filter };

	OK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	OK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program));
}

TEST("an experiment does not begin where pidfd_open(2) is refused")
{
	char *output;

	refuse_call(SYS_pidfd_open, EPERM);
	ASSERT_EQ(run_after(":", "fork", &output), 1);
	ASSERT(strstr(output, "can't start the experiment"));
	ASSERT(strstr(output, "seccomp"));
	assert_nothing_left();
}

/* Every experiment, with @status and a word of what to do. */
static void all_refused(const char *first, int status, const char *remedy)
{
	char *names[EXPERIMENTS_MAX], *output;
	size_t n = experiment_names(names), i;
	int got;

	for (i = 0; i < n; i++) {
		got = run_after(first, names[i], &output);
		if (got != status || !strstr(output, remedy))
			FAIL("%s: status %d, %s", names[i], got, output);
		free(output);
	}
}

TEST_WITHIN(60, "no experiment begins where files are used up")
{
	all_refused("ulimit -n 24", 1, "ulimit -n");
	assert_nothing_left();
}

TEST_WITHIN(60, "no experiment begins where processes are used up")
{
	become(NOBODY, -1);
	all_refused("prlimit --pid $$ --nproc=0", 1, "ulimit -u");
	assert_nothing_left();
}

TEST_WITHIN(60, "no experiment begins without the module")
{
	OK(mount("none", "/dev", "tmpfs", 0, NULL));
	OK(mknod("/dev/null", S_IFCHR | 0666, makedev(1, 3)));
	all_refused(":", 3, "/dev/proctree");
	OK(umount("/dev"));
	assert_nothing_left();
}

/* Start it with @output, after @prepare. */
static pid_t start(const char *name, int output, void (*prepare)(int number),
		   int number)
{
	pid_t pid = OK(fork());

	if (pid)
		return pid;
	prepare(number);
	OK(dup2(output, STDOUT_FILENO));
	OK(dup2(output, STDERR_FILENO));
	execlp("proctl", "proctl", "run", name, "--deadline", "60", NULL);
	_exit(127);
}

static void become_user(int number)
{
	const struct rlimit most = { MOST, MOST };

	OK(setrlimit(RLIMIT_NPROC, &most));
	become(USERS + number, -1);
}

/* All at once: the limit is for the processes of one user. */
TEST_WITHIN(180, "an experiment whose processes are used up halfway ends in time")
{
	char *names[EXPERIMENTS_MAX], text[END + 1];
	size_t n = experiment_names(names), i;
	int output[EXPERIMENTS_MAX], ended = 0, status;
	pid_t pids[EXPERIMENTS_MAX];
	ssize_t size;

	for (i = 0; i < n; i++) {
		output[i] = OK(memfd_create("output", MFD_CLOEXEC));
		pids[i] = start(names[i], output[i], become_user, i);
	}
	for (i = 0; i < n; i++) {
		status = reap(pids[i]);
		size = OK(lseek(output[i], 0, SEEK_END));
		OK(lseek(output[i], size > END ? size - END : 0, SEEK_SET));
		size = OK(read(output[i], text, END));
		text[size] = '\0';
		if (!WIFEXITED(status) || WEXITSTATUS(status) > 1 ||
		    !strstr(text, "Nothing is left behind"))
			FAIL("%s: status %x, %s", names[i], status,
			     text + (size > TOLD ? size - TOLD : 0));
		if (strstr(text, "ulimit -u"))
			ended++;
		else if (strstr(text, "The experiment "))
			FAIL("%s does not name the limit: %s", names[i],
			     strstr(text, "The experiment "));
	}
	ASSERT_GE(ended, (int)n / 2);
	assert_nothing_left();
}

static void die_of_pipe(int number)
{
	(void)number;
	signal(SIGPIPE, SIG_DFL);
}

TEST_WITHIN(180, "an experiment whose output nobody reads dies of SIGPIPE, and leaves nothing")
{
	char *names[EXPERIMENTS_MAX];
	size_t n = experiment_names(names), i;
	pid_t pids[EXPERIMENTS_MAX];
	int ends[2], status;

	OK(pipe2(ends, O_CLOEXEC));
	close(ends[0]);
	for (i = 0; i < n; i++)
		pids[i] = start(names[i], ends[1], die_of_pipe, 0);
	for (i = 0; i < n; i++) {
		status = reap(pids[i]);
		if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGPIPE)
			FAIL("%s: status %x", names[i], status);
	}
	assert_nothing_left();
}

TEST_WITHIN(300, "proctl run --all -J is one document of good runs, in a container without stdin")
{
	char *names[EXPERIMENTS_MAX], *output;
	size_t n = experiment_names(names);
	const struct json *run;
	int status;

	status = COMMAND(-1, &output, "sh", "-c",
			 "exec unshare --user --map-root-user --pid --fork "
			 "--mount --mount-proc --net --ipc "
			 "proctl run --all -J --deadline 60 <&-");
	for (run = json_parse(output)->first; run; run = run->next, n--)
		if (!json_true(run, "good"))
			note_run(run);
	ASSERT_EQ(n, 0);
	ASSERT_EQ(status, 0);
	assert_nothing_left();
}
