// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ways in which a process can end; see exit_ways.h.
 */
#include <execinfo.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "exit_ways.h"

/* A handler of exit(), and who calls it */

static const struct role *exiting;

/*
 * How many functions of proctl are on the stack below the caller, not counting
 * _start(). A static program can't tell them from those of libc.
 */
static int frames_of_program(void)
{
	unsigned long entry = getauxval(AT_ENTRY);
	void *frames[32];
	int n = backtrace(frames, 32), count = 0, i;
	unsigned long at;

	for (i = 2; i < n; i++) {
		at = (unsigned long)frames[i];
		if (at >= entry && at < entry + 64)
			continue;
		count += at >= (unsigned long)__executable_start &&
			 at < (unsigned long)etext;
	}
	return count;
}

static void at_exit(void)
{
	if (getauxval(AT_BASE))
		say(exiting, "frames", PROCTREE_KIND_COUNT,
		    frames_of_program());
	barrier(exiting);
}

int exit_again(struct role *me)
{
	exiting = me;
	atexit(at_exit);
	return EXIT_CODE;
}

/* The ways to end */

static void by_leave(const struct role *me)
{
	(void)me;
	leave(EXIT_CODE);
}

static void by_exit(const struct role *me)
{
	exiting = me;
	atexit(at_exit);
	exit(EXIT_CODE);
}

static void by_main(const struct role *me)
{
	char *const envp[] = { NULL };

	say(me, "exec", PROCTREE_KIND_COUNT, exec_again(me, envp));
}

static void by_term(const struct role *me)
{
	(void)me;
	kill(getpid(), SIGTERM);
}

static void by_kill(const struct role *me)
{
	(void)me;
	kill(getpid(), SIGKILL);
}

/* No core file, nor a report of some crash handler. */
static void by_abort(const struct role *me)
{
	(void)me;
	prctl(PR_SET_DUMPABLE, 0);
	abort();
}

static void by_fault(const struct role *me)
{
	volatile char *page = mmap(NULL, 1, PROT_NONE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)me;
	prctl(PR_SET_DUMPABLE, 0);
	signal(SIGSEGV, SIG_DFL);
	*page = 1;
}

const struct exit_way exit_ways[EXIT_WAYS] = {
	{ "_exit", "_exit(3)", by_leave, NULL },
	{ "exit", "exit(3)", by_exit, "exit handler" },
	{ "main", "return 3 from main()", by_main, "main handler" },
	{ "term", "SIGTERM", by_term, NULL },
	{ "kill", "SIGKILL", by_kill, NULL },
	{ "abort", "abort()", by_abort, NULL },
	{ "fault", "a write to memory that must not be written", by_fault,
	  NULL },
};
