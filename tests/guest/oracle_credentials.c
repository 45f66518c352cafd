// SPDX-License-Identifier: GPL-2.0-only
/* CREDENTIALS against status, for all threads; securebits against prctl. */
#include <linux/securebits.h>
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "odd.h"
#include "oracle.h"
#include "spawn.h"
#include "world.h"

static struct range ask_groups(const struct facts *f, const struct oracle *o)
{
	int n = facts_words(f, o->key);

	return n < 0 ? absent() : exactly(n);
}

TEST("credentials are those of status, for every thread")
{
	oracle_ask_all(&oracle_credentials);
}

static void look_as_mapped(void *mapped)
{
	AWAIT(__atomic_load_n((int *)mapped, __ATOMIC_SEQ_CST));
	become(100, -1);
	oracle_ask(&oracle_credentials);
}

/* Of the odd ones' ids some have a number there, some have not. */
TEST("in another user namespace, ids are those that status tells there")
{
	int *mapped = shared_alloc(sizeof(*mapped));
	char path[64];
	pid_t pid;

	odd_open();
	pid = spawn(CLONE_NEWUSER, look_as_mapped, mapped);
	snprintf(path, sizeof(path), "/proc/%d/uid_map", pid);
	file_write(path, "100 0 25");
	snprintf(path, sizeof(path), "/proc/%d/gid_map", pid);
	file_write(path, "100 0 13");
	*mapped = 1;
	ASSERT_EQ(reap(pid), 0);
}

static uint64_t securebits_of(int fd, pid_t pid)
{
	struct proctree_credentials c;

	block_take(fd, pid, PROCTREE_BLOCK_CREDENTIALS, &c);
	ASSERT(c.valid & VALID(proctree_credentials, securebits));
	return c.securebits;
}

static void set_securebits(void *child)
{
	OK(prctl(PR_SET_SECUREBITS, SECBIT_KEEP_CAPS | SECBIT_NOROOT |
				    SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED));
	*(pid_t *)child = spawn(0, pause_forever, NULL);
	pause_forever(NULL);
}

/* /proc does not tell them, prctl(2) only one's own. */
TEST("securebits are those that prctl set, and inherited by fork")
{
	pid_t *child = shared_alloc(sizeof(*child));
	int fd = dev_open();
	pid_t pid;

	ASSERT_EQ(securebits_of(fd, getpid()), OK(prctl(PR_GET_SECUREBITS)));
	pid = spawn(0, set_securebits, child);
	AWAIT(__atomic_load_n(child, __ATOMIC_SEQ_CST));
	ASSERT_EQ(securebits_of(fd, pid),
		  SECBIT_KEEP_CAPS | SECBIT_NOROOT |
			  SECBIT_NO_CAP_AMBIENT_RAISE_LOCKED);
	ASSERT_EQ(securebits_of(fd, *child), securebits_of(fd, pid));
	/* A new user namespace begins with none. */
	pid = spawn(CLONE_NEWUSER, pause_forever, NULL);
	ASSERT_EQ(securebits_of(fd, pid), 0);
}

static const struct oracle oracles[] = {
	{ "ruid", .ask = ask_status, .key = "Uid" },
	{ "euid", .ask = ask_status, .key = "Uid", .n = 1 },
	{ "suid", .ask = ask_status, .key = "Uid", .n = 2 },
	{ "fsuid", .ask = ask_status, .key = "Uid", .n = 3 },
	{ "rgid", .ask = ask_status, .key = "Gid" },
	{ "egid", .ask = ask_status, .key = "Gid", .n = 1 },
	{ "sgid", .ask = ask_status, .key = "Gid", .n = 2 },
	{ "fsgid", .ask = ask_status, .key = "Gid", .n = 3 },
	{ "ngroups", .ask = ask_groups, .key = "Groups" },
	{ "cap_inheritable", .ask = ask_status_hex, .key = "CapInh" },
	{ "cap_permitted", .ask = ask_status_hex, .key = "CapPrm" },
	{ "cap_effective", .ask = ask_status_hex, .key = "CapEff" },
	{ "cap_bounding", .ask = ask_status_hex, .key = "CapBnd" },
	{ "cap_ambient", .ask = ask_status_hex, .key = "CapAmb" },
	{ "securebits",
	  .test = "securebits are those that prctl set, and inherited by fork" },
	{ "no_new_privs", .ask = ask_status, .key = "NoNewPrivs" },
	{ "seccomp", .ask = ask_status, .key = "Seccomp" },
};

ORACLE_TABLE(credentials, CREDENTIALS);
