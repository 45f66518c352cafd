// SPDX-License-Identifier: GPL-2.0-only
/*
 * A trial as TAP, the Test Anything Protocol: a test for each claim, one for its
 * end and one for what is left of it.
 */
#include "claims.h"
#include "report.h"

static void put_claim(const struct trial *t, const struct claim *claim,
		      struct tap *tap)
{
	struct judgement j = claim_judge(t, claim);
	bool good = !j.unexpected && j.verdict != VERDICT_UNKNOWN;

	fprintf(tap->out, "%s %u - %s %s: %s", good ? "ok" : "not ok", ++tap->n,
		t->exp->name, claim->id, verdict_word(j.verdict));
	if (j.verdict == VERDICT_SKIPPED)
		fprintf(tap->out, " # SKIP %s", j.why_not);
	fputc('\n', tap->out);
	if (j.unexpected)
		fprintf(tap->out, "# expected: %s\n", verdict_word(j.expected));
	else if (j.verdict == VERDICT_UNKNOWN)
		fprintf(tap->out, "# %s\n", j.why_not);
	tap->failed += !good;
}

static void put(const struct trial *t, struct tap *tap, bool good,
		const char *what)
{
	fprintf(tap->out, "%s %u - %s %s\n", good ? "ok" : "not ok", ++tap->n,
		t->exp->name, what);
	tap->failed += !good;
}

void report_tap(const struct trial *t, struct tap *tap)
{
	const struct claim *claim;

	for (claim = t->exp->claims; claim->id; claim++)
		if (claim_applies(t, claim))
			put_claim(t, claim, tap);
	put(t, tap, t->outcome == OUTCOME_COMPLETE, "came to its end");
	if (*t->reason)
		fprintf(tap->out, "# %s\n", t->reason);
	put(t, tap, t->cleanup.swept && !t->cleanup.left && !t->cleanup.things,
	    "left nothing behind");
}
