// SPDX-License-Identifier: GPL-2.0-only
/* The trace events proctree:*, through tracefs, as ftrace has them. */
#include <fcntl.h>
#include <linux/perf_event.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "modprobe.h"
#include "spawn.h"
#include "stream.h"
#include "world.h"

#define TRACEFS		"/sys/kernel/tracing/"
#define EVENTS		TRACEFS "events/proctree/"

/* As strstr() in the trace, of which the last 256 kB are looked at. */
static const char *traced(const char *what)
{
	static char text[256 * 1024];
	int fd = OK(open(TRACEFS "trace", O_RDONLY | O_CLOEXEC));
	size_t used = 0;
	ssize_t n;

	while ((n = OK(read(fd, text + used, sizeof(text) - 1 - used))) > 0) {
		used += n;
		if (used > sizeof(text) / 2) {
			memmove(text, text + used / 2, used - used / 2);
			used -= used / 2;
		}
	}
	close(fd);
	text[used] = '\0';
	return strstr(text, what);
}

static void clear_trace(void)
{
	close(OK(open(TRACEFS "trace", O_WRONLY | O_TRUNC | O_CLOEXEC)));
}

static void begin(void)
{
	one_processor_if_emulated();
	clear_trace();
}

static const char *const names[] = {
	"fork", "new", "exec", "rename", "exit", "reparent", "free", "wait",
	"signal", "deliver", "ktstop",
};

#define NNAMES (sizeof(names) / sizeof(names[0]))

TEST("there is a trace event for each kind, but those of the scheduler's own")
{
	char path[128];
	size_t i;

	for (i = 0; i < NNAMES; i++) {
		snprintf(path, sizeof(path), EVENTS "proctree_%s/format",
			 names[i]);
		if (access(path, R_OK))
			FAIL("%s: %s", path, strerror(errno));
	}
	ASSERT_ERRNO(ENOENT, access(EVENTS "proctree_sleep", F_OK));
}

static void be_program(void *unused)
{
	char *const argv[] = { (char *)EXEC_QUITTER, NULL };

	(void)unused;
	execv("/proc/self/exe", argv);
}

static void leave_orphan(void *orphan)
{
	*(pid_t *)orphan = spawn(0, pause_forever, NULL);
}

static void await_line(const char *format, pid_t pid, uint64_t number)
{
	char what[128];

	snprintf(what, sizeof(what), format, pid, (unsigned long long)number);
	AWAIT((fork_and_wait(1), traced(what)));
}

/* Until the probes are there, which is a moment after the event was enabled. */
static void await_events(void)
{
	char what[64];

	snprintf(what, sizeof(what), "proctree_fork: pid=%d ", getpid());
	AWAIT((fork_and_wait(1), traced(what)));
}

TEST("enabled, trace events tell of a life: fork to free, adoption, signals")
{
	pid_t *orphan = shared_alloc(sizeof(*orphan)), child, parent;
	uint64_t start;

	begin();
	file_write(EVENTS "enable", "1");
	await_events();
	child = spawn(0, pause_forever, NULL);
	start = task_take(dev_open(), child).base.start_ns;
	kill_and_reap(child);
	await_line("proctree_signal: pid=%d tgid=", child, 0);
	await_line("proctree_exit: pid=%1$d tgid=%1$d start_ns=%2$llu code=0x9 live=0 group_dead=1",
		   child, start);
	await_line("proctree_free: pid=%1$d tgid=%1$d start_ns=%2$llu", child,
		   start);
	await_line("child_pid=%1$d child_tgid=%1$d child_ppid=", child, 0);
	child = spawn(0, be_program, NULL);
	reap(child);
	await_line("proctree_exec: pid=%d tgid=", child, 0);
	ASSERT(traced("file=/proc/self/exe"));
	await_line("proctree_rename: pid=%d tgid=", child, 0);
	parent = spawn(0, leave_orphan, orphan);
	reap(parent);
	await_line("proctree_reparent: pid=%d tgid=", *orphan, 0);
	ASSERT(traced("reason=subreaper predicted"));
	AWAIT((fork_and_wait(1), traced("reason=subreaper confirmed")));
	file_write(EVENTS "enable", "0");
	clear_trace();
	fork_and_wait(10);
	ASSERT(!traced("proctree_"));
}

/* Calls of the module's probe of fork, as a kprobe counts them. */
static unsigned long probe_calls(void)
{
	char text[4096], *at;

	file_read(TRACEFS "kprobe_profile", text, sizeof(text));
	at = strstr(text, "proctree_test");
	ASSERT(at);
	return strtoul(at + strlen("proctree_test"), NULL, 10);
}

static unsigned long calls_of_ten_forks(void)
{
	unsigned long before = probe_calls();

	fork_and_wait(10);
	return probe_calls() - before;
}

TEST("probes are there as long as a trace event or a stream needs them")
{
	struct stream s;

	if (access(TRACEFS "kprobe_events", F_OK))
		SKIP("this kernel has no probes in tracefs (CONFIG_KPROBE_EVENTS)");
	begin();
	file_write(TRACEFS "kprobe_events", "p:proctree_test probe_task_newtask");
	file_write(TRACEFS "events/kprobes/proctree_test/enable", "1");
	ASSERT_EQ(calls_of_ten_forks(), 0);
	file_write(EVENTS "proctree_exit/enable", "1");
	AWAIT(calls_of_ten_forks() >= 10);
	stream_open(&s, EV_LIFE, getpid());
	file_write(EVENTS "proctree_exit/enable", "0");
	usleep(300000);
	ASSERT_GE(calls_of_ten_forks(), 10);
	file_write(EVENTS "proctree_free/enable", "1");
	stream_close(&s);
	usleep(300000);
	ASSERT_GE(calls_of_ten_forks(), 10);
	file_write(EVENTS "proctree_free/enable", "0");
	AWAIT(!calls_of_ten_forks());
	file_write(TRACEFS "events/kprobes/proctree_test/enable", "0");
	file_write(TRACEFS "kprobe_events", "-:proctree_test");
	clear_trace();
}

/* perf's own way, which counts on one processor. */
static int perf_open(const char *name)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
	};
	char path[128], id[16];

	snprintf(path, sizeof(path), EVENTS "%s/id", name);
	file_read(path, id, sizeof(id));
	attr.config = atoi(id);
	return OK(syscall(SYS_perf_event_open, &attr, -1, 0, -1,
			  PERF_FLAG_FD_CLOEXEC));
}

static uint64_t perf_count(int fd)
{
	uint64_t count;

	ASSERT_EQ(OK(read(fd, &count, sizeof(count))), sizeof(count));
	return count;
}

TEST("perf counts them, and holds the module as long as it does")
{
	uint64_t before;
	int fd;

	begin();
	pin_to(0);
	fd = perf_open("proctree_fork");
	AWAIT((fork_and_wait(1), perf_count(fd)));
	before = perf_count(fd);
	fork_and_wait(50);
	ASSERT_GE(perf_count(fd), before + 50);
	ASSERT_ERRNO(EAGAIN, syscall(SYS_delete_module, "proctree", O_NONBLOCK));
	close(fd);
	fd = perf_open("proctree_free");
	AWAIT((fork_and_wait(1), perf_count(fd)));
	close(fd);
}

static void fork_on(void *unused)
{
	(void)unused;
	for (;;)
		fork_and_wait(1);
}

TEST_WITHIN(240, "the module can be unloaded while its trace events are enabled")
{
	pid_t busy;
	int i;

	begin();
	busy = spawn(0, fork_on, NULL);
	for (i = 0; i < 20; i++) {
		char enabled[16];

		file_read(EVENTS "enable", enabled, sizeof(enabled));
		ASSERT_STR(enabled, "0");
		file_write(EVENTS "enable", "1");
		/* At once, and after events have come. */
		if (i & 1)
			await_events();
		run_modprobe("-r");
		ASSERT_ERRNO(ENOENT, access(EVENTS, F_OK));
		run_modprobe("-q");
	}
	kill_and_reap(busy);
	clear_trace();
}
