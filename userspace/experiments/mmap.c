// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "mmap": what is seen of a write to each kind of mapping, what
 * mmap() refuses, and which signal a wrong access gets.
 */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"

#define LAZY_PAGES	64
#define READ_WRITE	(PROT_READ | PROT_WRITE)

/* Of each process its own, as its mappings are. */
static struct {
	size_t page;
	char *shared;
	char *private;
	char *file;		/* shared */
	char *own;		/* the file again, private */
} have;

static int open_file(const struct trial *t, int flags)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/file", t->belongings.dir);
	return open(path, flags | O_CLOEXEC, 0600);
}

static char *map(size_t size, int prot, int how, int fd)
{
	char *memory = mmap(NULL, size, prot, how, fd, 0);

	if (memory == MAP_FAILED)
		leave(EXIT_FAILURE);
	return memory;
}

/* The descriptor is closed: the mappings don't need it. */
static void have_mappings(const struct role *me)
{
	int fd = open_file(me->trial, O_RDWR);

	have.shared = map(have.page, READ_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			  -1);
	have.private = map(have.page, READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			   -1);
	have.file = map(have.page, READ_WRITE, MAP_SHARED, fd);
	have.own = map(have.page, READ_WRITE, MAP_PRIVATE, fd);
	close(fd);
	*have.shared = 'p';
	*have.private = 'p';
	*have.file = 'p';
}

/* Whether the caller sees what the child has written. */
static void say_seen(const struct role *me)
{
	say(me, "shared", PROCTREE_KIND_BOOL, *have.shared == 'c');
	say(me, "private", PROCTREE_KIND_BOOL, *have.private == 'c');
	say(me, "file", PROCTREE_KIND_BOOL, *have.file == 'c');
	say(me, "own", PROCTREE_KIND_BOOL, have.own[1] == 'c');
}

static noreturn void be_child(const struct role *me)
{
	role_name(me);
	barrier(me);
	*have.shared = 'c';
	*have.private = 'c';
	*have.file = 'c';
	have.own[1] = 'c';
	say_seen(me);
	barrier(me);
	*have.file = 'd';
	barrier(me);
	leave(EXIT_SUCCESS);
}

static void be_parent(struct role *me)
{
	pid_t pid;

	have_mappings(me);
	pid = role_made(fork());
	if (!pid)
		be_child(trial_role(me->trial, "child"));
	barrier(me);
	say_seen(me);
	barrier(me);
	waitpid(pid, NULL, 0);
	barrier(me);
}

/* Not a relative of the parent: all it has in common with it is the file. */
static void be_stranger(struct role *me)
{
	int fd = open_file(me->trial, O_RDONLY);
	const char *file = map(have.page, PROT_READ, MAP_SHARED, fd);

	say(me, "file", PROCTREE_KIND_BOOL, *file == 'c');
	barrier(me);
}

/* Says: 0, or why mmap() refused it. */
static void try_map(const struct role *me, const char *key, size_t size,
		    int how, int fd, off_t offset)
{
	void *memory = mmap(NULL, size, PROT_READ, how, fd, offset);

	say(me, key, PROCTREE_KIND_COUNT, memory == MAP_FAILED ? -errno : 0);
	if (memory != MAP_FAILED)
		munmap(memory, size);
}

static void try_arguments(const struct role *me)
{
	int fd = open_file(me->trial, O_RDONLY);
	char *hole = map(have.page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1);

	try_map(me, "anonymous", have.page, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	try_map(me, "no_length", 0, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	try_map(me, "no_file", have.page, MAP_PRIVATE, -1, 0);
	try_map(me, "offset", have.page, MAP_PRIVATE, fd, 1);
	try_map(me, "no_kind", have.page, MAP_ANONYMOUS, -1, 0);
	munmap(hole, have.page);
	say_result(me, "hole", PROCTREE_KIND_COUNT, munmap(hole, have.page));
	close(fd);
	barrier(me);
}

static int64_t faults(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_minflt;
}

/* Page faults of mapping, and of the first and second writing to each page. */
static void try_pages(const struct role *me)
{
	static const char *const says[] = { "mapping", "writing", "again" };
	size_t size = LAZY_PAGES * have.page, at;
	int64_t before = faults();
	char *memory;
	int i;

	memory = map(size, READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1);
	madvise(memory, size, MADV_NOHUGEPAGE);
	for (i = 0; i < 3; i++) {
		for (at = 0; i && at < size; at += have.page)
			memory[at] = i;
		say(me, says[i], PROCTREE_KIND_COUNT, faults() - before);
		before = faults();
	}
	barrier(me);
}

static sigjmp_buf back;
static volatile int fault_code;

static void on_fault(int sig, siginfo_t *info, void *unused)
{
	(void)unused;
	fault_code = info->si_code;
	siglongjmp(back, sig);
}

/* Read or write a byte. Says: the signal and its code, 0 = none came. */
static void touch(const struct role *me, const char *sig_key,
		  const char *code_key, volatile char *at, bool write)
{
	int sig = sigsetjmp(back, 1);

	if (!sig) {
		fault_code = 0;
		if (write)
			*at = 'x';
		else
			(void)*at;
	}
	say(me, sig_key, PROCTREE_KIND_SIGNAL, sig);
	say(me, code_key, PROCTREE_KIND_COUNT, fault_code);
}

/* The file has one page: the second one of the mapping is beyond its end. */
static void try_faults(const struct role *me)
{
	struct sigaction act = { .sa_sigaction = on_fault,
				 .sa_flags = SA_SIGINFO };
	int fd = open_file(me->trial, O_RDONLY);
	char *memory = map(2 * have.page, PROT_READ, MAP_SHARED, fd);
	char *hole = map(have.page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1);

	sigaction(SIGSEGV, &act, NULL);
	sigaction(SIGBUS, &act, NULL);
	munmap(hole, have.page);
	touch(me, "hole", "hole_code", hole, false);
	touch(me, "read_only", "read_only_code", memory, true);
	touch(me, "beyond", "beyond_code", memory + have.page, false);
	barrier(me);
}

static void be_tester(struct role *me)
{
	try_arguments(me);
	try_pages(me);
	try_faults(me);
}

/* What read() finds in the file, whoever has it mapped. */
static void note_file(struct role *file)
{
	int fd = open_file(file->trial, O_RDONLY);
	char bytes[2] = "";

	if (read(fd, bytes, sizeof(bytes)) != sizeof(bytes))
		trial_fail(file->trial, "can't read the file: %s",
			   strerror(errno));
	close(fd);
	role_note(file, "child", PROCTREE_KIND_BOOL, bytes[0] == 'c');
	role_note(file, "late", PROCTREE_KIND_BOOL, bytes[0] == 'd');
	role_note(file, "own", PROCTREE_KIND_BOOL, bytes[1] == 'c');
}

static void make_file(struct trial *t)
{
	int fd;

	have.page = sysconf(_SC_PAGESIZE);
	trial_dir(t);
	fd = open_file(t, O_CREAT | O_EXCL | O_RDWR);
	if (fd < 0 || ftruncate(fd, have.page))
		trial_fail(t, "can't make a file in %s: %s", trial_dir(t),
			   strerror(errno));
	close(fd);
}

static void run_writes(struct trial *t, struct role *file, struct role *child)
{
	struct role *parent = trial_role(t, "parent");
	struct role *stranger = trial_role(t, "stranger");

	role_start(parent, be_parent);
	role_wait(parent);
	role_wait(child);
	step(t, "forked", "four mappings, and a child that has them, too");
	role_next(child);
	role_next(parent);
	role_start(stranger, be_stranger);
	role_wait(stranger);
	note_file(file);
	step(t, "wrote", "the child has written to all four");
	role_next(child);
	role_signal(child, SIGKILL);
	await_state(child, "Z");
	role_next(parent);
	note_file(file);
	step(t, "killed", "it has written to the file's once more: SIGKILL");
	role_kill(parent);
	role_kill(stranger);
}

static void run(struct trial *t)
{
	struct role *file = role_declare(t, "file");
	struct role *child, *tester;

	role_declare(t, "parent");
	child = role_declare(t, "child");
	role_declare(t, "stranger");
	tester = role_declare(t, "tester");
	make_file(t);
	run_writes(t, file, child);
	role_start(tester, be_tester);
	role_wait(tester);
	step(t, "arguments", "mappings asked for in right and in wrong ways");
	role_next(tester);
	step(t, "pages", "%d pages: mapped, written to, and again", LAZY_PAGES);
	role_next(tester);
	step(t, "faults", "no mapping, a read-only one, behind the file's end");
	role_go(tester);
	role_reap(tester);
}

const struct experiment exp_mmap = {
	.name = "mmap",
	.topic = TOPIC_MEMORY,
	.summary = "shared and private mappings, and wrong ones",
	.columns = {
		{ "state" }, { "ppid" }, { "mm" }, { "map_count" },
		{ "vm_size" }, { "min_flt" },
	},
	.run = run,
	.claims = mmap_claims,
};
