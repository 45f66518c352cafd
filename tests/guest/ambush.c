// SPDX-License-Identifier: GPL-2.0-only
/* Walks that stand still between two sections; see ambush.h. */
#include "ambush.h"

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "spawn.h"
#include "world.h"

#define PAGE	4096u
#define SIZE	(AMBUSH_PAGES * PAGE)

static void *lie_in_wait(void *arg)
{
	struct ambush *a = arg;
	struct uffd_msg msg;

	for (;;) {
		struct uffdio_zeropage zero = { .range.len = PAGE };
		uint64_t offset;

		OK(read(a->uffd, &msg, sizeof(msg)));
		ASSERT_EQ(msg.event, UFFD_EVENT_PAGEFAULT);
		offset = msg.arg.pagefault.address - (uintptr_t)a->rows;
		a->strike(a, offset / PAGE);
		zero.range.start = (uintptr_t)a->rows + offset / PAGE * PAGE;
		OK(ioctl(a->uffd, UFFDIO_ZEROPAGE, &zero));
	}
}

static void ambush_set(struct ambush *a)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register reg = {
		.range.len = SIZE,
		.mode = UFFDIO_REGISTER_MODE_MISSING,
	};
	pthread_t thread;

	/* arch/um/kernel/trap.c handle_page_fault() tries again, for ever. */
	if (kernel_is("uml"))
		SKIP("in user mode the kernel does not sleep until a page is there");
	a->rows = mmap(NULL, SIZE, PROT_READ | PROT_WRITE,
		       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	ASSERT(a->rows != MAP_FAILED);
	a->uffd = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (a->uffd < 0 && errno == ENOSYS)
		SKIP("this kernel has no userfaultfd (CONFIG_USERFAULTFD)");
	ASSERT_GE(a->uffd, 0);
	OK(ioctl(a->uffd, UFFDIO_API, &api));
	reg.range.start = (uintptr_t)a->rows;
	OK(ioctl(a->uffd, UFFDIO_REGISTER, &reg));
	ASSERT_EQ(pthread_create(&thread, NULL, lie_in_wait, a), 0);
}

struct ambush *ambush_make(unsigned int victims,
			   void (*strike)(struct ambush *, unsigned int))
{
	struct ambush *a = calloc(1, sizeof(*a));

	ASSERT(a);
	a->strike = strike;
	for (a->nvictims = 0; a->nvictims < victims; a->nvictims++)
		a->victims[a->nvictims] = spawn(0, pause_forever, NULL);
	return a;
}

int ambush_walk(struct ambush *a, struct rows *rows, pid_t root,
		uint32_t flags)
{
	int err, fd = dev_open();

	ambush_set(a);
	file_write(PARAMETER("batch"), "1");
	rows->data = a->rows;
	rows->room = SIZE;
	rows->arg = (struct proctree_snapshot){
		.mask = PROCTREE_BLOCK_BASE,
		.rows = (uintptr_t)rows->data,
		.root_pid = root,
		.flags = flags,
		.capacity = rows->room / STRIDE_BASE,
	};
	err = dev_snapshot(fd, &rows->arg);
	file_write(PARAMETER("batch"), "512");
	return err;
}

void ambush_end(struct ambush *a)
{
	while (a->nvictims)
		kill_and_reap(a->victims[--a->nvictims]);
}
