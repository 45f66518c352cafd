// SPDX-License-Identifier: GPL-2.0-only
/*
 * The other side of UNIX sockets; see unixpeers.h.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "unixpeers.h"

struct collection {
	struct unixpeer *peers;
	size_t n, room;
};

static int ask(int fd)
{
	struct {
		struct nlmsghdr header;
		struct unix_diag_req request;
	} message = {
		.header = {
			.nlmsg_len = sizeof(message),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
		.request = {
			.sdiag_family = AF_UNIX,
			.udiag_states = ~0U,
			.udiag_show = UDIAG_SHOW_PEER,
		},
	};

	return send(fd, &message, sizeof(message), 0) < 0 ? -errno : 0;
}

static int add(struct collection *c, uint32_t ino, uint32_t peer)
{
	struct unixpeer *more;

	if (c->n == c->room) {
		c->room = c->room * 2 + 64;
		more = reallocarray(c->peers, c->room, sizeof(*more));
		if (!more)
			return -ENOMEM;
		c->peers = more;
	}
	c->peers[c->n++] = (struct unixpeer){ ino, peer };
	return 0;
}

static int take_socket(struct collection *c, struct nlmsghdr *header)
{
	struct unix_diag_msg *socket = NLMSG_DATA(header);
	struct rtattr *attr = (struct rtattr *)(socket + 1);
	int left = header->nlmsg_len - NLMSG_LENGTH(sizeof(*socket));

	for (; RTA_OK(attr, left); attr = RTA_NEXT(attr, left)) {
		uint32_t peer;

		if (attr->rta_type != UNIX_DIAG_PEER ||
		    RTA_PAYLOAD(attr) < sizeof(peer))
			continue;
		memcpy(&peer, RTA_DATA(attr), sizeof(peer));
		return peer ? add(c, socket->udiag_ino, peer) : 0;
	}
	return 0;
}

/* Return: 1 at the end, 0 if there is more, negative errno. */
static int take_messages(struct collection *c, struct nlmsghdr *header, int n)
{
	int err = 0;

	for (; !err && NLMSG_OK(header, n); header = NLMSG_NEXT(header, n)) {
		if (header->nlmsg_type == NLMSG_DONE)
			return 1;
		if (header->nlmsg_type == NLMSG_ERROR)
			return ((struct nlmsgerr *)NLMSG_DATA(header))->error;
		err = take_socket(c, header);
	}
	return err;
}

static int compare(const void *left, const void *right)
{
	const struct unixpeer *a = left, *b = right;

	return (a->ino > b->ino) - (a->ino < b->ino);
}

int unixpeers_read(struct unixpeer **peersp, size_t *n)
{
	/* Aligned as the headers in it; the kernel fills less than this. */
	static const size_t size = 32768;
	struct nlmsghdr *buffer = malloc(size);
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC,
			NETLINK_SOCK_DIAG);
	struct collection c = { 0 };
	int err = fd < 0 ? -errno : buffer ? ask(fd) : -ENOMEM;

	while (!err) {
		ssize_t got = recv(fd, buffer, size, 0);

		err = got < 0 ? -errno : !got ? -EIO :
		      take_messages(&c, buffer, got);
		if (err == -EINTR)
			err = 0;
	}
	if (fd >= 0)
		close(fd);
	free(buffer);
	if (err < 0) {
		free(c.peers);
		return err;
	}
	if (c.n)
		qsort(c.peers, c.n, sizeof(*c.peers), compare);
	*peersp = c.peers;
	*n = c.n;
	return 0;
}

uint32_t unixpeers_find(const struct unixpeer *peers, size_t n, uint32_t ino)
{
	struct unixpeer key = { ino, 0 }, *found = NULL;

	if (n)
		found = bsearch(&key, peers, n, sizeof(key), compare);
	return found ? found->peer : 0;
}
