// SPDX-License-Identifier: GPL-2.0-only
/* NAMESPACES against the links of /proc/PID/ns, for all threads. */
#include "device.h"
#include "harness.h"
#include "odd.h"
#include "oracle.h"

static struct range ask_link(const struct facts *f, const struct oracle *o)
{
	uint64_t number = facts_namespace(f, o->key);

	return number ? exactly(number) : absent();
}

/* procfs keeps quiet until the first child is there. */
static struct range ask_children(const struct facts *f, const struct oracle *o)
{
	struct range r = ask_link(f, o);

	return r.knowledge == ABSENT && facts_namespace(f, "uts") ? unknown() :
								    r;
}

TEST("namespaces are those that /proc links to, for every thread")
{
	oracle_ask_all(&oracle_namespaces);
}

struct pair {
	uint64_t number;
	uint64_t id;
};

/* The id has been seen with this number only, and the number with this id. */
static size_t match(struct pair *pairs, size_t n, const struct pair *p,
		    pid_t pid)
{
	size_t i;

	for (i = 0; i < n; i++) {
		bool same_id = pairs[i].id == p->id;
		bool same_number = pairs[i].number == p->number;

		if (same_id != same_number)
			FAIL("mount namespace of %d: %lu, id %#lx; %lu, id %#lx",
			     pid, p->number, p->id, pairs[i].number,
			     pairs[i].id);
		if (same_id)
			return n;
	}
	pairs[n] = *p;
	return n + 1;
}

/* A module can't reach its number, so the field is an identity. */
TEST("mount namespaces have the same id exactly where /proc's links are equal")
{
	struct proctree_namespaces block;
	struct pair pairs[64], p;
	static struct facts f;
	struct proc_list list;
	int fd = dev_open();
	size_t i, n = 0;

	odd_open();
	proc_list(proc_open(), true, &list);
	for (i = 0; i < list.count; i++) {
		const struct proc_task *t = &list.tasks[i];

		/* Those who may end meanwhile are none of ours. */
		if (t->ppid == 2 || !facts_read(t->tgid, t->pid, &f))
			continue;
		p.number = facts_namespace(&f, "mnt");
		block_take(fd, t->pid, PROCTREE_BLOCK_NAMESPACES, &block);
		p.id = block.ns_mnt;
		ASSERT_EQ(p.number != 0,
			  !!(block.valid & VALID(proctree_namespaces, ns_mnt)));
		if (p.number)
			n = match(pairs, n, &p, t->pid);
		ASSERT_LT(n, 64);
	}
	note("%zu mount namespaces", n);
	ASSERT_GE(n, 3);
}

static const struct oracle oracles[] = {
	{ "ns_uts", .ask = ask_link, .key = "uts" },
	{ "ns_ipc", .ask = ask_link, .key = "ipc" },
	{ "ns_net", .ask = ask_link, .key = "net" },
	{ "ns_pid_inum", .ask = ask_link, .key = "pid" },
	{ "ns_pid_children", .ask = ask_children, .key = "pid_for_children" },
	{ "ns_cgroup", .ask = ask_link, .key = "cgroup" },
	{ "ns_time", .ask = ask_link, .key = "time" },
	{ "ns_user", .ask = ask_link, .key = "user" },
	{ "ns_mnt",
	  .test = "mount namespaces have the same id exactly where /proc's links are equal" },
};

ORACLE_TABLE(namespaces, NAMESPACES);
