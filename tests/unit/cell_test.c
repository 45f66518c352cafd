// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fields as text: for people, for programs, and if they could not be read.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "forest.h"
#include "lib/rows.h"
#include "out/cell.h"
#include "unit.h"

/* A row with all blocks, all fields valid or none; to be freed. */
static struct proctree_rows *full_rows(bool valid)
{
	struct proctree_rows *rows = calloc(1, sizeof(*rows));
	size_t b;

	rows->mask = rows_known_mask(~0ULL);
	rows->stride = rows_stride(rows->mask);
	rows->count = 1;
	rows->data = calloc(1, rows->stride);
	for (b = 1; valid && b < proctree_nblocks; b++) {
		char *block = (char *)proctree_row_block(rows, rows->data,
							 proctree_blocks[b].mask);

		memset(block, 0xff, sizeof(uint64_t));
	}
	return rows;
}

static void set(struct proctree_rows *rows, const char *name, uint64_t value)
{
	const struct proctree_field *field = proctree_field_find(name);
	char *block = (char *)proctree_row_block(rows, rows->data,
						 field->block);

	memcpy(block + field->offset, &value, field->size);
}

static void check(const char *name, uint64_t value, const char *person,
		  const char *machine)
{
	struct proctree_rows *rows = full_rows(true);
	const struct proctree_field *field = proctree_field_find(name);
	struct cell_style style = { .utf8 = true };
	char text[CELL_MAX];

	set(rows, name, value);
	assert_string_equal(cell_text(text, &style, rows, rows->data, field),
			    person);
	style.machine = true;
	assert_string_equal(cell_text(text, &style, rows, rows->data, field),
			    machine);
	proctree_rows_free(rows);
}

TEST("values are words for people and numbers for programs")
{
	check("pid", 4711, "4711", "4711");
	check("uid", 0xffffffff, "4294967295", "4294967295");
	check("pf", 0x400040, "0x00400040", "4194368");
	check("exit_signal", 17, "SIGCHLD", "17");
	check("exit_signal", -1ULL, "-1", "-1");
	check("exit_code", 42 << 8, "exited(42)", "10752");
	check("start_ns", 1500000000, "1500000000", "1500000000");
	check("state", 'Z', "Z", "Z");
	check("state", 0, "?", "?");
}

TEST("identities are text for both, so that no reader rounds them")
{
	check("mm", 0xfedcba9876543210, "fedcba9876543210", "fedcba9876543210");
	check("mm", 1, "0000000000000001", "0000000000000001");
	check("mm", 0, "none", "none");
}

TEST("a field that could not be read is no text at all")
{
	struct proctree_rows *rows = full_rows(false);
	struct cell_style style = { .utf8 = true };
	char text[CELL_MAX];
	size_t f;

	for (f = 0; f < proctree_nfields; f++) {
		const struct proctree_field *field = &proctree_fields[f];
		const char *value;

		value = cell_text(text, &style, rows, rows->data, field);
		if (field->block == PROCTREE_BLOCK_BASE)
			assert_non_null(value);
		else
			assert_null(value);
	}
	proctree_rows_free(rows);
}

TEST("every field has a text and a note, for the smallest and largest value")
{
	char text[CELL_MAX], note[CELL_MAX];
	struct cell_style style = { .utf8 = true };
	int ones;
	size_t f;

	for (ones = 0; ones <= 1; ones++) {
		struct proctree_rows *rows = full_rows(true);

		if (ones)
			memset(rows->data, 0xff, rows->stride);
		for (f = 0; f < proctree_nfields; f++) {
			const struct proctree_field *field = &proctree_fields[f];

			memset(text, '#', sizeof(text));
			assert_non_null(cell_text(text, &style, rows,
						  rows->data, field));
			assert_in_range(strlen(text), 0, CELL_MAX - 1);
			assert_in_range(strlen(cell_note(note, 0, rows,
							 rows->data, field)),
					1, CELL_MAX - 1);
		}
		proctree_rows_free(rows);
	}
}

TEST("notes explain states, flags and times, and else the field")
{
	struct proctree_rows *rows = full_rows(true);
	char note[CELL_MAX];

	setenv("TZ", "UTC", 1);
	tzset();
	set(rows, "state", 'T');
	set(rows, "pf", 0x00200000);
	set(rows, "start_ns", 90ULL * 1000000000);
	assert_string_equal(cell_note(note, 1000000000, rows, rows->data,
				      proctree_field_find("state")),
			    "stopped by a signal");
	assert_string_equal(cell_note(note, 1000000000, rows, rows->data,
				      proctree_field_find("pf")), "KTHREAD");
	assert_string_equal(cell_note(note, 1000000000, rows, rows->data,
				      proctree_field_find("start_ns")),
			    "1 min 30 s after boot, 2001-09-09 01:48:10");
	assert_string_equal(cell_note(note, 1000000000, rows, rows->data,
				      proctree_field_find("ppid")),
			    proctree_field_find("ppid")->meaning);
	proctree_rows_free(rows);
}
