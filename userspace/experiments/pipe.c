// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "pipe": who sleeps at an empty pipe and at a full one, who
 * wakes whom, and what becomes of it when one side has gone. How records of
 * several writers come out is in pipe_records.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cpus.h"
#include "harness.h"
#include "param.h"
#include "pipe_records.h"

#define WORD		"abc"
#define CAPACITY_MAX	(1 << 20)	/* more than a pipe has by itself */

/* The ends of the pipe; whoever is made afterwards has copies. */
static int ends[2];
static char buffer[CAPACITY_MAX];

/* On one processor, so that who runs when somebody is woken has woken it. */
static void begin(const struct role *me, int unused_end)
{
	cpus_pin(cpus_nth(0));
	if (unused_end >= 0)
		close(unused_end);
	barrier(me);
}

static void read_next(const struct role *me, size_t size)
{
	say_result(me, "read", PROCTREE_KIND_COUNT,
		   read(ends[0], buffer, size));
	barrier(me);
}

static void be_reader(struct role *me)
{
	size_t page = sysconf(_SC_PAGESIZE);

	say_result(me, "write", PROCTREE_KIND_COUNT, write(ends[0], WORD, 1));
	begin(me, ends[1]);
	read_next(me, sizeof(buffer));
	read_next(me, 1);
	read_next(me, page - 1);
	read_next(me, sizeof(buffer));
	read_next(me, sizeof(buffer));
}

/* Return: bytes that found room. */
static size_t fill(size_t page)
{
	int flags = fcntl(ends[1], F_GETFL);
	size_t n = 0;

	fcntl(ends[1], F_SETFL, flags | O_NONBLOCK);
	while (write(ends[1], buffer, page) == (ssize_t)page)
		n += page;
	fcntl(ends[1], F_SETFL, flags);
	return n;
}

static noreturn void be_keeper(const struct role *me)
{
	role_name(me);
	barrier(me);
	leave(EXIT_SUCCESS);
}

static void be_writer(struct role *me)
{
	size_t page = sysconf(_SC_PAGESIZE);

	say_result(me, "read", PROCTREE_KIND_COUNT, read(ends[1], buffer, 1));
	if (!role_made(fork()))
		be_keeper(trial_role(me->trial, "keeper"));
	begin(me, ends[0]);
	say_result(me, "wrote", PROCTREE_KIND_COUNT,
		   write(ends[1], WORD, strlen(WORD)));
	barrier(me);
	say(me, "size", PROCTREE_KIND_COUNT, fcntl(ends[1], F_GETPIPE_SZ));
	say(me, "filled", PROCTREE_KIND_COUNT, fill(page));
	say_result(me, "wrote", PROCTREE_KIND_COUNT,
		   write(ends[1], buffer, page));
	barrier(me);
}

/* Writes to a pipe whose only reading end it has closed. */
static void be_talker(struct role *me)
{
	if (pipe(ends))
		leave(EXIT_FAILURE);
	close(ends[0]);
	signal(SIGPIPE, SIG_IGN);
	say_result(me, "wrote", PROCTREE_KIND_COUNT, write(ends[1], WORD, 1));
	signal(SIGPIPE, SIG_DFL);
	barrier(me);
	say_result(me, "wrote", PROCTREE_KIND_COUNT, write(ends[1], WORD, 1));
}

static void *be_listener(void *arg)
{
	role_name(arg);
	barrier(arg);
	read_next(arg, sizeof(buffer));
	return NULL;
}

static void *be_speaker(void *arg)
{
	role_name(arg);
	barrier(arg);
	say_result(arg, "wrote", PROCTREE_KIND_COUNT,
		   write(ends[1], WORD, strlen(WORD)));
	barrier(arg);
	return NULL;
}

static void have_thread(struct role *me, const char *name,
			void *(*play)(void *arg))
{
	pthread_t thread;

	cpus_pin(cpus_nth(0));
	thread = role_thread(play, trial_role(me->trial, name));
	pthread_join(thread, NULL);
}

static void be_left(struct role *me)
{
	have_thread(me, "speaker", be_speaker);
}

static void be_right(struct role *me)
{
	have_thread(me, "listener", be_listener);
}

/* The harness keeps no end: a pipe is over when its last end is closed. */
static void start_both(struct role *a, void (*play_a)(struct role *me),
		       struct role *b, void (*play_b)(struct role *me))
{
	if (pipe2(ends, O_CLOEXEC))
		trial_fail(a->trial, "pipe: %s%s", strerror(errno),
			   trial_remedy(errno));
	role_start(a, play_a);
	role_start(b, play_b);
	close(ends[0]);
	close(ends[1]);
}

static void run_full(struct trial *t, struct role *writer, struct role *reader)
{
	role_go(reader);
	await_call(reader, SYS_read);
	step(t, "empty", "the reader reads, and the pipe is empty");
	role_next(writer);
	role_wait(reader);
	step(t, "wrote", "the writer has written three bytes");

	role_go(writer);
	await_call(writer, SYS_write);
	step(t, "full", "it has filled the pipe, and writes one page more");
	role_next(reader);
	await_state(writer, "S");
	step(t, "one byte", "the reader has taken one byte");
	role_next(reader);
	role_wait(writer);
	step(t, "one page", "and the rest of that page");
}

static void run_end(struct trial *t, struct role *writer, struct role *keeper,
		    struct role *reader)
{
	role_go(writer);
	role_reap(writer);
	role_next(reader);
	step(t, "writer dead", "the writer has ended; what it wrote was read");
	role_go(reader);
	await_call(reader, SYS_read);
	step(t, "kept", "the pipe is empty; a child of the writer still has "
	     "its end");
	role_go(keeper);
	await_gone(keeper);
	role_wait(reader);
	step(t, "end", "the keeper has ended, too");
	role_go(reader);
	role_reap(reader);
}

static void run_talker(struct trial *t, struct role *talker)
{
	role_start(talker, be_talker);
	role_wait(talker);
	step(t, "no reader", "nobody can read; the talker, who ignores "
	     "SIGPIPE, writes");
	role_go(talker);
	await_state(talker, "Z");
	step(t, "SIGPIPE", "and writes again when it does not ignore it");
	role_reap(talker);
}

static void run_threads(struct trial *t, struct role *left, struct role *right)
{
	struct role *speaker = trial_role(t, "speaker");
	struct role *listener = trial_role(t, "listener");

	start_both(left, be_left, right, be_right);
	role_wait(speaker);
	role_wait(listener);
	role_go(listener);
	await_call(listener, SYS_read);
	step(t, "listening", "a thread of another process reads");
	role_next(speaker);
	role_wait(listener);
	step(t, "spoken", "a thread has written to it");
	role_go(speaker);
	role_go(listener);
	role_reap(left);
	role_reap(right);
}

static void run(struct trial *t)
{
	static const char *const names[] = {
		"writer", "keeper", "reader", "talker", "left", "speaker",
		"right", "listener", "clerk",
	};
	struct role *writer, *keeper, *reader;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		role_declare(t, names[i]);
	writer = trial_role(t, "writer");
	keeper = trial_role(t, "keeper");
	reader = trial_role(t, "reader");
	start_both(writer, be_writer, reader, be_reader);
	role_wait(keeper);
	role_wait(writer);
	role_wait(reader);
	run_full(t, writer, reader);
	run_end(t, writer, keeper, reader);
	run_talker(t, trial_role(t, "talker"));
	run_threads(t, trial_role(t, "left"), trial_role(t, "right"));
	pipe_records(t, trial_role(t, "clerk"));
}

const struct experiment exp_pipe = {
	.name = "pipe",
	.summary = "who sleeps at a pipe, who wakes whom, and its end",
	.topic = TOPIC_IPC,
	.params = {
		{ "writers", "N", "that write at once, 2 to 8", "4",
		  pipe_valid_writers },
	},
	.columns = {
		{ "state" }, { "tgid" }, { "ppid" }, { "mm" }, { "files" },
		{ "sleeps.in", "SLEEPS_IN" },
	},
	.run = run,
	.claims = pipe_claims,
	.events = EVENTS(WAKE),
	.sleeps = true,
};
