// SPDX-License-Identifier: GPL-2.0-only
/*
 * Texts in the language of the reader; see translate.h.
 */
#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "translate.h"

#define DOMAIN "proctl"
#define CATALOGUES "/../share/locale"

/* PREFIX/bin/proctl: PREFIX/share/locale, wherever it was installed. */
static bool beside_program(char path[PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", path,
			     PATH_MAX - sizeof(CATALOGUES));
	char *slash;

	if (n < 0)
		return false;
	path[n] = '\0';
	slash = strrchr(path, '/');
	if (slash)
		strcpy(slash, CATALOGUES);
	return slash;
}

void translate_begin(void)
{
	const char *folder = getenv("TEXTDOMAINDIR");
	char path[PATH_MAX];

	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	if (!folder && beside_program(path))
		folder = path;
	if (folder)
		bindtextdomain(DOMAIN, folder);
	textdomain(DOMAIN);
}
