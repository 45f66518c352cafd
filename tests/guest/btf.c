// SPDX-License-Identifier: GPL-2.0-only
/* Just enough of Documentation/bpf/btf.rst to find a structure's size. */
#include "btf.h"

#include <fcntl.h>
#include <linux/btf.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "harness.h"

/* Bytes that follow a type's struct btf_type. */
static size_t tail(const struct btf_type *t)
{
	uint32_t n = BTF_INFO_VLEN(t->info);

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_INT:
	case BTF_KIND_VAR:
	case BTF_KIND_DECL_TAG:
		return sizeof(uint32_t);
	case BTF_KIND_ARRAY:
		return sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return n * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return n * sizeof(struct btf_enum);
	case BTF_KIND_ENUM64:
		return n * 3 * sizeof(uint32_t);
	case BTF_KIND_FUNC_PROTO:
		return n * sizeof(struct btf_param);
	case BTF_KIND_DATASEC:
		return n * sizeof(struct btf_var_secinfo);
	default:
		return 0;
	}
}

static char *load(size_t *size)
{
	int fd = OK(open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC));
	size_t used = 0;
	struct stat st;
	ssize_t n;
	char *data;

	OK(fstat(fd, &st));
	data = malloc(st.st_size);
	ASSERT(data);
	while ((n = OK(read(fd, data + used, st.st_size - used))))
		used += n;
	close(fd);
	*size = used;
	return data;
}

uint32_t btf_struct_size(const char *name)
{
	size_t size;
	char *data = load(&size);
	const struct btf_header *header = (const void *)data;
	const char *strings = data + header->hdr_len + header->str_off;
	const char *at = data + header->hdr_len + header->type_off;
	const char *end = at + header->type_len;

	ASSERT_EQ(header->magic, BTF_MAGIC);
	while (at < end) {
		const struct btf_type *t = (const void *)at;

		if (BTF_INFO_KIND(t->info) == BTF_KIND_STRUCT &&
		    !strcmp(strings + t->name_off, name)) {
			uint32_t found = t->size;

			free(data);
			return found;
		}
		at += sizeof(*t) + tail(t);
	}
	FAIL("no struct %s in BTF", name);
}
