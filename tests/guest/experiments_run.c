// SPDX-License-Identifier: GPL-2.0-only
/*
 * Running experiments and looking at what they report; see experiments_run.h.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments_run.h"
#include "harness.h"
#include "proc.h"
#include "spawn.h"

const struct variant experiment_variants[] = {
	{ "fork", "--end", "exec" },
	{ "vfork", "--end", "exit" },
	{ "vfork", "--end", "kill" },
	{ "fork-tree", "--end", "kill" },
	{ "fork-tree", "--seed", "3" },
	{ "uninterruptible", "--ms", "1000" },
	{ "alarm", "--seconds", "2" },
	{ "pipe", "--writers", "8" },
	{ NULL },
};

/* Header and objects. */
static void assert_no_ipc(const char *list)
{
	FILE *f = fopen(list, "r");
	char line[256];

	ASSERT(f && fgets(line, sizeof(line), f));
	if (fgets(line, sizeof(line), f))
		FAIL("%s: %s", list, line);
	fclose(f);
}

/* The names of a trial: belongings.c; libc puts "sem." before a semaphore's. */
static void assert_no_file(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	ASSERT(dir);
	while ((entry = readdir(dir)))
		if (strstr(entry->d_name, "proctl-"))
			FAIL("%s/%s is left", folder, entry->d_name);
	closedir(dir);
}

static void assert_no_belongings(void)
{
	assert_no_ipc("/proc/sysvipc/shm");
	assert_no_ipc("/proc/sysvipc/msg");
	assert_no_ipc("/proc/sysvipc/sem");
	assert_no_file("/tmp");
	assert_no_file("/dev/shm");
	assert_no_file("/dev/mqueue");
}

#define STOCK_MODULE	"unix_diag"

bool has_stock_module(void)
{
	return !access("/sys/module/" STOCK_MODULE "/initstate", F_OK);
}

void remove_stock_module(void)
{
	if (has_stock_module())
		ASSERT_EQ(COMMAND(-1, NULL, "rmmod", STOCK_MODULE), 0);
}

size_t experiment_names(char **names)
{
	char *output, *line, *save;
	size_t n = 0;

	ASSERT_EQ(COMMAND(-1, &output, "proctl", "run", "--list"), 0);
	for (line = strtok_r(output, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save)) {
		ASSERT_LT(n, EXPERIMENTS_MAX);
		names[n] = line + strspn(line, " ");
		names[n][strcspn(names[n], " ")] = '\0';
		n++;
	}
	ASSERT_GE(n, 3);
	return n;
}

void assert_nothing_left(void)
{
	pid_t pid;

	do {
		pid = waitpid(-1, NULL, __WALL | WNOHANG);
		if (!pid)
			await_pause("that nothing is left");
	} while (pid >= 0);
	await_pause(NULL);
	ASSERT_EQ(errno, ECHILD);
	assert_no_belongings();
}

static const char *text_of(const struct json *j)
{
	static char number[24];

	if (j->type == JSON_STRING)
		return j->text;
	if (j->type == JSON_NULL || j->type > JSON_STRING)
		return "-";
	snprintf(number, sizeof(number), "%lld", (long long)j->number);
	return number;
}

static void note_claim(const struct json *claim)
{
	const struct json *c = json_get(claim, "checks")->first;

	note("%s: %s, %s", json_text(claim, "id"), json_text(claim, "verdict"),
	     text_of(json_get(claim, "reason")));
	for (; c; c = c->next)
		note("  %s, %s, %s: %s%s", text_of(json_get(c, "step")),
		     text_of(json_get(c, "role")),
		     text_of(json_get(c, "field")),
		     json_true(c, "true") ? "" : "not as expected: ",
		     text_of(json_get(c, "seen")));
}

void note_run(const struct json *run)
{
	const struct json *claim;

	note("%s, %s: %s", json_text(run, "experiment"),
	     json_text(run, "outcome"),
	     text_of(json_get(run, "reason")));
	note("%s", json_text(json_get(run, "cleanup"), "what"));
	for (claim = json_get(run, "claims")->first; claim; claim = claim->next)
		if (json_true(claim, "unexpected") ||
		    !strcmp(json_text(claim, "verdict"), "UNKNOWN"))
			note_claim(claim);
}

static void note_report(const char *output)
{
	if (*output == '{')
		note_run(json_parse(output));
}

/* With time enough for a kernel that looks for faults, or has much to do. */
#define RUN_JSON(name, option, value)					\
	{								\
		"proctl", "run", (char *)(name), "-J", "--deadline",	\
		"60", (char *)(option), (char *)(value), NULL,		\
	}

struct json *run_json(const char *name, const char *option, const char *value)
{
	char *const argv[] = RUN_JSON(name, option, value);
	char *output;
	int status = command(-1, &output, argv);

	if (status) {
		note_report(output);
		FAIL("run %s: exit status %d: %s", name, status, output);
	}
	assert_nothing_left();
	return json_parse(output);
}

struct json *row(const struct json *run, const char *step, const char *role)
{
	struct json *s = json_pick(json_get(run, "steps"), "step", step);
	struct json *r;

	if (!s)
		FAIL("no step \"%s\"", step);
	r = json_pick(json_get(s, "rows"), "role", role);
	if (!r)
		FAIL("no %s at step \"%s\"", role, step);
	return r;
}

int check_claims(const struct json *run, bool all)
{
	const struct json *claim = json_get(run, "claims")->first;
	const char *verdict;
	int lies = 0;

	for (; claim; claim = claim->next) {
		verdict = json_text(claim, "verdict");
		if (json_true(claim, "unexpected"))
			FAIL("%s: %s is unexpected", json_text(claim, "id"),
			     verdict);
		if (!strcmp(verdict, "UNKNOWN") ||
		    (all && !strcmp(verdict, "SKIPPED")))
			FAIL("%s is %s", json_text(claim, "id"), verdict);
		if (!json_true(claim, "control") || !strcmp(verdict, "SKIPPED"))
			continue;
		ASSERT_STR(verdict, "WRONG");
		lies++;
	}
	ASSERT_EQ(json_number(run, "refuted"), lies);
	return lies;
}

void check_report(const char *name, const char *option, const char *value)
{
	char *const argv[] = {
		"proctl", "run", (char *)name, "--deadline", "60",
		(char *)option, (char *)value, NULL,
	};
	char *output, *line, *save;

	if (command(-1, &output, argv))
		FAIL("run %s: %s", name, output);
	ASSERT(!strchr(output, '\033'));
	ASSERT(strstr(output, "nothing unexpected"));
	ASSERT(strstr(output, "Nothing is left behind"));
	for (line = strtok_r(output, "\n", &save); line;
	     line = strtok_r(NULL, "\n", &save))
		if (strlen(line) > 80)
			FAIL("too wide: %s", line);
}

static void fork_for_ever(void *unused)
{
	(void)unused;
	for (;;) {
		if (!fork())
			_exit(0);
		wait(NULL);
	}
}

void storm_begin(struct storm *s)
{
	size_t i;

	for (i = 0; i < STORM_PROCESSES; i++)
		s->pids[i] = spawn(0, fork_for_ever, NULL);
}

void storm_end(struct storm *s)
{
	size_t i;

	for (i = 0; i < STORM_PROCESSES; i++)
		kill_and_reap(s->pids[i]);
}

void check_under_storm(const char *name, const char *option, const char *value,
		       unsigned int runs)
{
	char *const argv[] = RUN_JSON(name, option, value);
	struct storm storm;
	unsigned int i;
	char *output;

	storm_begin(&storm);
	for (i = 0; i < runs; i++) {
		if (command(-1, &output, argv)) {
			note_report(output);
			FAIL("run %u of %s: %s", i, name, output);
		}
		check_claims(json_parse(output), false);
		free(output);
	}
	storm_end(&storm);
	note("%s: %u runs as expected", name, runs);
	assert_nothing_left();
}
