// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl tree: from the command line to a drawing. This is a hot path: what a
 * plain "proctl tree" does not need is not done.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "device.h"
#include "out/compact.h"
#include "out/tree.h"
#include "proctl.h"
#include "select.h"
#include "tree_decor.h"
#include "tree_json.h"
#include "tree_options.h"
#include "tree_sharing.h"
#include "user.h"

#define BUFFER_SIZE (32 * 1024)

static bool is_no_kthread(const struct proctree_rows *rows,
			  const struct proctree_row *row, const void *context)
{
	(void)rows;
	(void)context;
	return !(row->flags & PROCTREE_ROW_KTHREAD);
}

/* The rows to be shown. */
static int take(struct proctree *pt, const struct tree_options *o,
		struct proctree_rows **rowsp)
{
	bool by_parent = o->by == BY_PARENT;
	struct proctree_want want = {
		.blocks = tree_by_blocks(o->by) | tree_decor_blocks(o),
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

/*
 * Written at once, in pieces of this size or of the longest line. Fresh memory
 * costs more than the system calls it saves.
 */
static int write_drawing(struct tree_drawing *drawing)
{
	static char small[BUFFER_SIZE];
	size_t size = BUFFER_SIZE, n;
	char *buffer = small;
	int status = PROCTL_YES;

	if (drawing->line_max > size) {
		size = drawing->line_max;
		buffer = malloc(size);
		if (!buffer)
			return proctl_no("tree: out of memory");
	}
	while (!status && (n = tree_draw(drawing, buffer, size)))
		status = proctl_write(buffer, n);
	if (buffer != small)
		free(buffer);
	return status;
}

/* @order is changed if siblings shall stand in another one. */
static int draw(struct proctree *pt, const struct tree_options *o,
		const struct proctree_rows *rows, struct tree_order *order,
		const uint32_t *counts, const char *const *notes)
{
	struct tree_style style = {
		.width = o->no_truncate ? 0 : terminal_width(),
		.utf8 = terminal_utf8() && !o->ascii,
		.colour = terminal_colour(o->colour),
		.threads = o->threads,
		.pgids = o->pgids,
		.user_name = o->users ? user_name : NULL,
	};
	struct tree_drawing drawing;
	struct tree_decor decor;
	int status;

	status = tree_decor_make(pt, o, rows, order, &decor);
	if (status)
		return status;
	style.names = (const char *const *)decor.args;
	style.colours = decor.colours;
	style.notes = notes ? notes : (const char *const *)decor.notes;
	tree_begin(&drawing, rows, order, counts, &style);
	status = write_drawing(&drawing);
	tree_decor_free(&decor, rows);
	return status;
}

static int show(struct proctree *pt, const struct tree_options *o,
		struct proctree_rows *rows)
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
	status = o->json ? tree_json(pt, o, rows, &order, NULL) :
			   draw(pt, o, rows, &order, counts, NULL);
	proctree_order_free(&order);
	free(counts);
	return status;

no_memory:
	free(counts);
	return proctl_no("tree: out of memory");
}

/* Another parent than the real one. */
static int show_by(struct proctree *pt, const struct tree_options *o,
		   struct proctree_rows *rows)
{
	const struct tree_by_want want = {
		.by = o->by,
		.root = o->root,
		.above = o->parents,
		.threads = o->threads,
		.brief = !o->json,
	};
	struct tree_by_answer a;
	int status = tree_by_answer(pt, &want, rows, &a);

	if (status)
		return status;
	if (o->json) {
		status = tree_json(pt, o, rows, &a.order, &a);
	} else {
		status = draw(pt, o, rows, &a.order, NULL,
			      (const char *const *)a.notes);
		if (!status)
			status = proctl_write(a.text, strlen(a.text));
	}
	tree_by_free(&a, rows->count);
	return status;
}

static int show_sharing(const struct tree_options *o,
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
	struct tree_options o = { 0 };
	struct proctree_rows *rows;
	struct proctree *pt;
	int status = tree_options_parse(&o, argc, argv);

	if (status)
		return status;
	status = device_open(&pt);
	if (status)
		return status;
	status = take(pt, &o, &rows);
	if (!status) {
		if (o.by == BY_PARENT)
			status = show(pt, &o, rows);
		else if (o.by == BY_SHARING)
			status = show_sharing(&o, rows);
		else
			status = show_by(pt, &o, rows);
		proctree_rows_free(rows);
	}
	proctree_close(pt);
	return status;
}

const struct command cmd_tree = {
	.name = "tree",
	.summary = "The tree of all processes, or of one and its descendants",
	.own_h = true,
	.usage = "[OPTION...] [PID]",
	.help =
"     --by WHAT        who stands above whom: parent (the default); wait: each\n"
"                      waiter above what it waits for; tracer: each tracer\n"
"                      above its tracees; sharing: no tree, but groups that\n"
"                      share mm, files, fs, sighand, signal, sysvsem, io, cred\n"
"                      or nsproxy (unless it is that of the first process)\n"
" -a, --arguments      the arguments of each process instead of its name\n"
" -c, --compact        childless siblings that are alike as one, with their\n"
"                      number instead of the pid; never in different states\n"
" -g, --show-pgids     the process group\n"
" -h, --highlight-all  this process and its ancestors, in bold\n"
" -H, --highlight-pid PID   likewise for PID\n"
" -K, --no-kthreads    without kernel threads\n"
" -n, --numeric-sort   siblings in order of their numbers, not of birth\n"
" -s, --show-parents   with the ancestors of PID\n"
" -S, --ns-changes     which namespaces are not the parent's, where both can be\n"
"                      read\n"
" -t, --threads        with threads\n"
" -u, --users          the user, where it is another one than the parent's\n"
" -p, --show-pids      pids are always shown: for the habit of pstree's users\n"
" -l, --no-truncate    lines as long as they are, not as wide as the terminal\n"
" -A, --ascii          lines in ASCII\n"
" -C, --color-by age   names in green for a minute, in yellow for an hour,\n"
"                      then in red\n"
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
"with the reason why they are not reaped; '(by /proc)': pipes, FIFOs, UNIX sockets,\n"
"file locks and priority-inheriting futexes, of tasks that you may ptrace. Those\n"
"who wait for each other are named below, 'circle: ...'. With --by, PID chooses\n"
"what is below it there; exit status 1 if there is nothing to show.\n"
"\n"
"EXAMPLES\n"
"  proctl tree               everything\n"
"  proctl tree -K            everything but kernel threads\n"
"  proctl tree -s $$         this shell: where it comes from, what it runs\n"
"  proctl tree -aK           with arguments\n"
"  proctl tree -ct 1234      with threads, those that are alike counted\n"
"  proctl tree --by wait     who waits for whom, and for what zombies are there\n"
"  proctl tree --by sharing -t 1234    what its threads share\n"
"  proctl tree -J | jq       for a program\n",
	.run = run,
};
