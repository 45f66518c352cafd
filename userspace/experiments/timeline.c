// SPDX-License-Identifier: GPL-2.0-only
/*
 * The timeline of a trial as a table: the kernel's rows of each role at each
 * step with the events between, or a matrix of one line a step.
 */
#include <stdio.h>
#include <string.h>

#include "eventline.h"
#include "line.h"
#include "out/mark.h"
#include "value.h"

/* Where the next word goes, in a line of its own. */
static size_t put_margin(const struct layout *l, size_t at)
{
	if (at)
		fputs(",\n", l->pen->out);
	return line_label(l, "") + fprintf(l->pen->out, "  says ");
}

static void put_says(const struct layout *l, const struct step *step,
		     unsigned int role)
{
	const struct said_list *says = &step->seen[role].says;
	char text[VALUE_MAX];
	unsigned int i;
	size_t at = 0, len;

	for (i = 0; i < says->n; i++) {
		value_said(l->t, step, &says->said[i], text);
		len = strlen(says->said[i].key) + strlen("=") + strlen(text);
		if (at && at + strlen(", ") + len < REPORT_WIDTH) {
			fputs(", ", l->pen->out);
			at += strlen(", ");
		} else {
			at = put_margin(l, at);
		}
		fprintf(l->pen->out, "%s=%s", says->said[i].key, text);
		at += len;
	}
	if (at)
		fputc('\n', l->pen->out);
}

static void put_step(const struct layout *l, const struct step *step)
{
	const struct trial *t = l->t;
	unsigned int i;

	eventlines(l, step);
	fprintf(l->pen->out, "%5.0f ms  ", step->ns / 1e6);
	pen_colour(l->pen, PEN_BOLD);
	fputs(step->name, l->pen->out);
	pen_colour(l->pen, MARK_OFF);
	fprintf(l->pen->out, ": %s\n", step->text);
	for (i = 0; i < t->nroles; i++) {
		if (!line_wanted(t, step, i))
			continue;
		if (line_row(&step->seen[i])) {
			line_of_role(l, step, i);
		} else if (!step->seen[i].asked) {
			line_label(l, t->roles[i].name);
			fputc('\n', l->pen->out);
		} else {
			line_label(l, t->roles[i].name);
			fprintf(l->pen->out, "  gone: %s\n",
				strerrorname_np(-step->seen[i].error));
		}
		put_says(l, step, i);
	}
}

static void put_matrix_line(const struct layout *l, const struct step *step)
{
	int role = trial_role_index(l->t, l->t->exp->matrix_role);

	if (role >= 0 && line_wanted(l->t, step, role)) {
		line_of_role(l, step, role);
	} else {
		line_label(l, step->name);
		fprintf(l->pen->out, "  %s\n", step->text);
	}
}

void report_timeline(const struct trial *t, const struct pen *pen)
{
	struct layout l = line_layout(t, pen);
	const struct step *step;

	if (!t->nsteps || (t->exp->show && t->exp->show(t, pen)))
		return;
	line_headings(&l);
	for (step = t->steps; step < t->steps + t->nsteps; step++) {
		if (t->exp->matrix_role)
			put_matrix_line(&l, step);
		else
			put_step(&l, step);
	}
	if (!t->exp->matrix_role)
		eventlines(&l, step);
	if (t->exp->matrix_role)
		fprintf(pen->out, "= shared with the %s, . not shared, - has "
			"none\n", t->exp->matrix_base);
	else
		fputs("Equal letters in a column are one object of the kernel; "
		      "- is none.\n", pen->out);
}
