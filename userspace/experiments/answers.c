// SPDX-License-Identifier: GPL-2.0-only
/*
 * A learner's answers; see answers.h.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "answers.h"

#define LAST_ANSWER VERDICT_WRONG /* the verdicts behind it are no opinions */

void answers_clear(struct answers *a)
{
	memset(a->given, -1, sizeof(a->given));
}

/* A whole word, or its first letter. Return: -1 if it is none. */
static int parse_verdict(const char *word)
{
	enum verdict v;

	for (v = VERDICT_HOLDS; v <= LAST_ANSWER; v++)
		if (!strcasecmp(word, verdict_word(v)) ||
		    (toupper(*word) == *verdict_word(v) && !word[1]))
			return v;
	return -1;
}

static int find_claim(const struct experiment *exp, const char *id)
{
	int i;

	for (i = 0; i < ANSWERS_MAX && exp->claims[i].id; i++)
		if (!strcmp(exp->claims[i].id, id))
			return i;
	return -1;
}

const char *answers_parse(struct answers *a, const struct experiment *exp,
			  char *line)
{
	const char *id, *word;
	int claim, verdict;
	char *save;

	line[strcspn(line, "#\n")] = '\0';
	id = strtok_r(line, " \t\r:=", &save);
	word = strtok_r(NULL, " \t\r:=", &save);
	if (!id)
		return NULL;
	if (!word || strtok_r(NULL, " \t\r", &save))
		return "not the name of a claim and a verdict";
	claim = find_claim(exp, id);
	if (claim < 0 || exp->claims[claim].lie)
		return "no claim of this experiment";
	verdict = parse_verdict(word);
	if (verdict < 0)
		return "no verdict: HOLDS, PARTLY, OUTDATED or WRONG";
	a->given[claim] = verdict;
	return NULL;
}

static bool is_asked(const struct trial *t, const struct claim *claim)
{
	return !claim->lie && claim_applies(t, claim) &&
	       !(claim->needs & ~t->privileges);
}

/* Return: whether there is more to read. */
static bool ask(signed char *given, const struct claim *claim, FILE *in,
		FILE *out)
{
	char line[64];
	int verdict;

	fprintf(out, "%s\n  HOLDS, PARTLY, OUTDATED or WRONG? ",
		claim->sentence);
	fflush(out);
	while (fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\r\n")] = '\0';
		verdict = parse_verdict(line);
		*given = verdict;
		if (!*line || verdict >= 0)
			return true;
		fputs("  H, P, O or W? ", out);
		fflush(out);
	}
	fputc('\n', out);
	return false;
}

void answers_ask(struct answers *a, const struct trial *t, FILE *in, FILE *out)
{
	const struct claim *claim = t->exp->claims;
	int i;

	fprintf(out, "%s: %s. What do you expect?\n", t->exp->name,
		t->exp->summary);
	for (i = 0; i < ANSWERS_MAX && claim[i].id; i++)
		if (is_asked(t, &claim[i]) &&
		    !ask(&a->given[i], &claim[i], in, out))
			return;
}

/* Return: whether the run has a verdict that could be known beforehand. */
static bool verdict_of(const struct trial *t, const struct claim *claim,
		       enum verdict *verdict)
{
	if (!is_asked(t, claim))
		return false;
	*verdict = claim_judge(t, claim).verdict;
	return *verdict <= LAST_ANSWER;
}

struct points answers_points(const struct answers *a, const struct trial *t)
{
	struct points points = { 0 };
	enum verdict verdict;
	int i;

	for (i = 0; i < ANSWERS_MAX && t->exp->claims[i].id; i++) {
		if (!verdict_of(t, &t->exp->claims[i], &verdict))
			continue;
		points.of++;
		points.right += a->given[i] == (int)verdict;
	}
	return points;
}

void answers_report(const struct answers *a, const struct trial *t, FILE *out)
{
	struct points points = answers_points(a, t);
	enum verdict verdict;
	int i;

	for (i = 0; i < ANSWERS_MAX && t->exp->claims[i].id; i++) {
		if (!verdict_of(t, &t->exp->claims[i], &verdict) ||
		    a->given[i] == (int)verdict)
			continue;
		fprintf(out, "%s: you said %s, here it is %s\n",
			t->exp->claims[i].id,
			a->given[i] < 0 ? "nothing" :
					  verdict_word(a->given[i]),
			verdict_word(verdict));
	}
	fprintf(out, "%u of %u points\n", points.right, points.of);
}
