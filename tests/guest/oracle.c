// SPDX-License-Identifier: GPL-2.0-only
/* Rows against those who know, too; see oracle.h. */
#include "oracle.h"

#include <stdlib.h>
#include <unistd.h>

#include "device.h"
#include "fields.h"
#include "harness.h"
#include "odd.h"

#define TRIES		10
#define MAX_FIELDS	32
#define MAX_BLOCK	(8 * (MAX_FIELDS + 1))
#define NS_PER_TICK	10000000

struct range exactly(int64_t value)
{
	return between(value, value);
}

struct range between(int64_t low, int64_t high)
{
	return (struct range){ KNOWN, low, high };
}

struct range unknown(void)
{
	return (struct range){ .knowledge = UNKNOWN };
}

struct range absent(void)
{
	return (struct range){ .knowledge = ABSENT };
}

static struct range number_in_status(const struct facts *f,
				     const struct oracle *o, int base,
				     int64_t unit)
{
	int64_t value;

	if (!facts_status(f, o->key, o->n, base, &value))
		return absent();
	return exactly(value * unit);
}

struct range ask_status(const struct facts *f, const struct oracle *o)
{
	return number_in_status(f, o, 10, 1);
}

struct range ask_status_hex(const struct facts *f, const struct oracle *o)
{
	return number_in_status(f, o, 16, 1);
}

struct range ask_status_kb(const struct facts *f, const struct oracle *o)
{
	return number_in_status(f, o, 10, 1024);
}

struct range ask_stat(const struct facts *f, const struct oracle *o)
{
	return exactly(f->stat[o->n]);
}

struct range ask_stat_ticks(const struct facts *f, const struct oracle *o)
{
	int64_t ns = f->stat[o->n] * NS_PER_TICK;

	return between(ns, ns + NS_PER_TICK - 1);
}

/* A block and how it came. */
struct look {
	int fd;
	bool by_snapshot;
	uint64_t bit;
	uint64_t block[MAX_BLOCK / 8];
};

static bool take_by_task(struct look *l, pid_t pid)
{
	char row[sizeof(struct proctree_row) + MAX_BLOCK]
		__attribute__((aligned(8)));
	struct proctree_task arg = {
		.mask = l->bit,
		.row = (uintptr_t)row,
		.pid = pid,
		.size = stride_of(l->bit),
	};

	if (dev_task(l->fd, &arg))
		return false;
	memcpy(l->block, row + block_offset(l->bit, l->bit),
	       block_size(l->bit));
	return true;
}

static bool take_by_snapshot(struct look *l, pid_t tgid, pid_t pid)
{
	static struct rows rows;
	const struct proctree_row *row;

	if (rows_try(l->fd, &rows, l->bit, tgid, PROCTREE_SNAPSHOT_THREADS))
		return false;
	row = row_find(&rows, pid);
	if (row)
		memcpy(l->block,
		       (const char *)row + block_offset(l->bit, l->bit),
		       block_size(l->bit));
	return row;
}

static void ask_everything(const struct oracle_table *t, const struct facts *f,
			   struct range *answers)
{
	size_t i;

	for (i = 0; i < t->count; i++)
		answers[i] = t->oracles[i].ask ?
				     t->oracles[i].ask(f, &t->oracles[i]) :
				     unknown();
}

static const struct field *field_of(const struct oracle_table *t,
				    const struct oracle *o)
{
	size_t i;

	for (i = 0; i < nfields; i++)
		if (fields[i].block == t->block &&
		    !strcmp(fields[i].name, o->member))
			return &fields[i];
	FAIL("there is no field %s in its block", o->member);
}

/* Is the field of @look what @before and @after say? */
static bool agrees(const struct oracle_table *t, size_t i,
		   const struct look *look, const struct range *before,
		   const struct range *after, char *why, size_t size)
{
	const struct oracle *o = &t->oracles[i];
	size_t offset = field_of(t, o)->offset;
	bool valid = look->block[0] >> (offset / 8 - 1) & 1;
	int64_t is = look->block[offset / 8], low, high;

	if (!valid && is) {
		snprintf(why, size, "%s is %ld but not valid", o->member, is);
		return false;
	}
	if (before->knowledge != after->knowledge ||
	    before->knowledge == UNKNOWN)
		return true;
	if (valid ? before->knowledge == ABSENT : before->knowledge == KNOWN) {
		snprintf(why, size, "%s is%s valid", o->member,
			 valid ? "" : " not");
		return false;
	}
	if (!valid)
		return true;
	if (o->see)
		is = o->see(is);
	low = before->low < after->low ? before->low : after->low;
	high = before->high > after->high ? before->high : after->high;
	if (is >= low && is <= high)
		return true;
	snprintf(why, size, "%s is %ld (%#lx), not %ld to %ld (%#lx)",
		 o->member, is, is, low, high, high);
	return false;
}

/* False, and why, if something is wrong. */
static bool compare_once(const struct oracle_table *t, struct look *look,
			 pid_t tgid, pid_t pid, char *why, size_t size)
{
	struct range before[MAX_FIELDS], after[MAX_FIELDS];
	static struct facts f;
	int64_t born;
	bool found;
	size_t i;

	if (!facts_read(tgid, pid, &f))
		return true;
	born = f.stat[22];
	ask_everything(t, &f, before);
	found = look->by_snapshot ? take_by_snapshot(look, tgid, pid) :
				    take_by_task(look, pid);
	if (!facts_read(tgid, pid, &f) || f.stat[22] != born)
		return true;
	ask_everything(t, &f, after);
	if (!found) {
		snprintf(why, size, "no row");
		return false;
	}
	for (i = 0; i < t->count; i++)
		if (!agrees(t, i, look, &before[i], &after[i], why, size))
			return false;
	return true;
}

static bool compare(const struct oracle_table *t, struct look *look,
		    const struct proc_task *task)
{
	char why[160];
	int tries;

	for (tries = 0; tries < TRIES; tries++) {
		if (compare_once(t, look, task->tgid, task->pid, why,
				 sizeof(why)))
			return true;
		usleep(1000 << tries);
	}
	note("%d/%d (%s, %c): %s", task->tgid, task->pid, task->comm,
	     task->state, why);
	return false;
}

void oracle_ask_all(const struct oracle_table *t)
{
	odd_open();
	oracle_ask(t);
}

void oracle_ask(const struct oracle_table *t)
{
	struct look look = { .fd = dev_open(), .bit = t->block };
	struct proc_list list;
	size_t i, bad = 0;

	proc_list(proc_open(), true, &list);
	ASSERT_GE(list.count, 80);
	for (i = 0; i < list.count && bad < 20; i++) {
		look.by_snapshot = false;
		bad += !compare(t, &look, &list.tasks[i]);
		look.by_snapshot = true;
		bad += !compare(t, &look, &list.tasks[i]);
	}
	if (bad)
		FAIL("%zu of %zu threads have a wrong row", bad, list.count);
	note("%zu threads", list.count);
	proc_list_free(&list);
}

void block_take(int fd, pid_t pid, uint64_t bit, void *block)
{
	struct look look = { .fd = fd, .bit = bit };

	if (!take_by_task(&look, pid))
		FAIL("TASK of %d fails", pid);
	memcpy(block, look.block, block_size(bit));
}
