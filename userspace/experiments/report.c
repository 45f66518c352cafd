// SPDX-License-Identifier: GPL-2.0-only
/*
 * A trial for people: what happened, what was said about it and is so, and that
 * nothing is left of it.
 */
#include <inttypes.h>
#include <string.h>

#include "claims.h"
#include "findings.h"
#include "line.h"
#include "out/mark.h"
#include "out/wrap.h"
#include "report.h"
#include "share.h"

static const char *verdict_colour(const struct judgement *j)
{
	static const char *const colours[] = {
		[VERDICT_HOLDS] = "\033[1;32m",
		[VERDICT_PARTLY] = "\033[1;33m",
		[VERDICT_OUTDATED] = "\033[1;33m",
		[VERDICT_WRONG] = "\033[1;31m",
		[VERDICT_SKIPPED] = "\033[2m",
		[VERDICT_UNKNOWN] = "\033[1;35m",
	};

	return colours[j->verdict];
}

static void put_unexpected(const struct trial *t, const struct pen *pen,
			   const struct claim *claim,
			   const struct judgement *j)
{
	char line[128];

	snprintf(line, sizeof(line), "unexpected: on this kernel it should be "
		 "%s", verdict_word(j->expected));
	pen_colour(pen, "\033[1;31m");
	fprintf(pen->out, "%*s%s\n", LINE_INDENT, "", line);
	pen_colour(pen, MARK_OFF);
	findings_text(t, pen, claim, j);
}

static void put_claim(const struct trial *t, const struct pen *pen,
		      const struct claim *claim, const struct judgement *j)
{
	char line[400];

	pen_colour(pen, verdict_colour(j));
	fprintf(pen->out, "%-*s", LINE_INDENT, verdict_word(j->verdict));
	pen_colour(pen, MARK_OFF);
	wrap_text(pen->out, claim->sentence, LINE_INDENT, LINE_INDENT);
	snprintf(line, sizeof(line), "%s (%s)", *j->why_not ? j->why_not :
		 claim->why ? claim->why : "This is a lie, and was not refuted.",
		 claim->id);
	pen_colour(pen, mark_on[MARK_FAINT]);
	fprintf(pen->out, "%*s", LINE_INDENT, "");
	wrap_text(pen->out, line, LINE_INDENT, LINE_INDENT);
	pen_colour(pen, MARK_OFF);
	if (j->unexpected)
		put_unexpected(t, pen, claim, j);
}

static void put_claims(const struct trial *t, const struct pen *pen)
{
	const struct claim *claim;
	struct judgement j;

	for (claim = t->exp->claims; claim->id; claim++) {
		if (!claim_applies(t, claim))
			continue;
		j = claim_judge(t, claim);
		if (claim->lie && !j.unexpected)
			continue;
		if (!j.not_asked)
			put_claim(t, pen, claim, &j);
	}
}

/* Which claims other options of the experiment would have put on trial. */
static void put_not_asked(const struct trial *t, const struct pen *pen)
{
	const struct claim *claim;
	struct judgement j;
	char line[800];
	size_t at = 0;

	for (claim = t->exp->claims; claim->id; claim++) {
		if (!claim_applies(t, claim) || claim->lie)
			continue;
		j = claim_judge(t, claim);
		if (j.not_asked && at < sizeof(line))
			at += snprintf(line + at, sizeof(line) - at, "%s%s",
				       at ? ", " : "", claim->id);
	}
	if (!at)
		return;
	fprintf(pen->out, "%-*s", LINE_INDENT, verdict_word(VERDICT_SKIPPED));
	fputs("Not asked with these options:\n", pen->out);
	pen_colour(pen, mark_on[MARK_FAINT]);
	fprintf(pen->out, "%*s", LINE_INDENT, "");
	wrap_text(pen->out, line, LINE_INDENT, LINE_INDENT);
	pen_colour(pen, MARK_OFF);
}

static void put_tally(const struct trial *t, const struct pen *pen)
{
	struct tally tally = claims_tally(t);
	unsigned int i;

	fprintf(pen->out, "%u claims:", tally.claims);
	for (i = 0; i <= VERDICT_UNKNOWN; i++)
		if (tally.by_verdict[i])
			fprintf(pen->out, " %u %s,", tally.by_verdict[i],
				verdict_word(i));
	if (tally.unexpected)
		fprintf(pen->out, " %u unexpected.\n", tally.unexpected);
	else
		fputs(" nothing unexpected.\n", pen->out);
}

/* What was a matter of chance, and what the sample says about it. */
static void put_shares(const struct trial *t, const struct pen *pen)
{
	char text[SHARE_MAX];
	unsigned int i;

	if (!t->nshares)
		return;
	fputs("\nShares, with the interval that has each of them by 95 %:\n",
	      pen->out);
	for (i = 0; i < t->nshares; i++) {
		share_text(&t->shares[i], text);
		fprintf(pen->out, "%*s%s: %s\n", LINE_INDENT, "",
			t->shares[i].name, text);
	}
}

static void put_control(const struct trial *t, const struct pen *pen)
{
	struct tally tally = claims_tally(t);

	if (tally.lies)
		fprintf(pen->out, "Control: %u of %u lies refuted.\n",
			tally.refuted, tally.lies);
}

static void put_outcome(const struct trial *t, const struct pen *pen)
{
	static const char *const words[] = {
		[OUTCOME_CRASHED] = "The experiment crashed",
		[OUTCOME_FAILED] = "The experiment failed",
		[OUTCOME_TIMEOUT] = "The experiment took too long",
		[OUTCOME_STOPPED] = "The experiment was stopped",
	};

	if (t->outcome == OUTCOME_COMPLETE)
		return;
	pen_colour(pen, "\033[1;31m");
	fprintf(pen->out, "%s%s%s.", words[t->outcome],
		*t->reason ? ": " : "", t->reason);
	pen_colour(pen, MARK_OFF);
	fputc('\n', pen->out);
}

static void put_cleanup(const struct trial *t, const struct pen *pen)
{
	const struct cleanup *c = &t->cleanup;

	if (c->left)
		fprintf(pen->out, "LEFT BEHIND: %u tasks; \"proctl tree\" "
			"shows them.\n", c->left);
	if (c->things)
		fprintf(pen->out, "LEFT BEHIND: %s.\n", c->what);
	if (!c->swept)
		fputs("The supervisor was killed; its tasks have ended by "
		      "themselves.\n", pen->out);
	if (c->left || c->things || !c->swept)
		return;
	fputs("Nothing is left behind: no task, IPC object, file, sysctl or "
	      "affinity.\n", pen->out);
	if (c->killed)
		fprintf(pen->out, "%u tasks had to be ended.\n", c->killed);
}

void report_line(const struct trial *t, const struct pen *pen)
{
	bool good = trial_is_good(t);

	pen_colour(pen, good ? "\033[1;32m" : "\033[1;31m");
	fprintf(pen->out, "%-4s", good ? "ok" : "BAD");
	pen_colour(pen, MARK_OFF);
	fprintf(pen->out, "  %-14s ", t->exp->name);
	put_tally(t, pen);
	put_outcome(t, pen);
}

void report_text(const struct trial *t, const struct pen *pen)
{
	pen_colour(pen, PEN_BOLD);
	fprintf(pen->out, "%s: %s", t->exp->name, t->exp->summary);
	pen_colour(pen, MARK_OFF);
	fprintf(pen->out, " (Linux %u.%u)\n\n", t->kernel >> 16,
		t->kernel & 0xffff);
	report_timeline(t, pen);
	put_shares(t, pen);
	fputc('\n', pen->out);
	put_claims(t, pen);
	put_not_asked(t, pen);
	fputc('\n', pen->out);
	put_outcome(t, pen);
	put_tally(t, pen);
	put_control(t, pen);
	put_cleanup(t, pen);
}
