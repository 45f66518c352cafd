// SPDX-License-Identifier: GPL-2.0-only
/* The state of the machine that tests share; see world.h. */
#include "world.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../../scripts/vm/complaint.h"
#include "harness.h"
#include "keeper.h"
#include "kmsg.h"

static struct knob {
	const char *path;
	char value[64];
} knobs[] = {
	{ .path = PID_MAX_FILE },
	{ .path = "/proc/sys/kernel/threads-max" },
	{ .path = "/proc/sys/vm/overcommit_memory" },
	{ .path = PARAMETER("hidepid") },
	{ .path = PARAMETER("hidepid_gid") },
	{ .path = PARAMETER("batch") },
	{ .path = PARAMETER("max_open") },
};

#define NKNOBS	(sizeof(knobs) / sizeof(knobs[0]))

static int kmsg = -1;

bool kernel_is(const char *kind)
{
	const char *is = getenv("PROCTREE_DEBUG");

	return is && !strcmp(is, kind);
}

static int try_read(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, text, size - 1);

	if (fd >= 0)
		close(fd);
	if (n < 0)
		return -1;
	if (n > 0 && text[n - 1] == '\n')
		n--;
	text[n] = '\0';
	return 0;
}

void file_read(const char *path, char *text, size_t size)
{
	if (try_read(path, text, size))
		FAIL("%s: %s", path, strerror(errno));
}

int file_try_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : write(fd, text, strlen(text));
	int err = n < 0 ? -errno : 0;

	if (fd >= 0)
		close(fd);
	return err;
}

void file_write(const char *path, const char *text)
{
	int err = file_try_write(path, text);

	if (err)
		FAIL("%s: writing \"%s\": %s", path, text, strerror(-err));
}

void hidepid_set(const char *mode, const char *gid)
{
	file_write(PARAMETER("hidepid"), mode);
	file_write(PARAMETER("hidepid_gid"), gid);
}

bool world_save(void)
{
	size_t i;

	for (i = 0; i < NKNOBS; i++) {
		if (!try_read(knobs[i].path, knobs[i].value,
			      sizeof(knobs[i].value)))
			continue;
		fprintf(stderr, "guest tests: %s: %s; is the module loaded?\n",
			knobs[i].path, strerror(errno));
		return false;
	}
	kmsg = kmsg_open();
	return kmsg >= 0;
}

static void reload(void)
{
	int status = system("rmmod proctree 2>/dev/null; modprobe proctree");

	if (status)
		note("loading the module again: status %d", status);
}

static bool check_knob(struct knob *k)
{
	char now[64];

	if (!try_read(k->path, now, sizeof(now)) && !strcmp(now, k->value))
		return true;
	note("%s was left changed", k->path);
	if (file_try_write(k->path, k->value))
		reload();
	return false;
}

static bool check_users(void)
{
	char count[32] = "";

	if (!try_read("/sys/module/proctree/refcnt", count, sizeof(count)) &&
	    !strcmp(count, keeper_attends() ? "1" : "0"))
		return true;
	note("the module's use count is \"%s\" after the test", count);
	return false;
}

static bool check_kmsg(void)
{
	char line[1024];
	bool good = true;

	while (kmsg_next(kmsg, line, sizeof(line)))
		if (is_complaint(line)) {
			note("kernel: %s", line);
			good = false;
		}
	return good;
}

bool world_check(void)
{
	bool good = check_users();
	size_t i;

	for (i = 0; i < NKNOBS; i++)
		good &= check_knob(&knobs[i]);
	return check_kmsg() && good;
}
