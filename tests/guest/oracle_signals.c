// SPDX-License-Identifier: GPL-2.0-only
/* SIGNALS against status, for all threads; SA_* of SIGCHLD against sigaction. */
#include <signal.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "oracle.h"
#include "spawn.h"

static struct range ask_child_ignored(const struct facts *f,
				      const struct oracle *o)
{
	struct range r = ask_status_hex(f, o);

	return r.knowledge == KNOWN ? exactly(r.low >> (SIGCHLD - 1) & 1) : r;
}

TEST("signals are those of status, for every thread")
{
	oracle_ask_all(&oracle_signals);
}

static void set_child_flags(void *flags)
{
	struct sigaction action = {
		.sa_handler = SIG_DFL,
		.sa_flags = *(int *)flags,
	};

	OK(sigaction(SIGCHLD, &action, NULL));
	*(int *)flags = -1;
	pause_forever(NULL);
}

static void flags_are_told(int flags)
{
	int *shared = shared_alloc(sizeof(*shared));
	struct proctree_signals s;
	pid_t pid;

	*shared = flags;
	pid = spawn(0, set_child_flags, shared);
	AWAIT(__atomic_load_n(shared, __ATOMIC_SEQ_CST) == -1);
	block_take(dev_open(), pid, PROCTREE_BLOCK_SIGNALS, &s);
	ASSERT(s.valid & VALID(proctree_signals, sigchld_nowait));
	ASSERT(s.valid & VALID(proctree_signals, sigchld_nostop));
	ASSERT_EQ(s.sigchld_nowait, !!(flags & SA_NOCLDWAIT));
	ASSERT_EQ(s.sigchld_nostop, !!(flags & SA_NOCLDSTOP));
	ASSERT_EQ(s.sigchld_ignored, 0);
}

/* /proc does not tell the flags of an action, sigaction(2) only one's own. */
TEST("SA_NOCLDWAIT and SA_NOCLDSTOP are told as sigaction set them")
{
	flags_are_told(0);
	flags_are_told(SA_NOCLDWAIT);
	flags_are_told(SA_NOCLDSTOP);
	flags_are_told(SA_NOCLDWAIT | SA_NOCLDSTOP | SA_RESTART);
}

#define CHILD_FLAGS \
	"SA_NOCLDWAIT and SA_NOCLDSTOP are told as sigaction set them"

static const struct oracle oracles[] = {
	{ "pending", .ask = ask_status_hex, .key = "SigPnd" },
	{ "shared_pending", .ask = ask_status_hex, .key = "ShdPnd" },
	{ "blocked", .ask = ask_status_hex, .key = "SigBlk" },
	{ "ignored", .ask = ask_status_hex, .key = "SigIgn" },
	{ "caught", .ask = ask_status_hex, .key = "SigCgt" },
	{ "sigchld_ignored", .ask = ask_child_ignored, .key = "SigIgn" },
	{ "sigchld_nowait", .test = CHILD_FLAGS },
	{ "sigchld_nostop", .test = CHILD_FLAGS },
};

ORACLE_TABLE(signals, SIGNALS);
