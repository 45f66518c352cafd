// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl tree -J; see tree_json.h.
 */
#include "proctl.h"
#include "tabular.h"
#include "tree_decor.h"
#include "tree_json.h"

#define JSON_COLUMNS \
	"pid,tgid,ppid,pgid,sid,uid,start_ns,pf,nr_threads,flags,state,comm"
#define JSON_COLUMNS_BY ",tracer_pid,vfork_parent_pid,child_wait"

/* Columns that are no fields: what a drawing says in words. */
static void add_words(struct rowtable_extra *to, const struct tree_options *o,
		      const struct tree_decor *decor,
		      const struct tree_by_answer *by)
{
	if (o->args)
		*to++ = (struct rowtable_extra){
			"ARGS", "args", (const char *const *)decor->args
		};
	if (o->by != BY_WAIT)
		return;
	*to++ = (struct rowtable_extra){
		"WAITS", "waits", (const char *const *)by->notes
	};
	*to++ = (struct rowtable_extra){
		"CIRCLE", "circle", (const char *const *)by->circles
	};
}

int tree_json(struct proctree *pt, const struct tree_options *o,
	      const struct proctree_rows *rows, struct tree_order *order,
	      const struct tree_by_answer *by)
{
	struct rowtable_extra extra[4] = { 0 };
	struct tree_decor decor;
	struct tabular t;
	int status;

	status = tree_decor_make(pt, o, rows, order, &decor);
	if (status)
		return status;
	add_words(extra, o, &decor, by);
	status = tabular_init(&t, by ? JSON_COLUMNS JSON_COLUMNS_BY :
				       JSON_COLUMNS);
	t.style.format = TABLE_JSON;
	if (!status && o->namespaces)
		tabular_add_block(&t, PROCTREE_BLOCK_NAMESPACES);
	if (!status)
		status = tabular_print(&t, rows, order, extra);
	tabular_free(&t);
	tree_decor_free(&decor, rows);
	return status;
}
