// SPDX-License-Identifier: GPL-2.0-only
/*
 * What exec is said to do. Data only; the experiment itself is in exec.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

#define EXITED(code)	((code) << 8)	/* wait(2) */

/* A field of the child at a step and at an earlier one. */
#define KEPT(before, after, field)					\
	{ SEEN(after, "child", field), CHECK_EQ,			\
	  SEEN(before, "child", field), 0 }
#define LOST(before, after, field)					\
	{ SEEN(after, "child", field), CHECK_NE,			\
	  SEEN(before, "child", field), 0 }

const struct claim exec_claims[] = {
	{
		.id = "exec-keeps-pid",
		.sentence = "exec() does not change the number of the process.",
		.why = "Even if a thread calls it that is not the main one: it "
		       "takes over the main thread's number.",
		.source = "execve(2); fs/exec.c de_thread()",
		.checks = {
			KEPT("prepared", "exec", "pid"),
			KEPT("prepared", "exec", "start_ns"),
			KEPT("threads", "exec of a thread", "pid"),
			KEPT("threads", "exec of a thread", "start_ns"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "pid-retained-reason",
		.sentence = "So its parent can go on to follow it.",
		.why = "Number, parent and start time are the same, and the "
		       "wait() of the parent gave what the new program "
		       "returned.",
		.source = "execve(2), wait(2)",
		.checks = {
			KEPT("prepared", "exec", "pid"),
			KEPT("prepared", "exec", "ppid"),
			KEPT("prepared", "exec", "start_ns"),
			{ SEEN("waited", "parent", "says.wait"), CHECK_EQ,
			  SEEN("forked", "parent", "says.fork"), 0 },
			IS("waited", "parent", "says.status", EXITED(23)),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-keeps-ppid",
		.sentence = "exec() does not change the parent.",
		.why = "The same before and after.",
		.source = "execve(2)",
		.checks = {
			KEPT("prepared", "exec", "ppid"),
			KEPT("prepared", "exec", "real_parent_tid"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-breaks-parent-child",
		.sentence = "A child that calls exec() is no child of its "
			    "parent any more.",
		.why = "Parent and exit signal stay, and the parent waits as "
		       "ever.",
		.source = "execve(2), wait(2)",
		.checks = {
			LOST("prepared", "exec", "ppid"),
			LOST("prepared", "exec", "exit_signal"),
			{ SEEN("waited", "parent", "says.wait"), CHECK_NE,
			  SEEN("forked", "parent", "says.fork"), 0 },
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "exec-replaced-process",
		.sentence = "A new process takes the place of the one that "
			    "called exec().",
		.why = "The very same descriptor, with the same start time; "
		       "only the program in it is another one.",
		.source = "fs/exec.c begin_new_exec()",
		.checks = {
			LOST("prepared", "exec", "task"),
			LOST("prepared", "exec", "signal"),
			LOST("prepared", "exec", "start_ns"),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "exec-returns-only-on-error",
		.sentence = "exec() returns only if it fails.",
		.why = "Three times it did: ENOENT, ETXTBSY, ENOEXEC. The "
		       "fourth one succeeded, and what followed it in the old "
		       "program was never reached.",
		.source = "execve(2)",
		.checks = {
			IS("refused", "child", "says.missing", -ENOENT),
			IS("refused", "child", "says.busy", -ETXTBSY),
			IS("refused", "child", "says.garbage", -ENOEXEC),
			NEVER("prepared", "refused", EXEC, "child"),
			TIMES("refused", "exec", EXEC, "child", 1),
			IS("waited", "parent", "says.status", EXITED(23)),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-validates-first",
		.sentence = "A program that can't be executed leaves the caller "
			    "as it was.",
		.why = "Memory, handlers, the descriptor that exec would have "
		       "closed, the mark: all still there. What fails after "
		       "the point of no return kills the process instead.",
		.source = "fs/exec.c bprm_execve(), begin_new_exec()",
		.checks = {
			KEPT("prepared", "refused", "mm"),
			KEPT("prepared", "refused", "caught"),
			KEPT("prepared", "refused", "self_exec_id"),
			KEPT("prepared", "refused", "says.cloexec"),
			HAS("refused", "child", "pf", PF_FORKNOEXEC),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "copy-forknoexec",
		.sentence = "A process that has forked and not called exec() "
			    "has a mark.",
		.why = "PF_FORKNOEXEC; exec() that fails does not remove it.",
		.source = "kernel/fork.c copy_process()",
		.checks = {
			HAS("prepared", "child", "pf", PF_FORKNOEXEC),
			HAS("refused", "child", "pf", PF_FORKNOEXEC),
			LACKS("exec", "child", "pf", PF_FORKNOEXEC),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-clears-forknoexec",
		.sentence = "exec() removes that mark.",
		.why = "At the point of no return.",
		.source = "fs/exec.c begin_new_exec()",
		.checks = {
			HAS("refused", "child", "pf", PF_FORKNOEXEC),
			LACKS("exec", "child", "pf", PF_FORKNOEXEC),
			LACKS("exec of a thread", "child", "pf",
			      PF_FORKNOEXEC),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-new-mm",
		.sentence = "The new program gets a new address space.",
		.why = "Another mm in the row.",
		.source = "fs/exec.c exec_mmap()",
		.checks = {
			LOST("prepared", "exec", "mm"),
			LOST("threads", "exec of a thread", "mm"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-discards-memory",
		.sentence = "All memory of the old program goes.",
		.why = "With the old address space: the 8 MiB that it had from "
		       "its parent, the page that it had locked.",
		.source = "execve(2); fs/exec.c exec_mmap()",
		.checks = {
			ABOVE("prepared", "child", "rss_anon", (8 << 20) - 1),
			ABOVE("prepared", "child", "locked", 0),
			BELOW("exec", "child", "rss_anon", 8 << 20),
			IS("exec", "child", "locked", 0),
			LOST("prepared", "exec", "mm"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "cow-exec-no-copy",
		.sentence = "A child that calls exec() right after fork() "
			    "copies no memory.",
		.why = "None of the 8 MiB; but each page that it writes to "
		       "until then, its stack first of all, is copied, and the "
		       "page tables were.",
		.source = "fork(2); mm/memory.c copy_page_range()",
		.checks = {
			BELOW("forked", "child", "min_flt", (8 << 20) / 4096),
			IS("forked", "child", "min_flt", 0),
			IS("forked", "child", "page_tables", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "exec-keeps-fds",
		.sentence = "Open files stay open, unless they are marked "
			    "close-on-exec.",
		.why = "The new program could use the one and got EBADF for "
		       "the other.",
		.source = "execve(2), fcntl(2)",
		.checks = {
			IS("prepared", "child", "says.fd", 0),
			IS("prepared", "child", "says.cloexec", 1),
			IS("exec", "child", "says.fd", 0),
			IS("exec", "child", "says.cloexec", -EBADF),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-keeps-environment",
		.sentence = "The environment is kept.",
		.why = "execve() is told the new one: a variable of the old one "
		       "was not in it, and is gone. It is functions of libc "
		       "such as execv() that pass on what there is.",
		.source = "execve(2), exec(3)",
		.checks = {
			IS("exec", "child", "says.new", 1),
			IS("exec", "child", "says.old", 1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "exec-keeps-sched",
		.sentence = "Nice value and policy are kept.",
		.why = "Still 3, and the same policy.",
		.source = "execve(2), sched(7)",
		.checks = {
			IS_NOT("forked", "child", "nice", 3),
			IS("prepared", "child", "nice", 3),
			KEPT("prepared", "exec", "nice"),
			KEPT("prepared", "exec", "static_prio"),
			KEPT("prepared", "exec", "policy"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-clean-slate",
		.sentence = "The new program begins as if nothing had been "
			    "before it.",
		.why = "Handlers, POSIX timers and locks on memory are gone. "
		       "The mask, pending and ignored signals and the alarm "
		       "are not; so with the umask, the directory and the nice "
		       "value.",
		.source = "execve(2); fs/exec.c begin_new_exec()",
		.checks = {
			LACKS("exec", "child", "caught", SIGSET(SIGUSR1)),
			IS("exec", "child", "says.timer", -EINVAL),
			IS("exec", "child", "locked", 0),
			LACKS("exec", "child", "blocked", SIGSET(SIGTERM)),
			LACKS("exec", "child", "shared_pending",
			      SIGSET(SIGTERM)),
			LACKS("exec", "child", "ignored", SIGSET(SIGUSR2)),
			IS("exec", "child", "says.alarm", 0),
			LOST("prepared", "exec", "says.umask"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "exec-updates-pcb",
		.sentence = "exec() updates the descriptor of the process.",
		.why = "Address space, mark, table of handlers and the count "
		       "of execs changed in one and the same descriptor.",
		.source = "fs/exec.c begin_new_exec()",
		.checks = {
			KEPT("refused", "exec", "task"),
			LOST("refused", "exec", "mm"),
			LOST("refused", "exec", "pf"),
			LOST("refused", "exec", "caught"),
			{ SEEN("exec", "child", "self_exec_id"), CHECK_GT,
			  SEEN("refused", "child", "self_exec_id"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-multithread",
		.sentence = "The thread that calls exec() goes on as the new "
			    "program, the others as they were.",
		.why = "It does, in its own descriptor, but under the main "
		       "thread's number; all others are killed before.",
		.source = "execve(2); fs/exec.c de_thread()",
		.checks = {
			{ SEEN("exec of a thread", "child", "task"), CHECK_EQ,
			  SEEN("threads", "caller", "task"), 0 },
			IS("threads", "child", "nr_threads", 5),
			{ EVENT("threads", "exec of a thread", EXEC, "child",
				"old_pid"), CHECK_EQ,
			  SEEN("threads", "child", "pid"), 0 },
			IS("exec of a thread", "caller", "error", 0),
			IS("exec of a thread", "child", "nr_threads", 5),
			NEVER("threads", "exec of a thread", EXIT, "child"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "control-exec-new-number",
		.sentence = "exec() gives the process a new number.",
		.checks = {
			LOST("prepared", "exec", "pid"),
		},
		.lie = true,
	}, {
		.id = "control-exec-keeps-memory",
		.sentence = "The new program sees the old one's memory.",
		.checks = {
			KEPT("prepared", "exec", "mm"),
		},
		.lie = true,
	},
	{ 0 },
};
