/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Showing a trial: for people in 80 columns, and as JSON.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdio.h>

#include "json.h"
#include "trial.h"

/**
 * struct pen - where text goes and how it looks
 * @colour: use the terminal's colours
 */
struct pen {
	FILE *out;
	bool colour;
};

#define REPORT_WIDTH 80

/* Timeline, verdicts, and whether anything was left behind. */
void report_text(const struct trial *t, const struct pen *pen);

/* The timeline alone. */
void report_timeline(const struct trial *t, const struct pen *pen);

/* All there is, with all fields of all rows: a member of the array or the top. */
void report_json(const struct trial *t, struct json *j);

/* A document of TAP: tests so far, and how many of them have failed. */
struct tap {
	FILE *out;
	unsigned int n;
	unsigned int failed;
};

/* A test for each claim, for the end, and for what is left. Without the plan. */
void report_tap(const struct trial *t, struct tap *tap);

/* One line. */
void report_line(const struct trial *t, const struct pen *pen);

#endif
