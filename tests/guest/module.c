// SPDX-License-Identifier: GPL-2.0-only
/* Loading and unloading: again and again, with parameters. */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "kmsg.h"
#include "modprobe.h"
#include "spawn.h"
#include "text.h"
#include "world.h"

#define CYCLES		50
#define LONG_TIME	240	/* seconds */

static void load_with_all(void)
{
	char *out;

	if (COMMAND(-1, &out, "modprobe", "proctree", "batch=77", "hidepid=2",
		    "hidepid_gid=555", "max_open=9"))
		FAIL("modprobe: %s", out);
	free(out);
}

/* The one line that the kernel log has got. */
static void expect_one_line(int kmsg, const char *word)
{
	char line[1024], more[1024];

	if (!kmsg_next(kmsg, line, sizeof(line)))
		FAIL("nothing about \"%s\" in the kernel log", word);
	if (strncmp(line, "proctree: ", 10) || !strstr(line, word))
		FAIL("in the kernel log: %s", line);
	if (kmsg_next(kmsg, more, sizeof(more)))
		FAIL("one line too many in the kernel log: %s", more);
}

TEST_WITHIN(LONG_TIME, "50 times loaded and unloaded, with one line for each")
{
	struct proctree_query q = { 0 };
	int kmsg = kmsg_open(), i, fd;
	struct text text;

	for (i = 0; i < CYCLES; i++) {
		ASSERT_EQ(module_try_unload(), 0);
		expect_one_line(kmsg, "unloaded");
		ASSERT_EQ(access(PROCTREE_PROC, F_OK), -1);
		ASSERT_EQ(access(PROCTREE_DEVICE, F_OK), -1);
		module_load(NULL);
		expect_one_line(kmsg, " loaded");
		fd = dev_open();
		ASSERT_EQ(dev_query(fd, &q), 0);
		close(fd);
		text_take(PROCTREE_PROC, &text);
		ASSERT(text_find(&text, getpid()));
		text_free(&text);
	}
}

TEST("parameters given at load are the module's")
{
	struct proctree_query q = { 0 };
	char text[32];
	int fd;

	module_unload();
	load_with_all();
	fd = dev_open();
	ASSERT_EQ(dev_query(fd, &q), 0);
	ASSERT_EQ(q.batch, 77);
	ASSERT_EQ(q.hidepid, 2);
	close(fd);
	file_read(PARAMETER("hidepid_gid"), text, sizeof(text));
	ASSERT_STR(text, "555");
	file_read(PARAMETER("max_open"), text, sizeof(text));
	ASSERT_STR(text, "9");
	module_unload();
	module_load(NULL);
}

TEST("the module does not load with a parameter out of range")
{
	static const char *const bad[] = {
		"batch=0", "batch=4097", "batch=x", "hidepid=3", "hidepid=-1",
	};
	size_t i;

	module_unload();
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ASSERT_NE(COMMAND(-1, NULL, "modprobe", "proctree",
				  (char *)bad[i]), 0);
		ASSERT_EQ(access(PROCTREE_DEVICE, F_OK), -1);
		ASSERT_EQ(access(PROCTREE_PROC, F_OK), -1);
	}
	module_load(NULL);
}

TEST("loading a loaded module again changes nothing")
{
	struct proctree_query q = { 0 };
	int fd = dev_open();

	module_load("batch=5");
	ASSERT_NE(COMMAND(-1, NULL, "modprobe", "--first-time", "proctree"), 0);
	ASSERT_EQ(dev_query(fd, &q), 0);
	ASSERT_EQ(q.batch, 512);
}

TEST("each load hashes identities with another key")
{
	struct whole_row before, after;
	int fd = dev_open();

	before = task_take(fd, getpid());
	close(fd);
	module_unload();
	module_load(NULL);
	fd = dev_open();
	after = task_take(fd, getpid());
	ASSERT_NE(before.share.mm, after.share.mm);
	ASSERT_NE(before.share.files, after.share.files);
	ASSERT_EQ(before.base.start_ns, after.base.start_ns);
}

TEST("modinfo tells what the module is and what its parameters do")
{
	static const char *const parameters[] = {
		"batch:", "hidepid:", "hidepid_gid:", "max_open:",
	};
	char *out, *found;
	size_t i;

	ASSERT_EQ(COMMAND(-1, &out, "modinfo", "proctree"), 0);
	ASSERT(strstr(out, "\nlicense:"));
	ASSERT(strstr(out, "GPL"));
	ASSERT(strstr(out, "\ndescription:"));
	ASSERT(strstr(out, "\nversion:"));
	ASSERT(strstr(out, "\nauthor:"));
	ASSERT_EQ(COMMAND(-1, &out, "modinfo", "-p", "proctree"), 0);
	for (i = 0; i < 4; i++) {
		found = strstr(out, parameters[i]);
		if (!found)
			FAIL("%s is not documented", parameters[i]);
		/* More than its type. */
		ASSERT_GE(strcspn(found, "\n"), strlen(parameters[i]) + 20);
	}
}

TEST("the kernel is tainted only as by any module built outside of it")
{
	char text[32];

	file_read("/sys/module/proctree/taint", text, sizeof(text));
	/* Unsigned is told by kernels that know signatures. */
	if (strcmp(text, "O"))
		ASSERT_STR(text, "OE");
}
