// SPDX-License-Identifier: GPL-2.0-only
/* TIME against stat, schedstat and the process's clock, for all threads. */
#include <time.h>

#include "device.h"
#include "harness.h"
#include "oracle.h"

#define NS	1000000000ll
#define TICK	10000000ll

static struct range ask_schedstat(const struct facts *f, const struct oracle *o)
{
	return exactly(f->schedstat[o->n]);
}

/* A process has such a clock; a thread's row does not tell. */
static struct range ask_clock(const struct facts *f, const struct oracle *o)
{
	struct timespec t;
	clockid_t clock;

	(void)o;
	if (f->pid != f->tgid)
		return absent();
	if (clock_getcpuclockid(f->tgid, &clock) || clock_gettime(clock, &t))
		return unknown();
	return exactly(t.tv_sec * NS + t.tv_nsec);
}

static int64_t now(clockid_t clock)
{
	struct timespec t;

	OK(clock_gettime(clock, &t));
	return t.tv_sec * NS + t.tv_nsec;
}

/* Field 22 is of the clock that goes on while the machine sleeps. */
static struct range ask_start(const struct facts *f, const struct oracle *o)
{
	int64_t start = f->stat[o->n] * TICK;
	int64_t before = now(CLOCK_MONOTONIC);
	int64_t booted = now(CLOCK_BOOTTIME);
	int64_t after = now(CLOCK_MONOTONIC);

	/* The two clocks were read one after the other at the birth. */
	return between(start - (booted - before) - TICK,
		       start - (booted - after) + 2 * TICK);
}

TEST("the time it has used is as stat, schedstat and its clock say")
{
	oracle_ask_all(&oracle_time);
}

static const struct oracle oracles[] = {
	{ "utime_ns", .ask = ask_stat_ticks, .n = 14 },
	{ "stime_ns", .ask = ask_stat_ticks, .n = 15 },
	{ "runtime_ns", .ask = ask_schedstat },
	{ "group_runtime_ns", .ask = ask_clock },
	{ "wait_ns", .ask = ask_schedstat, .n = 1 },
	{ "min_flt", .ask = ask_stat, .n = 10 },
	{ "maj_flt", .ask = ask_stat, .n = 12 },
	{ "start_mono_ns", .ask = ask_start, .n = 22 },
};

ORACLE_TABLE(time, TIME);
