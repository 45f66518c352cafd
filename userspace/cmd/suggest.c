// SPDX-License-Identifier: GPL-2.0-only
/*
 * The nearest word, by Levenshtein's distance without regard to case.
 */
#include <ctype.h>
#include <string.h>

#include "lib/libproctree.h"
#include "suggest.h"

#define LONGEST 31	/* longer words are nobody's typing mistake */

static unsigned int min3(unsigned int a, unsigned int b, unsigned int c)
{
	unsigned int ab = a < b ? a : b;

	return ab < c ? ab : c;
}

static unsigned int distance(const char *a, const char *b)
{
	unsigned int row[LONGEST + 1], diagonal, above, i, j;
	unsigned int na = strlen(a), nb = strlen(b);

	for (j = 0; j <= nb; j++)
		row[j] = j;
	for (i = 1; i <= na; i++) {
		diagonal = row[0];
		row[0] = i;
		for (j = 1; j <= nb; j++) {
			int differs = tolower((unsigned char)a[i - 1]) !=
				      tolower((unsigned char)b[j - 1]);

			above = row[j];
			row[j] = min3(above + 1, row[j - 1] + 1,
				      diagonal + differs);
			diagonal = above;
		}
	}
	return row[nb];
}

struct suggestion suggestion_for(const char *typed)
{
	/* Half of a word may be wrong, two letters at most. */
	unsigned int most = strlen(typed) / 2;

	return (struct suggestion){
		.typed = typed,
		.distance = (most < 2 ? most : 2) + 1,
	};
}

void suggestion_offer(struct suggestion *best, const char *word)
{
	unsigned int d;

	if (strlen(best->typed) > LONGEST || strlen(word) > LONGEST)
		return;
	d = distance(best->typed, word);
	if (d < best->distance) {
		best->distance = d;
		best->word = word;
	}
}

const char *suggestion_of_field(const char *typed)
{
	struct suggestion best = suggestion_for(typed);
	size_t i;

	for (i = 0; i < proctree_nfields; i++) {
		suggestion_offer(&best, proctree_fields[i].column);
		suggestion_offer(&best, proctree_fields[i].name);
	}
	return best.word;
}
