// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events, keys, signals and the clock, one after the other, and what is to be
 * drawn then; see topscreen.h.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "proctl.h"
#include "screen.h"
#include "terminal.h"
#include "topdraw.h"
#include "topscreen.h"

#define EVENTS_MS	100	/* drawn so often at most, when events come */

/**
 * struct work - what lives as long as topscreen()
 * @looks:	left, 0 = no limit
 * @signals:	a signalfd
 * @stale:	the tree has changed since it was shown
 * @shown_ms:	when that was
 * @redraw:	the screen is to be drawn
 */
struct work {
	struct toplive *t;
	struct top_state s;
	struct view v;
	uint64_t delay_ms;
	uint64_t looks;
	int signals;
	bool stale;
	uint64_t shown_ms;
	bool redraw;
};

int topscreen_possible(void)
{
	return screen_possible("top");
}

static int page_of(void)
{
	int rows, columns;

	screen_size(&rows, &columns);
	return rows > TOPDRAW_HEAD ? rows - TOPDRAW_HEAD : 1;
}

/* The lines anew, of the tasks there were at the last toplive_show(). */
static int make_lines(struct work *w)
{
	int rows, columns;

	screen_size(&rows, &columns);
	w->s.view.width = columns;
	w->redraw = true;
	return view_make(&w->v, &w->t->recent, &w->s.view, w->shown_ms);
}

/* The tree as it is now; while it is paused, as it was. */
static int show(struct work *w, uint64_t now)
{
	int err;

	if (w->s.paused)
		return 0;
	w->stale = false;
	w->shown_ms = now;
	err = toplive_show(w->t, now);
	return err ? err : make_lines(w);
}

/* Return: 0 or a negative errno. */
static int take_keys(struct work *w)
{
	bool paused = w->s.paused, lines = false;
	int key;

	while ((key = screen_key()) != KEY_IS_NONE && !w->s.quit) {
		lines |= top_key(&w->s, key, page_of());
		top_scroll(&w->s, &w->v, page_of());
		w->redraw = true;
	}
	if (paused && !w->s.paused)
		return show(w, toplive_now());
	return lines ? make_lines(w) : 0;
}

static int take_signal(struct work *w)
{
	struct signalfd_siginfo info;

	if (read(w->signals, &info, sizeof(info)) != sizeof(info))
		return 0;
	switch (info.ssi_signo) {
	case SIGTSTP:
		screen_stop();
		break;
	case SIGWINCH:
		screen_resized();
		break;
	default:
		w->s.quit = true;
		return 0;
	}
	return make_lines(w);
}

/* Look at everything when it is time for it. */
static int tick(struct work *w, uint64_t now)
{
	int err;

	if (now < w->t->looked_ms + w->delay_ms)
		return 0;
	if (w->looks && !--w->looks) {
		w->s.quit = true;
		return 0;
	}
	err = toplive_look(w->t, now);
	w->redraw = true;
	return err ? err : show(w, now);
}

/* Milliseconds until something is to be done without any event or key. */
static int time_left(const struct work *w)
{
	uint64_t now = toplive_now(), end = w->t->looked_ms + w->delay_ms;
	uint64_t news = recent_until(&w->t->recent, w->shown_ms);

	if (!w->s.paused && news && news < end)
		end = news;
	if (!w->s.paused && w->stale && w->shown_ms + EVENTS_MS < end)
		end = w->shown_ms + EVENTS_MS;
	return end > now ? (int)(end - now) : 0;
}

/* What is due: of events, at once unless that was a moment ago. */
static int show_news(struct work *w, uint64_t now)
{
	uint64_t news = recent_until(&w->t->recent, w->shown_ms);

	if ((w->stale && now >= w->shown_ms + EVENTS_MS) ||
	    (news && now >= news))
		return show(w, now);
	return 0;
}

static int one_round(struct work *w)
{
	struct pollfd polled[] = {
		{ .fd = proctree_fd(w->t->pt), .events = POLLIN },
		{ .fd = w->signals, .events = POLLIN },
		{ .fd = STDIN_FILENO, .events = POLLIN },
	};
	int err = 0, n = poll(polled, 3, time_left(w));
	uint64_t now = toplive_now();

	if (n < 0)
		return errno == EINTR ? 0 : -errno;
	if (polled[1].revents)
		err = take_signal(w);
	if (!err && polled[2].revents & POLLIN)
		err = take_keys(w);
	else if (polled[2].revents)
		w->s.quit = true; /* the terminal is gone */
	if (!err && polled[0].revents) {
		n = toplive_read(w->t, now);
		w->stale |= n > 0;
		err = n < 0 ? n : 0;
	}
	if (!err)
		err = tick(w, now);
	return err ? err : show_news(w, now);
}

static int rounds(struct work *w)
{
	int err = show(w, toplive_now());

	while (!err && !w->s.quit) {
		if (w->redraw) {
			top_scroll(&w->s, &w->v, page_of());
			topdraw(w->t, &w->s, &w->v);
			w->redraw = false;
		}
		err = one_round(w);
	}
	return err;
}

/* Signals that come while the screen is ours are told by a file. */
static int take_signals_over(sigset_t *old)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGQUIT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigaddset(&set, SIGTSTP);
	sigaddset(&set, SIGWINCH);
	sigprocmask(SIG_BLOCK, &set, old);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

int topscreen(struct toplive *t, const struct top_args *o)
{
	struct work w = {
		.t = t,
		.s.view = o->view,
		.delay_ms = o->delay_ms,
		.looks = o->count,
	};
	sigset_t old;
	int err, status;

	w.signals = take_signals_over(&old);
	if (w.signals < 0)
		return proctl_no("top: %s", strerror(errno));
	status = screen_open("top", terminal_colour(WHEN_AUTO));
	if (status)
		return status;
	err = rounds(&w);
	screen_close();
	view_free(&w.v);
	close(w.signals);
	sigprocmask(SIG_SETMASK, &old, NULL);
	if (err)
		return proctl_no("top: %s", strerror(-err));
	return PROCTL_YES;
}
