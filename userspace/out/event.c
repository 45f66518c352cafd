// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names of kinds of events and of what is in them; see event.h.
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "event.h"
#include "put.h"

#define K(kind) (1ULL << PROCTREE_EVENT_##kind)

const struct event_name event_names[] = {
	{ "lost", K(LOST), "events were lost here; always shown" },
	{ "mark", K(MARK), "a mark that a program put into the stream" },
	{ "fork", K(FORK), "a task made another: fork, vfork, clone" },
	{ "new", K(NEW), "a new task is woken for the first time" },
	{ "exec", K(EXEC), "a process runs another program" },
	{ "rename", K(RENAME), "a task has another name" },
	{ "exit", K(EXIT), "a task begins to exit" },
	{ "reparent", K(REPARENT), "an orphan gets another parent" },
	{ "free", K(FREE), "a task was waited for, and is gone" },
	{ "wait", K(WAIT), "a task waits for a child" },
	{ "signal", K(SIGNAL), "a task is sent a signal" },
	{ "deliver", K(DELIVER), "a task takes a signal" },
	{ "sleep", K(SLEEP), "a task leaves the processor" },
	{ "run", K(RUN), "a task gets the processor" },
	{ "wake", K(WAKE), "a task becomes runnable" },
	{ "ktstop", K(KTSTOP), "a kernel thread is to stop" },
	{ "life", K(FORK) | K(EXEC) | K(EXIT) | K(REPARENT) | K(FREE),
	  "fork,exec,exit,reparent,free" },
	{ "signals", K(SIGNAL) | K(DELIVER), "signal,deliver" },
	{ "sched", PROCTREE_EVENTS_SCHED, "sleep,run,wake" },
	{ "all", ~0ULL, "all kinds that are given" },
	{ NULL, 0, NULL },
};

#define NKINDS (PROCTREE_EVENT_KTSTOP + 1)

const char *event_name(uint32_t kind)
{
	static char unknown[24];

	if (kind < NKINDS)
		return event_names[kind].name;
	snprintf(unknown, sizeof(unknown), "event %u", kind);
	return unknown;
}

static const struct event_name *find_name(const char *word, size_t len)
{
	const struct event_name *n;

	for (n = event_names; n->name; n++) {
		if (strlen(n->name) == len && !strncmp(n->name, word, len))
			return n;
	}
	return NULL;
}

bool event_kinds_parse(const char *list, uint64_t *kinds, char *wrong,
		       size_t size)
{
	const struct event_name *n;
	size_t len;

	for (*kinds = 0;; list += len + 1) {
		len = strcspn(list, ",");
		n = find_name(list, len);
		if (!n) {
			snprintf(wrong, size, "%.*s", (int)len, list);
			return false;
		}
		*kinds |= n->kinds;
		if (!list[len])
			return true;
	}
}

char *event_clone_flags(char *to, uint64_t flags)
{
	static const struct {
		uint64_t bit;
		const char *name;
	} names[] = {
#define F(name) { CLONE_##name, #name }
		F(VM), F(FS), F(FILES), F(SIGHAND), F(PIDFD), F(PTRACE),
		F(VFORK), F(PARENT), F(THREAD), F(NEWNS), F(SYSVSEM), F(SETTLS),
		F(PARENT_SETTID), F(CHILD_CLEARTID), F(UNTRACED),
		F(CHILD_SETTID), F(NEWCGROUP), F(NEWUTS), F(NEWIPC), F(NEWUSER),
		F(NEWPID), F(NEWNET), F(IO),
#undef F
		{ 0x100000000ULL, "CLEAR_SIGHAND" },
		{ 0x200000000ULL, "INTO_CGROUP" },
	};
	const char *bar = "";
	size_t i;

	*to = '\0';
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!(flags & names[i].bit))
			continue;
		to += sprintf(to, "%s%s", bar, names[i].name);
		flags &= ~names[i].bit;
		bar = "|";
	}
	if (flags || !*bar)
		to += sprintf(to, "%s%#llx", bar, (unsigned long long)flags);
	return to;
}

const char *event_heir(uint32_t reason)
{
	static const char *const names[] = {
		[0] = "unknown",
		[PROCTREE_HEIR_THREAD] = "thread",
		[PROCTREE_HEIR_SUBREAPER] = "subreaper",
		[PROCTREE_HEIR_INIT] = "init",
	};

	return names[reason < sizeof(names) / sizeof(names[0]) ? reason : 0];
}

const char *event_signal_code(int32_t sig, int32_t code)
{
	static const char *const child[] = {
		[CLD_EXITED] = "exited",
		[CLD_KILLED] = "killed",
		[CLD_DUMPED] = "dumped",
		[CLD_TRAPPED] = "trapped",
		[CLD_STOPPED] = "stopped",
		[CLD_CONTINUED] = "continued",
	};

	switch (code) {
	case SI_USER:
		return "user";
	case SI_KERNEL:
		return "kernel";
	case SI_QUEUE:
		return "queue";
	case SI_TIMER:
		return "timer";
	case SI_MESGQ:
		return "mesgq";
	case SI_ASYNCIO:
		return "asyncio";
	case SI_SIGIO:
		return "sigio";
	case SI_TKILL:
		return "tkill";
	}
	if (sig == SIGCHLD && code > 0 && code <= CLD_CONTINUED)
		return child[code];
	return NULL;
}

const char *event_signal_result(uint32_t result)
{
	static const char *const names[] = {
		"", "ignored", "already pending", "overflow, failed",
		"overflow, information lost",
	};

	return result < sizeof(names) / sizeof(names[0]) ? names[result] : "";
}
