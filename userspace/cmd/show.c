// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl show: all that is known of a task, by block, with what it means.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "device.h"
#include "options.h"
#include "out/cell.h"
#include "pid.h"
#include "proctl.h"
#include "show_waits.h"
#include "tabular.h"
#include "terminal.h"
#include "user.h"

struct view {
	struct cell_style style;
	unsigned int width;
	bool colour;
	long long boot_s;
};

/* When CLOCK_BOOTTIME was 0, in seconds since 1970. */
static long long boot_time(void)
{
	struct timespec now, boot;

	clock_gettime(CLOCK_REALTIME, &now);
	clock_gettime(CLOCK_BOOTTIME, &boot);
	return (long long)now.tv_sec - boot.tv_sec;
}

static const char *note(char *to, const struct view *view,
			const struct proctree_rows *rows,
			const struct proctree_row *row,
			const struct proctree_field *field)
{
	int64_t value = proctree_field_int(rows, row, field);

	if (proctree_field_valid(rows, row, field)) {
		if (field->kind == PROCTREE_KIND_UID)
			return user_name(value);
		if (field->kind == PROCTREE_KIND_GID)
			return group_name(value);
	}
	return cell_note(to, view->boot_s, rows, row, field);
}

/* Columns of a line: a field's name, its value, a note. */
#define NAME_WIDTH	16
#define VALUE_WIDTH	18
#define NOTE_AT		(2 + NAME_WIDTH + 1 + VALUE_WIDTH + 1)
#define NOTE_WIDTH_MIN	20

/* Words from column @at up to the right edge, the rest below them. */
static void put_words(const struct view *view, const char *text, size_t at)
{
	size_t room = strlen(text), n;

	if (view->width >= at + NOTE_WIDTH_MIN)
		room = view->width - at;
	for (;;) {
		n = strlen(text);
		if (n > room) {
			for (n = room; n && text[n] != ' '; n--)
				;
			n = n ? n : room;
		}
		printf("%.*s", (int)n, text);
		text += n + strspn(text + n, " ");
		if (!*text)
			break;
		printf("\n%*s", (int)at, "");
	}
}

static void put_note(const struct view *view, const char *text)
{
	printf("%s", view->colour ? "\033[2m" : "");
	put_words(view, text, NOTE_AT);
	printf("%s\n", view->colour ? "\033[0m" : "");
}

static void put_heading(const struct view *view, const char *name,
			const char *meaning)
{
	printf("%s%s%s: %s\n", view->colour ? "\033[1m" : "", name,
	       view->colour ? "\033[0m" : "", meaning);
}

static void show_field(const struct view *view,
		       const struct proctree_rows *rows,
		       const struct proctree_row *row,
		       const struct proctree_field *field)
{
	char text[CELL_MAX], explained[CELL_MAX];
	const char *value = cell_text(text, &view->style, rows, row, field);

	printf("  %-*s %-*s ", NAME_WIDTH, field->column, VALUE_WIDTH,
	       value ? value : "-");
	put_note(view, note(explained, view, rows, row, field));
}

static void show_row(const struct view *view, const struct proctree_rows *rows,
		     const struct proctree_row *row)
{
	size_t b, f;

	for (b = 0; b < proctree_nblocks; b++) {
		const struct proctree_block *block = &proctree_blocks[b];

		if (!proctree_row_block(rows, row, block->mask))
			continue;
		if (b)
			putchar('\n');
		put_heading(view, block->name, block->meaning);
		for (f = 0; f < proctree_nfields; f++) {
			if (proctree_fields[f].block == block->mask)
				show_field(view, rows, row,
					   &proctree_fields[f]);
		}
	}
}

/* What goes on in a line stands further to the right. */
static void put_line(const void *context, const char *line)
{
	const struct view *view = context;

	printf("  ");
	put_words(view, line, 4);
	putchar('\n');
}

static int show_relations(struct proctree *pt, const struct view *view,
			  const struct proctree_row *row)
{
	struct proctree_want want = {
		.blocks = SHOW_WAITS_BLOCKS,
		.threads = true,
	};
	struct proctree_rows *rows;
	int status = device_take(pt, "show", &want, &rows);

	if (status)
		return status;
	putchar('\n');
	put_heading(view, "WAITS", "who waits for whom, told by all tasks");
	status = show_waits(pt, rows, row->pid, row->start_ns,
			    view->style.utf8, put_line, view);
	proctree_rows_free(rows);
	return status;
}

static int show_json(const struct proctree_rows *rows)
{
	struct tabular t;
	int status = tabular_init(&t, NULL);

	t.style.format = TABLE_JSON;
	if (!status)
		status = tabular_option(&t, 'O', NULL);
	if (!status)
		status = tabular_print(&t, rows, NULL, NULL);
	tabular_free(&t);
	return status;
}

static int show(int32_t pid, bool json, enum terminal_when colour)
{
	struct view view = {
		.style.utf8 = terminal_utf8(),
		.width = terminal_width(),
		.colour = terminal_colour(colour),
		.boot_s = boot_time(),
	};
	struct proctree_rows *rows;
	struct proctree *pt;
	int err, status = device_open(&pt);

	if (status)
		return status;
	err = proctree_take_task(pt, pid, 0, ~0ULL, &rows);
	if (err) {
		status = device_error(pt, "show", pid, err);
	} else {
		if (json) {
			status = show_json(rows);
		} else {
			show_row(&view, rows, proctree_row_at(rows, 0));
			status = show_relations(pt, &view,
						proctree_row_at(rows, 0));
		}
		proctree_rows_free(rows);
	}
	proctree_close(pt);
	return status;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "color", optional_argument, NULL, 'C' },
		{ "json",  no_argument,	      NULL, 'J' },
		{ 0 },
	};
	enum terminal_when colour = WHEN_AUTO;
	bool json = false;
	int32_t pid;
	int c, n, status;

	while ((c = getopt_long(argc, argv, ":J", options, NULL)) >= 0) {
		if (c == 'J')
			json = true;
		else if (c != 'C')
			return options_bad(argv, c);
		else if (!terminal_when_parse(optarg, &colour))
			return proctl_usage("show: --color is auto, always or never, not '%s'",
					    optarg);
	}
	status = pid_arguments(argc, argv, 1, 1, &pid, &n);
	return status ? status : show(pid, json, colour);
}

const struct command cmd_show = {
	.name = "show",
	.summary = "All that is known of one process or thread",
	.usage = "[OPTION...] PID",
	.help =
"     --color[=WHEN]   always, never or auto (the default)\n"
" -J, --json           as JSON\n"
"\n"
"A value that can't be read, for want of privilege or because there is none, is\n"
"'-' (null in JSON). 'proctl fields' tells where each value can be checked.\n"
"\n"
"WAITS, at the end, tells in words for whom the task waits (vfork, wait4, waitid,\n"
"a tracer; by /proc pipes, FIFOs, UNIX sockets, file locks), who waits for it, why\n"
"a zombie is not reaped, who would adopt the children, and what is unusual about\n"
"its birth and its end. JSON has the fields that say so instead.\n"
"\n"
"EXAMPLES\n"
"  proctl show $$\n"
"  sudo proctl show 1\n"
"  proctl show -J $$ | jq '.processes[0].start_ns'\n",
	.run = run,
};
