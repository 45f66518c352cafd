// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about mappings. Data only; the experiment itself is in mmap.c.
 */
#include <errno.h>
#include <signal.h>

#include "trial.h"

#define PAGES	64	/* that the tester has mapped */

const struct claim mmap_claims[] = {
	{
		.id = "mmap-shared-private",
		.sentence = "MAP_SHARED: others see what is written. "
			    "MAP_PRIVATE: they don't. MAP_ANONYMOUS: without "
			    "a file.",
		.why = "The parent saw what the child wrote to shared memory "
		       "and to the file, but nothing of what it wrote to its "
		       "private mappings; neither was that in the file.",
		.source = "mmap(2); mm/memory.c do_wp_page()",
		.checks = {
			IS("wrote", "parent", "says.shared", 1),
			IS("wrote", "parent", "says.file", 1),
			IS("wrote", "file", "says.child", 1),
			IS("wrote", "child", "says.private", 1),
			IS("wrote", "parent", "says.private", 0),
			IS("wrote", "child", "says.own", 1),
			IS("wrote", "parent", "says.own", 0),
			IS("wrote", "file", "says.own", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "cow-private-only",
		.sentence = "After fork() what a process writes is its own.",
		.why = "In private mappings, by copy on write. A shared one "
		       "stays shared, in all generations.",
		.source = "mmap(2), fork(2)",
		.checks = {
			IS("wrote", "parent", "says.private", 0),
			IS("wrote", "parent", "says.shared", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "mmap-relatives",
		.sentence = "Only relatives can share a mapping.",
		.why = "An anonymous one has no name, so it is passed on by "
		       "fork(). A file can be mapped by anybody who may open "
		       "it: the stranger saw the child's byte.",
		.source = "mmap(2)",
		.checks = {
			OTHER("wrote", "mm", "stranger", "parent"),
			IS("wrote", "stranger", "says.file", 0),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "mmap-args",
		.sentence = "mmap() takes an address, a length, a protection, "
			    "flags, a descriptor (-1 if anonymous) and an "
			    "offset.",
		.why = "A length of 0 or an offset inside of a page is EINVAL, "
		       "neither shared nor private as well; -1 without "
		       "MAP_ANONYMOUS is EBADF. To unmap what is not mapped is "
		       "no error.",
		.source = "mmap(2); mm/mmap.c do_mmap()",
		.checks = {
			IS("arguments", "tester", "says.anonymous", 0),
			IS("arguments", "tester", "says.no_length", -EINVAL),
			IS("arguments", "tester", "says.no_file", -EBADF),
			IS("arguments", "tester", "says.offset", -EINVAL),
			IS("arguments", "tester", "says.no_kind", -EINVAL),
			IS("arguments", "tester", "says.hole", 0),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "mmap-lazy",
		.sentence = "mmap() gives the process its memory at once.",
		.why = "It gives addresses. Each page comes with the first "
		       "access to it, by a page fault; the second one has "
		       "none.",
		.source = "mmap(2), getrusage(2); mm/memory.c "
			  "do_anonymous_page()",
		.checks = {
			{ SEEN("pages", "tester", "says.mapping"), CHECK_GE,
			  { 0 }, PAGES },
			BELOW("pages", "tester", "says.writing", PAGES),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "mmap-death",
		.sentence = "What is written to a file's mapping is lost if "
			    "the process dies without msync().",
		.why = "The mapping is the file, as all others see it: it was "
		       "there after SIGKILL. msync() is for the disk, in case "
		       "the machine goes down.",
		.source = "msync(2), mmap(2)",
		.checks = {
			IS("killed", "file", "says.late", 0),
		},
		.expect = ALWAYS(WRONG),
	}, {
		.id = "mmap-fault",
		.sentence = "A wrong access gets SIGSEGV.",
		.why = "Its code says what was wrong: 1, nothing mapped; 2, "
		       "not permitted. But a page behind the end of the file "
		       "gets SIGBUS: it is mapped, and there is nothing to "
		       "be had.",
		.source = "mmap(2), sigaction(2); mm/filemap.c filemap_fault()",
		.checks = {
			IS("faults", "tester", "says.hole", SIGSEGV),
			IS("faults", "tester", "says.hole_code", SEGV_MAPERR),
			IS("faults", "tester", "says.read_only", SIGSEGV),
			IS("faults", "tester", "says.read_only_code",
			   SEGV_ACCERR),
			{ MATCHING("pages", "faults", SIGNAL, "tester", "sig",
				   SIGSEGV), CHECK_EQ, { 0 }, 2 },
			IS("faults", "tester", "says.beyond", SIGSEGV),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "control-mmap-private-seen",
		.sentence = "Others see what is written to a private mapping.",
		.checks = {
			IS("wrote", "parent", "says.private", 1),
			IS("wrote", "file", "says.own", 1),
		},
		.lie = true,
	}, {
		.id = "control-mmap-needs-descriptor",
		.sentence = "A mapping goes when its descriptor is closed.",
		.checks = {
			IS("wrote", "child", "says.file", 0),
			IS("wrote", "parent", "says.file", 0),
		},
		.lie = true,
	},
	{ 0 },
};
