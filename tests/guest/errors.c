// SPDX-License-Identifier: GPL-2.0-only
/* Requests that are wrong: each has its documented error. */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness.h"
#include "requests.h"

TEST("an unknown request number is ENOTTY")
{
	int fd = dev_open();
	unsigned int nr;
	char buf[256] = "";

	for (nr = nrequests; nr < 256; nr++)
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
	for (i = 0; i < nrequests; i++) {
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
		sleep_request.flags = 1U << bit;
		ASSERT_ERRNO(EINVAL,
			     ioctl(fd, PROCTREE_IOC_SLEEP, &sleep_request));
		kthread.flags = 1U << bit;
		ASSERT_ERRNO(EINVAL,
			     ioctl(fd, PROCTREE_IOC_KTHREAD, &kthread));
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
		sleep_request.__pad = 1U << bit;
		ASSERT_ERRNO(EINVAL,
			     ioctl(fd, PROCTREE_IOC_SLEEP, &sleep_request));
		kthread.__pad = 1U << bit;
		ASSERT_ERRNO(EINVAL,
			     ioctl(fd, PROCTREE_IOC_KTHREAD, &kthread));
	}
}

TEST("a structure shorter than its first release is EINVAL")
{
	int fd = dev_open();
	unsigned int size;
	size_t i;

	make_valid();
	for (i = 0; i < nrequests; i++) {
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
	for (i = 0; i < nrequests; i++) {
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
	for (i = 0; i < nrequests; i++) {
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
