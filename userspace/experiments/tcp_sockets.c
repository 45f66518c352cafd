// SPDX-License-Identifier: GPL-2.0-only
/* See tcp_sockets.h. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "harness.h"
#include "tcp_sockets.h"

#define LOOKS	200
#define LOOK_MS	10

static struct sockaddr_in address;

/* A new network has a loopback interface that is down: network_namespaces(7). */
static void enter_network(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd;

	if (unshare(CLONE_NEWNET))
		return;
	fd = tcp_socket();
	if (!ioctl(fd, SIOCGIFFLAGS, &request)) {
		request.ifr_flags |= IFF_UP;
		ioctl(fd, SIOCSIFFLAGS, &request);
	}
	close(fd);
}

/* That nobody has, at this moment. */
bool tcp_choose_port(void)
{
	socklen_t size = sizeof(address);
	struct sockaddr_in somewhere;
	bool up;
	int fd;

	enter_network();
	address = (struct sockaddr_in){
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	fd = tcp_socket();
	up = !tcp_bind(fd) &&
	     !getsockname(fd, (struct sockaddr *)&address, &size);
	/* Without an interface nothing is refused: nothing can be reached. */
	somewhere = address;
	somewhere.sin_port = htons(1);
	close(fd);
	fd = tcp_socket();
	if (connect(fd, (struct sockaddr *)&somewhere, sizeof(somewhere)) &&
	    errno != ECONNREFUSED)
		up = false;
	close(fd);
	return up;
}

int tcp_socket(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

void tcp_reuse(int fd)
{
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){ 1 }, sizeof(int));
}

int tcp_bind(int fd)
{
	return bind(fd, (struct sockaddr *)&address, sizeof(address));
}

int tcp_connect(int fd)
{
	return connect(fd, (struct sockaddr *)&address, sizeof(address));
}

int tcp_connect_later(int fd)
{
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return tcp_connect(fd);
}

void tcp_say_read(const struct role *me, int fd, int flags)
{
	char buffer[16];

	say_result(me, "read", PROCTREE_KIND_COUNT,
		   recv(fd, buffer, sizeof(buffer), flags));
}

void tcp_say_state(const struct role *me, const char *key, int fd)
{
	struct tcp_info info = { 0 };
	socklen_t size = sizeof(info);

	getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size);
	say(me, key, PROCTREE_KIND_COUNT, info.tcpi_state);
}

void tcp_say_rebind(const struct role *me)
{
	int fd = tcp_socket(), other = tcp_socket();

	say_result(me, "bind", PROCTREE_KIND_COUNT, tcp_bind(fd));
	tcp_reuse(other);
	say_result(me, "reuse", PROCTREE_KIND_COUNT, tcp_bind(other));
	close(fd);
	close(other);
}

/* Its local port and state: proc(5), /proc/net/tcp. */
static bool has_time_wait(void)
{
	FILE *file = fopen("/proc/self/net/tcp", "re");
	unsigned int port, state;
	char line[256];
	bool has = false;

	while (file && fgets(line, sizeof(line), file))
		if (sscanf(line, "%*d: %*x:%x %*x:%*x %x", &port, &state) == 2 &&
		    port == ntohs(address.sin_port))
			has |= state == TCP_TIME_WAIT;
	if (file)
		fclose(file);
	return has;
}

void tcp_say_left(const struct role *me)
{
	int looks = 0;

	while (!has_time_wait() && looks++ < LOOKS)
		poll(NULL, 0, LOOK_MS);
	say(me, "time_wait", PROCTREE_KIND_BOOL, looks < LOOKS);
}
