// SPDX-License-Identifier: GPL-2.0-only
/* Arguments and rows at addresses where none can be: EFAULT, or EINVAL. */
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "harness.h"
#include "requests.h"

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

	for (i = 0; i < nrequests; i++)
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
	for (i = 0; i < nrequests; i++) {
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
	for (i = 0; i < nrequests; i++) {
		memcpy(pages + 4096 - 8, requests[i].arg, 8);
		ASSERT_ERRNO(EFAULT,
			     ioctl(fd, requests[i].code, pages + 4096 - 8));
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
