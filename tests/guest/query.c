// SPDX-License-Identifier: GPL-2.0-only
/* QUERY: what the module says of itself and of the kernel. */
#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "btf.h"
#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "world.h"

#define PREEMPT_MODEL	"/sys/kernel/debug/sched/preempt"

TEST("QUERY names the blocks and features of the contract")
{
	struct proctree_query q = query_take();

	ASSERT_EQ(q.blocks & BLOCKS_TREE, BLOCKS_TREE);
	ASSERT_EQ(q.features & PROCTREE_FEATURE_THREADS,
		  PROCTREE_FEATURE_THREADS);
	ASSERT_EQ(q.features & PROCTREE_FEATURE_LOG, PROCTREE_FEATURE_LOG);
	ASSERT_EQ(q.features & PROCTREE_FEATURE_HELPERS,
		  PROCTREE_FEATURE_HELPERS);
	ASSERT_EQ(q.row_size, STRIDE_BASE);
	ASSERT_GE(q.log_max, 1);
	ASSERT_EQ(q.ns_level, 0);
	ASSERT_EQ(q.__pad, 0);
}

/*
 * Of Debian's kernels, and: KASAN needs twice as much on amd64
 * (arch/x86/include/asm/page_64_types.h); user mode, scripts/debug/uml.config.
 */
static unsigned int thread_size(void)
{
	return kernel_is("uml") ? 65536 : kernel_is("kasan") ? 32768 : 16384;
}

TEST("QUERY's constants are those of the running kernel")
{
	struct proctree_query q = query_take();
	char text[128];

	ASSERT_EQ(q.page_size, sysconf(_SC_PAGESIZE));
	ASSERT_EQ(q.hz, kernel_is("uml") ? 100 : 250);
	ASSERT_EQ(q.thread_size, thread_size());
	ASSERT_EQ(q.cpus, sysconf(_SC_NPROCESSORS_ONLN));
	file_read("/proc/sys/kernel/osrelease", text, sizeof(text));
	ASSERT_STR(q.release, text);
	if (getenv("PROCTREE_DEBUG") && access("/sys/kernel/btf/vmlinux", F_OK))
		SKIP("this kernel does not describe its structures (CONFIG_DEBUG_INFO_BTF)");
	ASSERT_EQ(q.task_struct_size, btf_struct_size("task_struct"));
	ASSERT_EQ(q.signal_struct_size, btf_struct_size("signal_struct"));
	ASSERT_EQ(q.sighand_struct_size, btf_struct_size("sighand_struct"));
	ASSERT_EQ(q.mm_struct_size, btf_struct_size("mm_struct"));
	ASSERT_EQ(q.files_struct_size, btf_struct_size("files_struct"));
	ASSERT_EQ(q.cred_size, btf_struct_size("cred"));
	file_read("/sys/kernel/slab/task_struct/object_size", text,
		  sizeof(text));
	ASSERT_EQ(q.task_object_size, atoi(text));
}

/*
 * Chosen at boot: kernel/sched/debug.c shows the model in parentheses. Built:
 * scripts/mkcompile_h, later init/version-timestamp.c.
 */
static bool preempts_fully(void)
{
	char text[256];
	struct utsname u;

	if (!access(PREEMPT_MODEL, F_OK)) {
		file_read(PREEMPT_MODEL, text, sizeof(text));
		return strstr(text, "(full)");
	}
	OK(uname(&u));
	return strstr(u.version, " PREEMPT ");
}

TEST("QUERY tells whether the kernel preempts whatever it can")
{
	ASSERT_EQ(!!(query_take().kernel & PROCTREE_KERNEL_PREEMPT_FULL),
		  preempts_fully());
}

TEST("QUERY tells the module's parameters and version")
{
	struct proctree_query q = query_take();
	char text[64];

	file_read(PARAMETER("batch"), text, sizeof(text));
	ASSERT_EQ(q.batch, atoi(text));
	file_read(PARAMETER("hidepid"), text, sizeof(text));
	ASSERT_EQ(q.hidepid, atoi(text));
	file_read("/sys/module/proctree/version", text, sizeof(text));
	ASSERT_STR(q.version, text);
	ASSERT(isdigit(q.version[0]));
}

TEST("QUERY overwrites every byte of its structure")
{
	struct proctree_query a, b;
	int fd = dev_open();

	memset(&a, 0, sizeof(a));
	memset(&b, PATTERN, sizeof(b));
	ASSERT_EQ(dev_query(fd, &a), 0);
	ASSERT_EQ(dev_query(fd, &b), 0);
	ASSERT_EQ(memcmp(&a, &b, sizeof(a)), 0);
}

TEST("the device is open to everyone, the text is for reading")
{
	struct stat st;

	OK(stat(PROCTREE_DEVICE, &st));
	ASSERT(S_ISCHR(st.st_mode));
	ASSERT_EQ(st.st_mode & 07777, 0666);
	OK(stat(PROCTREE_PROC, &st));
	ASSERT(S_ISREG(st.st_mode));
	ASSERT_EQ(st.st_mode & 07777, 0444);
}

static void query_as_nobody(void *mode)
{
	struct proctree_query q = { 0 };
	struct whole_row row;
	int fd;

	become(NOBODY, -1);
	fd = OK(open(PROCTREE_DEVICE, (int)(intptr_t)mode));
	ASSERT_EQ(dev_query(fd, &q), 0);
	ASSERT_EQ(q.row_size, STRIDE_BASE);
	row = task_take(fd, getpid());
	ASSERT_EQ(row.base.uid, NOBODY);
}

TEST("requests work for any user and any mode of opening")
{
	ASSERT_EQ(reap(spawn(0, query_as_nobody, (void *)O_RDONLY)), 0);
	ASSERT_EQ(reap(spawn(0, query_as_nobody, (void *)O_WRONLY)), 0);
	ASSERT_EQ(reap(spawn(0, query_as_nobody, (void *)O_RDWR)), 0);
}

TEST("parameters out of range are refused")
{
	static const char *const bad[][2] = {
		{ PARAMETER("batch"), "0" },
		{ PARAMETER("batch"), "4097" },
		{ PARAMETER("batch"), "-1" },
		{ PARAMETER("batch"), "many" },
		{ PARAMETER("hidepid"), "3" },
		{ PARAMETER("hidepid"), "5" },
		{ PARAMETER("hidepid"), "-1" },
		{ PARAMETER("hidepid"), "invisible" },
	};
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (!file_try_write(bad[i][0], bad[i][1]))
			FAIL("%s accepts %s", bad[i][0], bad[i][1]);
	file_write(PARAMETER("batch"), "1");
	ASSERT_EQ(query_take().batch, 1);
	file_write(PARAMETER("batch"), "4096");
	ASSERT_EQ(query_take().batch, 4096);
	file_write(PARAMETER("batch"), "512");
}
