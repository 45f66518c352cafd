// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl top: the command, and its frames as plain text. On a terminal it is
 * topscreen.c's.
 */
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "proctl.h"
#include "terminal.h"
#include "top_args.h"
#include "toplive.h"
#include "topscreen.h"

static void print(const struct toplive *t, const struct view *v, uint64_t now)
{
	char line[HEADLINE_MAX], notice[TOPLIVE_NOTICE_MAX];
	uint32_t i;

	toplive_headline(t, line);
	toplive_notice(t, now, notice);
	printf("%s\n%s\n", line, notice);
	for (i = 0; i < v->count; i++)
		puts(v->lines[i].text);
}

static int print_frame(struct toplive *t, const struct view_options *o,
		       bool first)
{
	uint64_t now = toplive_now();
	struct view v = { 0 };
	int err = first ? 0 : toplive_look(t, now);

	if (!err)
		err = toplive_show(t, now);
	if (!err)
		err = view_make(&v, &t->recent, o, now);
	if (err)
		return err;
	if (!first)
		putchar('\n');
	print(t, &v, now);
	view_free(&v);
	return 0;
}

/* Take in what happens until it is time to look again. */
static int wait_and_read(struct toplive *t, uint64_t delay_ms)
{
	uint64_t now = toplive_now(), end = t->looked_ms + delay_ms;
	struct pollfd p = { .fd = proctree_fd(t->pt), .events = POLLIN };
	int n;

	do {
		if (now < end)
			poll(&p, 1, end - now);
		now = toplive_now();
		n = toplive_read(t, now);
	} while (n >= 0 && now < end);
	return n < 0 ? n : 0;
}

static int batch(struct toplive *t, const struct top_args *o)
{
	uint64_t left = o->count;
	int err = print_frame(t, &o->view, true);

	while (!err && !(o->count && !--left)) {
		if (fflush(stdout))
			return PROCTL_NO;
		err = wait_and_read(t, o->delay_ms);
		if (!err)
			err = print_frame(t, &o->view, false);
	}
	if (err)
		return proctl_no("top: %s", strerror(-err));
	return PROCTL_YES;
}

static int run(int argc, char **argv)
{
	struct top_args o = { 0 };
	struct toplive t = { 0 };
	int status = top_args_parse(&o, argc, argv);

	if (status)
		return status;
	o.view.utf8 = terminal_utf8();
	if (!o.batch) {
		status = topscreen_possible();
		if (status)
			return status;
	}
	status = toplive_open(&t, o.view.root);
	if (status)
		return status;
	o.view.root_start_ns = t.root_start_ns;
	if (o.batch) {
		o.view.width = terminal_width();
		status = batch(&t, &o);
	} else {
		status = topscreen(&t, &o);
	}
	toplive_close(&t);
	return status;
}

const struct command cmd_top = {
	.name = "top",
	.summary = "The tree, live: births and deaths as they happen",
	.usage = "[OPTION...] [PID]",
	.help =
" -b, --batch            print frames of plain text, for files and pipes\n"
" -d, --delay SECS       look at everything so often, print a frame (1)\n"
" -n, --count N          end after N frames\n"
"     --filter TEXT      only names with TEXT in them, and their ancestors\n"
" -K, --no-kthreads      without kernel threads\n"
" -t, --threads          with threads\n"
" -z, --zombies          zombies first, above the tree\n"
" -D, --uninterruptible  tasks that wait uninterruptibly first\n"
"\n"
"PID: only this process and its descendants. Lines are as in 'proctl tree'; who\n"
"was born says 'new', who has gone says 'X dead', for a second. Births, deaths,\n"
"new names and new parents are shown as they happen; states as of the last look.\n"
"\n"
"Keys: q quits, h lists the others. Without privilege only events of your own\n"
"processes come; others are as of the last look, which the second line says.\n"
"\n"
"EXAMPLES\n"
"  proctl top -K                 everything but kernel threads\n"
"  proctl top -z $$              this shell, its zombies on top\n"
"  proctl top -b -n 3 -d 0.5     three frames, half a second apart\n",
	.run = run,
};
