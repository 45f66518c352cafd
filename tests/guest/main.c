// SPDX-License-Identifier: GPL-2.0-only
/*
 * proctree-guest [PATTERN...]: run all tests, or those whose name or source
 * file contains a PATTERN. Under other names it is what tests start by exec.
 */
#include <unistd.h>

#include "harness.h"

int main(int argc, char **argv)
{
	if (argc && !strcmp(argv[0], EXEC_QUITTER))
		return 0;
	if (argc && !strcmp(argv[0], EXEC_SLEEPER))
		for (;;)
			pause();
	return harness_main(argv + 1);
}
