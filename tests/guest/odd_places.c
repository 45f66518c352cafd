// SPDX-License-Identifier: GPL-2.0-only
/* Odd namespaces and address spaces; see odd.h. */
#include <fcntl.h>
#include <linux/io_uring.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "harness.h"
#include "odd.h"
#include "spawn.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME	0x00000080
#endif

#define KB	1024ul
#define MB	(1024ul * KB)

/* Those that take effect for children alone; not all kernels have the latter. */
static int namespaces_of_children(void)
{
	return CLONE_NEWPID |
	       (access("/proc/self/ns/time", F_OK) ? 0 : CLONE_NEWTIME);
}

/* Its children, but not itself, are in other namespaces. */
static void send_children_elsewhere(void *ready)
{
	OK(unshare(namespaces_of_children()));
	pause_ready(ready);
}

static void have_a_child_elsewhere(void *ready)
{
	OK(unshare(namespaces_of_children()));
	spawn(0, pause_ready, ready);
	pause_forever(NULL);
}

static char *map(size_t size, int protection, int flags)
{
	char *p = mmap(NULL, size, protection, flags | MAP_ANONYMOUS, -1, 0);

	ASSERT(p != MAP_FAILED);
	return p;
}

#define RW	(PROT_READ | PROT_WRITE)

static void have_locked(void *ready)
{
	OK(mlock(map(64 * KB, RW, MAP_PRIVATE), 64 * KB));
	pause_ready(ready);
}

/* Buffers of io_uring are pinned and accounted to the mm. */
static void have_pinned(void *ready)
{
	struct io_uring_params params = { 0 };
	struct iovec buffer = { .iov_len = 32 * KB };
	int ring = syscall(SYS_io_uring_setup, 4, &params);

	if (ring >= 0) {
		buffer.iov_base = map(buffer.iov_len, RW, MAP_PRIVATE);
		OK(syscall(SYS_io_uring_register, ring,
			   IORING_REGISTER_BUFFERS, &buffer, 1));
	}
	pause_ready(ready);
}

/* All kinds of resident memory, more than any counter's error. */
static void have_much(void *ready)
{
	size_t i;
	char *p;
	int fd;

	memset(map(4 * MB, RW, MAP_PRIVATE), 1, 4 * MB);
	memset(map(2 * MB, RW, MAP_SHARED), 1, 2 * MB);
	map(128 * KB, PROT_READ | PROT_EXEC, MAP_PRIVATE);
	fd = OK(open("/proc/self/exe", O_RDONLY));
	p = mmap(NULL, MB, PROT_READ, MAP_PRIVATE, fd, 0);
	ASSERT(p != MAP_FAILED);
	for (i = 0; i < 512 * KB; i += 4 * KB)
		*(volatile char *)(p + i);
	pause_ready(ready);
}

/* More in the past than now. */
static void had_much(void *ready)
{
	char *p = map(3 * MB, RW, MAP_PRIVATE);

	memset(p, 1, 3 * MB);
	OK(munmap(p, 3 * MB));
	pause_ready(ready);
}

/* In the hole of every second page begins another mapping. */
static void have_many_mappings(void *ready)
{
	char *p = map(200 * 4 * KB, PROT_NONE, MAP_PRIVATE);
	size_t i;

	for (i = 0; i < 200; i += 2)
		OK(mprotect(p + i * 4 * KB, 4 * KB, PROT_READ));
	pause_ready(ready);
}

static void have_heap_and_stack(void *ready)
{
	volatile char deep[256 * KB];
	size_t i;

	for (i = 0; i < sizeof(deep); i += 4 * KB)
		deep[i] = 1;
	OK(sbrk(3 * MB + 123));
	pause_ready(ready);
}

const struct odd odd_places[] = {
	{ .flags = CLONE_NEWUTS, .run = pause_ready },
	{ .flags = CLONE_NEWIPC, .run = pause_ready },
	{ .flags = CLONE_NEWNET, .run = pause_ready },
	{ .flags = CLONE_NEWNS, .run = pause_ready },
	{ .flags = CLONE_NEWCGROUP, .run = pause_ready },
	{ .flags = CLONE_NEWUSER | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET |
		   CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWPID,
	  .run = pause_ready },
	{ .run = send_children_elsewhere },
	{ .run = have_a_child_elsewhere },
	{ .run = have_locked },
	{ .run = have_pinned },
	{ .run = have_much },
	{ .run = had_much },
	{ .run = have_many_mappings },
	{ .run = have_heap_and_stack },
	{ }
};
