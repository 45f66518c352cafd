// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names for people and awk: any 16 bytes in, printable ASCII out. Knows nothing
 * of tasks.
 */
#include "proctree.h"

/**
 * pt_escape_comm - write a name without bytes that could confuse
 * @to:		PT_COMM_ESCAPED bytes
 * @comm:	PROCTREE_COMM_LEN bytes, NUL-terminated
 *
 * Control and non-ASCII bytes, the backslash and a leading blank (which would
 * look like indentation) become \ooo.
 */
void pt_escape_comm(char *to, const char *comm)
{
	int i;

	for (i = 0; i < PROCTREE_COMM_LEN && comm[i]; i++) {
		unsigned char c = comm[i];

		if (c > 0x20 && c < 0x7f && c != '\\') {
			*to++ = c;
		} else if (c == ' ' && i) {
			*to++ = c;
		} else {
			*to++ = '\\';
			*to++ = '0' + (c >> 6);
			*to++ = '0' + ((c >> 3) & 7);
			*to++ = '0' + (c & 7);
		}
	}
	*to = '\0';
}
