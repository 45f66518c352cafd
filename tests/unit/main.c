// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs all unit tests as one group; TAP if CMOCKA_MESSAGE_OUTPUT=TAP.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

static struct CMUnitTest *tests;
static size_t ntests;

void unit_add(const char *sentence, CMUnitTestFunction function)
{
	tests = realloc(tests, (ntests + 1) * sizeof(*tests));
	if (!tests)
		abort();
	tests[ntests++] = (struct CMUnitTest){
		.name = sentence,
		.test_func = function,
	};
}

int main(void)
{
	int failed;

	/* Widths of characters; every glibc since 2.35 has this locale. */
	if (!setlocale(LC_CTYPE, "C.UTF-8")) {
		fputs("unit: no locale C.UTF-8\n", stderr);
		return 1;
	}
	failed = _cmocka_run_group_tests("unit", tests, ntests, NULL, NULL);
	free(tests);
	return failed ? 1 : 0;
}
