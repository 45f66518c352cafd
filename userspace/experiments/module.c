// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "module": a module of the kernel's own is loaded and unloaded;
 * ours, which is in use, stays.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define NO_SUCH_CALL	1000	/* beyond what any architecture has */
#define PROGRAM_MAX	256

/* Small ones that need no other and do nothing by themselves. */
static const char *const candidates[] = {
	"unix_diag", "crc_itu_t", "ts_bm", "crc7",
};

#define NCANDIDATES (sizeof(candidates) / sizeof(candidates[0]))

/* The first line of a file; false if there is none. */
static bool read_line(const char *path, char *line, size_t size)
{
	FILE *file = fopen(path, "re");
	bool good = file && fgets(line, size, file);

	if (good)
		line[strcspn(line, "\n")] = '\0';
	if (file)
		fclose(file);
	return good;
}

static bool is_loaded(const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/module/%s/initstate", name);
	return !access(path, F_OK);
}

/* The program that the kernel itself would call. Return: its exit code. */
static int load_module(const char *name)
{
	char program[PROGRAM_MAX];
	int status = -1;
	pid_t pid;

	if (!read_line("/proc/sys/kernel/modprobe", program, sizeof(program)))
		return -1;
	pid = fork();
	if (!pid) {
		execl(program, program, "-q", name, NULL);
		leave(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -1;
	return WEXITSTATUS(status);
}

static void say_loaded(const struct role *me, const char *name)
{
	say(me, "loaded", PROCTREE_KIND_BOOL, is_loaded(name));
}

/*
 * With each candidate until one can be loaded. Of one that is built in, modprobe
 * says 0, and it is not among the modules.
 */
static void try_stock_modules(const struct role *me)
{
	bool loaded = false;
	size_t i;
	int load;

	for (i = 0; !loaded && i < NCANDIDATES; i++) {
		say_loaded(me, candidates[i]);
		barrier(me);
		if (is_loaded(candidates[i]))
			continue;
		load = load_module(candidates[i]);
		say(me, "load", PROCTREE_KIND_COUNT, load);
		/* If not by us, it is not ours to unload. */
		loaded = !load && is_loaded(candidates[i]);
		say(me, "loaded", PROCTREE_KIND_BOOL, loaded);
		barrier(me);
	}
	if (!loaded)
		return;
	say_result(me, "unload", PROCTREE_KIND_COUNT,
		   syscall(SYS_delete_module, candidates[i - 1], O_NONBLOCK));
	say_loaded(me, candidates[i - 1]);
	barrier(me);
}

/* Ours is in use: the device is open in this very process. */
static void try_own_module(const struct role *me)
{
	char text[32] = "";

	read_line("/sys/module/proctree/refcnt", text, sizeof(text));
	say(me, "users", PROCTREE_KIND_COUNT, atoi(text));
	say_result(me, "unload", PROCTREE_KIND_COUNT,
		   syscall(SYS_delete_module, "proctree", O_NONBLOCK));
	say_loaded(me, "proctree");
	*text = '\0';
	read_line("/sys/module/proctree/taint", text, sizeof(text));
	say(me, "foreign", PROCTREE_KIND_BOOL, !!strchr(text, 'O'));
	read_line("/proc/sys/kernel/tainted", text, sizeof(text));
	say(me, "tainted", PROCTREE_KIND_FLAGS, strtoll(text, NULL, 10));
	barrier(me);
}

static void try_calls(const struct role *me)
{
	struct proctree_rows *rows = NULL;
	int err = proctree_take_task(me->trial->pt, getpid(), 0, 0, &rows);

	if (!err)
		proctree_rows_free(rows);
	say(me, "ioctl", PROCTREE_KIND_COUNT, err);
	say_result(me, "new_call", PROCTREE_KIND_COUNT, syscall(NO_SUCH_CALL));
	barrier(me);
}

/*
 * Another release, and another first word behind it: kernels with
 * CONFIG_MODVERSIONS look at the words alone (kernel/module/version.c
 * same_magic()).
 */
static bool spoil_vermagic(char *image, size_t n)
{
	char *mark = memmem(image, n, "vermagic=", 9);
	char *space = mark ? memchr(mark, ' ', image + n - 1 - mark) : NULL;

	if (!space)
		return false;
	mark[9] = '0';
	space[1] = 'X';
	return true;
}

/* Our module as a file, for another kernel. Return: its size, 0 if not found. */
static size_t read_module(char **image)
{
	FILE *pipe = popen("modinfo -n proctree 2>/dev/null", "re"), *file;
	char path[PROGRAM_MAX] = "";
	struct stat st;
	size_t n = 0;

	if (!pipe || !fgets(path, sizeof(path), pipe))
		*path = '\0';
	if (pipe)
		pclose(pipe);
	path[strcspn(path, "\n")] = '\0';
	file = *path ? fopen(path, "re") : NULL;
	*image = NULL;
	if (file && !fstat(fileno(file), &st)) {
		*image = malloc(st.st_size);
		n = *image ? fread(*image, 1, st.st_size, file) : 0;
	}
	if (file)
		fclose(file);
	return n && spoil_vermagic(*image, n) ? n : 0;
}

/* It could not be loaded anyway: one of that name is. */
static void try_other_kernel(const struct role *me)
{
	char *image;
	size_t size = read_module(&image);

	say(me, "found", PROCTREE_KIND_BOOL, size);
	if (size)
		say_result(me, "load", PROCTREE_KIND_COUNT,
			   syscall(SYS_init_module, image, size, ""));
	free(image);
	barrier(me);
}

static void be_loader(struct role *me)
{
	try_calls(me);
	try_own_module(me);
	if (!(me->trial->privileges & NEEDS_SYS_ADMIN))
		return;
	try_other_kernel(me);
	try_stock_modules(me);
}

/* Return: whether this one could be loaded. */
static bool run_stock_module(struct trial *t, struct role *loader,
			     const char *name)
{
	bool loaded;

	role_next(loader);
	if (role_said(loader, "loaded"))
		return false;
	trial_module(t, name);
	step(t, "before", "%s, a small module of the kernel's own, is not "
	     "loaded", name);
	role_next(loader);
	loaded = role_said(loader, "loaded");
	if (loaded)
		step(t, "loaded", "modprobe %s", name);
	else if (role_said(loader, "load"))
		step(t, "not installed", "modprobe %s", name);
	else
		step(t, "built in", "modprobe %s: it is part of the kernel",
		     name);
	if (!loaded)
		return false;
	role_next(loader);
	step(t, "unloaded", "and it was unloaded");
	return true;
}

static void run_stock_modules(struct trial *t, struct role *loader)
{
	size_t i;

	for (i = 0; i < NCANDIDATES; i++)
		if (run_stock_module(t, loader, candidates[i]))
			return;
	step_skip(t, "loaded", "no module to try it with: in use, built "
		  "in, or not installed");
}

static void run(struct trial *t)
{
	struct role *loader = role_declare(t, "loader");

	role_start(loader, be_loader);
	role_wait(loader);
	step(t, "calls", "an ioctl of our module, a system call that is not "
	     "there");
	role_next(loader);
	step(t, "in use", "our module was to be unloaded");
	if (t->privileges & NEEDS_SYS_ADMIN) {
		role_next(loader);
		if (role_said(loader, "found"))
			step(t, "other kernel", "our module, marked as another "
			     "kernel's, was to be loaded");
		else
			step_skip(t, "other kernel", "modinfo does not find "
				  "the file of our module");
		run_stock_modules(t, loader);
	}
	role_go(loader);
	role_reap(loader);
}

const struct experiment exp_module = {
	.name = "module",
	.summary = "load and unload one; ours is in use and stays",
	.topic = TOPIC_KERNEL,
	.columns = {
		{ "state" },
	},
	.run = run,
	.claims = module_claims,
};
