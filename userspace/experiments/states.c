// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "states": a task in each state, all at the same time.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <unistd.h>

#include "cpus.h"
#include "helper.h"

/* Two that share one processor: one of them has to wait, and both are R. */
static void be_busy(struct role *me)
{
	cpus_pin(cpus_nth(0));
	barrier(me);
	for (;;)
		;
}

/* Also who is stopped by a signal later, and who ends. */
static void be_asleep(struct role *me)
{
	barrier(me);
}

static void be_vfork_parent(struct role *me)
{
	struct role *child = trial_role(me->trial, "child");

	if (!role_made(vfork())) {
		role_name(child);
		barrier(child);
		leave(0);
	}
}

static void be_traced(struct role *me)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	barrier(me);
}

static void be_owner(struct role *me)
{
	static const uint32_t ops[] = {
		PROCTREE_KTHREAD_IDLE, PROCTREE_KTHREAD_PARK,
		PROCTREE_KTHREAD_STOP,
	};

	own_thread(me, 0, ops, sizeof(ops) / sizeof(ops[0]), 0);
}

/* Interrupts since boot, of all processors. */
static int64_t interrupts(void)
{
	unsigned long long n = 0;
	FILE *file = fopen("/proc/stat", "r");
	char line[256];

	while (file && !n && fgets(line, sizeof(line), file))
		sscanf(line, "intr %llu", &n);
	if (file)
		fclose(file);
	return n;
}

static void be_counter(struct role *me)
{
	int64_t before = interrupts();

	barrier(me);
	say(me, "interrupts", PROCTREE_KIND_COUNT, interrupts() - before);
	barrier(me);
}

static struct role *start(struct trial *t, const char *name,
			  void (*play)(struct role *me))
{
	struct role *role = trial_role(t, name);

	role_start(role, play);
	role_wait(role);
	return role;
}

static void start_those_who_rest(struct trial *t)
{
	struct role *role;

	start(t, "sleeping", be_asleep);
	role_start(trial_role(t, "waiting"), be_vfork_parent);
	role_wait(trial_role(t, "child"));
	await_state(trial_role(t, "waiting"), "D");
	role = start(t, "stopped", be_asleep);
	role_signal(role, SIGSTOP);
	await_state(role, "T");
	role = start(t, "traced", be_traced);
	role_signal(role, SIGSTOP);
	await_state(role, "t");
	role = start(t, "dead", be_asleep);
	role_go(role);
	await_state(role, "Z");
}

static void start_those_who_run(struct trial *t)
{
	struct role *running = start(t, "running", be_busy);
	struct role *ready = start(t, "ready", be_busy);

	role_go(running);
	await_state(running, "R");
	role_go(ready);
	await_state(ready, "R");
}

static void end_all(struct trial *t)
{
	static const char *const names[] = {
		"sleeping", "stopped", "traced", "counter", "owner",
	};
	size_t i;

	role_go(trial_role(t, "child"));
	role_reap(trial_role(t, "waiting"));
	role_reap(trial_role(t, "dead"));
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		role_kill(trial_role(t, names[i]));
}

static void run_thread(struct trial *t, struct role *owner, struct role *thread)
{
	role_next(owner);
	await_state(thread, "I");
	step(t, "idle", "the kernel thread was told to idle");
	role_next(owner);
	await_state(thread, "P");
	step(t, "parked", "and to park");
	role_next(owner);
	await_gone(thread);
}

static void run(struct trial *t)
{
	static const char *const names[] = {
		"running", "ready", "sleeping", "waiting", "child", "stopped",
		"traced", "dead", "counter", "owner", "thread",
	};
	struct role *owner, *thread, *counter;
	bool helped;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		role_declare(t, names[i]);
	owner = trial_role(t, "owner");
	thread = trial_role(t, "thread");
	start_those_who_rest(t);
	counter = start(t, "counter", be_counter);
	role_start(owner, be_owner);
	helped = cast_thread(owner, thread);
	start_those_who_run(t);
	step(t, "all", "each in its state; a kernel thread that was never "
	     "woken");

	await_event(trial_role(t, "running"), PROCTREE_EVENT_SLEEP);
	await_event(trial_role(t, "ready"), PROCTREE_EVENT_SLEEP);
	role_go(counter);
	role_wait(counter);
	step(t, "later", "both that run have had the processor once more");

	role_kill(trial_role(t, "running"));
	role_kill(trial_role(t, "ready"));
	if (helped)
		run_thread(t, owner, thread);
	end_all(t);
}

const struct experiment exp_states = {
	.name = "states",
	.summary = "a task in each state, and what the kernel stores of it",
	.topic = TOPIC_STATES,
	.columns = {
		{ "state" }, { "state_raw", "RAW" }, { "exit_state", "EXIT" },
		{ "on_cpu" }, { "ppid" }, { "mm" },
	},
	.events = EVENTS(SLEEP) | EVENTS(RUN),
	.run = run,
	.claims = states_claims,
};
