// SPDX-License-Identifier: GPL-2.0-only
/*
 * Worksheets ask what can be answered, in each language that there is.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/translate.h"
#include "experiments/claims.h"
#include "experiments/worksheet.h"
#include "unit.h"

#define CATALOGUES ".build/locale" /* userspace/Makefile makes it */

static const struct claim *find_claim(const struct worksheet *sheet,
				      const char *id)
{
	const struct experiment *exp = experiment_find(sheet->experiment);
	const struct claim *claim;

	if (!exp)
		fail_msg("%s: no experiment %s", sheet->name,
			 sheet->experiment);
	for (claim = exp->claims; claim->id; claim++)
		if (!strcmp(claim->id, id) && !claim->lie)
			return claim;
	fail_msg("%s: %s has no claim %s", sheet->name, exp->name, id);
	return NULL;
}

/* Call @look with each string of each worksheet that has to be translated. */
static void each_string(void (*look)(const char *text))
{
	const struct worksheet *sheet;
	const struct question *q;
	const char *const *id;

	for (sheet = worksheets; sheet->name; sheet++) {
		look(sheet->title);
		look(sheet->situation);
		for (q = sheet->questions; q->text; q++)
			look(q->text);
		for (id = sheet->claims; *id; id++) {
			look(find_claim(sheet, *id)->sentence);
			look(find_claim(sheet, *id)->why);
		}
	}
}

/* For the rest of the test, a file with another language. */
static void speak(const char *language)
{
	if (access(CATALOGUES "/es/LC_MESSAGES/proctl.mo", R_OK))
		skip(); /* there is no msgfmt */
	setenv("TEXTDOMAINDIR", CATALOGUES, 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("LANGUAGE", language, 1);
	translate_begin();
}

static void speak_no_more(void)
{
	unsetenv("TEXTDOMAINDIR");
	unsetenv("LC_ALL");
	unsetenv("LANGUAGE");
	setlocale(LC_ALL, "C");
}

static void is_translated(const char *text)
{
	const char *other = _(text);

	if (!strcmp(other, text) || !*other)
		fail_msg("po/es.po lacks \"%s\"", text);
}

static void is_english(const char *text)
{
	assert_string_equal(_(text), text);
}

TEST("every string of a worksheet is there in Spanish")
{
	enum verdict v;

	speak("es");
	each_string(is_translated);
	for (v = VERDICT_HOLDS; v <= VERDICT_UNKNOWN; v++)
		is_translated(verdict_word(v));
	speak_no_more();
}

TEST("without a catalogue worksheets are English")
{
	speak("xx");
	each_string(is_english);
	speak_no_more();
}

TEST("worksheets have names of their own, questions and claims")
{
	const struct worksheet *sheet, *other;

	for (sheet = worksheets; sheet->name; sheet++) {
		assert_ptr_equal(worksheet_find(sheet->name), sheet);
		assert_true(sheet->questions[0].text || sheet->claims[0]);
		for (other = worksheets; other != sheet; other++)
			assert_string_not_equal(other->title, sheet->title);
	}
	assert_null(worksheet_find("no such sheet"));
}
