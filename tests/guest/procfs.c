// SPDX-License-Identifier: GPL-2.0-only
/* /proc/proctree: its format, and that one open is one snapshot. */
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "device.h"
#include "harness.h"
#include "spawn.h"
#include "text.h"
#include "world.h"
#include "zoo.h"

static int text_open(void)
{
	return OK(open(PROCTREE_PROC, O_RDONLY | O_CLOEXEC));
}

TEST("the text is one preorder that fits PPID and DEPTH")
{
	struct text text;
	struct zoo zoo;

	zoo_open(&zoo);
	text_take(PROCTREE_PROC, &text);
	ASSERT_GE(text.count, 20);
	ASSERT_EQ(text.lines[0].pid, 1);
	ASSERT(text_find(&text, zoo.zombie)->state == 'Z');
	ASSERT(text_find(&text, zoo.vfork_child)->flags & PROCTREE_ROW_VFORK);
	ASSERT_EQ(text_find(&text, zoo.threaded)->nlwp, ZOO_THREADS);
	ASSERT_EQ(text_find(&text, zoo.user)->uid, ZOO_USER);
	ASSERT_EQ(text_find(&text, zoo.vfork_child)->depth,
		  text_find(&text, getpid())->depth + 2);
}

static bool same_process(const struct line *l, const struct proctree_row *r)
{
	return l->pid == r->pid && l->ppid == r->ppid && l->pgid == r->pgid &&
	       l->sid == r->sid && l->uid == r->uid &&
	       l->nlwp == r->nr_threads && l->start_ns == r->start_ns &&
	       l->flags == r->flags;
}

/* Next row after @after, in list order, whose parent is @parent. */
static const struct proctree_row *next_child(const struct rows *rows,
					     const struct proctree_row *after,
					     pid_t parent)
{
	bool found = !after;
	uint32_t i;

	for (i = 0; i < rows->arg.count; i++) {
		if (found && row_at(rows, i)->ppid == parent)
			return row_at(rows, i);
		found |= row_at(rows, i) == after;
	}
	return NULL;
}

/* Preorder of @rows, made the slow way, against @text from line @at on. */
static size_t match_family(const struct text *text, const struct rows *rows,
			   pid_t parent, size_t at)
{
	const struct proctree_row *child = NULL;

	while ((child = next_child(rows, child, parent))) {
		if (at >= text->count ||
		    !same_process(&text->lines[at], child))
			return SIZE_MAX - 1;
		at = match_family(text, rows, child->pid, at + 1);
	}
	return at;
}

TEST("the text and SNAPSHOT tell of the same processes, children by birth")
{
	struct rows rows = { 0 };
	struct text text;
	struct zoo zoo;
	int fd = dev_open(), tries;
	size_t n = 0;

	zoo_open(&zoo);
	/* Kernel threads may come and go in between: try again. */
	for (tries = 0; tries < 20; tries++) {
		rows_take(fd, &rows, PROCTREE_BLOCK_BASE, 0, 0);
		text_take(PROCTREE_PROC, &text);
		n = match_family(&text, &rows, 0, 0);
		if (n == text.count)
			return;
		text_free(&text);
	}
	FAIL("they differ");
}

/* A child that keeps forking, so that each snapshot is another one. */
static void fork_on(void *unused)
{
	(void)unused;
	OK(setpgid(0, 0));
	for (;;) {
		pid_t pid = fork();

		if (!pid)
			_exit(0);
		waitpid(pid, NULL, 0);
	}
}

TEST("reads of 1 and 7 bytes give the same bytes as large ones")
{
	static const size_t sizes[] = { 1, 7, 4095, 4096, 4097 };
	pid_t forker = spawn(0, fork_on, NULL);
	int fd = text_open();
	size_t size, i, at;
	char *whole = text_read(fd, &size), *again = malloc(size + 8192);

	ASSERT(again);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		ssize_t n;

		ASSERT_EQ(OK(lseek(fd, 0, SEEK_SET)), 0);
		for (at = 0; (n = OK(read(fd, again + at, sizes[i]))); at += n)
			ASSERT_LE(at + n, size);
		ASSERT_EQ(at, size);
		ASSERT_EQ(memcmp(whole, again, size), 0);
	}
	kill_and_reap(forker);
}

TEST("dd with bs=1 and bs=7 copies the same bytes")
{
	pid_t forker = spawn(0, fork_on, NULL);
	int fd = text_open();
	char *whole = text_read(fd, NULL), *copy;

	ASSERT_EQ(OK(lseek(fd, 0, SEEK_SET)), 0);
	ASSERT_EQ(COMMAND(fd, &copy, "dd", "bs=1", "status=none"), 0);
	ASSERT_STR(copy, whole);
	ASSERT_EQ(OK(lseek(fd, 0, SEEK_SET)), 0);
	ASSERT_EQ(COMMAND(fd, &copy, "dd", "bs=7", "status=none"), 0);
	ASSERT_STR(copy, whole);
	kill_and_reap(forker);
}

TEST("pread at any offset gives the bytes that are there")
{
	pid_t forker = spawn(0, fork_on, NULL);
	int fd = text_open(), i;
	size_t size;
	char *whole = text_read(fd, &size), part[512];

	srandom(1);
	for (i = 0; i < 500; i++) {
		off_t at = random() % (size + 100);
		size_t want = 1 + random() % sizeof(part);
		ssize_t n = OK(pread(fd, part, want, at));

		ASSERT_LE(n, (ssize_t)want);
		if (at >= (off_t)size)
			ASSERT_EQ(n, 0);
		else
			ASSERT_GE(n, 1);
		ASSERT_EQ(memcmp(part, whole + at, n), 0);
	}
	kill_and_reap(forker);
}

TEST("after lseek back the same bytes are read again, from anywhere")
{
	pid_t forker = spawn(0, fork_on, NULL);
	int fd = text_open();
	size_t size, rest;
	char *whole = text_read(fd, &size), *again;
	off_t at;

	for (at = 0; at <= (off_t)size; at += 997) {
		ASSERT_EQ(OK(lseek(fd, at, SEEK_SET)), at);
		again = text_read(fd, &rest);
		ASSERT_EQ(rest, size - at);
		ASSERT_EQ(memcmp(again, whole + at, rest), 0);
		free(again);
	}
	ASSERT_EQ(OK(lseek(fd, size + 10000, SEEK_SET)), (off_t)size + 10000);
	ASSERT_EQ(OK(read(fd, whole, 1)), 0);
	kill_and_reap(forker);
}

/* How often each byte was read. */
struct reader {
	int fd;
	long counts[256];
};

static void count_bytes(struct reader *r, const char *bytes, size_t n)
{
	while (n--)
		r->counts[(unsigned char)*bytes++]++;
}

static void *read_shared(void *arg)
{
	struct reader *r = arg;
	char buf[3];
	ssize_t n;

	while ((n = OK(read(r->fd, buf, sizeof(buf)))))
		count_bytes(r, buf, n);
	return NULL;
}

TEST("two readers of one open file get each byte once")
{
	pid_t forker = spawn(0, fork_on, NULL);
	struct reader whole = { .fd = text_open() }, a = whole, b = whole;
	pthread_t other;
	size_t size;
	char *data;
	int i;

	data = text_read(whole.fd, &size);
	count_bytes(&whole, data, size);
	ASSERT_EQ(OK(lseek(whole.fd, 0, SEEK_SET)), 0);
	ASSERT_EQ(pthread_create(&other, NULL, read_shared, &a), 0);
	read_shared(&b);
	ASSERT_EQ(pthread_join(other, NULL), 0);
	for (i = 0; i < 256; i++)
		ASSERT_EQ(a.counts[i] + b.counts[i], whole.counts[i]);
	kill_and_reap(forker);
}

TEST("two open files keep two snapshots, each whole and its own")
{
	int first = text_open(), second, n, m;
	pid_t pid = spawn(0, pause_forever, NULL);
	size_t size_a, size_b;
	char *a, *b, part_a[5], part_b[11];
	struct text text_a, text_b;

	second = text_open();
	/* Read in turns, in steps of different length. */
	do {
		n = OK(read(first, part_a, sizeof(part_a)));
		m = OK(read(second, part_b, sizeof(part_b)));
	} while (n || m);
	OK(lseek(first, 0, SEEK_SET));
	OK(lseek(second, 0, SEEK_SET));
	a = text_read(first, &size_a);
	b = text_read(second, &size_b);
	text_parse(a, &text_a);
	text_parse(b, &text_b);
	ASSERT(!text_find(&text_a, pid));
	ASSERT(text_find(&text_b, pid));
}

TEST("many opens while processes fork are each a preorder of their own")
{
	pid_t forkers[3];
	struct text text;
	int i;

	for (i = 0; i < 3; i++)
		forkers[i] = spawn(0, fork_on, NULL);
	for (i = 0; i < 200; i++) {
		text_take(PROCTREE_PROC, &text);
		ASSERT(text_find(&text, getpid()));
		ASSERT(text_find(&text, forkers[2]));
		text_free(&text);
	}
	for (i = 0; i < 3; i++)
		kill_and_reap(forkers[i]);
}

static void be_named(void *name)
{
	OK(prctl(PR_SET_NAME, name));
	pause_forever(NULL);
}

/* The text's COMM of a process that is called @name. */
static void name_is_shown(const char *name, const char *shown)
{
	pid_t pid = spawn(0, be_named, (void *)name);
	struct whole_row row;
	struct text text;
	int fd = dev_open();

	await_state(0, pid, 'S');
	AWAIT((row = task_take(fd, pid),
	       !strncmp(row.base.comm, name, PROCTREE_COMM_LEN - 1)));
	text_take(PROCTREE_PROC, &text);
	ASSERT_STR(text_find(&text, pid)->comm, shown);
	text_free(&text);
	kill_and_reap(pid);
	close(fd);
}

TEST("names with anything in them stay on one line, and can be read back")
{
	name_is_shown("plain", "plain");
	name_is_shown("two words", "two words");
	name_is_shown("new\nline", "new\\012line");
	name_is_shown("tab\tbell\a", "tab\\011bell\\007");
	name_is_shown("\033[31mred", "\\033[31mred");
	name_is_shown("back\\slash", "back\\134slash");
	name_is_shown(" leading", "\\040leading");
	name_is_shown("   three", "\\040  three");
	name_is_shown("trailing ", "trailing ");
	name_is_shown("\xc3\xa4\xc3\xb6\xc3\xbc", "\\303\\244\\303\\266\\303\\274");
	name_is_shown("\xff\x80\x7f", "\\377\\200\\177");
	name_is_shown("exactly15bytes!", "exactly15bytes!");
	name_is_shown("\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
		      "\\012\\012\\012\\012\\012\\012\\012\\012\\012\\012\\012"
		      "\\012\\012\\012\\012");
	name_is_shown("", "");
}

/* As nobody: the limit holds, and each close gives one back. */
static void open_too_many(void *limit)
{
	int max = *(int *)limit, fds[512], i;

	become(NOBODY, -1);
	for (i = 0; i < max; i++)
		fds[i] = text_open();
	for (i = 0; i < 3; i++)
		ASSERT_ERRNO(EMFILE, open(PROCTREE_PROC, O_RDONLY));
	close(fds[0]);
	fds[0] = text_open();
	ASSERT_ERRNO(EMFILE, open(PROCTREE_PROC, O_RDONLY));
	/* The device holds no snapshot: it is not limited. */
	dev_open();
}

TEST("a user may keep max_open texts open, root may keep more")
{
	int limit, fds[300], i;
	char value[32];

	file_read(PARAMETER("max_open"), value, sizeof(value));
	limit = atoi(value);
	ASSERT_EQ(limit, 64);
	ASSERT_EQ(reap(spawn(0, open_too_many, &limit)), 0);
	for (i = 0; i < 300; i++)
		fds[i] = text_open();
	/* All were closed with the process: again. */
	ASSERT_EQ(reap(spawn(0, open_too_many, &limit)), 0);
	file_write(PARAMETER("max_open"), "3");
	limit = 3;
	ASSERT_EQ(reap(spawn(0, open_too_many, &limit)), 0);
	file_write(PARAMETER("max_open"), value);
	for (i = 0; i < 300; i++)
		close(fds[i]);
}
