// SPDX-License-Identifier: GPL-2.0-only
/*
 * Events as text and as JSON, and their sums: lines are compared to the letter.
 */
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "out/tally.h"
#include "unit.h"

static const struct proctree_row people[] = {
	{ .pid = 1, .tgid = 1, .comm = "init" },
	{ .pid = 10, .tgid = 10, .ppid = 1, .start_ns = 1000, .comm = "sh" },
	{ .pid = 20, .tgid = 20, .ppid = 10, .start_ns = 2000,
	  .comm = "a\"b\\c\n" },
	{ .pid = 21, .tgid = 20, .ppid = 10, .start_ns = 2100, .comm = "thread",
	  .flags = PROCTREE_ROW_THREAD },
	{ .pid = 30, .tgid = 30, .ppid = 10, .start_ns = 3000, .comm = "zombie",
	  .state = 'Z' },
	{ .pid = 40, .tgid = 40, .ppid = 2, .comm = "kthread",
	  .flags = PROCTREE_ROW_KTHREAD },
};

static const struct proctree_row *find(const void *context, int32_t pid)
{
	size_t i;

	(void)context;
	for (i = 0; i < sizeof(people) / sizeof(people[0]); i++) {
		if (people[i].pid == pid)
			return &people[i];
	}
	return NULL;
}

static const struct event_style style = { .begin_ns = 5000, .find = find };

static struct proctree_event event_of(uint32_t kind, int32_t pid)
{
	const struct proctree_row *row = find(NULL, pid);

	return (struct proctree_event){
		.seq = 7, .kind = kind, .time_ns = 1000006000, .cpu = 1,
		.pid = pid, .tgid = row ? row->tgid : pid,
		.start_ns = row ? row->start_ns : 0,
	};
}

static void expect_text(const struct proctree_event *e, const char *details)
{
	char line[EVENT_LINE_MAX + 1], want[512];

	*event_text(line, &style, e) = '\0';
	snprintf(want, sizeof(want), "     1.000001 %s\n", details);
	assert_string_equal(line, want);
}

static void expect_json(const struct proctree_event *e, const char *want)
{
	char line[EVENT_LINE_MAX + 1];

	*event_json(line, &style, e) = '\0';
	assert_string_equal(line, want);
}

TEST("a list of kinds is a mask, and a wrong word is named")
{
	char wrong[8];
	uint64_t kinds;

	assert_true(event_kinds_parse("fork,signals", &kinds, wrong, 8));
	assert_int_equal(kinds, 1 << PROCTREE_EVENT_FORK |
				1 << PROCTREE_EVENT_SIGNAL |
				1 << PROCTREE_EVENT_DELIVER);
	assert_true(event_kinds_parse("sched", &kinds, wrong, 8));
	assert_int_equal(kinds, PROCTREE_EVENTS_SCHED);
	assert_false(event_kinds_parse("fork,for", &kinds, wrong, 8));
	assert_string_equal(wrong, "for");
	assert_false(event_kinds_parse("", &kinds, wrong, 8));
	assert_false(event_kinds_parse("fork,", &kinds, wrong, 8));
	assert_false(event_kinds_parse("averylongword", &kinds, wrong, 8));
	assert_string_equal(wrong, "averylo");
}

TEST("names of kinds stand in the order of their numbers")
{
	uint32_t kind;

	for (kind = 0; kind <= PROCTREE_EVENT_KTSTOP; kind++)
		assert_int_equal(event_names[kind].kinds, 1ULL << kind);
	assert_string_equal(event_name(PROCTREE_EVENT_WAKE), "wake");
	assert_string_equal(event_name(77), "event 77");
}

TEST("clone flags have the names of clone(2), unknown ones are a number")
{
	char name[1024];

	event_clone_flags(name, CLONE_VM | CLONE_VFORK);
	assert_string_equal(name, "VM|VFORK");
	event_clone_flags(name, 0);
	assert_string_equal(name, "0");
	event_clone_flags(name, CLONE_VM | 1ULL << 60);
	assert_string_equal(name, "VM|0x1000000000000000");
}

TEST("states of sched_switch are the letters of /proc")
{
	static const struct {
		uint32_t state;
		char letter;
	} cases[] = {
		{ 0, 'R' }, { 1, 'S' }, { 2, 'D' }, { 4, 'T' }, { 8, 't' },
		{ 0x10, 'X' }, { 0x20, 'Z' }, { 0x40, 'P' }, { 0x402, 'I' },
		{ 0x102, 'D' }, { 0x2001, 'S' }, { 0x80, 'X' }, { 0x104, 'T' },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(proctree_state_letter(cases[i].state), cases[i].letter);
}

TEST("fork as text")
{
	struct proctree_event e = event_of(PROCTREE_EVENT_FORK, 10);

	e.u.fork.child_pid = 50;
	e.u.fork.child_tgid = 50;
	e.u.fork.child_ppid = 10;
	e.u.fork.exit_signal = SIGCHLD;
	e.u.fork.clone_flags = CLONE_VM | CLONE_VFORK;
	expect_text(&e, "     10 fork       sh  -> 50  VM|VFORK SIGCHLD");
	e.u.fork.child_ppid = 1;
	expect_text(&e, "     10 fork       sh  -> 50  VM|VFORK SIGCHLD, child of 1 init");
	e.u.fork.child_tgid = 10;
	e.u.fork.exit_signal = -1;
	expect_text(&e, "     10 fork       sh  -> thread 50  VM|VFORK");
}

TEST("exec as text: the path, cut paths, and the thread that was")
{
	struct proctree_event e = event_of(PROCTREE_EVENT_EXEC, 10);

	e.u.exec.old_pid = 10;
	strcpy(e.u.exec.file, "/bin/\033sh");
	expect_text(&e, "     10 exec       sh  /bin/\\033sh");
	e.u.exec.old_pid = 11;
	expect_text(&e, "     10 exec       sh  /bin/\\033sh, by thread 11");
	e.u.exec.old_pid = 10;
	memset(e.u.exec.file, 'x', 43);
	expect_text(&e, "     10 exec       sh  ...xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx");
}

TEST("exit as text: status, threads left, strange names")
{
	struct proctree_event e = event_of(PROCTREE_EVENT_EXIT, 20);

	e.u.exit.code = 42 << 8;
	e.u.exit.group_dead = 1;
	expect_text(&e, "     20 exit         a\"b\\134c\\012  exited(42)");
	e = event_of(PROCTREE_EVENT_EXIT, 21);
	e.u.exit.code = SIGKILL;
	e.u.exit.live = 1;
	expect_text(&e, "     21 exit           {thread}  killed by SIGKILL, 1 thread left");
}

TEST("reparent as text: from whom, to whom, why, and how sure")
{
	struct proctree_event e = event_of(PROCTREE_EVENT_REPARENT, 20);

	e.u.reparent.old_ppid = 10;
	e.u.reparent.new_ppid = 1;
	e.u.reparent.reason = PROCTREE_HEIR_INIT;
	e.flags = PROCTREE_EVENT_PREDICTED;
	expect_text(&e, "     20 reparent     a\"b\\134c\\012  "
			"10 sh -> 1 init, init of the namespace, predicted");
	e.u.reparent.reason = PROCTREE_HEIR_SUBREAPER;
	e.u.reparent.new_ppid = 99;
	e.flags = PROCTREE_EVENT_CONFIRMED;
	expect_text(&e, "     20 reparent     a\"b\\134c\\012  10 sh -> 99, subreaper, confirmed");
	e.u.reparent.reason = PROCTREE_HEIR_THREAD;
	e.u.reparent.new_parent_tid = 11;
	expect_text(&e, "     20 reparent     a\"b\\134c\\012  10 sh -> thread 11, confirmed");
}

TEST("signals as text: who, how, and what came of it")
{
	struct proctree_event e = event_of(PROCTREE_EVENT_SIGNAL, 10);

	e.u.signal.sig = SIGTERM;
	e.u.signal.sender_pid = 1;
	e.u.signal.group = 1;
	expect_text(&e, "     10 signal     sh  SIGTERM from 1 init (user)");
	e.u.signal.group = 0;
	e.u.signal.result = 1;
	e.u.signal.code = SI_TKILL;
	expect_text(&e, "     10 signal     sh  "
			"SIGTERM from 1 init (tkill), to this thread, ignored");
	e = event_of(PROCTREE_EVENT_DELIVER, 10);
	e.u.signal.sig = SIGCHLD;
	e.u.signal.handler = 1;
	expect_text(&e, "     10 deliver    sh  SIGCHLD, a function");
}

TEST("the other kinds as text")
{
	struct proctree_event e = event_of(PROCTREE_EVENT_SLEEP, 10);

	e.u.sched.state = 1;
	e.u.sched.other_pid = 40;
	expect_text(&e, "     10 sleep      sh  S, next 40 [kthread]");
	e.u.sched.state = 0;
	expect_text(&e, "     10 sleep      sh  R preempted, next 40 [kthread]");
	e.kind = PROCTREE_EVENT_RUN;
	expect_text(&e, "     10 run        sh  after 40 [kthread]");
	e.kind = PROCTREE_EVENT_FREE;
	expect_text(&e, "     10 free       sh");
	e = event_of(PROCTREE_EVENT_WAIT, 10);
	expect_text(&e, "     10 wait       sh  for any child");
	e = event_of(PROCTREE_EVENT_RENAME, 10);
	memcpy(e.u.rename.comm, "sixteen bytes!!", 16);
	expect_text(&e, "     10 rename     sh  -> sixteen bytes!!");
	e = event_of(PROCTREE_EVENT_LOST, 0);
	e.u.lost.lost = 12;
	expect_text(&e, "      - lost     12 events: a larger --ring keeps more");
	e = event_of(77, 4711);
	expect_text(&e, "   4711 event 77 ?");
}

TEST("every kind is one JSON object with the keys of the contract")
{
	struct proctree_event e = event_of(PROCTREE_EVENT_EXIT, 20);

	e.u.exit.code = 3 << 8;
	e.u.exit.group_dead = 1;
	expect_json(&e, "{\"event\":\"exit\",\"seq\":7,\"time_ns\":1000006000,"
			"\"cpu\":1,\"pid\":20,\"tgid\":20,\"start_ns\":2000,"
			"\"comm\":\"a\\\"b\\\\134c\\\\012\",\"code\":768,"
			"\"status\":\"exited(3)\",\"live\":0,\"group_dead\":true}\n");
	e = event_of(PROCTREE_EVENT_LOST, 0);
	e.u.lost.lost = 12;
	expect_json(&e, "{\"event\":\"lost\",\"seq\":7,\"time_ns\":1000006000,\"lost\":12}\n");
	e = event_of(PROCTREE_EVENT_REPARENT, 4711);
	e.u.reparent.new_ppid = 1;
	e.u.reparent.reason = PROCTREE_HEIR_INIT;
	e.flags = PROCTREE_EVENT_CONFIRMED;
	expect_json(&e, "{\"event\":\"reparent\",\"seq\":7,\"time_ns\":1000006000,"
			"\"cpu\":1,\"pid\":4711,\"tgid\":4711,\"start_ns\":0,"
			"\"comm\":null,\"old_parent_tid\":0,\"old_ppid\":0,"
			"\"new_parent_tid\":0,\"new_ppid\":1,\"reason\":\"init\","
			"\"stage\":\"confirmed\"}\n");
}

TEST("an event of any bytes neither overruns nor breaks the line")
{
	char line[EVENT_LINE_MAX + 1];
	struct proctree_event e;
	uint32_t kind;
	size_t n, i;

	for (kind = 0; kind < 20; kind++) {
		memset(&e, 0xff, sizeof(e));
		e.kind = kind;
		e.pid = 20;
		n = event_json(line, &style, &e) - line;
		assert_in_range(n, 1, EVENT_LINE_MAX);
		for (i = 0; i + 1 < n; i++)
			assert_in_range((unsigned char)line[i], ' ', '~');
		n = event_text(line, &style, &e) - line;
		assert_in_range(n, 1, EVENT_LINE_MAX);
		for (i = 0; i + 1 < n; i++)
			assert_in_range((unsigned char)line[i], ' ', '~');
	}
}

static void add(struct tally *t, struct proctree_event e)
{
	tally_add(t, &style, &e);
}

TEST("the sums: created, failed, zombies, orphans, the longest-lived, lost")
{
	struct proctree_event e = event_of(PROCTREE_EVENT_FORK, 10);
	char text[TALLY_MAX + 1];
	struct tally t = { 0 };

	e.u.fork.child_pid = 20;
	e.u.fork.child_tgid = 20;
	add(&t, e);
	e.u.fork.child_pid = 21;
	add(&t, e);
	add(&t, event_of(PROCTREE_EVENT_EXEC, 20));
	e = event_of(PROCTREE_EVENT_REPARENT, 20);
	e.u.reparent.new_ppid = 1;
	e.u.reparent.reason = PROCTREE_HEIR_INIT;
	e.flags = PROCTREE_EVENT_PREDICTED;
	add(&t, e);
	e.flags = PROCTREE_EVENT_CONFIRMED;
	add(&t, e);
	e = event_of(PROCTREE_EVENT_EXIT, 21);
	add(&t, e); /* a thread, not the last */
	e = event_of(PROCTREE_EVENT_EXIT, 20);
	e.u.exit.group_dead = 1;
	add(&t, e);
	e = event_of(PROCTREE_EVENT_EXIT, 30);
	e.u.exit.group_dead = 1;
	e.u.exit.code = 1;
	e.time_ns += 5000000000;
	add(&t, e);
	e = event_of(PROCTREE_EVENT_FREE, 20);
	e.time_ns += 6000000000;
	add(&t, e);
	e = event_of(PROCTREE_EVENT_LOST, 0);
	e.u.lost.lost = 4;
	e.time_ns += 6000000000;
	add(&t, e);
	tally_end(&t, &style);
	*tally_text(text, &t, &style) = '\0';
	assert_string_equal(text,
			    "\n"
			    "created        1 processes, 1 threads\n"
			    "execed         1\n"
			    "exited         2 processes, 1 failed\n"
			    "zombies left   1: 30 zombie\n"
			    "orphans        1 adopted by 1 init\n"
			    "longest-lived  30 zombie, 6.000 s\n"
			    "events         9 in 6.000 s, 4 lost\n");
	*tally_json(text, &t, &style) = '\0';
	assert_string_equal(text,
			    "{\"event\":\"summary\",\"duration_ns\":6000000000,"
			    "\"events\":9,\"lost\":4,\"processes\":1,\"threads\":1,"
			    "\"execed\":1,\"exited\":2,\"failed\":1,\"zombies_left\":1,"
			    "\"zombies\":[{\"pid\":30,\"comm\":\"zombie\"}],"
			    "\"adopted\":[{\"orphans\":1,\"pid\":1,\"comm\":\"init\"}],"
			    "\"longest_lived\":{\"pid\":30,\"comm\":\"zombie\","
			    "\"lived_ns\":6000003000}}\n");
	tally_free(&t);
}
