// SPDX-License-Identifier: GPL-2.0-only
/* Keeping the module's probes in the kernel; see keeper.h. */
#include "keeper.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "harness.h"
#include "stream.h"

#define KTHREADD 2 /* a family in which little happens */

static struct stream keeper;

static void set_second_cpu(char online)
{
	int fd = open("/sys/devices/system/cpu/cpu1/online", O_WRONLY);

	if (fd < 0) /* there is none */
		return;
	ASSERT_EQ(write(fd, &online, 1), 1);
	close(fd);
}

bool keeper_attends(void)
{
	return keeper.fd;
}

void keeper_attend(const char *file)
{
	bool wanted = file && !strncmp(file, "experiments", 11);

	if (wanted == keeper_attends())
		return;
	set_second_cpu('0');
	if (wanted) {
		stream_open(&keeper, ~0ULL, KTHREADD);
	} else {
		stream_close(&keeper);
		keeper.fd = 0;
	}
	set_second_cpu('1');
}
