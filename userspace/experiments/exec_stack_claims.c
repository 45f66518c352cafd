// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about the memory of a new program. Data only; the experiment
 * itself is in exec_stack.c.
 */
#include "trial.h"

/* What the tracer read from the child at a step, and the child's row. */
#define READ(step, key)		SEEN(step, "tracer", "says." key)
#define ROW(step, field)	SEEN(step, "child", field)

const struct claim exec_stack_claims[] = {
	{
		.id = "exec-loads-file",
		.sentence = "exec() reads the program into memory.",
		.why = "It maps the segments; a page comes when it is first "
		       "used. Less was resident than was mapped.",
		.source = "fs/binfmt_elf.c elf_load(); elf(5)",
		.checks = {
			{ READ("entered", "mapped"), CHECK_GT, { 0 }, 0 },
			{ ROW("entered", "rss_file"), CHECK_GT,
			  READ("entered", "mapped"), 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "exec-entry-start",
		.sentence = "A new program begins at its own entry point.",
		.why = "That of the loader does. Any other dynamic program "
		       "begins in its loader, which has been mapped too "
		       "(AT_BASE), and which jumps to AT_ENTRY later.",
		.source = "fs/binfmt_elf.c load_elf_binary(); ld.so(8)",
		.checks = {
			{ READ("loader", "ip"), CHECK_EQ,
			  READ("loader", "entry"), 0 },
			{ READ("loader", "base"), CHECK_EQ, { 0 }, 0 },
			{ READ("entered", "ip"), CHECK_EQ,
			  READ("entered", "entry"), 0 },
			{ READ("entered", "base"), CHECK_EQ, { 0 }, 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "exec-jump-via-stack",
		.sentence = "The kernel jumps to an address that it has put on "
			    "the stack.",
		.why = "The address is in the saved instruction pointer, and "
		       "on top of the stack there is the number of arguments.",
		.source = "arch/x86/kernel/process_64.c start_thread()",
		.checks = {
			{ READ("entered", "ip"), CHECK_EQ,
			  READ("entered", "word"), 0 },
			{ READ("loader", "ip"), CHECK_EQ,
			  READ("loader", "word"), 0 },
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "stack-return-address",
		.sentence = "On the stack of a new program there is an address "
			    "to return to.",
		.why = "The word at the stack pointer is argc, 2 here; nobody "
		       "has called the entry point, so it can't return.",
		.source = "fs/binfmt_elf.c create_elf_tables()",
		.checks = {
			{ READ("entered", "word"), CHECK_NE, { 0 }, 2 },
			{ READ("entered", "word"), CHECK_EQ,
			  READ("entered", "entry"), 0 },
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "stack-by-mmap",
		.sentence = "A program has no stack until somebody calls "
			    "mmap().",
		.why = "exec() made it: it was there, filled and ready, before "
		       "the program could make any call.",
		.source = "fs/exec.c setup_arg_pages()",
		.checks = {
			{ ROW("entered", "vm_stack"), CHECK_EQ, { 0 }, 0 },
			{ ROW("entered", "start_stack"), CHECK_EQ, { 0 }, 0 },
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "stack-rsp-top",
		.sentence = "The stack pointer begins at the top of the stack.",
		.why = "At its lowest word in use, where argc is; above are "
		       "arguments, environment and the auxiliary vector.",
		.source = "fs/binfmt_elf.c create_elf_tables()",
		.checks = {
			{ READ("entered", "sp"), CHECK_EQ,
			  ROW("entered", "start_stack"), 0 },
			{ READ("entered", "sp"), CHECK_EQ,
			  READ("entered", "stack_end"), 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "stack-argv-envp",
		.sentence = "Arguments and environment lie on the stack.",
		.why = "Above the stack pointer, in this order, and below the "
		       "end of the mapping.",
		.source = "fs/exec.c copy_strings(); proc(5)",
		.checks = {
			{ ROW("entered", "start_stack"), CHECK_GT,
			  READ("entered", "stack_low"), 0 },
			{ ROW("entered", "arg_start"), CHECK_GT,
			  ROW("entered", "start_stack"), 0 },
			{ ROW("entered", "arg_end"), CHECK_GT,
			  ROW("entered", "arg_start"), 0 },
			{ ROW("entered", "env_start"), CHECK_EQ,
			  ROW("entered", "arg_end"), 0 },
			{ ROW("entered", "env_end"), CHECK_GT,
			  ROW("entered", "env_start"), 0 },
			{ ROW("entered", "env_end"), CHECK_LT,
			  READ("entered", "stack_end"), 0 },
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "exec-heap-set-up",
		.sentence = "exec() sets up stack and heap.",
		.why = "The stack. Of the heap nothing but the address at which "
		       "it will begin: it has no byte until the first brk().",
		.source = "fs/binfmt_elf.c load_elf_binary(); brk(2)",
		.checks = {
			{ ROW("entered", "vm_stack"), CHECK_GT, { 0 }, 0 },
			{ ROW("entered", "start_brk"), CHECK_NE, { 0 }, 0 },
			{ ROW("entered", "brk"), CHECK_GT,
			  ROW("entered", "start_brk"), 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "stack-size-limit",
		.sentence = "The limit of its size is what is reserved for the "
			    "stack.",
		.why = "It is a ceiling. The mapping began with little and grew "
		       "by page faults to what was used.",
		.source = "getrlimit(2); mm/mmap.c expand_stack()",
		.checks = {
			{ SEEN("grown", "grower", "vm_stack"), CHECK_LT,
			  SEEN("grown", "grower", "says.limit"), 0 },
			{ SEEN("running", "grower", "vm_stack"), CHECK_EQ,
			  SEEN("grown", "grower", "says.limit"), 0 },
			{ SEEN("grown", "grower", "vm_stack"), CHECK_EQ,
			  SEEN("running", "grower", "vm_stack"), 0 },
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "stack-grows-down",
		.sentence = "The stack grows towards lower addresses.",
		.why = "The locals of the innermost call lie lowest, and the "
		       "mapping grew.",
		.source = "mm/mmap.c expand_downwards()",
		.checks = {
			{ SEEN("grown", "grower", "says.inner"), CHECK_LT,
			  SEEN("grown", "grower", "says.outer"), 0 },
			{ SEEN("grown", "grower", "vm_stack"), CHECK_GT,
			  SEEN("running", "grower", "vm_stack"), 0 },
			ABOVE("grown", "grower", "vm_stack", 8 * (64 << 10)),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "stack-heap-meet",
		.sentence = "Between heap and stack there is nothing; they grow "
			    "towards each other.",
		.why = "A new mapping lay above the heap and below the stack, "
		       "as those of all libraries do.",
		.source = "mmap(2); mm/util.c arch_pick_mmap_layout()",
		.checks = {
			{ SEEN("grown", "grower", "says.mmap"), CHECK_LT,
			  SEEN("grown", "grower", "says.heap"), 0 },
			{ SEEN("grown", "grower", "says.mmap"), CHECK_GT,
			  SEEN("grown", "grower", "says.inner"), 0 },
		},
		.expect = ALWAYS(OUTDATED),
		.until = "mmap()",
	}, {
		.id = "control-stack-grows-up",
		.sentence = "Each call lies above its caller on the stack.",
		.checks = {
			{ SEEN("grown", "grower", "says.inner"), CHECK_GT,
			  SEEN("grown", "grower", "says.outer"), 0 },
		},
		.lie = true,
	}, {
		.id = "control-stack-arguments-below",
		.sentence = "The arguments lie below the stack pointer.",
		.checks = {
			{ ROW("entered", "arg_start"), CHECK_LT,
			  ROW("entered", "start_stack"), 0 },
		},
		.lie = true,
	},
	{ 0 },
};
