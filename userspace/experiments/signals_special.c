// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "signals": faults, default actions, an init, a kernel thread.
 */
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper.h"
#include "signals.h"

/* The last page of the address space is the kernel's everywhere. */
#define KERNELS_PAGE	((volatile char *)-4096L)

static sigjmp_buf back;

static void on_fault(int sig)
{
	siglongjmp(back, sig);
}

static void say_kernel_read(const struct role *me)
{
	int sig = sigsetjmp(back, 1);

	if (!sig) {
		signal(SIGSEGV, on_fault);
		(void)*KERNELS_PAGE;
	}
	say(me, "read", PROCTREE_KIND_SIGNAL, sig);
	say_result(me, "send", PROCTREE_KIND_COUNT,
		   send(me->far, (char *)KERNELS_PAGE, 1, 0));
}

/* No file, and nobody who collects crashes, shall hear of it. */
static void leave_no_core(void)
{
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0, 0 });
	prctl(PR_SET_DUMPABLE, 0);
}

static void be_toucher(struct role *me)
{
	volatile char *volatile nowhere = NULL;
	sigset_t set;

	say_kernel_read(me);
	signal(SIGSEGV, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGSEGV);
	sigprocmask(SIG_BLOCK, &set, NULL);
	barrier(me);
	leave_no_core();
	*nowhere = 1;
}

void signals_fault(struct trial *t)
{
	struct role *toucher = trial_role(t, "toucher");

	role_start(toucher, be_toucher);
	role_wait(toucher);
	role_signal(toucher, SIGSEGV);
	step(t, "SIGSEGV", "SIGSEGV to one who blocks and ignores it");
	role_go(toucher);
	await_state(toucher, "Z");
	role_note(toucher, "died_of", PROCTREE_KIND_SIGNAL,
		  WTERMSIG(role_reap(toucher)));
	step(t, "fault", "it has written to address 0");
}

/* Who answers each byte is alive. */
static noreturn void be_victim(int fd)
{
	char byte = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	leave_no_core();
	do {
		if (write(fd, &byte, 1) != 1)
			break;
	} while (read(fd, &byte, 1) == 1);
	leave(0);
}

struct tally_of_signals {
	int ended;
	int stopped;
	int ignored;
};

static bool is_ignored(int sig)
{
	return sig == SIGCHLD || sig == SIGCONT || sig == SIGURG ||
	       sig == SIGWINCH;
}

static void try_signal(int sig, pid_t pid, int fd,
		       struct tally_of_signals *tally)
{
	int status = 0;
	char byte;

	if (read(fd, &byte, 1) != 1 || kill(pid, sig))
		leave(EXIT_FAILURE);
	if (is_ignored(sig)) {
		tally->ignored += write(fd, &byte, 1) == 1 &&
				  read(fd, &byte, 1) == 1;
	} else if (waitpid(pid, &status, WUNTRACED) == pid) {
		tally->ended += WIFSIGNALED(status) && WTERMSIG(status) == sig;
		tally->stopped += WIFSTOPPED(status) &&
				  WSTOPSIG(status) == sig;
	}
	if (!WIFSIGNALED(status)) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
}

static void be_lister(struct role *me)
{
	struct tally_of_signals tally = { 0 };
	int ends[2], sig;
	pid_t pid;

	for (sig = 1; sig < 32; sig++) {
		if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends))
			leave(EXIT_FAILURE);
		pid = role_made(fork());
		if (!pid)
			be_victim(ends[1]);
		close(ends[1]);
		try_signal(sig, pid, ends[0], &tally);
		close(ends[0]);
	}
	say(me, "ended", PROCTREE_KIND_COUNT, tally.ended);
	say(me, "stopped", PROCTREE_KIND_COUNT, tally.stopped);
	say(me, "ignored", PROCTREE_KIND_COUNT, tally.ignored);
	barrier(me);
}

void signals_list(struct trial *t)
{
	struct role *lister = trial_role(t, "lister");

	role_start(lister, be_lister);
	role_wait(lister);
	step(t, "list", "each of the signals 1 to 31 to a process of its own");
	role_kill(lister);
}

static void be_init(struct role *me)
{
	say_result(me, "term", PROCTREE_KIND_COUNT, kill(getpid(), SIGTERM));
	say_result(me, "kill", PROCTREE_KIND_COUNT, kill(getpid(), SIGKILL));
	barrier(me);
}

void signals_init(struct trial *t)
{
	struct role *init = trial_role(t, "init");

	if (!role_start_init(init, be_init)) {
		step_skip(t, "inside", "making a pid namespace needs "
			  "CAP_SYS_ADMIN");
		return;
	}
	role_wait(init);
	step(t, "inside", "the init of a pid namespace has killed itself, "
	     "twice");
	role_signal(init, SIGKILL);
	await_state(init, "Z");
	step(t, "outside", "SIGKILL to it from outside");
	role_reap(init);
}

static void be_owner(struct role *me)
{
	static const uint32_t ops[] = { PROCTREE_KTHREAD_SLEEP };

	own_thread(me, 0, ops, 1, 0);
}

void signals_kthread(struct trial *t)
{
	struct role *owner = trial_role(t, "owner");
	struct role *thread = trial_role(t, "thread");

	role_start(owner, be_owner);
	if (cast_thread(owner, thread)) {
		role_next(owner);
		await_state(thread, "S");
		role_signal(thread, SIGKILL);
		role_note(thread, "sent", PROCTREE_KIND_SIGNAL, SIGKILL);
		step(t, "kernel thread", "SIGKILL to a kernel thread");
	}
	role_kill(owner);
}
