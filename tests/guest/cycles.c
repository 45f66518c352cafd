// SPDX-License-Identifier: GPL-2.0-only
/*
 * Loaded, asked everything, unloaded, again and again: afterwards the kernel
 * has no more in memory than before.
 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "modprobe.h"
#include "slab.h"
#include "spawn.h"
#include "stream.h"
#include "text.h"
#include "world.h"

#define CYCLES	1000
#define WARM_UP	5
#define LOOKS	12
#define CACHES	512

/**
 * struct memory - what the kernel has in use
 * @caches:	objects of each slab cache
 * @vmalloc_kb:	of vmalloc: modules, rings, large snapshots
 * @percpu_kb:	for each processor, such as those of modules
 */
struct memory {
	struct {
		char name[64];
		long objects;
	} caches[CACHES];
	size_t ncaches;
	long vmalloc_kb;
	long percpu_kb;
};

static long kilobytes(const char *key)
{
	char text[4096], *at;

	file_read("/proc/meminfo", text, sizeof(text));
	at = strstr(text, key);
	if (!at)
		FAIL("no %s in /proc/meminfo", key);
	return atol(at + strlen(key));
}

/* Aliases of merged caches are links. */
static void look_at_memory(struct memory *m)
{
	DIR *dir = opendir("/sys/kernel/slab");
	struct dirent *entry;

	if (!dir)
		SKIP("no /sys/kernel/slab");
	/* Names and inodes that nobody uses: of them some are new each time. */
	file_write("/proc/sys/vm/drop_caches", "2");
	m->ncaches = 0;
	while ((entry = readdir(dir))) {
		if (entry->d_type != DT_DIR || *entry->d_name == '.')
			continue;
		ASSERT_LT(m->ncaches, CACHES);
		snprintf(m->caches[m->ncaches].name,
			 sizeof(m->caches[0].name), "%.63s", entry->d_name);
		m->caches[m->ncaches++].objects = slab_in_use(entry->d_name);
	}
	closedir(dir);
	m->vmalloc_kb = kilobytes("VmallocUsed:");
	m->percpu_kb = kilobytes("Percpu:");
}

/* As modprobe does, which takes ten times as long. */
static void load(void)
{
	struct utsname uts;
	char path[256];
	int fd;

	OK(uname(&uts));
	snprintf(path, sizeof(path),
		 "/lib/modules/%s/updates/proctree.ko", uts.release);
	fd = OK(open(path, O_RDONLY | O_CLOEXEC));
	OK(syscall(SYS_finit_module, fd, "", 0));
	close(fd);
}

static void one_cycle(void)
{
	struct rows rows = { 0 };
	struct stream s;
	struct text text;
	int fd;

	load();
	fd = dev_open();
	rows_take(fd, &rows, BLOCKS_TREE, 0, PROCTREE_SNAPSHOT_THREADS);
	rows_free(&rows);
	close(fd);
	text_take(PROCTREE_PROC, &text);
	text_free(&text);
	stream_open(&s, ~0ULL, getpid());
	fork_and_wait(1);
	stream_await(&s, PROCTREE_EVENT_EXIT, 0);
	stream_close(&s);
	OK(syscall(SYS_delete_module, "proctree", O_NONBLOCK));
}

/*
 * The least growth of each cache in all looks: a slab that some processor has at
 * hand just then counts as full.
 */
static long least[CACHES];

/* Has any cache grown by more, at each look? If so, it is told. */
static bool more_than(long allowed, const struct memory *before,
		      const struct memory *now, bool tell)
{
	bool grown = false;
	size_t i;

	ASSERT_EQ(now->ncaches, before->ncaches);
	for (i = 0; i < now->ncaches; i++) {
		long more = now->caches[i].objects - before->caches[i].objects;

		ASSERT_STR(now->caches[i].name, before->caches[i].name);
		if (more < least[i])
			least[i] = more;
		if (least[i] > allowed && tell)
			note("%s: %ld objects", now->caches[i].name, least[i]);
		grown |= least[i] > allowed;
	}
	return grown;
}

TEST_WITHIN(300, "loaded, asked and unloaded again and again, nothing is kept")
{
	int i, looks = 0;
	static struct memory before, after;

	if (!getenv("PROCTREE_SOAK"))
		SKIP("takes a machine for itself: scripts/test --soak SECONDS");
	one_processor_if_emulated();
	run_modprobe("-r");
	for (i = 0; i < WARM_UP; i++)
		one_cycle();
	/* Looking takes memory itself, the first time. */
	look_at_memory(&before);
	look_at_memory(&before);
	for (i = 0; i < CYCLES; i++)
		one_cycle();
	for (i = 0; i < CACHES; i++)
		least[i] = LONG_MAX;
	do
		look_at_memory(&after);
	while (more_than(CYCLES / 2, &before, &after, ++looks == LOOKS) &&
	       looks < LOOKS);
	run_modprobe("-q");
	note("%d cycles, %d looks; vmalloc %+ld kB, percpu %+ld kB", CYCLES,
	     looks, after.vmalloc_kb - before.vmalloc_kb,
	     after.percpu_kb - before.percpu_kb);
	ASSERT_LT(looks, LOOKS);
	ASSERT_LT(after.vmalloc_kb - before.vmalloc_kb, CYCLES * 4);
	ASSERT_LT(after.percpu_kb - before.percpu_kb, CYCLES);
}
