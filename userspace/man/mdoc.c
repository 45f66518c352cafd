// SPDX-License-Identifier: GPL-2.0-only
/* See mdoc.h. */
#include <stdio.h>
#include <string.h>

#include "mdoc.h"

void mdoc_put(const char *text)
{
	if (strchr(".'", *text))
		printf("\\&");
	for (; *text; text++) {
		if (*text == '\\')
			printf("\\e");
		else
			putchar(*text);
	}
}
