// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about signals. Data only; the experiment itself is in signals.c
 * and signals_special.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

/* Glibc keeps 32 and 33 for itself. */
#define OURS		(SIGSET(32) | SIGSET(33))
#define UNCATCHABLE	(SIGSET(SIGKILL) | SIGSET(SIGSTOP))

const struct claim signals_claims[] = {
	{
		.id = "signal-lifecycle",
		.sentence = "A signal is generated, waits until it may be "
			    "delivered, and is delivered.",
		.why = "It was pending while blocked, and its handler ran when "
		       "it no longer was. One that is ignored ends where it "
		       "begins: it was never pending.",
		.source = "signal(7); kernel/signal.c send_signal_locked(), "
			  "get_signal()",
		.checks = {
			HAS("sent", "subject", "shared_pending",
			    SIGSET(SIGUSR1)),
			NEVER("blocking", "sent", DELIVER, "subject"),
			LACKS("unblocked", "subject", "shared_pending",
			      SIGSET(SIGUSR1)),
			ABOVE("unblocked", "subject", "says.usr1", 0),
			IS("ignored", "subject", "shared_pending", 0),
			NEVER("before", "ignored", DELIVER, "subject"),
			BEFORE("blocking", "unblocked", SIGNAL, "subject",
			       DELIVER, "subject"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "signal-three-dispositions",
		.sentence = "A process ignores a signal, handles it, or leaves "
			    "it to its default action.",
		.why = "SIGUSR2, SIGUSR1 and SIGTERM, of which it died.",
		.source = "sigaction(2), signal(7)",
		.checks = {
			HAS("before", "subject", "ignored", SIGSET(SIGUSR2)),
			HAS("before", "subject", "caught", SIGSET(SIGUSR1)),
			LACKS("before", "subject", "ignored", SIGSET(SIGTERM)),
			LACKS("before", "subject", "caught", SIGSET(SIGTERM)),
			HAPPENS("ignored", "handled", DELIVER, "subject"),
			IS("default", "subject", "state", 'Z'),
			IS("default", "subject", "exit_code", SIGTERM),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "state-interruptible-wakes",
		.sentence = "A signal wakes who sleeps interruptibly.",
		.why = "Not one that is ignored, not one that is blocked: the "
		       "sleeper was not switched to once. One with a handler "
		       "does, and one that ends the process.",
		.source = "kernel/signal.c wants_signal(), sig_ignored()",
		.checks = {
			{ SEEN("handled", "subject", "nvcsw"), CHECK_GT,
			  SEEN("ignored", "subject", "nvcsw"), 0 },
			{ SEEN("ignored", "subject", "nvcsw"), CHECK_GT,
			  SEEN("before", "subject", "nvcsw"), 0 },
			{ SEEN("sent", "subject", "nvcsw"), CHECK_GT,
			  SEEN("blocking", "subject", "nvcsw"), 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "signal-no-queue",
		.sentence = "A signal sent five times is delivered five times.",
		.why = "Real-time signals queue; of a standard one that is "
		       "pending already, no second is kept.",
		.source = "signal(7); kernel/signal.c legacy_queue()",
		.checks = {
			{ MATCHING("blocking", "sent", SIGNAL, "subject", "sig",
				   SIGUSR1), CHECK_EQ, { 0 }, 5 },
			IS("unblocked", "subject", "says.rt", 5),
			IS("unblocked", "subject", "says.usr1", 5),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "signal-catchable",
		.sentence = "All signals but SIGKILL and SIGSTOP can be caught "
			    "and blocked.",
		.why = "sigaction() refuses the two with EINVAL; blocking them "
		       "is silently left out.",
		.source = "sigaction(2), sigprocmask(2)",
		.checks = {
			HAS("all", "catcher", "caught", ~(UNCATCHABLE | OURS)),
			LACKS("all", "catcher", "caught", UNCATCHABLE),
			IS("all", "catcher", "says.refused", 2),
			HAS("all", "catcher", "blocked", ~(UNCATCHABLE | OURS)),
			LACKS("all", "catcher", "blocked", UNCATCHABLE),
			IS("all", "catcher", "says.block", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "thread-blocked-mask",
		.sentence = "The threads of a process treat signals alike.",
		.why = "Handlers are common to them; each has its own set of "
		       "blocked signals, and of pending ones.",
		.source = "signal(7), pthreads(7)",
		.checks = {
			SAME("threads", "sighand", "first", "second"),
			SAME("threads", "caught", "first", "second"),
			SAME("threads", "blocked", "first", "second"),
			SAME("directed", "pending", "first", "second"),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "signal-kill",
		.sentence = "kill() sends a signal to a process, not to one of "
			    "its threads.",
		.why = "It was pending for both, and taken by the one that did "
		       "not block it. tgkill() chose a thread.",
		.source = "kill(2), tgkill(2); kernel/signal.c "
			  "complete_signal()",
		.checks = {
			HAS("directed", "first", "shared_pending",
			    SIGSET(SIGUSR2)),
			HAS("directed", "second", "shared_pending",
			    SIGSET(SIGUSR2)),
			LACKS("directed", "first", "pending", SIGSET(SIGUSR2)),
			LACKS("directed", "second", "pending", SIGSET(SIGUSR2)),
			HAS("directed", "second", "pending", SIGSET(SIGUSR1)),
			IS("taken", "second", "says.usr2", 1),
			TIMES("directed", "taken", DELIVER, "second", 1),
			NEVER("directed", "taken", DELIVER, "first"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "signal-segv-blocked",
		.sentence = "A process can block and ignore SIGSEGV.",
		.why = "One that somebody sends. One of its own fault is forced "
		       "upon it, whatever it blocks, and ends it.",
		.source = "signal(7); kernel/signal.c force_sig_info_to_task()",
		.checks = {
			IS("SIGSEGV", "toucher", "state", 'S'),
			IS_NOT("fault", "toucher", "says.died_of", SIGSEGV),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "user-kernel-space",
		.sentence = "A program can't read the kernel's memory.",
		.why = "SIGSEGV; and a system call that is to read there gives "
		       "EFAULT.",
		.source = "arch/x86/mm/fault.c; lib/usercopy.c",
		.checks = {
			IS("SIGSEGV", "toucher", "says.read", SIGSEGV),
			IS("SIGSEGV", "toucher", "says.send", -EFAULT),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "signal-list",
		.sentence = "By default 23 of the signals 1 to 31 end a "
			    "process, 4 stop it, 4 do nothing.",
		.why = "SIGCHLD, SIGCONT, SIGURG and SIGWINCH do nothing (but "
		       "SIGCONT continues); SIGSTOP, SIGTSTP, SIGTTIN and "
		       "SIGTTOU stop.",
		.source = "signal(7)",
		.checks = {
			IS("list", "lister", "says.ended", 23),
			IS("list", "lister", "says.stopped", 4),
			IS("list", "lister", "says.ignored", 4),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "init-immune",
		.sentence = "Init can't be killed.",
		.why = "By nobody in its pid namespace, itself included, unless "
		       "it has a handler. SIGKILL from outside is no matter of "
		       "opinion, and the whole namespace goes with it.",
		.source = "pid_namespaces(7); kernel/signal.c "
			  "sig_task_ignored() SIGNAL_UNKILLABLE",
		.checks = {
			IS("inside", "init", "says.term", 0),
			IS("inside", "init", "says.kill", 0),
			IS("inside", "init", "state", 'S'),
			HAS("inside", "init", "flags", PROCTREE_ROW_NS_INIT),
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "init-killed-from-outside",
		.sentence = "Nobody can kill the init of a pid namespace.",
		.why = "Those outside can, with SIGKILL and SIGSTOP.",
		.source = "pid_namespaces(7)",
		.checks = {
			IS("outside", "init", "state", 'S'),
			IS_NOT("outside", "init", "exit_code", SIGKILL),
		},
		.expect = ALWAYS(WRONG),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "signal-init-kernel",
		.sentence = "A signal reaches every process.",
		.why = "kill() gives 0 for a kernel thread and for an init that "
		       "kills itself, too; nothing comes of it.",
		.source = "kernel/signal.c sig_task_ignored()",
		.checks = {
			IS("inside", "init", "says.kill", 0),
			IS("kernel thread", "thread", "says.sent", SIGKILL),
			IS("inside", "init", "state", 'Z'),
			IS("kernel thread", "thread", "error", ESRCH),
			HAS("kernel thread", "thread", "shared_pending",
			    SIGSET(SIGKILL)),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "control-signals-kill-caught",
		.sentence = "SIGKILL can be handled.",
		.checks = {
			HAS("all", "catcher", "caught", SIGSET(SIGKILL)),
		},
		.lie = true,
	}, {
		.id = "control-signals-blocked-lost",
		.sentence = "A signal that is blocked is lost.",
		.checks = {
			LACKS("sent", "subject", "shared_pending",
			      SIGSET(SIGUSR1)),
			IS("unblocked", "subject", "says.usr1", 0),
		},
		.lie = true,
	},
	{ 0 },
};
