/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The tree that "proctl top" shows, kept up to date: by events, and by a look at
 * everything now and then for what no event tells.
 */
#ifndef TOPLIVE_H
#define TOPLIVE_H

#include "lib/libproctree.h"
#include "out/headline.h"
#include "out/recent.h"

/**
 * struct toplive - the tree; zero it to begin
 * @root, @root_start_ns: only this process; 0 = all
 * @own:	events of the user's own tasks only
 * @recent:	the tasks, as of the last toplive_show()
 * @rate:	events a second, between the last two looks
 * @looked_ms:	when the last look was
 * @events:	that had been then
 * @lost, @lost_ms: events lost most recently, and when that was told
 */
struct toplive {
	struct proctree *pt;
	struct proctree_live *live;
	int32_t root;
	uint64_t root_start_ns;
	bool own;
	struct recent recent;
	double rate;
	uint64_t looked_ms;
	uint64_t events;
	uint64_t lost, lost_ms;
};

/* Milliseconds of a clock that does not go back. */
uint64_t toplive_now(void);

/**
 * toplive_open - open the device and begin to watch
 * @root: process to watch with its descendants, 0 = everything
 *
 * Return: PROCTL_YES, or the exit code after a message.
 */
int toplive_open(struct toplive *t, int32_t root);
void toplive_close(struct toplive *t);

/* Take in what has happened. Return: number of events, or a negative errno. */
int toplive_read(struct toplive *t, uint64_t now_ms);

/* Look at everything. Return: 0 or a negative errno. */
int toplive_look(struct toplive *t, uint64_t now_ms);

/* What is to be shown now. Return: 0 or -ENOMEM. */
int toplive_show(struct toplive *t, uint64_t now_ms);

void toplive_headline(const struct toplive *t, char line[HEADLINE_MAX]);

/* What else is to be said, "" = nothing; as a phrase. */
#define TOPLIVE_NOTICE_MAX 256
void toplive_notice(const struct toplive *t, uint64_t now_ms,
		    char line[TOPLIVE_NOTICE_MAX]);

#endif
