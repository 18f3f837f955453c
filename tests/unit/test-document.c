/* SPDX-License-Identifier: ISC
 *
 * Documents: what a template sees, over a small schema of its own; then every
 * built-in document with the built-in schema, two of them against golden files
 * (tests/data/documents; SEC_GOLDEN=1 writes them anew, to be looked at).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "render/document.h"

static const char *top(void)
{
	const char *s = getenv("SEC_TOP");

	return s ? s : ".";
}

static const char small_schema[] =
	"[section secondment]\nrepeat = no\nlabel = Secondment\n"
	"[field secondment.id]\ntype = text\nlabel = Id\n"
	"[section person]\nrepeat = no\nlabel = Secondee\n"
	"[field person.ref]\ntype = text\nlabel = Secondee ref\n"
	"[field person.name]\ntype = text\nlabel = Secondee\n"
	"[section job]\nrepeat = no\nlabel = Job\n"
	"[field job.boss]\ntype = text\nlabel = Boss of it\nhelp = Who says\n"
	"[field job.what]\ntype = prose\nlabel = VAT matters\n"
	"[field job.start]\ntype = date\nlabel = First day\n"
	"[field job.every]\ntype = duration\nlabel = Every\n"
	"[field job.size]\ntype = enum\nvalues = small, big\nlabel = Size\n"
	"[field job.share]\ntype = number\nlabel = Share\n"
	"[field job.paid]\ntype = yes-no\nlabel = Paid\n"
	"[field job.tags]\ntype = list\nlabel = Tags\n"
	"[field job.told]\ntype = evidence\nlabel = Told\n"
	"[section steps]\nrepeat = no\nkeys = evidence\nlabel = Steps\n"
	"[field steps.first]\ntype = evidence\nlabel = First step\n"
	"[section talk]\nrepeat = date\nlabel = Talk\n"
	"[field talk.by]\ntype = text\nlabel = Talk by\n"
	"[field talk.score]\ntype = number\nlabel = Score\n"
	"[section view]\nrepeat = slug\nids = home, host\nlabel = View\n"
	"[field view.text]\ntype = prose\nlabel = View text\n"
	"[derived last-talk]\nvalue = last(talk, .id)\nlabel = Last talk\n"
	"[derived begun]\ntype = yes-no\nvalue = job.start <= today\nlabel = Begun\n"
	"[derived age]\nvalue = today - job.start\nlabel = Age\n"
	"[state idea]\nwhen = yes\nlabel = Idea\nhelp = Only thought of\n"
	"[state runs]\nwhen = job.start <= today\nafter = idea\nlabel = Runs\n"
	"[role boss]\nwho = job.boss\nlabel = the boss\n"
	"[role clerk]\nlabel = clerk\n"
	"[due talk-now]\nat = job.start + 7d\ndone = any(talk)\nowner = boss\ntitle = Talk about {job.boss}\n"
	"[due look]\nat = job.start + 70d\ndone = no\nowner = boss\nhard = yes\ntitle = Look\n"
	"[rule boss-name]\nseverity = warning\nassert = job.boss != \"X\"\nat = job.boss\nmessage = the boss is 'X'\n"
	"[document doc]\ntitle = A <title>\ngap = to do\nlang = en-GB\n"
	"[document part]\ntitle = Part\nnamed = no\n"
	"[list good-talks]\nof = talk\nwhen = .score > 3\nsort = -.score\n"
	"[list one-talk]\nof = talk\nlimit = 1\n"
	"[list one-due]\nof = due\nlimit = 1\n";

static const char small_policy[] = "[policy]\nwait = 6w\n";

static int give_schema(void *ctx, int (*add)(void *arg, const char *name, struct sec_str text), void *arg,
	struct sec_err *err)
{
	struct sec_str extra = sec_str(ctx); /* of NULL: empty */
	int rc = add(arg, "schema.ini", sec_str(small_schema));

	(void)err;
	if (rc == 0 && extra.len)
		rc = add(arg, "extra.ini", extra);
	return rc ? rc : add(arg, "policy.ini", sec_str(small_policy));
}

/* Templates of a test: `doc` is its own, the others are fixed. */
static const char *doc_text;

static bool give_template(void *ctx, struct sec_str name, struct sec_str *text)
{
	(void)ctx;
	if (sec_str_is(name, "doc.md"))
		*text = sec_str(doc_text);
	else if (sec_str_is(name, "part.md"))
		*text = SEC_STR("- part of {{who}}\n");
	else if (sec_str_is(name, "page.html"))
		*text = SEC_STR("<{{lang}}|{{title}}>\n{{{body}}}</>\n");
	else if (sec_str_is(name, "agreement.md"))
		*text = SEC_STR("never");
	else
		return false;
	assert_null(memchr(name.s, '/', name.len));
	return true;
}

static struct sec_str person(void *ctx, struct sec_str ref)
{
	(void)ctx;
	if (sec_str_is(ref, "p1"))
		return SEC_STR("Ann *Ash*");
	return sec_str_is(ref, "p0040") ? SEC_STR("R. Quennell") : (struct sec_str){ NULL, 0 };
}

static const char record[] =
	"[secondment]\nid = 2026-01-x\n[person]\nref = p1\n"
	"[job]\nboss = p0040\nwhat = a\n  .\n  b\nstart = 2026-02-02\nevery = 6w\nsize = big\nshare = 0.5\n"
	"paid = no\ntags = x, y,\ntold = n/a: not yet\nx-own = mine\n"
	"[steps]\nfirst = 2026-02-03\nown-one = pending\n"
	"[talk 2026-02-10]\nby = p1\nscore = 4\n[talk 2026-01-05]\nscore = 5\n[talk 2026-03-01]\nscore = 1\n"
	"[view host]\ntext = fine\n";

struct world {
	struct sec_schema schema;
	struct sec_env env;
	struct sec_facts *facts;
	struct sec_record rec;
};

static void open_world(struct world *w, const struct sec_schema_source *src)
{
	struct sec_err err = SEC_ERR_INIT;

	if (sec_schema_load(&w->schema, src, NULL, NULL, (struct sec_str){ NULL, 0 }, &err) < 0)
		fail_msg("%s:%u: %s", err.path, err.line, err.msg);
	w->env = (struct sec_env){ .schema = &w->schema, .person_name = person };
	assert_true(sec_day_parse("2026-03-11", 10, &w->env.today));
	w->facts = sec_facts_new(&w->env);
	sec_record_init(&w->rec);
}

static void close_world(struct world *w)
{
	sec_facts_free(w->facts);
	sec_record_release(&w->rec);
	sec_schema_release(&w->schema);
}

static void bind(struct world *w, struct sec_str text)
{
	struct sec_dialect dialect = { .known_key = sec_schema_known_key, .ctx = &w->schema };

	assert_int_equal(sec_record_parse_text(&w->rec, text.s, text.len, &dialect, NULL), 0);
	sec_facts_bind(w->facts, &w->rec);
}

/* The document of the records, or `!template:line:col: message`. */
static void make(struct world *w, const char *name, enum sec_document_format format,
	const struct sec_template_source *from, const char *const *records, struct sec_buf *out)
{
	struct sec_err err = SEC_ERR_INIT;
	struct sec_document *d = sec_document_new(name, format, from, &w->schema, &err);
	int rc = d ? 0 : -1;

	sec_buf_clear(out);
	for (; rc == 0 && *records; records++) {
		bind(w, sec_str(*records));
		rc = sec_document_add(d, w->facts, &err);
	}
	if (rc == 0)
		rc = sec_document_finish(d, out, &err);
	if (rc < 0) {
		sec_buf_clear(out);
		if (err.path)
			sec_buf_addf(out, "!%s:%u:%u: %s", err.path, err.line, err.col, err.msg);
		else
			sec_buf_addf(out, "!%s", err.msg);
	}
	sec_document_free(d);
	sec_err_clear(&err);
}

static const struct {
	const char *text, *expected;
} names[] = {
	{ "{{secondment.id}} {{who}}", "2026-01-x Ann \\*Ash\\*\n" },
	{ "{{job.boss}} {{job.boss-name}} {{person.ref-name}}", "p0040 R. Quennell Ann \\*Ash\\*\n" },
	{ "{{job.start}} {{job.start-words}}", "2026-02-02 2 February 2026\n" },
	{ "{{job.every}} {{job.every-words}}", "6w 6 weeks\n" },
	{ "{{job.size}}{{#job.size-is-big}} big{{/job.size-is-big}}{{^job.size-is-small}} not small"
		"{{/job.size-is-small}}", "big big not small\n" },
	{ "{{job.share}} {{job.paid}}{{^job.paid}} unpaid{{/job.paid}}", "0.5 no unpaid\n" },
	{ "{{job.tags}}{{#job.tags}} <{{.}}>{{/job.tags}}", "x, y <x> <y>\n" },
	{ "{{job.told}} {{job.told-words}}", "n/a: not yet n/a: not yet\n" },
	{ "> {{job.what}}", "> a\n>\n> b\n" },
	{ "| a |\n|---|\n| {{job.what}} |", "| a |\n|---|\n| a<br><br>b |\n" },
	{ "{{job.x-own}} {{job.x-none}}", "mine **[to do: x-none]**\n" },
	{ "{{person.name}} {{view:home.text}} {{view:host.text}}",
		"**[to do: secondee]** **[to do: view text]** fine\n" },
	{ "{{#person}}{{ref}} {{name}}{{/person}}", "p1 **[to do: secondee]**\n" },
	{ "{{#talk}}\n- {{id}} {{id-words}} {{by}} {{score}}\n{{/talk}}",
		"- 2026-01-05 5 January 2026 **[to do: talk by]** 5\n- 2026-02-10 10 February 2026 p1 4\n"
		"- 2026-03-01 1 March 2026 **[to do: talk by]** 1\n" },
	{ "{{#talk}}{{#fields}}{{key}}={{label}}={{#value}}{{value}}{{/value}}; {{/fields}}{{/talk}}",
		"by=Talk by=; score=Score=5; by=Talk by=p1; score=Score=4; by=Talk by=; score=Score=1;\n" },
	{ "{{talk:2026-02-10.score}} {{#talk:2026-02-11.score}}x{{/talk:2026-02-11.score}}"
		"{{talk:2026-02-11.score}}", "4 **[to do: score]**\n" },
	{ "{{#good-talks}}{{score}} {{/good-talks}}{{#one-talk}}{{id}}{{/one-talk}}", "5 4 2026-01-05\n" },
	{ "{{#fields.steps}}{{label}}: {{words}}; {{/fields.steps}}{{steps.none}}",
		"First step: 3 February 2026; Own one: pending; **[to do: none]**\n" },
	{ "{{#fields.job}}{{#help}}{{label}} ({{help}}){{/help}}{{/fields.job}}", "Boss of it (Who says)\n" },
	{ "{{state}} {{state-label}} {{#state-is-runs}}now{{/state-is-runs}}{{next-state}}", "runs Runs now\n" },
	{ "{{last-talk}} {{last-talk-words}} {{begun}} {{age-words}}", "2026-03-01 1 March 2026 yes 37 days\n" },
	{ "{{today}} {{today-words}} {{policy.wait}} {{policy.wait-words}} {{register}}",
		"2026-03-11 11 March 2026 6w 6 weeks\n" },
	{ "{{#roles}}{{name}} {{label}} {{who}} {{who-name}};{{/roles}}", "boss the boss p0040 R. Quennell;\n" },
	{ "{{#due}}{{kind}} {{due}} {{due-words}} {{days}} {{overdue}} {{now}} {{hard}} {{title}}, {{owner}};"
		"{{/due}}", "look 2026-04-13 13 April 2026 33 no no yes Look, the boss (R. Quennell);\n" },
	{ "{{#one-due}}{{kind}}{{/one-due}}{{^findings}} clean{{/findings}}", "look clean\n" },
	{ "{{>part}}{{document.title}} {{document.name}}", "- part of Ann \\*Ash\\*\nA \\<title\\> doc\n" },
	{ "a\n\n\n\n{{#talk}}{{/talk}}\n\nb\n\n", "a\n\nb\n" },
	{ "\n{{job.bos}}", "!doc.md:2:1: unknown name 'job.bos', did you mean 'job.boss'?" },
	{ "{{#taalk}}{{/taalk}}", "!doc.md:1:1: unknown name 'taalk', did you mean 'talk'?" },
	{ "{{#talk}}{{bye}}{{/talk}}", "!doc.md:1:10: unknown name 'bye', did you mean 'by'?" },
	{ "{{qqqqqqqqqq}}", "!doc.md:1:1: unknown name 'qqqqqqqqqq'" },
	{ "{{job}}", "!doc.md:1:1: 'job' is a section: name one of its keys" },
	{ "{{talk.by}}", "!doc.md:1:1: there can be several [talk]: write {{#talk}}{{\xe2\x80\xa6}}{{/talk}}" },
	{ "{{>nothing}}", "!doc.md:1:1: no template 'nothing.md'" },
	{ "{{>../part}}", "!doc.md:1:1: no template '../part.md'" },
	{ "{{#job}}", "!doc.md:1:1: section 'job' is never closed" },
};

static void every_name(void **state)
{
	struct sec_schema_source src = { give_schema, NULL };
	struct sec_template_source from = { give_template, NULL };
	static const char *const records[] = { record, NULL };
	struct sec_buf out = SEC_BUF_INIT;
	struct world w;
	size_t i;

	(void)state;
	open_world(&w, &src);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		doc_text = names[i].text;
		make(&w, "doc", SEC_DOCUMENT_MD, &from, records, &out);
		if (strcmp(out.s, names[i].expected) != 0)
			fail_msg("%s\ngave: %s\nexpected: %s", names[i].text, out.s, names[i].expected);
	}
	close_world(&w);
	sec_buf_release(&out);
}

/* An empty record: gaps everywhere, and still a document. */
static void all_gaps(void **state)
{
	static const char *const records[] = { "[job]\nboss = X\nsize = huge\nstart = soon\n", NULL };
	struct sec_schema_source src = { give_schema, NULL };
	struct sec_template_source from = { give_template, NULL };
	struct sec_buf out = SEC_BUF_INIT;
	struct world w;

	(void)state;
	open_world(&w, &src);
	doc_text = "{{who}} {{job.start}} {{job.start-words}} {{job.what}} {{last-talk-words}} {{age}} {{job.size}}"
		"{{#job.size-is-big}}x{{/job.size-is-big}} {{begun}} {{person}}{{^person}}none{{/person}} {{next-state}}\n"
		"{{#findings}}\n- {{level}} {{rule}} {{message}}\n{{/findings}}\n{{#needs}}\n- {{what}}\n{{/needs}}\n";
	make(&w, "doc", SEC_DOCUMENT_MD, &from, records, &out);
	assert_non_null(strstr(out.s, "**[to do: secondee]** soon soon **[to do: VAT matters]** **[to do: last talk]** "
		"**[to do: age]** huge no **[to do: secondee]**none runs\n"));
	assert_non_null(strstr(out.s, "\n- warning boss-name the boss is 'X'\n"));
	close_world(&w);
	sec_buf_release(&out);
}

static const char hostile[] =
	"[person]\nname = <script>alert(1)</script>\n"
	"[job]\nboss = \" onload=x ]]> & </section>\nwhat = [x](javascript:alert(1)) ![i](http://h/p.png)\n"
	"  <img src=x onerror=y>\n  # no heading\n  {{who}} {{{who}}}\n";

static void escaping(void **state)
{
	static const char *const records[] = { hostile, NULL };
	struct sec_schema_source src = { give_schema, NULL };
	struct sec_template_source from = { give_template, NULL };
	struct sec_buf out = SEC_BUF_INIT;
	struct world w;

	(void)state;
	open_world(&w, &src);
	doc_text = "# {{who}}\n\n| h |\n|---|\n| {{job.boss}} |\n\n- {{job.what}}\n\n{{job.start}}\n";
	make(&w, "doc", SEC_DOCUMENT_HTML, &from, records, &out);
	assert_string_equal(out.s,
		"<en-GB|A &lt;title&gt;: &lt;script&gt;alert(1)&lt;/script&gt;>\n<section class=\"page\">\n"
		"<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>\n<table>\n<thead>\n<tr>\n<th scope=\"col\">h</th>\n</tr>\n"
		"</thead>\n<tbody>\n<tr>\n<td>&quot; onload=x ]]&gt; &amp; &lt;/section&gt;</td>\n</tr>\n</tbody>\n</table>\n"
		"<ul>\n<li>[x](javascript:alert(1)) ![i](http://h/p.png)<br />\n&lt;img src=x onerror=y&gt;<br />\n"
		"# no heading<br />\n{{who}} {{{who}}}</li>\n</ul>\n<p><mark>[to do: first day]</mark></p>\n</section>\n</>\n");
	make(&w, "doc", SEC_DOCUMENT_TXT, &from, records, &out);
	assert_string_equal(out.s,
		"<script>alert(1)</script>\n=========================\n\nh\n---------------------------\n"
		"\" onload=x ]]> & </section>\n\n- [x](javascript:alert(1)) ![i](http://h/p.png)\n"
		"  <img src=x onerror=y>\n  # no heading\n  {{who}} {{{who}}}\n\n[to do: first day]\n"
		);
	close_world(&w);
	sec_buf_release(&out);
}

static void pages(void **state)
{
	static const char *const records[] = { "[person]\nname = A\n", "[person]\nname = B\n", NULL };
	static const char *const none[] = { NULL };
	struct sec_schema_source src = { give_schema, NULL };
	struct sec_template_source from = { give_template, NULL };
	struct sec_buf out = SEC_BUF_INIT;
	struct world w;

	(void)state;
	open_world(&w, &src);
	doc_text = "# {{who}}\n\nx\n";
	make(&w, "doc", SEC_DOCUMENT_MD, &from, records, &out);
	assert_string_equal(out.s, "# A\n\nx\n\n<!-- page break -->\n\n---\n\n# B\n\nx\n");
	make(&w, "doc", SEC_DOCUMENT_TXT, &from, records, &out);
	assert_string_equal(out.s, "A\n=\n\nx\n\f\nB\n=\n\nx\n");
	make(&w, "doc", SEC_DOCUMENT_HTML, &from, records, &out);
	assert_string_equal(out.s, "<en-GB|A &lt;title&gt;>\n<section class=\"page\">\n<h1>A</h1>\n<p>x</p>\n</section>\n"
		"<section class=\"page\">\n<h1>B</h1>\n<p>x</p>\n</section>\n</>\n");
	/* the title of a page with one record says whose it is, unless that is not wanted */
	make(&w, "doc", SEC_DOCUMENT_HTML, &from, records + 1, &out);
	assert_string_equal(out.s, "<en-GB|A &lt;title&gt;: B>\n<section class=\"page\">\n<h1>B</h1>\n<p>x</p>\n"
		"</section>\n</>\n");
	make(&w, "part", SEC_DOCUMENT_HTML, &from, records + 1, &out);
	assert_string_equal(out.s, "<en|Part>\n<section class=\"page\">\n<ul>\n<li>part of B</li>\n</ul>\n"
		"</section>\n</>\n");
	make(&w, "doc", SEC_DOCUMENT_MD, &from, none, &out);
	assert_string_equal(out.s, "");
	make(&w, "dok", SEC_DOCUMENT_MD, &from, none, &out);
	assert_string_equal(out.s, "!no document 'dok', did you mean 'doc'?");
	make(&w, "../agreement", SEC_DOCUMENT_MD, &from, none, &out);
	assert_string_equal(out.s, "!no document '../agreement': templates are named like 'case-summary'");
	close_world(&w);
	sec_buf_release(&out);
}

static void faulty_lists(void **state)
{
	static const struct {
		const char *extra, *expected;
	} cases[] = {
		{ "[list x]\nwhen = yes\n",
			"!extra.ini:1:1: list 'x' needs 'of': a kind of section, or due, findings, needs, roles" },
		{ "[list x]\nof = tolk\n", "!extra.ini:2:6: unknown kind of section 'tolk', did you mean 'talk'?" },
		{ "[list x]\nof = due\nwhen = yes\n",
			"!extra.ini:3:8: only lists of sections can be chosen from or sorted, not those of 'due'" },
		{ "[list x]\nof = talk\nlimit = no\n",
			"!extra.ini:3:9: a limit is a number from 1 to 10000, not 'no'" },
	};
	struct sec_template_source from = { give_template, NULL };
	static const char *const records[] = { record, NULL };
	struct sec_buf out = SEC_BUF_INIT;
	size_t i;

	(void)state;
	doc_text = "x";
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sec_schema_source src = { give_schema, (void *)cases[i].extra };
		struct world w;

		open_world(&w, &src);
		make(&w, "doc", SEC_DOCUMENT_MD, &from, records, &out);
		assert_string_equal(out.s, cases[i].expected);
		close_world(&w);
	}
	sec_buf_release(&out);
}

/* The built-in ones. */

static struct sec_buf template_text = SEC_BUF_INIT;

static bool built_in(void *ctx, struct sec_str name, struct sec_str *text)
{
	char *path = xasprintf("%s/schema/templates/%.*s", top(), SEC_ARG(name));
	int rc;

	(void)ctx;
	sec_buf_clear(&template_text);
	rc = sec_file_read(&template_text, AT_FDCWD, path, 1 << 20, NULL);
	free(path);
	*text = sec_buf_str(&template_text);
	return rc == 0;
}

static void compare(const char *name, const struct sec_buf *got)
{
	char *path = xasprintf("%s/tests/data/documents/%s", top(), name);
	struct sec_buf expected = SEC_BUF_INIT;
	FILE *f;

	if (getenv("SEC_GOLDEN")) {
		f = fopen(path, "w");
		assert_non_null(f);
		assert_int_equal(fwrite(got->s, 1, got->len, f), got->len);
		assert_int_equal(fclose(f), 0);
	}
	assert_int_equal(sec_file_read(&expected, AT_FDCWD, path, 1 << 20, NULL), 0);
	if (strcmp(got->s, expected.s) != 0)
		fail_msg("%s differs; it is now:\n%s", path, got->s);
	sec_buf_release(&expected);
	free(path);
}

static void text_is_narrow(const char *name, const struct sec_buf *text)
{
	struct sec_str rest = sec_buf_str(text), line;

	while (sec_str_split(&rest, '\n', &line))
		if (sec_utf8_width(line.s, line.len) > 78)
			fail_msg("%s: wider than 78 columns: %.*s", name, SEC_ARG(line));
}

static void built_in_documents(void **state)
{
	static const char *const ext[] = { "md", "html", "txt" };
	char *dir = xasprintf("%s/schema", top());
	char *file = xasprintf("%s/tests/data/documents/2026-05-p5120-archive.ini", top());
	struct sec_schema_source src = sec_schema_folder(dir);
	struct sec_template_source from = { built_in, NULL };
	struct sec_buf rec = SEC_BUF_INIT, out = SEC_BUF_INIT;
	const struct sec_raw *r = NULL;
	const char *records[2] = { NULL, NULL };
	struct world w;
	size_t documents = 0;
	int format;

	(void)state;
	open_world(&w, &src);
	assert_true(sec_day_parse("2026-06-15", 10, &w.env.today));
	assert_int_equal(sec_file_read(&rec, AT_FDCWD, file, 1 << 20, NULL), 0);
	while ((r = sec_schema_raw_next(&w.schema, "document", r))) {
		assert_non_null(sec_raw_find(r, "title"));
		assert_non_null(sec_raw_find(r, "help"));
		assert_non_null(sec_raw_find(r, "audience"));
		if (sec_document_is_of_owners(&w.schema, r->id))
			continue; /* not of a record: mail.bats has these */
		for (format = 0; format < 3; format++) {
			char *name = xasprintf("%s.%s", r->id, ext[format]);

			/* a full record, then one that says nothing: gaps, never an error */
			records[0] = "";
			make(&w, r->id, (enum sec_document_format)format, &from, records, &out);
			assert_true(out.s[0] != '!');
			assert_non_null(strstr(out.s, "[" ));
			records[0] = rec.s;
			make(&w, r->id, (enum sec_document_format)format, &from, records, &out);
			if (out.s[0] == '!')
				fail_msg("%s: %s", name, out.s);
			assert_null(strstr(out.s, "{{"));
			if (format == SEC_DOCUMENT_TXT)
				text_is_narrow(name, &out);
			if (strcmp(r->id, "agreement") == 0 || strcmp(name, "review-form.txt") == 0)
				compare(name, &out);
			free(name);
		}
		documents++;
	}
	assert_int_equal(documents, 21);
	close_world(&w);
	sec_buf_release(&rec);
	sec_buf_release(&out);
	sec_buf_release(&template_text);
	free(dir);
	free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_name),
		cmocka_unit_test(all_gaps),
		cmocka_unit_test(escaping),
		cmocka_unit_test(pages),
		cmocka_unit_test(faulty_lists),
		cmocka_unit_test(built_in_documents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
