// SPDX-License-Identifier: GPL-2.0-only
/*
 * Counts events; see tally.h.
 */
#include <stdlib.h>
#include <string.h>

#include "tally.h"

static struct tally_task name_task(const struct event_style *style, int32_t pid,
				   uint64_t start_ns)
{
	const struct proctree_row *row = style->find(style->context, pid);
	struct tally_task task = { .pid = pid, .start_ns = start_ns };

	if (row)
		memcpy(task.comm, row->comm, sizeof(task.comm));
	return task;
}

/* Room for one more of @size bytes in an array of @n; NULL if there is none. */
static void *grow(struct tally *tally, void *array, size_t n, size_t size)
{
	void *new = array;

	if (!(n & (n - 1)))
		new = realloc(array, (n ? 2 * n : 1) * size);
	if (!new)
		tally->no_memory = true;
	return new;
}

static void add_heir(struct tally *tally, const struct event_style *style,
		     int32_t pid)
{
	struct tally_heir *heirs;
	size_t i;

	for (i = 0; i < tally->nheirs; i++) {
		if (tally->heirs[i].task.pid == pid) {
			tally->heirs[i].count++;
			return;
		}
	}
	heirs = grow(tally, tally->heirs, tally->nheirs, sizeof(*heirs));
	if (!heirs)
		return;
	tally->heirs = heirs;
	heirs[tally->nheirs++] = (struct tally_heir){
		.task = name_task(style, pid, 0), .count = 1,
	};
}

static void add_dead(struct tally *tally, const struct tally_task *task)
{
	struct tally_task *dead;

	dead = grow(tally, tally->dead, tally->ndead, sizeof(*dead));
	if (!dead)
		return;
	tally->dead = dead;
	dead[tally->ndead++] = *task;
}

/* Most are freed soon, so the last ones are looked at first. */
static void forget_dead(struct tally *tally, const struct proctree_event *e)
{
	size_t i = tally->ndead;

	while (i--) {
		if (tally->dead[i].pid != e->pid ||
		    tally->dead[i].start_ns != e->start_ns)
			continue;
		tally->dead[i] = tally->dead[--tally->ndead];
		return;
	}
}

/* The process has ended with its last thread, who may be another than @pid. */
static void add_exit(struct tally *tally, const struct event_style *style,
		     const struct proctree_event *e)
{
	const struct proctree_row *row = style->find(style->context, e->tgid);
	uint64_t start_ns = row ? row->start_ns : e->start_ns;
	struct tally_task task = name_task(style, e->tgid, start_ns);

	tally->exited++;
	tally->failed += e->u.exit.code != 0;
	if (e->time_ns > start_ns &&
	    e->time_ns - start_ns > tally->longest_ns) {
		tally->longest_ns = e->time_ns - start_ns;
		tally->longest = task;
	}
	add_dead(tally, &task);
}

void tally_add(struct tally *tally, const struct event_style *style,
	       const struct proctree_event *e)
{
	if (!tally->first_ns)
		tally->first_ns = e->time_ns;
	tally->last_ns = e->time_ns;
	if (e->kind == PROCTREE_EVENT_LOST) {
		tally->lost += e->u.lost.lost;
		return;
	}
	tally->events++;
	if (e->kind == PROCTREE_EVENT_FORK &&
	    e->u.fork.child_pid != e->u.fork.child_tgid)
		tally->threads++;
	else if (e->kind == PROCTREE_EVENT_FORK)
		tally->processes++;
	else if (e->kind == PROCTREE_EVENT_EXEC)
		tally->execed++;
	else if (e->kind == PROCTREE_EVENT_EXIT && e->u.exit.group_dead)
		add_exit(tally, style, e);
	else if (e->kind == PROCTREE_EVENT_FREE && e->pid == e->tgid)
		forget_dead(tally, e);
	else if (e->kind == PROCTREE_EVENT_REPARENT &&
		 e->flags & PROCTREE_EVENT_CONFIRMED &&
		 e->u.reparent.reason != PROCTREE_HEIR_THREAD)
		add_heir(tally, style, e->u.reparent.new_ppid);
}

static int more_orphans(const void *a, const void *b)
{
	const struct tally_heir *x = a, *y = b;

	return (x->count < y->count) - (x->count > y->count);
}

void tally_end(struct tally *tally, const struct event_style *style)
{
	size_t i, n = 0;

	for (i = 0; i < tally->ndead; i++) {
		const struct proctree_row *row =
			style->find(style->context, tally->dead[i].pid);

		if (row && row->start_ns == tally->dead[i].start_ns &&
		    row->state == 'Z')
			tally->dead[n++] = tally->dead[i];
	}
	tally->ndead = n;
	if (tally->nheirs)
		qsort(tally->heirs, tally->nheirs, sizeof(*tally->heirs),
		      more_orphans);
}

void tally_free(struct tally *tally)
{
	free(tally->heirs);
	free(tally->dead);
	*tally = (struct tally){ 0 };
}
