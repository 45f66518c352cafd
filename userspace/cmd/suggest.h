/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The word that was meant, for messages such as "did you mean 'tree'?".
 */
#ifndef SUGGEST_H
#define SUGGEST_H

/**
 * struct suggestion - search for the word nearest to a mistyped one
 * @typed:	the mistyped word
 * @word:	nearest word so far, NULL if none is near; the caller's string
 * @distance:	letters to change, from @typed to @word
 */
struct suggestion {
	const char *typed;
	const char *word;
	unsigned int distance;
};

struct suggestion suggestion_for(const char *typed);
void suggestion_offer(struct suggestion *best, const char *word);

/* The heading or name of a field that was meant, NULL if none is near. */
const char *suggestion_of_field(const char *typed);

#endif
