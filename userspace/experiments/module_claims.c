// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is said about modules. Data only; the experiment itself is in module.c.
 */
#include <errno.h>

#include "trial.h"

#define TAINT_OOT_MODULE	(1 << 12)	/* include/linux/panic.h */

const struct claim module_claims[] = {
	{
		.id = "module-load",
		.sentence = "Modules are loaded and unloaded while the system "
			    "runs.",
		.why = "One of the kernel's own came and went. Not if modules "
		       "are switched off, or must be signed and are not.",
		.source = "init_module(2), delete_module(2), modprobe(8)",
		.checks = {
			IS("before", "loader", "says.loaded", 0),
			IS("loaded", "loader", "says.load", 0),
			IS("loaded", "loader", "says.loaded", 1),
			IS("unloaded", "loader", "says.unload", 0),
			IS("unloaded", "loader", "says.loaded", 0),
		},
		.expect = ALWAYS(HOLDS),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "module-rmmod",
		.sentence = "rmmod removes a module.",
		.why = "If nobody uses it. Ours has its device open in this "
		       "very run: EAGAIN, and it is still there.",
		.source = "delete_module(2), rmmod(8)",
		.checks = {
			IS("unloaded", "loader", "says.unload", 0),
			IS("in use", "loader", "says.unload", 0),
			IS("in use", "loader", "says.loaded", 0),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "module-no-rebuild",
		.sentence = "With modules nothing has to be built anew.",
		.why = "Not the kernel. A module is built for one kernel: with "
		       "another vermagic the same file was refused.",
		.source = "kernel/module/main.c check_modinfo(); modinfo(8)",
		.checks = {
			IS("loaded", "loader", "says.load", 0),
			IS("other kernel", "loader", "says.load", 0),
		},
		.expect = ALWAYS(PARTLY),
		.needs = NEEDS_SYS_ADMIN,
	}, {
		.id = "module-syscalls",
		.sentence = "A module serves programs by system calls of its "
			    "own.",
		.why = "It can't add one; it offers files and devices to those "
		       "that there are: open, read, ioctl.",
		.source = "syscalls(2), ioctl(2)",
		.checks = {
			IS("calls", "loader", "says.ioctl", 0),
			IS_NOT("calls", "loader", "says.new_call", -ENOSYS),
		},
		.expect = ALWAYS(PARTLY),
	}, {
		.id = "module-taint",
		.sentence = "A module from outside of the kernel's source marks "
			    "the kernel as tainted.",
		.why = "O in /sys/module/proctree/taint, bit 12 of the "
		       "kernel's mask; it stays when the module has gone.",
		.source = "Documentation/admin-guide/tainted-kernels.rst",
		.checks = {
			IS("in use", "loader", "says.foreign", 1),
			HAS("in use", "loader", "says.tainted",
			    TAINT_OOT_MODULE),
		},
		.expect = ALWAYS(HOLDS),
	}, {
		.id = "control-module-unused",
		.sentence = "An open device does not count as use of its "
			    "module.",
		.checks = {
			IS("in use", "loader", "says.users", 0),
			IS("in use", "loader", "says.loaded", 0),
		},
		.lie = true,
	}, {
		.id = "control-module-new-call",
		.sentence = "Any number is a system call.",
		.checks = {
			IS_NOT("calls", "loader", "says.new_call", -ENOSYS),
		},
		.lie = true,
	},
	{ 0 },
};
