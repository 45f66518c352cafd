/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who else knows: for each field of the contract an oracle, asked about every
 * thread of a busy machine, or the name of a test that proves the field with
 * processes made for the purpose, because nothing else tells it.
 */
#ifndef GUEST_ORACLE_H
#define GUEST_ORACLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "facts.h"

enum knowledge {
	UNKNOWN,	/* the oracle can't say, just now or for this task */
	ABSENT,		/* the field can't be valid for this task */
	KNOWN,
};

/**
 * struct range - what the field may be
 * @low, @high:	both included; equal, if the oracle is exact
 */
struct range {
	enum knowledge knowledge;
	int64_t low;
	int64_t high;
};

/**
 * struct oracle - one field
 * @member:	its name in proctree_fields.def
 * @ask:	what the field ought to be; NULL: see @test
 * @key:	@ask's argument, such as a line in status
 * @n:		likewise, such as a field of stat
 * @see:	what is compared of the row's value; NULL: all
 * @test:	name of the test that proves the field, if @ask is NULL
 */
struct oracle {
	const char *member;
	struct range (*ask)(const struct facts *f, const struct oracle *o);
	const char *key;
	unsigned int n;
	int64_t (*see)(int64_t value);
	const char *test;
};

/**
 * struct oracle_table - all fields of a block
 * @block:	PROCTREE_BLOCK_*
 */
struct oracle_table {
	uint64_t block;
	const struct oracle *oracles;
	size_t count;
};

#define ORACLE_TABLE(name, bit)						\
	const struct oracle_table oracle_##name = {			\
		.block = PROCTREE_BLOCK_##bit,				\
		.oracles = oracles,					\
		.count = sizeof(oracles) / sizeof(oracles[0]),		\
	}

extern const struct oracle_table oracle_base;
extern const struct oracle_table oracle_relations;
extern const struct oracle_table oracle_sharing;
extern const struct oracle_table oracle_credentials;
extern const struct oracle_table oracle_scheduling;
extern const struct oracle_table oracle_time;
extern const struct oracle_table oracle_signals;
extern const struct oracle_table oracle_namespaces;
extern const struct oracle_table oracle_memory;
extern const struct oracle_table oracle_layout;
extern const struct oracle_table oracle_internals;

/* Answers. */
struct range exactly(int64_t value);
struct range between(int64_t low, int64_t high);
struct range unknown(void);
struct range absent(void);

/* Oracles that several blocks use; absent if the line is. */
struct range ask_status(const struct facts *f, const struct oracle *o);
struct range ask_status_hex(const struct facts *f, const struct oracle *o);
/* Lines in kB, for a field in bytes. */
struct range ask_status_kb(const struct facts *f, const struct oracle *o);
struct range ask_stat(const struct facts *f, const struct oracle *o);
/* Clock ticks of 10 ms, for a field in nanoseconds. */
struct range ask_stat_ticks(const struct facts *f, const struct oracle *o);

/**
 * oracle_ask_all - open the zoo and hold the block of every thread against it
 *
 * The oracle is asked before and after the row is taken, by TASK and by
 * SNAPSHOT: the field must lie between the answers. Ten times wrong is wrong; it
 * fails the test.
 */
void oracle_ask_all(const struct oracle_table *table);
/* The same for those who are there: the zoo is open. */
void oracle_ask(const struct oracle_table *table);

/*
 * A block of one thread, by TASK, into @block; "valid" comes first. Fails the
 * test if there is no such thread.
 */
void block_take(int fd, pid_t pid, uint64_t bit, void *block);

/* Bit in a block's "valid"; fields are of one size. */
#define VALID(type, member)	(1ULL << (offsetof(struct type, member) / 8 - 1))

#endif
