// SPDX-License-Identifier: GPL-2.0-only
/*
 * A learner's answers: reading them, and counting those that are right.
 */
#include <stdlib.h>
#include <string.h>

#include "experiments/answers.h"
#include "unit.h"

static const struct claim claims[] = {
	{ .id = "first", .sentence = "One.", .why = "Because." },
	{ .id = "second", .sentence = "Two.", .why = "Because." },
	{ .id = "control-lie", .sentence = "Three.", .lie = true },
	{ 0 },
};

static const struct experiment exp = { .name = "test", .claims = claims };

static const char *parse(struct answers *a, const char *text)
{
	char line[128];

	strcpy(line, text);
	return answers_parse(a, &exp, line);
}

TEST("an answer is a claim and a verdict, in any case and notation")
{
	struct answers a;

	answers_clear(&a);
	assert_null(parse(&a, "first HOLDS\n"));
	assert_int_equal(a.given[0], VERDICT_HOLDS);
	assert_null(parse(&a, "  second = wrong  # I think\n"));
	assert_int_equal(a.given[1], VERDICT_WRONG);
	assert_null(parse(&a, "first: p\r\n"));
	assert_int_equal(a.given[0], VERDICT_PARTLY);
	assert_null(parse(&a, ""));
	assert_null(parse(&a, "# nothing\n"));
}

TEST("what is no answer is refused with a reason")
{
	struct answers a;

	answers_clear(&a);
	assert_non_null(parse(&a, "first"));
	assert_non_null(parse(&a, "third HOLDS"));
	assert_non_null(parse(&a, "control-lie WRONG"));
	assert_non_null(parse(&a, "first MAYBE"));
	assert_non_null(parse(&a, "first UNKNOWN"));
	assert_non_null(parse(&a, "first HOLDS WRONG"));
	assert_int_equal(a.given[0], -1);
}

/* Without evidence no claim can be answered: no points, none to be had. */
TEST("what stayed unknown is worth no points")
{
	struct trial *t = calloc(1, sizeof(*t));
	struct answers a;
	struct points points;

	t->exp = &exp;
	answers_clear(&a);
	assert_null(parse(&a, "first HOLDS"));
	points = answers_points(&a, t);
	assert_int_equal(points.right, 0);
	assert_int_equal(points.of, 0);
	free(t);
}

TEST("questions end with the file, and take a first letter")
{
	struct trial *t = calloc(1, sizeof(*t));
	char input[] = "x\nh\n", output[512] = "";
	FILE *in = fmemopen(input, sizeof(input) - 1, "r");
	FILE *out = fmemopen(output, sizeof(output), "w");
	struct answers a;

	t->exp = &exp;
	answers_clear(&a);
	answers_ask(&a, t, in, out);
	fclose(in);
	fclose(out);
	assert_int_equal(a.given[0], VERDICT_HOLDS);
	assert_int_equal(a.given[1], -1);
	assert_non_null(strstr(output, "One."));
	assert_null(strstr(output, "Three."));
	free(t);
}
