// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl trace: from the options to a stream, and its end.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "device.h"
#include "follow.h"
#include "proctl.h"
#include "terminal.h"
#include "trace_args.h"

static int watch_error(const struct trace_args *o, struct proctree *pt, int err)
{
	if (err == -EINVAL)
		return proctl_no("trace: the module takes no ring of %llu events: 1048576 at most",
				 (unsigned long long)o->ring);
	if (err == -ENOMEM)
		return proctl_no("trace: no memory for the events: try a smaller --ring");
	return device_watch_error(pt, "trace", o->pid, err);
}

/* Where the lines go: as for strace, a command keeps its stdout for itself. */
static int open_output(const struct trace_args *o, struct follow *f)
{
	f->out = o->command ? STDERR_FILENO : STDOUT_FILENO;
	if (!o->file)
		return PROCTL_YES;
	f->out = open(o->file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (f->out >= 0)
		return PROCTL_YES;
	return proctl_no("trace: can't write '%s': %s", o->file,
			 strerror(errno));
}

static int write_summary(struct follow *f)
{
	char *text = malloc(TALLY_MAX), *end;
	int err = -ENOMEM;

	if (text) {
		end = f->json ? tally_json(text, &f->tally, &f->style) :
				tally_text(text, &f->tally, &f->style);
		err = follow_write(f, text, end - text);
	}
	free(text);
	return err;
}

static int write_headings(struct follow *f)
{
	char text[EVENT_LINE_MAX];

	if (f->json)
		return 0;
	return follow_write(f, text, event_headings(text, &f->style) - text);
}

static int follow_and_sum_up(const struct trace_args *o, struct follow *f)
{
	int err = write_headings(f);

	if (f->command)
		launch_release(f->command);
	if (!err)
		err = follow(f);
	if (!err && !o->no_summary)
		err = write_summary(f);
	if (err)
		return proctl_no("trace: %s", strerror(-err));
	return f->closed ? PROCTL_NO : PROCTL_YES;
}

static int trace(const struct trace_args *o, struct follow *f)
{
	struct proctree_watch watch = {
		.kinds = o->kinds,
		.root_pid = f->pid,
		.ring = o->ring,
	};
	int status, err = proctree_live_open(f->pt, &watch, &f->live);

	if (err)
		return watch_error(o, f->pt, err);
	if (watch.flags & PROCTREE_WATCH_OWN && !f->command)
		fputs("proctl: only your own processes are seen: 'sudo' shows all\n",
		      stderr);
	status = follow_and_sum_up(o, f);
	proctree_live_close(f->live);
	tally_free(&f->tally);
	return status;
}

/* A command's status is its own, whatever became of the trace. */
static int trace_command(const struct trace_args *o, struct follow *f)
{
	struct launch l;
	int status, err = launch_hold(&l, o->command);

	if (err)
		return proctl_no("trace: can't start '%s': %s", o->command[0],
				 strerror(-err));
	f->command = &l;
	f->pid = l.pid;
	f->style.root = l.pid;
	f->pidfd = l.pidfd;
	status = trace(o, f);
	if (l.pid && l.gate >= 0) {
		launch_cancel(&l);
		return status;
	}
	launch_wait(&l);
	if (l.exec_errno)
		proctl_no("trace: can't run '%s': %s", o->command[0],
			  strerror(l.exec_errno));
	return l.status;
}

static int print_events(void)
{
	const struct event_name *n;

	for (n = event_names; n->name; n++)
		printf("%-9s %s\n", n->name, n->meaning);
	return PROCTL_YES;
}

static int run(int argc, char **argv)
{
	struct trace_args o = { 0 };
	struct follow f = { .pidfd = -1 };
	int status = trace_args_parse(&o, argc, argv);

	if (status)
		return status;
	if (o.list)
		return print_events();
	f.json = o.json;
	f.kinds = o.kinds;
	f.comm = o.comm;
	f.count = o.count;
	f.seconds = o.seconds;
	f.pid = o.pid;
	status = open_output(&o, &f);
	if (!status)
		status = device_open(&f.pt);
	if (status)
		return status;
	f.style = (struct event_style){
		.utf8 = terminal_utf8(),
		.colour = terminal_colour_of(f.out, o.colour),
		.root = o.pid,
	};
	if (o.pid)
		f.pidfd = syscall(SYS_pidfd_open, o.pid, 0);
	status = o.command ? trace_command(&o, &f) : trace(&o, &f);
	proctree_close(f.pt);
	return status;
}

const struct command cmd_trace = {
	.name = "trace",
	.summary = "What happens to processes, as it happens",
	.usage = "[OPTION...] {PID | --all | -- COMMAND [ARG...]}",
	.help =
" -a, --all            all processes (without privilege: your own)\n"
" -e, --events LIST    kinds of events, separated by commas; default:\n"
"                      life, which is fork,exec,exit,reparent,free\n"
" -H, --list-events    which kinds there are; sleep, run and wake are not given\n"
"                      with --all\n"
"     --comm NAME      only of tasks with this name; * and ? as in the shell\n"
" -D, --duration SECS  end after this time\n"
" -n, --count N        end after N events\n"
" -J, --json           a JSON object a line; keys: see proctl(1)\n"
" -o, --output FILE    write there instead of stdout (with COMMAND: stderr)\n"
"     --ring N         events kept for each processor (16384)\n"
"     --no-summary     without the sums at the end\n"
"     --color[=WHEN]   always, never or auto (the default)\n"
"\n"
"PID is followed with all its descendants, wherever they are reparented to, until\n"
"it ends; COMMAND likewise, from before its exec on, and its exit status is\n"
"proctl's. Ctrl-C ends the trace and shows the sums.\n"
"\n"
"A reparent is told twice: predicted when the parent begins to exit, confirmed\n"
"when it has happened. If events come faster than they can be written, those\n"
"that are lost are counted, and a line says where.\n"
"\n"
"EXAMPLES\n"
"  proctl trace -- make                 what a build runs\n"
"  proctl trace -e exec,exit --all      every program, and how it ends\n"
"  proctl trace -e life,signals $$      this shell, from another terminal\n"
"  proctl trace -e sched -D 1 1234      when 1234 sleeps, and why it wakes\n"
"  proctl trace -J --all | jq -c 'select(.event == \"exit\" and .code != 0)'\n",
	.run = run,
};
