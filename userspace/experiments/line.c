// SPDX-License-Identifier: GPL-2.0-only
/*
 * One line of the timeline; see line.h.
 */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "line.h"
#include "out/mark.h"
#include "out/text.h"
#include "value.h"

#define LABEL_MAX	20	/* a longer one stands in a line of its own */

void pen_colour(const struct pen *pen, const char *sequence)
{
	if (pen->colour)
		fputs(sequence, pen->out);
}

const struct proctree_row *line_row(const struct sighting *seen)
{
	return seen->asked && !seen->error ? (const void *)seen->row : NULL;
}

bool line_wanted(const struct trial *t, const struct step *step,
		 unsigned int role)
{
	const struct sighting *seen = &step->seen[role];

	if (t->roles[role].crew || (!seen->asked && !seen->says.n))
		return false;
	if (t->exp->matrix_role)
		return !seen->error &&
		       !strcmp(t->roles[role].name, t->exp->matrix_role);
	/* Its end is shown once. */
	return !seen->error || seen->says.n ||
	       (step > t->steps && line_row(&step[-1].seen[role]));
}

static const char *label_of(const struct trial *t, const struct step *step,
			    unsigned int role)
{
	return t->exp->matrix_role ? step->name : t->roles[role].name;
}

static void widen(unsigned int *width, size_t n)
{
	if (*width < n)
		*width = n;
}

static void widen_label(struct layout *l, const char *label)
{
	size_t n = strlen(label);

	if (n <= LABEL_MAX)
		widen(&l->label, n);
}

static void widen_columns(struct layout *l, const struct step *step,
			  unsigned int role)
{
	const struct column *columns = l->t->exp->columns;
	char text[VALUE_MAX];
	unsigned int c;

	for (c = 0; c < EXPERIMENT_COLUMNS && columns[c].field; c++) {
		value_text(l->t, step, role, &columns[c], text);
		widen(&l->widths[c], strlen(text));
	}
}

struct layout line_layout(const struct trial *t, const struct pen *pen)
{
	const struct column *columns = t->exp->columns;
	struct layout l = { .t = t, .pen = pen, .label = strlen("FLAGS") };
	const struct step *step;
	unsigned int c, role;

	for (c = 0; c < EXPERIMENT_COLUMNS && columns[c].field; c++)
		l.widths[c] = strlen(value_heading(&columns[c]));
	for (step = t->steps; step < t->steps + t->nsteps; step++) {
		if (t->exp->matrix_role)
			widen_label(&l, step->name);
		for (role = 0; role < t->nroles; role++) {
			if (!line_wanted(t, step, role))
				continue;
			widen_label(&l, label_of(t, step, role));
			if (line_row(&step->seen[role]))
				widen_columns(&l, step, role);
		}
	}
	return l;
}

/* Columns of a matrix that hold a single sign stand close together. */
static int margin(const struct trial *t, const struct column *column)
{
	const struct proctree_field *f = proctree_field_find(column->field);

	return t->exp->matrix_role && f && f->kind == PROCTREE_KIND_ID ? 1 : 2;
}

static int indent(const struct trial *t)
{
	return t->exp->matrix_role ? 0 : LINE_INDENT;
}

void line_headings(const struct layout *l)
{
	const struct column *columns = l->t->exp->columns;
	FILE *out = l->pen->out;
	unsigned int c;

	pen_colour(l->pen, mark_on[MARK_FAINT]);
	fprintf(out, "%*s%-*s", indent(l->t), "", l->label,
		l->t->exp->matrix_role ? "FLAGS" : "ROLE");
	for (c = 0; c < EXPERIMENT_COLUMNS && columns[c].field; c++)
		fprintf(out, "%*s%-*s", margin(l->t, &columns[c]), "",
			columns[c + 1].field ? l->widths[c] : 0,
			value_heading(&columns[c]));
	pen_colour(l->pen, MARK_OFF);
	fputc('\n', out);
}

int line_label(const struct layout *l, const char *label)
{
	if (strlen(label) > l->label) {
		fprintf(l->pen->out, "%*s%s\n", indent(l->t), "", label);
		label = "";
	}
	return fprintf(l->pen->out, "%*s%-*s", indent(l->t), "", l->label,
		       label);
}

/* Whether the value is another one than at the step before. */
static bool is_news(const struct trial *t, const struct step *step,
		    unsigned int role, const struct column *column,
		    const char *text)
{
	char before[VALUE_MAX];

	if (t->exp->matrix_role || step == t->steps ||
	    !line_row(&step[-1].seen[role]))
		return false;
	value_text(t, step - 1, role, column, before);
	return strcmp(text, before);
}

static const char *colour_of(const struct trial *t, const struct step *step,
			     unsigned int role, const struct column *column,
			     const char *text)
{
	if (!strcmp(column->field, "state") && *text == 'Z')
		return mark_on[MARK_ZOMBIE];
	if (!strcmp(column->field, "state") && *text == 'D')
		return mark_on[MARK_WAITING];
	return *text == '=' || is_news(t, step, role, column, text) ?
	       PEN_BOLD : NULL;
}

/* Beside the columns: how the dead ended, the name after an exec. */
static void put_remark(const struct layout *l, const struct step *step,
		       unsigned int role)
{
	const struct proctree_row *row = line_row(&step->seen[role]);
	char text[VALUE_MAX];
	unsigned int columns = 0;
	int64_t value;
	int status;

	if (!row)
		return;
	if (row->state == 'Z' &&
	    !trial_value(&step->seen[role], "exit_code", &value)) {
		status = value;
		if (WIFSIGNALED(status))
			decode_signal(text, WTERMSIG(status));
		else
			decode_status(text, status);
		fprintf(l->pen->out, "  %s", text);
	} else if (strncmp(row->comm, l->t->roles[role].name,
			   sizeof(row->comm)) && !l->t->exp->matrix_role) {
		text_comm(text, row->comm, false, &columns);
		fprintf(l->pen->out, "  is %s", text);
	}
}

void line_of_role(const struct layout *l, const struct step *step,
		  unsigned int role)
{
	const struct column *columns = l->t->exp->columns;
	char text[VALUE_MAX];
	const char *colour;
	unsigned int c;

	line_label(l, label_of(l->t, step, role));
	for (c = 0; c < EXPERIMENT_COLUMNS && columns[c].field; c++) {
		value_text(l->t, step, role, &columns[c], text);
		colour = colour_of(l->t, step, role, &columns[c], text);
		fprintf(l->pen->out, "%*s", margin(l->t, &columns[c]), "");
		if (colour)
			pen_colour(l->pen, colour);
		fputs(text, l->pen->out);
		if (colour)
			pen_colour(l->pen, MARK_OFF);
		if (columns[c + 1].field)
			fprintf(l->pen->out, "%*s",
				(int)(l->widths[c] - strlen(text)), "");
	}
	put_remark(l, step, role);
	fputc('\n', l->pen->out);
}
