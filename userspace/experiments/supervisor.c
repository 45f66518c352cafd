// SPDX-License-Identifier: GPL-2.0-only
/*
 * Running one trial safely: proctl's part and the supervisor's. Must not know
 * what an experiment does.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "belongings.h"
#include "hold.h"
#include "leftovers.h"
#include "recorder.h"
#include "supervisor.h"
#include "sweep.h"
#include "watch.h"

#define GRACE_NS	500000000ULL	/* for the harness to tell what is late */
#define SWEEP_MS	5000
#define MISSED_MS	1000

static void add_crew(struct trial *t, const char *name, pid_t pid)
{
	struct role *role = &t->roles[t->nroles++];

	snprintf(role->name, sizeof(role->name), "%s", name);
	role->trial = t;
	role->crew = true;
	role->tid = pid;
}

static void stop_signals(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
	sigaddset(set, SIGQUIT);
}

/* What a shell or a service manager has left ignored would be inherited. */
static void default_signals(void)
{
	static const int sigs[] = {
		SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2,
		SIGPIPE, SIGALRM,
	};
	size_t i;

	for (i = 0; i < sizeof(sigs) / sizeof(*sigs); i++)
		signal(sigs[i], SIG_DFL);
}

static noreturn void be_harness(struct trial *t, pid_t supervisor)
{
	sigset_t none;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != supervisor)
		_exit(EXIT_FAILURE);
	prctl(PR_SET_NAME, "harness");
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	add_crew(t, "harness", getpid());
	recorder_open(t);
	roles_play(t);
	t->exp->run(t);
	t->end = recorder_mark(t, "end");
	t->outcome = OUTCOME_COMPLETE;
	_exit(EXIT_SUCCESS);
}

static void stopped(struct trial *t, const char *why)
{
	t->outcome = OUTCOME_STOPPED;
	snprintf(t->reason, sizeof(t->reason), "%s", why);
}

static void failed(struct trial *t, const char *what, int err)
{
	t->outcome = OUTCOME_FAILED;
	snprintf(t->reason, sizeof(t->reason), "%s: %s%s", what, strerror(err),
		 trial_remedy(err));
}

/* Return: whether there is anything to supervise any more. */
static bool supervise_once(struct trial *t, int control, int sigfd)
{
	struct pollfd fds[] = {
		{ control, POLLIN, 0 },
		{ sigfd, POLLIN, 0 },
	};
	struct signalfd_siginfo info;
	int ms = trial_time_left(t, 1 << 20) + GRACE_NS / 1000000;

	/* Being held has moved the deadline, maybe. */
	if (!poll(fds, 2, ms) && !trial_time_left(t, 1)) {
		t->outcome = OUTCOME_TIMEOUT;
		snprintf(t->reason, sizeof(t->reason), "the deadline passed");
		return false;
	}
	if (fds[0].revents) {
		stopped(t, "stopped by proctl");
		return false;
	}
	if (fds[1].revents && read(sigfd, &info, sizeof(info)) > 0 &&
	    info.ssi_signo != SIGCHLD) {
		stopped(t, "the supervisor was told to stop");
		return false;
	}
	return true;
}

/* Return: whether the harness still runs. Other children are orphans. */
static bool harness_runs(struct trial *t, pid_t harness)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG | __WALL)) > 0) {
		if (pid != harness)
			continue;
		if (t->outcome == OUTCOME_CRASHED && WIFSIGNALED(status))
			snprintf(t->reason, sizeof(t->reason),
				 "the harness was ended by SIG%s",
				 sigabbrev_np(WTERMSIG(status)));
		return false;
	}
	return true;
}

static noreturn void supervise(struct trial *t, int control)
{
	pid_t self = getpid(), harness;
	sigset_t set;
	int sigfd;

	setpgid(0, 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	prctl(PR_SET_NAME, "subreaper");
	default_signals();
	stop_signals(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	sigfd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	add_crew(t, "subreaper", self);
	harness = fork();
	if (!harness)
		be_harness(t, self);
	if (harness < 0)
		failed(t, "fork", errno);
	while (harness > 0 && harness_runs(t, harness) &&
	       supervise_once(t, control, sigfd))
		;
	sweep(t->pt, sigfd, SWEEP_MS, &t->cleanup);
	belongings_undo(t);
	_exit(EXIT_SUCCESS);
}

static void obey(struct trial *t, int control, int sigfd)
{
	struct signalfd_siginfo info;

	if (read(sigfd, &info, sizeof(info)) != sizeof(info))
		return;
	t->stop_signal = info.ssi_signo;
	shutdown(control, SHUT_RDWR);
}

/*
 * Wait for the supervisor's end; pass on that a signal asks us to stop, and
 * that Enter asks to go on.
 */
static void attend(struct trial *t, int pidfd, int control, int sigfd)
{
	struct hold *h = &t->hold;
	struct pollfd fds[] = {
		{ pidfd, POLLIN, 0 },
		{ sigfd, POLLIN, 0 },
		{ h->wanted ? h->near : -1, POLLIN, 0 },
		{ -1, POLLIN, 0 },
	};

	while (poll(fds, 4, -1) >= 0 && !fds[0].revents) {
		if (fds[1].revents)
			obey(t, control, sigfd);
		if (fds[2].revents)
			hold_announce(t);
		if (fds[3].revents)
			hold_release(t);
		fds[3].fd = h->held && !h->no_enter ? STDIN_FILENO : -1;
	}
}

/*
 * What runs is ended by pidfd: nothing is started where there is none to be had,
 * or no place for the files of a run. Return: 0 or a negative errno.
 */
static int check_files(void)
{
	int fds[TRIAL_FILES], err = 0;
	unsigned int n = 0;

	while (!err && n < TRIAL_FILES) {
		fds[n] = syscall(SYS_pidfd_open, getpid(), 0);
		if (fds[n] < 0)
			err = -errno;
		else
			n++;
	}
	while (n-- > 0)
		close(fds[n]);
	return err;
}

/* Return: 0, or a negative errno if the supervisor was not left to its work. */
static int accompany(struct trial *t, pid_t pid, int control, int sigfd)
{
	int pidfd = syscall(SYS_pidfd_open, pid, 0);
	int err = pidfd < 0 ? -errno : 0;

	setpgid(pid, pid);
	if (err)
		shutdown(control, SHUT_RDWR);
	else
		attend(t, pidfd, control, sigfd);
	if (pidfd >= 0)
		close(pidfd);
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return err;
}

static int run_supervised(struct trial *t, int sigfd)
{
	int control[2], err;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, control))
		return -errno;
	pid = fork();
	err = pid < 0 ? -errno : 0;
	if (!pid) {
		close(control[0]);
		supervise(t, control[1]);
	}
	close(control[1]);
	if (pid > 0)
		err = accompany(t, pid, control[0], sigfd);
	close(control[0]);
	return err;
}

int trial_run(struct trial *t, int seconds)
{
	sigset_t set, old;
	unsigned int missed;
	int sigfd, ret = check_files();

	if (ret)
		return ret;
	fflush(NULL);
	stop_signals(&set);
	sigprocmask(SIG_BLOCK, &set, &old);
	sigfd = signalfd(-1, &set, SFD_CLOEXEC);
	leftovers_remove();
	belongings_name(t);
	add_crew(t, "proctl", getpid());
	t->begin_ns = trial_clock();
	t->deadline_ns = t->begin_ns + seconds * 1000000000ULL;
	ret = hold_open(t);
	if (!ret)
		ret = run_supervised(t, sigfd);
	hold_close(t);
	missed = ret ? 0 : sweep_missed(t, MISSED_MS);
	if (missed > t->cleanup.left)
		t->cleanup.left = missed;
	/* Nobody else has, if the supervisor was killed. */
	if (!ret && !t->cleanup.swept)
		belongings_undo(t);
	t->cleanup.things = belongings_left(t, t->cleanup.what,
					    sizeof(t->cleanup.what));
	close(sigfd);
	sigprocmask(SIG_SETMASK, &old, NULL);
	return ret;
}
