// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "exec-stack": what a new program finds in its address space
 * before it has run its first instruction, and how its stack grows afterwards.
 */
#include <elf.h>
#include <fcntl.h>
#include <inttypes.h>
#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define STACK_LIMIT	(8 << 20)
#define BLOCK	(64 << 10)	/* bytes of stack that one call takes */
#define DEPTH	8		/* calls in each other */

/* The program that interprets this one, NULL if it is static; elf(5). */
static int find_loader(struct dl_phdr_info *info, size_t size, void *arg)
{
	const Elf64_Phdr *part = info->dlpi_phdr;
	const char **path = arg;
	int i;

	(void)size;
	for (i = 0; i < info->dlpi_phnum; i++, part++)
		if (part->p_type == PT_INTERP)
			*path = (void *)(info->dlpi_addr + part->p_vaddr);
	return 1;	/* this program comes first */
}

/* No more stack than usual, since the layout of memory depends on it. */
static void limit_stack(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_STACK, &limit);
	if (limit.rlim_cur > STACK_LIMIT)
		limit.rlim_cur = STACK_LIMIT;
	setrlimit(RLIMIT_STACK, &limit);
}

/* One argument and one variable; the tracer stops it at its first step. */
static noreturn void be_child(const struct role *me, const char *path)
{
	char *const argv[] = { "program", "argument", NULL };
	char *const envp[] = { "VARIABLE=value", NULL };

	role_name(me);
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* or it would run, untraced */
	barrier(me);
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	execve(path, argv, envp);
	leave(EXIT_FAILURE);
}

/* What the kernel has told the program about itself; getauxval(3). */
static void say_auxv(const struct role *me, pid_t pid)
{
	Elf64_auxv_t vector[64] = { 0 };
	char path[32];
	ssize_t n;
	size_t i;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/auxv", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = read(fd, vector, sizeof(vector));
	close(fd);
	for (i = 0; n > 0 && i < n / sizeof(vector[0]); i++) {
		if (vector[i].a_type == AT_BASE)
			say(me, "base", PROCTREE_KIND_FLAGS,
			    vector[i].a_un.a_val);
		if (vector[i].a_type == AT_ENTRY)
			say(me, "entry", PROCTREE_KIND_FLAGS,
			    vector[i].a_un.a_val);
	}
}

/* Where the stack lies, and how much of the program's file is mapped. */
static void say_maps(const struct role *me, pid_t pid)
{
	char path[32], exe[256] = "", line[512];
	uint64_t start, end, mapped = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	if (readlink(path, exe, sizeof(exe) - 1) < 0)
		leave(EXIT_FAILURE);
	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64, &start, &end) != 2)
			continue;
		if (strstr(line, exe))
			mapped += end - start;
		if (!strstr(line, "[stack]"))
			continue;
		say(me, "stack_low", PROCTREE_KIND_FLAGS, start);
		say(me, "stack_end", PROCTREE_KIND_FLAGS, end);
	}
	say(me, "mapped", PROCTREE_KIND_BYTES, mapped);
	if (file)
		fclose(file);
}

static void say_registers(const struct role *me, pid_t pid)
{
	struct __ptrace_syscall_info info = { 0 };

	ptrace(PTRACE_GET_SYSCALL_INFO, pid, (void *)sizeof(info), &info);
	say(me, "ip", PROCTREE_KIND_FLAGS, info.instruction_pointer);
	say(me, "sp", PROCTREE_KIND_FLAGS, info.stack_pointer);
	say(me, "word", PROCTREE_KIND_FLAGS,
	    ptrace(PTRACE_PEEKDATA, pid, (void *)info.stack_pointer, NULL));
}

static void trace(struct role *me, const char *path)
{
	pid_t pid = role_made(fork());
	int status = 0;

	if (!pid)
		be_child(trial_role(me->trial, "child"), path);
	waitpid(pid, &status, 0);
	say(me, "stop", PROCTREE_KIND_SIGNAL,
	    WIFSTOPPED(status) ? WSTOPSIG(status) : 0);
	say_registers(me, pid);
	say_auxv(me, pid);
	say_maps(me, pid);
	barrier(me);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void be_tracer(struct role *me)
{
	const char *loader = NULL;

	limit_stack();
	trace(me, "/proc/self/exe");
	dl_iterate_phdr(find_loader, &loader);
	barrier(me);
	if (loader)
		trace(me, loader);
}

static void be_grower(struct role *me)
{
	char *const envp[] = { NULL };

	limit_stack();
	exec_again(me, envp);
	leave(EXIT_FAILURE);
}

/* Return: where the frame of the innermost call was. */
static uintptr_t grow(int depth)
{
	uintptr_t innermost = (uintptr_t)__builtin_frame_address(0);
	volatile char block[BLOCK];

	memset((char *)block, depth, sizeof(block));
	if (depth)
		innermost = grow(depth - 1);
	block[0] = 1;	/* the block is needed until now */
	return innermost;
}

static int again(struct role *me)
{
	struct rlimit limit = { 0 };
	char here;

	barrier(me);
	getrlimit(RLIMIT_STACK, &limit);
	say(me, "limit", PROCTREE_KIND_BYTES, limit.rlim_cur);
	say(me, "outer", PROCTREE_KIND_FLAGS, (uintptr_t)&here);
	say(me, "inner", PROCTREE_KIND_FLAGS, grow(DEPTH));
	say(me, "heap", PROCTREE_KIND_FLAGS, (uintptr_t)sbrk(BLOCK));
	say(me, "mmap", PROCTREE_KIND_FLAGS,
	    (uintptr_t)mmap(NULL, BLOCK, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
	barrier(me);
	return 0;
}

static void run_entry(struct trial *t, const char *name, const char *text,
		      struct role *tracer, struct role *child)
{
	role_wait(child);
	role_go(child);
	role_wait(tracer);
	await_state(child, "t");
	step(t, name, "%s", text);
	role_go(tracer);
}

static void run(struct trial *t)
{
	struct role *tracer = role_declare(t, "tracer");
	struct role *child = role_declare(t, "child");
	struct role *grower = role_declare(t, "grower");
	const char *loader = NULL;

	role_start(tracer, be_tracer);
	run_entry(t, "entered", "a program stopped before its first instruction",
		  tracer, child);
	role_wait(tracer);
	role_recast(child);
	role_go(tracer);
	dl_iterate_phdr(find_loader, &loader);
	if (loader)
		run_entry(t, "loader", "the loader, which needs no other one",
			  tracer, child);
	role_reap(tracer);

	role_start(grower, be_grower);
	role_wait(grower);
	step(t, "running", "a new program has come to its main()");
	role_go(grower);
	role_wait(grower);
	step(t, "grown", "it has used 512 KiB of stack, some heap and a mapping");
	role_go(grower);
	role_reap(grower);
}

const struct experiment exp_exec_stack = {
	.name = "exec-stack",
	.summary = "the address space of a new program, and its stack",
	.topic = TOPIC_PROGRAMS,
	.columns = {
		{ "state" }, { "vm_stack" }, { "rss_file" }, { "map_count" },
		{ "min_flt" },
	},
	.run = run,
	.again = again,
	.claims = exec_stack_claims,
};
