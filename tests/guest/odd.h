/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Processes that are odd in what the blocks of a row tell: the zoo (zoo.h) is of
 * those that are odd in the tree.
 */
#ifndef GUEST_ODD_H
#define GUEST_ODD_H

/**
 * struct odd - how to make one
 * @flags:	CLONE_*, for spawn()
 * @run:	counts *@ready up when it is what it shall be; does not return
 */
struct odd {
	unsigned long flags;
	void (*run)(void *ready);
};

/* Lists end with @run NULL. */
extern const struct odd odd_credentials[];	/* odd_credentials.c */
extern const struct odd odd_scheduling[];	/* odd_scheduling.c: and time */
extern const struct odd odd_signals[];		/* odd_signals.c */
extern const struct odd odd_places[];		/* odd_places.c: namespaces, mm */

/*
 * Make the zoo and one of each of these; all are ready on return, and go with
 * the test. Two of them are never idle.
 */
void odd_open(void);

#endif
