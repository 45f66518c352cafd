// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints the experiments and their options in mdoc(7), for proctl-run(1): from
 * the table that "proctl run" itself has. Used by the build only.
 */
#include <stdio.h>

#include "experiments/experiment.h"
#include "mdoc.h"

static void put_param(const struct param *p)
{
	printf(".It ");
	if (p->letter)
		printf("Fl %c , ", p->letter);
	printf("Fl -%s", p->name);
	if (p->arg)
		printf(" Ar %s", p->arg);
	putchar('\n');
	mdoc_put(p->help);
	if (*p->initial) {
		printf(" (");
		mdoc_put(p->initial);
		putchar(')');
	}
	putchar('\n');
}

static void put_experiment(const struct experiment *exp)
{
	const struct param *p = exp->params;

	printf(".It Cm %s\n", exp->name);
	mdoc_put(exp->summary);
	putchar('\n');
	if (!p->name)
		return;
	puts(".Bl -tag -width Ds -compact");
	for (; p < exp->params + EXPERIMENT_PARAMS && p->name; p++)
		put_param(p);
	puts(".El");
}

int main(void)
{
	enum topic topic = TOPIC_NONE;
	size_t i;

	while (topic_name(++topic)) {
		printf(".Ss %s\n.Bl -tag -width Ds -compact\n",
		       topic_name(topic));
		for (i = 0; experiments[i]; i++)
			if (experiments[i]->topic == topic)
				put_experiment(experiments[i]);
		puts(".El");
	}
	return 0;
}
