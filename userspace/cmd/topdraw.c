// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two lines above, and the list or the help below; see topdraw.h.
 */
#include <stdio.h>
#include <string.h>

#include "screen.h"
#include "topdraw.h"

static void second_line(const struct toplive *t, const struct top_state *s,
			const struct view *v, char *line, size_t size)
{
	static const char *const prompts[] = {
		[PROMPT_FILTER] = "only names with: ",
		[PROMPT_FOLLOW] = "follow PID: ",
	};
	char notice[TOPLIVE_NOTICE_MAX];
	int n = 0;

	if (s->prompt) {
		snprintf(line, size, "%s%s", prompts[s->prompt], s->typed);
		return;
	}
	if (*s->message) {
		snprintf(line, size, "%s", s->message);
		return;
	}
	if (s->paused)
		n += snprintf(line + n, size - n, "paused; ");
	if (*s->view.filter)
		n += snprintf(line + n, size - n, "only names with '%s'; ",
			      s->view.filter);
	if (s->view.follow)
		n += snprintf(line + n, size - n, "following %d%s; ",
			      s->view.follow,
			      view_find(v, s->view.follow) < 0 ?
				      ", which is not there" : "");
	toplive_notice(t, toplive_now(), notice);
	if (*notice)
		n += snprintf(line + n, size - n, "%s; ", notice);
	if (n)
		line[n - 2] = '\0';
	else
		snprintf(line, size, "h is help, q quits");
}

static void draw_list(const struct view *v, int i, int row, int rows)
{
	static const struct screen_look plain;

	for (; row < rows; row++, i++) {
		const struct view_line *line = &v->lines[i];
		struct screen_look look;

		if (i >= (int)v->count) {
			screen_line(row, "", &plain);
			continue;
		}
		look = (struct screen_look){
			.colour = line->colour,
			.fresh = line->fresh,
			.gone = line->gone,
			.reverse = line->followed,
		};
		screen_line(row, line->text, &look);
	}
}

static void draw_help(int row, int rows)
{
	static const struct screen_look plain;
	const char *const *line = top_help;

	for (; row < rows; row++)
		screen_line(row, *line ? *line++ : "", &plain);
}

void topdraw(const struct toplive *t, const struct top_state *s,
	     const struct view *v)
{
	static const struct screen_look head = { .reverse = true },
					second = { .bold = true };
	char line[HEADLINE_MAX];
	int rows, columns;

	screen_size(&rows, &columns);
	toplive_headline(t, line);
	screen_line(0, line, &head);
	second_line(t, s, v, line, sizeof(line));
	screen_line(1, line, &second);
	if (s->help)
		draw_help(TOPDRAW_HEAD, rows);
	else
		draw_list(v, s->offset, TOPDRAW_HEAD, rows);
	screen_show(s->prompt ? 1 : -1, strlen(line));
}
