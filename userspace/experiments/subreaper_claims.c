// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about reapers. Data only; the experiment itself is in
 * subreaper.c.
 */
#include <errno.h>

#include "trial.h"

const struct claim subreaper_claims[] = {
	{
		.id = "orphan-new-reaper",
		.sentence = "If the parent has no other thread, init adopts the "
			    "orphan.",
		.why = "Only if there is no subreaper above: the nearest one "
		       "has it, and when that one ends the next one. The row "
		       "of a parent tells who it will be.",
		.source = "kernel/exit.c find_new_reaper(); "
			  "PR_SET_CHILD_SUBREAPER(2const)",
		.checks = {
			{ SEEN("middle died", "kid", "ppid"), CHECK_NE,
			  SEEN("family", "inner", "pid"), 0 },
			{ SEEN("middle died", "kid", "ppid"), CHECK_NE,
			  SEEN("family", "middle", "reaper_pid"), 0 },
			{ SEEN("inner died", "kid", "ppid"), CHECK_NE,
			  SEEN("family", "outer", "pid"), 0 },
			{ SEEN("inner died", "kid", "ppid"), CHECK_NE,
			  SEEN("middle died", "inner", "reaper_pid"), 0 },
			{ SEEN("lazy", "kid", "ppid"), CHECK_EQ,
			  SEEN("lazy", "init", "pid"), 0 },
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "subreaper-climbs",
		.sentence = "An orphan goes to the nearest ancestor that is a "
			    "subreaper, again and again.",
		.why = "From the first to the second, and the second one could "
		       "wait for it as for a child of its own. The dead go "
		       "along.",
		.source = "PR_SET_CHILD_SUBREAPER(2const)",
		.checks = {
			{ SEEN("middle died", "kid", "ppid"), CHECK_EQ,
			  SEEN("family", "inner", "pid"), 0 },
			{ SEEN("inner died", "kid", "ppid"), CHECK_EQ,
			  SEEN("family", "outer", "pid"), 0 },
			{ SEEN("inner died", "middle", "ppid"), CHECK_EQ,
			  SEEN("family", "outer", "pid"), 0 },
			{ SEEN("reaped", "outer", "says.wait"), CHECK_EQ,
			  SEEN("family", "kid", "pid"), 0 },
			IS("reaped", "kid", "error", ESRCH),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "orphan-zombie-forever",
		.sentence = "Orphans whose new parent never waits stay zombies.",
		.why = "Two of them, children of an init, and nobody could "
		       "remove them but that init: with its end all of its "
		       "namespace went.",
		.source = "pid_namespaces(7); kernel/pid_namespace.c "
			  "zap_pid_ns_processes()",
		.checks = {
			IS("lazy", "kid", "state", 'Z'),
			IS("lazy", "middle", "state", 'Z'),
			{ SEEN("lazy", "kid", "ppid"), CHECK_EQ,
			  SEEN("lazy", "init", "pid"), 0 },
			IS("init died", "kid", "error", ESRCH),
			IS("init died", "middle", "error", ESRCH),
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "init-always-waits",
		.sentence = "Who adopts orphans always waits for them.",
		.why = "One of the two did. It is a convention of programs that "
		       "are made to be init; the kernel does not see to it.",
		.source = "kernel/exit.c; pid_namespaces(7)",
		.checks = {
			IS("waiting", "outer", "child_wait", 1),
			IS("reaped", "kid", "error", ESRCH),
			IS("lazy", "init", "child_wait", 1),
			IS("lazy", "kid", "error", ESRCH),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "control-subreaper-farthest",
		.sentence = "The farthest subreaper has precedence.",
		.checks = {
			{ SEEN("middle died", "kid", "ppid"), CHECK_EQ,
			  SEEN("family", "outer", "pid"), 0 },
		},
		.lie = true,
	}, {
		.id = "control-subreaper-inherited",
		.sentence = "A child of a subreaper is one itself.",
		.checks = {
			HAS("family", "middle", "flags",
			    PROCTREE_ROW_SUBREAPER),
			{ SEEN("middle died", "kid", "ppid"), CHECK_EQ,
			  SEEN("family", "middle", "pid"), 0 },
		},
		.lie = true,
	},
	{ 0 },
};
