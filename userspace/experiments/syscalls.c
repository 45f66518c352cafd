// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "syscalls": a program calls functions of its C library, and a
 * tracer counts with which system calls they enter the kernel.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "syscalls_actions.h"

#define END		SYS_getppid	/* ends an action that has returned */
#define NOT_TRACED	77
#define SYSCALL_STOP	(SIGTRAP | 0x80)
#define OPTIONS								\
	(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL | PTRACE_O_TRACECLONE | \
	 PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT)

/* What was counted of one action. */
struct counts {
	const struct action *action;
	unsigned int of[ACTION_CALLS];
	unsigned int all;
};

static bool is_action(const char *value)
{
	const struct action *a = actions;

	while (a->name && strcmp(a->name, value))
		a++;
	return a->name || !strcmp(value, "all");
}

/* From SIGSTOP on its calls count. */
static noreturn void be_program(const struct role *me,
				const struct action *action)
{
	role_name(me);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	barrier(me);
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
		leave(NOT_TRACED);
	kill(getpid(), SIGSTOP);
	action->act();
	syscall(END);
	leave(EXIT_SUCCESS);
}

static void count(struct counts *c, long number)
{
	unsigned int i;

	c->all++;
	for (i = 0; i < ACTION_CALLS && c->action->calls[i].name; i++)
		c->of[i] += c->action->calls[i].number == number;
}

/* Look at a stop of a task of @program. Return: whether the action is over. */
static bool is_last_stop(struct counts *c, pid_t program, pid_t tid, int status)
{
	struct __ptrace_syscall_info info = { 0 };
	int event = status >> 16;

	if (event == PTRACE_EVENT_EXEC)
		return true;
	if (event == PTRACE_EVENT_EXIT)
		return tid == program;
	if (WSTOPSIG(status) != SYSCALL_STOP)
		return false;
	ptrace(PTRACE_GET_SYSCALL_INFO, tid, (void *)sizeof(info), &info);
	if (info.op != PTRACE_SYSCALL_INFO_ENTRY)
		return false;
	if (info.entry.nr == END)
		return true;
	count(c, info.entry.nr);
	return false;
}

/* The signal to go on with; a new thread begins with a SIGSTOP of ptrace's. */
static long passed_on(int status)
{
	int sig = WSTOPSIG(status);

	return status >> 16 || sig == SYSCALL_STOP || sig == SIGSTOP ? 0 : sig;
}

/* Return: whether the program came to the end of its action. */
static bool follow(struct counts *c, pid_t program)
{
	pid_t tid = program;
	int status = 0;
	long sig = 0;

	ptrace(PTRACE_SETOPTIONS, program, NULL, (void *)(long)OPTIONS);
	do {
		ptrace(PTRACE_SYSCALL, tid, NULL, (void *)sig);
		tid = waitpid(-1, &status, __WALL);
		while (tid > 0 && !WIFSTOPPED(status) && tid != program)
			tid = waitpid(-1, &status, __WALL);
		if (tid < 0 || !WIFSTOPPED(status))
			return false;
		sig = passed_on(status);
	} while (!is_last_stop(c, program, tid, status));
	return true;
}

static void say_counts(const struct role *me, const struct counts *c)
{
	unsigned int i;

	for (i = 0; i < ACTION_CALLS && c->action->calls[i].name; i++)
		say(me, c->action->calls[i].name, PROCTREE_KIND_COUNT,
		    c->of[i]);
	say(me, "calls", PROCTREE_KIND_COUNT, c->all);
}

static void trace(const struct role *me, const struct action *action)
{
	struct counts counts = { .action = action };
	pid_t pid = role_made(fork());
	int status = 0;

	if (!pid)
		be_program(trial_role(me->trial, "program"), action);
	waitpid(pid, &status, 0);
	say(me, "traced", PROCTREE_KIND_BOOL, WIFSTOPPED(status) &&
	    follow(&counts, pid));
	say_counts(me, &counts);
	barrier(me);
	/* In its last stop, before it ends by itself, it can't be killed. */
	kill(pid, SIGKILL);
	ptrace(PTRACE_CONT, pid, NULL, NULL);
	while (waitpid(-1, &status, __WALL) > 0)
		if (WIFSTOPPED(status))
			ptrace(PTRACE_CONT, pid, NULL, NULL);
}

static bool is_wanted(const struct trial *t, const struct action *action)
{
	const char *wanted = trial_param(t, "action");

	return !strcmp(wanted, "all") || !strcmp(wanted, action->name);
}

static void be_tracer(struct role *me)
{
	const struct action *a;

	/* Stops are waited for; their signals would fill the timeline. */
	sigaction(SIGCHLD, &(struct sigaction){ .sa_handler = SIG_DFL,
		  .sa_flags = SA_NOCLDSTOP }, NULL);
	for (a = actions; a->name; a++)
		if (is_wanted(me->trial, a))
			trace(me, a);
}

static void run_action(struct trial *t, struct role *tracer,
		       struct role *program, const struct action *action)
{
	role_recast(program);
	role_wait(program);
	role_go(program);
	role_wait(tracer);
	if (!role_said(tracer, "traced")) {
		step_skip(t, action->name, "the program could not be traced: "
			  "is ptrace(2) allowed here?");
	} else {
		await_state(program, "t");
		step(t, action->name, "%s", action->text);
	}
	role_go(tracer);
	await_gone(program);
}

static void run(struct trial *t)
{
	struct role *tracer = role_declare(t, "tracer");
	struct role *program = role_declare(t, "program");
	const struct action *a;

	role_start(tracer, be_tracer);
	for (a = actions; a->name; a++)
		if (is_wanted(t, a))
			run_action(t, tracer, program, a);
	role_reap(tracer);
}

const struct experiment exp_syscalls = {
	.name = "syscalls",
	.summary = "which system calls the C library's functions become",
	.topic = TOPIC_KERNEL,
	.params = {
		{ .name = "action", .arg = "NAME", .initial = "all",
		  .help = "only this step", .check = is_action },
	},
	.columns = {
		{ "state" }, { "tracer_pid", "TRACER" }, { "nr_threads" },
		{ "ptrace" },
	},
	.run = run,
	.claims = syscalls_claims,
};
