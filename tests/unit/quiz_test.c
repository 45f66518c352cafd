// SPDX-License-Identifier: GPL-2.0-only
/*
 * The quiz on process trees: lists, seeds, and the book's answers.
 */
#include <stdio.h>
#include <string.h>

#include "experiments/pyrandom.h"
#include "experiments/quiz.h"
#include "unit.h"

TEST("a seed gives the numbers that Python's random gives")
{
	struct pyrandom r;
	double first, thousandth;
	int i;

	pyrandom_seed(&r, 10);
	first = pyrandom_next(&r);
	for (i = 1; i < 999; i++)
		pyrandom_next(&r);
	thousandth = pyrandom_next(&r);
	assert_true(first == 0.5714025946899135);
	assert_true(thousandth == 0.25930779464386555);
}

static void print(const struct quiz *q, char *to)
{
	const struct quiz_action *a;

	*to = '\0';
	for (a = q->actions; a < q->actions + q->nactions; a++)
		to += sprintf(to, "%s%s%c%s", a == q->actions ? "" : ",",
			      q->names[a->who], a->child < 0 ? '-' : '+',
			      a->child < 0 ? "" : q->names[a->child]);
}

static void check_seed(uint32_t seed, unsigned int actions, double forks,
		       const char *list)
{
	char text[256];
	struct quiz q;

	quiz_generate(&q, seed, actions, forks);
	print(&q, text);
	assert_string_equal(text, list);
}

TEST("a seed gives the list that the book's fork.py gives")
{
	check_seed(0, 8, 0.7, "a+b,a+c,b+d,c-,d+e,b+f,f-,e-");
	check_seed(1, 8, 0.7, "a+b,a+c,c+d,a+e,c-,d+f,f+g,e+h");
	check_seed(3, 8, 0.7, "a+b,b+c,a+d,d+e,b+f,c-,d-,a+g");
	check_seed(10, 5, 0.7, "a+b,a+c,c-,a+d,a+e");
	check_seed(4294967295, 20, 0.4,
		   "a+b,b-,a+c,c-,a+d,a+e,d-,e-,a+f,a+g,f-,g+h,h-,g-,a+i,a+j,i-,j+k,k-,a+l");
}

TEST("a list that can't be done is refused")
{
	static const char *const lists[] = {
		"", "a", "a+", "+b", "a-", "b-", "b+c", "a+a", "a+b,a+b",
		"a+b,b+b", "a+b,", ",a+b", "a+b,b-,b-", "a+b,b-,b+c", "a+b;b-",
		"a+eightlet", "a+b c",
		"a+b,a+c,a+d,a+e,a+f,a+g,a+h,a+i,a+j,a+k,a+l,a+m,a+n,a+o,a+p,"
		"a+q,a+r,a+s,a+t,a+u,a+v,a+w,a+x,a+y,a+z,a+aa",
	};
	struct quiz q;
	size_t i;

	for (i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (quiz_parse(&q, lists[i]))
			fail_msg("\"%s\" is taken", lists[i]);
}

TEST("a list is read with names of several letters, and blanks")
{
	char text[256];
	struct quiz q;

	assert_true(quiz_parse(&q, "a+bob, bob+C3, bob-"));
	print(&q, text);
	assert_string_equal(text, "a+bob,bob+C3,bob-");
	assert_int_equal(q.nprocesses, 3);
}

/* Parents at the end, a letter each; "-" is none. */
static void check_book(const char *list, bool local, const char *expected)
{
	int parents[QUIZ_PROCESSES];
	char text[QUIZ_PROCESSES + 1] = "";
	struct quiz q;
	unsigned int i;

	assert_true(quiz_parse(&q, list));
	quiz_book(&q, q.nactions, local, parents);
	for (i = 0; i < q.nprocesses; i++)
		text[i] = parents[i] < 0 ? '-' : q.names[parents[i]][0];
	assert_string_equal(text, expected);
}

TEST("the book gives all descendants of who exits to a")
{
	check_book("a+b,b+c,c+d,b-", false, "--aa");
	check_book("a+b,b+c,c+d,d+e,a+f,c-", false, "-a-aaa");
}

TEST("the book gives the children of who exits to its parent with -R")
{
	check_book("a+b,b+c,c+d,b-", true, "--ac");
	check_book("a+b,b+c,c+d,d+e,a+f,c-", true, "-a-bda");
}

TEST("only leaves exit with -L")
{
	int parents[QUIZ_PROCESSES];
	struct quiz q;

	assert_true(quiz_parse(&q, "a+b,b+c,b-,c-"));
	quiz_leaf_only(&q);
	assert_true(q.actions[2].refused);
	assert_false(q.actions[3].refused);
	quiz_book(&q, q.nactions, false, parents);
	assert_int_equal(parents[1], 0);
	assert_int_equal(parents[2], -1);
}
