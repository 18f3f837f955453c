/* SPDX-License-Identifier: ISC
 *
 * Documents: letters, forms and summaries made from a record by a Mustache
 * template, as Markdown, HTML or plain text; and pictures of many records.
 *
 * What a template sees (the data of one record):
 *   {{SECTION.KEY}}           the value, dates as ISO days, lists joined by ", "
 *   {{SECTION.KEY-words}}     a date in words ("20 July 2026")
 *   {{#SECTION}}…{{/SECTION}} each section of that kind in order, with its keys,
 *                             `id`, and `id-words` for events
 *   {{DERIVED}}, {{state}}, {{who}}, {{today}}, {{policy.NAME}}
 *   {{#fields.SECTION}}       its keys with `label`, `value`, `help`
 *   {{#due}}, {{#findings}}, {{#needs}} what is open, found, still missing
 *   {{#LIST}}                 lists declared in documents.ini
 * A variable that the record has no value for is printed as a visible gap with
 * the field's label. Everything is escaped for the format that is written.
 */
#ifndef SEC_RENDER_DOCUMENT_H
#define SEC_RENDER_DOCUMENT_H

#include "render/mustache.h"
#include "rules/check.h"
#include "rules/due.h"

enum sec_document_format { SEC_DOCUMENT_MD, SEC_DOCUMENT_HTML, SEC_DOCUMENT_TXT };

/* Where templates come from: the register's templates/ first, then the built-in
 * ones. False: there is none of that name. Names match [a-z0-9-]+ with `.md`. */
struct sec_template_source {
	bool (*find)(void *ctx, struct sec_str name, struct sec_str *text);
	void *ctx;
};

/* One document of one or several records, a page each. */
struct sec_document;
struct sec_document *sec_document_new(const char *template_name, enum sec_document_format format,
	const struct sec_template_source *templates, const struct sec_schema *schema,
	struct sec_err *err);
/* Adds the page of a record. */
int sec_document_add(struct sec_document *d, struct sec_facts *f, struct sec_err *err);
/* Appends the finished document. */
int sec_document_finish(struct sec_document *d, struct sec_buf *out, struct sec_err *err);
void sec_document_free(struct sec_document *d);

#endif
