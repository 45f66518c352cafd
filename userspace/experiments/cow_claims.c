// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about copy on write. Data only; the experiment itself is in
 * cow.c and cow_costs.c. Faults are getrusage()'s; whether a page was copied
 * tells the frame that it is in, and whether one process has it for itself a bit
 * of it, /proc/PID/pagemap. That reading takes no fault is not asked for: where
 * the processor does not mark pages as accessed itself (some of arm64), a fault
 * does that.
 */
#include <sched.h>

#include "trial.h"

const struct claim cow_claims[] = {
	{
		.id = "cow-share-until-write",
		.sentence = "Parent and child share a page until one of them "
			    "writes to it.",
		.why = "Having read all the child had none for itself. Each "
		       "first write took a fault and gave it a page, each "
		       "second write none.",
		.source = "fork(2); mm/memory.c do_wp_page(); "
			  "proc_pid_pagemap(5)",
		.checks = {
			IS("read", "child", "says.own", 0),
			{ SEEN("wrote", "child", "says.faults"), CHECK_EQ,
			  SEEN("wrote", "child", "says.touched") },
			{ SEEN("wrote", "child", "says.own"), CHECK_EQ,
			  SEEN("wrote", "child", "says.touched") },
			IS("again", "child", "says.faults", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "cow-writer-gets-copy",
		.sentence = "Who writes to a page of both gets a copy of it.",
		.why = "The first one does. Who is left alone with a page takes "
		       "the fault as well, but keeps the page.",
		.source = "mm/memory.c do_wp_page(), wp_page_reuse()",
		.checks = {
			{ SEEN("wrote", "child", "says.copied"), CHECK_EQ,
			  SEEN("wrote", "child", "says.touched") },
			{ SEEN("alone", "parent", "says.faults"), CHECK_EQ,
			  SEEN("alone", "parent", "says.touched") },
			{ SEEN("alone", "parent", "says.copied"), CHECK_EQ,
			  SEEN("alone", "parent", "says.touched") },
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "cow-avoid-parent-first",
		.sentence = "A parent that writes first copies pages, even if "
			    "its child never needs them.",
		.why = "One fault a page while the child still had them; that "
		       "was the reason to let the child run first.",
		.source = "mm/memory.c do_wp_page()",
		.checks = {
			{ SEEN("before", "parent", "says.faults"), CHECK_EQ,
			  SEEN("before", "parent", "says.touched") },
			{ SEEN("before", "parent", "says.copied"), CHECK_EQ,
			  SEEN("before", "parent", "says.touched") },
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "cow-implies-child-first",
		.sentence = "Copy on write is the fork() after which the child "
			    "runs first.",
		.why = "The one is about memory, the other about scheduling: "
		       "whoever writes first takes as many faults.",
		.source = "mm/memory.c, kernel/sched/fair.c",
		.checks = {
			{ SEEN("before", "parent", "says.faults"), CHECK_NE,
			  SEEN("wrote", "child", "says.faults") },
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "cow-private-only",
		.sentence = "What one of them writes after fork(), the other "
			    "does not see.",
		.why = "Not in private mappings. In shared ones (MAP_SHARED) "
		       "it does.",
		.source = "mmap(2), fork(2)",
		.checks = {
			IS("after", "parent", "says.private_seen", 0),
			IS("after", "parent", "says.shared_seen", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "address-space-own",
		.sentence = "Each process has an address space of its own.",
		.why = "At one address parent and child had different bytes. "
		       "After vfork() and clone(CLONE_VM) two processes have "
		       "one.",
		.source = "clone(2)",
		.checks = {
			OTHER("forked", "mm", "child", "parent"),
			IS("after", "parent", "says.private_seen", 0),
			OTHER("vforked", "mm", "relative", "clerk"),
			OTHER("cloned", "mm", "relative", "clerk"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "cow-exec-no-copy",
		.sentence = "For a child that execs at once nothing is copied.",
		.why = "Nearly nothing: its page tables were, and the few pages "
		       "that it wrote to (stack, data of libc).",
		.source = "fork(2); mm/memory.c copy_page_range()",
		.checks = {
			{ SEEN("forked", "child", "min_flt"), CHECK_LT,
			  SEEN("forked", "child", "says.pages") },
			IS("forked", "child", "min_flt", 0),
			IS("forked", "child", "page_tables", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "fork-overhead-page-tables",
		.sentence = "All that fork() copies are page tables and the "
			    "descriptor.",
		.why = "Page tables, which grow with the memory, are most of "
		       "it. Tables of files and handlers are copies as well.",
		.source = "fork(2); kernel/fork.c copy_process()",
		.checks = {
			ABOVE("forked", "child", "page_tables", 0),
			OTHER("forked", "task", "child", "parent"),
			{ SEEN("small", "clerk", "page_tables"), CHECK_LT,
			  SEEN("large", "clerk", "page_tables") },
			SAME("forked", "files", "child", "parent"),
			SAME("forked", "sighand", "child", "parent"),
			SAME("forked", "fs", "child", "parent"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "cow-vs-vfork-methods",
		.sentence = "A child is made in one of two ways: copy on write, "
			    "or the parent stands still.",
		.why = "fork() and vfork() do that, but clone(CLONE_VM) does "
		       "neither: memory and waiting are two flags.",
		.source = "clone(2); kernel/fork.c",
		.checks = {
			OTHER("forked", "mm", "child", "parent"),
			IS("vforked", "clerk", "state", 'D'),
			IS("cloned", "clerk", "state", 'D'),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "vfork-faster",
		.sentence = "vfork() is faster than fork().",
		.why = "It copies no page tables, so the size of the memory does "
		       "not matter.",
		.source = "vfork(2)",
		.checks = {
			LESS("large", "clerk", "says.vfork_ns",
			     "says.fork_ns"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "vfork-obsolete",
		.sentence = "Since fork() copies on write, vfork() is not needed "
			    "any more.",
		.why = "Pages are not copied, but page tables are: with much "
		       "memory fork() takes several times as long.",
		.source = "vfork(2), posix_spawn(3)",
		.checks = {
			IS("read", "child", "says.own", 0),
			{ SEEN("forked", "child", "min_flt"), CHECK_LT,
			  SEEN("forked", "child", "says.pages") },
			LESS("large", "clerk", "says.fork_ns",
			     "says.vfork_ns"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "clone-fastest",
		.sentence = "clone() is faster than fork().",
		.why = "With CLONE_VM there is less to copy. Without it there "
		       "is no difference: the C library's fork() is a clone().",
		.source = "clone(2); kernel/fork.c kernel_clone()",
		.checks = {
			LESS("large", "clerk", "says.clone_vm_ns",
			     "says.fork_ns"),
			{ EVENT("filled", "forked", FORK, "parent",
				"clone_flags"), CHECK_LACKS, { 0 },
			  CLONE_CHILD_SETTID },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "control-cow-reading-copies",
		.sentence = "Reading a page copies it.",
		.checks = {
			IS_NOT("read", "child", "says.own", 0),
		},
		.lie = true,
	}, {
		.id = "control-cow-vfork-copies",
		.sentence = "vfork() gives the child a copy of the memory.",
		.checks = {
			OTHER("vforked", "mm", "relative", "clerk"),
		},
		.lie = true,
	},
	{ 0 },
};
