/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What host.c and guest.c say to each other over one virtio-serial port:
 * frames in order, so that the exit status comes after all output.
 */
#ifndef LAB_WIRE_H
#define LAB_WIRE_H

#include <errno.h>
#include <stdint.h>
#include <unistd.h>

#define WIRE_MAX	(256 * 1024)	/* bytes in a frame, at most */

enum wire_type {
	/* guest to host */
	WIRE_READY = 'R',	/* waits for the command */
	WIRE_OUT = 'O',		/* standard output, or the terminal's */
	WIRE_ERR = 'E',		/* standard error */
	WIRE_LOG = 'K',		/* a line of the kernel log */
	WIRE_EXIT = 'X',	/* one byte: the command's exit status */
	/* host to guest */
	WIRE_CWD = 'D',		/* working directory */
	WIRE_ENV = 'V',		/* NAME=VALUE */
	WIRE_ARG = 'A',		/* next argument of the command */
	WIRE_WINDOW = 'W',	/* struct winsize; before RUN: on a terminal */
	WIRE_RUN = 'S',		/* start it */
	WIRE_IN = 'I',		/* typed at the terminal */
};

struct wire_head {
	uint32_t type;
	uint32_t len;
};

/* All of it or -1 with errno; 0 at end of file. */
static inline int wire_read_all(int fd, void *buf, size_t len)
{
	char *p = buf;

	while (len) {
		ssize_t n = read(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n;
		p += n;
		len -= n;
	}
	return 1;
}

static inline int wire_write_all(int fd, const void *buf, size_t len)
{
	const char *p = buf;

	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		p += n;
		len -= n;
	}
	return 0;
}

static inline int wire_send(int fd, enum wire_type type, const void *data,
			    size_t len)
{
	struct wire_head head = { .type = type, .len = len };

	if (wire_write_all(fd, &head, sizeof(head)))
		return -1;
	return wire_write_all(fd, data, len);
}

/*
 * wire_receive - the next frame
 * @buf: WIRE_MAX + 1 bytes; the data is NUL-terminated there
 *
 * Return: 1, 0 at end of file, or -1 with errno.
 */
static inline int wire_receive(int fd, struct wire_head *head, char *buf)
{
	int ret = wire_read_all(fd, head, sizeof(*head));

	if (ret <= 0)
		return ret;
	if (head->len > WIRE_MAX) {
		errno = EPROTO;
		return -1;
	}
	ret = head->len ? wire_read_all(fd, buf, head->len) : 1;
	buf[head->len] = '\0';
	return ret;
}

#endif
