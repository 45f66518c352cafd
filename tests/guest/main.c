// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctree-guest [PATTERN...]: run all tests, or those whose name or source
 * file contains a PATTERN. Under other names it is what tests start by exec.
 */
#include <pthread.h>
#include <unistd.h>

#include "harness.h"

static void *exec_again(void *argv)
{
	execv("/proc/self/exe", argv);
	return NULL;
}

static void change(char **argv)
{
	pthread_t thread;

	pthread_create(&thread, NULL, exec_again, argv);
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	if (argc && !strcmp(argv[0], EXEC_QUITTER))
		return 0;
	if (argc && !strcmp(argv[0], EXEC_CHANGER))
		change(argv);
	if (argc && !strcmp(argv[0], EXEC_SLEEPER))
		for (;;)
			pause();
	return harness_main(argv + 1);
}
