// SPDX-License-Identifier: GPL-2.0-only
/*
 * What each key does; see topstate.h.
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "pid.h"
#include "screen.h"
#include "topstate.h"

const char *const top_help[] = {
	"q            quit",
	"p, space     pause: what happens meanwhile is shown when you go on",
	"z            zombies first, above the tree",
	"D            tasks that wait uninterruptibly first, above the tree",
	"t            threads",
	"K            kernel threads",
	"/            only names with this in them, and their ancestors;",
	"             Enter keeps it, Esc shows all again",
	"f            follow a PID: its line stays in sight; 0 or nothing ends it",
	"arrows, PgUp, PgDn, Home, End   scroll",
	"h, ?         this help; any key ends it",
	"",
	"Births are green and say 'new', deaths are red and say 'X dead', for a",
	"second. Z, D and T are told as in 'proctl tree'.",
	NULL,
};

static void begin_prompt(struct top_state *s, enum top_prompt prompt)
{
	s->prompt = prompt;
	*s->typed = '\0';
	if (prompt == PROMPT_FILTER)
		strcpy(s->typed, s->view.filter);
}

static void follow(struct top_state *s, const char *text)
{
	int32_t pid = 0;

	if (*text && strcmp(text, "0") && pid_parse(text, &pid) != PID_OK) {
		snprintf(s->message, sizeof(s->message),
			 "'%s' is not a process id", text);
		return;
	}
	s->view.follow = pid;
}

/* Filtering is seen at once, while typing. */
static bool typed(struct top_state *s)
{
	if (s->prompt != PROMPT_FILTER)
		return false;
	strcpy(s->view.filter, s->typed);
	return true;
}

/* A byte less; of a character of several bytes, all. */
static void rub_out(char *text)
{
	size_t n = strlen(text);

	while (n && (text[--n] & 0xc0) == 0x80)
		;
	text[n] = '\0';
}

static bool prompt_key(struct top_state *s, int key)
{
	size_t n = strlen(s->typed);

	if (key == KEY_IS_ENTER) {
		if (s->prompt == PROMPT_FOLLOW)
			follow(s, s->typed);
		s->prompt = PROMPT_NONE;
		return true;
	}
	if (key == KEY_IS_ESCAPE) {
		*s->typed = '\0';
		typed(s);
		s->prompt = PROMPT_NONE;
		return true;
	}
	if (key == KEY_IS_BACKSPACE) {
		rub_out(s->typed);
		return typed(s);
	}
	if (key >= ' ' && key < 0x100 && n + 1 < sizeof(s->typed)) {
		s->typed[n] = key;
		s->typed[n + 1] = '\0';
		return typed(s);
	}
	return false;
}

/* Return: whether it was a key for scrolling. */
static bool scroll_key(struct top_state *s, int key, int page)
{
	switch (key) {
	case KEY_IS_UP:
		s->offset--;
		break;
	case KEY_IS_DOWN:
		s->offset++;
		break;
	case KEY_IS_PAGE_UP:
		s->offset -= page;
		break;
	case KEY_IS_PAGE_DOWN:
		s->offset += page;
		break;
	case KEY_IS_HOME:
		s->offset = 0;
		break;
	case KEY_IS_END:
		s->offset = INT_MAX / 2;
		break;
	default:
		return false;
	}
	/* Scrolling away from a line is the end of following it. */
	s->view.follow = 0;
	return true;
}

static bool command_key(struct top_state *s, int key)
{
	switch (key) {
	case 'q':
		s->quit = true;
		return false;
	case 'p':
	case ' ':
		s->paused = !s->paused;
		return true;
	case 'z':
		s->view.zombies = !s->view.zombies;
		return true;
	case 'D':
		s->view.blocked = !s->view.blocked;
		return true;
	case 't':
		s->view.threads = !s->view.threads;
		return true;
	case 'K':
		s->view.no_kthreads = !s->view.no_kthreads;
		return true;
	case '/':
		begin_prompt(s, PROMPT_FILTER);
		return false;
	case 'f':
		begin_prompt(s, PROMPT_FOLLOW);
		return false;
	case 'h':
	case '?':
		s->help = true;
		return false;
	case KEY_IS_ESCAPE:
		*s->view.filter = '\0';
		return true;
	case KEY_IS_OTHER:
		return false;
	}
	snprintf(s->message, sizeof(s->message), "no such key: 'h' is help");
	return false;
}

bool top_key(struct top_state *s, int key, int page)
{
	*s->message = '\0';
	if (s->prompt)
		return prompt_key(s, key);
	if (s->help) {
		s->help = false;
		s->quit = key == 'q';
		return false;
	}
	if (scroll_key(s, key, page))
		return true;
	return command_key(s, key);
}

void top_scroll(struct top_state *s, const struct view *v, int page)
{
	int last = (int)v->count - page, line;

	line = s->view.follow ? view_find(v, s->view.follow) : -1;
	if (line >= 0 && (line < s->offset || line >= s->offset + page))
		s->offset = line - page / 2;
	if (s->offset > last)
		s->offset = last;
	if (s->offset < 0)
		s->offset = 0;
}
