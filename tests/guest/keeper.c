// SPDX-License-Identifier: GPL-2.0-only
/* Keeping the module's probes in the kernel; see keeper.h. */
#include "keeper.h"

#include <fcntl.h>
#include <unistd.h>

#include "harness.h"

static void set_second_cpu(char online)
{
	int fd = open("/sys/devices/system/cpu/cpu1/online", O_WRONLY);

	if (fd < 0) /* there is none */
		return;
	ASSERT_EQ(write(fd, &online, 1), 1);
	close(fd);
}

void keep_probes(struct stream *keeper)
{
	set_second_cpu('0');
	stream_open(keeper, ~0ULL, getpid());
	set_second_cpu('1');
}

void release_probes(struct stream *keeper)
{
	set_second_cpu('0');
	stream_close(keeper);
	set_second_cpu('1');
}
