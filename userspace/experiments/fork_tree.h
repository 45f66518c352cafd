/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The quiz of the experiment "fork-tree": a list of forks and exits, run with
 * real processes.
 */
#ifndef FORK_TREE_H
#define FORK_TREE_H

#include "trial.h"

struct pen;

/* Whether an option of the quiz was given. */
bool fork_tree_is_quiz(const struct trial *t);

/* The director of the quiz. */
void fork_tree_quiz(struct trial *t);

/*
 * The quiz as the book's fork.py prints it, but with the kernel's trees, and
 * where the book has another one. Return: whether @t is a quiz.
 */
bool fork_tree_show(const struct trial *t, const struct pen *pen);

/* Whether options have a value that makes sense. */
bool fork_tree_valid_list(const char *value);
bool fork_tree_valid_seed(const char *value);
bool fork_tree_valid_actions(const char *value);
bool fork_tree_valid_share(const char *value);

#endif
