// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a child is said to have of its parent. Data only; the experiment itself
 * is in inherit.c.
 */
#include <signal.h>

#include "trial.h"

const struct claim inherit_claims[] = {
	{
		.id = "fork-exact-copy",
		.sentence = "The child is an exact copy of its parent.",
		.why = "Mask, handlers, nice value and umask are the same. "
		       "Pending signals, alarm, processor time, locked pages, "
		       "PR_SET_PDEATHSIG, subreaper, undo list and other "
		       "threads are not.",
		.source = "fork(2); kernel/fork.c copy_process()",
		.checks = {
			SAME("forked", "blocked", "child", "parent"),
			SAME("forked", "caught", "child", "parent"),
			SAME("forked", "nice", "child", "parent"),
			{ SEEN("forked", "child", "says.umask"), CHECK_EQ,
			  SEEN("before", "parent", "says.umask") },
			SAME("forked", "pid", "child", "parent"),
			SAME("forked", "shared_pending", "child", "parent"),
			{ SEEN("forked", "child", "says.alarm"), CHECK_EQ,
			  SEEN("before", "parent", "says.alarm") },
			{ SEEN("before", "parent", "says.cpu_ms"), CHECK_LT,
			  SEEN("forked", "child", "says.cpu_ms") },
			SAME("forked", "locked", "child", "parent"),
			SAME("forked", "pdeath_signal", "child", "parent"),
			HAS("forked", "child", "flags", PROCTREE_ROW_SUBREAPER),
			SAME("forked", "sysvsem", "child", "parent"),
			SAME("forked", "nr_threads", "child", "parent"),
			IS("forked", "child", "says.wiped", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "fork-differs-only-pid",
		.sentence = "Number and parent are all in which the child "
			    "differs.",
		.why = "Handlers, mask and the position in an open file are "
		       "the parent's; a pending signal, an alarm, a record "
		       "lock and MADV_WIPEONFORK pages are not inherited.",
		.source = "fork(2)",
		.checks = {
			OTHER("forked", "pid", "child", "parent"),
			OTHER("forked", "ppid", "child", "parent"),
			{ SEEN("forked", "child", "says.offset"), CHECK_EQ,
			  SEEN("before", "parent", "says.offset") },
			SAME("forked", "cap_effective", "child", "parent"),
			SAME("forked", "pgid", "child", "parent"),
			SAME("forked", "shared_pending", "child", "parent"),
			IS("forked", "child", "says.alarm", 1),
			IS("forked", "child", "says.lock_of", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "copy-superpriv",
		.sentence = "fork() takes the superuser's privileges away from "
			    "the child.",
		.why = "PF_SUPERPRIV only notes that privilege was used; the "
		       "child has not used any yet, but has the same "
		       "capabilities.",
		.source = "kernel/fork.c copy_process(); acct(5) ASU",
		.checks = {
			OTHER("forked", "cap_effective", "child", "parent"),
			OTHER("forked", "euid", "child", "parent"),
			LACKS("forked", "parent", "pf", PF_SUPERPRIV),
			HAS("forked", "child", "pf", PF_SUPERPRIV),
		},
		.expect = ALWAYS(WRONG),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "clone-fork-no-sharing",
		.sentence = "After fork() parent and child share nothing.",
		.why = "Tables and memory are copies. What they lead to is "
		       "common: positions in open files, shared pages, "
		       "namespaces.",
		.source = "fork(2), open(2)",
		.checks = {
			OTHER("forked", "mm", "child", "parent"),
			OTHER("forked", "files", "child", "parent"),
			OTHER("forked", "fs", "child", "parent"),
			OTHER("forked", "sighand", "child", "parent"),
			IS("written", "parent", "says.private", 0),
			IS("written", "parent", "says.shared", 0),
			IS("written", "parent", "says.offset", 3),
			OTHER("forked", "nsproxy", "child", "parent"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "signal-handler-inherit",
		.sentence = "The child has its parent's signal handlers, until "
			    "it execs.",
		.why = "A handler is an address, which means nothing in "
		       "another program. Ignored signals stay ignored.",
		.source = "signal(7), execve(2)",
		.checks = {
			HAS("before", "parent", "caught", SIGSET(SIGUSR1)),
			HAS("forked", "child", "caught", SIGSET(SIGUSR1)),
			LACKS("exec", "child", "caught", SIGSET(SIGUSR1)),
			HAS("exec", "child", "ignored", SIGSET(SIGUSR2)),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "fd-vs-description",
		.sentence = "A descriptor is a number in a table; the position "
			    "in the file is not in that table.",
		.why = "Two tables, one open file description: the child moved, "
		       "and the parent was there too.",
		.source = "open(2)",
		.checks = {
			OTHER("forked", "files", "child", "parent"),
			{ SEEN("written", "parent", "says.offset"), CHECK_EQ,
			  SEEN("written", "child", "says.offset") },
			{ SEEN("written", "parent", "says.offset"), CHECK_NE,
			  SEEN("before", "parent", "says.offset") },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-inherit-pending",
		.sentence = "A signal that waits for the parent waits for the "
			    "child as well.",
		.checks = {
			HAS("forked", "child", "shared_pending",
			    SIGSET(SIGTERM)),
		},
		.lie = true,
	}, {
		.id = "control-inherit-threads",
		.sentence = "All threads of the parent are in the child too.",
		.checks = {
			IS("forked", "child", "nr_threads", 2),
		},
		.lie = true,
	},
	{ 0 },
};
