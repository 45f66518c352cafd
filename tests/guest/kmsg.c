// SPDX-License-Identifier: GPL-2.0-only
/* Reading /dev/kmsg; see Documentation/ABI/testing/dev-kmsg. */
#include "kmsg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

int kmsg_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0)
		lseek(fd, 0, SEEK_END);
	return fd;
}

/* The kernel writes other bytes than printable ones, and \, as \xHH. */
static void unescape(char *text)
{
	char *to = text;
	unsigned int byte;

	while (*text) {
		if (sscanf(text, "\\x%2x", &byte) == 1) {
			*to++ = byte;
			text += 4;
		} else {
			*to++ = *text++;
		}
	}
	*to = '\0';
}

bool kmsg_next(int fd, char *text, size_t size)
{
	char record[8192], *start, *end;
	ssize_t n;

	do
		n = read(fd, record, sizeof(record) - 1);
	while (n < 0 && (errno == EPIPE || errno == EINTR));
	if (n <= 0)
		return false;
	record[n] = '\0';
	start = strchr(record, ';');
	start = start ? start + 1 : record;
	end = strchr(start, '\n');
	if (end)
		*end = '\0';
	unescape(start);
	snprintf(text, size, "%s", start);
	return true;
}
