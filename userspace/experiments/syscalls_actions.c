// SPDX-License-Identifier: GPL-2.0-only
/*
 * Functions of the C library, called for their system calls' sake; see
 * syscalls_actions.h.
 */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "syscalls_actions.h"

#define CODE	3
#define TIMES	1000

static void act_fork(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(CODE);
	waitpid(pid, NULL, 0);
}

/* All of them fail, so that each can be tried. */
static void act_exec(void)
{
	static char path[] = "/nonexistent/program";
	char *const argv[] = { path, NULL };

	execl(path, path, NULL);
	execle(path, path, NULL, environ);
	execlp(path, path, NULL);
	execv(path, argv);
	execve(path, argv, environ);
	execvp(path, argv);
}

static void act_path(void)
{
	setenv("PATH", "/nonexistent:/bin:/usr/bin", 1);
	execlp("sh", "sh", "-c", ":", NULL);
}

/* Leaves a line in the library's buffer. */
static void print_line(void)
{
	FILE *file = fopen("/dev/null", "we");

	if (file)
		fputs("a line\n", file);
}

static void act_exit(void)
{
	print_line();
	exit(CODE);
}

static void act__exit(void)
{
	print_line();
	_exit(CODE);
}

static void *be_thread(void *unused)
{
	return unused;
}

static void act_thread(void)
{
	pthread_t thread;

	if (!pthread_create(&thread, NULL, be_thread, NULL))
		pthread_join(thread, NULL);
}

static void act_raise(void)
{
	raise(SIGWINCH);
}

static void act_kill(void)
{
	kill(getpid(), SIGURG);
}

static void act_sleep(void)
{
	usleep(1);
	sleep(0);
}

static void act_malloc(void)
{
	void *volatile memory; /* or the compiler leaves both out */
	unsigned int i;

	for (i = 0; i < TIMES; i++) {
		memory = malloc(100 + i);
		free(memory);
	}
}

/* More than M_MMAP_THRESHOLD may have grown to by what was freed, mallopt(3). */
static void act_large(void)
{
	volatile char *memory = malloc(64 << 20);

	if (memory)
		*memory = 1;
	free((void *)memory);
}

static void act_stdio(void)
{
	FILE *file = fopen("/dev/null", "we");
	unsigned int i;

	for (i = 0; file && i < TIMES; i++)
		fputc('.', file);
	if (file)
		fclose(file);
}

static void act_file(void)
{
	int fd = open("/dev/zero", O_RDWR | O_CLOEXEC), n = 0;
	char byte;

	if (read(fd, &byte, 1) == 1 && write(fd, &byte, 1) == 1)
		ioctl(fd, FIONREAD, &n);
	close(fd);
}

/* The kernel chooses a name; nobody has the other one: unix(7). */
static void act_socket(void)
{
	struct sockaddr_un name = { AF_UNIX, "" };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	bind(fd, (struct sockaddr *)&name, sizeof(name.sun_family));
	connect(fd, (struct sockaddr *)&name, sizeof(name));
	close(fd);
}

#define CALL(name) { #name, SYS_##name }

const struct action actions[] = {
	{ "fork", "fork() and waitpid()", act_fork,
	  { CALL(clone), CALL(wait4) } },
	{ "exec", "six functions of the exec family, in vain", act_exec,
	  { CALL(execve) } },
	{ "execlp", "execlp() finds sh in the second or third part of PATH",
	  act_path, { CALL(execve) } },
	{ "exit", "fputs() to a file, then exit()", act_exit,
	  { CALL(write), CALL(exit), CALL(exit_group) } },
	{ "_exit", "the same with _exit()", act__exit,
	  { CALL(write), CALL(exit), CALL(exit_group) } },
	{ "thread", "pthread_create() and pthread_join()", act_thread,
	  { CALL(clone), CALL(clone3), CALL(exit), CALL(exit_group) } },
	{ "raise", "raise(SIGWINCH)", act_raise,
	  { CALL(tgkill), CALL(kill) } },
	{ "kill", "kill(getpid(), SIGURG)", act_kill,
	  { CALL(getpid), CALL(kill) } },
	{ "sleep", "usleep() and sleep()", act_sleep,
	  { CALL(clock_nanosleep) } },
	{ "malloc", "malloc() and free(), 1000 times", act_malloc,
	  { CALL(brk), CALL(mmap) } },
	{ "large", "malloc() and free() of 64 MiB", act_large,
	  { CALL(brk), CALL(mmap), CALL(munmap) } },
	{ "stdio", "fopen(), 1000 times fputc(), fclose()", act_stdio,
	  { CALL(openat), CALL(write), CALL(close) } },
	{ "file", "open(), read(), write(), ioctl(), close()", act_file,
	  { CALL(openat), CALL(read), CALL(write), CALL(ioctl),
	    CALL(close) } },
	{ "socket", "socket(), bind(), connect(), close()", act_socket,
	  { CALL(socket), CALL(bind), CALL(connect), CALL(close) } },
	{ 0 },
};
