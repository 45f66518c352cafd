// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about the C library and system calls. Data only; the experiment
 * itself is in syscalls.c.
 */
#include <signal.h>

#include "trial.h"

#define COUNTED(step, call, n)	IS(step, "tracer", "says." call, n)
#define AT_LEAST(step, call, n)						\
	{ SEEN(step, "tracer", "says." call), CHECK_GE, { 0 }, n }

/* Of the signal @number: to the process (1), or to one thread of it (0)? */
#define SENT_TO_GROUP(at, number)					\
	{ .step = at, .role = "program", .field = "group",		\
	  .kind = PROCTREE_EVENT_SIGNAL, .member = "sig", .is = number }

const struct claim syscalls_claims[] = {
	{
		.id = "exec-family-execve",
		.sentence = "All functions of the exec family become execve().",
		.why = "Six functions, six calls of execve(). It knows no PATH: "
		       "execlp() tries one name after the other.",
		.source = "exec(3), execve(2)",
		.checks = {
			COUNTED("exec", "execve", 6),
			COUNTED("exec", "calls", 6),
			AT_LEAST("execlp", "execve", 2),
			HAPPENS(NULL, "execlp", EXEC, "program"),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exit-syscall",
		.sentence = "exit() is the system call that ends a process.",
		.why = "It is a function: it writes what is in the buffers, "
		       "then calls exit_group(). The system call exit ends one "
		       "thread. What ends is the process.",
		.source = "exit(3), _exit(2), exit_group(2)",
		.checks = {
			COUNTED("exit", "exit", 1),
			COUNTED("exit", "write", 0),
			COUNTED("thread", "exit", 0),
			{ EVENT("exit", NULL, EXIT, "program", "group_dead"),
			  CHECK_EQ, { 0 }, 1 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "signal-raise",
		.sentence = "raise() sends a signal to the calling process.",
		.why = "To the calling thread, by tgkill(). kill(getpid()) sends "
		       "to the process, and any thread of it may take it.",
		.source = "raise(3), tgkill(2); kernel/signal.c",
		.checks = {
			{ MATCHING(NULL, "raise", SIGNAL, "program", "sig",
				   SIGWINCH), CHECK_EQ, { 0 }, 1 },
			COUNTED("raise", "tgkill", 0),
			{ SENT_TO_GROUP("raise", SIGWINCH), CHECK_EQ, { 0 }, 1 },
			{ SENT_TO_GROUP("kill", SIGURG), CHECK_EQ, { 0 }, 1 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "sleep-syscall",
		.sentence = "sleep() is a system call.",
		.why = "A function of the library, as usleep() is: both call "
		       "clock_nanosleep().",
		.source = "sleep(3), clock_nanosleep(2)",
		.checks = {
			COUNTED("sleep", "clock_nanosleep", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "malloc-syscall",
		.sentence = "malloc() and free() are system calls.",
		.why = "Functions of the library: 1000 of each came with a few "
		       "system calls or none. It gets memory from the kernel "
		       "in large pieces, by brk(), or by mmap() for a large "
		       "block.",
		.source = "malloc(3), brk(2), mmap(2)",
		.checks = {
			AT_LEAST("malloc", "calls", 1000),
			COUNTED("large", "mmap", 0),
			COUNTED("large", "munmap", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "write-read-syscalls",
		.sentence = "open(), read(), write(), close(), ioctl(), socket(), "
			    "bind() and connect() are system calls.",
		.why = "Each function does no more than one. That of open() is "
		       "openat(), which can do all that open can.",
		.source = "syscalls(2), openat(2)",
		.checks = {
			COUNTED("file", "openat", 1),
			COUNTED("file", "read", 1),
			COUNTED("file", "write", 1),
			COUNTED("file", "ioctl", 1),
			COUNTED("file", "close", 1),
			COUNTED("file", "calls", 5),
			COUNTED("socket", "socket", 1),
			COUNTED("socket", "bind", 1),
			COUNTED("socket", "connect", 1),
			COUNTED("socket", "calls", 4),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "syscalls-wait",
		.sentence = "waitpid() is a system call.",
		.why = "The library calls wait4(), which can tell more.",
		.source = "wait(2), wait4(2)",
		.checks = {
			COUNTED("fork", "wait4", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "syscalls-stdio",
		.sentence = "What a program prints goes to the kernel at once.",
		.why = "The library collects it in a buffer: 1000 characters, "
		       "one write(). If _exit() comes before that, it is lost.",
		.source = "stdio(3), setvbuf(3), _exit(2)",
		.checks = {
			AT_LEAST("stdio", "write", 1000),
			COUNTED("_exit", "write", 1),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "control-syscalls-exec-own",
		.sentence = "Each function of the exec family is a system call of "
			    "its own.",
		.checks = {
			COUNTED("exec", "execve", 1),
		},
		.lie = true,
	}, {
		.id = "control-syscalls-none",
		.sentence = "A program that calls only the library never enters "
			    "the kernel.",
		.checks = {
			COUNTED("file", "calls", 0),
			COUNTED("stdio", "calls", 0),
		},
		.lie = true,
	},
	{ 0 },
};
