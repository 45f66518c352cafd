// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "kernel-facts": sizes, names and orders that books quote, and
 * what this kernel has instead. Constants come from the module (QUERY), numbers
 * from /proc, orders from which of two errors comes first.
 */
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "kernel_facts.h"
#include "param.h"

#define LONG_ARGUMENT	(1 << 20)

static bool valid_children(const char *value)
{
	return param_number(value, 10, 500);
}

/* Sleepers: children that do nothing until a pipe is closed, then end. */
static void be_sleepers(struct role *me)
{
	int n = atoi(trial_param(me->trial, "children")), i, fds[2];
	char end;

	if (pipe(fds))
		leave(EXIT_FAILURE);
	barrier(me);
	for (i = 0; i < n; i++) {
		if (role_made(fork()))
			continue;
		close(fds[1]);
		while (read(fds[0], &end, 1) < 0)
			;
		leave(EXIT_SUCCESS);
	}
	barrier(me);
	close(fds[1]);
	while (wait(NULL) > 0)
		;
	barrier(me);
}

static int64_t clone_as(pid_t number, uint64_t flags)
{
	struct clone_args args = {
		.flags = flags,
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&number,
		.set_tid_size = 1,
	};
	pid_t pid = syscall(SYS_clone3, &args, sizeof(args));

	if (!pid)
		leave(EXIT_SUCCESS);
	if (pid > 0)
		waitpid(pid, NULL, 0);
	return pid;
}

/* A file that is no program, with an argument of @size bytes. */
static int64_t exec_garbage(size_t size)
{
	char *argument = calloc(1, size);
	char *const argv[] = { "garbage", argument, NULL };
	char *const envp[] = { NULL };
	int fd = memfd_create("garbage", MFD_CLOEXEC);

	if (!argument || fd < 0 || write(fd, "no program\n", 11) != 11)
		leave(EXIT_FAILURE);
	memset(argument, 'x', size - 1);
	return syscall(SYS_execveat, fd, "", argv, envp, AT_EMPTY_PATH);
}

static void be_caller(struct role *me)
{
	barrier(me);
	say_result(me, "used_number", PROCTREE_KIND_NUMBER,
		   clone_as(getpid(), 0));
	say_result(me, "used_and_bad", PROCTREE_KIND_NUMBER,
		   clone_as(getpid(), CLONE_NEWIPC | CLONE_SYSVSEM));
	say_result(me, "pid_max", PROCTREE_KIND_NUMBER,
		   clone_as(kernel_facts_pid_max(), 0));
	say_result(me, "too_long", PROCTREE_KIND_NUMBER,
		   exec_garbage(LONG_ARGUMENT));
	say_result(me, "garbage", PROCTREE_KIND_NUMBER, exec_garbage(16));
	barrier(me);
}

static void note_constants(struct role *kernel)
{
	const struct proctree_query *q = proctree_info(kernel->trial->pt);

	role_note(kernel, "task_struct", PROCTREE_KIND_COUNT,
		  q->task_object_size);
	role_note(kernel, "compiled", PROCTREE_KIND_COUNT,
		  q->task_struct_size);
	role_note(kernel, "thread_size", PROCTREE_KIND_COUNT, q->thread_size);
	role_note(kernel, "info_in_task", PROCTREE_KIND_BOOL,
		  !!(q->kernel & PROCTREE_KERNEL_THREAD_INFO));
	role_note(kernel, "pid_max", PROCTREE_KIND_COUNT,
		  kernel_facts_pid_max());
}

static void step_symbols(struct trial *t, struct role *kernel)
{
	if (kernel_facts_symbols(kernel))
		step(t, "names", "functions of the kernel, by /proc/kallsyms");
	else
		step_skip(t, "names", "/proc/kallsyms shows no names here");
}

static void step_slab(struct trial *t, struct role *kernel)
{
	if (kernel_facts_slab(kernel))
		step(t, "slab", "the cache of task_struct, by /proc/slabinfo");
	else
		step_skip(t, "slab", "/proc/slabinfo is for root, or has no "
			  "task_struct");
}

static void run_sleepers(struct trial *t, struct role *kernel,
			 struct role *sleepers)
{
	int n = atoi(trial_param(t, "children"));
	int64_t before, asleep, gone;

	role_start(sleepers, be_sleepers);
	role_wait(sleepers);
	before = kernel_facts_stacks();
	role_go(sleepers);
	role_wait(sleepers);
	asleep = kernel_facts_stacks();
	step_slab(t, kernel);
	role_note(kernel, "stacks", PROCTREE_KIND_COUNT, asleep);
	role_note(kernel, "per_task", PROCTREE_KIND_COUNT,
		  (asleep - before) / n);
	step(t, "asleep", "%d more processes", n);
	role_go(sleepers);
	role_wait(sleepers);
	gone = kernel_facts_stacks();
	role_note(kernel, "stacks", PROCTREE_KIND_COUNT, gone);
	step(t, "gone", "without them");
	role_go(sleepers);
	role_reap(sleepers);
}

static void run(struct trial *t)
{
	struct role *kernel = role_declare(t, "kernel");
	struct role *sleepers = role_declare(t, "sleepers");
	struct role *caller = role_declare(t, "caller");

	note_constants(kernel);
	step(t, "constants", "of this kernel");
	step_symbols(t, kernel);
	run_sleepers(t, kernel, sleepers);
	role_start(caller, be_caller);
	role_wait(caller);
	step(t, "idle", "the caller has done nothing yet");
	role_go(caller);
	role_wait(caller);
	step(t, "errors", "which of two errors comes first");
	role_go(caller);
	role_reap(caller);
}

const struct experiment exp_kernel_facts = {
	.name = "kernel-facts",
	.summary = "sizes, names and orders that books quote",
	.topic = TOPIC_KERNEL,
	.params = {
		{ "children", "N", "processes to count stacks of, 10 to 500",
		  "50", valid_children },
	},
	.columns = {
		{ "state" }, { "ppid" }, { "mm" }, { "stack" },
	},
	.run = run,
	.claims = kernel_facts_claims,
};
