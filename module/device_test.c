// SPDX-License-Identifier: GPL-2.0-only
/*
 * KUnit: decoding of requests. Behind the device stands nothing: a request that
 * gets through would be counted.
 */
#include <kunit/test.h>

#include "device.c"

static int calls;

int pt_snapshot(const struct pt_view *view, struct proctree_snapshot *snap,
		struct pt_sink *sink)
{
	calls++;
	return 0;
}

int pt_one_task(const struct pt_view *view, u64 mask, s32 pid, u64 start_ns,
		struct proctree_row *row)
{
	calls++;
	return 0;
}

u32 pt_row_size(u64 mask)
{
	return sizeof(struct proctree_row);
}

int pt_log(const struct pt_view *view, struct proctree_log *log)
{
	calls++;
	return 0;
}

u64 pt_probes_kinds(void)
{
	return 0;
}

struct pt_stream *pt_stream_new(const struct pt_view *view,
				struct proctree_watch *watch)
{
	calls++;
	return ERR_PTR(-ENODEV);
}

void pt_stream_free(struct pt_stream *stream)
{
}

int pt_stream_mark(struct pt_stream *stream, struct proctree_mark *mark)
{
	calls++;
	return 0;
}

void pt_helpers_init(struct pt_helpers *h)
{
}

void pt_helpers_release(struct pt_helpers *h)
{
}

int pt_helper_sleep(struct pt_helpers *h, const struct pt_view *view,
		    const struct proctree_sleep *arg)
{
	calls++;
	return 0;
}

int pt_helper_kthread(struct pt_helpers *h, const struct pt_view *view,
		      struct proctree_kthread *arg)
{
	calls++;
	return 0;
}

void pt_helper_answered(struct pt_helpers *h, bool answered)
{
}

static struct pt_file opened;
static struct file file = { .private_data = &opened };

unsigned int pt_batch, pt_hidepid, pt_hidepid_gid;

/* In the kernel's half: no request has its argument here. */
#define NOWHERE	((unsigned long)-65536)

static void test_unknown(struct kunit *test)
{
	u32 rw = _IOC_READ | _IOC_WRITE, nr;

	for (nr = 0; nr < 256; nr++) {
		long known = nr < ARRAY_SIZE(requests) ? -EFAULT : -ENOTTY;

		KUNIT_EXPECT_EQ(test, known,
				pt_ioctl(&file, _IOC(rw, PROCTREE_IOC_MAGIC, nr,
						     4096), NOWHERE));
		KUNIT_EXPECT_EQ(test, (long)-ENOTTY,
				pt_ioctl(&file, _IOC(rw, PROCTREE_IOC_MAGIC + 1,
						     nr, 4096), NOWHERE));
		KUNIT_EXPECT_EQ(test, (long)-ENOTTY,
				pt_ioctl(&file, _IOC(_IOC_READ,
						     PROCTREE_IOC_MAGIC, nr,
						     4096), NOWHERE));
	}
	KUNIT_EXPECT_EQ(test, calls, 0);
}

static void test_size(struct kunit *test)
{
	u32 rw = _IOC_READ | _IOC_WRITE, nr, size;

	for (nr = 0; nr < ARRAY_SIZE(requests); nr++)
		for (size = 0; size < requests[nr].size + 16; size++) {
			long right = size < requests[nr].min ? -EINVAL :
							       -EFAULT;

			KUNIT_EXPECT_EQ(test, right,
					pt_ioctl(&file, _IOC(rw,
							     PROCTREE_IOC_MAGIC,
							     nr, size),
						 NOWHERE));
		}
	KUNIT_EXPECT_EQ(test, calls, 0);
}

static void test_arguments(struct kunit *test)
{
	struct proctree_snapshot snapshots[] = {
		{ .flags = PROCTREE_SNAPSHOT_THREADS << 1 },
		{ .__pad = 1 },
		{ .root_pid = -1 },
		{ .capacity = 1, .rows = 4 },
	};
	struct proctree_task tasks[] = {
		{ .pid = 0 },
		{ .pid = -1 },
		{ .pid = 1, .flags = 1 },
		{ .pid = 1, .__pad = 1 },
		{ .pid = 1, .row = 12 },
	};
	struct proctree_log logs[] = { { .pid = 0 }, { .pid = 1, .flags = 1 } };
	struct proctree_task small = { .pid = 1, .size = 1 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(snapshots); i++)
		KUNIT_EXPECT_EQ(test, -EINVAL,
				do_snapshot(&opened, NULL, &snapshots[i]));
	for (i = 0; i < ARRAY_SIZE(tasks); i++)
		KUNIT_EXPECT_EQ(test, -EINVAL,
				do_task(&opened, NULL, &tasks[i]));
	for (i = 0; i < ARRAY_SIZE(logs); i++)
		KUNIT_EXPECT_EQ(test, -EINVAL, do_log(&opened, NULL, &logs[i]));
	KUNIT_EXPECT_EQ(test, -ENOSPC, do_task(&opened, NULL, &small));
	KUNIT_EXPECT_EQ(test, small.size, (u32)sizeof(struct proctree_row));
	KUNIT_EXPECT_EQ(test, calls, 0);
}

static void test_no_stream(struct kunit *test)
{
	struct proctree_mark mark = { };
	struct proctree_watch watch = { };

	mutex_init(&opened.lock);
	KUNIT_EXPECT_EQ(test, -EINVAL, do_mark(&opened, NULL, &mark));
	KUNIT_EXPECT_EQ(test, (ssize_t)-EINVAL, pt_read(&file, NULL, 4096, NULL));
	KUNIT_EXPECT_EQ(test, (__force u32)EPOLLERR,
			(__force u32)pt_poll(&file, NULL));
	KUNIT_EXPECT_EQ(test, -ENODEV, do_watch(&opened, NULL, &watch));
	KUNIT_EXPECT_PTR_EQ(test, opened.stream, (struct pt_stream *)NULL);
	KUNIT_EXPECT_PTR_EQ(test, opened.fresh, (struct pt_stream *)NULL);
	KUNIT_EXPECT_EQ(test, calls, 1);
}

static int no_calls(struct kunit *test)
{
	calls = 0;
	return 0;
}

static struct kunit_case cases[] = {
	KUNIT_CASE(test_unknown),
	KUNIT_CASE(test_size),
	KUNIT_CASE(test_arguments),
	KUNIT_CASE(test_no_stream),
	{ }
};

static struct kunit_suite suite = {
	.name = "proctree_device",
	.init = no_calls,
	.test_cases = cases,
};

kunit_test_suite(suite);
