// SPDX-License-Identifier: GPL-2.0-only
/* Makes the calls of programs; see stage.h. */
#include "stage.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../../../module/uapi/proctree.h"
#include "../../guest/harness.h"
#include "../../guest/spawn.h"
#include "arena.h"
#include "request.h"

#define PATIENCE_US	5000	/* how long a call waits */
#define CHILD_US	20000	/* how long a child lives */

static __thread timer_t patience;

/* ---- numbers of processes ---- */

static pid_t pid_of(const struct stage *stage, enum who who, uint32_t number)
{
	switch (who) {
	case WHO_SELF:
		return getpid();
	case WHO_PARENT:
		return getppid();
	case WHO_CHILD:
		return stage->child;
	case WHO_THREAD:
		return stage->thread;
	case WHO_KTHREAD:
		return 2;
	case WHO_BYSTANDER:
		return stage->bystander + number % 8;
	default:
		return 1;
	}
}

/* ---- children ---- */

static void play_call(struct stage *stage, const struct program *p, uint32_t i);

static void go_on(struct stage *stage, const struct program *p, uint32_t i)
{
	for (i++; i < p->ncalls; i++)
		play_call(stage, p, i);
}

static void repeat(struct stage *stage, const struct program *p, uint32_t i)
{
	for (;;)
		play_call(stage, p, i + 1 < p->ncalls ? i + 1 : 0);
}

static void be_child(struct stage *stage, const struct program *p, uint32_t i)
{
	char *const argv[] = { (char *)EXEC_QUITTER, NULL };
	const struct itimerval end = { .it_value.tv_usec = CHILD_US };

	stage->is_child = true;
	signal(SIGALRM, SIG_DFL);
	setitimer(ITIMER_REAL, &end, NULL);
	switch (p->calls[i].number) {
	case FATE_EXEC:
		execv("/proc/self/exe", argv);
		break;
	case FATE_STAYS:
		pause_forever(NULL);
	case FATE_GOES_ON:
		go_on(stage, p, i);
		break;
	case FATE_REPEATS:
		repeat(stage, p, i);
		break;
	}
	_exit(p->calls[i].slot);
}

static void *end_at_once(void *unused)
{
	return unused;
}

static long make_thread(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, end_at_once, NULL))
		return -1;
	return pthread_join(thread, NULL);
}

static long make_vforked(void)
{
	pid_t pid = vfork();

	if (!pid)
		_exit(0);
	return pid;
}

static long make_child(struct stage *stage, const struct program *p,
		       uint32_t i)
{
	pid_t pid;

	if (stage->is_child)
		return 0;
	if (p->calls[i].number == FATE_THREAD)
		return make_thread();
	if (p->calls[i].number == FATE_VFORK)
		return make_vforked();
	pid = fork();
	if (!pid)
		be_child(stage, p, i);
	stage->child = pid;
	return pid;
}

/* ---- calls ---- */

/* The slot, or the next one that is in use: calls shall meet a descriptor. */
static int *slot_of(struct stage *stage, uint8_t slot)
{
	int i, *at;

	for (i = 0; i < SLOTS; i++) {
		at = &stage->fds[(slot + i) % SLOTS];
		if (*at >= 0)
			return at;
	}
	return &stage->fds[slot];
}

static int fd_of(struct stage *stage, const struct call *call)
{
	return *slot_of(stage, call->slot);
}

static void put_fd(struct stage *stage, uint8_t slot, int fd)
{
	int before = __atomic_exchange_n(&stage->fds[slot], fd,
					 __ATOMIC_RELAXED);

	if (before >= 0)
		close(before);
}

static long open_file(struct stage *stage, const struct call *call,
		      const char *path)
{
	int fd = open(path, call->number);

	if (fd >= 0)
		put_fd(stage, call->slot, fd);
	return fd < 0 ? -1 : 0;
}

static long duplicate(struct stage *stage, const struct call *call)
{
	int fd = dup(fd_of(stage, call));

	if (fd >= 0)
		put_fd(stage, call->other, fd);
	return fd < 0 ? -1 : 0;
}

static long close_file(struct stage *stage, const struct call *call)
{
	return close(__atomic_exchange_n(slot_of(stage, call->slot), -1,
					 __ATOMIC_RELAXED));
}

static long request(struct stage *stage, const struct call *call)
{
	uint8_t bytes[REQUEST_BYTES];

	memcpy(bytes, call->bytes, sizeof(bytes));
	request_name(call, bytes,
		     pid_of(stage, call->who, call->other), stage->start_ns);
	arena_write(call->address, bytes, sizeof(bytes),
		    _IOC_SIZE(call->number));
	return ioctl(fd_of(stage, call), call->number, call->address);
}

/* The call is interrupted, and again, until it returns. */
static void limit_patience(long us)
{
	const struct timespec time = { .tv_nsec = us * 1000 };
	const struct itimerspec often = { time, time };

	timer_settime(patience, 0, &often, NULL);
}

static long read_vector(struct stage *stage, const struct call *call)
{
	const struct iovec parts[] = {
		{ (void *)call->address, call->number % 200 },
		{ (void *)ARENA_BEGIN, 96 },
		{ (void *)call->address, call->number },
	};

	return readv(fd_of(stage, call), parts, 3);
}

static long wait_and_read(struct stage *stage, const struct call *call)
{
	long result;
	int error;

	limit_patience(PATIENCE_US);
	if (call->kind == CALL_READV)
		result = read_vector(stage, call);
	else
		result = read(fd_of(stage, call), (void *)call->address,
			      call->number);
	error = errno;
	limit_patience(0);
	errno = error;
	return result;
}

static long poll_all(struct stage *stage, const struct call *call)
{
	struct pollfd fds[SLOTS];
	int i;

	for (i = 0; i < SLOTS; i++)
		fds[i] = (struct pollfd){ stage->fds[i], call->offset, 0 };
	return poll(fds, SLOTS, call->number % 2);
}

static long map_file(struct stage *stage, const struct call *call)
{
	void *to = mmap(NULL, call->number, PROT_READ | (call->other & 3),
			call->other & 4 ? MAP_PRIVATE : MAP_SHARED,
			fd_of(stage, call), call->offset & ~0xfffL);

	if (to != MAP_FAILED)
		munmap(to, call->number);
	return to == MAP_FAILED ? -1 : 0;
}

static long set_parameter(struct stage *stage, uint32_t number)
{
	static const struct {
		const char *name;
		const char *values[4];
	} parameters[] = {
		{ "hidepid", { "0", "1", "2", "4" } },
		{ "batch", { "1", "3", "64", "512" } },
		{ "max_open", { "0", "1", "64", "64" } },
		{ "max_watch", { "0", "2", "64", "64" } },
	};
	const char *value = parameters[number % 4].values[number / 4 % 4];
	char path[64];
	long result;
	int fd;

	if (!stage->may_set)
		return 0;
	snprintf(path, sizeof(path), "/sys/module/proctree/parameters/%s",
		 parameters[number % 4].name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	result = write(fd, value, strlen(value));
	close(fd);
	return result;
}

static long make_call(struct stage *stage, const struct program *p, uint32_t i)
{
	const struct call *call = &p->calls[i];

	switch (call->kind) {
	case CALL_OPEN:
		return open_file(stage, call, PROCTREE_DEVICE);
	case CALL_OPEN_PROC:
		return open_file(stage, call, PROCTREE_PROC);
	case CALL_CLOSE:
		return close_file(stage, call);
	case CALL_DUP:
		return duplicate(stage, call);
	case CALL_IOCTL:
		return request(stage, call);
	case CALL_READ:
	case CALL_READV:
		return wait_and_read(stage, call);
	case CALL_PREAD:
		return pread(fd_of(stage, call), (void *)call->address,
			     call->number, call->offset);
	case CALL_WRITE:
		return write(fd_of(stage, call), (void *)call->address,
			     call->number);
	case CALL_POLL:
		return poll_all(stage, call);
	case CALL_LSEEK:
		return lseek(fd_of(stage, call), call->offset, call->other);
	case CALL_MMAP:
		return map_file(stage, call);
	case CALL_FLAGS:
		return fcntl(fd_of(stage, call), F_SETFL, call->number);
	case CALL_SPAWN:
		return make_child(stage, p, i);
	default:
		return set_parameter(stage, call->number);
	}
}

static void play_call(struct stage *stage, const struct program *p, uint32_t i)
{
	tally_count(stage->tally, &p->calls[i], make_call(stage, p, i));
}

/* ---- a program ---- */

static void wake(int signal)
{
	(void)signal;
}

void stage_prepare(struct stage *stage)
{
	struct proctree_row *row = (void *)ARENA_BEGIN;
	struct proctree_task task = {
		.row = ARENA_BEGIN, .pid = getpid(), .size = sizeof(*row),
	};
	int fd = open(PROCTREE_DEVICE, O_RDWR | O_CLOEXEC);

	/* Without SA_RESTART. */
	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = wake }, NULL);
	if (fd < 0 || ioctl(fd, PROCTREE_IOC_TASK, &task)) {
		perror("fuzz-guest: " PROCTREE_DEVICE);
		exit(1);
	}
	stage->start_ns = row->start_ns;
	close(fd);
}

void stage_thread(void)
{
	struct sigevent event = {
		.sigev_notify = SIGEV_THREAD_ID, .sigev_signo = SIGUSR1,
	};

	event._sigev_un._tid = thread_id();
	if (timer_create(CLOCK_MONOTONIC, &event, &patience)) {
		perror("fuzz-guest: timer_create");
		exit(1);
	}
}

void stage_begin(struct stage *stage)
{
	memset(stage->fds, 0xff, sizeof(stage->fds));
	stage->child = getpid();
}

void stage_play(struct stage *stage, const struct program *p, bool beside)
{
	uint32_t i;

	for (i = 0; i < p->ncalls; i++)
		if (p->calls[i].beside == beside)
			play_call(stage, p, i);
}

void stage_end(struct stage *stage)
{
	uint32_t i;

	for (i = 0; i < SLOTS; i++)
		put_fd(stage, i, -1);
	while (waitpid(-1, NULL, __WALL) > 0 || errno == EINTR)
		;
}
