// SPDX-License-Identifier: GPL-2.0-only
/* MEMORY and LAYOUT against status, stat and maps, for all threads. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "odd.h"
#include "oracle.h"
#include "spawn.h"

#define PAGE	4096

/*
 * Since 6.2 each processor counts resident pages for itself, up to 32 of them
 * (percpu_counter_batch); status leaves these out on some kernels. The module
 * adds them.
 */
static int64_t error_of_status(void)
{
	struct utsname name;
	long major, minor;
	char *end;

	OK(uname(&name));
	major = strtol(name.release, &end, 10);
	minor = strtol(end + 1, NULL, 10);
	if (major < 6 || (major == 6 && minor < 2))
		return 0;
	return 32 * PAGE * sysconf(_SC_NPROCESSORS_ONLN);
}

static struct range ask_resident(const struct facts *f, const struct oracle *o)
{
	struct range r = ask_status_kb(f, o);

	r.low -= error_of_status();
	r.high += error_of_status();
	return r;
}

/* What status divides into the program's own code and that of libraries. */
static struct range ask_exec(const struct facts *f, const struct oracle *o)
{
	int64_t own, libraries;

	(void)o;
	if (!facts_status(f, "VmExe", 0, 10, &own) ||
	    !facts_status(f, "VmLib", 0, 10, &libraries))
		return absent();
	return exactly((own + libraries) * 1024);
}

struct maps {
	int64_t count;
	int64_t heap_end;	/* 0: no heap */
};

static void read_maps(const struct facts *f, struct maps *m)
{
	char path[96], line[512];
	unsigned long end;
	FILE *file;

	memset(m, 0, sizeof(*m));
	snprintf(path, sizeof(path), "%s/maps", f->dir);
	file = fopen(path, "re");
	while (file && fgets(line, sizeof(line), file)) {
		/* Shown for every task, but not the mm's. */
		if (strstr(line, "[vsyscall]"))
			continue;
		m->count++;
		if (strstr(line, "[heap]") &&
		    sscanf(line, "%*x-%lx", &end) == 1)
			m->heap_end = end;
	}
	if (file)
		fclose(file);
}

static struct range ask_maps(const struct facts *f, const struct oracle *o)
{
	struct maps m;

	(void)o;
	if (!facts_have_mm(f))
		return absent();
	read_maps(f, &m);
	return exactly(m.count);
}

TEST("what its memory takes is as status and maps say, for every thread")
{
	oracle_ask_all(&oracle_memory);
}

/* Who holds the memory is told by SHARING, which kcmp(2) proves. */
struct use {
	struct proctree_row base;
	struct proctree_sharing share;
	struct proctree_memory mem;
};

static bool users_agree(int fd, const struct rows *rows, const struct use *use,
			bool *gone)
{
	struct proctree_memory again;
	struct proctree_task arg = { .pid = use->base.pid };
	struct use now;
	uint64_t n = 0;
	uint32_t i;

	for (i = 0; i < rows->arg.count; i++) {
		const struct use *other = (const void *)row_at(rows, i);

		n += other->share.mm == use->share.mm;
	}
	*gone = false;
	if (use->mem.mm_users == n)
		return true;
	arg.mask = PROCTREE_BLOCK_SHARING;
	arg.row = (uintptr_t)&now;
	arg.size = sizeof(now);
	*gone = dev_task(fd, &arg);
	if (*gone)
		return true;
	block_take(fd, use->base.pid, PROCTREE_BLOCK_MEMORY, &again);
	return again.mm_users == n;
}

TEST("an address space has as many users as tasks that share it")
{
	struct rows rows = { 0 };
	int fd = dev_open();
	uint32_t i, many = 0;

	odd_open();
	rows_take(fd, &rows, PROCTREE_BLOCK_SHARING | PROCTREE_BLOCK_MEMORY, 0,
		  PROCTREE_SNAPSHOT_THREADS);
	for (i = 0; i < rows.arg.count; i++) {
		const struct use *use = (const void *)row_at(&rows, i);
		bool gone;

		if (!use->share.mm) {
			ASSERT_EQ(use->mem.valid, 0);
			continue;
		}
		if (!users_agree(fd, &rows, use, &gone))
			FAIL("%d (%s) has %llu users", use->base.pid,
			     use->base.comm,
			     (unsigned long long)use->mem.mm_users);
		many += !gone && use->mem.mm_users > 1;
	}
	ASSERT_GE(many, 10);
}

static const struct oracle oracles[] = {
	{ "vm_size", .ask = ask_status_kb, .key = "VmSize" },
	{ "vm_peak", .ask = ask_status_kb, .key = "VmPeak" },
	{ "rss_anon", .ask = ask_resident, .key = "RssAnon" },
	{ "rss_file", .ask = ask_resident, .key = "RssFile" },
	{ "rss_shmem", .ask = ask_resident, .key = "RssShmem" },
	{ "rss_peak", .ask = ask_resident, .key = "VmHWM" },
	{ "swap", .ask = ask_resident, .key = "VmSwap" },
	{ "locked", .ask = ask_status_kb, .key = "VmLck" },
	{ "pinned", .ask = ask_status_kb, .key = "VmPin" },
	{ "vm_data", .ask = ask_status_kb, .key = "VmData" },
	{ "vm_stack", .ask = ask_status_kb, .key = "VmStk" },
	{ "vm_exec", .ask = ask_exec },
	{ "page_tables", .ask = ask_status_kb, .key = "VmPTE" },
	{ "map_count", .ask = ask_maps },
	{ "mm_users",
	  .test = "an address space has as many users as tasks that share it" },
};

ORACLE_TABLE(memory, MEMORY);

/* Fields of stat that only who may read the memory is told. */
static struct range ask_address(const struct facts *f, const struct oracle *o)
{
	return facts_have_mm(f) ? ask_stat(f, o) : absent();
}

/* The mapping ends with the page. */
static struct range ask_heap(const struct facts *f, const struct oracle *o)
{
	struct maps m;

	(void)o;
	if (!facts_have_mm(f))
		return absent();
	read_maps(f, &m);
	return m.heap_end ? between(m.heap_end - PAGE + 1, m.heap_end) :
			    unknown();
}

TEST("where things lie in its memory is as stat and maps say")
{
	oracle_ask_all(&oracle_layout);
}

TEST("the end of the heap is the program break, to the byte")
{
	struct proctree_layout l;
	int fd = dev_open(), i;

	for (i = 0; i < 3; i++) {
		block_take(fd, getpid(), PROCTREE_BLOCK_LAYOUT, &l);
		ASSERT_EQ(l.brk, (uintptr_t)sbrk(0));
		OK(sbrk(5001));
	}
}

static const struct oracle layout[] = {
	{ "start_code", .ask = ask_address, .n = 26 },
	{ "end_code", .ask = ask_address, .n = 27 },
	{ "start_data", .ask = ask_address, .n = 45 },
	{ "end_data", .ask = ask_address, .n = 46 },
	{ "start_brk", .ask = ask_address, .n = 47 },
	{ "brk", .ask = ask_heap },
	{ "start_stack", .ask = ask_address, .n = 28 },
	{ "arg_start", .ask = ask_address, .n = 48 },
	{ "arg_end", .ask = ask_address, .n = 49 },
	{ "env_start", .ask = ask_address, .n = 50 },
	{ "env_end", .ask = ask_address, .n = 51 },
};

const struct oracle_table oracle_layout = {
	.block = PROCTREE_BLOCK_LAYOUT,
	.oracles = layout,
	.count = sizeof(layout) / sizeof(layout[0]),
};
