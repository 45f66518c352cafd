// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "tcp": the stages of a server and a client on this machine,
 * what the kernel does without them, and what is left when they have died. In a
 * network of its own, if it may have one.
 */
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "harness.h"
#include "tcp_sockets.h"

static noreturn void be_child(const struct role *me, int fd)
{
	role_name(me);
	barrier(me);
	say_result(me, "wrote", PROCTREE_KIND_COUNT, write(fd, "abc", 3));
	barrier(me);
	leave(EXIT_SUCCESS);
}

/* Gives the connection to a child, and closes its own descriptor. */
static void share(const struct role *me, int fd)
{
	struct stat st;

	say(me, "socket", PROCTREE_KIND_BOOL,
	    !fstat(fd, &st) && S_ISSOCK(st.st_mode));
	if (!role_made(fork()))
		be_child(trial_role(me->trial, "child"), fd);
	barrier(me);
	close(fd);
	barrier(me);
}

/* Close it with something in it that was not read. */
static void close_unread(const struct role *me, int fd)
{
	struct pollfd pfd = { fd, POLLIN, 0 };

	poll(&pfd, 1, -1);
	close(fd);
	barrier(me);
}

static void be_server(struct role *me)
{
	int fd = tcp_socket(), first, second;

	tcp_reuse(fd);
	say_result(me, "bind", PROCTREE_KIND_COUNT, tcp_bind(fd));
	barrier(me);
	listen(fd, 0);
	barrier(me);
	listen(fd, 8);
	first = accept(fd, NULL, NULL);
	tcp_say_read(me, first, 0);
	second = accept(fd, NULL, NULL);
	say_result(me, "accept", PROCTREE_KIND_COUNT, second < 0 ? -1 : 0);
	barrier(me);
	share(me, first);
	close_unread(me, second);
}

/* One more than there is room for; it is not waited for. */
static void say_extra(const struct role *me)
{
	int fd = tcp_socket();

	say_result(me, "extra", PROCTREE_KIND_COUNT, tcp_connect_later(fd));
	tcp_say_state(me, "extra_state", fd);
	close(fd);
}

static void say_write(const struct role *me, int fd)
{
	say_result(me, "wrote", PROCTREE_KIND_COUNT,
		   send(fd, "abc", 3, MSG_NOSIGNAL));
}

static void be_client(struct role *me)
{
	int first = tcp_socket(), second = tcp_socket(), third = tcp_socket();

	say_result(me, "bare", PROCTREE_KIND_COUNT, tcp_connect(-1));
	say_result(me, "connect", PROCTREE_KIND_COUNT, tcp_connect(first));
	barrier(me);
	say_result(me, "connect", PROCTREE_KIND_COUNT, tcp_connect(first));
	say_write(me, first);
	tcp_say_state(me, "state", first);
	say_extra(me);
	barrier(me);
	say_result(me, "connect", PROCTREE_KIND_COUNT, tcp_connect(second));
	say_write(me, second);
	barrier(me);
	tcp_say_read(me, first, 0);
	barrier(me);
	tcp_say_read(me, first, MSG_DONTWAIT);
	barrier(me);
	tcp_say_read(me, first, 0);
	tcp_say_state(me, "state", first);
	close(first);
	barrier(me);
	tcp_say_read(me, second, 0);
	say_write(me, second);
	barrier(me);
	say_result(me, "connect", PROCTREE_KIND_COUNT, tcp_connect(third));
	barrier(me);
	tcp_say_read(me, third, 0);
	barrier(me);
}

/* Begins when the server runs, and begins again when it is dead. */
static void be_successor(struct role *me)
{
	tcp_say_rebind(me);
	barrier(me);
	tcp_say_left(me);
	tcp_say_rebind(me);
	barrier(me);
}

static void run_calls(struct trial *t, struct role *server,
		      struct role *client)
{
	role_next(server);
	role_next(client);
	step(t, "listening", "listen(), no accept() yet: the client connects, "
	     "and writes");
	role_go(server);
	await_call(server, SYS_accept);
	step(t, "accepting", "the server has accepted and read, and asks for "
	     "another one");
	role_next(client);
	role_wait(server);
	step(t, "called", "the client has connected a second time, and written");
}

static void run_ends(struct trial *t, struct role *server,
		     struct role *client, struct role *child)
{
	role_next(server);
	role_wait(child);
	role_next(child);
	role_next(client);
	step(t, "shared", "a child of the server writes to its connection");
	role_next(server);
	role_next(client);
	step(t, "kept", "the server has closed it, the child has not");
	role_go(child);
	await_state(child, "Z");
	role_next(client);
	step(t, "closed", "the child has ended; the client reads, and closes");
	role_next(server);
	role_next(client);
	step(t, "reset", "the server closes the second one and has not read");
}

static void run_deaths(struct trial *t, struct role *server,
		       struct role *client)
{
	struct role *successor = role_declare(t, "successor");

	role_next(client);
	role_start(successor, be_successor);
	role_wait(successor);
	step(t, "queued", "a third connection waits; somebody else wants the "
	     "port");
	role_kill(server);
	role_next(client);
	step(t, "server dead", "the server was killed; the client reads");
	role_kill(client);
	role_next(successor);
	step(t, "both dead", "the client, too; the other one begins again");
	role_kill(successor);
}

static void run(struct trial *t)
{
	struct role *server = role_declare(t, "server");
	struct role *child = role_declare(t, "child");
	struct role *client = role_declare(t, "client");

	if (!tcp_choose_port()) {
		step_skip(t, "bound", "there is no loopback interface: "
			  "'ip link set lo up'");
		return;
	}
	role_start(server, be_server);
	role_wait(server);
	role_start(client, be_client);
	role_wait(client);
	step(t, "bound", "a server with a port; the client connects, twice in "
	     "vain");
	run_calls(t, server, client);
	run_ends(t, server, client, child);
	run_deaths(t, server, client);
}

const struct experiment exp_tcp = {
	.name = "tcp",
	.summary = "the stages of server and client, queues, ends and resets",
	.topic = TOPIC_IPC,
	.columns = {
		{ "state" }, { "files" }, { "ns_net" },
		{ "sleeps.in", "SLEEPS_IN" },
	},
	.run = run,
	.claims = tcp_claims,
	.sleeps = true,
};
