/* SPDX-License-Identifier: ISC
 *
 * A register: a folder with a policy.ini, its schema and policy, its people, its
 * records as the work tree or a commit has them, and the day it is judged on.
 *
 * Which register: `-C DIR`, else SEC_REGISTER, else the nearest parent folder of
 * the current one with a policy.ini. Without any, plain files can still be read
 * against the built-in schema. `at` reads records, schema, policy, templates and
 * holidays of a commit and sets today to the day it names, or to the commit's;
 * `today` given by the user wins over that. People are those of now: names are
 * kept out of history so that they can go.
 */
#ifndef SEC_REGISTER_REGISTER_H
#define SEC_REGISTER_REGISTER_H

#include "register/holidays.h"
#include "register/people.h"
#include "register/source.h"
#include "rules/facts.h"

/* A text that stands for the file at a path: what an editor has not saved. */
struct sec_unsaved {
	char *path;  /* as in struct sec_pick; NULL: there is none */
	bool inside;
	struct sec_str text;
};

struct sec_register {
	char *root;                /* absolute; NULL: there is none, plain files only */
	bool elsewhere;            /* not the register around the current folder */
	const char *bare;          /* as in the options */
	struct sec_source *source; /* NULL without a register */
	struct sec_source *rules;  /* where policy, schema, templates and holidays come from:
	                              `source`, or another one */
	struct sec_unsaved unsaved;
	struct sec_schema schema;
	struct sec_people people;
	struct sec_holidays holidays;
	sec_day today;
	struct sec_env env;        /* what facts are made with; points back here */
};

struct sec_register_options {
	const char *dir;    /* -C, or NULL */
	const char *at;     /* --at, or NULL */
	const char *people; /* --people, or NULL */
	sec_day today;      /* --today, or SEC_DAY_NONE */
	bool required;      /* no register is an error */
	const char *bare;   /* the register is that folder ("": all) of the trees of the bare
	                       repository around the current folder, whose people are nobody's
	                       business; needs `at`. Must outlive the register. */
	bool present;       /* today is what it is without `at`, not the commit's day */
	bool staged;        /* what is staged for the next commit, instead of the work tree */
	const char *rules;  /* a revision (or day) that policy, schema, templates and holidays
	                       are taken from; "": only what is built in; NULL: from where
	                       the records are */
};

/* `r` must not move while it is open. */
int sec_register_open(struct sec_register *r, const struct sec_register_options *o,
	struct sec_err *err);
void sec_register_close(struct sec_register *r);

/* The register's root alone, absolute; NULL where there is none. Caller frees. */
int sec_register_find(char **root, const struct sec_register_options *o, struct sec_err *err);

/* "secondments/2026/03/2026-03-7k3qf.ini"; the id must be legal. Caller frees. */
char *sec_register_path(struct sec_str id);
/* The other way round: a path's file name without `.ini`, a slice of it. */
struct sec_str sec_register_stem(const char *path);
/* The path that the name of a record's file asks for where `path` is another; NULL:
 * it is not, or the name is no legal id. Caller frees. */
char *sec_register_misplaced(const char *path);
/* The register's place in the repository around it, "" or "hr/": found by its
 * .git, without git; in a bare repository the folder of its trees that the options
 * named. Caller frees. */
char *sec_register_place(const struct sec_register *r);
/* The same for a file, however it is named and whether or not it is there: its path
 * from the top of the repository around it, links followed; without one, the path
 * as it is. */
char *sec_path_from_top(const char *path);
/* The same, without a repository absolute: one file has one such path. */
char *sec_path_own(const char *path);
/* The built-in schema's folder: $SEC_SCHEMA, else beside the executable, else
 * where it was installed. NULL with an error when there is none. Caller frees. */
char *sec_register_schema_dir(struct sec_err *err);

#endif
