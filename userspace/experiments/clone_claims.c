// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the flags of clone are said to do. Steps are sets of flags. Data only;
 * the experiment itself is in clone.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

const struct claim clone_claims[] = {
	{
		.id = "clone-flags-select",
		.sentence = "Flags of clone() choose what the child shares "
			    "with its creator.",
		.why = "Each flag shares one object; what no flag names is a "
		       "copy.",
		.source = "clone(2)",
		.checks = {
			SAME("VM|SIGCHLD", "mm", "child", "caller"),
			OTHER("VM|SIGCHLD", "files", "child", "caller"),
			SAME("FILES|SIGCHLD", "files", "child", "caller"),
			OTHER("FILES|SIGCHLD", "mm", "child", "caller"),
			SAME("FS|SIGCHLD", "fs", "child", "caller"),
			SAME("VM|SIGHAND|SIGCHLD", "sighand", "child", "caller"),
			SAME("IO|SIGCHLD", "io", "child", "caller"),
			SAME("SYSVSEM|SIGCHLD", "sysvsem", "child", "caller"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "copy-resources-by-flags",
		.sentence = "Without any flag, nothing is shared.",
		.why = "Each of the copy_ functions duplicates its object "
		       "unless its flag is set.",
		.source = "kernel/fork.c copy_process()",
		.checks = {
			OTHER("SIGCHLD", "mm", "child", "caller"),
			OTHER("SIGCHLD", "files", "child", "caller"),
			OTHER("SIGCHLD", "fs", "child", "caller"),
			OTHER("SIGCHLD", "sighand", "child", "caller"),
			OTHER("SIGCHLD", "signal", "child", "caller"),
			OTHER("SIGCHLD", "io", "child", "caller"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "clone-fork-recipe",
		.sentence = "clone(SIGCHLD) is fork().",
		.why = "A process of its own, a child of its creator, SIGCHLD "
		       "at its end.",
		.source = "clone(2); kernel/fork.c",
		.checks = {
			OTHER("SIGCHLD", "tgid", "child", "caller"),
			{ SEEN("SIGCHLD", "child", "ppid"), CHECK_EQ,
			  SEEN("SIGCHLD", "caller", "tgid") },
			IS("SIGCHLD", "child", "exit_signal", SIGCHLD),
			OTHER("SIGCHLD", "mm", "child", "caller"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "clone-vfork-recipe",
		.sentence = "clone(VM|VFORK|SIGCHLD) is vfork().",
		.why = "Common memory, and the caller in state D until exec "
		       "or exit.",
		.source = "kernel/fork.c",
		.checks = {
			SAME("VM|VFORK|SIGCHLD", "mm", "child", "caller"),
			IS("VM|VFORK|SIGCHLD", "caller", "state", 'D'),
			HAS("VM|VFORK|SIGCHLD", "child", "flags",
			    PROCTREE_ROW_VFORK),
			OTHER("VM|VFORK|SIGCHLD", "files", "child", "caller"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "clone-thread-recipe",
		.sentence = "clone(VM|FS|FILES|SIGHAND) makes a thread.",
		.why = "All that is shared, but it is a process of its own: "
		       "another thread group, and nobody is told of its end. "
		       "A thread needs CLONE_THREAD.",
		.source = "clone(2), pthreads(7)",
		.checks = {
			SAME("VM|FS|FILES|SIGHAND", "mm", "child", "caller"),
			SAME("VM|FS|FILES|SIGHAND", "fs", "child", "caller"),
			SAME("VM|FS|FILES|SIGHAND", "files", "child", "caller"),
			SAME("VM|FS|FILES|SIGHAND", "sighand", "child", "caller"),
			SAME("VM|FS|FILES|SIGHAND", "tgid", "child", "caller"),
			IS("VM|FS|FILES|SIGHAND", "child", "exit_signal", -1),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "clone-vm",
		.sentence = "CLONE_VM shares the address space.",
		.why = "The same mm in two processes of different number.",
		.source = "clone(2)",
		.checks = {
			SAME("VM|SIGCHLD", "mm", "child", "caller"),
			OTHER("VM|SIGCHLD", "tgid", "child", "caller"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "clone-files",
		.sentence = "CLONE_FILES shares the table of open files, "
			    "until exec.",
		.why = "exec gives the child a table of its own first, as it "
		       "may close some.",
		.source = "clone(2); fs/exec.c begin_new_exec()",
		.checks = {
			SAME("FILES|SIGCHLD", "files", "child", "caller"),
			OTHER("FILES|SIGCHLD, exec", "files", "child", "caller"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "clone-fs",
		.sentence = "CLONE_FS shares root, working directory and "
			    "umask.",
		.why = "One fs_struct: a chdir() of the one moves the other.",
		.source = "clone(2)",
		.checks = {
			SAME("FS|SIGCHLD", "fs", "child", "caller"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "clone-sighand",
		.sentence = "CLONE_SIGHAND shares the signal handlers.",
		.why = "Together with CLONE_VM, since a handler is an "
		       "address; alone it is refused.",
		.source = "clone(2); kernel/fork.c copy_process()",
		.checks = {
			SAME("VM|SIGHAND|SIGCHLD", "sighand", "child", "caller"),
			IS_NOT("SIGHAND|SIGCHLD", "caller", "says.clone",
			       -EINVAL),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "clone-thread",
		.sentence = "CLONE_THREAD puts the child into the thread "
			    "group of the caller.",
		.why = "It does, with CLONE_SIGHAND and CLONE_VM; without "
		       "them it is refused.",
		.source = "clone(2)",
		.checks = {
			SAME("VM|SIGHAND|THREAD", "tgid", "child", "caller"),
			SAME("VM|SIGHAND|THREAD", "signal", "child", "caller"),
			IS("VM|SIGHAND|THREAD", "child", "exit_signal", -1),
			IS_NOT("THREAD", "caller", "says.clone", -EINVAL),
			IS_NOT("VM|THREAD", "caller", "says.clone", -EINVAL),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "fork-ppid-is-parent",
		.sentence = "The creator of a task is its parent.",
		.why = "With CLONE_PARENT and CLONE_THREAD it is the creator's "
		       "parent.",
		.source = "clone(2); kernel/fork.c copy_process()",
		.checks = {
			{ SEEN("SIGCHLD", "child", "ppid"), CHECK_EQ,
			  SEEN("SIGCHLD", "caller", "tgid") },
			{ SEEN("PARENT|SIGCHLD", "child", "ppid"), CHECK_EQ,
			  SEEN("PARENT|SIGCHLD", "caller", "tgid") },
			{ SEEN("VM|SIGHAND|THREAD", "child", "ppid"), CHECK_EQ,
			  SEEN("VM|SIGHAND|THREAD", "caller", "tgid") },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "clone-exit-signal",
		.sentence = "The parent can wait for its child, whatever the "
			    "exit signal is.",
		.why = "A plain wait() sees children with SIGCHLD only; the "
		       "others take __WALL or __WCLONE.",
		.source = "clone(2), wait(2)",
		.checks = {
			IS("SIGUSR1", "child", "exit_signal", SIGUSR1),
			{ SEEN("SIGCHLD", "caller", "says.wait"), CHECK_EQ,
			  SEEN("SIGCHLD", "caller", "says.clone") },
			{ SEEN("SIGUSR1", "caller", "says.wait_all"), CHECK_EQ,
			  SEEN("SIGUSR1", "caller", "says.clone") },
			{ SEEN("0", "caller", "says.wait_all"), CHECK_EQ,
			  SEEN("0", "caller", "says.clone") },
			IS_NOT("SIGUSR1", "caller", "says.wait", -ECHILD),
			IS_NOT("0", "caller", "says.wait", -ECHILD),
			IS("refused", "caller", "says.signal_65_3", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "clone-vfork-flag",
		.sentence = "With CLONE_VFORK the caller waits until the "
			    "child has ended.",
		.why = "Until exec or exit, and with or without common "
		       "memory.",
		.source = "clone(2)",
		.checks = {
			IS("VFORK|SIGCHLD", "caller", "state", 'D'),
			OTHER("VFORK|SIGCHLD", "mm", "child", "caller"),
			IS("VFORK|SIGCHLD, exec", "caller", "state", 'D'),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "clone-settls",
		.sentence = "CLONE_SETTLS makes thread-local storage for the "
			    "child.",
		.why = "It only points the child's register at memory that the "
		       "caller has prepared.",
		.source = "clone(2), set_thread_area(2)",
		.checks = {
			OTHER("VM|SETTLS|SIGCHLD", "tls", "child", "caller"),
			{ SEEN("VM|SETTLS|SIGCHLD", "child", "tls"), CHECK_NE,
			  SEEN("VM|SETTLS|SIGCHLD", "caller", "says.tls") },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "clone-new-7",
		.sentence = "No flag of clone makes a child vanish at its end.",
		.why = "CLONE_AUTOREAP does, since 7.2. Older kernels refuse "
		       "it.",
		.source = "include/uapi/linux/sched.h; kernel/exit.c",
		.checks = {
			IS("refused", "caller", "says.autoreap", -EINVAL),
		},
		.expect = { { 0, VERDICT_HOLDS },
			    { KERNEL(7, 2), VERDICT_OUTDATED } },
		.until = "7.1",
	}, {
		.id = "clone-newns",
		.sentence = "CLONE_NEWNS gives the child namespaces of its "
			    "own.",
		.why = "One: that of mounts. Each other kind has a flag, and "
		       "all but CLONE_NEWUSER take CAP_SYS_ADMIN.",
		.source = "clone(2), namespaces(7)",
		.checks = {
			OTHER("NEWNS|SIGCHLD", "ns_mnt", "child", "caller"),
			OTHER("NEWNS|SIGCHLD", "ns_net", "child", "caller"),
			OTHER("NEWNS|SIGCHLD", "ns_uts", "child", "caller"),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "clone-invalid-combos",
		.sentence = "Any flags can be combined.",
		.why = "Handlers need common memory, threads need common "
		       "handlers, and a mount namespace excludes CLONE_FS: "
		       "EINVAL.",
		.source = "clone(2); kernel/fork.c copy_process()",
		.checks = {
			IS("SIGCHLD", "child", "error", 0),
			IS_NOT("SIGHAND|SIGCHLD", "caller", "says.clone",
			       -EINVAL),
			IS_NOT("THREAD", "caller", "says.clone", -EINVAL),
			IS_NOT("VM|THREAD", "caller", "says.clone", -EINVAL),
			IS_NOT("FS|NEWNS|SIGCHLD", "caller", "says.clone",
			       -EINVAL),
			IS("refused", "caller", "says.detached", 0),
			IS("refused", "caller", "says.newuser_fs", 0),
			IS("refused", "caller", "says.newpid_thread", 0),
			IS("refused", "caller", "says.newipc_sysvsem", 0),
			IS("refused", "caller", "says.pidfd_settid", 0),
			IS("refused", "caller", "says.pidfd_detached", 0),
			IS("refused", "caller", "says.detached_3", 0),
			IS("refused", "caller", "says.clear_sighand", 0),
			IS("refused", "caller", "says.thread_signal", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "control-clone-vm-copies",
		.sentence = "With CLONE_VM the child gets a copy of the "
			    "memory.",
		.checks = {
			OTHER("VM|SIGCHLD", "mm", "child", "caller"),
		},
		.lie = true,
	}, {
		.id = "control-clone-thread-waitable",
		.sentence = "wait() works for threads.",
		.checks = {
			IS_NOT("VM|SIGHAND|THREAD", "caller", "says.wait",
			       -ECHILD),
			IS_NOT("VM|SIGHAND|THREAD", "caller", "says.wait_all",
			       -ECHILD),
		},
		.lie = true,
	},
	{ 0 },
};
