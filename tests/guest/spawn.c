// SPDX-License-Identifier: GPL-2.0-only
/* Making processes, threads and commands; see spawn.h. */
#include "spawn.h"

#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "harness.h"
#include "proc.h"

#define STACK_SIZE	(16 * 1024)

void *shared_alloc(size_t size)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
		       MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		FAIL("mmap: %s", strerror(errno));
	return p;
}

pid_t spawn(unsigned long flags, void (*run)(void *arg), void *arg)
{
	pid_t pid = OK(syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0));

	if (pid)
		return pid;
	run(arg);
	_exit(0);
}

/* Stacks are never freed: the test process is short. */
pid_t spawn_clone(unsigned long flags, int (*run)(void *arg), void *arg)
{
	char *stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (stack == MAP_FAILED)
		FAIL("mmap: %s", strerror(errno));
	return OK(clone(run, stack + STACK_SIZE, flags, arg));
}

int clone_pause(void *arg)
{
	(void)arg;
	for (;;)
		syscall(SYS_ppoll, NULL, 0, NULL, NULL, 0);
}

int clone_exit(void *arg)
{
	syscall(SYS_exit, (int)(intptr_t)arg);
	return 0;
}

void pause_forever(void *unused)
{
	(void)unused;
	for (;;)
		pause();
}

void pause_ready(void *counter)
{
	__atomic_add_fetch((int *)counter, 1, __ATOMIC_SEQ_CST);
	pause_forever(NULL);
}

void thread_exit(int status)
{
	for (;;)
		syscall(SYS_exit, status);
}

pid_t thread_id(void)
{
	return syscall(SYS_gettid);
}

void kill_and_reap(pid_t pid)
{
	OK(kill(pid, SIGKILL));
	OK(waitpid(pid, NULL, __WALL));
}

void kill_group(pid_t pgid)
{
	OK(kill(-pgid, SIGKILL));
	while (waitpid(-1, NULL, __WALL) >= 0 || errno == EINTR)
		;
}

void await_zombie(pid_t pid)
{
	siginfo_t info;

	OK(waitid(P_PID, pid, &info, WEXITED | WNOWAIT | __WALL));
}

void await_state(pid_t tgid, pid_t tid, char state)
{
	AWAIT(proc_state(tgid, tid) == state);
}

pid_t spawn_as(pid_t pid)
{
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&pid,
		.set_tid_size = 1,
	};
	pid_t child = OK(syscall(SYS_clone3, &args, sizeof(args)));

	if (!child)
		pause_forever(NULL);
	return child;
}

int reap(pid_t pid)
{
	int status;

	OK(waitpid(pid, &status, __WALL));
	return status;
}

void become(uid_t uid, long group)
{
	gid_t gid = group;

	OK(setgroups(group >= 0, &gid));
	OK(setresgid(uid, uid, uid));
	OK(setresuid(uid, uid, uid));
	/* As after a login: the change of ids had made it undumpable. */
	OK(prctl(PR_SET_DUMPABLE, 1));
}

void become_with(uid_t uid, int capability)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = {
		{ .effective = 1U << capability,
		  .permitted = 1U << capability },
	};

	OK(prctl(PR_SET_KEEPCAPS, 1));
	become(uid, -1);
	OK(syscall(SYS_capset, &header, data));
}

static void command_process(int input, int output, char *const argv[])
{
	int null = open("/dev/null", O_RDWR);

	OK(dup2(input < 0 ? null : input, STDIN_FILENO));
	OK(dup2(output < 0 ? null : output, STDOUT_FILENO));
	OK(dup2(output < 0 ? null : output, STDERR_FILENO));
	execvp(argv[0], argv);
	FAIL("%s: %s", argv[0], strerror(errno));
}

static char *read_all(int fd)
{
	size_t size = 4096, used = 0;
	char *text = malloc(size);
	ssize_t n;

	ASSERT(text);
	while ((n = OK(read(fd, text + used, size - used - 1)))) {
		used += n;
		if (size - used < 2048) {
			size *= 2;
			text = realloc(text, size);
			ASSERT(text);
		}
	}
	text[used] = '\0';
	return text;
}

int command(int input, char **output, char *const argv[])
{
	int pipes[2] = { -1, -1 }, status;
	pid_t pid;

	if (output)
		OK(pipe2(pipes, O_CLOEXEC));
	pid = OK(fork());
	if (!pid)
		command_process(input, pipes[1], argv);
	if (output) {
		close(pipes[1]);
		*output = read_all(pipes[0]);
		close(pipes[0]);
	}
	OK(waitpid(pid, &status, 0));
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
