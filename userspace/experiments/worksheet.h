/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Worksheets: exercises of a course, on the situation of an experiment. What is
 * asked is whether its claims are so, and what its rows and roles show. The
 * answers are nowhere here: they come from a run. Data only.
 */
#ifndef WORKSHEET_H
#define WORKSHEET_H

#define WORKSHEET_QUESTIONS	10
#define WORKSHEET_CLAIMS	10

/**
 * struct question - a value of the run, to be told
 * @text:	to be translated
 * @step:	of the experiment
 * @role:	likewise
 * @field:	as in a column of the timeline
 */
struct question {
	const char *text;
	const char *step;
	const char *role;
	const char *field;
};

/**
 * struct worksheet - an exercise
 * @name:	as in "proctl worksheet NAME"
 * @experiment:	the one whose situation it is
 * @title:	to be translated
 * @situation:	what happens, for who has not seen it; to be translated
 * @questions:	up to the first without a text
 * @claims:	names of claims of the experiment, to be judged
 */
struct worksheet {
	const char *name;
	const char *experiment;
	const char *title;
	const char *situation;
	struct question questions[WORKSHEET_QUESTIONS + 1];
	const char *claims[WORKSHEET_CLAIMS + 1];
};

/* All of them, in the order of a course; the last one has no name. */
extern const struct worksheet worksheets[];

/* NULL if there is none. */
const struct worksheet *worksheet_find(const char *name);

#endif
