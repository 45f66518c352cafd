/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the keys of "proctl top" have brought about. Pure memory: knows neither
 * the terminal nor the device.
 */
#ifndef TOPSTATE_H
#define TOPSTATE_H

#include "out/view.h"

enum top_prompt { PROMPT_NONE, PROMPT_FILTER, PROMPT_FOLLOW };

/**
 * struct top_state - between one key and the next
 * @view:	what to show
 * @offset:	line at the top of the list
 * @paused:	what happens is not shown
 * @help:	the help is shown instead of the list
 * @quit:	that was all
 * @prompt:	what is being typed
 * @typed:	so far
 * @message:	for the user, "" = none; until the next key
 */
struct top_state {
	struct view_options view;
	int offset;
	bool paused;
	bool help;
	bool quit;
	enum top_prompt prompt;
	char typed[VIEW_FILTER_MAX];
	char message[128];
};

/**
 * top_key - a key was hit
 * @key:	as of screen_key()
 * @page:	lines of the list that are seen at once
 *
 * Return: whether the lines have to be made anew.
 */
bool top_key(struct top_state *s, int key, int page);

/**
 * top_scroll - keep the offset where there are lines
 * @page:	as for top_key()
 * @v:		the lines; the one that is followed comes into sight
 */
void top_scroll(struct top_state *s, const struct view *v, int page);

/* The help, NULL-terminated. */
extern const char *const top_help[];

#endif
