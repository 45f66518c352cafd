/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The quiz on process trees of the book "Operating Systems: Three Easy Pieces",
 * chapter 5: its notation ("a+b,b+c,c-": a forks b, b forks c, c exits), its
 * random lists, and the tree that its simulator (fork.py) takes for the answer.
 * Knows nothing of processes.
 */
#ifndef QUIZ_H
#define QUIZ_H

#include <stdbool.h>
#include <stdint.h>

#define QUIZ_PROCESSES	26
#define QUIZ_ACTIONS	40
#define QUIZ_NAME	8

/**
 * struct quiz_action - one entry of the list, by numbers of processes
 * @who:	forks or exits
 * @child:	whom it forks, -1 if it exits
 * @refused:	an exit that does not happen: it has children, and only leaves
 *		may exit
 */
struct quiz_action {
	int who;
	int child;
	bool refused;
};

/* Process 0 is the one that is there from the beginning, "a". */
struct quiz {
	unsigned int nprocesses;
	char names[QUIZ_PROCESSES][QUIZ_NAME];
	unsigned int nactions;
	struct quiz_action actions[QUIZ_ACTIONS];
};

/**
 * quiz_parse - read a list of actions
 *
 * Names are up to seven letters or digits; each is used once; a does not exit.
 *
 * Return: whether @list is such a list, of no more than there is room for.
 */
bool quiz_parse(struct quiz *q, const char *list);

/**
 * quiz_generate - the list that fork.py makes
 * @seed:	its -s
 * @actions:	its -a, at most QUIZ_PROCESSES - 1
 * @forks:	its -f, share of forks among them
 */
void quiz_generate(struct quiz *q, uint32_t seed, unsigned int actions,
		   double forks);

/* Let only leaves exit, its -L. */
void quiz_leaf_only(struct quiz *q);

/**
 * quiz_book - who is whose parent after @done actions, in the book's opinion
 * @local:	its -R: orphans go to the parent of the one that exits; otherwise
 *		all descendants become children of a
 * @parents:	result: a number, -1 of a and of who does not live
 */
void quiz_book(const struct quiz *q, unsigned int done, bool local,
	       int parents[QUIZ_PROCESSES]);

#endif
