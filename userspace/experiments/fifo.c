// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "fifo": how two processes that have nothing in common meet at
 * a name, and what is left there when they have gone.
 */
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cpus.h"
#include "harness.h"

#define WORD "abc"

/* In the directory of the trial. */
static char path[128], other[128];

static bool is_fifo(const char *name)
{
	struct stat st;

	return !lstat(name, &st) && S_ISFIFO(st.st_mode);
}

/* Return: the descriptor, for who needs it. */
static int say_open(const struct role *me, const char *key, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);

	say_result(me, key, PROCTREE_KIND_COUNT, fd < 0 ? fd : 0);
	return fd;
}

static void be_maker(struct role *me)
{
	struct stat st = { 0 };

	say_result(me, "mkfifo", PROCTREE_KIND_COUNT, mkfifo(path, 0600));
	say_result(me, "mknod", PROCTREE_KIND_COUNT,
		   mknod(other, S_IFIFO | 0600, 0));
	say_result(me, "again", PROCTREE_KIND_COUNT, mkfifo(path, 0600));
	say(me, "fifos", PROCTREE_KIND_COUNT, is_fifo(path) + is_fifo(other));
	barrier(me);
	say_result(me, "stat", PROCTREE_KIND_COUNT, stat(path, &st));
	say(me, "bytes", PROCTREE_KIND_BYTES, st.st_size);
	say(me, "blocks", PROCTREE_KIND_COUNT, st.st_blocks);
	barrier(me);
}

/* It ends with two of the three bytes unread. */
static void be_reader(struct role *me)
{
	char byte;
	int fd, waiting = 0;

	cpus_pin(cpus_nth(0));
	barrier(me);
	fd = say_open(me, "open", O_RDONLY);
	barrier(me);
	ioctl(fd, FIONREAD, &waiting);
	say(me, "waiting", PROCTREE_KIND_BYTES, waiting);
	say_result(me, "read", PROCTREE_KIND_COUNT, read(fd, &byte, 1));
	barrier(me);
}

/* In a session of its own, and soon with another parent. */
static noreturn void be_writer(const struct role *me)
{
	int fd;

	role_name(me);
	setsid();
	cpus_pin(cpus_nth(0));
	barrier(me);
	fd = say_open(me, "open", O_WRONLY);
	barrier(me);
	say_result(me, "wrote", PROCTREE_KIND_COUNT,
		   write(fd, WORD, strlen(WORD)));
	barrier(me);
	leave(EXIT_SUCCESS);
}

static void be_starter(struct role *me)
{
	if (!role_made(fork()))
		be_writer(trial_role(me->trial, "writer"));
}

/* A mode is nothing to who may do everything. */
static void drop_privileges(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct none[2] = { 0 };

	syscall(SYS_capset, &head, none);
}

static void be_trier(struct role *me)
{
	char byte;
	int fd;

	say(me, "is_there", PROCTREE_KIND_BOOL, is_fifo(path));
	close(say_open(me, "writing", O_WRONLY | O_NONBLOCK));
	fd = say_open(me, "reading", O_RDONLY | O_NONBLOCK);
	say_result(me, "read", PROCTREE_KIND_COUNT, read(fd, &byte, 1));
	close(fd);
	close(say_open(me, "both", O_RDWR));
	barrier(me);
	chmod(path, 0);
	drop_privileges();
	close(say_open(me, "denied", O_RDONLY | O_NONBLOCK));
	chmod(path, 0600);
	barrier(me);
}

static void be_sender(struct role *me)
{
	barrier(me);
	say_open(me, "open", O_WRONLY);
}

/* The reader is first, and sleeps. */
static void run_meeting(struct trial *t, struct role *writer,
			struct role *reader)
{
	role_start(reader, be_reader);
	role_wait(reader);
	role_go(reader);
	await_call(reader, SYS_openat);
	step(t, "alone", "the reader opens it to read; nobody has opened it to "
	     "write");
	role_next(writer);
	role_wait(reader);
	step(t, "met", "the writer has opened it");
}

static void run_data(struct trial *t, struct role *maker, struct role *writer,
		     struct role *reader)
{
	role_next(writer);
	role_next(maker);
	step(t, "wrote", "three bytes are in it; stat() asks for the file");
	role_go(maker);
	role_reap(maker);
	role_next(reader);
	step(t, "read", "the reader has taken one of them");
	role_go(writer);
	await_gone(writer);
	role_go(reader);
	role_reap(reader);
}

static void run_tries(struct trial *t, struct role *trier)
{
	role_start(trier, be_trier);
	role_wait(trier);
	step(t, "gone", "both have ended; another one opens it without waiting");
	role_next(trier);
	step(t, "denied", "and without privileges, when its mode is 0");
	role_go(trier);
	role_reap(trier);
}

static void run_lone_writer(struct trial *t, struct role *sender)
{
	role_start(sender, be_sender);
	role_wait(sender);
	role_go(sender);
	await_call(sender, SYS_openat);
	step(t, "lone writer", "a sender opens it to write; nobody reads");
	role_signal(sender, SIGTERM);
	await_state(sender, "Z");
	step(t, "SIGTERM", "SIGTERM to the sender");
	role_reap(sender);
}

static void run(struct trial *t)
{
	const char *dir = trial_dir(t);
	struct role *maker = role_declare(t, "maker");
	struct role *starter = role_declare(t, "starter");
	struct role *writer = role_declare(t, "writer");
	struct role *reader = role_declare(t, "reader");
	struct role *trier = role_declare(t, "trier");
	struct role *sender = role_declare(t, "sender");

	snprintf(path, sizeof(path), "%s/fifo", dir);
	snprintf(other, sizeof(other), "%s/other", dir);
	role_start(maker, be_maker);
	role_wait(maker);
	if (role_said(maker, "mkfifo"))
		trial_fail(t, "mkfifo %s: %s", path,
			   strerror(-role_said(maker, "mkfifo")));
	step(t, "made", "two FIFOs, by mkfifo() and by mknod()");
	role_start(starter, be_starter);
	role_wait(writer);
	await_state(starter, "Z");
	role_reap(starter);
	run_meeting(t, writer, reader);
	run_data(t, maker, writer, reader);
	run_tries(t, trier);
	run_lone_writer(t, sender);
}

const struct experiment exp_fifo = {
	.name = "fifo",
	.summary = "how strangers meet at a name, and what is left there",
	.topic = TOPIC_IPC,
	.columns = {
		{ "state" }, { "ppid" }, { "sid" }, { "files" },
		{ "sleeps.in", "SLEEPS_IN" },
	},
	.run = run,
	.claims = fifo_claims,
	.events = EVENTS(WAKE),
	.sleeps = true,
};
