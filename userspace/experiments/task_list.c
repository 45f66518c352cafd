// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "task-list": what is on the kernel's list of processes, in
 * which order, and whose children are whose. The module takes a snapshot by
 * for_each_process(), so its order is that of the list.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"

#define INIT		1
#define KTHREADD	2

static void be_process(struct role *me)
{
	barrier(me);
}

/* A thread that forks, and later execs. */
static void *be_second(void *arg)
{
	const struct role *me = arg;
	struct role *grandchild = trial_role(me->trial, "grandchild");
	pid_t pid;

	role_name(me);
	pid = role_made(fork());
	if (!pid) {
		role_name(grandchild);
		barrier(grandchild);
		leave(EXIT_SUCCESS);
	}
	say_result(me, "fork", PROCTREE_KIND_PID, pid);
	barrier(me);
	exec_shell(me, "0");
	leave(EXIT_FAILURE);
}

static void be_threaded(struct role *me)
{
	barrier(me);
	role_thread(be_second, trial_role(me->trial, "second"));
	for (;;)
		barrier(me);
}

static struct proctree_rows *take(struct trial *t, bool threads)
{
	const struct proctree_want want = {
		.threads = threads,
		.blocks = PROCTREE_BLOCK_INTERNALS,
	};
	struct proctree_rows *rows;
	int ret = proctree_take(t->pt, &want, &rows);

	if (ret)
		trial_fail(t, "no snapshot: %s", strerror(-ret));
	return rows;
}

/* Where each role stands on the list, from 1 on; 0 if it is not on it. */
static void note_places(struct trial *t, const struct proctree_rows *rows)
{
	int64_t place;
	unsigned int i;
	uint32_t at;

	for (i = 0; i < t->nroles; i++) {
		if (t->roles[i].crew || !t->roles[i].tid)
			continue;
		place = 0;
		for (at = 0; at < rows->count; at++)
			if (proctree_row_at(rows, at)->pid == t->roles[i].tid)
				place = at + 1;
		role_note(&t->roles[i], "place", PROCTREE_KIND_COUNT, place);
	}
}

/* What stands at the root of the tree. */
static void note_roots(struct role *list, const struct proctree_rows *rows)
{
	const struct proctree_row *init = proctree_find(rows, INIT);
	const struct proctree_row *kthreadd = proctree_find(rows, KTHREADD);
	const struct proctree_internals *internals;
	const struct proctree_row *row;
	unsigned int kthreads = 0, of_init = 0;
	uint32_t i;

	for (i = 0; i < rows->count; i++) {
		row = proctree_row_at(rows, i);
		if (!(row->flags & PROCTREE_ROW_KTHREAD))
			continue;
		kthreads++;
		of_init += row->ppid == INIT;
	}
	internals = proctree_row_block(rows, init, PROCTREE_BLOCK_INTERNALS);
	role_note(list, "init_ppid", PROCTREE_KIND_NUMBER, init->ppid);
	role_note(list, "init_kthread", PROCTREE_KIND_BOOL,
		  !!(init->flags & PROCTREE_ROW_KTHREAD));
	role_note(list, "init_execs", PROCTREE_KIND_COUNT,
		  internals->self_exec_id);
	role_note(list, "kthreadd_ppid", PROCTREE_KIND_NUMBER, kthreadd->ppid);
	role_note(list, "kthreads", PROCTREE_KIND_COUNT, kthreads);
	role_note(list, "of_init", PROCTREE_KIND_COUNT, of_init);
	role_note(list, "pid_0", PROCTREE_KIND_BOOL, !!proctree_find(rows, 0));
}

static void step_roots(struct trial *t, struct role *list)
{
	struct proctree_rows *rows = take(t, false);
	const struct proctree_row *kthreadd = proctree_find(rows, KTHREADD);

	if (!proctree_find(rows, INIT) || !kthreadd ||
	    !(kthreadd->flags & PROCTREE_ROW_KTHREAD)) {
		step_skip(t, "roots", "the first processes are not visible "
			  "from here, as in a container");
	} else {
		note_roots(list, rows);
		step(t, "roots", "the first processes of the machine");
	}
	proctree_rows_free(rows);
}

static void step_places(struct trial *t, struct role *list, const char *name,
			const char *text)
{
	struct proctree_rows *leaders = take(t, false), *all = take(t, true);

	note_places(t, leaders);
	role_note(list, "on_list", PROCTREE_KIND_COUNT, leaders->count);
	role_note(list, "tasks", PROCTREE_KIND_COUNT, all->count);
	step(t, name, "%s", text);
	proctree_rows_free(all);
	proctree_rows_free(leaders);
}

static void run(struct trial *t)
{
	struct role *list = role_declare(t, "list");
	struct role *one = role_declare(t, "one");
	struct role *two = role_declare(t, "two");
	struct role *three = role_declare(t, "three");
	struct role *second = role_declare(t, "second");
	struct role *grandchild = role_declare(t, "grandchild");

	step_roots(t, list);
	role_start(one, be_process);
	role_start(two, be_threaded);
	role_start(three, be_process);
	role_wait(one);
	role_wait(two);
	role_wait(three);
	role_go(two);
	role_wait(second);
	role_wait(two);
	role_wait(grandchild);
	step_places(t, list, "grown", "a second thread of \"two\" has forked");

	role_recast(second);
	role_go(second);
	/* Meanwhile the first thread is a zombie, with the number of both. */
	await_event(two, PROCTREE_EVENT_EXEC);
	role_cast(second, two->tid);
	role_wait(second);
	step_places(t, list, "exec", "the second thread has become a shell, "
		    "and \"two\"");
	role_go(grandchild);
	role_go(second);
	role_reap(two);
	role_go(one);
	role_reap(one);
	role_go(three);
	role_reap(three);
}

const struct experiment exp_task_list = {
	.name = "task-list",
	.summary = "what is on the list of processes, and in which order",
	.topic = TOPIC_KERNEL,
	.columns = {
		{ "state" }, { "tgid" }, { "ppid" },
		{ "real_parent_tid", "FORKED_BY" }, { "nr_threads" },
		{ "prio", "PRIO" },
	},
	.run = run,
	.claims = task_list_claims,
};
