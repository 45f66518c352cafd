// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of capabilities.
 */
#include <stdio.h>
#include <string.h>

#include "decode.h"

/* CAP_* of linux/capability.h without the prefix; the index is the number. */
static const char *const names[] = {
	"chown", "dac_override", "dac_read_search", "fowner", "fsetid", "kill",
	"setgid", "setuid", "setpcap", "linux_immutable", "net_bind_service",
	"net_broadcast", "net_admin", "net_raw", "ipc_lock", "ipc_owner",
	"sys_module", "sys_rawio", "sys_chroot", "sys_ptrace", "sys_pacct",
	"sys_admin", "sys_boot", "sys_nice", "sys_resource", "sys_time",
	"sys_tty_config", "mknod", "lease", "audit_write", "audit_control",
	"setfcap", "mac_override", "mac_admin", "syslog", "wake_alarm",
	"block_suspend", "audit_read", "perfmon", "bpf", "checkpoint_restore",
};

#define NCAPS	(sizeof(names) / sizeof(names[0]))
#define ALL	((1ULL << NCAPS) - 1)

void decode_caps(char *to, uint64_t caps)
{
	const char *blank = "";
	size_t i;

	*to = '\0';
	for (i = 0; i < NCAPS && (caps & ALL) != ALL; i++) {
		if (!(caps >> i & 1))
			continue;
		to += sprintf(to, "%s%s", blank, names[i]);
		blank = " ";
	}
	if ((caps & ALL) == ALL) {
		to += sprintf(to, "all");
		blank = " ";
	}
	if (caps & ~ALL)	/* newer than this list */
		sprintf(to, "%s%#llx", blank, (unsigned long long)caps & ~ALL);
}
