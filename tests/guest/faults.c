// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every allocation and every copy from and to user space fails once, in each
 * call of the module, in its loading and unloading: the n-th of the call, by
 * fail-nth of Documentation/fault-injection/fault-injection.rst. The call says
 * so or does without, and works again right after. What a failure loses is found
 * by kmemleak when the machine ends.
 */
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "modprobe.h"
#include "requests.h"
#include "stream.h"
#include "world.h"

#define FAIL_NTH	"/proc/thread-self/fail-nth"
#define DEBUGFS		"/sys/kernel/debug/"
#define ROOM		1048576	/* bytes of the largest answer */
#define POINTS_MAX	3000		/* more than any call has */

static char *answers;		/* ROOM bytes, touched */
static const struct request *request;

/**
 * struct call - something that can fail
 * @prepare:	gives a file, or -1
 * @run:	0, a count, or -errno
 * @finish:	after it, whatever it gave
 * @points:	failures that it must have at least
 */
struct call {
	const char *name;
	int (*prepare)(void);
	long (*run)(int fd);
	void (*finish)(int fd, long result);
	unsigned int points;
};

/* Debian's own kernels can't; a debug run must. */
static void need_fault_injection(void)
{
	static const char *const settings[][2] = {
		{ DEBUGFS "failslab/ignore-gfp-wait", "N" },
		{ DEBUGFS "failslab/verbose", "0" },
		{ DEBUGFS "fail_page_alloc/ignore-gfp-wait", "N" },
		{ DEBUGFS "fail_page_alloc/min-order", "0" },
		{ DEBUGFS "fail_page_alloc/verbose", "0" },
		{ DEBUGFS "fail_usercopy/verbose", "0" },
	};
	const char *kind = getenv("PROCTREE_DEBUG");
	size_t i;

	if (access(FAIL_NTH, F_OK)) {
		if (kind && !strcmp(kind, "kasan"))
			FAIL("the kernel has no %s", FAIL_NTH);
		SKIP("this kernel has no fault injection (CONFIG_FAULT_INJECTION)");
	}
	for (i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		file_write(settings[i][0], settings[i][1]);
	answers = OK(mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE |
			  MAP_ANONYMOUS | MAP_POPULATE, -1, 0));
}

/* From now on the @n-th point fails. */
static void arm(int fail_nth, unsigned int n)
{
	char text[16];
	int len = sprintf(text, "%u", n);

	ASSERT_EQ(OK(pwrite(fail_nth, text, len, 0)), len);
}

/*
 * Return: a point has failed. The file says how many are left; reading it is
 * one, too.
 */
static bool disarm(int fail_nth)
{
	char text[16] = "";
	ssize_t n = pread(fail_nth, text, sizeof(text) - 1, 0);

	/* The point may be in this very call; it fails once. */
	if (pwrite(fail_nth, "0", 1, 0) != 1)
		ASSERT_EQ(OK(pwrite(fail_nth, "0", 1, 0)), 1);
	return n >= 0 && !atoi(text);
}

static long result_of(long result)
{
	return result < 0 ? -errno : result;
}

static bool is_right(const struct call *call, long result)
{
	/* LOG is limited in dumps per second. */
	return result >= 0 || (result == -EBUSY && !strcmp(call->name, "LOG"));
}

static void expect_success(const struct call *call, unsigned int n)
{
	int fd = call->prepare();
	long result = call->run(fd);

	call->finish(fd, result);
	if (!is_right(call, result))
		FAIL("%s: %s, after failure %u", call->name,
		     strerrorname_np(-result), n);
}

/* Return: there was an @n-th point. */
static bool fail_at(const struct call *call, int fail_nth, unsigned int n)
{
	int fd = call->prepare();
	long result;
	bool failed;

	arm(fail_nth, n);
	result = call->run(fd);
	failed = disarm(fail_nth);
	call->finish(fd, result);
	if (!is_right(call, result) &&
	    (!failed || (result != -ENOMEM && result != -EFAULT)))
		FAIL("%s: %s at failure %u", call->name,
		     strerrorname_np(-result), n);
	return failed;
}

static void fail_everywhere(const struct call *call)
{
	int fail_nth = OK(open(FAIL_NTH, O_RDWR | O_CLOEXEC));
	unsigned int n;

	expect_success(call, 0);
	for (n = 1; fail_at(call, fail_nth, n); n++) {
		ASSERT_LT(n, POINTS_MAX);
		expect_success(call, n);
	}
	close(fail_nth);
	note("%s: %u failures", call->name, n - 1);
	ASSERT_GE(n - 1, call->points);
}

static int nothing(void)
{
	return -1;
}

static void close_result(int fd, long result)
{
	(void)fd;
	if (result >= 0)
		close(result);
}

static void close_file(int fd, long result)
{
	(void)result;
	close(fd);
}

static long open_device(int fd)
{
	(void)fd;
	return result_of(open(PROCTREE_DEVICE, O_RDWR | O_CLOEXEC));
}

static long open_text(int fd)
{
	(void)fd;
	return result_of(open(PROCTREE_PROC, O_RDONLY | O_CLOEXEC));
}

static int text_file(void)
{
	return OK(open(PROCTREE_PROC, O_RDONLY | O_CLOEXEC));
}

static long read_all(int fd)
{
	long n, all = 0;

	while ((n = read(fd, answers, 3000)) > 0)
		all += n;
	return n < 0 ? -errno : all;
}

TEST("every failure inside of open, and of reading the text, is survived")
{
	static const struct call calls[] = {
		{ "open " PROCTREE_DEVICE, nothing, open_device, close_result,
		  3 },
		{ "open " PROCTREE_PROC, nothing, open_text, close_result, 5 },
		{ "read " PROCTREE_PROC, text_file, read_all, close_file, 2 },
	};
	size_t i;

	need_fault_injection();
	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		fail_everywhere(&calls[i]);
}

/* Valid, and the largest that it can be. */
static int request_file(void)
{
	int fd = dev_open();

	make_valid();
	snapshot.mask = ~0ULL;
	snapshot.flags = PROCTREE_SNAPSHOT_THREADS;
	snapshot.rows = (uintptr_t)answers;
	snapshot.capacity = ROOM / 4096;
	/* See one_processor_if_emulated() for those left out. */
	watch.kinds = ~PROCTREE_EVENTS_SCHED;
	task.mask = ~0ULL;
	task.row = (uintptr_t)answers;
	task.size = ROOM;
	if (request->code == PROCTREE_IOC_MARK) {
		struct proctree_watch copy = watch;

		OK(ioctl(fd, PROCTREE_IOC_WATCH, &copy));
	}
	return fd;
}

/* Once more on the same file: a call that failed has changed nothing. */
static long ask(int fd)
{
	return result_of(ioctl(fd, request->code, request->arg));
}

static void ask_again(int fd, long result)
{
	if (result == -ENOMEM || result == -EFAULT) {
		long again = ask(fd);

		if (again < 0 && again != -EBUSY)
			FAIL("%s once more: %s", request->name,
			     strerrorname_np(-again));
		if (again == -EBUSY && request->code == PROCTREE_IOC_WATCH)
			FAIL("a WATCH that failed has left a stream");
	}
	close(fd);
}

TEST_WITHIN(120, "every failure inside of a request is survived")
{
	size_t i;

	need_fault_injection();
	for (i = 0; i < nrequests; i++) {
		struct call call = {
			.name = requests[i].name,
			.prepare = request_file,
			.run = ask,
			.finish = ask_again,
			.points = 2,
		};

		request = &requests[i];
		fail_everywhere(&call);
	}
}

static int stream_file(void)
{
	struct proctree_watch all = { .kinds = 1ULL << PROCTREE_EVENT_EXIT };
	int fd = OK(open(PROCTREE_DEVICE, O_RDWR | O_NONBLOCK | O_CLOEXEC));
	int i;

	make_valid();
	all.ring = 64;
	OK(ioctl(fd, PROCTREE_IOC_WATCH, &all));
	for (i = 0; i < 3; i++)
		OK(ioctl(fd, PROCTREE_IOC_MARK, &mark));
	return fd;
}

static size_t marks_in(const struct proctree_event *events, long bytes)
{
	size_t marks = 0, i;

	for (i = 0; bytes > 0 && i < bytes / sizeof(*events); i++)
		marks += events[i].kind == PROCTREE_EVENT_MARK;
	return marks;
}

static long read_events(int fd)
{
	return result_of(read(fd, answers, ROOM));
}

/* What was not read is still there. */
static void read_rest(int fd, long result)
{
	size_t marks = marks_in((void *)answers, result);
	long rest;

	rest = read_events(fd);
	ASSERT(rest > 0 || rest == -EAGAIN);
	ASSERT_EQ(marks + marks_in((void *)answers, rest), 3);
	close(fd);
}

static long poll_events(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return result_of(poll(&p, 1, 1000));
}

static void read_them_all(int fd, long result)
{
	(void)result;
	ASSERT_EQ(marks_in((void *)answers, read_events(fd)), 3);
	close(fd);
}

TEST("every failure inside of read and poll is survived and loses no event")
{
	static const struct call calls[] = {
		{ "read of a stream", stream_file, read_events, read_rest, 3 },
		{ "poll", stream_file, poll_events, read_them_all, 1 },
	};

	need_fault_injection();
	fail_everywhere(&calls[0]);
	fail_everywhere(&calls[1]);
}

#define TRACING		"/sys/kernel/tracing/"

static int trace_switch(void)
{
	return OK(open(TRACING "events/proctree/enable",
		       O_RDWR | O_CLOEXEC));
}

static long trace_on(int fd)
{
	return result_of(pwrite(fd, "1", 1, 0));
}

static void trace_off(int fd, long result)
{
	char state[2];

	if (result >= 0) {
		ASSERT_EQ(OK(pread(fd, state, sizeof(state), 0)), 2);
		ASSERT_EQ(state[0], '1');
	}
	ASSERT_EQ(OK(pwrite(fd, "0", 1, 0)), 1);
	close(fd);
}

/*
 * Without the names of commands: kernel/trace/trace_sched_switch.c
 * tracing_start_cmdline_record() counts a user even if it fails, and warns when
 * that one leaves.
 */
TEST("every failure inside of enabling trace events is survived")
{
	static const struct call call = {
		"enable trace events", trace_switch, trace_on, trace_off, 10,
	};

	need_fault_injection();
	one_processor_if_emulated();
	file_write(TRACING "options/record-cmd", "0");
	fail_everywhere(&call);
	file_write(TRACING "options/record-cmd", "1");
}

static int module_file(void)
{
	struct utsname uts;
	char path[256];

	OK(uname(&uts));
	snprintf(path, sizeof(path),
		 "/lib/modules/%s/updates/proctree.ko", uts.release);
	return OK(open(path, O_RDONLY | O_CLOEXEC));
}

static long load(int fd)
{
	return result_of(syscall(SYS_finit_module, fd, "", 0));
}

static void expect_loaded(bool loaded)
{
	ASSERT_EQ(!access("/sys/module/proctree", F_OK), loaded);
	ASSERT_EQ(!access(PROCTREE_PROC, F_OK), loaded);
	ASSERT_EQ(!access(PROCTREE_DEVICE, F_OK), loaded);
}

static void unload_if_loaded(int fd, long result)
{
	expect_loaded(!result);
	if (!result)
		ASSERT_EQ(module_try_unload(), 0);
	expect_loaded(false);
	close(fd);
}

static long unload(int fd)
{
	(void)fd;
	return module_try_unload();
}

static void load_if_unloaded(int fd, long result)
{
	expect_loaded(result);
	if (!result)
		ASSERT_EQ(load(fd), 0);
	close(fd);
}

TEST_WITHIN(600, "every failure inside of unloading the module is survived")
{
	static const struct call call = {
		"delete_module", module_file, unload, load_if_unloaded, 1,
	};

	need_fault_injection();
	fail_everywhere(&call);
}

TEST_WITHIN(600, "every failure inside of loading the module is survived")
{
	static const struct call call = {
		"finit_module", module_file, load, unload_if_loaded, 20,
	};

	need_fault_injection();
	ASSERT_EQ(module_try_unload(), 0);
	fail_everywhere(&call);
	module_load(NULL);
}

TEST("a WATCH whose answer can't be written leaves no stream behind")
{
	struct proctree_watch *request_page;
	int fd = dev_open();

	request_page = OK(mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE |
			       MAP_ANONYMOUS, -1, 0));
	request_page->kinds = 1ULL << PROCTREE_EVENT_FORK;
	OK(mprotect(request_page, 4096, PROT_READ));
	ASSERT_ERRNO(EFAULT, ioctl(fd, PROCTREE_IOC_WATCH, request_page));
	OK(mprotect(request_page, 4096, PROT_READ | PROT_WRITE));
	OK(ioctl(fd, PROCTREE_IOC_WATCH, request_page));
	ASSERT_ERRNO(EBUSY, ioctl(fd, PROCTREE_IOC_WATCH, request_page));
	close(fd);
}
