// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl tree: from the command line to a drawing. This is a hot path: what a
 * plain "proctl tree" does not need is not done.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "options.h"
#include "out/compact.h"
#include "out/tree.h"
#include "pid.h"
#include "proctl.h"
#include "select.h"
#include "tabular.h"
#include "terminal.h"
#include "tree_by.h"
#include "tree_sharing.h"
#include "user.h"

#define JSON_COLUMNS \
	"pid,tgid,ppid,pgid,sid,uid,start_ns,pf,nr_threads,flags,state,comm"

/* Written at once. Fresh memory costs more than the system calls it saves. */
#define BUFFER_SIZE (32 * 1024)

enum { TREE_BY = 256 };

struct options {
	int32_t root;
	enum tree_by by;
	bool ascii;
	bool compact;
	bool json;
	bool no_kthreads;
	bool no_truncate;
	bool parents;
	bool threads;
	bool users;
	enum terminal_when colour;
};

static int option(struct options *o, int c, char **argv)
{
	switch (c) {
	case TREE_BY:
		return tree_by_parse(optarg, &o->by);
	case 'A':
		o->ascii = true;
		break;
	case 'c':
		o->compact = true;
		break;
	case 'C':
		if (!terminal_when_parse(optarg, &o->colour))
			return proctl_usage("tree: --color is auto, always or never, not '%s'",
					    optarg);
		break;
	case 'J':
		o->json = true;
		break;
	case 'K':
		o->no_kthreads = true;
		break;
	case 'l':
		o->no_truncate = true;
		break;
	case 'p':
		break;
	case 's':
		o->parents = true;
		break;
	case 't':
		o->threads = true;
		break;
	case 'u':
		o->users = true;
		break;
	default:
		return options_bad(argv, c);
	}
	return PROCTL_YES;
}

static int parse(struct options *o, int argc, char **argv)
{
	static const struct option options[] = {
		{ "by",		  required_argument, NULL, TREE_BY },
		{ "ascii",	  no_argument,	     NULL, 'A' },
		{ "color",	  optional_argument, NULL, 'C' },
		{ "compact",	  no_argument,	     NULL, 'c' },
		{ "json",	  no_argument,	     NULL, 'J' },
		{ "no-kthreads",  no_argument,	     NULL, 'K' },
		{ "no-truncate",  no_argument,	     NULL, 'l' },
		{ "show-parents", no_argument,	     NULL, 's' },
		{ "show-pids",	  no_argument,	     NULL, 'p' },
		{ "threads",	  no_argument,	     NULL, 't' },
		{ "users",	  no_argument,	     NULL, 'u' },
		{ 0 },
	};
	int c, n, status = PROCTL_YES;

	while (!status &&
	       (c = getopt_long(argc, argv, ":AcJKlpstu", options, NULL)) >= 0)
		status = option(o, c, argv);
	if (!status && o->compact && o->by != BY_PARENT)
		status = proctl_usage("tree: --compact is for --by parent only");
	if (!status && o->json && o->by == BY_SHARING)
		status = proctl_usage("tree: --by sharing has no JSON: try "
				      "'proctl list -J -o PID,MM,FILES,FS,SIGHAND'");
	if (status)
		return status;
	return pid_arguments(argc, argv, 0, 1, &o->root, &n);
}

static bool is_no_kthread(const struct proctree_rows *rows,
			  const struct proctree_row *row, const void *context)
{
	(void)rows;
	(void)context;
	return !(row->flags & PROCTREE_ROW_KTHREAD);
}

/* The rows to be shown. */
static int take(struct proctree *pt, const struct options *o,
		struct proctree_rows **rowsp)
{
	bool by_parent = o->by == BY_PARENT;
	struct proctree_want want = {
		.blocks = tree_by_blocks(o->by),
		.root = o->parents || !by_parent ? 0 : o->root,
		.threads = o->threads,
	};
	int status, err;

	status = device_take(pt, "tree", &want, rowsp);
	if (status)
		return status;
	if (by_parent && o->parents && o->root) {
		err = select_family(*rowsp, o->root, true, true, true);
		if (err) {
			proctree_rows_free(*rowsp);
			return device_error(pt, "tree", o->root, err);
		}
	}
	if (!by_parent && o->root && !proctree_find(*rowsp, o->root)) {
		proctree_rows_free(*rowsp);
		return device_error(pt, "tree", o->root, -ESRCH);
	}
	if (o->no_kthreads)
		select_rows(*rowsp, is_no_kthread, NULL);
	return PROCTL_YES;
}

static int draw(const struct options *o, const struct proctree_rows *rows,
		const struct tree_order *order, const uint32_t *counts,
		const char *const *notes)
{
	bool utf8 = terminal_utf8();
	struct tree_style style = {
		.width = o->no_truncate ? 0 : terminal_width(),
		.utf8 = utf8 && !o->ascii,
		.colour = terminal_colour(o->colour),
		.threads = o->threads,
		.user_name = o->users ? user_name : NULL,
		.notes = notes,
	};
	static char buffer[BUFFER_SIZE];
	struct tree_drawing drawing;
	int status = PROCTL_YES;
	size_t n;

	tree_begin(&drawing, rows, order, counts, &style);
	while (!status && (n = tree_draw(&drawing, buffer, sizeof(buffer))))
		status = proctl_write(buffer, n);
	return status;
}

static int print_json(const struct proctree_rows *rows,
		      const struct tree_order *order, const char *columns)
{
	struct tabular t;
	int status = tabular_init(&t, columns);

	t.style.format = TABLE_JSON;
	if (!status)
		status = tabular_print(&t, rows, order);
	tabular_free(&t);
	return status;
}

static int show(const struct options *o, struct proctree_rows *rows)
{
	uint32_t *counts = NULL;
	struct tree_order order;
	int status;

	if (proctree_order(rows, &order))
		goto no_memory;
	if (o->compact && !o->json) {
		counts = compact_counts(rows, &order);
		proctree_order_free(&order);
		if (!counts)
			goto no_memory;
		select_counted(rows, counts);
		if (proctree_order(rows, &order))
			goto no_memory;
	}
	status = o->json ? print_json(rows, &order, JSON_COLUMNS) :
			   draw(o, rows, &order, counts, NULL);
	proctree_order_free(&order);
	free(counts);
	return status;

no_memory:
	free(counts);
	return proctl_no("tree: out of memory");
}

/* Another parent than the real one. */
static int show_by(const struct options *o, struct proctree_rows *rows)
{
	struct tree_by_answer a;
	int status = tree_by_answer(o->by, o->root, o->parents, rows, &a);

	if (status)
		return status;
	if (o->json) {
		status = print_json(rows, &a.order, JSON_COLUMNS
				    ",tracer_pid,vfork_parent_pid,child_wait");
	} else {
		status = draw(o, rows, &a.order, NULL,
			      (const char *const *)a.notes);
		if (!status)
			status = proctl_write(a.text, strlen(a.text));
	}
	tree_by_free(&a, rows->count);
	return status;
}

static int show_sharing(const struct options *o,
			const struct proctree_rows *rows)
{
	struct groups_style style = {
		.width = o->no_truncate ? 0 : terminal_width(),
		.utf8 = terminal_utf8() && !o->ascii,
	};

	return tree_sharing(rows, o->root, &style);
}

static int run(int argc, char **argv)
{
	struct options o = { 0 };
	struct proctree_rows *rows;
	struct proctree *pt;
	int status = parse(&o, argc, argv);

	if (status)
		return status;
	status = device_open(&pt);
	if (status)
		return status;
	status = take(pt, &o, &rows);
	if (!status) {
		if (o.by == BY_PARENT)
			status = show(&o, rows);
		else if (o.by == BY_SHARING)
			status = show_sharing(&o, rows);
		else
			status = show_by(&o, rows);
		proctree_rows_free(rows);
	}
	proctree_close(pt);
	return status;
}

const struct command cmd_tree = {
	.name = "tree",
	.summary = "The tree of all processes, or of one and its descendants",
	.usage = "[OPTION...] [PID]",
	.help =
"     --by WHAT        who stands above whom: parent (the default); wait: each\n"
"                      waiter above what it waits for; tracer: each tracer\n"
"                      above its tracees; sharing: no tree, but groups that\n"
"                      share mm, files, fs, sighand, sysvsem or io\n"
" -c, --compact        childless siblings that are alike as one, with their\n"
"                      number instead of the pid; never in different states\n"
" -K, --no-kthreads    without kernel threads\n"
" -s, --show-parents   with the ancestors of PID\n"
" -t, --threads        with threads\n"
" -u, --users          the user, where it is another one than the parent's\n"
" -p, --show-pids      pids are always shown: for the habit of pstree's users\n"
" -l, --no-truncate    lines as long as they are, not as wide as the terminal\n"
" -A, --ascii          lines in ASCII\n"
"     --color[=WHEN]   always, never or auto (the default)\n"
" -J, --json           as JSON, children inside their parents\n"
"\n"
"Siblings stand in order of birth. [name] is a kernel thread, {name} a thread,\n"
"{3} after a name the number of threads. Said beside the name:\n"
"\n"
"  Z zombie           has exited, its parent has not waited for it\n"
"  Z leader exited    the first thread has exited, others live on\n"
"  T stopped          by a signal\n"
"  t traced           stopped by its tracer; 'traced': has a tracer\n"
"  D uninterruptible  waits, signals do not wake it\n"
"  D waits in vfork   until its 'vfork child' execs or exits\n"
"  ...(17)            too deep to be drawn there: the level\n"
"\n"
"By wait are shown vfork, wait4 and waitid, tracees that are stopped, and zombies\n"
"with the reason why they are not reaped; those who wait for each other are named\n"
"below, 'circle: ...'. Pipes, locks and the like are not known. With --by, PID\n"
"chooses what is below it there; exit status 1 if there is nothing to show.\n"
"\n"
"EXAMPLES\n"
"  proctl tree               everything\n"
"  proctl tree -K            everything but kernel threads\n"
"  proctl tree -s $$         this shell: where it comes from, what it runs\n"
"  proctl tree -ct 1234      with threads, those that are alike counted\n"
"  proctl tree --by wait     who waits for whom, and for what zombies are there\n"
"  proctl tree --by sharing -t 1234    what its threads share\n"
"  proctl tree -J | jq       for a program\n",
	.run = run,
};
