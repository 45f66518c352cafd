// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "shm": what it saves. One process fills a payload, another one
 * looks it through and says so; between them memory, a pipe or a socket.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ipc.h"
#include "shm.h"
#include "timing.h"

#define PAYLOAD	(1 << 18)
#define TRIES	10

/* Over memory only one byte goes there: that it is full. */
struct way {
	const char *says;
	size_t bytes;
	int ends[2];
};

static struct way ways[] = {
	{ "memory_ns", 1, { 0 } },
	{ "pipe_ns", PAYLOAD, { 0 } },
	{ "socket_ns", PAYLOAD, { 0 } },
};

#define NWAYS (sizeof(ways) / sizeof(ways[0]))

static struct {
	char *memory;
	char *copy;
	int back[2];
} have;

static void hand_over(void *arg)
{
	const struct way *way = arg;
	size_t at = 0;
	ssize_t n;
	char byte;

	memset(have.memory, 'x', PAYLOAD);
	for (; at < way->bytes; at += n) {
		n = write(way->ends[1], have.memory + at, way->bytes - at);
		if (n <= 0)
			leave(EXIT_FAILURE);
	}
	if (read(have.back[0], &byte, 1) != 1)
		leave(EXIT_FAILURE);
}

static void take_over(const struct way *way)
{
	const char *payload = way->bytes == 1 ? have.memory : have.copy;
	size_t at = 0;
	ssize_t n;
	char byte;

	for (; at < way->bytes; at += n) {
		n = read(way->ends[0], have.copy + at, way->bytes - at);
		if (n <= 0)
			leave(EXIT_FAILURE);
	}
	byte = memchr(payload, 'y', PAYLOAD) ? 'y' : 'x';
	if (write(have.back[1], &byte, 1) != 1)
		leave(EXIT_FAILURE);
}

/* Removed at once: it stays for those who have it attached. */
static void have_payload(const struct role *me)
{
	int id = shmget(trial_key(me->trial, 1), PAYLOAD,
			IPC_CREAT | IPC_EXCL | 0600);

	say_result(me, "shmget", PROCTREE_KIND_COUNT, id);
	barrier(me);
	have.memory = shmat(id, NULL, 0);
	have.copy = malloc(PAYLOAD);
	shmctl(id, IPC_RMID, NULL);
	if (have.memory == (void *)-1 || !have.copy || pipe(have.back) ||
	    pipe(ways[0].ends) || pipe(ways[1].ends) ||
	    socketpair(AF_UNIX, SOCK_STREAM, 0, ways[2].ends))
		leave(EXIT_FAILURE);
}

static noreturn void be_receiver(void)
{
	size_t i;
	int n;

	for (i = 0; i < NWAYS; i++)
		for (n = 0; n < TRIES; n++)
			take_over(&ways[i]);
	leave(EXIT_SUCCESS);
}

static void be_sender(struct role *me)
{
	size_t i;

	have_payload(me);
	if (!role_made(fork()))
		be_receiver();
	for (i = 0; i < NWAYS; i++)
		say(me, ways[i].says, PROCTREE_KIND_COUNT,
		    timing_best(hand_over, &ways[i], TRIES));
	barrier(me);
}

void shm_costs(struct trial *t)
{
	struct role *sender = role_declare(t, "sender");

	role_start(sender, be_sender);
	role_wait(sender);
	ipc_check(sender, "shmget", "kernel.shmmni or kernel.shmall",
		  "ipcs -m");
	role_next(sender);
	step(t, "carried", "256 KiB to another process: the fastest of %d "
	     "times", TRIES);
	role_go(sender);
	role_reap(sender);
}
