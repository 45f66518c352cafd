// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether an expression is true of a task; see query.h.
 */
#include <string.h>

#include "out/cell.h"
#include "query_tree.h"
#include "user.h"

enum truth { NO, YES, UNKNOWN };

struct subject {
	const struct query *query;
	const struct proctree_rows *rows;
	const struct proctree_row *row;
};

/* A number of up to 64 bits and its sign. */
struct number {
	uint64_t bits;
	bool negative;
};

static struct number number_of(const struct subject *s, const struct node *node)
{
	int64_t value;

	if (node->kind == NODE_NUMBER)
		return (struct number){ node->number, node->negative };
	value = proctree_field_int(s->rows, s->row, node->field);
	return (struct number){ value, node->field->is_signed && value < 0 };
}

static int compare(struct number a, struct number b)
{
	if (a.negative != b.negative)
		return a.negative ? -1 : 1;
	return (a.bits > b.bits) - (a.bits < b.bits);
}

static bool ordered(int difference, enum query_token op)
{
	switch (op) {
	case QUERY_EQ:
		return !difference;
	case QUERY_NE:
		return difference;
	case QUERY_LT:
		return difference < 0;
	case QUERY_LE:
		return difference <= 0;
	case QUERY_GT:
		return difference > 0;
	default:
		return difference >= 0;
	}
}

/* What a text is compared with; a name byte by byte as it is. */
static const char *text_of(const struct subject *s, const struct node *node,
			   char *to)
{
	const struct proctree_field *field = node->field;

	if (node->kind == NODE_TEXT)
		return node->text;
	switch (field->kind) {
	case PROCTREE_KIND_COMM:
		memcpy(to, s->row->comm, PROCTREE_COMM_LEN);
		to[PROCTREE_COMM_LEN] = '\0';
		return to;
	case PROCTREE_KIND_UID:
		return user_name(proctree_field_int(s->rows, s->row, field));
	case PROCTREE_KIND_GID:
		return group_name(proctree_field_int(s->rows, s->row, field));
	default:
		return cell_words(to, s->rows, s->row, field);
	}
}

static bool is_known(const struct subject *s, const struct node *node)
{
	return node->kind != NODE_FIELD ||
	       proctree_field_valid(s->rows, s->row, node->field);
}

static enum truth eval_leaf(const struct subject *s, const struct node *node)
{
	const struct node *left = &s->query->nodes[node->left];
	const struct node *right = &s->query->nodes[node->right];
	char texts[2][CELL_MAX];
	const char *text;

	if (!is_known(s, left))
		return UNKNOWN;
	if (node->kind == NODE_TRUTH)
		return number_of(s, left).bits != 0;
	if (!is_known(s, right))
		return UNKNOWN;
	if (node->kind == NODE_MATCH) {
		text = text_of(s, left, texts[0]);
		return !regexec(&node->regex, text, 0, NULL, 0) ==
		       (node->op == QUERY_MATCH);
	}
	if (node->kind == NODE_COMPARE_TEXT)
		return ordered(strcmp(text_of(s, left, texts[0]),
				      text_of(s, right, texts[1])), node->op);
	if (node->op == QUERY_BITS)
		return (number_of(s, left).bits & number_of(s, right).bits) != 0;
	return ordered(compare(number_of(s, left), number_of(s, right)),
		       node->op);
}

static enum truth eval(const struct subject *s, unsigned int i)
{
	const struct node *node = &s->query->nodes[i];
	enum truth left, right, decides = node->kind == NODE_OR ? YES : NO;

	switch (node->kind) {
	case NODE_NOT:
		left = eval(s, node->left);
		return left == UNKNOWN ? UNKNOWN : !left;
	case NODE_AND:
	case NODE_OR:
		left = eval(s, node->left);
		if (left == decides)
			return decides;
		right = eval(s, node->right);
		return right == decides ? decides :
		       left == UNKNOWN ? UNKNOWN : right;
	default:
		return eval_leaf(s, node);
	}
}

bool query_holds(const struct query *q, const struct proctree_rows *rows,
		 const struct proctree_row *row)
{
	struct subject s = { q, rows, row };

	return eval(&s, q->n - 1) == YES;
}
