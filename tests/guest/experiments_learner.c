// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctl run --predict, --grade and --hold: somebody learns, somebody grades,
 * somebody looks.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments_run.h"
#include "harness.h"
#include "spawn.h"

/* A file with this in it, to be read from the beginning. */
static int file_of(const char *text)
{
	int fd = OK(memfd_create("answers", 0));

	ASSERT_EQ(write(fd, text, strlen(text)), strlen(text));
	OK(lseek(fd, 0, SEEK_SET));
	return fd;
}

/* The answers that a run of vfork bears out, one a line. */
static char *right_answers(void)
{
	const struct json *run = run_json("vfork", NULL, NULL), *claim;
	char *text = calloc(1, 1 << 16);

	ASSERT(text);
	for (claim = json_get(run, "claims")->first; claim; claim = claim->next)
		if (!json_true(claim, "control"))
			sprintf(text + strlen(text), "%s %s # so it is\n",
				json_text(claim, "id"),
				json_text(claim, "verdict"));
	return text;
}

static int hand_in(const char *answers, char **output)
{
	return COMMAND(file_of(answers), output, "proctl", "run", "vfork",
		       "--grade", "-");
}

TEST("proctl run --grade: 0 for right answers, 1 for others, 2 for none")
{
	char *answers = right_answers(), *output, *wrong;
	unsigned int right, of;
	int read;

	ASSERT_EQ(hand_in(answers, &output), 0);
	read = sscanf(output, "%u of %u points", &right, &of);
	ASSERT_EQ(read, 2);
	ASSERT_GE(of, 9);
	ASSERT_EQ(right, of);
	wrong = strstr(answers, "HOLDS");
	ASSERT(wrong);
	memcpy(wrong, "WRONG", 5);
	ASSERT_EQ(hand_in(answers, &output), 1);
	ASSERT(strstr(output, "you said WRONG, here it is HOLDS"));
	ASSERT_EQ(hand_in("", &output), 1);
	ASSERT(strstr(output, "0 of "));
	ASSERT_EQ(hand_in("vfork-same-mm MAYBE\n", &output), 2);
	ASSERT(strstr(output, "line 1"));
	ASSERT_EQ(hand_in("\nno-such-claim HOLDS\n", &output), 2);
	ASSERT(strstr(output, "line 2"));
}

TEST("proctl run --predict asks through a pipe and shows the difference")
{
	char *output;

	/* The first one holds; then an answer that is none, and the end. */
	ASSERT_EQ(COMMAND(file_of("holds\nperhaps\nw\n"), &output, "proctl",
			  "run", "vfork", "--predict"), 0);
	ASSERT(strstr(output, "What do you expect?"));
	ASSERT(strstr(output, "H, P, O or W?"));
	ASSERT(!strstr(output, "vfork-parent-suspended: you said"));
	ASSERT(strstr(output, "you said WRONG, here it is HOLDS"));
	ASSERT(strstr(output, "you said nothing"));
	ASSERT(strstr(output, "1 of "));
	ASSERT(strstr(output, "Nothing is left behind"));
}

/* proctl run fork with a few options, and these as stdin, stdout and stderr. */
static pid_t start_held(int in, int out, int err, const char *hold,
			const char *deadline, const char *ring)
{
	pid_t pid = OK(fork());

	if (pid)
		return pid;
	OK(dup2(in, STDIN_FILENO));
	OK(dup2(out, STDOUT_FILENO));
	OK(dup2(err, STDERR_FILENO));
	execlp("proctl", "proctl", "run", "fork", "-J", hold, deadline, ring,
	       NULL);
	_exit(127);
}

/* The number that was told of @role; 0 as long as nothing is held. */
static pid_t held(int fd, const char *role)
{
	char text[4096] = { 0 }, is[32], *at;

	OK(pread(fd, text, sizeof(text) - 1, 0));
	if (!strstr(text, "Press Enter"))
		return 0;
	snprintf(is, sizeof(is), "%s is ", role);
	at = strstr(text, is);
	ASSERT(at);
	return atoi(at + strlen(is));
}

TEST("proctl run --hold keeps a zombie until Enter")
{
	int err = OK(memfd_create("stderr", 0)), in[2];
	pid_t pid, child = 0;

	OK(pipe(in));
	pid = start_held(in[0], err, err, "--hold=zombie", NULL, NULL);
	AWAIT((child = held(err, "child")));
	await_state(0, child, 'Z');
	ASSERT_EQ(write(in[1], "\n", 1), 1);
	ASSERT_EQ(reap(pid), 0);
	assert_nothing_left();
}

TEST("proctl run --hold goes on by itself when nobody can press Enter")
{
	int err = OK(memfd_create("stderr", 0));
	pid_t pid = start_held(file_of(""), err, err, "--hold=zombie",
			       "--deadline=5", NULL);

	ASSERT_EQ(reap(pid), 0);
	ASSERT(held(err, "child"));
	assert_nothing_left();
}

TEST("what is held is gone after SIGINT")
{
	int err = OK(memfd_create("stderr", 0)), in[2], status;
	pid_t pid;

	OK(pipe(in));
	pid = start_held(in[0], err, err, "--hold=zombie", NULL, NULL);
	AWAIT(held(err, "child"));
	OK(kill(pid, SIGINT));
	status = reap(pid);
	ASSERT(WIFSIGNALED(status));
	ASSERT_EQ(WTERMSIG(status), SIGINT);
	assert_nothing_left();
}

/* Claims that stayed UNKNOWN; each has to say why. */
static unsigned int count_unknown(const struct json *run)
{
	const struct json *claim = json_get(run, "claims")->first;
	unsigned int n = 0;

	for (; claim; claim = claim->next) {
		if (strcmp(json_text(claim, "verdict"), "UNKNOWN"))
			continue;
		ASSERT(strstr(json_text(claim, "reason"), "lost"));
		n++;
	}
	return n;
}

/* Nobody reads while the play is held: a small ring is full soon. */
TEST("lost events make verdicts unknown, never wrong")
{
	int out = OK(memfd_create("stdout", 0)), in[2], i, status;
	int err = OK(memfd_create("stderr", 0));
	static char text[1 << 20];
	pid_t pid, parent = 0;
	struct json *run;

	OK(pipe(in));
	pid = start_held(in[0], out, err, "--hold=before", "--deadline=60",
			 "--ring=1");
	AWAIT((parent = held(err, "parent")));
	for (i = 0; i < 64; i++)
		OK(kill(parent, SIGWINCH));
	ASSERT_EQ(write(in[1], "\n", 1), 1);
	status = reap(pid);
	ASSERT(WIFEXITED(status));
	ASSERT_EQ(WEXITSTATUS(status), 1);
	OK(pread(out, text, sizeof(text) - 1, 0));
	run = json_parse(text);
	ASSERT_GE(json_number(run, "lost"), 1);
	ASSERT_EQ(json_number(run, "unexpected"), 0);
	ASSERT_GE(count_unknown(run), 1);
	assert_nothing_left();
}
