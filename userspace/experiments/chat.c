// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "chat": two processes that talk through two FIFOs, one for each
 * direction. The classic exercise, and what makes it fail.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cpus.h"
#include "harness.h"

/* FIFOs in the directory of the trial. */
static char to_ann[128], to_bob[128], one[128];

/* What they say to each other are numbers. */
static void speak(const struct role *me, int fd, int word)
{
	say_result(me, "said", PROCTREE_KIND_COUNT,
		   write(fd, &word, sizeof(word)) < 0 ? -1 : word);
	barrier(me);
}

static void listen_to(const struct role *me, int fd)
{
	int word = 0;

	say_result(me, "heard", PROCTREE_KIND_COUNT,
		   read(fd, &word, sizeof(word)) < 0 ? -1 : word);
	barrier(me);
}

/* On one processor, so that who runs when somebody is woken has woken it. */
static void begin(const struct role *me)
{
	signal(SIGPIPE, SIG_IGN);
	cpus_pin(cpus_nth(0));
	barrier(me);
}

static void be_ann(struct role *me)
{
	int in, out;

	begin(me);
	out = open(to_bob, O_WRONLY);
	in = open(to_ann, O_RDONLY);
	barrier(me);
	speak(me, out, 1);
	listen_to(me, in);
	speak(me, out, 3);
	listen_to(me, in);
	listen_to(me, in);
	speak(me, out, 5);
}

static void be_bob(struct role *me)
{
	int in, out;

	begin(me);
	in = open(to_bob, O_RDONLY);
	out = open(to_ann, O_WRONLY);
	barrier(me);
	listen_to(me, in);
	speak(me, out, 2);
	speak(me, out, 4);
	listen_to(me, in);
}

/* With one FIFO for both directions. */
static void be_ann_of_one(struct role *me)
{
	int fd = open(one, O_RDWR);

	begin(me);
	speak(me, fd, 1);
	listen_to(me, fd);
}

static void be_bob_of_one(struct role *me)
{
	int fd = open(one, O_RDWR);

	begin(me);
	listen_to(me, fd);
}

/* Each wants to listen first. */
static void be_ann_in_vain(struct role *me)
{
	begin(me);
	open(to_ann, O_RDONLY);
}

static void be_bob_in_vain(struct role *me)
{
	begin(me);
	open(to_bob, O_RDONLY);
}

static void start(struct role *role, void (*play)(struct role *me))
{
	role_recast(role);
	role_start(role, play);
	role_wait(role);
}

static void run_turns(struct trial *t, struct role *ann, struct role *bob)
{
	role_go(bob);
	await_call(bob, SYS_read);
	step(t, "bob listens", "Bob reads from his FIFO, which is empty");
	role_next(ann);
	role_wait(bob);
	step(t, "ann spoke", "Ann has written to it");

	role_go(ann);
	await_call(ann, SYS_read);
	step(t, "ann listens", "now Ann reads from hers");
	role_next(bob);
	role_wait(ann);
	step(t, "bob spoke", "Bob has answered");

	role_next(ann);
	role_next(bob);
	step(t, "both spoke", "both have written before the other one read");
	role_next(ann);
	role_next(bob);
	step(t, "both heard", "and then both have read");
}

static void run_end(struct trial *t, struct role *ann, struct role *bob)
{
	role_go(ann);
	await_call(ann, SYS_read);
	role_kill(bob);
	role_wait(ann);
	role_next(ann);
	step(t, "bob killed", "Ann was reading when Bob was killed; then she "
	     "has written");
	role_go(ann);
	role_reap(ann);
}

static void run_one(struct trial *t, struct role *ann, struct role *bob)
{
	start(ann, be_ann_of_one);
	start(bob, be_bob_of_one);
	role_next(ann);
	role_next(ann);
	role_go(bob);
	await_call(bob, SYS_read);
	step(t, "one FIFO", "with one FIFO: Ann has written and read, now Bob "
	     "reads");
	role_kill(ann);
	role_kill(bob);
}

static void run_in_vain(struct trial *t, struct role *ann, struct role *bob)
{
	start(ann, be_ann_in_vain);
	start(bob, be_bob_in_vain);
	role_go(ann);
	role_go(bob);
	await_call(ann, SYS_openat);
	await_call(bob, SYS_openat);
	step(t, "deadlock", "each opens the FIFO to read from first");
	role_kill(ann);
	role_kill(bob);
}

static void make(struct trial *t, const char *name, char *path, size_t size)
{
	snprintf(path, size, "%s/%s", trial_dir(t), name);
	if (mkfifo(path, 0600))
		trial_fail(t, "mkfifo %s: %s", path, strerror(errno));
}

static void run(struct trial *t)
{
	struct role *ann = role_declare(t, "ann");
	struct role *bob = role_declare(t, "bob");

	make(t, "to-ann", to_ann, sizeof(to_ann));
	make(t, "to-bob", to_bob, sizeof(to_bob));
	make(t, "one", one, sizeof(one));
	start(ann, be_ann);
	start(bob, be_bob);
	role_go(ann);
	role_go(bob);
	role_wait(ann);
	role_wait(bob);
	step(t, "open", "both have opened both FIFOs, in the same order");
	run_turns(t, ann, bob);
	run_end(t, ann, bob);
	run_one(t, ann, bob);
	run_in_vain(t, ann, bob);
}

const struct experiment exp_chat = {
	.name = "chat",
	.summary = "two processes talk through two FIFOs, and how that fails",
	.topic = TOPIC_IPC,
	.columns = {
		{ "state" }, { "ppid" }, { "mm" }, { "files" },
		{ "sleeps.in", "SLEEPS_IN" },
	},
	.run = run,
	.claims = chat_claims,
	.events = EVENTS(WAKE),
	.sleeps = true,
};
