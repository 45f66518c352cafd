// SPDX-License-Identifier: GPL-2.0-only
/*
 * No byte that is not an answer: every byte of a row is written, what is not
 * valid is zero, nothing looks like an address of the kernel.
 */
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "device.h"
#include "fields.h"
#include "harness.h"
#include "spawn.h"
#include "world.h"
#include "zoo.h"

/* All blocks that the module can give. */
static uint64_t all_blocks(int fd)
{
	struct proctree_query q = { 0 };

	ASSERT_EQ(dev_query(fd, &q), 0);
	return q.blocks;
}

/*
 * A snapshot with threads and all blocks, into memory full of the pattern. In
 * sections so small that the module's buffer for them is an object of slab
 * caches, which "slub_debug=P" fills with other bytes than zeroes.
 */
static void take_all(int fd, struct rows *rows)
{
	char batch[32];

	memset(rows, 0, sizeof(*rows));
	rows->room = 2048ul * stride_of(~0ULL);
	rows->data = malloc(rows->room);
	ASSERT(rows->data);
	memset(rows->data, PATTERN, rows->room);
	file_read(PARAMETER("batch"), batch, sizeof(batch));
	file_write(PARAMETER("batch"), "2");
	rows_take(fd, rows, all_blocks(fd), 0, PROCTREE_SNAPSHOT_THREADS);
	file_write(PARAMETER("batch"), batch);
}

static uint64_t word_at(const void *data, size_t offset)
{
	uint64_t word;

	memcpy(&word, (const char *)data + offset, sizeof(word));
	return word;
}

/* The answer must not depend on what was in the buffer. */
static void same_over_patterns(int fd, pid_t pid)
{
	unsigned char a[4096] __attribute__((aligned(8)));
	unsigned char b[4096] __attribute__((aligned(8)));
	struct proctree_task arg = {
		.mask = BLOCKS_TREE, .pid = pid, .size = sizeof(a),
	};

	memset(a, 0x00, sizeof(a));
	memset(b, 0xff, sizeof(b));
	arg.row = (uintptr_t)a;
	ASSERT_EQ(dev_task(fd, &arg), 0);
	ASSERT_EQ(arg.size, STRIDE_TREE);
	arg.row = (uintptr_t)b;
	arg.size = sizeof(b);
	ASSERT_EQ(dev_task(fd, &arg), 0);
	ASSERT_EQ(memcmp(a, b, STRIDE_TREE), 0);
	ASSERT_EQ(a[STRIDE_TREE], 0x00);
	ASSERT_EQ(b[STRIDE_TREE], 0xff);
}

TEST("every byte of a row is written, and none behind it")
{
	int fd = dev_open();
	struct zoo zoo;
	size_t i;

	zoo_open(&zoo);
	const pid_t quiet[] = {
		zoo.zombie, zoo.killed, zoo.stopped, zoo.traced,
		zoo.vfork_parent, zoo.vfork_child, zoo.threaded, zoo.headless,
		zoo.session, zoo.user, zoo.ns_init, zoo.ns_child, zoo.silent,
	};
	for (i = 0; i < sizeof(quiet) / sizeof(quiet[0]); i++)
		same_over_patterns(fd, quiet[i]);
}

static void be_renamed(void *ready)
{
	OK(prctl(PR_SET_NAME, "fifteen letters"));
	OK(prctl(PR_SET_NAME, "few"));
	pause_ready(ready);
}

TEST("padding, and bytes of the name behind its end, are zero in every row")
{
	int *ready = shared_alloc(sizeof(*ready));
	struct rows rows;
	struct zoo zoo;
	uint32_t i;

	zoo_open(&zoo);
	spawn(0, be_renamed, ready);
	AWAIT(__atomic_load_n(ready, __ATOMIC_SEQ_CST));
	take_all(dev_open(), &rows);
	for (i = 0; i < rows.arg.count; i++) {
		const struct proctree_row *row = row_at(&rows, i);
		size_t end = strnlen(row->comm, PROCTREE_COMM_LEN);

		ASSERT_LT(end, PROCTREE_COMM_LEN);
		for (; end < PROCTREE_COMM_LEN; end++)
			ASSERT_EQ(row->comm[end], 0);
		ASSERT_EQ(row->__pad[0], 0);
		ASSERT_EQ(row->__pad[1], 0);
		ASSERT_EQ(row->__pad[2], 0);
	}
	ASSERT_EQ(rows.data[rows.arg.count * (size_t)rows.arg.row_size],
		  PATTERN);
}

/* The fields of one block in one row, against its "valid". */
static void check_valid(const struct rows *rows, const void *row,
			const struct field *f, int bit)
{
	uint32_t at = block_offset(rows->arg.mask, f->block);
	uint64_t valid = word_at(row, at), value = 0;

	memcpy(&value, (const char *)row + at + f->offset, f->size);
	ASSERT_EQ(valid & ~valid_all(f->block), 0);
	if (!(valid & 1ULL << bit) && value)
		FAIL("%s is 0x%llx but not valid", f->name,
		     (unsigned long long)value);
}

TEST("a field that is not valid is zero, and no unknown field is valid")
{
	struct rows rows;
	struct zoo zoo;
	uint32_t i;
	size_t f;

	zoo_open(&zoo);
	take_all(dev_open(), &rows);
	for (i = 0; i < rows.arg.count; i++) {
		int bit = 0;

		for (f = 0; f < nfields; f++) {
			bit = f && fields[f].block == fields[f - 1].block ?
				      bit + 1 : 0;
			if (fields[f].block & rows.arg.mask &&
			    fields[f].block != PROCTREE_BLOCK_BASE)
				check_valid(&rows, row_at(&rows, i), &fields[f],
					    bit);
		}
	}
}

/*
 * A pointer of an x86-64 kernel, wherever its memory lies; the last page is
 * where small negative numbers are.
 */
static bool looks_like_kernel_address(uint64_t value)
{
	return value >= 0xffff800000000000 && value < 0xfffffffffffff000;
}

static void no_address_in(const char *what, const void *data, size_t size)
{
	size_t i;

	for (i = 0; i + 8 <= size; i += 8)
		if (looks_like_kernel_address(word_at(data, i)))
			FAIL("%s: 0x%llx at byte %zu", what,
			     (unsigned long long)word_at(data, i), i);
}

/* Hashes and sets of signals can be any number: blank them. */
static void blank_wild_fields(const struct rows *rows, unsigned char *row)
{
	size_t f;

	for (f = 0; f < nfields; f++)
		if (fields[f].block & rows->arg.mask &&
		    (!strcmp(fields[f].kind, "ID") ||
		     !strcmp(fields[f].kind, "SIGSET")))
			memset(row + fields[f].offset +
			       block_offset(rows->arg.mask, fields[f].block),
			       0, fields[f].size);
}

TEST("no 8 bytes of any answer look like an address of the kernel")
{
	struct proctree_query query = { 0 };
	int fd = dev_open();
	struct rows rows;
	struct zoo zoo;
	uint32_t i;

	zoo_open(&zoo);
	ASSERT_EQ(dev_query(fd, &query), 0);
	no_address_in("QUERY", &query, sizeof(query));
	take_all(fd, &rows);
	no_address_in("SNAPSHOT", &rows.arg, sizeof(rows.arg));
	for (i = 0; i < rows.arg.count; i++) {
		unsigned char *row = rows.data + i * (size_t)rows.arg.row_size;

		blank_wild_fields(&rows, row);
		no_address_in("row", row, rows.arg.row_size);
	}
}

TEST("sharing ids are hashes, not addresses in disguise")
{
	uint64_t id, first = 0, spread = 0;
	int fd = dev_open(), i, like = 0;

	for (i = 0; i < 64; i++) {
		/* All live at the same time: each has its own descriptor. */
		id = task_take(fd, spawn(0, pause_forever, NULL)).share.mm;
		ASSERT_NE(id, 0);
		first = first ?: id;
		like += looks_like_kernel_address(id);
		spread |= id ^ first;
	}
	/* Of 64 random numbers one in 2^17 looks so; of addresses all do. */
	ASSERT_LE(like, 2);
	/* Descriptors lie aligned, in one machine's memory; hashes don't. */
	ASSERT_EQ(spread & 0x3f, 0x3f);
	ASSERT_EQ(spread >> 56, 0xff);
}
