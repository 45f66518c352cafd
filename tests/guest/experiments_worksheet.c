// SPDX-License-Identifier: GPL-2.0-only
/* proctl worksheet: the exercise, and its answers from a run. */
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

#define SHEETS_MAX 32

/* Their names, as "proctl worksheet --list" has them. */
static size_t sheet_names(char **names)
{
	char *output, *line, *save;
	size_t n = 0;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "worksheet", "--list"), 0);
	for (line = strtok_r(output, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		ASSERT(n < SHEETS_MAX);
		line += strspn(line, " ");
		line[strcspn(line, " ")] = '\0';
		names[n++] = line;
	}
	return n;
}

static void fits_80_columns(const char *text)
{
	size_t len;

	for (; *text; text += len + !!text[len]) {
		len = strcspn(text, "\n");
		if (len > 80)
			FAIL("%.*s", (int)len, text);
	}
}

TEST_WITHIN(300, "every worksheet has a key from a run, without a gap")
{
	char *names[SHEETS_MAX], *output;
	size_t n = sheet_names(names), i;

	ASSERT_GE(n, 4);
	for (i = 0; i < n; i++) {
		ASSERT_EQ(COMMAND(-1, &output, "proctl", "worksheet", "--key",
				  names[i]), 0);
		ASSERT(!strstr(output, "UNKNOWN") && !strstr(output, "    ?\n"));
		ASSERT(!strstr(output, "____"));
	}
	assert_nothing_left();
}

TEST("the answers of a key are what the run showed")
{
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "worksheet", "-k", "wait"), 0);
	ASSERT(strstr(output, "    exited(255)\n"));
	ASSERT(strstr(output, "    EINTR\n"));
	ASSERT(strstr(output, "    Z\n"));
	ASSERT(strstr(output, "    HOLDS (exit-code)"));
	ASSERT(strstr(output, "signalled: error of child is ESRCH"));
}

TEST("a worksheet needs no module, has no answers and fits 80 columns")
{
	char *names[SHEETS_MAX], *output;
	size_t n = sheet_names(names), i;

	OK(mount("none", "/dev", "tmpfs", 0, NULL));
	OK(mknod("/dev/null", S_IFCHR | 0666, makedev(1, 3)));
	for (i = 0; i < n; i++) {
		ASSERT_EQ(COMMAND(-1, &output, "proctl", "worksheet", names[i]),
			  0);
		ASSERT(strstr(output, "____"));
		ASSERT(strstr(output, "proctl run "));
		ASSERT(!strstr(output, "exited(255)"));
		fits_80_columns(output);
	}
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "worksheet", "--key", names[0]),
		  3);
}

TEST("proctl worksheet with wrong arguments exits 2 and says what there is")
{
	char *output;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "worksheet", "spoon"), 2);
	ASSERT(strstr(output, "spoon") && strstr(output, "counters"));
	ASSERT_EQ(COMMAND(-1, &output, "proctl", "worksheet"), 2);
	ASSERT(strstr(output, "counters"));
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "worksheet", "wait", "pipe"), 2);
	ASSERT_EQ(COMMAND(-1, NULL, "proctl", "worksheet", "--spoon"), 2);
}
