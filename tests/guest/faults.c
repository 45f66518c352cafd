// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every allocation and every copy from and to user space fails once, in each
 * call of the module (fail_nth.h). What a failure loses is found by kmemleak
 * when the machine ends.
 */
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "device.h"
#include "fail_nth.h"
#include "harness.h"
#include "modprobe.h"
#include "requests.h"
#include "spawn.h"
#include "stream.h"

#define ROOM		1048576	/* bytes of the largest answer */

static char *answers;		/* ROOM bytes, touched */
static const struct request *request;

static void need_faults_and_answers(void)
{
	need_fault_injection();
	answers = OK(mmap(NULL, ROOM, PROT_READ | PROT_WRITE, MAP_PRIVATE |
			  MAP_ANONYMOUS | MAP_POPULATE, -1, 0));
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
		  .points = 3 },
		{ "open " PROCTREE_PROC, nothing, open_text, close_result,
		  .points = 5 },
		{ "read " PROCTREE_PROC, text_file, read_all, close_file,
		  .points = 2 },
	};
	size_t i;

	need_faults_and_answers();
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

	need_faults_and_answers();
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

static int thread_file(void)
{
	int fd = dev_open();

	make_valid();
	OK(ioctl(fd, PROCTREE_IOC_KTHREAD, &kthread));
	return fd;
}

static long thread_op;

static long tell_thread(int fd)
{
	make_valid();
	kthread.op = thread_op;
	kthread.ms = thread_op == PROCTREE_KTHREAD_SPIN;
	return result_of(ioctl(fd, PROCTREE_IOC_KTHREAD, &kthread));
}

/* One that was stopped, though the caller was not told, is no more. */
static void tell_again(int fd, long result)
{
	if (result < 0) {
		long again = tell_thread(fd);

		if (again < 0 && !(again == -ESRCH &&
				   thread_op == PROCTREE_KTHREAD_STOP))
			FAIL("once more: %s", strerrorname_np(-again));
	}
	close(fd);
}

TEST("every failure of telling a kernel thread something is survived")
{
	static const char *const names[] = {
		[PROCTREE_KTHREAD_SLEEP] = "KTHREAD, sleep",
		[PROCTREE_KTHREAD_IDLE] = "KTHREAD, idle",
		[PROCTREE_KTHREAD_SPIN] = "KTHREAD, spin",
		[PROCTREE_KTHREAD_PARK] = "KTHREAD, park",
		[PROCTREE_KTHREAD_STOP] = "KTHREAD, stop",
	};

	need_faults_and_answers();
	for (thread_op = PROCTREE_KTHREAD_SLEEP;
	     thread_op <= PROCTREE_KTHREAD_STOP; thread_op++) {
		struct call call = { names[thread_op], thread_file, tell_thread,
				     tell_again, .points = 2 };

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
		{ "read of a stream", stream_file, read_events, read_rest,
		  .points = 3 },
		{ "poll", stream_file, poll_events, read_them_all,
		  .points = 1 },
	};

	need_faults_and_answers();
	fail_everywhere(&calls[0]);
	fail_everywhere(&calls[1]);
}

static struct stream family;
static uint64_t untold;

static int family_file(void)
{
	family = (struct stream){ 0 };
	stream_open(&family, EV(EXIT), getpid());
	return family.fd;
}

static long make_child(int fd)
{
	static char stack[65536] __attribute__((aligned(16)));

	(void)fd;
	return result_of(clone(clone_exit, stack + sizeof(stack),
			       CLONE_VM | SIGCHLD, NULL));
}

/* A child that was made has told of its end, or the stream of a loss. */
static void count_child(int fd, long pid)
{
	(void)fd;
	if (pid > 0)
		reap(pid);
	stream_catch_up(&family);
	ASSERT_EQ(stream_number_of(&family, PROCTREE_EVENT_EXIT) +
		  stream_lost(&family), pid > 0);
	untold += stream_lost(&family);
	stream_close(&family);
}

TEST_WITHIN(120, "a child for which there is no memory in the stream is told as lost")
{
	static const struct call call = {
		"clone", family_file, make_child, count_child, .points = 8,
	};
	int tries = 20;

	need_fault_injection();
	one_processor_if_emulated();
	/* Whether a cache has to grow before it differs: one may be left out. */
	while (!untold && tries--)
		fail_everywhere(&call);
	ASSERT_NE(untold, 0);
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
