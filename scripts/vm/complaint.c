// SPDX-License-Identifier: GPL-2.0-only
/* Complaints of a kernel in its log; see complaint.h. */
#include "complaint.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * How the complaints of the kernel begin, after the time stamps of a console.
 * Anchored, so that a name in a line of another origin does not count.
 */
static const char * const complaints[] = {
	"BUG[: ]", "\\[ BUG: ", "WARNING: ", "kernel BUG at ", "Kernel panic", "Oops",
	/* kernel/locking/lockdep.c lockdep_rcu_suspicious(), below its headline */
	"[^:]+\\.[ch]:[0-9]+ .*!$",
	"general protection fault", "traps: .* trap ", "int3: ",
	"Unable to handle kernel", "double fault: ", "stack segment: ",
	"UBSAN: ", "refcount_t: ", "ODEBUG: ", "KASAN: ", "KCSAN: ", "KMSAN: ",
	"KFENCE: ", "list_(add|del) corruption",
	"INFO: (trying to register non-static key|task .* blocked for more than|rcu)",
	"rcu: INFO: ", "rcu: .* kthread starved", "watchdog: BUG: ",
	"[Pp]ossible (circular|recursive) locking", "INFO: possible ",
	"NMI watchdog: Watchdog detected hard LOCKUP",
	"kmemleak: [1-9][0-9]* new suspected memory leak",
};

/*
 * The kernel's own: a data race between functions that are both in it; what
 * kernel/trace/trace_events.c warns of when, while a module with trace events is
 * loaded, there is no memory for their fields; that user-mode Linux looks at
 * memory areas without their lock (arch/um/kernel/tlb.c force_flush_all()) and at
 * others' stacks for /proc/PID/wchan; for KMSAN, that it compares what it wrote for
 * a kprobe (arch/x86/kernel/alternative.c __text_poke()), and reads the heads of
 * records in a trace (kernel/trace/ring_buffer.c rb_iter_peek()): the module calls
 * no bcmp(), and writes no heads. Whose a suspicious use of RCU is, the line below
 * the headline tells.
 */
static bool is_foreign(const char *line)
{
	const char *race = strstr(line, "BUG: KCSAN: ");

	return (race && !strstr(race, " [")) ||
	       (strstr(line, "WARNING: CPU: ") &&
		strstr(line, " event_define_fields")) ||
	       strstr(line, "WARNING: suspicious RCU usage") ||
	       strstr(line, "lib/maple_tree.c:") ||
	       strstr(line, " in __get_wchan+") ||
	       strstr(line, "KMSAN: uninit-value in bcmp+") ||
	       strstr(line, "KMSAN: uninit-value in ring_buffer_iter_peek+");
}

bool is_complaint(const char *line)
{
	static regex_t *compiled;
	char pattern[2048] = "^(\\[[^]]*\\] ?)*(\\*\\*\\* )?(";

	if (!compiled) {
		size_t n = sizeof(complaints) / sizeof(*complaints);

		compiled = malloc(sizeof(*compiled));
		for (size_t i = 0; i < n; i++) {
			strcat(pattern, i ? "|" : "");
			strcat(pattern, complaints[i]);
		}
		strcat(pattern, ")");
		if (!compiled || regcomp(compiled, pattern,
					 REG_EXTENDED | REG_NOSUB)) {
			fputs("cannot compile the kernel's complaints\n", stderr);
			exit(125);
		}
	}
	return !regexec(compiled, line, 0, NULL, 0) && !is_foreign(line);
}
