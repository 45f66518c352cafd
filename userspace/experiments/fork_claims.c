// SPDX-License-Identifier: GPL-2.0-only
/*
 * What fork, exec, exit and wait are said to do. Data only; the experiment itself is
 * in fork.c.
 */
#include <errno.h>
#include <sched.h>
#include <sys/syscall.h>

#include "trial.h"

const struct claim fork_claims[] = {
	{
		.id = "fork-return-values",
		.sentence = "fork() gives the parent the child's number, and "
			    "the child 0.",
		.why = "One call returns twice, in two processes.",
		.source = "fork(2)",
		.checks = {
			{ SEEN("forked", "parent", "says.fork"), CHECK_EQ,
			  SEEN("forked", "child", "pid") },
			IS("forked", "child", "says.fork", 0),
			{ ABOUT("before", "forked", FORK, "parent", "child_pid",
				"child"), CHECK_EQ, { 0 }, 1 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "fork-resumes-after-call",
		.sentence = "Both go on behind the call of fork().",
		.why = "In the same frame of the same function; the line before "
		       "was run once, not twice.",
		.source = "fork(2); kernel/fork.c copy_thread()",
		.checks = {
			SAME("forked", "says.frame", "child", "parent"),
			IS("forked", "child", "says.forks", 1),
			IS("forked", "parent", "says.forks", 1),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "fork-is-clone",
		.sentence = "fork() is nothing but a call of clone().",
		.why = "The C library's fork() is, with two flags for its own "
		       "sake. But x86 has a system call fork, too (newer "
		       "architectures, as arm64, do not); all lead to "
		       "kernel_clone().",
		.source = "fork(2) C library/kernel differences; "
			  "include/uapi/asm-generic/unistd.h",
		.checks = {
			{ EVENT("before", "forked", FORK, "parent",
				"clone_flags"), CHECK_HAS, { 0 },
			  CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID },
			IS("waited", "parent", "says.fork_call", -ENOSYS),
		},
#ifdef SYS_fork
		.expect = ALWAYS(PARTLY),
#else
		.expect = ALWAYS(HOLDS),
#endif
		.only = { "via", "libc" },
	}, {
		.id = "fork-parallel",
		.sentence = "After fork() both run at the same time.",
		.why = "If there are two processors. On one, the child was "
		       "never on it when the parent looked.",
		.source = "sched(7)",
		.checks = {
			IS("apart", "pair", "says.together", 1),
			IS("pinned", "pair", "says.together", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "copy-process-all-but-start",
		.sentence = "A new task is complete before it is started.",
		.why = "Held up in between, it was on the list with number and "
		       "parent, in state TASK_NEW (0x800), and had not run. The "
		       "event of its start comes after that of its birth.",
		.source = "kernel/fork.c copy_process(), kernel_clone()",
		.checks = {
			IS("newborn", "newborn", "state_raw", TASK_NEW),
			IS("newborn", "newborn", "runtime_ns", 0),
			{ SEEN("newborn", "newborn", "ppid"), CHECK_EQ,
			  SEEN("newborn", "creator", "pid") },
			{ ABOUT("waited", "newborn", FORK, "creator",
				"child_pid", "newborn"), CHECK_EQ, { 0 }, 1 },
			NEVER("waited", "newborn", NEW, "newborn"),
			HAPPENS("newborn", "started", NEW, "newborn"),
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "copy-initial-state",
		.sentence = "A new task is in uninterruptible sleep until it is "
			    "started.",
		.why = "It has a state of its own, TASK_NEW.",
		.source = "kernel/sched/core.c sched_fork(); Linux 4.8",
		.checks = {
			HAS("newborn", "newborn", "state_raw",
			    TASK_UNINTERRUPTIBLE),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "4.7",
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "dup-task-struct",
		.sentence = "The child gets copies of descriptor, kernel stack "
			    "and thread_info.",
		.why = "The descriptor is a copy. The stack is a new one, and "
		       "thread_info is a part of the descriptor.",
		.source = "kernel/fork.c dup_task_struct(); Linux 4.9",
		.checks = {
			OTHER("forked", "task", "child", "parent"),
			OTHER("forked", "stack", "child", "parent"),
			SAME("forked", "nice", "child", "parent"),
			SAME("forked", "policy", "child", "parent"),
			IS("forked", "child", "says.info_apart", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "copy-alloc-pid",
		.sentence = "The child gets a number of its own.",
		.why = "alloc_pid() comes last, when everything else has been "
		       "copied.",
		.source = "kernel/fork.c copy_process(), kernel/pid.c",
		.checks = {
			OTHER("forked", "pid", "child", "parent"),
			{ SEEN("forked", "child", "tgid"), CHECK_EQ,
			  SEEN("forked", "child", "pid") },
			{ SEEN("forked", "child", "ppid"), CHECK_EQ,
			  SEEN("forked", "parent", "tgid") },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "copy-forknoexec",
		.sentence = "The kernel marks a process that has not called "
			    "exec() since its fork().",
		.why = "PF_FORKNOEXEC: proctl, which a shell has exec'd, does "
		       "not have it; the child has it until it execs or ends.",
		.source = "include/linux/sched.h; kernel/fork.c",
		.checks = {
			HAS("forked", "child", "pf", PF_FORKNOEXEC),
			LACKS("forked", "proctl", "pf", PF_FORKNOEXEC),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-clears-forknoexec",
		.sentence = "exec() removes the mark PF_FORKNOEXEC.",
		.why = "The mark goes at the point of no return.",
		.source = "fs/exec.c begin_new_exec()",
		.checks = {
			HAS("forked", "child", "pf", PF_FORKNOEXEC),
			LACKS("exec", "child", "pf", PF_FORKNOEXEC),
		},
		.expect = ALWAYS(HOLDS),
		.only = { "end", "exec" },
	}, {
		.id = "exec-keeps-pid",
		.sentence = "exec() changes the program, not the process.",
		.why = "Number, parent and start time stay; the address space "
		       "is a new one.",
		.source = "execve(2)",
		.checks = {
			{ SEEN("exec", "child", "pid"), CHECK_EQ,
			  SEEN("forked", "child", "pid") },
			{ SEEN("exec", "child", "ppid"), CHECK_EQ,
			  SEEN("forked", "child", "ppid") },
			{ SEEN("exec", "child", "start_ns"), CHECK_EQ,
			  SEEN("forked", "child", "start_ns") },
			{ SEEN("exec", "child", "mm"), CHECK_NE,
			  SEEN("forked", "child", "mm") },
		},
		.expect = ALWAYS(HOLDS),
		.only = { "end", "exec" },
	}, {
		.id = "fork-child-need-not-exec",
		.sentence = "A child may end without ever calling exec().",
		.why = "The zombie still carries PF_FORKNOEXEC.",
		.source = "fork(2)",
		.checks = {
			HAS("zombie", "child", "pf", PF_FORKNOEXEC),
			IS("zombie", "child", "state", 'Z'),
		},
		.expect = ALWAYS(HOLDS),
		.only = { "end", "exit" },
	}, {
		.id = "zombie-no-memory",
		.sentence = "A zombie has no memory any more.",
		.why = "Address space, open files and file-system context went "
		       "at exit; number, parent and status remain.",
		.source = "kernel/exit.c do_exit()",
		.checks = {
			IS("zombie", "child", "mm", 0),
			IS("zombie", "child", "files", 0),
			IS("zombie", "child", "fs", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "zombie-remaining-stack",
		.sentence = "A zombie keeps its kernel stack.",
		.why = "The stack goes with the last context switch; what "
		       "remains is descriptor, number and exit status.",
		.source = "kernel/fork.c put_task_stack(); Linux 4.9",
		.checks = {
			IS_NOT("zombie", "child", "stack", 0),
		},
		.expect = ALWAYS(OUTDATED),
		.until = "4.8",
	}, {
		.id = "exit-pf-exiting",
		.sentence = "The kernel marks a task that is ending.",
		.why = "PF_EXITING, set early in do_exit(); the parent's row "
		       "does not have it.",
		.source = "kernel/signal.c exit_signals()",
		.checks = {
			HAS("zombie", "child", "pf", PF_EXITING),
			LACKS("zombie", "parent", "pf", PF_EXITING),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-code",
		.sentence = "The kernel keeps the exit status until the parent "
			    "asks.",
		.why = "What wait() returned is what stood in the zombie's "
		       "row.",
		.source = "wait(2); kernel/exit.c",
		.checks = {
			{ SEEN("waited", "parent", "says.status"), CHECK_EQ,
			  SEEN("zombie", "child", "exit_code") },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "zombie-by-wait",
		.sentence = "wait() removes the zombie.",
		.why = "Afterwards the kernel has no task of that number and "
		       "start time (ESRCH).",
		.source = "wait(2); kernel/exit.c release_task()",
		.checks = {
			IS("zombie", "child", "error", 0),
			IS("waited", "child", "error", ESRCH),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "wait-example",
		.sentence = "A parent that waits learns which child ended.",
		.why = "wait() returned the number that fork() had returned.",
		.source = "wait(2)",
		.checks = {
			{ SEEN("waited", "parent", "says.wait"), CHECK_EQ,
			  SEEN("forked", "parent", "says.fork") },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-fork-parent-not-told",
		.sentence = "A parent that does not wait is not told that its "
			    "child has ended.",
		.checks = {
			NEVER("forked", "zombie", SIGNAL, "parent"),
		},
		.lie = true,
	}, {
		.id = "control-fork-shares-memory",
		.sentence = "After fork() both run in one address space.",
		.checks = {
			SAME("forked", "mm", "child", "parent"),
		},
		.lie = true,
	}, {
		.id = "control-zombie-vanishes",
		.sentence = "A process that ends is gone at once.",
		.checks = {
			IS("zombie", "child", "error", ESRCH),
		},
		.lie = true,
	},
	{ 0 },
};
