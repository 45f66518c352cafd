// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "stop": who is stopped by which signal, what waits until it
 * goes on, and job control as a shell does it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define CTRL_Z	"\032"

static void say_again(struct role *me)
{
	for (;;)
		barrier(me);
}

/* Its parent is of the same session, so its group is not an orphaned one. */
static void be_job(struct role *me)
{
	setpgid(0, 0);
	say_again(me);
}

static void be_orphan(struct role *me)
{
	setsid();
	say_again(me);
}

static void be_deaf(struct role *me)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCONT);
	sigaddset(&set, SIGTSTP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	be_job(me);
}

/* In the background of the terminal this read stops it. */
static void be_program(struct role *me)
{
	char byte;

	setpgid(0, 0);
	barrier(me);
	while (read(STDIN_FILENO, &byte, 1) < 0 && errno == EINTR)
		;
	barrier(me);
}

/* Return: the terminal, or -errno. Who leads a session gets it by opening it. */
static int have_terminal(int *keyboard)
{
	char *name;
	int fd;

	setsid();
	*keyboard = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (*keyboard < 0 || grantpt(*keyboard) || unlockpt(*keyboard))
		return -errno;
	name = ptsname(*keyboard);
	fd = name ? open(name, O_RDWR) : -1;
	return fd < 0 ? -errno : fd;
}

static void say_foreground(const struct role *me, int terminal)
{
	say(me, "foreground", PROCTREE_KIND_PID, tcgetpgrp(terminal));
}

/* As sh does with: program, Ctrl-Z, bg, (the program reads), fg. */
static void control_job(struct role *me, int terminal, int keyboard, pid_t job)
{
	setpgid(job, job);
	tcsetpgrp(terminal, job);
	say_foreground(me, terminal);
	barrier(me);
	say(me, "typed", PROCTREE_KIND_COUNT,
	    write(keyboard, CTRL_Z, 1));
	barrier(me);
	tcsetpgrp(terminal, getpid());
	kill(-job, SIGCONT);
	say_foreground(me, terminal);
	barrier(me);
	tcsetpgrp(terminal, job);
	kill(-job, SIGCONT);
	say_foreground(me, terminal);
	barrier(me);
	kill(-job, SIGKILL);
	waitpid(job, NULL, 0);
}

static void be_shell(struct role *me)
{
	struct role *program = trial_role(me->trial, "program");
	int keyboard, terminal = have_terminal(&keyboard);
	pid_t job;

	signal(SIGTTOU, SIG_IGN);
	say(me, "terminal", PROCTREE_KIND_COUNT, terminal < 0 ? terminal : 0);
	barrier(me);
	if (terminal < 0)
		return;
	job = role_made(fork());
	if (!job) {
		signal(SIGTTOU, SIG_DFL);
		dup2(terminal, STDIN_FILENO);
		role_name(program);
		be_program(program);
		leave(0);
	}
	control_job(me, terminal, keyboard, job);
}

static const struct stop {
	const char *step;
	int sig;
} stops[] = {
	{ "SIGSTOP", SIGSTOP },
	{ "SIGTSTP", SIGTSTP },
	{ "SIGTTIN", SIGTTIN },
	{ "SIGTTOU", SIGTTOU },
};

static void run_stop(struct trial *t, const struct stop *stop,
		     struct role *job, struct role *orphan)
{
	role_signal(job, stop->sig);
	role_signal(orphan, stop->sig);
	await_state(job, "T");
	if (stop->sig == SIGSTOP)
		await_state(orphan, "T");
	else
		role_next(orphan);	/* so it has handled what was pending */
	step(t, stop->step, "%s to both", stop->step);
	role_signal(job, SIGCONT);
	role_signal(orphan, SIGCONT);
	await_state(job, "S");
	await_state(orphan, "S");
}

static void run_pending(struct trial *t, struct role *job, struct role *orphan)
{
	role_signal(job, SIGSTOP);
	role_signal(orphan, SIGSTOP);
	await_state(job, "T");
	await_state(orphan, "T");
	step(t, "stopped", "SIGSTOP to both");
	role_signal(job, SIGTERM);
	step(t, "SIGTERM", "SIGTERM to the stopped job");
	role_signal(orphan, SIGKILL);
	await_state(orphan, "Z");
	step(t, "SIGKILL", "SIGKILL to the stopped orphan");
	role_signal(job, SIGCONT);
	await_state(job, "Z");
	step(t, "SIGCONT", "SIGCONT to the job");
	role_reap(job);
	role_reap(orphan);
}

static void run_deaf(struct trial *t, struct role *deaf)
{
	role_start(deaf, be_deaf);
	role_wait(deaf);
	role_signal(deaf, SIGTSTP);
	role_next(deaf);
	step(t, "blocked", "SIGTSTP to one who blocks it, and SIGCONT");
	role_signal(deaf, SIGSTOP);
	await_state(deaf, "T");
	role_signal(deaf, SIGCONT);
	await_state(deaf, "S");
	step(t, "continued", "SIGSTOP and SIGCONT to it");
	role_kill(deaf);
}

static void run_shell(struct trial *t, struct role *shell, struct role *program)
{
	role_start(shell, be_shell);
	role_wait(shell);
	if (role_said(shell, "terminal") < 0) {
		step_skip(t, "foreground", "there is no pseudo terminal");
		role_go(shell);
		role_reap(shell);
		return;
	}
	role_go(shell);
	role_wait(program);
	role_wait(shell);
	step(t, "foreground", "a shell has started a program in the "
	     "foreground");
	role_go(shell);
	role_wait(shell);
	await_state(program, "T");
	step(t, "Ctrl-Z", "somebody typed Ctrl-Z");
	role_go(shell);
	role_wait(shell);
	await_state(program, "S");
	step(t, "bg", "the shell lets it go on in the background");
	role_go(program);
	await_state(program, "T");
	step(t, "reads", "the program reads from the terminal");
	role_go(shell);
	role_wait(shell);
	await_state(program, "S");
	step(t, "fg", "the shell puts it into the foreground");
	role_go(shell);
	role_reap(shell);
}

static void run(struct trial *t)
{
	struct role *job = role_declare(t, "job");
	struct role *orphan = role_declare(t, "orphan");
	struct role *deaf = role_declare(t, "deaf");
	struct role *shell = role_declare(t, "shell");
	struct role *program = role_declare(t, "program");
	size_t i;

	role_start(job, be_job);
	role_start(orphan, be_orphan);
	role_wait(job);
	role_wait(orphan);
	step(t, "before", "a job of this session, and a session of its own");
	for (i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		run_stop(t, &stops[i], job, orphan);
	run_pending(t, job, orphan);
	run_deaf(t, deaf);
	run_shell(t, shell, program);
}

const struct experiment exp_stop = {
	.name = "stop",
	.summary = "who is stopped, what waits meanwhile, and job control",
	.topic = TOPIC_STATES,
	.columns = {
		{ "state" }, { "state_raw" }, { "ppid" }, { "pgid" },
		{ "shared_pending" },
	},
	.run = run,
	.claims = stop_claims,
};
