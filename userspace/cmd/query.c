// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the text of an expression to its nodes; see query.h. A function is a rule
 * of the grammar there, and returns 0 or a negative errno.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "query_tree.h"
#include "suggest.h"

#define DEPTH_MAX	100 /* of parentheses and "not"s within each other */

struct parser {
	struct query_lexer lexer;
	struct query *query;
	unsigned int room;
	unsigned int depth;
};

/* The new node is the last one. */
static int add(struct parser *p, const struct node *node)
{
	struct query *q = p->query;
	struct node *more;

	if (q->n == p->room) {
		p->room = p->room * 2 + 16;
		more = reallocarray(q->nodes, p->room, sizeof(*more));
		if (!more)
			return -ENOMEM;
		q->nodes = more;
	}
	q->nodes[q->n++] = *node;
	return 0;
}

static int unknown_field(struct parser *p, const char *name)
{
	const char *meant = suggestion_of_field(name);

	if (meant)
		return query_wrong(p->lexer.error, p->lexer.at,
				   "no column '%s': did you mean '%s'? (text goes in quotes)",
				   name, meant);
	return query_wrong(p->lexer.error, p->lexer.at,
			   "no column '%s': 'proctl fields' lists them; text goes in quotes",
			   name);
}

static int add_field(struct parser *p, const struct node *node)
{
	const struct query_lexer *l = &p->lexer;
	struct node field = *node;
	char name[64];

	if (l->length >= sizeof(name))
		return query_wrong(l->error, l->at,
				   "no column has such a long name: 'proctl fields' lists them");
	memcpy(name, l->text + l->at, l->length);
	name[l->length] = '\0';
	field.kind = NODE_FIELD;
	field.field = proctree_field_find(name);
	if (!field.field)
		return unknown_field(p, name);
	p->query->blocks |= field.field->block;
	return add(p, &field);
}

static int add_text(struct parser *p, const struct node *node)
{
	const struct query_lexer *l = &p->lexer;
	struct node text = *node;
	int err;

	text.kind = NODE_TEXT;
	text.text = strndup(l->text + l->at + 1, l->length - 2);
	if (!text.text)
		return -ENOMEM;
	err = add(p, &text);
	if (err)
		free(text.text);
	return err;
}

static int operand(struct parser *p)
{
	const struct query_lexer *l = &p->lexer;
	struct node node = {
		.kind = NODE_NUMBER,
		.at = l->at,
		.number = l->number,
		.negative = l->negative,
		.unit = l->unit,
	};
	int err;

	if (l->token == QUERY_NAME)
		err = add_field(p, &node);
	else if (l->token == QUERY_TEXT)
		err = add_text(p, &node);
	else if (l->token == QUERY_NUMBER)
		err = add(p, &node);
	else if (l->token == QUERY_END)
		err = query_wrong(l->error, l->at,
				  "something is missing at the end: a column, a number or a \"text\"");
	else
		err = query_wrong(l->error, l->at,
				  "a column, a number or a \"text\" should be here");
	return err ? err : query_lex(&p->lexer);
}

static bool is_text(const struct node *node)
{
	return node->kind == NODE_TEXT ||
	       (node->kind == NODE_FIELD &&
		(node->field->kind == PROCTREE_KIND_COMM ||
		 node->field->kind == PROCTREE_KIND_STATE));
}

/* A number with a field must have its unit, and no other. */
static int check_unit(struct parser *p, const struct node *field,
		      const struct node *number)
{
	enum query_unit unit = QUERY_PLAIN;
	const char *name = field->field->column;

	if (field->field->kind == PROCTREE_KIND_NS ||
	    field->field->kind == PROCTREE_KIND_TIME)
		unit = QUERY_TIME;
	else if (field->field->kind == PROCTREE_KIND_BYTES)
		unit = QUERY_BYTES;
	if (number->unit == unit ||
	    (number->unit == QUERY_PLAIN &&
	     (unit == QUERY_BYTES || !number->number)))
		return 0;
	if (unit == QUERY_TIME)
		return query_wrong(p->lexer.error, number->at,
				   "%s is a time: give a unit, as in 2s, 1.5ms or 300ns",
				   name);
	return query_wrong(p->lexer.error, number->at,
			   number->unit == QUERY_TIME ? "%s is not a time" :
			   "%s is not a number of bytes", name);
}

static int check_numbers(struct parser *p, const struct node *left,
			 const struct node *right)
{
	if (left->kind == NODE_FIELD && right->kind == NODE_NUMBER)
		return check_unit(p, left, right);
	if (right->kind == NODE_FIELD && left->kind == NODE_NUMBER)
		return check_unit(p, right, left);
	return 0;
}

/* Text is compared with text, numbers with numbers. */
static int check_types(struct parser *p, struct node *to)
{
	const struct node *left = &p->query->nodes[to->left];
	const struct node *right = &p->query->nodes[to->right];
	const struct node *text = is_text(left) ? left : right;
	const struct node *other = is_text(left) ? right : left;

	if (!is_text(text))
		return check_numbers(p, left, right);
	to->kind = NODE_COMPARE_TEXT;
	if (other->kind == NODE_NUMBER)
		return query_wrong(p->lexer.error, other->at,
				   text->kind == NODE_FIELD ?
				   "%s is text: put the value in quotes" :
				   "%s is a number, the other side is text",
				   text->kind == NODE_FIELD ?
				   text->field->column : "this");
	if (to->op == QUERY_BITS)
		return query_wrong(p->lexer.error, to->at,
				   "text has no bits: try =~, as in CAUGHT =~ \"SIGTERM\"");
	return 0;
}

static int make_match(struct parser *p, struct node *to)
{
	const struct node *left = &p->query->nodes[to->left];
	const struct node *right = &p->query->nodes[to->right];
	char why[100];
	int err;

	if (left->kind != NODE_FIELD)
		return query_wrong(p->lexer.error, left->at,
				   "a column should stand left of =~ and !~");
	if (right->kind != NODE_TEXT)
		return query_wrong(p->lexer.error, right->at,
				   "a \"regular expression\" should stand right of =~ and !~");
	err = regcomp(&to->regex, right->text, REG_EXTENDED | REG_NOSUB);
	if (err) {
		regerror(err, &to->regex, why, sizeof(why));
		return query_wrong(p->lexer.error, right->at, "%s; see regex(7)",
				   why);
	}
	to->kind = NODE_MATCH;
	err = add(p, to);
	if (err)
		regfree(&to->regex);
	return err;
}

static int truth(struct parser *p, size_t at)
{
	unsigned int left = p->query->n - 1;
	const struct node *node = &p->query->nodes[left];
	struct node to = { .kind = NODE_TRUTH, .at = at, .left = left };

	if (node->kind != NODE_FIELD || is_text(node))
		return query_wrong(p->lexer.error, p->lexer.at,
				   "a comparison is missing, as in == \"sh\" or > 0");
	return add(p, &to);
}

static int comparison(struct parser *p)
{
	struct query_lexer *l = &p->lexer;
	struct node node = { .kind = NODE_COMPARE };
	size_t at = l->at;
	int err = operand(p);

	if (err)
		return err;
	if (l->token < QUERY_EQ)
		return truth(p, at);
	node.op = l->token;
	node.at = l->at;
	node.left = p->query->n - 1;
	err = query_lex(l);
	if (!err)
		err = operand(p);
	if (err)
		return err;
	node.right = p->query->n - 1;
	if (node.op == QUERY_MATCH || node.op == QUERY_NO_MATCH)
		return make_match(p, &node);
	err = check_types(p, &node);
	return err ? err : add(p, &node);
}

static int expression(struct parser *p);

static int in_parentheses(struct parser *p)
{
	size_t open = p->lexer.at;
	int err = query_lex(&p->lexer);

	if (!err)
		err = expression(p);
	if (err)
		return err;
	if (p->lexer.token != QUERY_CLOSE)
		return query_wrong(p->lexer.error, open,
				   "this ( has no ), or and, or is missing between two parts");
	return query_lex(&p->lexer);
}

static int not_part(struct parser *p)
{
	struct node node = { .kind = NODE_NOT, .at = p->lexer.at };
	int err;

	if (p->lexer.token != QUERY_NOT && p->lexer.token != QUERY_OPEN)
		return comparison(p);
	if (++p->depth > DEPTH_MAX)
		return query_wrong(p->lexer.error, p->lexer.at,
				   "too deep: at most %d within each other",
				   DEPTH_MAX);
	if (p->lexer.token == QUERY_OPEN) {
		err = in_parentheses(p);
	} else {
		err = query_lex(&p->lexer);
		if (!err)
			err = not_part(p);
		node.left = p->query->n - 1;
		if (!err)
			err = add(p, &node);
	}
	p->depth--;
	return err;
}

/* Parts with the same sign between them. */
static int chain(struct parser *p, enum query_token token, enum node_kind kind,
		 int (*part)(struct parser *p))
{
	struct node node = { .kind = kind };
	int err = part(p);

	while (!err && p->lexer.token == token) {
		node.at = p->lexer.at;
		node.left = p->query->n - 1;
		err = query_lex(&p->lexer);
		if (!err)
			err = part(p);
		node.right = p->query->n - 1;
		if (!err)
			err = add(p, &node);
	}
	return err;
}

static int and_part(struct parser *p)
{
	return chain(p, QUERY_AND, NODE_AND, not_part);
}

static int expression(struct parser *p)
{
	return chain(p, QUERY_OR, NODE_OR, and_part);
}

int query_parse(const char *text, struct query **qp, struct query_error *error)
{
	struct parser p = {
		.lexer = { .text = text, .error = error },
		.query = calloc(1, sizeof(*p.query)),
	};
	int err;

	if (!p.query)
		return -ENOMEM;
	err = query_lex(&p.lexer);
	if (!err)
		err = expression(&p);
	if (!err && p.lexer.token != QUERY_END)
		err = query_wrong(error, p.lexer.at,
				  p.lexer.token == QUERY_CLOSE ?
				  "this ) has no (" :
				  "and, or is missing before this");
	if (err)
		query_free(p.query);
	else
		*qp = p.query;
	return err;
}

void query_free(struct query *q)
{
	unsigned int i;

	for (i = 0; q && i < q->n; i++) {
		free(q->nodes[i].text);
		if (q->nodes[i].kind == NODE_MATCH)
			regfree(&q->nodes[i].regex);
	}
	if (q)
		free(q->nodes);
	free(q);
}

int query_both(struct query **qp, struct query *second)
{
	struct query *q = *qp;
	unsigned int first = q->n - 1, i;
	struct node *more = reallocarray(q->nodes, q->n + second->n + 1,
					 sizeof(*more));

	if (!more) {
		query_free(second);
		return -ENOMEM;
	}
	q->nodes = more;
	for (i = 0; i < second->n; i++) {
		struct node *to = &q->nodes[q->n + i];

		*to = second->nodes[i];
		to->left += q->n;
		to->right += q->n;
	}
	q->n += second->n + 1;
	q->nodes[q->n - 1] = (struct node){
		.kind = NODE_AND,
		.left = first,
		.right = q->n - 2,
	};
	q->blocks |= second->blocks;
	free(second->nodes);
	free(second);
	return 0;
}

uint64_t query_blocks(const struct query *q)
{
	return q->blocks;
}
