// SPDX-License-Identifier: GPL-2.0-only
/*
 * 32-bit callers of the 64-bit kernel: the same requests through int $0x80, the
 * gate that 32-bit programs use, from this 64-bit program. Everything that is
 * passed lies below 4 GiB. Only amd64 has such a gate for 64-bit programs.
 */
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "device.h"
#include "fields.h"
#include "harness.h"
#include "spawn.h"
#include "world.h"
#include "zoo.h"

/* Numbers of arch/x86/entry/syscalls/syscall_32.tbl. */
#define IA32_OPEN	5
#define IA32_CLOSE	6
#define IA32_IOCTL	54

#ifdef __x86_64__
static long ia32(long nr, unsigned long a, unsigned long b, unsigned long c)
{
	long result;

	asm volatile("int $0x80"
		     : "=a"(result)
		     : "a"(nr), "b"(a), "c"(b), "d"(c)
		     : "r8", "r9", "r10", "r11", "memory");
	return (int)result;
}
#else	/* where low_alloc() skips the test */
#define MAP_32BIT	0

static long ia32(long nr, unsigned long a, unsigned long b, unsigned long c)
{
	FAIL("no gate for %ld(%lu, %lu, %lu)", nr, a, b, c);
}
#endif

/**
 * struct low - what a 32-bit caller passes, below 4 GiB
 * @rows: room for many rows
 */
struct low {
	char path[64];
	struct proctree_query query;
	struct proctree_snapshot snapshot;
	struct proctree_task task;
	struct proctree_log log;
	unsigned char rows[1 << 20] __attribute__((aligned(8)));
};

static struct low *low_alloc(void)
{
	struct low *low = mmap(NULL, sizeof(*low), PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (!MAP_32BIT)
		SKIP("only amd64 lets a 64-bit program call as a 32-bit one does");
	if (kernel_is("uml"))
		SKIP("user mode has no calls of 32 bits");
	ASSERT(low != MAP_FAILED);
	ASSERT_LE((uintptr_t)(low + 1), UINT32_MAX);
	memset(low->rows, PATTERN, sizeof(low->rows));
	return low;
}

static int open32(struct low *low)
{
	long fd;

	strcpy(low->path, PROCTREE_DEVICE);
	fd = ia32(IA32_OPEN, (uintptr_t)low->path, O_RDWR, 0);
	if (fd < 0)
		FAIL("32-bit open: %s", strerror(-fd));
	return fd;
}

static long ioctl32(int fd, unsigned long request, void *arg)
{
	return ia32(IA32_IOCTL, fd, request, (uintptr_t)arg);
}

TEST("a 32-bit QUERY gives the same bytes as a 64-bit one")
{
	struct proctree_query query = { 0 };
	struct low *low = low_alloc();
	int fd = open32(low);

	ASSERT_EQ(ioctl32(fd, PROCTREE_IOC_QUERY, &low->query), 0);
	ASSERT_EQ(dev_query(fd, &query), 0);
	ASSERT_EQ(memcmp(&query, &low->query, sizeof(query)), 0);
	ASSERT_EQ(ia32(IA32_CLOSE, fd, 0, 0), 0);
}

TEST("a 32-bit SNAPSHOT gives the same bytes as a 64-bit one")
{
	struct low *low = low_alloc();
	struct rows rows = { 0 };
	int fd = open32(low);
	struct zoo zoo;

	zoo_open(&zoo);
	low->snapshot = (struct proctree_snapshot){
		.mask = BLOCKS_TREE,
		.rows = (uintptr_t)low->rows,
		.root_pid = getpid(),
		.flags = PROCTREE_SNAPSHOT_THREADS,
		.capacity = sizeof(low->rows) / STRIDE_TREE,
	};
	ASSERT_EQ(ioctl32(fd, PROCTREE_IOC_SNAPSHOT, &low->snapshot), 0);
	rows_take(fd, &rows, BLOCKS_TREE, getpid(), PROCTREE_SNAPSHOT_THREADS);
	ASSERT_GE(rows.arg.count, 15);
	/* What may differ: where and when. */
	low->snapshot.rows = rows.arg.rows;
	low->snapshot.capacity = rows.arg.capacity;
	low->snapshot.begin_ns = rows.arg.begin_ns;
	low->snapshot.end_ns = rows.arg.end_ns;
	ASSERT_EQ(memcmp(&rows.arg, &low->snapshot, sizeof(rows.arg)), 0);
	ASSERT_EQ(memcmp(rows.data, low->rows,
			 rows.arg.count * (size_t)STRIDE_TREE), 0);
	ASSERT_EQ(low->rows[rows.arg.count * (size_t)STRIDE_TREE], PATTERN);
}

TEST("a 32-bit TASK gives the same bytes as a 64-bit one")
{
	struct low *low = low_alloc();
	int fd = open32(low);
	struct whole_row row;
	struct zoo zoo;

	zoo_open(&zoo);
	row = task_take(fd, zoo.vfork_child);
	low->task = (struct proctree_task){
		.mask = BLOCKS_TREE,
		.row = (uintptr_t)low->rows,
		.start_ns = row.base.start_ns,
		.pid = zoo.vfork_child,
		.size = sizeof(row),
	};
	ASSERT_EQ(ioctl32(fd, PROCTREE_IOC_TASK, &low->task), 0);
	ASSERT_EQ(memcmp(&row, low->rows, sizeof(row)), 0);
	low->task.start_ns++;
	ASSERT_EQ(ioctl32(fd, PROCTREE_IOC_TASK, &low->task), -ESRCH);
}

TEST("a 32-bit LOG writes the same number of lines as a 64-bit one")
{
	struct proctree_log log = { .pid = 1 };
	struct low *low = low_alloc();
	int fd = open32(low);
	long result;

	low->log = log;
	AWAIT((result = ioctl32(fd, PROCTREE_IOC_LOG, &low->log)) != -EBUSY);
	ASSERT_EQ(result, 0);
	AWAIT((result = dev_log(fd, &log)) != -EBUSY);
	ASSERT_EQ(result, 0);
	ASSERT_EQ(log.lines, low->log.lines);
	ASSERT_EQ(log.total, low->log.total);
}

TEST("32-bit requests have the errors of 64-bit ones")
{
	struct low *low = low_alloc();
	int fd = open32(low);

	ASSERT_EQ(ioctl32(fd, PROCTREE_IOC_QUERY, NULL), -EFAULT);
	ASSERT_EQ(ioctl32(fd, PROCTREE_IOC_QUERY, (void *)0xfffff000),
		  -EFAULT);
	ASSERT_EQ(ioctl32(fd, _IOWR(PROCTREE_IOC_MAGIC, 200,
				    struct proctree_query), &low->query),
		  -ENOTTY);
	low->snapshot.flags = 1U << 31;
	ASSERT_EQ(ioctl32(fd, PROCTREE_IOC_SNAPSHOT, &low->snapshot), -EINVAL);
	low->snapshot.flags = 0;
	low->snapshot.capacity = 1;
	/* An address no 32-bit program has, but a structure can hold. */
	low->snapshot.rows = 0xffff888000000000;
	ASSERT_EQ(ioctl32(fd, PROCTREE_IOC_SNAPSHOT, &low->snapshot), -EFAULT);
}
