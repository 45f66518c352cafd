// SPDX-License-Identifier: GPL-2.0-only
/* Requests that are wrong: each has its documented error. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"

/* One of each request, valid. */
static struct proctree_query query;
static struct proctree_snapshot snapshot;
static struct proctree_task task;
static struct proctree_log log_request;
static struct proctree_watch watch;
static struct proctree_mark mark;
static struct whole_row row;

static struct request {
	const char *name;
	unsigned long code;
	void *arg;
	unsigned int size_ver0;
} requests[] = {
	{ "QUERY", PROCTREE_IOC_QUERY, &query, PROCTREE_QUERY_SIZE_VER0 },
	{ "SNAPSHOT", PROCTREE_IOC_SNAPSHOT, &snapshot,
	  PROCTREE_SNAPSHOT_SIZE_VER0 },
	{ "TASK", PROCTREE_IOC_TASK, &task, PROCTREE_TASK_SIZE_VER0 },
	{ "LOG", PROCTREE_IOC_LOG, &log_request, PROCTREE_LOG_SIZE_VER0 },
	{ "WATCH", PROCTREE_IOC_WATCH, &watch, PROCTREE_WATCH_SIZE_VER0 },
	{ "MARK", PROCTREE_IOC_MARK, &mark, PROCTREE_MARK_SIZE_VER0 },
};

#define NREQUESTS	(sizeof(requests) / sizeof(requests[0]))

static void make_valid(void)
{
	memset(&query, 0, sizeof(query));
	snapshot = (struct proctree_snapshot){ .mask = BLOCKS_TREE };
	task = (struct proctree_task){
		.mask = BLOCKS_TREE,
		.row = (uintptr_t)&row,
		.pid = getpid(),
		.size = sizeof(row),
	};
	log_request = (struct proctree_log){ .pid = getpid() };
	watch = (struct proctree_watch){
		.kinds = 1ULL << PROCTREE_EVENT_FORK,
		.root_pid = getpid(),
		.ring = 64,
	};
	mark = (struct proctree_mark){ .text = "a mark" };
}

/* An open file on which @r succeeds; to be closed. */
static int open_for(const struct request *r)
{
	int fd = dev_open();

	if (r->code == PROCTREE_IOC_MARK) {
		struct proctree_watch copy = watch;

		OK(ioctl(fd, PROCTREE_IOC_WATCH, &copy));
	}
	return fd;
}

static unsigned long resized(const struct request *r, unsigned int size)
{
	return _IOC(_IOC_READ | _IOC_WRITE, PROCTREE_IOC_MAGIC, _IOC_NR(r->code),
		    size);
}

/* LOG is limited in dumps per second: wait until it is not busy. */
static int patient_ioctl(const struct request *r, unsigned long code, void *arg)
{
	int fd = open_for(r), result, error;

	AWAIT((result = ioctl(fd, code, arg)) >= 0 || errno != EBUSY);
	error = errno;
	close(fd);
	errno = error;
	return result;
}

TEST("an unknown request number is ENOTTY")
{
	int fd = dev_open();
	unsigned int nr;
	char buf[256] = "";

	for (nr = NREQUESTS; nr < 256; nr++)
		ASSERT_ERRNO(ENOTTY, ioctl(fd, _IOC(_IOC_READ | _IOC_WRITE,
						    PROCTREE_IOC_MAGIC, nr,
						    sizeof(buf)), buf));
}

TEST("a request of another device is ENOTTY")
{
	int fd = dev_open();
	char buf[256] = "";
	int type;

	for (type = 0; type < 256; type++)
		if (type != PROCTREE_IOC_MAGIC && type != 'T' && type != 'f')
			ASSERT_ERRNO(ENOTTY,
				     ioctl(fd, _IOC(_IOC_READ | _IOC_WRITE,
						    type, 0, 80), buf));
	ASSERT_ERRNO(ENOTTY, ioctl(fd, 0x5401 /* TCGETS */, buf));
}

TEST("a request with another direction is ENOTTY")
{
	int fd = dev_open();
	size_t i;

	make_valid();
	for (i = 0; i < NREQUESTS; i++) {
		unsigned int nr = _IOC_NR(requests[i].code);
		unsigned int size = _IOC_SIZE(requests[i].code);

		ASSERT_ERRNO(ENOTTY, ioctl(fd, _IOC(_IOC_NONE,
						    PROCTREE_IOC_MAGIC, nr,
						    size), requests[i].arg));
		ASSERT_ERRNO(ENOTTY, ioctl(fd, _IOC(_IOC_READ,
						    PROCTREE_IOC_MAGIC, nr,
						    size), requests[i].arg));
		ASSERT_ERRNO(ENOTTY, ioctl(fd, _IOC(_IOC_WRITE,
						    PROCTREE_IOC_MAGIC, nr,
						    size), requests[i].arg));
	}
}

TEST("every unknown flag is EINVAL")
{
	int fd = dev_open(), bit;

	for (bit = 0; bit < 32; bit++) {
		make_valid();
		if (1U << bit != PROCTREE_SNAPSHOT_THREADS) {
			snapshot.flags = 1U << bit;
			ASSERT_EQ(dev_snapshot(fd, &snapshot), -EINVAL);
		}
		task.flags = 1U << bit;
		ASSERT_EQ(dev_task(fd, &task), -EINVAL);
		log_request.flags = 1U << bit;
		ASSERT_EQ(dev_log(fd, &log_request), -EINVAL);
		watch.flags = 1U << bit;
		ASSERT_ERRNO(EINVAL, ioctl(fd, PROCTREE_IOC_WATCH, &watch));
	}
}

TEST("padding that is not zero is EINVAL")
{
	int fd = dev_open(), bit;

	for (bit = 0; bit < 32; bit++) {
		make_valid();
		snapshot.__pad = 1U << bit;
		ASSERT_EQ(dev_snapshot(fd, &snapshot), -EINVAL);
		task.__pad = 1U << bit;
		ASSERT_EQ(dev_task(fd, &task), -EINVAL);
	}
}

/* Addresses that no caller may read or write. */
static const uintptr_t bad_addresses[] = {
	0,
	4096,				/* below mmap_min_addr */
	0x00007fffffffe000,		/* the last page is never mapped */
	0x0000800000000000,		/* not canonical */
	0xdead000000000000,		/* not canonical: kernel list poison */
	0xffff888000000000,		/* the kernel's direct map */
	0xffffffff81000000,		/* the kernel's text */
	0xfffffffffffff000,		/* the last page */
	(uintptr_t)-8,
};

#define NBAD	(sizeof(bad_addresses) / sizeof(bad_addresses[0]))

TEST("an argument at no address, or the kernel's, is EFAULT")
{
	int fd = dev_open();
	size_t i, j;

	for (i = 0; i < NREQUESTS; i++)
		for (j = 0; j < NBAD; j++)
			ASSERT_ERRNO(EFAULT, ioctl(fd, requests[i].code,
						   (void *)bad_addresses[j]));
}

TEST("an argument that can be read but not written is EFAULT")
{
	size_t i;
	char *page;

	page = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT(page != MAP_FAILED);
	make_valid();
	for (i = 0; i < NREQUESTS; i++) {
		OK(mprotect(page, 4096, PROT_READ | PROT_WRITE));
		memcpy(page, requests[i].arg, _IOC_SIZE(requests[i].code));
		OK(mprotect(page, 4096, PROT_READ));
		ASSERT_EQ(patient_ioctl(&requests[i], requests[i].code, page),
			  -1);
		ASSERT_EQ(errno, EFAULT);
	}
}

TEST("an argument half in unmapped memory is EFAULT")
{
	int fd = dev_open();
	char *pages;
	size_t i;

	pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT(pages != MAP_FAILED);
	OK(mprotect(pages + 4096, 4096, PROT_NONE));
	make_valid();
	for (i = 0; i < NREQUESTS; i++) {
		memcpy(pages + 4096 - 8, requests[i].arg, 8);
		ASSERT_ERRNO(EFAULT,
			     ioctl(fd, requests[i].code, pages + 4096 - 8));
	}
}

TEST("a structure shorter than its first release is EINVAL")
{
	int fd = dev_open();
	unsigned int size;
	size_t i;

	make_valid();
	for (i = 0; i < NREQUESTS; i++) {
		ASSERT_LE(requests[i].size_ver0, _IOC_SIZE(requests[i].code));
		for (size = 0; size < requests[i].size_ver0; size++)
			ASSERT_ERRNO(EINVAL,
				     ioctl(fd, resized(&requests[i], size),
					   requests[i].arg));
	}
}

TEST("a longer structure is good if its tail is zero, and comes back zero")
{
	unsigned int size, known, j;
	size_t i;
	char *big = malloc(16384);

	ASSERT(big);
	make_valid();
	for (i = 0; i < NREQUESTS; i++) {
		known = _IOC_SIZE(requests[i].code);
		for (size = known + 1; size < (1 << _IOC_SIZEBITS); size *= 3) {
			memset(big, 0, 16384);
			memcpy(big, requests[i].arg, known);
			memset(big + size, PATTERN, 16384 - size);
			if (patient_ioctl(&requests[i],
					  resized(&requests[i], size), big))
				FAIL("%s of %u bytes: %s", requests[i].name,
				     size, strerror(errno));
			for (j = known; j < size; j++)
				ASSERT_EQ(big[j], 0);
			ASSERT_EQ((unsigned char)big[size], PATTERN);
		}
	}
}

TEST("a longer structure with something in its tail is E2BIG")
{
	int fd = dev_open();
	unsigned int known, at;
	size_t i;
	char big[1024];

	make_valid();
	for (i = 0; i < NREQUESTS; i++) {
		known = _IOC_SIZE(requests[i].code);
		for (at = known; at < sizeof(big); at += 1 + at / 3) {
			memset(big, 0, sizeof(big));
			memcpy(big, requests[i].arg, known);
			big[at] = 1;
			ASSERT_ERRNO(E2BIG,
				     ioctl(fd, resized(&requests[i],
						       sizeof(big)), big));
		}
	}
}

TEST("rows at an address that is not aligned are EINVAL")
{
	char buf[4096] __attribute__((aligned(8)));
	int fd = dev_open(), off;

	for (off = 1; off < 8; off++) {
		make_valid();
		snapshot.rows = (uintptr_t)buf + off;
		snapshot.capacity = 1;
		ASSERT_EQ(dev_snapshot(fd, &snapshot), -EINVAL);
		task.row = (uintptr_t)buf + off;
		ASSERT_EQ(dev_task(fd, &task), -EINVAL);
	}
}

TEST("rows at no address, or the kernel's, are EFAULT")
{
	static const uint32_t capacities[] = { 1, 1000, UINT32_MAX };
	int fd = dev_open();
	size_t i, j;

	for (i = 0; i < NBAD; i++) {
		make_valid();
		task.row = bad_addresses[i];
		ASSERT_EQ(dev_task(fd, &task), -EFAULT);
		for (j = 0; j < 3; j++) {
			make_valid();
			snapshot.rows = bad_addresses[i];
			snapshot.capacity = capacities[j];
			ASSERT_EQ(dev_snapshot(fd, &snapshot), -EFAULT);
		}
	}
}

TEST("the device can't be read, written, mapped or sought")
{
	char buf[512] = "";
	int fd = dev_open();

	ASSERT_ERRNO(EINVAL, read(fd, buf, sizeof(buf)));
	ASSERT_ERRNO(EINVAL, write(fd, buf, sizeof(buf)));
	ASSERT_ERRNO(ESPIPE, lseek(fd, 0, SEEK_SET));
	ASSERT_ERRNO(ESPIPE, pread(fd, buf, sizeof(buf), 0));
	ASSERT_ERRNO(ENODEV, mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) ==
			     MAP_FAILED ? -1 : 0);
}

TEST("the text can't be written to, not even by root")
{
	char buf[16] = "1\n";
	int fd = open(PROCTREE_PROC, O_RDWR | O_CLOEXEC);

	if (fd >= 0) {
		ASSERT_EQ(write(fd, buf, 2), -1);
		ASSERT(errno == EIO || errno == EINVAL || errno == EBADF);
	}
	fd = OK(open(PROCTREE_PROC, O_RDONLY | O_CLOEXEC));
	ASSERT_ERRNO(EBADF, write(fd, buf, 2));
}

TEST("a request on /proc/proctree is ENOTTY")
{
	int fd = OK(open(PROCTREE_PROC, O_RDONLY | O_CLOEXEC));

	make_valid();
	ASSERT_ERRNO(ENOTTY, ioctl(fd, PROCTREE_IOC_QUERY, &query));
}
