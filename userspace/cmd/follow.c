// SPDX-License-Identifier: GPL-2.0-only
/*
 * Follows a stream until it is to end; see follow.h.
 */
#include <errno.h>
#include <fnmatch.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "follow.h"

#define BATCH		512	/* events read at once */
#define BUFFER_SIZE	(64 * 1024)
#define LINGER_MS	500	/* for the release of the last task */

/* What lives as long as one call of follow(). */
struct work {
	struct follow *f;
	int signals;
	bool done;		/* end now */
	bool full;		/* as many were shown as were wanted */
	bool ended;		/* the process followed has ended */
	uint64_t shown;
	uint64_t end_ms;	/* 0 = no limit */
	size_t used;
	char buffer[BUFFER_SIZE];
	struct proctree_event events[BATCH];
};

static uint64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000ULL + ts.tv_nsec / 1000000;
}

static const struct proctree_row *find(const void *live, int32_t pid)
{
	return proctree_live_find(live, pid);
}

int follow_write(struct follow *f, const char *bytes, size_t n)
{
	ssize_t done;

	while (n && !f->closed) {
		done = write(f->out, bytes, n);
		if (done < 0 && errno == EPIPE) {
			f->closed = true;
		} else if (done < 0 && errno != EINTR) {
			return -errno;
		} else if (done > 0) {
			bytes += done;
			n -= done;
		}
	}
	return 0;
}

static int flush(struct work *w)
{
	int err = follow_write(w->f, w->buffer, w->used);

	w->used = 0;
	return err;
}

static bool is_shown(const struct work *w, const struct proctree_event *e)
{
	const struct follow *f = w->f;
	const struct proctree_row *row;
	char comm[PROCTREE_COMM_LEN + 1] = { 0 };

	if (e->kind == PROCTREE_EVENT_LOST)
		return true;
	if (!(f->kinds & 1ULL << e->kind))
		return false;
	if (!f->comm)
		return true;
	row = find(f->live, e->pid);
	if (row)
		memcpy(comm, row->comm, sizeof(row->comm));
	return row && !fnmatch(f->comm, comm, 0);
}

static int show(struct work *w, const struct proctree_event *e)
{
	struct follow *f = w->f;
	char *to = w->buffer + w->used;

	if (!is_shown(w, e))
		return 0;
	if (!f->style.begin_ns)
		f->style.begin_ns = e->time_ns;
	to = f->json ? event_json(to, &f->style, e) :
		       event_text(to, &f->style, e);
	w->used = to - w->buffer;
	if (e->kind != PROCTREE_EVENT_LOST && ++w->shown == f->count)
		w->full = true;
	return w->used + EVENT_LINE_MAX > BUFFER_SIZE ? flush(w) : 0;
}

/* Shown before the tree knows of it: then the task is still there to be named. */
static int one_event(struct work *w, const struct proctree_event *e)
{
	struct follow *f = w->f;
	int err = 0;

	if (!w->full) {
		tally_add(&f->tally, &f->style, e);
		err = show(w, e);
	}
	if (!err)
		err = proctree_live_apply(f->live, e);
	/* The last that will be heard of it. */
	if (w->ended && e->kind == PROCTREE_EVENT_FREE && e->pid == f->pid)
		w->done = true;
	return err;
}

/* Return: number of events or an error. */
static int some_events(struct work *w)
{
	int n, i, err = 0;

	n = proctree_events(w->f->pt, w->events, BATCH, 0);
	for (i = 0; i < n && !err; i++)
		err = one_event(w, &w->events[i]);
	if (!err && n >= 0)
		err = flush(w);
	return err ? err : n;
}

/* What there is, and no more than can be there now. */
static int last_events(struct work *w)
{
	int n, batches = 16384;

	do {
		n = some_events(w);
	} while (n == BATCH && --batches);
	return n < 0 && n != -EINTR ? n : 0;
}

/* A signal that would have ended proctl ends the following, or is passed on. */
static void take_signal(struct work *w)
{
	struct signalfd_siginfo info;

	if (read(w->signals, &info, sizeof(info)) != sizeof(info))
		return;
	if (!w->f->command)
		w->done = true;
	/* Those of the terminal, the command has got itself. */
	else if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGHUP)
		kill(w->f->command->pid, info.ssi_signo);
}

static int time_left(const struct work *w)
{
	uint64_t now = now_ms();

	if (!w->end_ms)
		return -1;
	return w->end_ms > now ? (int)(w->end_ms - now) : 0;
}

/* The process has ended; its release and what that brings are still to come. */
static void linger(struct work *w)
{
	uint64_t end = now_ms() + LINGER_MS;

	w->ended = true;
	if (w->f->command)
		launch_wait(w->f->command);
	if (!w->end_ms || end < w->end_ms)
		w->end_ms = end;
}

static int loop(struct work *w)
{
	struct follow *f = w->f;
	int n, err = 0;

	while (!w->done && !w->full && err >= 0 && !f->closed) {
		struct pollfd polled[] = {
			{ .fd = proctree_fd(f->pt), .events = POLLIN },
			{ .fd = w->signals, .events = POLLIN },
			{ .fd = w->ended ? -1 : f->pidfd, .events = POLLIN },
		};

		n = poll(polled, 3, time_left(w));
		if (n < 0 && errno != EINTR)
			return -errno;
		if (n == 0)
			break;
		if (n > 0 && polled[0].revents)
			err = some_events(w);
		if (n > 0 && polled[1].revents)
			take_signal(w);
		if (n > 0 && polled[2].revents)
			linger(w);
	}
	/* What happened before the end is part of it. */
	return err < 0 && err != -EINTR ? err : last_events(w);
}

/* While a command is running, the terminal's signals are for it alone. */
static void let_command_go_on(const sigset_t *old)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	sigprocmask(SIG_SETMASK, old, NULL);
}

int follow(struct follow *f)
{
	struct work *w = calloc(1, sizeof(*w));
	sigset_t set, old;
	int err;

	if (!w)
		return -ENOMEM;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGQUIT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGPIPE);
	sigprocmask(SIG_BLOCK, &set, &old);
	sigdelset(&set, SIGPIPE);
	w->f = f;
	w->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	w->end_ms = f->seconds > 0 ? now_ms() + f->seconds * 1000 : 0;
	f->style.find = find;
	f->style.context = f->live;
	err = w->signals < 0 ? -errno : loop(w);
	if (!err)
		err = proctree_live_refresh(f->live);
	tally_end(&f->tally, &f->style);
	if (f->command)
		let_command_go_on(&old);
	if (w->signals >= 0)
		close(w->signals);
	free(w);
	return err;
}
