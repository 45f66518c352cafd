/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An expression as a tree: what query.c makes and query_eval.c goes through.
 */
#ifndef QUERY_TREE_H
#define QUERY_TREE_H

#include <regex.h>

#include "query.h"
#include "query_lex.h"

enum node_kind {
	NODE_OR,
	NODE_AND,
	NODE_NOT,	/* of @left */
	NODE_TRUTH,	/* @left is a field that is not 0 */
	NODE_COMPARE,	/* @left @op @right, as numbers */
	NODE_COMPARE_TEXT,
	NODE_MATCH,	/* @left matches @regex */
	NODE_FIELD,
	NODE_NUMBER,
	NODE_TEXT,
};

/**
 * struct node - one of an expression
 * @kind:	what it is, and which of the others count
 * @op:		QUERY_EQ to QUERY_BITS
 * @at:		where it begins in the text
 * @left, @right: numbers of other nodes
 * @field:	of a field
 * @number:	of a number; two's complement of a negative one
 * @negative:	it is one
 * @unit:	of a number
 * @text:	of a text, to be freed
 * @regex:	of a match, to be freed with regfree()
 */
struct node {
	enum node_kind kind;
	enum query_token op;
	size_t at;
	unsigned int left, right;
	const struct proctree_field *field;
	uint64_t number;
	bool negative;
	enum query_unit unit;
	char *text;
	regex_t regex;
};

/**
 * struct query - an expression
 * @nodes:	its nodes; what a node refers to stands before it
 * @n:		number of them; the last one is the root
 * @blocks:	that its fields belong to
 */
struct query {
	struct node *nodes;
	unsigned int n;
	uint64_t blocks;
};

#endif
