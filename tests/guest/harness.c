// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs the tests, each in a process of its own with a private mount namespace,
 * prints TAP. Whatever a test leaves running is adopted by the harness (a
 * subreaper) and killed; a test that outlives its deadline is killed, too. What
 * not even that ends, because it hangs in the kernel, is left behind.
 */
#include "harness.h"

#include <fcntl.h>
#include <fnmatch.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "keeper.h"
#include "proc.h"
#include "world.h"

/* What a test and its children say; shared with the harness. */
struct report {
	int failed;
	int skipped;
	char reason[128];
	const char *awaits;
	char seen[8 * 1024];
	size_t used;
	char text[64 * 1024];
};

/* From SIGKILL to the end, at most. */
#define DYING_SECONDS	60

static struct report *report;
static int stuck;	/* children that SIGKILL has not ended */
static struct test *tests, **tests_end = &tests;

void test_register(struct test *t)
{
	*tests_end = t;
	tests_end = &t->next;
}

bool test_exists(const char *name)
{
	const struct test *t;

	for (t = tests; t; t = t->next)
		if (!strcmp(t->name, name))
			return true;
	return false;
}

static void say(const char *prefix, const char *format, va_list args)
{
	char line[1024];
	size_t at;
	int n, m;

	n = snprintf(line, sizeof(line) - 1, "%s", prefix);
	m = vsnprintf(line + n, sizeof(line) - 1 - n, format, args);
	n = m < (int)sizeof(line) - 1 - n ? n + m : (int)sizeof(line) - 2;
	line[n++] = '\n';
	at = __atomic_fetch_add(&report->used, n, __ATOMIC_SEQ_CST);
	if (at + n < sizeof(report->text))
		memcpy(report->text + at, line, n);
}

void note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	say("", format, args);
	va_end(args);
}

void test_skip(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(report->reason, sizeof(report->reason), format, args);
	va_end(args);
	report->skipped = 1;
	_exit(0);
}

void test_fail(const char *file, int line, const char *format, ...)
{
	char place[256];
	va_list args;

	snprintf(place, sizeof(place), "%s:%d: ", file, line);
	va_start(args, format);
	say(place, format, args);
	va_end(args);
	report->failed = 1;
	_exit(1);
}

void test_sees(const char *text)
{
	snprintf(report->seen, sizeof(report->seen), "%s", text);
}

static void rest(void)
{
	nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
}

void await_pause(const char *what)
{
	report->awaits = what; /* a literal, at the same place in the harness */
	if (!what)
		return;
	if (report->failed) /* so a helper did, and it may never come */
		_exit(1);
	rest();
}

static void print_lines(const char *prefix, char *text)
{
	char *save = NULL, *line;

	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		printf("# %s%s\n", prefix, line);
}

/* The report as diagnostics. */
static void print_diagnostics(bool passed)
{
	report->text[sizeof(report->text) - 1] = '\0';
	print_lines("", report->text);
	if (!passed)
		print_lines("seen: ", report->seen);
}

static void print_file(const char *what, pid_t pid, const char *name)
{
	char path[64], text[2048], *save = NULL, *line;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	for (line = strtok_r(text, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		note("%s %s", what, line);
}

/* In the child: the test itself. */
static void test_process(struct test *t)
{
	OK(prctl(PR_SET_PDEATHSIG, SIGKILL));
	OK(prctl(PR_SET_CHILD_SUBREAPER, 1));
	OK(prctl(PR_SET_NAME, "test"));
	OK(setpgid(0, 0));
	OK(unshare(CLONE_NEWNS));
	OK(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	t->run();
	exit(0);
}

static unsigned int number_from(const char *variable, unsigned int other)
{
	const char *text = getenv(variable);
	int number = text ? atoi(text) : 0;

	return number > 0 ? (unsigned int)number : other;
}

/*
 * Deadlines are for a plain kernel; PROCTREE_SLOW says how many times as long.
 * PROCTREE_SOAK is how many seconds some tests last, beside that.
 */
static unsigned int deadline(const struct test *t)
{
	return t->seconds * number_from("PROCTREE_SLOW", 1) +
	       number_from("PROCTREE_SOAK", 0);
}

/* Where @pid is, if it hangs. */
static void print_place(pid_t pid)
{
	print_file("process:", pid, "comm");
	print_file("wchan:", pid, "wchan");
	print_file("stack:", pid, "stack");
}

/* Whoever may be what a test waits for: all processes but kernel threads. */
static void print_processes(void)
{
	struct proc_list list;
	size_t i;

	proc_list(proc_open(), false, &list);
	for (i = 0; i < list.count; i++) {
		const struct proc_task *task = &list.tasks[i];

		if (task->pid != 2 && task->ppid != 2)
			note("there is: %d, child of %d, %c, %s", task->pid,
			     task->ppid, task->state, task->comm);
	}
	proc_list_free(&list);
}

/* Its wait status, -1 if it does not end within @seconds. */
static int reap_within(pid_t pid, unsigned int seconds)
{
	struct pollfd p = { .fd = syscall(SYS_pidfd_open, pid, 0),
			    .events = POLLIN };
	time_t end = time(NULL) + seconds;
	int status = -1;

	while (time(NULL) < end) {
		poll(&p, 1, 1000);
		if (waitpid(pid, &status, WNOHANG) == pid)
			break;
		/* A traced one has ended before it can be reaped. */
		status = -1;
		rest();
	}
	close(p.fd);
	return status;
}

/* Wait until the test ends or its deadline passes; returns its wait status. */
static int test_await(struct test *t, pid_t pid)
{
	int status = reap_within(pid, deadline(t));

	if (status != -1)
		return status;
	report->failed = 1;
	note("did not end within %u s", deadline(t));
	if (report->awaits)
		note("waits for: %s", report->awaits);
	print_place(pid);
	print_processes();
	kill(pid, SIGKILL);
	return reap_within(pid, DYING_SECONDS);
}

/* Return: how many there are. */
static int visit_children(void (*visit)(pid_t pid))
{
	char path[64], text[16384], *at = text;
	pid_t self = getpid();
	int fd, children = 0;
	ssize_t n;

	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", self, self);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? 0 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	text[n > 0 ? n : 0] = '\0';
	for (;;) {
		long pid = strtol(at, &at, 10);

		if (pid <= 0)
			return children;
		visit(pid);
		children++;
	}
}

static void kill_child(pid_t pid)
{
	kill(pid, SIGKILL);
}

/* Orphans of the test end up here; kill and reap until there is none. */
static void test_clean_up(void)
{
	time_t end = time(NULL) + DYING_SECONDS;
	int children;

	while (time(NULL) < end) {
		pid_t pid = waitpid(-1, NULL, WNOHANG | __WALL);

		if (pid < 0 && errno == ECHILD) {
			stuck = 0;
			return;
		}
		if (pid)
			continue;
		children = visit_children(kill_child);
		if (stuck && children <= stuck)
			return;
		if (children)
			rest();
	}
	report->failed = 1;
	note("left processes behind that can't be killed");
	stuck = visit_children(print_place);
}

static bool test_run(struct test *t, int number)
{
	struct timespec begin, end;
	bool passed;
	pid_t pid;
	int status;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	memset(report, 0, offsetof(struct report, text));
	memset(report->text, 0, sizeof(report->text));
	fflush(stdout);
	pid = fork();
	if (!pid)
		test_process(t);
	status = pid < 0 ? -1 : test_await(t, pid);
	if (!WIFEXITED(status) && !report->failed)
		note("the test was killed by signal %d", WTERMSIG(status));
	test_clean_up();
	if (!world_check())
		report->failed = 1;
	clock_gettime(CLOCK_MONOTONIC, &end);
	passed = status == 0 && !report->failed;
	printf("%sok %d - %s", passed ? "" : "not ", number, t->name);
	if (passed && report->skipped)
		printf(" # SKIP %s", report->reason);
	printf("\n");
	print_diagnostics(passed);
	printf("# %.1f s\n", end.tv_sec - begin.tv_sec +
	       (end.tv_nsec - begin.tv_nsec) / 1e9);
	return passed;
}

/* Whether @pattern, of the shell, is @t's source file, or is in its name. */
static bool matches(const struct test *t, const char *pattern)
{
	return !fnmatch(pattern, t->file, 0) || strstr(t->name, pattern);
}

/* By the last pattern that says something of it: this one, or "!": not this. */
static bool chosen(const struct test *t, char **patterns)
{
	bool chosen = !*patterns || **patterns == '!';

	for (; *patterns; patterns++) {
		bool not = **patterns == '!';

		if (matches(t, *patterns + not))
			chosen = !not;
	}
	return chosen;
}

int harness_main(char **patterns)
{
	int number = 0, failed = 0, planned = 0;
	struct test *t;

	report = mmap(NULL, sizeof(*report), PROT_READ | PROT_WRITE,
		      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (report == MAP_FAILED || prctl(PR_SET_CHILD_SUBREAPER, 1) ||
	    !world_save()) {
		fprintf(stderr, "guest tests: can't begin\n");
		return 1;
	}
	for (t = tests; t; t = t->next)
		planned += chosen(t, patterns);
	printf("1..%d\n", planned);
	for (t = tests; t; t = t->next) {
		if (!chosen(t, patterns))
			continue;
		keeper_attend(t->file);
		failed += !test_run(t, ++number);
	}
	keeper_attend(NULL);
	return failed || !planned;
}
