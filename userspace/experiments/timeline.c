// SPDX-License-Identifier: GPL-2.0-only
/*
 * The timeline of a trial as a table: the kernel's rows of each role at each
 * step, or a matrix of one row a step.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "out/mark.h"
#include "out/text.h"
#include "value.h"
#include "report.h"

#define MARGIN "  "
#define BOLD "\033[1m"
#define INDENT 10 /* of the rows below a step */

/*
 * Width of each column of the table. Those of a matrix that hold a single sign
 * stand close together.
 */
struct widths {
	unsigned int label;
	unsigned int column[EXPERIMENT_COLUMNS];
};

static int margin(const struct trial *t, const struct column *column)
{
	const struct proctree_field *f = proctree_field_find(column->field);

	return t->exp->matrix_role && f && f->kind == PROCTREE_KIND_ID ? 1 : 2;
}

static unsigned int larger(unsigned int a, unsigned int b)
{
	return a > b ? a : b;
}

static const struct proctree_row *row_of(const struct sighting *seen)
{
	return seen->asked && !seen->error ? (const void *)seen->row : NULL;
}

/* Whether the role has a line at this step. */
static bool in_table(const struct trial *t, const struct step *step,
		     unsigned int role)
{
	const struct sighting *before;

	if (t->roles[role].crew || !step->seen[role].asked)
		return false;
	if (t->exp->matrix_role)
		return !step->seen[role].error &&
		       !strcmp(t->roles[role].name, t->exp->matrix_role);
	/* Its end is shown once. */
	before = step > t->steps ? &step[-1].seen[role] : NULL;
	return !step->seen[role].error || (before && row_of(before)) ||
	       step->seen[role].says.n;
}

static const char *label(const struct trial *t, const struct step *step,
			 unsigned int role)
{
	return t->exp->matrix_role ? step->name : t->roles[role].name;
}

static int indent(const struct trial *t)
{
	return t->exp->matrix_role ? 0 : INDENT;
}

static struct widths measure(const struct trial *t)
{
	const struct column *columns = t->exp->columns;
	struct widths w = { .label = 4 };
	unsigned int i, j, c;
	char cell[VALUE_MAX];

	for (c = 0; c < EXPERIMENT_COLUMNS && columns[c].field; c++)
		w.column[c] = strlen(value_heading(&columns[c]));
	for (i = 0; i < t->nsteps; i++) {
		if (t->exp->matrix_role)
			w.label = larger(w.label, strlen(t->steps[i].name));
		for (j = 0; j < t->nroles; j++) {
			if (!in_table(t, &t->steps[i], j))
				continue;
			w.label = larger(w.label,
					 strlen(label(t, &t->steps[i], j)));
			if (!row_of(&t->steps[i].seen[j]))
				continue;
			for (c = 0; columns[c].field; c++) {
				value_text(t, &t->steps[i], j, &columns[c],
					  cell);
				w.column[c] = larger(w.column[c], strlen(cell));
			}
		}
	}
	return w;
}

static void put_colour(const struct pen *pen, const char *sequence)
{
	if (pen->colour)
		fputs(sequence, pen->out);
}

static void put_headings(const struct trial *t, const struct widths *w,
			 const struct pen *pen)
{
	const struct column *columns = t->exp->columns;
	unsigned int c;

	put_colour(pen, mark_on[MARK_FAINT]);
	fprintf(pen->out, "%*s%-*s", indent(t), "", w->label,
		t->exp->matrix_role ? "FLAGS" : "ROLE");
	for (c = 0; c < EXPERIMENT_COLUMNS && columns[c].field; c++)
		fprintf(pen->out, "%*s%-*s", margin(t, &columns[c]), "",
			columns[c + 1].field ? w->column[c] : 0,
			value_heading(&columns[c]));
	put_colour(pen, MARK_OFF);
	fputc('\n', pen->out);
}

static bool changed(const struct trial *t, const struct step *step,
		    unsigned int role, const struct column *column)
{
	char now[VALUE_MAX], before[VALUE_MAX];

	if (t->exp->matrix_role || step == t->steps ||
	    !row_of(&step[-1].seen[role]))
		return false;
	value_text(t, step, role, column, now);
	value_text(t, step - 1, role, column, before);
	return strcmp(now, before);
}

static const char *colour_of(const struct trial *t, const struct step *step,
			     unsigned int role, const struct column *column,
			     const char *cell)
{
	if (!strcmp(column->field, "state") && *cell == 'Z')
		return mark_on[MARK_ZOMBIE];
	if (!strcmp(column->field, "state") && *cell == 'D')
		return mark_on[MARK_WAITING];
	return *cell == '=' || changed(t, step, role, column) ? BOLD : NULL;
}

/* Beside the columns: the exit status of the dead, the name after an exec. */
static void put_remark(const struct trial *t, const struct step *step,
		       unsigned int role, const struct pen *pen)
{
	const struct proctree_row *row = row_of(&step->seen[role]);
	char text[VALUE_MAX];
	unsigned int columns = 0;
	int64_t status;

	if (row->state == 'Z' &&
	    !trial_value(&step->seen[role], "exit_code", &status)) {
		decode_status(text, status);
		fprintf(pen->out, MARGIN "%s", text);
	} else if (strncmp(row->comm, t->roles[role].name, sizeof(row->comm)) &&
		   !t->exp->matrix_role) {
		text_comm(text, row->comm, false, &columns);
		fprintf(pen->out, MARGIN "is %s", text);
	}
}

static void put_row(const struct trial *t, const struct step *step,
		    unsigned int role, const struct widths *w,
		    const struct pen *pen)
{
	const struct column *columns = t->exp->columns;
	char cell[VALUE_MAX];
	const char *colour;
	unsigned int c;

	fprintf(pen->out, "%*s%-*s", indent(t), "", w->label,
		label(t, step, role));
	for (c = 0; c < EXPERIMENT_COLUMNS && columns[c].field; c++) {
		value_text(t, step, role, &columns[c], cell);
		colour = colour_of(t, step, role, &columns[c], cell);
		fprintf(pen->out, "%*s", margin(t, &columns[c]), "");
		if (colour)
			put_colour(pen, colour);
		fputs(cell, pen->out);
		if (colour)
			put_colour(pen, MARK_OFF);
		if (columns[c + 1].field)
			fprintf(pen->out, "%*s",
				w->column[c] - (int)strlen(cell), "");
	}
	put_remark(t, step, role, pen);
	fputc('\n', pen->out);
}

static void put_says(const struct trial *t, const struct step *step,
		     unsigned int role, const struct widths *w,
		     const struct pen *pen)
{
	const struct said_list *says = &step->seen[role].says;
	char text[VALUE_MAX];
	unsigned int i;

	if (!says->n)
		return;
	fprintf(pen->out, "%*s" MARGIN "says", INDENT + w->label, "");
	for (i = 0; i < says->n; i++) {
		value_said(t, step, &says->said[i], text);
		fprintf(pen->out, "%s %s=%s", i ? "," : "", says->said[i].key,
			text);
	}
	fputc('\n', pen->out);
}

static void put_step(const struct trial *t, const struct step *step,
		     const struct widths *w, const struct pen *pen)
{
	unsigned int i;

	fprintf(pen->out, "%5.0f ms  ", step->ns / 1e6);
	put_colour(pen, BOLD);
	fputs(step->name, pen->out);
	put_colour(pen, MARK_OFF);
	fprintf(pen->out, ": %s\n", step->text);
	for (i = 0; i < t->nroles; i++) {
		if (!in_table(t, step, i))
			continue;
		if (row_of(&step->seen[i]))
			put_row(t, step, i, w, pen);
		else
			fprintf(pen->out, "%*s%-*s" MARGIN "gone: %s\n", INDENT,
				"", w->label, t->roles[i].name,
				strerrorname_np(-step->seen[i].error));
		put_says(t, step, i, w, pen);
	}
}

static void put_matrix_line(const struct trial *t, const struct step *step,
			    const struct widths *w, const struct pen *pen)
{
	int role = trial_role_index(t, t->exp->matrix_role);

	if (role >= 0 && in_table(t, step, role))
		put_row(t, step, role, w, pen);
	else
		fprintf(pen->out, "%-*s" MARGIN "%s\n", w->label, step->name,
			step->text);
}

void report_timeline(const struct trial *t, const struct pen *pen)
{
	struct widths w = measure(t);
	unsigned int i;

	if (!t->nsteps)
		return;
	put_headings(t, &w, pen);
	for (i = 0; i < t->nsteps; i++) {
		if (t->exp->matrix_role)
			put_matrix_line(t, &t->steps[i], &w, pen);
		else
			put_step(t, &t->steps[i], &w, pen);
	}
	if (t->exp->matrix_role)
		fprintf(pen->out, "= shared with the %s, . not shared, - has "
			"none\n", t->exp->matrix_base);
	else
		fputs("Equal letters in a column are one object of the kernel; "
		      "- is none.\n", pen->out);
}
