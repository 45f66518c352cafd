// SPDX-License-Identifier: GPL-2.0-only
/*
 * A trial as JSON: every field of every row, under the names of
 * proctree_fields.def, and every claim with the values it was judged by.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "claims.h"
#include "eventjson.h"
#include "json.h"
#include "out/event.h"
#include "report.h"
#include "share.h"
#include "words.h"

static void put_field(struct json *j, const struct sighting *seen,
		      const struct proctree_field *f)
{
	const struct proctree_row *row = (const void *)seen->row;
	char text[PROCTREE_COMM_LEN + 1] = { 0 };
	int64_t value;

	if (f->kind == PROCTREE_KIND_COMM) {
		memcpy(text, row->comm, PROCTREE_COMM_LEN);
		json_string(j, f->name, text);
	} else if (trial_value(seen, f->name, &value)) {
		json_string(j, f->name, NULL);
	} else if (f->kind == PROCTREE_KIND_STATE) {
		text[0] = value;
		json_string(j, f->name, text);
	} else if (f->kind == PROCTREE_KIND_ID) {
		/* too long for the numbers of most readers */
		snprintf(text, sizeof(text), "%016" PRIx64, value);
		json_string(j, f->name, text);
	} else if (f->is_signed) {
		json_int(j, f->name, value);
	} else {
		json_uint(j, f->name, value);
	}
}

static void put_sleeps(struct json *j, const struct sleeping *sleeps)
{
	json_open(j, "sleeps", '{');
	json_string(j, "in", *sleeps->wchan ? sleeps->wchan : NULL);
	json_int(j, "call", sleeps->call);
	json_string(j, "name", sleeps->name);
	json_int(j, "fd", sleeps->fd);
	json_string(j, "object", *sleeps->object ? sleeps->object : NULL);
	json_close(j, '{');
}

static void put_sighting(struct json *j, const struct role *role,
			 const struct sighting *seen)
{
	unsigned int i;

	json_open(j, NULL, '{');
	json_string(j, "role", role->name);
	json_bool(j, "crew", role->crew);
	json_string(j, "error",
		    seen->error ? strerrorname_np(-seen->error) : NULL);
	for (i = 0; !seen->error && i < proctree_nfields; i++)
		if (seen->mask & proctree_fields[i].block)
			put_field(j, seen, &proctree_fields[i]);
	if (role->trial->exp->sleeps && !role->crew && !seen->error)
		put_sleeps(j, &seen->sleeps);
	json_open(j, "says", '{');
	for (i = 0; i < seen->says.n; i++)
		json_int(j, seen->says.said[i].key, seen->says.said[i].value);
	json_close(j, '{');
	json_close(j, '{');
}

static void put_step(struct json *j, const struct trial *t,
		     const struct step *step)
{
	unsigned int i;

	json_open(j, NULL, '{');
	json_string(j, "step", step->name);
	json_string(j, "text", step->text);
	json_bool(j, "skipped", step->skipped);
	json_uint(j, "time_ns", step->ns);
	json_open(j, "rows", '[');
	for (i = 0; i < t->nroles; i++)
		if (step->seen[i].asked || step->seen[i].says.n)
			put_sighting(j, &t->roles[i], &step->seen[i]);
	json_close(j, '[');
	json_close(j, '{');
}

static void put_shares(struct json *j, const struct trial *t)
{
	const struct share *share;
	int64_t low, high;

	json_open(j, "shares", '[');
	for (share = t->shares; share < t->shares + t->nshares; share++) {
		share_interval(share, &low, &high);
		json_open(j, NULL, '{');
		json_string(j, "name", share->name);
		json_uint(j, "hits", share->hits);
		json_uint(j, "of", share->of);
		json_int(j, "low_ppm", low);
		json_int(j, "high_ppm", high);
		json_close(j, '{');
	}
	json_close(j, '[');
}

static void put_sight(struct json *j, const struct sight *sight)
{
	json_string(j, "step", sight->step);
	json_string(j, "role", sight->role);
	json_string(j, "field", sight->field);
	if (!sight->kind)
		return;
	json_string(j, "event", event_name(sight->kind));
	json_string(j, "since", sight->since);
	json_string(j, "member", sight->member);
	if (sight->whom)
		json_string(j, "equals", sight->whom);
	else if (sight->member)
		json_int(j, "equals", sight->is);
}

/* A number; two if it is only known to lie between them. */
static void put_reading(struct json *j, const char *key,
			const struct reading *reading)
{
	if (reading->low == reading->high) {
		json_int(j, key, reading->low);
		return;
	}
	json_open(j, key, '[');
	json_int(j, NULL, reading->low);
	json_int(j, NULL, reading->high);
	json_close(j, '[');
}

static void put_words(struct json *j, const struct check *check,
		      const struct finding *finding)
{
	char *words = NULL;
	size_t size;
	FILE *out = open_memstream(&words, &size);

	if (out) {
		words_finding(out, check, finding);
		fclose(out);
	}
	json_string(j, "words", words);
	free(words);
}

static void put_check(struct json *j, const struct check *check,
		      const struct finding *finding)
{
	static const char *const ops[] = {
		[CHECK_EQ] = "equal",
		[CHECK_NE] = "not equal",
		[CHECK_HAS] = "has bits",
		[CHECK_LACKS] = "lacks bits",
		[CHECK_LT] = "less than",
		[CHECK_GT] = "greater than",
		[CHECK_GE] = "not less than",
	};

	json_open(j, NULL, '{');
	put_words(j, check, finding);
	put_sight(j, &check->seen);
	put_reading(j, "seen", &finding->seen);
	json_string(j, "is", ops[check->op]);
	if (check->than.field) {
		json_open(j, "than", '{');
		put_sight(j, &check->than);
		json_close(j, '{');
	}
	put_reading(j, "value", &finding->than);
	json_bool(j, "true", finding->truth == TRUTH_YES);
	json_close(j, '{');
}

static void put_claim(struct json *j, const struct claim *claim,
		      const struct judgement *judged)
{
	unsigned int i;

	json_open(j, NULL, '{');
	json_string(j, "id", claim->id);
	json_string(j, "sentence", claim->sentence);
	json_string(j, "verdict", verdict_word(judged->verdict));
	json_string(j, "expected", verdict_word(judged->expected));
	json_bool(j, "unexpected", judged->unexpected);
	json_bool(j, "control", claim->lie);
	json_string(j, "why", claim->why);
	json_string(j, "source", claim->source);
	json_string(j, "reason", *judged->why_not ? judged->why_not : NULL);
	json_open(j, "checks", '[');
	for (i = 0; i < judged->nfindings; i++)
		put_check(j, &claim->checks[i], &judged->findings[i]);
	json_close(j, '[');
	json_close(j, '{');
}

static void put_claims(struct json *j, const struct trial *t)
{
	const struct claim *claim;
	struct judgement judged;

	json_open(j, "claims", '[');
	for (claim = t->exp->claims; claim->id; claim++) {
		if (!claim_applies(t, claim))
			continue;
		judged = claim_judge(t, claim);
		put_claim(j, claim, &judged);
	}
	json_close(j, '[');
}

static void put_end(struct json *j, const struct trial *t)
{
	static const char *const outcomes[] = {
		[OUTCOME_CRASHED] = "crashed",
		[OUTCOME_COMPLETE] = "complete",
		[OUTCOME_FAILED] = "failed",
		[OUTCOME_TIMEOUT] = "timeout",
		[OUTCOME_STOPPED] = "stopped",
	};
	struct tally tally = claims_tally(t);

	json_string(j, "outcome", outcomes[t->outcome]);
	json_string(j, "reason", *t->reason ? t->reason : NULL);
	json_uint(j, "unexpected", tally.unexpected);
	json_uint(j, "lies", tally.lies);
	json_uint(j, "refuted", tally.refuted);
	json_open(j, "cleanup", '{');
	json_bool(j, "swept", t->cleanup.swept);
	json_uint(j, "killed", t->cleanup.killed);
	json_uint(j, "left", t->cleanup.left);
	json_uint(j, "things", t->cleanup.things);
	json_string(j, "what", t->cleanup.what);
	json_close(j, '{');
	json_bool(j, "good", trial_is_good(t));
}

void report_json(const struct trial *t, struct json *j)
{
	char kernel[16];
	unsigned int i;

	snprintf(kernel, sizeof(kernel), "%u.%u", t->kernel >> 16,
		 t->kernel & 0xffff);
	json_open(j, NULL, '{');
	json_string(j, "experiment", t->exp->name);
	json_string(j, "summary", t->exp->summary);
	json_string(j, "kernel", kernel);
	json_open(j, "params", '{');
	for (i = 0; i < EXPERIMENT_PARAMS && t->exp->params[i].name; i++)
		json_string(j, t->exp->params[i].name, t->param[i]);
	json_close(j, '{');
	json_open(j, "steps", '[');
	for (i = 0; i < t->nsteps; i++)
		put_step(j, t, &t->steps[i]);
	json_close(j, '[');
	eventjson_record(j, t);
	put_shares(j, t);
	put_claims(j, t);
	put_end(j, t);
	json_close(j, '{');
}
