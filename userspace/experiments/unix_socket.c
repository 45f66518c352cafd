// SPDX-License-Identifier: GPL-2.0-only
/*
 * The experiment "unix-socket": names of local sockets, who sleeps at them and
 * who wakes whom, what can be sent, and what is left when one side has died.
 * Datagrams are in unix_datagrams.c.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "cpus.h"
#include "harness.h"
#include "unix_datagrams.h"

#define WORD		"abc"
#define NUMBER		100	/* of the client's descriptor, at least */
#define OFFSET		7

static struct sockaddr_un path_name, abstract_name;

static void choose_names(struct trial *t)
{
	const char *dir = trial_dir(t);

	path_name.sun_family = AF_UNIX;
	snprintf(path_name.sun_path, sizeof(path_name.sun_path), "%s/socket",
		 dir);
	abstract_name.sun_family = AF_UNIX;
	snprintf(abstract_name.sun_path + 1,
		 sizeof(abstract_name.sun_path) - 1, "%s", dir);
}

static int new_socket(void)
{
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static void say_bind(const struct role *me, const char *key, int fd,
		     const struct sockaddr_un *name)
{
	say_result(me, key, PROCTREE_KIND_COUNT,
		   bind(fd, (const struct sockaddr *)name, sizeof(*name)));
}

static int say_connect(const struct role *me)
{
	int fd = new_socket();

	say_result(me, "connect", PROCTREE_KIND_COUNT,
		   connect(fd, (struct sockaddr *)&path_name,
			   sizeof(path_name)));
	return fd;
}

static void say_file(const struct role *me)
{
	struct stat st;

	say(me, "file", PROCTREE_KIND_BOOL,
	    !lstat(path_name.sun_path, &st) && S_ISSOCK(st.st_mode));
}

static void say_peer(const struct role *me, int fd)
{
	struct ucred peer = { 0 };
	socklen_t size = sizeof(peer);

	getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size);
	say(me, "peer", PROCTREE_KIND_PID, peer.pid);
}

static void say_read(const struct role *me, int fd)
{
	char buffer[16];

	say_result(me, "read", PROCTREE_KIND_COUNT,
		   recv(fd, buffer, sizeof(buffer), 0));
}

static void say_write(const struct role *me, int fd)
{
	say_result(me, "wrote", PROCTREE_KIND_COUNT,
		   send(fd, WORD, strlen(WORD), MSG_NOSIGNAL));
}

/* A message with room for one descriptor; unix(7), cmsg(3). */
struct parcel {
	char byte;
	struct iovec iov;
	union {
		char room[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control;
	struct msghdr msg;
};

static struct cmsghdr *init_parcel(struct parcel *p)
{
	memset(p, 0, sizeof(*p));
	p->iov = (struct iovec){ &p->byte, 1 };
	p->msg.msg_iov = &p->iov;
	p->msg.msg_iovlen = 1;
	p->msg.msg_control = p->control.room;
	p->msg.msg_controllen = sizeof(p->control.room);
	return CMSG_FIRSTHDR(&p->msg);
}

static void send_file(const struct role *me, int to, int fd)
{
	struct parcel p;
	struct cmsghdr *head = init_parcel(&p);

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof(fd));
	memcpy(CMSG_DATA(head), &fd, sizeof(fd));
	say(me, "number", PROCTREE_KIND_COUNT, fd);
	say_result(me, "sent", PROCTREE_KIND_COUNT, sendmsg(to, &p.msg, 0));
}

static void receive_file(const struct role *me, int from)
{
	struct parcel p;
	struct cmsghdr *head = init_parcel(&p);
	int fd = -1;

	if (recvmsg(from, &p.msg, MSG_CMSG_CLOEXEC) == 1 &&
	    p.msg.msg_controllen)
		memcpy(&fd, CMSG_DATA(head), sizeof(fd));
	say(me, "number", PROCTREE_KIND_COUNT, fd);
	say_result(me, "offset", PROCTREE_KIND_COUNT,
		   lseek(fd, 0, SEEK_CUR));
	lseek(fd, 1, SEEK_CUR);
}

/* On one processor, so that who runs when somebody is woken has woken it. */
static void be_server(struct role *me)
{
	int fd = new_socket(), first, abstract = new_socket();

	cpus_pin(cpus_nth(0));
	say_result(me, "unlink", PROCTREE_KIND_COUNT,
		   unlink(path_name.sun_path));
	say_bind(me, "bind", fd, &path_name);
	say_bind(me, "abstract", abstract, &abstract_name);
	say_file(me);
	barrier(me);
	listen(fd, 0);
	barrier(me);
	first = accept(fd, NULL, NULL);
	say_read(me, first);
	say_peer(me, first);
	barrier(me);
	accept(fd, NULL, NULL);
	say_result(me, "accept", PROCTREE_KIND_COUNT,
		   accept(fd, NULL, NULL) < 0 ? -1 : 0);
	barrier(me);
	receive_file(me, first);
	barrier(me);
	say_read(me, first);
	say_write(me, first);
	say_peer(me, first);
	barrier(me);
}

static int open_file(void)
{
	int fd = memfd_create("file", MFD_CLOEXEC);

	lseek(fd, OFFSET, SEEK_SET);
	return fcntl(fd, F_DUPFD_CLOEXEC, NUMBER);
}

static void be_client(struct role *me)
{
	int fd, file = open_file();

	cpus_pin(cpus_nth(0));
	close(say_connect(me));
	barrier(me);
	fd = say_connect(me);
	say_write(me, fd);
	say_peer(me, fd);
	barrier(me);
	say_connect(me);
	barrier(me);
	send_file(me, fd, file);
	barrier(me);
	say_result(me, "offset", PROCTREE_KIND_COUNT,
		   lseek(file, 0, SEEK_CUR));
	barrier(me);
}

static void be_other(struct role *me)
{
	int fd;

	cpus_pin(cpus_nth(0));
	barrier(me);
	fd = say_connect(me);
	say_bind(me, "abstract", new_socket(), &abstract_name);
	barrier(me);
	say_read(me, fd);
	say_connect(me);
	say_file(me);
	say_bind(me, "bind", new_socket(), &path_name);
	say_bind(me, "abstract", new_socket(), &abstract_name);
	unlink(path_name.sun_path);
	say_bind(me, "again", new_socket(), &path_name);
	barrier(me);
}

static void run_queue(struct trial *t, struct role *server,
		      struct role *client, struct role *other)
{
	role_next(server);
	role_next(client);
	step(t, "connected", "listen(), no accept() yet: the client connects "
	     "and writes");
	role_go(other);
	await_call(other, SYS_connect);
	step(t, "queue full", "the other one connects; there is a queue for "
	     "one");
	role_next(server);
	role_wait(other);
	step(t, "accepted", "the server has accepted the first, and read");
	role_go(server);
	await_call(server, SYS_accept);
	step(t, "accepting", "it has accepted the second, and asks for more");
	role_next(client);
	role_wait(server);
	step(t, "called", "the client has connected a second time");
}

static void run_passing(struct trial *t, struct role *server,
			struct role *client)
{
	role_next(client);
	role_next(server);
	step(t, "passed", "the client has sent an open file to the server");
	role_next(client);
	step(t, "moved", "the server has moved its offset by one");
}

static void run_deaths(struct trial *t, struct role *server,
		       struct role *client, struct role *other)
{
	role_kill(client);
	role_next(server);
	step(t, "client dead", "the client was killed; the server reads and "
	     "writes");
	role_kill(server);
	role_next(other);
	step(t, "server dead", "the server was killed; the other one tries its "
	     "names");
	role_kill(other);
}

static void run(struct trial *t)
{
	struct role *server = role_declare(t, "server");
	struct role *client = role_declare(t, "client");
	struct role *other = role_declare(t, "other");

	choose_names(t);
	role_start(server, be_server);
	role_wait(server);
	role_start(client, be_client);
	role_wait(client);
	role_start(other, be_other);
	role_wait(other);
	step(t, "bound", "a server with a path and an abstract name; the client "
	     "connects");
	run_queue(t, server, client, other);
	run_passing(t, server, client);
	run_deaths(t, server, client, other);
	unix_datagrams(t);
}

const struct experiment exp_unix_socket = {
	.name = "unix-socket",
	.summary = "names, queues, files sent and death at local sockets",
	.topic = TOPIC_IPC,
	.columns = {
		{ "state" }, { "files" }, { "sleeps.in", "SLEEPS_IN" },
	},
	.run = run,
	.claims = unix_socket_claims,
	.events = EVENTS(WAKE),
	.sleeps = true,
};
