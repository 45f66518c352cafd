// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl load: the module into the kernel, and what to do if it is refused.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "kmod.h"
#include "options.h"
#include "proctl.h"

#define ENROLL \
	"'sudo mokutil --import /var/lib/dkms/mok.pub', reboot, enroll the key"

/* What each refusal means; EPERM and ENOENT need a closer look. */
static const struct {
	int err;
	const char *message;
} refusals[] = {
	{ ENOKEY,
	  "the module is signed with a key that the kernel does not trust "
	  "(Secure Boot): " ENROLL ", load again" },
	{ EKEYREJECTED,
	  "the kernel wants a signed module (Secure Boot): 'sudo make dkms', "
	  ENROLL ", load again" },
	{ ENOEXEC,
	  "the module was built for another kernel: run 'make && sudo make "
	  "install' (see 'dmesg')" },
	{ EINVAL,
	  "the module did not like a parameter: see 'modinfo -p proctree' and "
	  "'dmesg'" },
	{ ENOSYS,
	  "this kernel can't load modules (CONFIG_MODULES is off): use "
	  "'./scripts/lab', a virtual machine" },
};

static int first_number_of(const char *path)
{
	FILE *f = fopen(path, "re");
	int number = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%d", &number) != 1)
		number = 0;
	fclose(f);
	return number;
}

static int not_permitted(void)
{
	if (geteuid())
		return proctl_no("loading a module needs root: try 'sudo proctl load'");
	if (first_number_of("/proc/sys/kernel/modules_disabled"))
		return proctl_no("loading of modules is switched off until "
				 "the next boot (kernel.modules_disabled)");
	return proctl_no("the kernel refuses the module. In a container: load "
			 "it outside. With Secure Boot: 'sudo make dkms', "
			 ENROLL ", load again");
}

static int not_found(void)
{
	struct utsname u;

	uname(&u);
	return proctl_no("the module is not installed for kernel %s: run "
			 "'make && sudo make install', or 'sudo make dkms'",
			 u.release);
}

static int refused(int err)
{
	size_t i;

	if (err == EPERM || err == EACCES)
		return not_permitted();
	if (err == ENOENT)
		return not_found();
	for (i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		if (refusals[i].err == err)
			return proctl_no("%s", refusals[i].message);
	}
	return proctl_no("can't load the module: %s (see 'dmesg')",
			 strerror(err));
}

static int loaded_already(const char *parameters)
{
	if (*parameters)
		return proctl_no("the module is loaded already: change "
				 "/sys/module/" KMOD_MODULE "/parameters, or "
				 "run 'sudo proctl unload' first");
	puts("the module is loaded already");
	return PROCTL_YES;
}

/* The kernel would ignore a parameter that the module does not have. */
static int check(struct kmod *k, int argc, char **argv)
{
	int i;

	for (i = optind; i < argc; i++) {
		size_t length = strcspn(argv[i], "=");

		if (!length || !argv[i][length])
			return proctl_usage("load: '%s' is not NAME=VALUE: "
					    "'modinfo -p proctree' lists the "
					    "parameters", argv[i]);
		if (!kmod_has_parameter(k, argv[i], length))
			return proctl_usage("load: no parameter '%.*s': "
					    "'modinfo -p proctree' lists them",
					    (int)length, argv[i]);
	}
	return PROCTL_YES;
}

/* All arguments in one string, to be freed. */
static char *join(int argc, char **argv)
{
	size_t bytes = 1;
	char *all, *end;
	int i;

	for (i = optind; i < argc; i++)
		bytes += strlen(argv[i]) + 1;
	all = calloc(1, bytes);
	if (!all)
		return NULL;
	for (i = optind, end = all; i < argc; i++)
		end += sprintf(end, "%s%s", end == all ? "" : " ", argv[i]);
	return all;
}

static int load(struct kmod *k, const char *parameters)
{
	int err;

	if (!parameters)
		return proctl_no("out of memory");
	err = kmod_load(k, parameters);
	if (err == -EEXIST)
		return loaded_already(parameters);
	return err ? refused(abs(err)) : PROCTL_YES;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = { { 0 } };
	char *parameters;
	struct kmod *k;
	int c, status;

	c = getopt_long(argc, argv, ":", options, NULL);
	if (c >= 0)
		return options_bad(argv, c);
	status = kmod_open(&k);
	if (status)
		return status;
	status = check(k, argc, argv);
	if (!status) {
		parameters = join(argc, argv);
		status = load(k, parameters);
		free(parameters);
	}
	kmod_close(k);
	return status;
}

const struct command cmd_load = {
	.name = "load",
	.summary = "Load the kernel module, as 'modprobe proctree' does",
	.usage = "[NAME=VALUE...]",
	.help =
"NAME=VALUE are parameters of the module; 'modinfo -p proctree' lists them. Needs\n"
"root. If the module is loaded already nothing is done.\n"
"\n"
"EXAMPLES\n"
"  sudo proctl load\n"
"  sudo proctl load hidepid=2    users see their own processes only\n",
	.run = run,
};
