// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about starting programs. Data only; the experiment itself is in
 * popen.c and popen_exec.c.
 */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>

#include "trial.h"

#define EXITED(code)	((code) << 8)	/* status words, as in wait(2) */
#define LENT		(CLONE_VM | CLONE_VFORK)

/* How the caller's children came to be between two steps. */
#define BORN(from, to, op)						\
	{ EVENT(from, to, FORK, "caller", "clone_flags"), op, { 0 }, LENT }

const struct claim popen_claims[] = {
	{
		.id = "fork-exec-standard",
		.sentence = "Programs are started by fork() and exec().",
		.why = "By who writes it so. posix_spawn(), and by it system() "
		       "and popen(), lends the caller's memory to the child "
		       "until exec, as vfork() does: nothing is copied.",
		.source = "posix_spawn(3), vfork(2); glibc spawni.c",
		.checks = {
			BORN("begin", "fork", CHECK_LACKS),
			HAPPENS("begin", "fork", EXEC, "child"),
			HAPPENS("fork", "spawn", EXEC, "child"),
			HAPPENS("spawn", "system", EXEC, "child"),
			HAPPENS("system ended", "popen", EXEC, "child"),
			BORN("fork", "spawn", CHECK_LACKS),
			BORN("spawn", "system", CHECK_LACKS),
			BORN("system ended", "popen", CHECK_LACKS),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "system-waits",
		.sentence = "system() returns when the program has ended, with "
			    "its status word.",
		.why = "The caller sleeps in wait4() for the shell, which it has "
		       "started for the command. Exit code 3 is the status "
		       "word 0x300.",
		.source = "system(3), wait(2)",
		.checks = {
			IS("system", "caller", "child_wait", 1),
			IS("system", "caller", "sleeps.call", SYS_wait4),
			{ SEEN("system", "child", "ppid"), CHECK_EQ,
			  SEEN("system", "caller", "pid"), 0 },
			IS("system ended", "child", "error", ESRCH),
			IS("system ended", "caller", "says.status", EXITED(3)),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "system-signals",
		.sentence = "While system() runs, SIGINT and SIGQUIT can't end "
			    "the caller.",
		.why = "It ignores them and blocks SIGCHLD, as if it were not "
		       "there; the shell does neither (bash alone ignores "
		       "SIGQUIT, always). Afterwards all is as it was.",
		.source = "system(3); bash(1) SIGNALS",
		.checks = {
			HAS("system", "caller", "ignored",
			    SIGSET(SIGINT) | SIGSET(SIGQUIT)),
			HAS("system", "caller", "blocked", SIGSET(SIGCHLD)),
			LACKS("system", "child", "ignored", SIGSET(SIGINT)),
			LACKS("system", "child", "blocked", SIGSET(SIGCHLD)),
			IS("SIGINT", "caller", "sleeps.call", SYS_wait4),
			LACKS("system ended", "caller", "ignored",
			      SIGSET(SIGINT) | SIGSET(SIGQUIT)),
			LACKS("system ended", "caller", "blocked",
			      SIGSET(SIGCHLD)),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "popen-posix",
		.sentence = "By popen() a process writes to a program and reads "
			    "what that answers.",
		.why = "One of both: there is one pipe, and \"r+\" is an error. "
		       "The caller slept in read() until the shell wrote.",
		.source = "popen(3), pipe(7)",
		.checks = {
			IS("reading", "caller", "sleeps.call", SYS_read),
			IS("pclose", "caller", "says.read", 4),
			IS_NOT("missing", "caller", "says.both", -EINVAL),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "popen-waits",
		.sentence = "popen() waits for the end of the program.",
		.why = "It returns at once, and changes nothing about signals. "
		       "It is pclose() that waits, and that returns the status "
		       "word.",
		.source = "popen(3)",
		.checks = {
			IS("popen", "child", "error", ESRCH),
			IS("popen", "caller", "child_wait", 1),
			HAS("popen", "caller", "ignored", SIGSET(SIGINT)),
			IS_NOT("pclose", "caller", "says.status", EXITED(3)),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "spawn-missing",
		.sentence = "Who starts a program that does not exist gets the "
			    "error ENOENT.",
		.why = "From posix_spawn(). system() and popen() did start a "
		       "shell; that it found nothing is its exit code, 127.",
		.source = "posix_spawn(3), system(3), sh(1)",
		.checks = {
			IS("missing", "caller", "says.spawn", -ENOENT),
			IS_NOT("missing", "caller", "says.system", EXITED(127)),
			IS_NOT("missing", "caller", "says.popen", EXITED(127)),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "exec-path",
		.sentence = "exec() finds a program by its name alone.",
		.why = "Those with a p, execlp() and execvp(), look along PATH. "
		       "The kernel does not: the others were told ENOENT.",
		.source = "exec(3), execve(2)",
		.checks = {
			IS("family", "caller", "says.execlp", EXITED(5)),
			IS("family", "caller", "says.execvp", EXITED(5)),
			IS_NOT("family", "caller", "says.execl_name",
			       EXITED(ENOENT)),
			IS_NOT("family", "caller", "says.execv_name",
			       EXITED(ENOENT)),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "exec-environment",
		.sentence = "The new program has the environment of the old "
			    "one.",
		.why = "That is a habit of the C library. Those with an e, "
		       "execle() and execve(), give it another one: there "
		       "the variable was 6 instead of 5.",
		.source = "exec(3), execve(2), environ(7)",
		.checks = {
			IS("family", "caller", "says.execl", EXITED(5)),
			IS("family", "caller", "says.execv", EXITED(5)),
			IS_NOT("family", "caller", "says.execle", EXITED(6)),
			IS_NOT("family", "caller", "says.execve", EXITED(6)),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "control-popen-same-process",
		.sentence = "system() runs the program in the caller's process.",
		.checks = {
			SAME("system", "pid", "child", "caller"),
			SAME("system", "mm", "child", "caller"),
		},
		.lie = true,
	}, {
		.id = "control-popen-memory-kept",
		.sentence = "Who comes from posix_spawn() keeps the caller's "
			    "memory after exec.",
		.checks = {
			SAME("spawn", "mm", "child", "caller"),
		},
		.lie = true,
	},
	{ 0 },
};
