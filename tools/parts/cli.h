/* SPDX-License-Identifier: ISC
 *
 * What the programs share on the command line: common options, help, selecting
 * records, writing to standard output, and the exit code. lib/ never includes
 * this.
 *
 * A program describes its own options in a table; the common ones come with the
 * groups it asks for. Options may follow operands; `--` ends them.
 */
#ifndef SEC_TOOLS_CLI_H
#define SEC_TOOLS_CLI_H

#include "register/scan.h"

enum cli_groups {
	CLI_READS = 1,   /* --at */
	CLI_WRITES = 2,  /* -n, -m, --force */
	CLI_FORMATS = 4, /* -f */
	CLI_BARE = 8,    /* no -C, --today, --people, -q: sec-init */
	CLI_NEW = 16     /* its help says nothing of choosing records: sec-new */
};

enum cli_type { CLI_FLAG /* bool */, CLI_TEXT /* const char * */ };

struct cli_option {
	const char *name; /* long name */
	char letter;      /* or 0 */
	enum cli_type type;
	void *to;
};

struct cli {
	const char *program;
	const char *help; /* what it does, examples, usage, own options */
	unsigned groups;
	const struct cli_option *own;
	size_t owns;

	/* what was given */
	const char *dir, *at, *people, *format, *query, *reason;
	sec_day today;
	bool dry_run, force, colour;
	size_t width; /* of the terminal on standard output; 0: it is none */
	char **operand;
	size_t operands;

	struct sec_err err;
	bool lost; /* standard output could not be written */
};

/* Returns -1 to go on, or an exit code (help or version was printed, or a usage
 * error). */
int cli_parse(struct cli *c, int argc, char **argv);

/* A usage error: prints it with a pointer to --help; returns 2. */
int cli_usage(struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Prints the error and returns its exit code. */
int cli_fail(struct cli *c);

/* A line for people on standard error, `PROGRAM: ` in front. */
void cli_say(const struct cli *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Writes the buffer to standard output and empties it. */
void cli_put(struct cli *c, struct sec_buf *out);

/* Closes standard output, frees the error; the exit code to end with. */
int cli_finish(struct cli *c, int code);

/* Opens the register that the common options name. */
int cli_open(struct cli *c, struct sec_register *r, bool required);

/* Picks the records that the operands name. An empty `-` is said, and no error. */
int cli_select(struct cli *c, struct sec_register *r, struct sec_selection *out);
/* The same; whole ids that no record has go to `gone` (NULL: they are an error). */
int cli_select_past(struct cli *c, struct sec_register *r, struct sec_selection *out,
	struct sec_paths *gone);

/* Says how many records a selection left out because a value was missing, if any. */
void cli_say_undecided(const struct cli *c, size_t n);

/* Says what a scan could not read or decide; the worse of `code` and what it found. */
int cli_report(struct cli *c, const struct sec_scan_report *report, int code);

#endif
