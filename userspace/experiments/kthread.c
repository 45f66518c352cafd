// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "kthread": all kernel threads, one of our own from its birth to
 * its end, and processes that look like one.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "cpus.h"
#include "helper.h"

#define KTHREADD	2
#define VALUE		7	/* what our thread's function returns */
#define SPIN_MS		300

/* Bytes of a command line. */
static int64_t cmdline_of(pid_t pid)
{
	char path[32], text[256];
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read(fd, text, sizeof(text));
	close(fd);
	return n < 0 ? -errno : n;
}

struct census {
	unsigned int all;
	unsigned int with_mm;
	unsigned int nameless;	/* no command line */
	unsigned int by_kthreadd;
	unsigned int idle;
};

static void count(const struct proctree_rows *rows,
		  const struct proctree_row *row, struct census *c)
{
	const struct proctree_field *mm = proctree_field_find("mm");

	if (!(row->flags & PROCTREE_ROW_KTHREAD))
		return;
	c->all++;
	c->with_mm += proctree_field_int(rows, row, mm) != 0;
	c->nameless += cmdline_of(row->pid) <= 0;
	c->by_kthreadd += row->pid == KTHREADD || row->ppid == KTHREADD;
	c->idle += row->state == 'I';
}

static void say_census(const struct role *me)
{
	struct proctree_want want = { .blocks = PROCTREE_BLOCK_SHARING };
	struct proctree_rows *rows;
	struct census c = { 0 };
	uint32_t i;

	if (proctree_take(me->trial->pt, &want, &rows))
		leave(EXIT_FAILURE);
	for (i = 0; i < rows->count; i++)
		count(rows, proctree_row_at(rows, i), &c);
	proctree_rows_free(rows);
	say(me, "all", PROCTREE_KIND_COUNT, c.all);
	say(me, "with_mm", PROCTREE_KIND_COUNT, c.with_mm);
	say(me, "nameless", PROCTREE_KIND_COUNT, c.nameless);
	say(me, "by_kthreadd", PROCTREE_KIND_COUNT, c.by_kthreadd);
	say(me, "idle", PROCTREE_KIND_COUNT, c.idle);
}

static void be_observer(struct role *me)
{
	say_census(me);
	say(me, "dead", PROCTREE_KIND_COUNT,
	    cmdline_of(trial_role(me->trial, "dead")->tid));
	barrier(me);
}

static void be_dead(struct role *me)
{
	barrier(me);
}

/* Where its arguments lie, for the kernel to be told that there are none. */
static int64_t arguments(const struct role *me)
{
	struct proctree_rows *rows;
	int64_t start;

	if (proctree_take_task(me->trial->pt, getpid(), 0,
			       PROCTREE_BLOCK_LAYOUT, &rows))
		return 0;
	start = proctree_field_int(rows, proctree_row_at(rows, 0),
				   proctree_field_find("arg_start"));
	proctree_rows_free(rows);
	return start;
}

static void be_fake(struct role *me)
{
	prctl(PR_SET_NAME, "kfake/0");
	say_result(me, "hide", PROCTREE_KIND_COUNT,
		   prctl(PR_SET_MM, PR_SET_MM_ARG_END, arguments(me), 0, 0));
	say(me, "cmdline", PROCTREE_KIND_COUNT, cmdline_of(getpid()));
	barrier(me);
}

static void be_owner(struct role *me)
{
	static const uint32_t ops[] = {
		PROCTREE_KTHREAD_SLEEP, PROCTREE_KTHREAD_IDLE,
		PROCTREE_KTHREAD_SPIN, PROCTREE_KTHREAD_STOP,
	};

	own_thread(me, VALUE, ops, sizeof(ops) / sizeof(ops[0]), SPIN_MS);
}

/* In user mode, where everybody can be preempted. */
static void be_rival(struct role *me)
{
	cpus_pin(cpus_nth(0));
	barrier(me);
	for (;;)
		;
}

static void run_census(struct trial *t)
{
	struct role *dead = trial_role(t, "dead");
	struct role *observer = trial_role(t, "observer");

	role_start(dead, be_dead);
	role_wait(dead);
	role_go(dead);
	await_state(dead, "Z");
	role_start(observer, be_observer);
	role_wait(observer);
	if (role_said(observer, "all"))
		step(t, "census", "all kernel threads, and a dead process");
	else
		step_skip(t, "census", "no kernel thread is visible from this "
			  "pid namespace");
	role_kill(observer);
	role_reap(dead);
}

static void run_fake(struct trial *t)
{
	struct role *fake = trial_role(t, "fake");

	role_start(fake, be_fake);
	role_wait(fake);
	if (role_said(fake, "hide"))
		step_skip(t, "fake", "hiding one's arguments needs "
			  "CAP_SYS_RESOURCE");
	else
		step(t, "fake", "a process that has hidden its arguments");
	role_kill(fake);
}

static void run_spin(struct trial *t, struct role *owner, struct role *thread)
{
	struct role *rival = trial_role(t, "rival");

	role_start(rival, be_rival);
	role_wait(rival);
	if (!cpus_bind(thread->tid, cpus_nth(0)))
		trial_fail(t, "can't bind the kernel thread");
	role_go(rival);
	role_next(owner);
	await_state(thread, "S");
	if (proctree_info(t->pt)->kernel &
	    (PROCTREE_KERNEL_PREEMPT_RT | PROCTREE_KERNEL_PREEMPT_FULL))
		step_skip(t, "spun", "this kernel was told to preempt whatever "
			  "it can");
	else
		step(t, "spun", "it was busy, on one processor with another "
		     "one");
	role_kill(rival);
}

static void run_life(struct trial *t, struct role *owner, struct role *thread)
{
	await_state(thread, "D");
	step(t, "created", "a kernel thread of our own, not woken yet");
	role_next(owner);
	await_state(thread, "S");
	step(t, "woken", "it was woken, and sleeps");
	role_signal(thread, SIGKILL);
	role_note(thread, "sent", PROCTREE_KIND_SIGNAL, SIGKILL);
	role_next(owner);
	await_state(thread, "I");
	step(t, "idle", "after SIGKILL to it; it was told to idle");
	run_spin(t, owner, thread);
	role_next(owner);
	await_gone(thread);
	step(t, "stopped", "kthread_stop() has returned");
}

static void run(struct trial *t)
{
	static const char *const names[] = {
		"dead", "observer", "fake", "owner", "thread", "rival",
	};
	struct role *owner, *thread;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		role_declare(t, names[i]);
	owner = trial_role(t, "owner");
	thread = trial_role(t, "thread");
	run_census(t);
	run_fake(t);
	role_start(owner, be_owner);
	if (cast_thread(owner, thread))
		run_life(t, owner, thread);
	role_kill(owner);
}

const struct experiment exp_kthread = {
	.name = "kthread",
	.summary = "kernel threads, one of our own, and what looks like one",
	.topic = TOPIC_KERNEL,
	.columns = {
		{ "state" }, { "state_raw", "RAW" }, { "ppid" }, { "mm" },
		{ "files" }, { "policy" }, { "nivcsw" },
	},
	.run = run,
	.claims = kthread_claims,
};
