/* SPDX-License-Identifier: ISC
 *
 * The story of records: what a commit changed, told in words. How a thing is
 * said is data, the [story] entries of the schema and the nouns of its fields;
 * what none of them covers is told in general words from the labels. No change
 * is left out: of each one that a sentence does not show there is a clause of
 * its own. Only a record that came whole is told in a sentence.
 *
 * People are named by what they were to the record when they made the change
 * (`the host lead`), where its author, by name, e-mail address or people.ini,
 * holds a role there; else by the author's name. Values stand as people say
 * them: days in words (the day of the change is "that day", where no other is named), names for refs, long prose shortened. Control characters
 * are made visible, so that a sentence is one line whatever a record holds.
 */
#ifndef SEC_RENDER_STORY_H
#define SEC_RENDER_STORY_H

#include "register/history.h"

struct sec_teller;

/* What one commit did to one record. Slices are good until the next call. */
struct sec_told {
	const char *id;
	sec_day day;           /* of the author's clock, where the author was */
	struct sec_str title;  /* as the record has it; s NULL: none */
	struct sec_str record; /* "Data analyst, Estates (A. Okafor)", as it was then */
	struct sec_str who;    /* "the host lead", "HR", "A. Cole" */
	struct sec_str what;   /* "extended it to 29 January 2027" */
	struct sec_str why;    /* in one line, shortened; empty where nobody said */
};

/* The schema says how; the register, which must stay open, who people are. */
struct sec_teller *sec_teller_new(struct sec_register *r);
void sec_teller_free(struct sec_teller *t);
/* `only`: those of the step's differences to tell of; NULL: all of them, and what
 * happened to the file as a whole. */
void sec_teller_tell(struct sec_teller *t, const struct sec_past *past,
	const struct sec_step *step, const struct sec_diffs *only, struct sec_told *out);

/* Appends "On 20 July 2026 the host lead extended it to 29 January 2027: merge
 * slipped by a quarter."; `that_day`: how many of that day stand before it, as in "The
 * same day the host lead …" and "Then the host lead …". */
void sec_told_sentence(const struct sec_told *told, size_t that_day, struct sec_buf *out);
/* The same without its day: "The host lead extended it …". */
void sec_told_clause(const struct sec_told *told, struct sec_buf *out);

/* Tells all that happened to some records (whole ids) up to a revision or a day
 * (NULL: to this one), oldest first. `each` stops
 * by returning non-zero, which is handed on. *cut, where given: there is more
 * before this, and the clone does not have it. SEC_ABSENT as sec_history_walk(). */
int sec_story_each(struct sec_register *r, const char *at, const char *const *id, size_t ids,
	int (*each)(void *ctx, const struct sec_told *told), void *ctx, bool *cut,
	struct sec_err *err);

#endif
