// SPDX-License-Identifier: GPL-2.0-only
/*
 * What books say about the kernel. Data only; the experiment itself is in
 * kernel_facts.c.
 */
#include <errno.h>

#include "trial.h"

const struct claim kernel_facts_claims[] = {
	{
		.id = "do-fork-core",
		.sentence = "fork, vfork, clone and kernel threads all come to "
			    "do_fork().",
		.why = "Its name is kernel_clone() now; no function has the old "
		       "one. By the kernel's own list of names.",
		.source = "kernel/fork.c; Linux 4.2, 5.10",
		.checks = {
			IS("names", "kernel", "says.do_fork", 1),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "4.1",
	}, {
		.id = "creation-paths-converge",
		.sentence = "All ways to make a task lead through do_fork() to "
			    "copy_process().",
		.why = "To copy_process(), yes; through kernel_clone(), or past "
		       "it for idle and io threads. By the list of names.",
		.source = "kernel/fork.c",
		.checks = {
			IS("names", "kernel", "says.copy_process", 1),
			IS("names", "kernel", "says.kernel_clone", 1),
			IS("names", "kernel", "says.do_fork", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "kthread-via-kernel-thread",
		.sentence = "A kernel thread is made by kernel_thread(), which "
			    "calls do_fork().",
		.why = "kthreadd calls it, which calls kernel_clone(); modules "
		       "use kthread_create(). By the list of names.",
		.source = "kernel/kthread.c, kernel/fork.c",
		.checks = {
			IS("names", "kernel", "says.kernel_thread", 1),
			IS("names", "kernel", "says.do_fork", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "copy-step-order",
		.sentence = "fork() first gives the new task its number, then "
			    "copies the resources.",
		.why = "The number comes last: with a number in use and bad "
		       "namespace flags, the error is that of the namespaces.",
		.source = "kernel/fork.c copy_process()",
		.checks = {
			IS("errors", "caller", "says.used_number", -EEXIST),
			IS("errors", "caller", "says.used_and_bad", -EEXIST),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "exec-step-order",
		.sentence = "exec() builds the stack of the new program before "
			    "it loads the program.",
		.why = "A stack for arguments, at first in memory of its own: "
		       "after the failure the old memory was untouched. By the "
		       "errors that exec gave.",
		.source = "fs/exec.c do_execveat_common(), begin_new_exec()",
		.checks = {
			IS("errors", "caller", "says.too_long", -E2BIG),
			IS("errors", "caller", "says.garbage", -ENOEXEC),
			{ SEEN("errors", "caller", "mm"), CHECK_NE,
			  SEEN("idle", "caller", "mm") },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "task-struct-size",
		.sentence = "A task_struct takes about 1.7 KB.",
		.why = "Three to four times that, on 64 bits; the size is that "
		       "of the allocator's objects.",
		.source = "include/linux/sched.h; /proc/slabinfo",
		.checks = {
			BELOW("constants", "kernel", "says.task_struct", 2048),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "2.6",
	}, {
		.id = "task-struct-slab",
		.sentence = "task_structs come from a cache of the slab "
			    "allocator.",
		.why = "It has at least as many objects as there are tasks, of "
		       "the size that the module tells.",
		.source = "kernel/fork.c fork_init(); slabinfo(5)",
		.checks = {
			{ SEEN("slab", "kernel", "says.objects"), CHECK_GE,
			  SEEN("slab", "kernel", "says.tasks") },
			{ SEEN("slab", "kernel", "says.object_size"), CHECK_EQ,
			  SEEN("constants", "kernel", "says.task_struct") },
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "thread-info-on-stack",
		.sentence = "thread_info lies at the end of the kernel stack.",
		.why = "It lies in the task_struct, where a stack that "
		       "overflows can't reach it.",
		.source = "CONFIG_THREAD_INFO_IN_TASK; Linux 4.9",
		.checks = {
			IS("constants", "kernel", "says.info_in_task", 0),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "4.8",
	}, {
		.id = "kernel-stack-8k",
		.sentence = "A kernel stack has 8 KB.",
		.why = "16 KiB: the kernel says so, and that is what each "
		       "sleeping process added to /proc/meminfo.",
		.source = "THREAD_SIZE; Linux 3.15",
		.checks = {
			IS("constants", "kernel", "says.thread_size", 8192),
			BELOW("asleep", "kernel", "says.per_task", 12288),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "3.14",
	}, {
		.id = "current-by-mask",
		.sentence = "The kernel finds the current task by masking the "
			    "stack pointer.",
		.why = "That led to a thread_info at the end of a stack of 8 "
		       "KB. There is none; x86 keeps it in a variable of each "
		       "processor.",
		.source = "arch/x86/include/asm/current.h",
		.checks = {
			IS("constants", "kernel", "says.info_in_task", 0),
			IS("constants", "kernel", "says.thread_size", 8192),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "4.8",
	}, {
		.id = "pid-max-default",
		.sentence = "Process numbers go up to pid_max, at most to about 4 "
			    "million.",
		.why = "Up to one below pid_max. It is 32768, or 1024 for each "
		       "processor if that is more, unless it was raised.",
		.source = "proc_sys_kernel(5); kernel/pid.c pid_idr_init()",
		.checks = {
			BELOW("constants", "kernel", "says.pid_max", 4194305),
			IS_NOT("errors", "caller", "says.pid_max", -EINVAL),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "control-facts-no-stack",
		.sentence = "A sleeping process has no kernel stack.",
		.checks = {
			BELOW("asleep", "kernel", "says.per_task", 4096),
		},
		.lie = true,
	}, {
		.id = "control-facts-small-task",
		.sentence = "A task_struct fits into a kilobyte.",
		.checks = {
			BELOW("constants", "kernel", "says.task_struct", 1025),
		},
		.lie = true,
	},
	{ 0 },
};
