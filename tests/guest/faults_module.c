// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every allocation and every copy fails once in loading and unloading the
 * module, and in enabling its trace events (fail_nth.h).
 */
#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "device.h"
#include "fail_nth.h"
#include "harness.h"
#include "modprobe.h"
#include "world.h"

#define TRACING		"/sys/kernel/tracing/"

static int trace_switch(void)
{
	return OK(open(TRACING "events/proctree/enable",
		       O_RDWR | O_CLOEXEC));
}

static long trace_on(int fd)
{
	return result_of(pwrite(fd, "1", 1, 0));
}

static void trace_off(int fd, long result)
{
	char state[2];

	if (result >= 0) {
		ASSERT_EQ(OK(pread(fd, state, sizeof(state), 0)), 2);
		ASSERT_EQ(state[0], '1');
	}
	ASSERT_EQ(OK(pwrite(fd, "0", 1, 0)), 1);
	close(fd);
}

/*
 * Without the names of commands: kernel/trace/trace_sched_switch.c
 * tracing_start_cmdline_record() counts a user even if it fails, and warns when
 * that one leaves.
 */
TEST("every failure inside of enabling trace events is survived")
{
	static const struct call call = {
		"enable trace events", trace_switch, trace_on, trace_off,
		.points = 10,
	};

	need_fault_injection();
	one_processor_if_emulated();
	file_write(TRACING "options/record-cmd", "0");
	fail_everywhere(&call);
	file_write(TRACING "options/record-cmd", "1");
}

static int module_file(void)
{
	struct utsname uts;
	char path[256];

	OK(uname(&uts));
	snprintf(path, sizeof(path),
		 "/lib/modules/%s/updates/proctree.ko", uts.release);
	return OK(open(path, O_RDONLY | O_CLOEXEC));
}

static long load(int fd)
{
	return result_of(syscall(SYS_finit_module, fd, "", 0));
}

static void expect_loaded(bool loaded)
{
	ASSERT_EQ(!access("/sys/module/proctree", F_OK), loaded);
	ASSERT_EQ(!access(PROCTREE_PROC, F_OK), loaded);
	ASSERT_EQ(!access(PROCTREE_DEVICE, F_OK), loaded);
}

static void unload_if_loaded(int fd, long result)
{
	expect_loaded(!result);
	if (!result)
		ASSERT_EQ(module_try_unload(), 0);
	expect_loaded(false);
	close(fd);
}

static long unload(int fd)
{
	(void)fd;
	return module_try_unload();
}

static void load_if_unloaded(int fd, long result)
{
	expect_loaded(result);
	if (!result)
		ASSERT_EQ(load(fd), 0);
	close(fd);
}

TEST_WITHIN(600, "every failure inside of unloading the module is survived")
{
	static const struct call call = {
		"delete_module", module_file, unload, load_if_unloaded,
		.points = 1, .slow = true,
	};

	need_fault_injection();
	fail_everywhere(&call);
}

TEST_WITHIN(600, "every failure inside of loading the module is survived")
{
	static const struct call call = {
		"finit_module", module_file, load, unload_if_loaded,
		.points = 100, .slow = true,
	};

	need_fault_injection();
	ASSERT_EQ(module_try_unload(), 0);
	fail_everywhere(&call);
	module_load(NULL);
}
