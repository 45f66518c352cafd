// SPDX-License-Identifier: GPL-2.0-only
/* Datagrams from a sender to a receiver; see unix_datagrams.h. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "cpus.h"
#include "harness.h"
#include "unix_datagrams.h"

#define LAST	(-1)

/* Made before the two who have one each. */
static int ends[2];

/* Return: 0 or -errno. */
static int send_number(int number, int flags)
{
	return send(ends[0], &number, sizeof(number), flags) < 0 ? -errno : 0;
}

static void be_sender(struct role *me)
{
	struct sockaddr_un name;
	socklen_t size = sizeof(name);
	int n = 0, err;

	cpus_pin(cpus_nth(0));
	getsockname(ends[0], (struct sockaddr *)&name, &size);
	say(me, "name", PROCTREE_KIND_COUNT, size - sizeof(name.sun_family));
	while (!(err = send_number(n, MSG_DONTWAIT)))
		n++;
	say(me, "sent", PROCTREE_KIND_COUNT, n);
	say(me, "error", PROCTREE_KIND_COUNT, err);
	barrier(me);
	say(me, "last", PROCTREE_KIND_COUNT, send_number(LAST, 0));
	barrier(me);
}

static void be_receiver(struct role *me)
{
	int number, n = 0, ordered = 0;

	cpus_pin(cpus_nth(0));
	barrier(me);
	while (recv(ends[1], &number, sizeof(number), 0) == sizeof(number) &&
	       number != LAST)
		ordered += number == n++;
	say(me, "received", PROCTREE_KIND_COUNT, n);
	say(me, "in_order", PROCTREE_KIND_COUNT, ordered);
	barrier(me);
}

void unix_datagrams(struct trial *t)
{
	struct role *sender = role_declare(t, "sender");
	struct role *receiver = role_declare(t, "receiver");

	if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, ends))
		trial_fail(t, "socketpair: %s", strerror(errno));
	role_start(sender, be_sender);
	role_start(receiver, be_receiver);
	role_wait(sender);
	role_wait(receiver);
	step(t, "full", "a sender of datagrams has sent until it got an error");
	role_go(sender);
	await_call(sender, SYS_sendto);
	step(t, "waiting", "now it waits for room");
	role_next(receiver);
	role_wait(sender);
	step(t, "received", "the receiver has taken them all");
	role_kill(sender);
	role_kill(receiver);
}
