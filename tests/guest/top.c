// SPDX-License-Identifier: GPL-2.0-only
/* proctl top, on a terminal that tmux emulates, and as text. */
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "harness.h"
#include "proc.h"
#include "spawn.h"
#include "stream.h"
#include "terminal.h"

/* A process that makes and ends a child when it is told. */
struct family {
	pid_t parent;
	pid_t child;
	int wanted;
};

static void be_parent(void *arg)
{
	struct family *f = arg;

	OK(prctl(PR_SET_NAME, "parent"));
	for (;;) {
		AWAIT(__atomic_load_n(&f->wanted, __ATOMIC_SEQ_CST));
		f->child = spawn(0, pause_forever, NULL);
		AWAIT(!__atomic_load_n(&f->wanted, __ATOMIC_SEQ_CST));
		kill_and_reap(f->child);
		f->child = 0;
	}
}

static struct family *family_new(void)
{
	struct family *f = shared_alloc(sizeof(*f));

	f->parent = spawn(0, be_parent, f);
	return f;
}

static pid_t family_birth(struct family *f)
{
	__atomic_store_n(&f->wanted, 1, __ATOMIC_SEQ_CST);
	AWAIT(__atomic_load_n(&f->child, __ATOMIC_SEQ_CST));
	return f->child;
}

static void family_death(struct family *f)
{
	__atomic_store_n(&f->wanted, 0, __ATOMIC_SEQ_CST);
	AWAIT(!__atomic_load_n(&f->child, __ATOMIC_SEQ_CST));
}

static pid_t find_top(void)
{
	struct proc_list list;
	pid_t pid = 0;
	size_t i;

	proc_list(proc_open(), false, &list);
	for (i = 0; i < list.count; i++)
		if (!strcmp(list.tasks[i].comm, "proctl"))
			pid = list.tasks[i].pid;
	proc_list_free(&list);
	ASSERT(pid);
	return pid;
}

/* The line of a process, "" if it has none. */
static const char *line_of(pid_t pid)
{
	static char line[512];
	const char *at = screen();
	char word[16];

	snprintf(word, sizeof(word), "%d ", pid);
	*line = '\0';
	for (; at && *at; at = strchr(at, '\n') ? strchr(at, '\n') + 1 : NULL) {
		if (strncmp(at + strspn(at, " "), word, strlen(word)))
			continue;
		snprintf(line, sizeof(line), "%.*s", (int)strcspn(at, "\n"),
			 at);
	}
	return line;
}

/*
 * News lasts for a second, which a busy machine may sleep through: then it has
 * to come again.
 */
static bool sees_birth(struct family *f)
{
	pid_t child = family_birth(f);
	const char *line = "";

	AWAIT(*(line = line_of(child)));
	return strstr(line, "parent  new");
}

static bool sees_death(struct family *f)
{
	const char *line = "";
	pid_t child = f->child;

	ASSERT(strstr(line_of(child), "parent"));
	family_death(f);
	AWAIT((line = line_of(child), !*line || strstr(line, "parent  X dead")));
	return *line;
}

TEST_WITHIN(90, "top shows a birth and a death when they happen, for a second")
{
	struct family *f = family_new();
	bool birth, death;

	terminal_open();
	/* A look is a minute away: it can only be an event that tells. */
	type("proctl top -d 60 %d", f->parent);
	AWAIT(strstr(line_of(f->parent), "parent"));
	do {
		birth = sees_birth(f);
		AWAIT(!strstr(line_of(f->child), "new"));
		death = sees_death(f);
		AWAIT(!strstr(screen(), "X dead"));
	} while (!birth || !death);
	kill_and_reap(f->parent);
	AWAIT(strstr(screen(), " has ended"));
	terminal_close();
}

TEST_WITHIN(90, "top stands still while it is paused, and then catches up")
{
	struct family *f = family_new();
	pid_t child;

	terminal_open();
	type("proctl top -d 0.1 %d", f->parent);
	AWAIT(*line_of(f->parent));
	press("p");
	AWAIT(strstr(screen(), "\npaused"));
	child = family_birth(f);
	usleep(500000);
	ASSERT_STR(line_of(child), "");
	press("Space");
	AWAIT(*line_of(child));
	ASSERT(!strstr(screen(), "paused"));
	terminal_close();
}

static void be_needle(void *unused)
{
	OK(prctl(PR_SET_NAME, "needle"));
	pause_forever(unused);
}

static void be_straw(void *unused)
{
	(void)unused;
	OK(prctl(PR_SET_NAME, "straw"));
}

static void be_zombie_keeper(void *pids)
{
	OK(prctl(PR_SET_NAME, "keeper"));
	((pid_t *)pids)[0] = spawn(0, be_needle, NULL);
	((pid_t *)pids)[1] = spawn(0, be_straw, NULL);
	await_zombie(((pid_t *)pids)[1]);
	((pid_t *)pids)[2] = 1;
	pause_forever(NULL);
}

TEST_WITHIN(90, "top filters by name, puts zombies first, follows, helps")
{
	pid_t *pids = shared_alloc(3 * sizeof(*pids));
	pid_t keeper = spawn(0, be_zombie_keeper, pids);
	char expected[128];

	AWAIT(__atomic_load_n(&pids[2], __ATOMIC_SEQ_CST));
	terminal_open();
	type("proctl top -d 0.1 %d", keeper);
	AWAIT(strstr(line_of(pids[1]), "straw  Z zombie"));
	press("/");
	press("NEED");
	AWAIT(!*line_of(pids[1]));
	ASSERT(*line_of(pids[0]) && *line_of(keeper));
	press("Enter");
	AWAIT(strstr(screen(), "\nonly names with 'NEED'\n"));
	press("Escape");
	AWAIT(*line_of(pids[1]));
	press("z");
	snprintf(expected, sizeof(expected),
		 "%d straw  Z zombie, child of %d keeper\n", pids[1], keeper);
	AWAIT(strstr(screen(), expected));
	press("f");
	type("%d", pids[0]);
	snprintf(expected, sizeof(expected), "\nfollowing %d\n", pids[0]);
	AWAIT(strstr(screen(), expected));
	press("h");
	AWAIT(strstr(screen(), "\nq            quit\n"));
	press("x");
	AWAIT(*line_of(keeper));
	terminal_close();
}

TEST_WITHIN(90, "top fits the terminal when its size changes, and scrolls")
{
	terminal_open();
	type("proctl top -d 0.1", 0);
	AWAIT(strstr(screen(), "lost\n"));
	ASSERT(!strstr(screen(), "[oom_reaper]"));
	terminal_resize(100, 300);
	AWAIT(strstr(screen(), "[oom_reaper]"));
	terminal_resize(30, 10);
	AWAIT(strstr(screen(), " processes") && !strstr(screen(), "lost"));
	ASSERT_EQ(line_of(1)[0], ' ');
	press("NPage");
	AWAIT(!*line_of(1));
	press("End");
	AWAIT(*line_of(1) == '\0' && strstr(screen(), "─["));
	press("Home");
	AWAIT(*line_of(1));
	terminal_resize(1, 1);
	terminal_resize(100, 20);
	AWAIT(strstr(screen(), "lost\n"));
	terminal_close();
}

/* End it by @how, with the terminal as it was. */
static void assert_restores(void (*how)(pid_t top), const char *status)
{
	const char *text;

	press("C-l");
	type("before=$(stty -g); echo in front of it; proctl top; echo status $?",
	     0);
	AWAIT(strstr(screen(), "lost\n"));
	how(find_top());
	AWAIT(strstr(screen(), status));
	text = screen();
	ASSERT(strstr(text, "in front of it\n"));
	ASSERT(!strstr(text, "lost"));
	type("[ $(stty -g) = $before ] && echo the sa''me", 0);
	AWAIT(strstr(screen(), "\nthe same\n"));
}

static void by_key(pid_t top)
{
	(void)top;
	press("q");
}

static void by_ctrl_c(pid_t top)
{
	(void)top;
	press("C-c");
}

static void by_term(pid_t top)
{
	OK(kill(top, SIGTERM));
}

static void by_crash(pid_t top)
{
	OK(kill(top, SIGSEGV));
}

static void by_stop(pid_t top)
{
	press("C-z");
	AWAIT(strstr(screen(), "Stopped"));
	ASSERT(strstr(screen(), "in front of it\n"));
	type("fg", 0);
	AWAIT(strstr(screen(), "lost\n"));
	by_key(top);
}

TEST_WITHIN(240, "however top ends, the terminal is as it was")
{
	terminal_open();
	assert_restores(by_key, "status 0\n");
	assert_restores(by_ctrl_c, "status 0\n");
	assert_restores(by_term, "status 0\n");
	assert_restores(by_crash, "status 139\n");
	/* The shell goes on with what follows, in front of "fg". */
	assert_restores(by_stop, "status 148\n");
	terminal_close();
}

/* ncurses would, while it draws. */
TEST_WITHIN(90, "top ignores no Ctrl-Z, whenever it comes")
{
	char *out;

	ASSERT_EQ(COMMAND(-1, &out, "script", "-qec",
			  "TERM=screen strace -o strace.out -e trace=rt_sigaction"
			  " proctl top -n 3 -d 0.1", "/dev/null"), 0);
	ASSERT_EQ(COMMAND(-1, &out, "cat", "strace.out"), 0);
	ASSERT(strstr(out, "rt_sigaction(SIGTSTP, {"));
	ASSERT(!strstr(out, "rt_sigaction(SIGTSTP, {sa_handler=SIG_IGN"));
}

TEST_WITHIN(240, "top that was stopped too long says what it lost, and is right")
{
	struct family *f = family_new();
	pid_t top, child;

	terminal_open();
	/* Of a shell without job control, which does not mind. */
	type("sh -c 'proctl top -d 60 --filter parent; :'", 0);
	AWAIT(*line_of(f->parent));
	top = find_top();
	OK(kill(top, SIGSTOP));
	await_state(0, top, 'T');
	child = family_birth(f);
	/* More than a ring holds, all on one processor. */
	pin_to(0);
	fork_and_wait(8000);
	OK(kill(top, SIGCONT));
	AWAIT(strstr(screen(), " events were lost, so everything was looked at again"));
	ASSERT(*line_of(child));
	ASSERT(!strstr(screen(), " 0 lost"));
	terminal_close();
}

TEST("what top can't be used for is said")
{
	char *out;

	ASSERT_EQ(COMMAND(-1, &out, "proctl", "top"), 1);
	ASSERT(strstr(out, "no terminal: 'proctl top -b'"));
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "top", "-b", "4194304"), 1);
	ASSERT(strstr(out, "no process 4194304"));
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "top", "-d", "nan"), 2);
	ASSERT(strstr(out, "seconds"));
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "top", "-n0"), 2);
	ASSERT(strstr(out, "from 1"));
	ASSERT_EQ(COMMAND(-1, &out, "script", "-qec",
			  "TERM=dumb proctl top", "/dev/null"), 1);
	ASSERT(strstr(out, "'dumb' can't move its cursor"));
	ASSERT_EQ(COMMAND(-1, &out, "script", "-qec",
			  "TERM=no-such proctl top", "/dev/null"), 1);
	ASSERT(strstr(out, "'no-such' is not known"));
	ASSERT_EQ(COMMAND(-1, &out, "unshare", "-m", "sh", "-c",
			  "for f in /usr/lib/*/libncursesw.so.6; do"
			  " mount --bind /dev/null $f; done; proctl top"), 1);
	ASSERT(strstr(out, "run 'sudo apt install libncursesw6'"));
}

static unsigned int number_of(const char *text, const char *word)
{
	unsigned int n = 0;

	while ((text = strstr(text, word))) {
		text += strlen(word);
		n++;
	}
	return n;
}

TEST("in batch mode top prints frames of plain text")
{
	pid_t child = spawn(0, pause_forever, NULL);
	char *out, pid[16];

	snprintf(pid, sizeof(pid), "%d", getpid());
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "top", "-b", "-n", "3", "-d",
			  "0.2", pid), 0);
	ASSERT_EQ(number_of(out, " 0 lost\n"), 3);
	ASSERT_EQ(number_of(out, "\033"), 0);
	snprintf(pid, sizeof(pid), "\n%d ", child);
	ASSERT_EQ(number_of(out, pid), 3);
}

static void top_as_nobody(void *unused)
{
	char *out;

	(void)unused;
	become(NOBODY, -1);
	ASSERT_EQ(COMMAND(-1, &out, "proctl", "top", "-bn1"), 0);
	ASSERT(strstr(out, "events of your own processes only"));
	ASSERT(strstr(out, " 1 init\n"));
}

TEST("without privilege top says whose events it gets")
{
	ASSERT_EQ(reap(spawn(0, top_as_nobody, NULL)), 0);
}
