// SPDX-License-Identifier: GPL-2.0-only
/*
 * Gives a target the inputs of a folder, in TAP: for compilers without
 * libFuzzer, and for every run of the unit tests.
 */
#include <dirent.h>
#include <stdio.h>
#include <sys/stat.h>

#include "fuzz.h"

static uint8_t *file_read(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	struct stat st;
	uint8_t *data;

	if (!file || fstat(fileno(file), &st))
		return NULL;
	*size = st.st_size;
	/* Exactly as large as the input, for AddressSanitizer. */
	data = malloc(*size);
	if (data && fread(data, 1, *size, file) != *size) {
		free(data);
		data = NULL;
	}
	fclose(file);
	return data;
}

static int is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* Number of inputs, -1 if one can't be read. */
static int replay(const char *folder)
{
	struct dirent **entries;
	int n = scandir(folder, &entries, is_input, alphasort), i, bad = 0;

	for (i = 0; i < n; i++) {
		char path[4096];
		uint8_t *data;
		size_t size;

		snprintf(path, sizeof(path), "%s/%s", folder,
			 entries[i]->d_name);
		data = file_read(path, &size);
		/* Seen only if it is the last thing that happens. */
		fprintf(stdout, "# %s\n", entries[i]->d_name);
		fflush(stdout);
		if (data)
			LLVMFuzzerTestOneInput(data, size);
		bad += !data;
		free(data);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
	return bad ? -1 : n;
}

int main(int argc, char **argv)
{
	int n;

	if (argc != 3) {
		fprintf(stderr, "Usage: %s NAME FOLDER\n", argv[0]);
		return 2;
	}
	printf("1..1\n");
	LLVMFuzzerInitialize(&argc, &argv);
	n = replay(argv[2]);
	printf("%s 1 - %s takes the %d inputs of its corpus\n",
	       n > 0 ? "ok" : "not ok", argv[1], n);
	return n > 0 ? 0 : 1;
}
