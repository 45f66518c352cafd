// SPDX-License-Identifier: GPL-2.0-only
/*
 * The record of one run: memory, and finding things in it. Knows neither
 * processes nor printing.
 */
#include <ctype.h>
#include <errno.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "trial.h"

uint32_t kernel_parse(const char *release)
{
	unsigned long major, minor;
	char *end;

	if (!isdigit((unsigned char)*release))
		return 0;
	major = strtoul(release, &end, 10);
	if (*end != '.' || !isdigit((unsigned char)end[1]))
		return 0;
	minor = strtoul(end + 1, &end, 10);
	if (!major || major > 0xffff || minor > 0xffff || isalpha(*end))
		return 0;
	return KERNEL(major, minor);
}

uint32_t kernel_running(void)
{
	struct utsname u;

	return uname(&u) ? 0 : kernel_parse(u.release);
}

/*
 * Root of a container has its capabilities there only: user_namespaces(7). The
 * number is PROC_USER_INIT_INO of include/linux/proc_ns.h.
 */
static bool is_user_of_machine(void)
{
	struct stat st;

	return !stat("/proc/self/ns/user", &st) && st.st_ino == 0xeffffffd;
}

static unsigned int privileges(void)
{
	struct __user_cap_header_struct head = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = { 0 };
	unsigned int got = 0;

	if (syscall(SYS_capget, &head, data))
		return 0;
	if (data[0].effective & (1U << CAP_SYS_ADMIN) && is_user_of_machine())
		got |= NEEDS_SYS_ADMIN;
	return got;
}

struct trial *trial_new(const struct experiment *exp)
{
	struct trial *t;
	unsigned int i;

	t = mmap(NULL, sizeof(*t), PROT_READ | PROT_WRITE,
		 MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (t == MAP_FAILED)
		return NULL;
	t->exp = exp;
	t->kernel = kernel_running();
	t->privileges = privileges();
	for (i = 0; i < EXPERIMENT_PARAMS; i++)
		t->param[i] = exp->params[i].initial;
	return t;
}

void trial_free(struct trial *t)
{
	munmap(t, sizeof(*t));
}

const char *trial_param(const struct trial *t, const char *name)
{
	unsigned int i;

	for (i = 0; i < EXPERIMENT_PARAMS && t->exp->params[i].name; i++)
		if (!strcmp(t->exp->params[i].name, name))
			return t->param[i];
	return "";
}

const char *trial_remedy(int err)
{
	switch (err) {
	case EMFILE:
		return "; raise the limit of open files: 'ulimit -n 1024'";
	case ENFILE:
		return "; see /proc/sys/fs/file-nr: the machine has too many "
		       "open files";
	case EAGAIN:
		return "; there are too many processes: end some, or raise "
		       "'ulimit -u'";
	case ENOMEM:
		return "; free some memory";
	case ENOSYS:
	case EPERM:
		return "; if this is a container, allow it in its seccomp "
		       "profile";
	}
	return "";
}

/* Weyl's sequence, well mixed: "splitmix64" of S. Vigna. */
uint32_t trial_random(struct trial *t)
{
	uint64_t z = t->seed += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z >> 32;
}

uint64_t trial_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

int trial_time_left(const struct trial *t, int max)
{
	uint64_t now = trial_clock();
	uint64_t left;

	if (now >= t->deadline_ns)
		return 0;
	left = (t->deadline_ns - now) / 1000000 + 1;
	return left < (uint64_t)max ? (int)left : max;
}

const struct step *trial_step(const struct trial *t, const char *name)
{
	unsigned int i;

	for (i = 0; i < t->nsteps; i++)
		if (!strcmp(t->steps[i].name, name))
			return &t->steps[i];
	return NULL;
}

int trial_role_index(const struct trial *t, const char *name)
{
	unsigned int i;

	for (i = 0; i < t->nroles; i++)
		if (!strcmp(t->roles[i].name, name))
			return i;
	return -1;
}

struct role *trial_role(struct trial *t, const char *name)
{
	int i = trial_role_index(t, name);

	return i < 0 ? NULL : &t->roles[i];
}

const char *trial_role_at(const struct trial *t, const struct step *step,
			  int64_t pid)
{
	const struct proctree_row *row;
	unsigned int i;

	for (; step >= t->steps; step--) {
		for (i = 0; i < t->nroles; i++) {
			row = (const void *)step->seen[i].row;
			if (step->seen[i].asked && !step->seen[i].error &&
			    row->pid == pid)
				return t->roles[i].name;
		}
	}
	return NULL;
}

int trial_player(const struct trial *t, int32_t pid, uint64_t start_ns)
{
	unsigned int i;

	for (i = t->ncasts; i-- > 0;)
		if (t->casts[i].tid == pid &&
		    (!start_ns || t->casts[i].start_ns == start_ns))
			return t->casts[i].role;
	return -1;
}

const struct share *trial_share(const struct trial *t, const char *name)
{
	unsigned int i;

	for (i = 0; i < t->nshares; i++)
		if (!strcmp(t->shares[i].name, name))
			return &t->shares[i];
	return NULL;
}

struct proctree_rows trial_rows(const struct sighting *seen)
{
	return (struct proctree_rows){
		.mask = seen->mask,
		.stride = seen->stride,
		.count = 1,
		.data = (void *)seen->row,
	};
}

const struct said *said_find(const struct said_list *list, const char *key)
{
	unsigned int i;

	for (i = 0; i < list->n; i++)
		if (!strcmp(list->said[i].key, key))
			return &list->said[i];
	return NULL;
}

/* Where a task sleeps: what the fields "sleeps.NAME" are. */
static int sleeps_value(const struct sleeping *sleeps, const char *name,
			int64_t *value)
{
	if (!strcmp(name, "call"))
		*value = sleeps->call;
	else if (!strcmp(name, "fd"))
		*value = sleeps->fd;
	else if (!strcmp(name, "object"))
		*value = sleeps->ino ? (int64_t)sleeps->ino : -1;
	else
		return -EINVAL;
	return *value < 0 ? -ENODATA : 0;
}

int trial_value(const struct sighting *seen, const char *field, int64_t *value)
{
	const struct proctree_field *f;
	const struct proctree_row *row;
	struct proctree_rows rows;
	const struct said *said;

	if (!strncmp(field, "says.", 5)) {
		said = said_find(&seen->says, field + 5);
		if (!said)
			return -ENODATA;
		*value = said->value;
		return 0;
	}
	if (!seen->asked)
		return -ENODATA;
	if (!strcmp(field, "error")) {
		*value = -seen->error;
		return 0;
	}
	if (!strncmp(field, "sleeps.", 7))
		return sleeps_value(&seen->sleeps, field + 7, value);
	f = proctree_field_find(field);
	if (!f || f->kind == PROCTREE_KIND_COMM)
		return -EINVAL;
	if (seen->error)
		return -ENODATA;
	rows = trial_rows(seen);
	row = proctree_row_at(&rows, 0);
	if (!proctree_field_valid(&rows, row, f))
		return -ENODATA;
	*value = proctree_field_int(&rows, row, f);
	return 0;
}

bool trial_in_state(const struct sighting *seen, const char *letters)
{
	char state = ((const struct proctree_row *)seen->row)->state;
	int64_t moving = 0;

	if (seen->error || !state || !strchr(letters, state))
		return false;
	if (!strchr("ZX", state))
		trial_value(seen, state == 'R' ? "state_raw" : "on_cpu",
			    &moving);
	return !moving;
}
