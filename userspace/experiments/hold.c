// SPDX-License-Identifier: GPL-2.0-only
/*
 * Keeping a situation still; see hold.h.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hold.h"

int hold_open(struct trial *t)
{
	int ends[2];

	if (!t->hold.wanted)
		return 0;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -errno;
	t->hold.near = ends[0];
	t->hold.far = ends[1];
	return 0;
}

void hold_close(struct trial *t)
{
	if (!t->hold.near)
		return;
	close(t->hold.near);
	close(t->hold.far);
}

/* The deadline of the trial does not run meanwhile. */
void hold_here(struct trial *t, const struct step *step)
{
	struct hold *h = &t->hold;
	struct pollfd pfd = { h->far, POLLIN, 0 };
	uint64_t begin = trial_clock();
	char byte = '\n';

	if (!h->wanted || (h->step && strcmp(h->step, step->name)))
		return;
	t->deadline_ns += h->seconds * 1000000000ULL;
	/* An Enter that came too late was not meant for this step. */
	recv(h->far, &byte, 1, MSG_DONTWAIT);
	if (send(h->far, &byte, 1, MSG_NOSIGNAL) == 1 &&
	    poll(&pfd, 1, h->seconds * 1000) > 0)
		recv(h->far, &byte, 1, 0);
	t->deadline_ns -= h->seconds * 1000000000ULL;
	t->deadline_ns += trial_clock() - begin;
}

void hold_announce(struct trial *t)
{
	const struct step *step = &t->steps[t->nsteps - 1];
	const struct proctree_row *row;
	const char *comma = "";
	unsigned int i;
	char byte;

	if (recv(t->hold.near, &byte, 1, 0) != 1)
		return;
	t->hold.held = true;
	fprintf(stderr, "Held at \"%s\": ", step->name);
	for (i = 0; i < t->nroles; i++) {
		row = (const void *)step->seen[i].row;
		if (t->roles[i].crew || !step->seen[i].asked ||
		    step->seen[i].error)
			continue;
		fprintf(stderr, "%s%s is %d", comma, t->roles[i].name,
			row->pid);
		comma = ", ";
	}
	fprintf(stderr, ".\nPress Enter to go on; it does by itself after %u s.\n",
		t->hold.seconds);
}

/* At the end of the file nobody can press Enter: the time decides. */
void hold_release(struct trial *t)
{
	char line[256];
	ssize_t n = read(STDIN_FILENO, line, sizeof(line));

	if (n <= 0)
		t->hold.no_enter = true;
	if (n <= 0 || !memchr(line, '\n', n))
		return;
	t->hold.held = false;
	send(t->hold.near, "\n", 1, MSG_NOSIGNAL);
}
