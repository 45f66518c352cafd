// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who waits at pipes, sockets and locks; see sleeps.h. First the sleepers and
 * the objects that they sleep at, then who has these objects open.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "filelocks.h"
#include "openers.h"
#include "pids.h"
#include "sleeping.h"
#include "sleeps.h"
#include "unixpeers.h"

/* A task that sleeps at an object. */
struct sleeper {
	uint32_t row;
	enum waits_why why;
	struct opened object;
};

struct finding {
	const struct proctree_rows *rows;
	struct pids pids;
	struct sleeper *sleepers;
	size_t n;
	struct opened *objects;
	size_t nobjects;
	struct unixpeer *peers;
	size_t npeers;
	struct waits_more *to;
	size_t room;
};

static int add_edge(struct finding *f, uint32_t waiter, uint32_t target,
		    enum waits_why why)
{
	struct waits_more *to = f->to;
	struct waits_edge *more;

	if (waiter == TREE_ORDER_NONE || target == TREE_ORDER_NONE)
		return 0;
	if (to->n == f->room) {
		f->room = f->room * 2 + 64;
		more = reallocarray(to->edges, f->room, sizeof(*more));
		if (!more)
			return -ENOMEM;
		to->edges = more;
	}
	to->edges[to->n++] = (struct waits_edge){ waiter, target, why };
	return 0;
}

/* The number in the futex is of the pid namespace of the one who locked it. */
static bool has_our_numbers(const struct finding *f,
			    const struct proctree_row *row)
{
	const struct proctree_relations *r =
		proctree_row_block(f->rows, row, PROCTREE_BLOCK_RELATIONS);

	return r->ns_pid == row->pid;
}

static int add_owner(struct finding *f, uint32_t i, int32_t owner)
{
	const struct proctree_row *row = proctree_row_at(f->rows, i);
	uint32_t target = TREE_ORDER_NONE;

	if (has_our_numbers(f, row))
		target = pids_find(&f->pids, owner);
	return add_edge(f, i, target, WAITS_FUTEX);
}

static int read_peers(struct finding *f)
{
	int err = 0;

	if (!f->peers)
		err = unixpeers_read(&f->peers, &f->npeers);
	return err == -ENOMEM ? err : 0;
}

/* What the task of a row sleeps at, if it is anything that others have. */
static int look_at(struct finding *f, uint32_t i)
{
	static const enum waits_why why[] = {
		[SLEEPING_PIPE_READ] = WAITS_PIPE_READ,
		[SLEEPING_PIPE_WRITE] = WAITS_PIPE_WRITE,
		[SLEEPING_SOCKET] = WAITS_SOCKET,
	};
	const struct proctree_row *row = proctree_row_at(f->rows, i);
	struct sleeping sleeping;
	struct sleeper sleeper = { .row = i };
	int err;

	sleeping_read(row->pid, &sleeping);
	if (sleeping.on == SLEEPING_ELSEWHERE)
		return 0;
	if (sleeping.on == SLEEPING_PI_FUTEX)
		return add_owner(f, i, sleeping.owner);
	sleeper.why = why[sleeping.on];
	sleeper.object.dev = sleeping.dev;
	sleeper.object.ino = sleeping.ino;
	sleeper.object.writers = sleeping.on != SLEEPING_PIPE_WRITE;
	if (sleeping.on == SLEEPING_SOCKET) {
		err = read_peers(f);
		if (err)
			return err;
		sleeper.object.ino = unixpeers_find(f->peers, f->npeers,
						    sleeping.ino);
		if (!sleeper.object.ino)
			return 0;
	}
	f->sleepers[f->n++] = sleeper;
	return 0;
}

static int find_sleepers(struct finding *f)
{
	uint32_t i;
	int err = 0;

	for (i = 0; i < f->rows->count && !err; i++) {
		const struct proctree_row *row = proctree_row_at(f->rows, i);

		if (!(row->flags & PROCTREE_ROW_KTHREAD) &&
		    (row->state == 'S' || row->state == 'D'))
			err = look_at(f, i);
	}
	return err;
}

/* Each object once, in the order that openers_find() wants. */
static void list_objects(struct finding *f)
{
	size_t i, n = 0;

	for (i = 0; i < f->n; i++)
		f->objects[i] = f->sleepers[i].object;
	if (f->n)
		qsort(f->objects, f->n, sizeof(*f->objects), opened_compare);
	for (i = 0; i < f->n; i++) {
		if (!n || opened_compare(&f->objects[n - 1], &f->objects[i]))
			f->objects[n++] = f->objects[i];
	}
	f->nobjects = n;
}

static int compare_objects(const void *left, const void *right)
{
	const struct opener *a = left, *b = right;

	return (a->object > b->object) - (a->object < b->object);
}

/* Edges from a sleeper to all who have its object. */
static int link_sleeper(struct finding *f, const struct sleeper *sleeper,
			const struct openers *h)
{
	const struct opened *object = bsearch(&sleeper->object, f->objects,
					    f->nobjects, sizeof(*object),
					    opened_compare);
	struct opener key = { object - f->objects, 0 };
	const struct opener *first, *end;
	int err = 0;

	f->to->others[sleeper->row] = !h->complete;
	first = h->n ? bsearch(&key, h->list, h->n, sizeof(key),
			       compare_objects) : NULL;
	if (!first)
		return 0;
	while (first > h->list && first[-1].object == key.object)
		first--;
	for (end = first; end < h->list + h->n && end->object == key.object;)
		end++;
	if (end - first > SLEEPS_OPENERS_MAX) {
		f->to->others[sleeper->row] = true;
		return 0;
	}
	for (; first < end && !err; first++)
		err = add_edge(f, sleeper->row, first->row, sleeper->why);
	return err;
}

static int find_openers(struct finding *f)
{
	struct openers openers;
	size_t i;
	int err;

	list_objects(f);
	err = openers_find(f->rows, f->objects, f->nobjects, &openers);
	if (err)
		return err;
	for (i = 0; i < f->n && !err; i++)
		err = link_sleeper(f, &f->sleepers[i], &openers);
	openers_free(&openers);
	return err;
}

static int add_lock(void *context, int32_t waiter, int32_t holder)
{
	struct finding *f = context;

	return add_edge(f, pids_find(&f->pids, waiter),
			pids_find(&f->pids, holder), WAITS_LOCK);
}

static int find_locks(struct finding *f)
{
	FILE *locks = fopen("/proc/locks", "re");
	int err;

	if (!locks)
		return 0;
	err = filelocks_read(locks, add_lock, f);
	fclose(locks);
	return err;
}

/* Whether a task has slept from the one row to the other. */
static bool has_slept(const struct proctree_rows *rows, uint32_t i,
		      const struct proctree_rows *later, uint32_t j)
{
	const struct proctree_row *a = proctree_row_at(rows, i), *b;
	const struct proctree_scheduling *sa, *sb;

	if (j == TREE_ORDER_NONE)
		return false;
	b = proctree_row_at(later, j);
	sa = proctree_row_block(rows, a, PROCTREE_BLOCK_SCHEDULING);
	sb = proctree_row_block(later, b, PROCTREE_BLOCK_SCHEDULING);
	return a->start_ns == b->start_ns && a->state == b->state &&
	       sa->nvcsw == sb->nvcsw && sa->nivcsw == sb->nivcsw;
}

/* Forget what is told of tasks that have run since. */
static int keep_sleepers(struct finding *f, struct proctree *pt, bool threads)
{
	const struct proctree_want want = {
		.blocks = PROCTREE_BLOCK_SCHEDULING,
		.threads = threads,
	};
	struct waits_more *to = f->to;
	struct proctree_rows *later;
	struct pids pids;
	uint32_t i, n = 0;
	int err = proctree_take(pt, &want, &later);

	if (err)
		return err;
	err = pids_init(&pids, later);
	if (err)
		goto free_rows;
	for (i = 0; i < f->rows->count; i++) {
		int32_t pid = proctree_row_at(f->rows, i)->pid;

		if (!has_slept(f->rows, i, later, pids_find(&pids, pid)))
			to->others[i] = true;
	}
	for (i = 0; i < to->n; i++) {
		uint32_t waiter = to->edges[i].waiter;
		int32_t pid = proctree_row_at(f->rows, waiter)->pid;

		if (has_slept(f->rows, waiter, later, pids_find(&pids, pid)))
			to->edges[n++] = to->edges[i];
	}
	to->n = n;
	pids_free(&pids);

free_rows:
	proctree_rows_free(later);
	return err;
}

int sleeps_find(struct proctree *pt, const struct proctree_rows *rows,
		bool threads, struct waits_more *to)
{
	size_t room = (size_t)rows->count + 1;
	struct finding f = {
		.rows = rows,
		.sleepers = calloc(room, sizeof(*f.sleepers)),
		.objects = calloc(room, sizeof(*f.objects)),
		.to = to,
	};
	int err = -ENOMEM;

	*to = (struct waits_more){
		.others = calloc(room, sizeof(*to->others)),
	};
	if (!proctree_proc_is_ours()) {
		err = -EXDEV;
	} else if (f.sleepers && f.objects && to->others &&
		   !pids_init(&f.pids, rows)) {
		err = find_sleepers(&f);
		if (!err)
			err = find_openers(&f);
		if (!err)
			err = find_locks(&f);
		if (!err)
			err = keep_sleepers(&f, pt, threads);
		pids_free(&f.pids);
	}
	free(f.sleepers);
	free(f.objects);
	free(f.peers);
	if (err)
		sleeps_free(to);
	return err;
}

void sleeps_free(struct waits_more *more)
{
	free(more->edges);
	free(more->others);
	*more = (struct waits_more){ 0 };
}
