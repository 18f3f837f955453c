/* SPDX-License-Identifier: ISC
 *
 * The story: what a commit changed, in words; with the stories that are built in
 * and with a register's own.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

#include "base/mem.h"
#include "render/story.h"

#define RECORD \
	"[secondment]\nid = 2026-03-abcde\ntype = internal\ntitle = Data analyst\n" \
	"[person]\nref = p1\n[home]\nmanager = R. Osei\nhr = F. Brennan\n" \
	"[host]\ndepartment = Estates\nmanager = p7\nlead = H. Orme\n" \
	"[dates]\nstart = 2026-03-02\nend = 2026-10-30\n"

/* half past midnight on 20 July 2026 at +01:00; in UTC it is the 19th still */
#define AT_NIGHT INT64_C(1784503800)

static const char local_schema[] =
	"[section desk]\nlabel = Desk\nnoun = desk at the host\n"
	"[field desk.number]\n[field desk.why]\ntype = prose\n"
	"[story desk]\nfor = desk\nsay = gave a desk[ with the number {.number}] [[ours]\n"
	"[story mentor-ours]\nfor = mentor.name\nwhen = .organisation = \"Ours\"\n"
	"say = found {.name} among our own\n";

static struct sec_register reg;

static int each_local(void *ctx, int (*add)(void *arg, const char *name, struct sec_str text),
	void *arg, struct sec_err *err)
{
	(void)ctx;
	(void)err;
	return add(arg, "schema/local.ini", SEC_STR(local_schema));
}

static struct sec_str person_name(void *ctx, struct sec_str ref)
{
	const struct sec_person *p = sec_people_find(&reg.people, ref);

	(void)ctx;
	return p && p->name ? sec_str(p->name) : (struct sec_str){ NULL, 0 };
}

static int open_schema(void **state)
{
	struct sec_schema_source built_in = sec_schema_folder("schema");
	struct sec_schema_source local = { each_local, NULL };
	struct sec_err err = SEC_ERR_INIT;

	(void)state;
	if (sec_schema_load(&reg.schema, &built_in, &local, NULL, (struct sec_str){ 0 }, &err) ||
	    sec_people_parse(&reg.people, "people.ini",
		    SEC_STR("[person p1]\nname = A. Okafor\nemail = ada@example.org\n"
			    "[person p7]\nname = J. Brandt\nemail = jb@example.org\n"), &err)) {
		sec_err_print("test-story", &err);
		return -1;
	}
	reg.env = (struct sec_env){ .schema = &reg.schema, .person_name = person_name };
	return 0;
}

static int close_schema(void **state)
{
	(void)state;
	sec_schema_release(&reg.schema);
	sec_people_release(&reg.people);
	return 0;
}

struct tale {
	const char *author, *message, *before, *after, *expected;
};

static void read_record(struct sec_record *r, const char *text)
{
	sec_record_init(r);
	if (text)
		assert_int_equal(sec_record_parse_text(r, text, strlen(text), NULL, NULL), 0);
}

/* A commit as the walk hands it out: "subject\n\nbody\n\nTrailer: x". */
static void tell(const struct tale *tale, struct sec_buf *out)
{
	struct sec_teller *t = sec_teller_new(&reg);
	struct sec_git_commit commit = { .parents = 1, .message = sec_str(tale->message) };
	struct sec_past past = { .commit = &commit };
	const char *body = strstr(tale->message, "\n\n"), *trailers = strstr(tale->message, "Sec-Tool:");
	const char *mail = strchr(tale->author, '<');
	struct sec_record before, after;
	struct sec_diffs diffs = { 0 };
	struct sec_step step = { .path = tale->after ? "secondments/2026/03/2026-03-abcde.ini" : NULL,
		.old_path = tale->before ? "secondments/2026/03/2026-03-abcde.ini" : NULL,
		.id = "2026-03-abcde", .before = tale->before ? &before : NULL,
		.after = tale->after ? &after : NULL, .diffs = &diffs };
	struct sec_told told;

	commit.author = (struct sec_git_person){ .name = sec_str(tale->author), .time = AT_NIGHT,
		.offset = 60 };
	if (mail) {
		commit.author.name = sec_str_trim((struct sec_str){ tale->author,
			(size_t)(mail - tale->author) });
		commit.author.email = (struct sec_str){ mail + 1, strlen(mail) - 2 };
	}
	if (trailers)
		past.tool = sec_str(trailers + strlen("Sec-Tool: "));
	if (body && body + 2 != trailers)
		past.reason = sec_str_trim((struct sec_str){ body, trailers ? (size_t)(trailers - body)
			: strlen(body) });
	read_record(&before, tale->before);
	read_record(&after, tale->after);
	sec_record_compare(step.before, step.after, &diffs);
	sec_teller_tell(t, &past, &step, NULL, &told);
	sec_told_sentence(&told, false, out);
	sec_diffs_release(&diffs);
	sec_record_release(&before);
	sec_record_release(&after);
	sec_teller_free(t);
}

static void expect(const struct tale *tale, size_t n)
{
	struct sec_buf out = SEC_BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		sec_buf_clear(&out);
		tell(&tale[i], &out);
		assert_string_equal(out.s, tale[i].expected);
	}
	sec_buf_release(&out);
}
#define EXPECT(tales) expect(tales, sizeof(tales) / sizeof(*(tales)))

#define BEGIN "On 20 July 2026 the home manager "
#define OURS "sec-set: 2026-03-abcde: x\n\n"
#define TOOL "Sec-Tool: sec-set\nSec-Record: 2026-03-abcde\n"

/* By the home manager, with a commit of ours. */
static void expect_what(const char *const (*what)[3], size_t n)
{
	struct sec_buf out = SEC_BUF_INIT;

	for (size_t i = 0; i < n; i++) {
		struct tale tale = { "R. Osei", OURS TOOL, what[i][0], what[i][1], NULL };

		sec_buf_clear(&out);
		tell(&tale, &out);
		assert_true(strncmp(out.s, BEGIN, sizeof(BEGIN) - 1) == 0);
		assert_string_equal(out.s + sizeof(BEGIN) - 1, what[i][2]);
	}
	sec_buf_release(&out);
}

static void test_what(void **state)
{
	static const char *const tales[][3] = {
		{ RECORD,
		  RECORD "[permission]\ndecision = yes\nby = R. Osei\ndate = 2026-01-20\nhr-informed = 2026-01-28\n",
		  "recorded that permission was given by R. Osei on 20 January 2026 and that HR was informed on 28 January 2026." },
		{ RECORD,
		  RECORD "[permission]\ndecision = no\nby = R. Osei\ndate = 2026-01-20\nreason = Nobody to cover\n",
		  "recorded that permission was refused by R. Osei on 20 January 2026: Nobody to cover." },
		{ RECORD,
		  RECORD "[application]\ndate = 2026-01-20\nroute = offer\ninitiated-by = secondee\n",
		  "recorded the application of 20 January 2026 (route: offer; initiated by: the secondee)." },
		{ RECORD,
		  RECORD "[selection]\ndate = 2026-02-20\nprocess = scored application and interview\nby = Annika Vos\noutcome = successful\n",
		  "recorded that the secondee was chosen on 20 February 2026 by Annika Vos (scored application and interview)." },
		{ RECORD,
		  RECORD "[agreement]\ndocument = a.pdf\nsigned-secondee = 2026-02-27\nsigned-home = 2026-03-02\ncovers = pay, leave\n",
		  "recorded that the secondee signed the agreement on 27 February 2026 and that home signed the agreement on 2 March 2026 (document: a.pdf; covers: pay and leave)." },
		{ RECORD,
		  RECORD "[induction]\ncolleagues = 2026-03-30\nworkplace = pending\nbadge = 2026-04-01\n",
		  "recorded the induction (met colleagues: 30 March 2026; shown the workplace: pending; badge: 1 April 2026)." },
		{ RECORD,
		  RECORD "[mentor]\nname = Nikolai Barlow\nsince = 2026-04-10\norganisation = Brightwater Youth Foundation\n",
		  "named Nikolai Barlow of Brightwater Youth Foundation as mentor (since 10 April 2026)." },
		{ RECORD,
		  RECORD "[mentor]\nname = X\norganisation = Ours\n",
		  "found X among our own." },
		{ RECORD "[mentor]\nname = X\n",
		  RECORD "[mentor]\nname = Y\n",
		  "changed the mentor from X to Y." },
		{ RECORD "[mentor]\nname = X\nsince = 2026-04-01\n",
		  RECORD,
		  "removed X as mentor (since: 1 April 2026)." },
		{ RECORD,
		  RECORD "[objective v]\ntext = Sixty volunteers with a task and a date\nkind = business\ndue = 2026-07-03\nstatus = open\nagreed-by = secondee, host, home\n",
		  "set the business objective “Sixty volunteers with a task and a date”, due on 3 July 2026, agreed by the secondee, host and home (status: open)." },
		{ RECORD "[objective v]\ntext = Sixty\nstatus = open\n",
		  RECORD "[objective v]\ntext = Sixty\nstatus = met\n",
		  "marked the objective “Sixty” as met." },
		{ RECORD,
		  RECORD "[review 2026-06-17]\nkind = midpoint\nby = p7\nheld = yes\nmanager-view = Quick to see what matters here, and says so at the right moment and at the wrong moment too\nobstacles = none left\n",
		  "recorded that the midpoint review of 17 June 2026 was held by J. Brandt (manager's view: “Quick to see what matters here, and says so at the right moment and at…”; obstacles: “none left”)." },
		{ RECORD,
		  RECORD "[review 2026-08-17]\nkind = midpoint\nby = p7\nheld = no\n",
		  "planned the midpoint review of 17 August 2026, to be held by J. Brandt." },
		{ RECORD "[review 2026-08-17]\nkind = midpoint\nby = p7\nheld = no\n",
		  RECORD "[review 2026-08-19]\nkind = midpoint\nby = p7\nheld = yes\nobstacles = x\n",
		  "moved the review of 17 August 2026 to 19 August 2026; recorded that the midpoint review of 19 August 2026 was held by J. Brandt; and the obstacles of the review of 19 August 2026 (“x”)." },
		{ RECORD "[review 2026-08-17]\nkind = midpoint\nby = p7\nheld = no\n",
		  RECORD,
		  "removed the review of 17 August 2026 (kind: midpoint; reviewed by: J. Brandt; held: no)." },
		{ RECORD "[review 2026-08-17]\nkind = midpoint\n",
		  RECORD "[review 2026-08-17]\nkind = midpoint\nmanager-view = Good\nobstacles = none left\n",
		  "recorded, in the review of 17 August 2026, the manager's view (“Good”) and the obstacles (“none left”)." },
		{ RECORD,
		  RECORD "[action a]\ntext = Write it down\nowner = secondee\ndue = 2026-09-01\n",
		  "noted the action “Write it down” for the secondee, due on 1 September 2026." },
		{ RECORD "[action a]\ntext = Write it down\nowner = secondee\ndue = 2026-09-01\n",
		  RECORD "[action a]\ntext = Write it down\nowner = secondee\ndue = 2026-09-01\ndone = 2026-07-19\n",
		  "recorded that the action “Write it down” was done on 19 July 2026." },
		{ RECORD,
		  RECORD "[contact 2026-07-18]\nby = R. Osei\nwith = secondee, host\nsummary = All well\n",
		  "recorded a contact on 18 July 2026 by R. Osei with the secondee and host (“All well”)." },
		{ RECORD,
		  RECORD "[feedback 2026-06-03]\nfrom = customer\ntext = Turns up, remembers, does\n",
		  "recorded feedback of 3 June 2026 from a customer (“Turns up, remembers, does”)." },
		{ RECORD,
		  RECORD "[extension 2026-07-20]\nto = 2027-01-29\nreason = merge slipped\n",
		  "recorded that an extension to 29 January 2027 was asked for: merge slipped." },
		{ RECORD "[extension 2026-07-20]\nto = 2027-01-29\nreason = merge slipped\n",
		  RECORD "[extension 2026-07-20]\nto = 2027-01-29\nreason = merge slipped\nagreed-by = home, host\ndecision = yes\n",
		  "with the agreement of home and host extended it to 29 January 2027: merge slipped." },
		{ RECORD,
		  RECORD "[end]\ndate = 2026-07-24\nkind = early\nasked-by = host\nreason = Money ran out\n",
		  "recorded the early end on 24 July 2026, asked for by host: Money ran out." },
		{ RECORD,
		  RECORD "[withdrawn]\ndate = 2026-02-01\nby = secondee\nreason = Changed mind\n",
		  "recorded that it was given up on 1 February 2026 by the secondee: Changed mind." },
		{ RECORD,
		  RECORD "[return]\nright = post\ndate = 2026-07-20\noutcome = post\ntalk = 2026-06-12\nafter-3m = pending\n",
		  "recorded the right to return to the post; the return talk of 12 June 2026; and the return on 20 July 2026 (outcome: post; three months back: pending)." },
		{ RECORD,
		  RECORD "[evaluation home]\ndate = 2026-07-15\nrating = 5\ncomment = Cost us a hard winter and was worth it\n",
		  "recorded the evaluation of 15 July 2026 (home, rating 5 of 5; comment: “Cost us a hard winter and was worth it”)." },
		{ RECORD,
		  RECORD "[waive mentor-missing]\nby = F. Brennan\nuntil = 2026-12-01\nreason = Short\n",
		  "waived “mentor-missing” until 1 December 2026, as F. Brennan decided: Short." },
		{ RECORD,
		  RECORD "[waive mentor-missing]\nby = F. Brennan\nuntil = always\n",
		  "waived “mentor-missing” for good, as F. Brennan decided." },
		{ RECORD "[waive mentor-missing]\nby = F. Brennan\nuntil = always\n",
		  RECORD,
		  "lifted the waiver of “mentor-missing” (waived by: F. Brennan; waived until: always)." },
		{ RECORD,
		  RECORD "[closed]\ndate = 2026-07-20\nby = F. Brennan\n",
		  "closed it (by F. Brennan)." },
		{ RECORD "[closed]\ndate = 2026-07-20\nby = F. Brennan\n",
		  RECORD,
		  "opened it again, after it was closed that day by F. Brennan." },
		{ RECORD,
		  RECORD "[retention]\nuntil = 2030-01-01\nhold = Claim\n",
		  "put a hold on its deletion (Claim; keep until: 1 January 2030)." },
		{ RECORD,
		  RECORD "[note 2026-07-20]\ntext = Remember the milk\nby = R. Osei\n",
		  "noted “Remember the milk” (by R. Osei)." },
		{ RECORD,
		  RECORD "[work]\ntask = Count\nfte = 0.6\npattern = Tuesdays\n",
		  "set the task, “Count”, at 0.6 of full time (Tuesdays)." },
		{ RECORD "[work]\ntask = Count\nfte = 0.6\npattern = Tuesdays\n",
		  RECORD "[work]\ntask = Count all\nfte = 0.8\nhours = 30\n[x-own]\nx-thing = 1\n",
		  "recorded 30 as the hours a week; changed the share of full time from 0.6 to 0.8; added “all” to the task; removed the working pattern (Tuesdays); and recorded the x-own (x-thing: 1)." },
		{ RECORD "[cover]\nmethod = acting-up\nname = D. Sandhu\n[mentor]\nname = X\n",
		  RECORD "[cover]\nmethod = agency\n[mentor]\nname = Y\nsince = 2026-07-20\n",
		  "changed the way of cover from acting-up to agency; removed the person who covers (D. Sandhu); changed the mentor from X to Y; and recorded the day the mentor was found (that day)." },
		{ RECORD "[achievement 2026-07-20]\nkind = development\ntext = Course passed\n",
		  RECORD "[achievement 2026-07-20]\nkind = achievement\ntext = Course passed\n[objective v]\ntext = Sixty\nrevised = 2026-07-20 after the merger\n",
		  "changed the kind of the achievement of 20 July 2026 from development to achievement and noted a revision of the objective “Sixty” (20 July 2026 after the merger)." },
		/* where a value would be taken for words of the sentence */
		{ RECORD "[work]\npattern = Mondays to Fridays\n", RECORD "[work]\npattern = Fridays\n",
		  "changed the working pattern from “Mondays to Fridays” to “Fridays”." },
		{ RECORD "[work]\nplace = Room 1\n", RECORD "[work]\nplace = Room 2\n",
		  "changed the place of work from Room 1 to Room 2." },
		{ RECORD, RECORD "[work]\ntask = Count\nfte = 1\n[notice]\nweeks = 4\n",
		  "set the task, “Count”, full time, and the notice to 4 weeks." },
		{ NULL,
		  RECORD,
		  "recorded a new secondment of A. Okafor to Estates from 2 March 2026 to 30 October 2026." },
		{ NULL,
		  RECORD "[agreement]\nsigned-home = 2026-02-01\nsigned-secondee = 2026-02-02\n[application]\nroute = arranged\n[permission]\ndecision = yes\ndate = 2026-01-01\n",
		  "recorded a secondment of A. Okafor to Estates from 2 March 2026 to 30 October 2026, active already." },
		{ RECORD,
		  NULL,
		  "deleted the record (state: considered)." },
		{ RECORD,
		  RECORD "[benefit employee]\ntext = Youth work\n[case]\ngain = Make something\nreasons = career, skills\n[pay]\nborne-by = home\n[keep-in-touch]\nevery = 2w\n[notice]\nweeks = 4\n",
		  "recorded what the employee gains (“Youth work”); the case for it (what the secondee gains: “Make something”; reasons: career and skills); that home bears the cost; the way of keeping in touch (contact every: 2w); and set the notice to 4 weeks." },
		{ RECORD,
		  RECORD "[skill c]\ntext = Cataloguing\nkind = technical\n[achievement 2026-06-12]\ntext = First hundred\n[cover]\nmethod = redistribute\nteam-briefed = 2026-03-20\n[handover]\ndone = 2026-03-24\n",
		  "recorded the skill “Cataloguing” (kind: technical); the achievement “First hundred” of 12 June 2026; that the work at home is shared out among the team; that the home team was told on 20 March 2026; and that the duties were handed over on 24 March 2026." },
		/* lists and texts: what came, what went */
		{ RECORD "[case]\nreasons = career, skills\n",
		  RECORD "[case]\nreasons = skills, career, cover, project\n",
		  "added cover and project to the reasons." },
		{ RECORD "[case]\nreasons = career, skills\n", RECORD "[case]\nreasons = skills\n",
		  "removed career from the reasons." },
		{ RECORD "[case]\nreasons = career, skills\n", RECORD "[case]\nreasons = cover, skills\n",
		  "changed the reasons from career and skills to cover and skills." },
		{ RECORD "[case]\nreasons = career, skills\nhopes = A\ngain = B\n",
		  RECORD "[case]\nreasons = career, skills, cover\nhopes = A and B\ngain = C\n",
		  "reworded the gain hoped for to “C” and added to the reasons (cover) and the hopes "
		  "beforehand (“and B”)." },
		/* a section of nobody's schema, a value of no sense, a key that says nothing now */
		{ RECORD "[x-car]\nplate = A1\n", RECORD "[x-car]\nplate = B2\n",
		  "changed the plate of the x-car from A1 to B2." },
		{ RECORD, RECORD "[agreement]\nsigned-home = soon\n",
		  "recorded that home signed the agreement on soon." },
		{ RECORD "[mentor]\nname = X\n", RECORD "[mentor]\nname =\n", "removed the mentor (X)." },
	};

	(void)state;
	expect_what(tales, sizeof(tales) / sizeof(*tales));
}

static void test_why(void **state)
{
	static const struct tale tales[] = {
		/* made by hand: people say why in the subject */
		{ "R. Osei", "why by hand\n", RECORD, "# c\n" RECORD,
		  BEGIN "edited comments or layout: why by hand." },
		{ "R. Osei", "notes\n\nHe asked for it.\n", RECORD, "# c\n" RECORD,
		  BEGIN "edited comments or layout: He asked for it." },
		/* ours: the subject says nothing that the sentence does not */
		{ "R. Osei", OURS TOOL, RECORD, "# c\n" RECORD, BEGIN "edited comments or layout." },
		{ "R. Osei", OURS "of\tseveral\nlines \x1b[31m\n\n" TOOL, RECORD, "# c\n" RECORD,
		  BEGIN "edited comments or layout: of several lines \\x1b[31m." },
	};

	(void)state;
	EXPECT(tales);
}

static void test_who(void **state)
{
	static const struct tale tales[] = {
		{ "H. Orme", OURS "merge slipped by a quarter\n\n" TOOL, RECORD,
		  RECORD "[extension 2026-07-20]\nto = 2027-01-29\ndecision = yes\n",
		  "On 20 July 2026 the host lead extended it to 29 January 2027: merge slipped by a quarter." },
		{ "Somebody Else <jb@example.org>", OURS TOOL, RECORD, RECORD "[note 2026-07-20]\ntext = Fine\n",
		  "On 20 July 2026 the host manager noted “Fine”." },
		{ "Ada <ADA@example.org>", OURS TOOL, RECORD, RECORD "[desk]\nnumber = 7\n",
		  "On 20 July 2026 the secondee gave a desk with the number 7 [ours]." },
		{ "f. brennan", OURS TOOL, RECORD, RECORD "[desk]\nnumber = 7\n",
		  "On 20 July 2026 HR gave a desk with the number 7 [ours]." },
		{ "Stranger <s@example.org>", OURS TOOL, RECORD, RECORD "[desk]\nnumber = 7\n",
		  "On 20 July 2026 Stranger gave a desk with the number 7 [ours]." },
		{ "", OURS TOOL, RECORD, RECORD "[desk]\nnumber = 7\n",
		  "On 20 July 2026 somebody gave a desk with the number 7 [ours]." },
	};

	(void)state;
	EXPECT(tales);
}

/* ---- nothing is left unsaid: every field of the schema, in every way it can change */

struct sample {
	const char *one, *other; /* two values, as a record has them */
	const char *said;        /* how a sentence has the first; NULL: a story may say it otherwise */
	const char *other_said;
};

static struct sample sample_of(const struct sec_field *f)
{
	switch (f->type) {
	case SEC_TYPE_DATE: return (struct sample){ "2024-02-03", "2024-05-06", "3 February 2024", "6 May 2024" };
	case SEC_TYPE_EVIDENCE: return (struct sample){ "2024-02-03", "n/a: Zqx", "3 February 2024", "n/a: Zqx" };
	case SEC_TYPE_DATED: return (struct sample){ "2024-02-03 Zqa", "2024-05-06 Zqb", "3 February 2024 Zqa",
		"6 May 2024 Zqb" };
	case SEC_TYPE_NUMBER: return (struct sample){ "3", "4", "3", "4" };
	case SEC_TYPE_DURATION: return (struct sample){ "9w", "8w", "9w", "8w" };
	case SEC_TYPE_YESNO: return (struct sample){ "yes", "no", NULL, NULL };
	case SEC_TYPE_ENUM: return (struct sample){ f->values.word[0], f->values.word[1], NULL, NULL };
	case SEC_TYPE_LIST:
		if (f->values.n)
			return (struct sample){ f->values.word[0], f->values.word[1], f->values.word[0],
				f->values.word[1] };
		return (struct sample){ "Zqa", "Zqb", "Zqa", "Zqb" };
	default: return (struct sample){ "Zqa", "Zqb", "Zqa", "Zqb" };
	}
}

/* A record with one section more: `key = value` and, where it is given, `filler`. */
static void with(struct sec_buf *out, const struct sec_field *f, const char *value, const char *filler)
{
	const struct sec_kind *k = &reg.schema.kind[f->kind];
	const char *id = k->repeat == SEC_REPEAT_DATE ? " 2024-01-02" : k->repeat == SEC_REPEAT_NO ? ""
		: k->ids.n ? " home" : " thing";

	sec_buf_clear(out);
	sec_buf_addf(out, "[person]\nname = A. Okafor\n[%s%s]\n", k->name, id);
	if (strcmp(k->name, "person") == 0)
		sec_buf_clear(out), sec_buf_addstr(out, "[person]\n");
	if (filler)
		sec_buf_addf(out, "%s\n", filler);
	if (value)
		sec_buf_addf(out, "%s = %s\n", f->key, value);
}

static void must_say(const char *before, const char *after, const char *said, const struct sec_field *f,
	struct sec_buf *out)
{
	struct tale tale = { "R. Osei", OURS TOOL, before, after, NULL };

	sec_buf_clear(out);
	tell(&tale, out);
	if (said ? !strstr(out->s, said) : !!strstr(out->s, "layout"))
		fail_msg("[%s] %s: '%s' is not in: %s", reg.schema.kind[f->kind].name, f->key,
			said ? said : "a change", out->s);
}

static void test_nothing_is_left_unsaid(void **state)
{
	static const char nobody[] = "[person]\nname = A. Okafor\n";
	struct sec_buf a = SEC_BUF_INIT, b = SEC_BUF_INIT, less = SEC_BUF_INIT, more = SEC_BUF_INIT;

	(void)state;
	assert_true(reg.schema.fields > 250);
	for (int i = 0; i < reg.schema.fields; i++) {
		const struct sec_field *f = &reg.schema.field[i];
		struct sample s = sample_of(f);

		/* into a section that is there, changed, taken out */
		with(&a, f, NULL, "x-filler = 1");
		with(&b, f, s.one, "x-filler = 1");
		must_say(a.s, b.s, s.said, f, &more);
		must_say(b.s, a.s, s.said, f, &more);
		with(&a, f, s.other, "x-filler = 1");
		must_say(a.s, b.s, s.said, f, &more);
		must_say(a.s, b.s, f->type == SEC_TYPE_PROSE ? NULL : s.other_said, f, &more);
		if (strcmp(reg.schema.kind[f->kind].name, "person") == 0)
			continue;
		/* with a section that comes or goes, among others or alone */
		must_say(nobody, b.s, s.said, f, &more);
		must_say(b.s, nobody, s.said, f, &more);
		with(&a, f, NULL, "x-filler = 1");
		must_say(nobody, a.s, "x-filler: 1", f, &less);
		must_say(nobody, b.s, s.said, f, &more);
		assert_string_not_equal(less.s, more.s);
		must_say(nobody, b.s, "x-filler: 1", f, &more);
	}
	sec_buf_release(&a);
	sec_buf_release(&b);
	sec_buf_release(&less);
	sec_buf_release(&more);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who),
		cmocka_unit_test(test_what),
		cmocka_unit_test(test_why),
		cmocka_unit_test(test_nothing_is_left_unsaid),
	};

	return cmocka_run_group_tests(tests, open_schema, close_schema);
}
