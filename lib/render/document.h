/* SPDX-License-Identifier: ISC
 *
 * Documents: letters, forms and summaries made from a record by a Mustache
 * template, as Markdown, HTML or plain text; and pictures of many records.
 *
 * What a template sees (the data of one record):
 *   {{SECTION.KEY}}           the value as it is written; lists joined by ", "
 *   {{SECTION.KEY-words}}     of a date "20 July 2026", of a duration "4 weeks"
 *   {{SECTION.KEY-name}}      of a line of text: the name people.ini has for it,
 *                             else the text
 *   {{#SECTION.KEY-is-VALUE}} of an enumeration: is it that one?
 *   {{#SECTION}}…{{/SECTION}} a section that stands once, if it is there; each
 *                             section of a kind that repeats, in order, with its
 *                             keys, `id`, `id-words` for events, and `fields`
 *   {{SECTION:ID.KEY}}        a key of one section of such a kind
 *   {{DERIVED}}, {{state}}, {{who}}, {{today}}, {{next-state}}, {{register}},
 *   {{policy.NAME}}, {{document.title}}; `-words` and `-is-VALUE` here too
 *   {{#fields.SECTION}}       the keys of a section that stands once, with `key`,
 *                             `label`, `value`, `words`, `help`; `words` is the
 *                             value, dates and durations in words
 *   {{#roles}}                who has a part in it: `name`, `label`, `who`
 *   {{#due}}                  open due items: `title`, `due`, `due-words`, `days`,
 *                             `overdue`, `now` (shown already), `hard`, `owner`,
 *                             `tell`, `kind`, `section`
 *   {{#findings}}             `message`, `advice`, `rule`, `level`, `error`, `line`,
 *                             `address`
 *   {{#needs}}                what the next state still needs: `what`, `who`,
 *                             `address`
 *   {{#LIST}}                 a list declared in documents.ini
 *   {{#content}}                 every section as it stands in the file: `kind`,
 *                             `label`, `id`, `id-words`, `fields` (those written,
 *                             private ones too) and `any` (are there?), `comments`,
 *                             and `unread`: lines that no program can read
 *   {{#people}}               what people.ini has for the person: `ref`, `fields`
 *   {{#history}}              what became of the record, oldest first: `day-words`,
 *                             `sentence`: who did what and why; and
 *   {{#history-lacks}}        why there is none, or not all of it
 *   {{#elsewhere}}            where else the person is named, now or before, in other
 *                             records and files: `place`, `section`, `label`, `value`,
 *                             `since-words`, `until-words` (of what stands no more);
 *   {{#elsewhere-writers}}    changes that the person made: `name`, `changes`,
 *                             `first-words`, `last-words`;
 *   {{#elsewhere-reasons}}    reasons of changes that name the person: `day-words`,
 *                             `reason`;
 *   {{elsewhere-names}}       what was looked for;
 *   {{#elsewhere-shared}}     a last name that was not, for others have it too; and
 *   {{#elsewhere-lacks}}      why not everything could be looked through
 *                             (git is asked only where a template names these)
 *
 * A value that the record does not have is false as a section, and printed as a
 * visible gap with the field's label. A name that the schema does not have is an
 * error with the template's line and column. Everything is escaped for the format
 * that is written.
 *
 * documents.ini (and a register's own schema files):
 *   [document NAME]  title, help, audience; gap: what gaps say before the label
 *                    ("to be agreed"); lang: of the page; named: no, where the
 *                    title of an HTML page must not say whom it is about;
 *                    each: owner, where it is made for everybody who has something
 *                    due (digest.h), not for each record; subject: of mail, a
 *                    template of the same names; to: roles, whom it is mailed to
 *   [list NAME]      of: a kind of section, or due, findings, needs, roles;
 *                    when: a condition on the section; sort: an expression, with
 *                    `-` in front descending; limit: the most items
 */
#ifndef SEC_RENDER_DOCUMENT_H
#define SEC_RENDER_DOCUMENT_H

#include "register/register.h"
#include "render/mustache.h"
#include "rules/check.h"
#include "rules/due.h"

enum sec_document_format { SEC_DOCUMENT_MD, SEC_DOCUMENT_HTML, SEC_DOCUMENT_TXT };

/* Where templates come from: the register's templates/ first, then the built-in
 * ones. False: there is no file of that name. Names match [a-z0-9-]+ with `.md`,
 * and `page.html` for what HTML documents stand in. The text must stay as it is
 * until it is next called. */
struct sec_template_source {
	bool (*find)(void *ctx, struct sec_str name, struct sec_str *text);
	void *ctx;
};

/* One document of one or several records, a page each. NULL and an error: there
 * is no such template (SEC_ABSENT, with the nearest name), or documents.ini is
 * wrong. Template names: documents.ini's, and any other file. */
struct sec_document;
struct sec_document *sec_document_new(const char *template_name, enum sec_document_format format,
	const struct sec_template_source *templates, const struct sec_schema *schema,
	struct sec_err *err);
/* For templates that name `people` or `history`: the register, and the revision or
 * day it was read at, or NULL. Both must outlive it. */
void sec_document_of(struct sec_document *d, struct sec_register *reg, const char *at);
/* Adds the page of the record that the facts are bound to. */
int sec_document_add(struct sec_document *d, struct sec_facts *f, struct sec_err *err);
/* Adds the page of such a tree, which is about `who`. */
int sec_document_add_tree(struct sec_document *d, const struct sec_node *tree, struct sec_str who,
	struct sec_err *err);
/* Appends the subject of mail with the page added last: plain text. */
int sec_document_subject(struct sec_document *d, struct sec_buf *out, struct sec_err *err);
/* Is the document of that name made for each owner? The roles that others are mailed
 * to, or NULL. What is it called? */
bool sec_document_is_of_owners(const struct sec_schema *s, const char *name);
const struct sec_raw_key *sec_document_to(const struct sec_schema *s, const char *name);
const char *sec_document_title(const struct sec_schema *s, const char *name);
/* Appends the finished document. */
int sec_document_finish(struct sec_document *d, struct sec_buf *out, struct sec_err *err);
void sec_document_free(struct sec_document *d);

#endif
