/* SPDX-License-Identifier: ISC
 *
 * Examples of rules and due items: tables of a few changes to one whole record,
 * each with a day and what is found then. The same rows teach the user of
 * --explain and are what the tests judge.
 *
 * A table has a row a line, cells separated by tabs, `#` in the first column of a
 * comment: name of a rule or due kind, verdict, day, and then changes to the record as
 * it was on that day, without events that came later:
 *
 *   KIND[:ID].KEY=VALUE   sets; without a value removes
 *   -KIND[:ID]            removes a section
 *   policy.NAME=VALUE     sets that in the register's policy
 *   +TEXT                 adds lines at the end, as they are
 *   ^TEXT                 puts bytes in front
 *   >                     the record before: the changes after it came later
 *   &                     the changes after it make another record beside it
 *
 * TEXT knows \n \t \r \\ and \xHH.
 */
#ifndef SEC_RULES_EXAMPLE_H
#define SEC_RULES_EXAMPLE_H

#include "rules/check.h"
#include "rules/due.h"

enum { SEC_EXAMPLE_CHANGES = 24 };

struct sec_example_row {
	const char *name, *verdict, *day;
	const char *change[SEC_EXAMPLE_CHANGES];
	unsigned changes, line;
	bool whole; /* set by the caller: events that came later stay */
};

/* The next row; false at the end. Cuts the text at *rest up in place, from which
 * the row borrows; *line counts. A row with less than three cells is an error. */
bool sec_example_next(char **rest, unsigned *line, struct sec_example_row *row,
	struct sec_err *err);

/* The lines of policy.ini that the row asks for; nothing when it has none. */
void sec_example_policy(const struct sec_example_row *row, struct sec_buf *out);
/* Its changes for people, as lines of INI and words, each with `indent` in front. */
void sec_example_print(const struct sec_example_row *row, const char *indent,
	struct sec_buf *out);

/* A record with the changes of a row, on its day. */
struct sec_example {
	struct sec_env env;
	struct sec_record now, before, other;
	struct sec_facts *facts;      /* of `now` */
	struct sec_faults faults;     /* sorted */
	struct sec_due_items due;
};
/* `life`: the whole record. policy.NAME is the schema's affair, not done here.
 * Release after errors too. */
int sec_example_see(struct sec_example *x, const struct sec_schema *schema, struct sec_str life,
	const struct sec_example_row *row, struct sec_err *err);
void sec_example_release(struct sec_example *x);

#endif
