// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fields as text; see cell.h. What a kind looks like is a row of kinds[].
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cell.h"
#include "text.h"

static void put_signed(char *to, int64_t value)
{
	sprintf(to, "%" PRId64, value);
}

static void put_unsigned(char *to, int64_t value)
{
	sprintf(to, "%" PRIu64, (uint64_t)value);
}

static void put_yes_no(char *to, int64_t value)
{
	strcpy(to, value ? "yes" : "no");
}

static void put_flags(char *to, int64_t value)
{
	sprintf(to, "0x%08" PRIx64, (uint64_t)value);
}

static void put_mask(char *to, int64_t value)
{
	sprintf(to, "0x%016" PRIx64, (uint64_t)value);
}

static void put_letter(char *to, int64_t value)
{
	sprintf(to, "%c", value > ' ' && value < 0x7f ? (char)value : '?');
}

static void put_id(char *to, int64_t value)
{
	if (value)
		sprintf(to, "%016" PRIx64, (uint64_t)value);
	else
		strcpy(to, "none");
}

/* Seconds; in all digits, for they add up. */
static void put_seconds(char *to, int64_t ns)
{
	uint64_t value = ns;

	sprintf(to, "%" PRIu64 ".%09u", value / 1000000000,
		(unsigned int)(value % 1000000000));
}

/**
 * struct kind - what fields of a kind look like
 * @person:	for a person, in a table
 * @machine:	for a program
 * @type:	of what @machine writes
 *
 * Sets of bits, addresses and identities are compared, not computed with, and
 * not every reader of JSON keeps 64 bits: they are text.
 */
struct kind {
	void (*person)(char *to, int64_t value);
	void (*machine)(char *to, int64_t value);
	enum cell_type type;
};

static const struct kind kinds[] = {
	[PROCTREE_KIND_PID]	= { put_signed, put_signed, CELL_NUMBER },
	[PROCTREE_KIND_COUNT]	= { put_unsigned, put_unsigned, CELL_NUMBER },
	[PROCTREE_KIND_NUMBER]	= { put_signed, put_signed, CELL_NUMBER },
	[PROCTREE_KIND_BOOL]	= { put_yes_no, put_unsigned, CELL_BOOLEAN },
	[PROCTREE_KIND_TIME]	= { put_unsigned, put_unsigned, CELL_NUMBER },
	[PROCTREE_KIND_NS]	= { put_seconds, put_unsigned, CELL_NUMBER },
	[PROCTREE_KIND_BYTES]	= { decode_bytes, put_unsigned, CELL_NUMBER },
	[PROCTREE_KIND_UID]	= { put_unsigned, put_unsigned, CELL_NUMBER },
	[PROCTREE_KIND_GID]	= { put_unsigned, put_unsigned, CELL_NUMBER },
	[PROCTREE_KIND_FLAGS]	= { put_flags, put_unsigned, CELL_NUMBER },
	[PROCTREE_KIND_ADDR]	= { put_mask, put_mask, CELL_TEXT },
	[PROCTREE_KIND_STATE]	= { put_letter, put_letter, CELL_TEXT },
	[PROCTREE_KIND_COMM]	= { NULL, NULL, CELL_TEXT },
	[PROCTREE_KIND_ID]	= { put_id, put_id, CELL_TEXT },
	[PROCTREE_KIND_SIGNAL]	= { decode_signal, put_signed, CELL_NUMBER },
	[PROCTREE_KIND_SIGSET]	= { put_mask, put_mask, CELL_TEXT },
	[PROCTREE_KIND_STATUS]	= { decode_status, put_signed, CELL_NUMBER },
	[PROCTREE_KIND_CAPS]	= { put_mask, put_mask, CELL_TEXT },
	[PROCTREE_KIND_POLICY]	= { decode_policy, put_unsigned, CELL_NUMBER },
	[PROCTREE_KIND_INUM]	= { put_unsigned, put_unsigned, CELL_NUMBER },
};

enum cell_type cell_type(enum proctree_kind kind)
{
	return kinds[kind].type;
}

const char *cell_text(char *to, const struct cell_style *style,
		      const struct proctree_rows *rows,
		      const struct proctree_row *row,
		      const struct proctree_field *field)
{
	const struct kind *kind = &kinds[field->kind];
	const char *block = proctree_row_block(rows, row, field->block);
	unsigned int columns = 0;
	int64_t value;

	if (!proctree_field_valid(rows, row, field))
		return NULL;
	if (field->kind == PROCTREE_KIND_COMM) {
		text_comm(to, block + field->offset, style->utf8, &columns);
		return to;
	}
	value = proctree_field_int(rows, row, field);
	if (style->machine)
		kind->machine(to, value);
	else
		kind->person(to, value);
	return to;
}

/* A set of bits as the names of its bits. Return: whether it is one. */
static bool put_names(char *to, const struct proctree_field *field,
		      int64_t value)
{
	const struct flag_name *names = decode_flag_names(field->name);

	if (field->kind == PROCTREE_KIND_SIGSET)
		decode_sigset(to, value);
	else if (field->kind == PROCTREE_KIND_CAPS)
		decode_caps(to, value);
	else if (field->kind == PROCTREE_KIND_FLAGS && names)
		decode_flags(to, value, names);
	else
		return false;
	return true;
}

const char *cell_words(char *to, const struct proctree_rows *rows,
		       const struct proctree_row *row,
		       const struct proctree_field *field)
{
	static const struct cell_style person;

	if (put_names(to, field, proctree_field_int(rows, row, field)))
		return to;
	return cell_text(to, &person, rows, row, field);
}

static void note_time(char *to, long long boot_s, int64_t ns)
{
	time_t wall = boot_s + ns / 1000000000;
	struct tm tm;

	decode_duration(to, ns);
	to += strlen(to);
	if (localtime_r(&wall, &tm))
		strftime(to, 64, " after boot, %Y-%m-%d %H:%M:%S", &tm);
}

const char *cell_note(char *to, long long boot_s,
		      const struct proctree_rows *rows,
		      const struct proctree_row *row,
		      const struct proctree_field *field)
{
	int64_t value = proctree_field_int(rows, row, field);
	const char *note = to;

	if (!value || !proctree_field_valid(rows, row, field))
		return field->meaning;
	if (field->kind == PROCTREE_KIND_TIME)
		note_time(to, boot_s, value);
	else if (field->kind == PROCTREE_KIND_STATE)
		note = decode_state(value);
	else if (!put_names(to, field, value))
		note = NULL;
	return note ? note : field->meaning;
}
