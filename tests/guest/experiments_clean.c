// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run: that nothing is ever left of an experiment, whoever is struck at
 * whatever moment.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "experiments_run.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"

#define STRIKES		16
#define STRIKE_MS	30 /* further on each time */

/* What the last proctl in the background has printed. */
static int printed;

static pid_t start(const char *name, const char *deadline)
{
	pid_t pid;

	printed = OK(memfd_create("printed", MFD_CLOEXEC));
	pid = OK(fork());
	if (pid)
		return pid;
	OK(dup2(printed, STDOUT_FILENO));
	execlp("proctl", "proctl", "run", name, "--deadline", deadline, NULL);
	_exit(127);
}

static bool is_named(pid_t pid, const char *name)
{
	char path[32], comm[32] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/comm", pid);
	file = fopen(path, "r");
	if (!file)
		return false;
	if (fscanf(file, "%31s", comm) != 1)
		*comm = '\0';
	fclose(file);
	return !strcmp(comm, name);
}

/* A child or grandchild of this name, 0 if there is none. */
static pid_t find_below(pid_t ancestor, const char *name, int depth)
{
	char path[64];
	pid_t child, found = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", ancestor,
		 ancestor);
	file = fopen(path, "r");
	if (!file)
		return 0;
	while (!found && fscanf(file, "%d", &child) == 1)
		if (is_named(child, name))
			found = child;
		else if (depth > 1)
			found = find_below(child, name, depth - 1);
	fclose(file);
	return found;
}

static pid_t find_named(pid_t proctl, const char *name)
{
	return find_below(proctl, name, 2);
}

/* Whom a signal strikes: proctl itself, or a process of the house by name. */
static pid_t victim(pid_t proctl, const char *name)
{
	return name ? find_named(proctl, name) : proctl;
}

/*
 * Send @sig @ms after the start. Return: proctl's wait status.
 */
static int strike(const char *experiment, const char *name, int sig, int ms)
{
	pid_t pid = start(experiment, "10"), struck;
	int status;

	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
	struck = victim(pid, name);
	if (struck)
		kill(struck, sig);
	OK(waitpid(pid, &status, 0));
	assert_nothing_left();
	close(printed);
	return status;
}

/* At moments from before main() until after the end. */
static void strike_often(const char *name, int sig)
{
	int i, struck = 0, status;
	char *names[EXPERIMENTS_MAX];
	size_t n = experiment_names(names);

	for (i = 0; i < STRIKES; i++) {
		status = strike(names[i % n], name, sig, i * STRIKE_MS);
		if (WIFSIGNALED(status))
			ASSERT_EQ(WTERMSIG(status), sig);
		struck += !WIFEXITED(status) || WEXITSTATUS(status);
	}
	note("struck before the end: %d of %d", struck, STRIKES);
	ASSERT_GE(struck, 2);
}

TEST_WITHIN(180, "nothing is left of an experiment after SIGINT at any moment")
{
	strike_often(NULL, SIGINT);
}

TEST_WITHIN(180, "nothing is left of an experiment after SIGTERM at any moment")
{
	strike_often(NULL, SIGTERM);
}

TEST_WITHIN(180, "nothing is left of an experiment when proctl is killed")
{
	strike_often(NULL, SIGKILL);
}

TEST_WITHIN(180, "nothing is left of an experiment that is killed at any moment")
{
	strike_often("harness", SIGKILL);
}

static bool has_ended(pid_t pid)
{
	siginfo_t info = { .si_pid = 0 };

	OK(waitid(P_PID, pid, &info, WEXITED | WNOHANG | WNOWAIT));
	return info.si_pid;
}

/* Whether the harness stands still; it may have come to its end meanwhile. */
static bool stop(pid_t harness)
{
	int proc = OK(open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC));
	struct proc_task task = { .state = 'X' };

	AWAIT(kill(harness, SIGSTOP) ||
	      !proc_task(proc, 0, harness, &task) || strchr("TZX", task.state));
	close(proc);
	return task.state == 'T';
}

/*
 * Freeze the harness in the middle of its work, better after a few steps than
 * before the first. A machine so fast that all is over by then gets less time.
 */
static pid_t freeze(const char *name, const char *deadline, pid_t *harness)
{
	pid_t pid;
	int ms;

	for (ms = 128;; ms /= 2) {
		pid = start(name, deadline);
		nanosleep(&(struct timespec){ .tv_nsec = ms * 1000000 }, NULL);
		AWAIT((*harness = find_named(pid, "harness")) ||
		      has_ended(pid));
		if (*harness && stop(*harness))
			return pid;
		reap(pid);
	}
}

/* It exits 1, and says how the run and its cleaning up ended. */
static void assert_ends(pid_t pid, const char *outcome, const char *cleanup)
{
	static char text[65536];
	int status = reap(pid);
	ssize_t n = OK(pread(printed, text, sizeof(text) - 1, 0));

	text[n] = '\0';
	ASSERT(WIFEXITED(status));
	ASSERT_EQ(WEXITSTATUS(status), 1);
	if (!strstr(text, outcome) || !strstr(text, cleanup))
		FAIL("not \"%s\", \"%s\": %s", outcome, cleanup, text);
}

static void assert_fails(pid_t pid, const char *outcome, const char *cleanup)
{
	assert_ends(pid, outcome, cleanup);
	assert_nothing_left();
}

TEST_WITHIN(120, "nothing is left of any experiment that hangs until its deadline")
{
	char *names[EXPERIMENTS_MAX];
	size_t n = experiment_names(names), i;
	pid_t pids[EXPERIMENTS_MAX], harness;
	int outputs[EXPERIMENTS_MAX];

	for (i = 0; i < n; i++) {
		pids[i] = freeze(names[i], "2", &harness);
		outputs[i] = printed;
	}
	for (i = 0; i < n; i++) {
		printed = outputs[i];
		assert_ends(pids[i], "took too long", "Nothing is left behind: ");
		close(printed);
	}
	assert_nothing_left();
}

TEST("nothing is left of an experiment whose harness crashes")
{
	pid_t harness, pid = freeze("clone", "10", &harness);

	OK(kill(harness, SIGSEGV));
	OK(kill(harness, SIGCONT));
	assert_fails(pid, "crashed: the harness was ended by SIGSEGV",
		     "Nothing is left behind");
}

TEST("nothing is left of an experiment whose supervisor is killed")
{
	pid_t harness, pid = freeze("clone", "10", &harness);

	OK(kill(find_named(pid, "subreaper"), SIGKILL));
	assert_fails(pid, "crashed", "The supervisor was killed");
}

TEST("nothing is left of an experiment when all its guards are killed at once")
{
	pid_t harness, pid = freeze("clone", "10", &harness);
	pid_t subreaper = find_named(pid, "subreaper");

	OK(kill(pid, SIGSTOP));
	OK(kill(subreaper, SIGKILL));
	OK(kill(pid, SIGKILL));
	OK(waitpid(pid, NULL, 0));
	assert_nothing_left();
}

/* An experiment that has a System V queue and stands still. */
static pid_t hold_queue(void)
{
	int out = OK(memfd_create("out", MFD_CLOEXEC)), in[2];
	char text[4096] = "";
	pid_t pid;

	OK(pipe2(in, O_CLOEXEC));
	pid = OK(fork());
	if (!pid) {
		OK(dup2(in[0], STDIN_FILENO));
		OK(dup2(out, STDOUT_FILENO));
		OK(dup2(out, STDERR_FILENO));
		execlp("proctl", "proctl", "run", "msgqueue", "--hold=sent",
		       NULL);
		_exit(127);
	}
	AWAIT(pread(out, text, sizeof(text) - 1, 0) > 0 &&
	      strstr(text, "Press Enter"));
	close(out);
	close(in[0]);
	close(in[1]);
	return pid;
}

static bool has_queue(void)
{
	FILE *list = fopen("/proc/sysvipc/msg", "r");
	char line[256];
	bool has;

	ASSERT(list && fgets(line, sizeof(line), list));
	has = fgets(line, sizeof(line), list);
	fclose(list);
	return has;
}

TEST("objects of an experiment that was killed as a whole go with the next one")
{
	pid_t pid = hold_queue(), subreaper = find_named(pid, "subreaper");

	ASSERT(has_queue());
	OK(kill(pid, SIGSTOP));
	OK(kill(subreaper, SIGKILL));
	OK(kill(pid, SIGKILL));
	while (waitpid(-1, NULL, __WALL) > 0)
		;
	ASSERT_EQ(errno, ECHILD);
	ASSERT(has_queue());
	run_json("fork", NULL, NULL);
}
