// SPDX-License-Identifier: GPL-2.0-only
/* LOG: what it writes, how much, how often, and for whom. */
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "crowd.h"
#include "device.h"
#include "harness.h"
#include "kmsg.h"
#include "spawn.h"

#define PREFIX	"proctree: "

/* LOG, waiting while the limit of dumps per second is reached. */
static int log_patiently(int fd, struct proctree_log *arg)
{
	struct proctree_log asked = *arg;
	int err;

	AWAIT((*arg = asked, err = dev_log(fd, arg)) != -EBUSY);
	return err;
}

static void log_of(pid_t pid, struct proctree_log *arg)
{
	*arg = (struct proctree_log){ .pid = pid };
	ASSERT_EQ(log_patiently(dev_open(), arg), 0);
}

/* The next line of the module, without its prefix. */
static bool next_line(int kmsg, char *line, size_t size)
{
	char record[1024];

	while (kmsg_next(kmsg, record, sizeof(record))) {
		if (strncmp(record, PREFIX, strlen(PREFIX)))
			continue;
		snprintf(line, size, "%s", record + strlen(PREFIX));
		return true;
	}
	return false;
}

static void expect_line(int kmsg, const char *format, ...)
{
	char line[1024], expected[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(expected, sizeof(expected), format, args);
	va_end(args);
	if (!next_line(kmsg, line, sizeof(line)))
		FAIL("no line \"%s\"", expected);
	ASSERT_STR(line, expected);
}

static void name_self(const char *name)
{
	OK(prctl(PR_SET_NAME, name));
}

static void be_leaf(void *ready)
{
	name_self("leaf");
	pause_ready(ready);
}

/* @pids: a counter, then the id of the leaf. */
static void be_branch(void *pids)
{
	name_self("new\nline");
	((pid_t *)pids)[1] = spawn(0, be_leaf, pids);
	pause_ready(pids);
}

TEST("the subtree is written to the log as indented name[pid] lines")
{
	pid_t *pids = shared_alloc(2 * sizeof(*pids)), branch;
	struct proctree_log log;
	int kmsg = kmsg_open();
	char line[1024];

	branch = spawn(0, be_branch, pids);
	AWAIT(__atomic_load_n(&pids[0], __ATOMIC_SEQ_CST) == 2);
	log_of(getpid(), &log);
	ASSERT_EQ(log.total, 3);
	ASSERT_EQ(log.lines, 3);
	expect_line(kmsg, "test[%d]", getpid());
	expect_line(kmsg, "  new\\012line[%d]", branch);
	expect_line(kmsg, "    leaf[%d]", pids[1]);
	ASSERT(!next_line(kmsg, line, sizeof(line)));
}

TEST("a log request writes log_max lines at most, and tells how many there are")
{
	struct proctree_query q = { 0 };
	struct proctree_log log;
	struct crowd crowd;
	int kmsg = kmsg_open();
	char line[1024];
	unsigned int n;

	ASSERT_EQ(dev_query(dev_open(), &q), 0);
	ASSERT_LE(q.log_max, 4000);
	crowd_family(&crowd, q.log_max + 100);
	log_of(crowd.head, &log);
	ASSERT_EQ(log.lines, q.log_max);
	ASSERT_EQ(log.total, q.log_max + 101);
	for (n = 0; n < q.log_max; n++) {
		ASSERT(next_line(kmsg, line, sizeof(line)));
		if (n)
			ASSERT_EQ(strncmp(line, "  kin[", 6), 0);
	}
	/* One line more says that some were left out. */
	ASSERT(next_line(kmsg, line, sizeof(line)));
	ASSERT(strstr(line, "101"));
	ASSERT(!next_line(kmsg, line, sizeof(line)));
	crowd_end(&crowd);
}

TEST("too many log requests are EBUSY, write nothing, and later ones work")
{
	struct proctree_log log = { .pid = getpid() };
	int fd = dev_open(), kmsg, i, err = 0;
	char line[1024];

	for (i = 0; i < 100 && !err; i++) {
		log = (struct proctree_log){ .pid = getpid() };
		err = dev_log(fd, &log);
	}
	ASSERT_EQ(err, -EBUSY);
	note("busy after %d requests", i - 1);
	kmsg = kmsg_open();
	for (i = 0; i < 10; i++) {
		log = (struct proctree_log){ .pid = getpid() };
		ASSERT_EQ(dev_log(fd, &log), -EBUSY);
		ASSERT_EQ(log.lines, 0);
	}
	ASSERT(!kmsg_next(kmsg, line, sizeof(line)));
	log = (struct proctree_log){ .pid = getpid() };
	ASSERT_EQ(log_patiently(fd, &log), 0);
	/* Just this one: the limiter does not talk about itself. */
	expect_line(kmsg, "test[%d]", getpid());
	ASSERT(!next_line(kmsg, line, sizeof(line)));
}

static void log_is_refused(void *unused)
{
	struct proctree_log log = { .pid = getpid() };
	int kmsg = kmsg_open();
	char line[1024];

	(void)unused;
	become(NOBODY, -1);
	ASSERT_EQ(dev_log(dev_open(), &log), -EPERM);
	ASSERT(!kmsg_next(kmsg, line, sizeof(line)));
}

TEST("a user without privileges may not write to the log")
{
	ASSERT_EQ(reap(spawn(0, log_is_refused, NULL)), 0);
}

static void log_with_capability(void *capability)
{
	uint64_t bits = 1ULL << (intptr_t)capability;
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = {
		{ .effective = bits, .permitted = bits },
		{ .effective = bits >> 32, .permitted = bits >> 32 },
	};
	struct proctree_log log = { .pid = getpid() };
	bool enough = (intptr_t)capability == CAP_SYSLOG ||
		      (intptr_t)capability == CAP_SYS_ADMIN;

	OK(prctl(PR_SET_KEEPCAPS, 1));
	become(NOBODY, -1);
	OK(syscall(SYS_capset, &header, data));
	ASSERT_EQ(log_patiently(dev_open(), &log), enough ? 0 : -EPERM);
}

TEST("CAP_SYSLOG or CAP_SYS_ADMIN is enough for the log, no other is")
{
	intptr_t capability;

	for (capability = 0; capability <= CAP_LAST_CAP; capability++)
		if (reap(spawn(0, log_with_capability, (void *)capability)))
			FAIL("capability %d", (int)capability);
}

static void log_as_ns_root(void *unused)
{
	struct proctree_log log = { .pid = getpid() };

	(void)unused;
	ASSERT_EQ(dev_log(dev_open(), &log), -EPERM);
}

TEST("root of a user namespace may not write to the machine's log")
{
	ASSERT_EQ(reap(spawn(CLONE_NEWUSER, log_as_ns_root, NULL)), 0);
}

static void open_as_nobody(void *fd)
{
	become(NOBODY, -1);
	*(int *)fd = dev_open();
}

static void log_through(void *fd)
{
	struct proctree_log log = { .pid = getpid() };

	become(NOBODY, -1);
	ASSERT_EQ(log_patiently(*(int *)fd, &log), 0);
}

TEST("it is the opener who needs the privilege for the log, not the caller")
{
	struct proctree_log log = { .pid = getpid() };
	int *fd = shared_alloc(sizeof(*fd));

	ASSERT_EQ(reap(spawn(CLONE_FILES, open_as_nobody, fd)), 0);
	ASSERT_EQ(dev_log(*fd, &log), -EPERM);
	*fd = dev_open();
	ASSERT_EQ(reap(spawn(0, log_through, fd)), 0);
}

TEST("the log of init has the whole tree of user processes")
{
	struct proctree_log log = { .pid = 1 };
	struct proctree_snapshot snap = { .root_pid = 1 };
	int fd = dev_open(), kmsg = kmsg_open();
	char line[1024];

	ASSERT_EQ(log_patiently(fd, &log), 0);
	ASSERT_EQ(dev_snapshot(fd, &snap), 0);
	ASSERT_EQ(log.total, snap.needed);
	ASSERT_EQ(log.lines, log.total);
	ASSERT(next_line(kmsg, line, sizeof(line)));
	ASSERT(strstr(line, "[1]"));
	ASSERT_NE(line[0], ' ');
}
