/* SPDX-License-Identifier: ISC
 *
 * What the checks find in one record: each check of the schema, each verb, rules
 * with their ranges, waivers, grace. All findings are compared, exactly.
 */
#include "schema-texts.h"

static const struct text_file schema_files[] = {
	{ "b/fields.ini",
	  "[section secondment]\n"
	  "[field secondment.id]\nrequired-from = considered\nlabel = Id\n"
	  "[field secondment.type]\ntype = enum\nvalues = internal, external, voluntary\n"
	  "[field secondment.adopted]\ntype = date\n"
	  "[field secondment.tags]\ntype = list\n"
	  "[section host]\n"
	  "[field host.manager]\nrequired-from = agreed\nlabel = Host manager\n"
	  "[field host.desk]\nrequired-from = agreed\noptional-when = secondment.type = internal\n"
	  "[section dates]\n"
	  "[field dates.start]\ntype = date\nmain = yes\n"
	  "[field dates.end]\ntype = date\nmain = yes\n"
	  "[section work]\n"
	  "[field work.fte]\ntype = number\nrange = 0..1\n"
	  "[field work.rating]\ntype = number\nrange = 1..\n"
	  "[field work.remote]\ntype = yes-no\n"
	  "[field work.every]\ntype = duration\n"
	  "[field work.covers]\ntype = list\nvalues = pay, leave, notice\n"
	  "[field work.plan]\ntype = dated\n"
	  "[field work.paper]\n"
	  "[section signed]\n"
	  "[field signed.home]\ntype = date\n"
	  "[field signed.host]\ntype = evidence\n"
	  "[section induction]\nkeys = evidence\n"
	  "[field induction.role]\ntype = evidence\n"
	  "[section review]\nrepeat = date\n"
	  "[field review.kind]\ntype = enum\nvalues = midpoint, end\nrequired-from = considered\n"
	  "[field review.held]\ntype = yes-no\n"
	  "[field review.text]\ntype = prose\n"
	  "[section objective]\nrepeat = slug\n"
	  "[field objective.due]\ntype = date\n"
	  "[section benefit]\nrepeat = slug\nids = home, host\n"
	  "[field benefit.text]\ntype = prose\n"
	  "[section waive]\nrepeat = slug\n"
	  "[field waive.by]\n[field waive.until]\n[field waive.reason]\n"
	  "[section closed]\n"
	  "[field closed.date]\ntype = date\n" },
	{ "b/derived.ini",
	  "[derived signed]\nvalue = done(signed.home)\n"
	  "[derived in-grace]\ntype = yes-no\nvalue = today <= secondment.adopted + 30d\n" },
	{ "b/states.ini",
	  "[state considered]\nwhen = yes\n"
	  "[state applied]\nwhen = done(signed.host)\nafter = considered\n"
	  "optional-when = secondment.type = internal\n"
	  "[state agreed]\nwhen = signed\nafter = applied\n"
	  "[state active]\nwhen = reached(agreed) and dates.start <= today\nafter = agreed\n"
	  "[state closed]\nwhen = closed.date <= today\nafter = active\n"
	  "[state declined]\naside = yes\nwhen = secondment.type = voluntary and signed.host = 2026-09-09\n" },
	{ "b/rules.ini",
	  "[rule syntax-line]\nseverity = error\ncheck = reader\n"
	  "[rule value-comment]\nseverity = warning\ncheck = reader\n"
	  "[rule section-unknown]\nseverity = warning\ncheck = schema\nadvice = mend the name\n"
	  "[rule section-name]\nseverity = error\ncheck = schema\n"
	  "[rule key-unknown]\nseverity = warning\ncheck = schema\n"
	  "[rule date-invalid]\nseverity = error\ncheck = schema\n"
	  "[rule date-range]\nseverity = warning\ncheck = schema\nfirst = 1990-01-01\nlast = today + 10y\n"
	  "[rule enum-value]\nseverity = error\ncheck = schema\n"
	  "[rule number-range]\nseverity = error\ncheck = schema\n"
	  "[rule list-duplicate]\nseverity = warning\ncheck = schema\n"
	  "[rule required]\nseverity = error\ncheck = schema\ngrace = yes\n"
	  "[rule id-file]\nseverity = error\ncheck = id\n"
	  "[rule removed]\nseverity = error\ncheck = kept\n"
	  "keep = signed.home, signed.host, review.held\nmessage = evidence is gone\nadvice = say why\n"
	  "[rule rewritten]\nseverity = error\ncheck = unchanged\nkeep = dates.end\nwhen = signed\n"
	  "[rule skipped]\nseverity = error\ncheck = steps\ngrace = yes\n"
	  "[rule paper]\nseverity = warning\ncheck = file\npath = work.paper\n"
	  "[rule end-after-start]\nseverity = error\nassert = dates.end > dates.start\nat = dates.end\n"
	  "message = ends {dates.end}, before it starts\nadvice = mend {dates.start}\n"
	  "[rule agreed-end]\nseverity = error\nfrom = agreed\nuntil = active\n"
	  "assert = present(dates.end)\nat = dates.end\nsummary = there is an end\n"
	  "[rule declined-why]\nseverity = info\nfrom = declined\nassert = present(work.paper)\nat = work.paper\n"
	  "[rule desk]\nseverity = warning\nwhen = secondment.type = external\nassert = work.remote = no\n"
	  "at = host.desk\nsummary = an external one has a desk\n"
	  "[rule objective-late]\nseverity = warning\nfor = objective\nwhen = .due >= 2026-01-01\n"
	  "assert = .due <= dates.end\nat = .due\nmessage = {.id} is due {.due}\n"
	  "[rule words]\nseverity = info\nfor = review.*\nassert = .value !~ \"todo\"\nat = .value\n"
	  "message = '{.key}' is to do\n"
	  "[rule held-late]\nseverity = info\nfor = events\nassert = .id < 2027-01-01\nat = .id\n"
	  "summary = nothing is after 2026\n"
	  "[rule home-text]\nseverity = info\nwhen = any(benefit)\nassert = present(benefit:home.text)\n"
	  "at = benefit:home.text\nsummary = home gains something\n"
	  "[rule waiver]\nseverity = warning\ncheck = waiver\n" },
	{ "b/due.ini", "[due talk]\nat = dates.end\ntitle = Talk\n" },
	{ NULL, NULL },
};

#define ID "[secondment]\nid = 2026-01-abcde\n"

struct finding {
	const char *record, *base; /* base: the version before, or NULL */
	const char *stem;
	bool reason, no_waive;
	const char *found;
};

static const struct finding findings[] = {
	{ .record = ID, .found = "" },
	/* the reader's */
	{ .record = ID "type : internal\n",
	  .found = "3:6 error syntax-line: ':' does not separate a key from its value: write = {secondment.type}\n" },
	/* sections and their ids */
	{ .record = ID "[hots]\nmanager = x\n[x-own]\na = 1\n",
	  .found = "3:1 warning section-unknown: unknown section [hots], did you mean 'host'? {hots}\n" },
	{ .record = ID "[qqqq a]\n",
	  .found = "3:1 warning section-unknown: unknown section [qqqq] {qqqq:a}\n" },
	{ .record = ID "[dates a]\n[review]\nkind = end\n[objective]\n[benefit hots]\n[benefit home]\ntext = a\n",
	  .found = "3:1 error section-name: [dates] stands alone: write it without 'a' {dates:a}\n"
		   "4:1 error section-name: [review] needs its date: [review YYYY-MM-DD] {review}\n"
		   "6:1 error section-name: [objective] needs a name: [objective NAME] {objective}\n"
		   "7:1 error section-name: there is no [benefit hots], did you mean 'host'? {benefit:hots}\n" },
	{ .record = ID "[review 2026-02-30]\nkind = end\n[review 2026-03-01-b]\nkind = end\n[review may]\nkind = end\n"
		    "[review 1926-03-01]\nkind = end\n",
	  .found = "3:9 error date-invalid: expected YYYY-MM-DD; did you mean 2026-02-28? {review:2026-02-30}\n"
		   "7:9 error date-invalid: expected YYYY-MM-DD, not 'may' {review:may}\n"
		   "9:9 warning date-range: the day lies outside of 1990-01-01 to 2036-11-21: is the year right? "
		   "{review:1926-03-01}\n" },
	/* keys */
	{ .record = ID "x-own = 1\ntpye = internal\n[induction]\nteam = 2026-01-01\nx-y = z\n",
	  .found = "4:1 warning key-unknown: unknown key 'tpye' in [secondment], did you mean 'type'? "
		   "{secondment.tpye}\n" },
	/* values */
	{ .record = ID "adopted = 2024-3-5\n[dates]\nstart = 03/04/2024\nend = 31/12/2024\n",
	  .found = "3:11 error date-invalid: expected YYYY-MM-DD; did you mean 2024-03-05? {secondment.adopted}\n"
		   "5:9 error date-invalid: expected YYYY-MM-DD; did you mean 2024-04-03 (day first) or 2024-03-04 "
		   "(month first)? {dates.start}\n"
		   "6:7 error date-invalid: expected YYYY-MM-DD; did you mean 2024-12-31? {dates.end}\n" },
	{ .record = ID "[dates]\nstart = soon\nend = 2036-11-22\n",
	  .found = "4:9 error date-invalid: expected YYYY-MM-DD, not 'soon' {dates.start}\n"
		   "5:7 warning date-range: the day lies outside of 1990-01-01 to 2036-11-21: is the year right? "
		   "{dates.end}\n" },
	{ .record = ID "[dates]\nstart = 1990-01-01\nend = 2036-11-21\n", .found = "" },
	{ .record = ID "[dates]\nend = 1989-12-31\n",
	  .found = "4:7 warning date-range: the day lies outside of 1990-01-01 to 2036-11-21: is the year right? "
		   "{dates.end}\n" },
	{ .record = ID "[induction]\nrole = done\nteam = n/a: none\nteb = pending\ntea = 2026-1-1\n",
	  .found = "4:8 error date-invalid: expected YYYY-MM-DD, pending, or n/a: why, not 'done' {induction.role}\n"
		   "7:7 error date-invalid: expected YYYY-MM-DD, pending, or n/a: why; did you mean 2026-01-01? "
		   "{induction.tea}\n" },
	{ .record = ID "[work]\nplan = 2026-01-05 begin\n  2026-02-01 more\nevery = monthly\n",
	  .found = "6:9 error date-invalid: expected a duration such as 14d, 4w, 6m or 2y, not 'monthly' {work.every}\n" },
	{ .record = ID "[work]\nplan = begin\n",
	  .found = "4:8 error date-invalid: expected lines that begin with YYYY-MM-DD, not 'begin' {work.plan}\n" },
	{ .record = ID "type = extern\n[work]\nremote = maybe\ncovers = pay, leav\n",
	  .found = "3:8 error enum-value: 'extern' is not one of internal, external, voluntary; did you mean "
		   "'external'? {secondment.type}\n"
		   "5:10 error enum-value: 'maybe' is not one of yes, no {work.remote}\n"
		   "6:10 error enum-value: 'leav' is not one of pay, leave, notice; did you mean 'leave'? {work.covers}\n" },
	{ .record = ID "[work]\nfte = 1.5\nrating = 0\n",
	  .found = "4:7 error number-range: expected a number from 0 to 1, not '1.5' {work.fte}\n"
		   "5:10 error number-range: expected a number of at least 1, not '0' {work.rating}\n" },
	{ .record = ID "[work]\nfte = half\n",
	  .found = "4:7 error number-range: expected a number from 0 to 1, not 'half' {work.fte}\n" },
	{ .record = ID "[work]\nfte = 0\nrating = 1\n", .found = "" },
	{ .record = ID "tags = a, b, a\n[work]\ncovers = pay, pay\n",
	  .found = "3:8 warning list-duplicate: 'a' stands twice in the list {secondment.tags}\n"
		   "5:10 warning list-duplicate: 'pay' stands twice in the list {work.covers}\n" },
	{ .record = ID "[work]\ncovers = a, b, c, d, e, f, g, h, i, j, pay\n",
	  .found = "4:10 error enum-value: 'a' is not one of pay, leave, notice {work.covers}\n"
		   "4:10 error enum-value: 'b' is not one of pay, leave, notice {work.covers}\n"
		   "4:10 error enum-value: 'c' is not one of pay, leave, notice {work.covers}\n"
		   "4:10 error enum-value: 'd' is not one of pay, leave, notice {work.covers}\n"
		   "4:10 error enum-value: 'e' is not one of pay, leave, notice {work.covers}\n"
		   "4:10 error enum-value: 'f' is not one of pay, leave, notice {work.covers}\n"
		   "4:10 error enum-value: 'g' is not one of pay, leave, notice {work.covers}\n"
		   "4:10 error enum-value: 'h' is not one of pay, leave, notice {work.covers}\n" },
	{ .record = ID "tags = a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, b, u\n",
	  .found = "3:8 warning list-duplicate: 'b' stands twice in the list {secondment.tags}\n" },
	/* required: by state, in each section of a kind, optional-when, grace */
	{ .record = "[secondment]\ntype = internal\n[review 2026-01-02]\n",
	  .found = "1:0 error required: 'secondment.id' is missing: every record needs it {secondment.id}\n"
		   "3:0 error required: 'review:2026-01-02.kind' is missing: every [review] has it "
		   "{review:2026-01-02.kind}\n" },
	{ .record = "[dates]\n",
	  .found = "1:0 error required: 'secondment.id' is missing: every record needs it {secondment.id}\n" },
	{ .record = ID "[signed]\nhome = 2026-01-01\nhost = 2026-01-01\n[dates]\nend = 2026-03-01\n[host]\ndesk =\n",
	  .found = "8:0 error required: 'host.desk' is missing: needed from 'agreed' on {host.desk}\n"
		   "8:0 error required: 'host.manager' is missing: needed from 'agreed' on {host.manager}\n" },
	{ .record = ID "type = internal\nadopted = 2026-10-22\n[signed]\nhome = 2026-01-01\n[dates]\nend = 2026-03-01\n",
	  .found = "1:0 warning required: 'host.manager' is missing: needed from 'agreed' on {host.manager}\n" },
	{ .record = ID "type = internal\nadopted = 2026-10-21\n[signed]\nhome = 2026-01-01\n[dates]\nend = 2026-03-01\n",
	  .found = "1:0 error required: 'host.manager' is missing: needed from 'agreed' on {host.manager}\n" },
	/* id */
	{ .record = ID, .stem = "2026-01-abcde", .found = "" },
	{ .record = ID, .stem = "2026-01-other",
	  .found = "2:6 error id-file: the id is '2026-01-abcde', but the file is named '2026-01-other.ini' "
		   "{secondment.id}\n" },
	{ .record = "[secondment]\nid = 2026-01-Abc\n", .stem = "2026-01-Abc",
	  .found = "2:6 error id-file: '2026-01-Abc' is no legal id: YYYY-MM- and up to 32 of a-z, 0-9 and '-' "
		   "{secondment.id}\n" },
	/* kept and unchanged */
	{ .record = ID "[signed]\nhost = pending\n[review 2026-01-02]\nkind = end\nheld = no\n",
	  .base = ID "[signed]\nhome = 2026-01-01\nhost = 2026-01-02\n[review 2026-01-02]\nkind = end\nheld = yes\n"
		  "[review 2026-01-03]\nkind = end\nheld = yes\n",
	  .found = "1:0 error removed: evidence is gone (review:2026-01-03.held) {review:2026-01-03.held}\n"
		   "3:0 error removed: evidence is gone (signed.home) {signed.home}\n"
		   "4:8 error removed: evidence is gone (signed.host) {signed.host}\n"
		   "7:8 error removed: evidence is gone (review:2026-01-02.held) {review:2026-01-02.held}\n" },
	{ .record = ID, .base = ID "[signed]\nhost = pending\n[review 2026-01-02]\nkind = end\nheld = no\n",
	  .found = "" },
	{ .record = ID "[signed]\nhome = 2026-01-05\nhost = 2026-01-01\n[host]\nmanager = a\ndesk = b\n[dates]\nend = 2026-05-02\n",
	  .base = ID "[signed]\nhome = 2026-01-04\nhost = 2026-01-01\n[dates]\nend = 2026-05-01\n",
	  .found = "10:7 error rewritten: what was agreed has been changed {dates.end}\n" },
	{ .record = ID "[signed]\nhome = 2026-01-05\nhost = 2026-01-01\n[host]\nmanager = a\ndesk = b\n[dates]\nend = 2026-05-02\n",
	  .base = ID "[signed]\nhost = 2026-01-01\n[dates]\nend = 2026-05-01\n", .found = "" },
	{ .record = ID, .base = ID "[signed]\nhome = 2026-01-01\n[dates]\nend = 2026-05-01\n", .reason = true,
	  .found = "" },
	/* steps */
	{ .record = ID "[signed]\nhome = 2026-01-05\n[host]\nmanager = a\ndesk = b\n[dates]\nend = 2026-05-02\n",
	  .found = "4:8 error skipped: the record is 'agreed' without having been 'applied' {signed.home}\n" },
	{ .record = ID "type = internal\n[signed]\nhome = 2026-01-05\n[host]\nmanager = a\n[dates]\nend = 2026-05-02\n",
	  .found = "" },
	{ .record = ID "[signed]\nhost = 2026-01-05\n[closed]\ndate = 2026-01-01\n[host]\nmanager = a\ndesk = b\n",
	  .found = "6:8 error skipped: the record is 'closed' without having been 'active' {closed.date}\n" },
	/* file */
	{ .record = ID "[work]\npaper = docs/there.pdf\n", .found = "" },
	{ .record = ID "[work]\npaper = https://example.org/x\n", .found = "" },
	{ .record = ID "[work]\npaper = docs/gone.pdf\n",
	  .found = "4:9 warning paper: there is no file 'docs/gone.pdf' {work.paper}\n" },
	{ .record = ID "[work]\npaper = ../x.pdf\n",
	  .found = "4:9 warning paper: '../x.pdf' is neither a path below the register nor an address with :// "
		   "{work.paper}\n" },
	/* rules: message, at a key, at a missing section, ranges, scopes */
	{ .record = ID "[dates]\nstart = 2026-05-01\nend = 2026-04-01\n",
	  .found = "5:7 error end-after-start: ends 2026-04-01, before it starts {dates.end}\n" },
	{ .record = ID "[dates]\nstart = 2026-05-01\nend = 2026-13-01\n",
	  .found = "5:7 error date-invalid: expected YYYY-MM-DD, not '2026-13-01' {dates.end}\n" },
	{ .record = ID "[signed]\nhome = 2026-01-05\nhost = 2026-01-01\n[host]\nmanager = a\ndesk = b\n",
	  .found = "1:0 error agreed-end: there is an end (dates.end) {dates.end}\n" },
	{ .record = ID "[signed]\nhome = 2026-01-05\nhost = 2026-01-01\n[host]\nmanager = a\ndesk = b\n[dates]\n",
	  .found = "9:0 error agreed-end: there is an end {dates.end}\n" },
	{ .record = ID "[signed]\nhome = 2026-01-05\nhost = 2026-01-01\n[host]\nmanager = a\ndesk = b\n"
		    "[dates]\nend = 2026-13-01\n",
	  .found = "10:7 error date-invalid: expected YYYY-MM-DD, not '2026-13-01' {dates.end}\n" },
	{ .record = ID "type = voluntary\n[signed]\nhome = 2026-01-05\nhost = 2026-09-09\n",
	  .found = "1:0 info declined-why: present(work.paper) {work.paper}\n" },
	{ .record = ID "type = external\n[work]\nremote = yes\n",
	  .found = "1:0 warning desk: an external one has a desk (host.desk) {host.desk}\n" },
	{ .record = ID "type = external\n", .found = "" }, /* unknown finds nothing */
	{ .record = ID "[dates]\nend = 2026-05-01\n[objective b]\ndue = 2026-05-02\n[objective a]\ndue = 2026-06-01\n"
		    "[objective c]\n[objective d]\ndue = 2025-12-31\n",
	  .found = "6:7 warning objective-late: b is due 2026-05-02 {objective:b.due}\n"
		   "8:7 warning objective-late: a is due 2026-06-01 {objective:a.due}\n" },
	{ .record = ID "[review 2026-02-01]\nkind = end\ntext = TODO later\n[review 2027-02-01]\nkind = end\n",
	  .found = "5:8 info words: 'text' is to do {review:2026-02-01.text}\n"
		   "6:1 info held-late: nothing is after 2026 {review:2027-02-01}\n" },
	{ .record = ID "[benefit host]\ntext = x\n",
	  .found = "1:0 info home-text: home gains something (benefit:home.text) {benefit:home.text}\n" },
	/* waivers */
	{ .record = ID "[dates]\nstart = 2026-05-01\nend = 2026-04-01\n"
		    "[waive end-after-start]\nby = HR\nuntil = 2026-11-21\nreason = known\n", .found = "" },
	{ .record = ID "[dates]\nstart = 2026-05-01\nend = 2026-04-01\n"
		    "[waive end-after-start]\nby = HR\nuntil = always\nreason = known\n", .found = "" },
	{ .record = ID "[dates]\nstart = 2026-05-01\nend = 2026-04-01\n"
		    "[waive end-after-start]\nby = HR\nuntil = 2026-11-20\nreason = known\n",
	  .found = "5:7 error end-after-start: ends 2026-04-01, before it starts {dates.end}\n"
		   "6:1 warning waiver: the waiver of 'end-after-start' ended on 2026-11-20 {waive:end-after-start}\n" },
	{ .record = ID "[dates]\nstart = 2026-05-01\nend = 2026-04-01\n"
		    "[waive end-after-start]\nby = HR\nuntil = always\nreason = known\n",
	  .no_waive = true,
	  .found = "5:7 error end-after-start: ends 2026-04-01, before it starts {dates.end}\n" },
	{ .record = ID "[dates]\nstart = 2026-05-01\nend = 2026-04-01\n[waive end-after-start]\nby = HR\nuntil = always\n",
	  .found = "5:7 error end-after-start: ends 2026-04-01, before it starts {dates.end}\n"
		   "6:1 warning waiver: the waiver of 'end-after-start' does not count: it lacks 'reason' "
		   "{waive:end-after-start}\n" },
	{ .record = ID "[waive end-after-start]\nby = HR\nuntil = soon\nreason = x\n",
	  .found = "5:9 error date-invalid: the waiver of 'end-after-start' does not count: 'until' is YYYY-MM-DD or "
		   "always, not 'soon' {waive:end-after-start.until}\n" },
	{ .record = ID "[waive end-after-start]\nby = HR\nuntil = always\nreason = x\n",
	  .found = "3:1 warning waiver: the waiver of 'end-after-start' silences nothing: remove it "
		   "{waive:end-after-start}\n" },
	{ .record = ID "[waive agreed-end]\nby = HR\nuntil = always\nreason = not agreed yet\n"
		    "[waive talk]\nby = HR\nuntil = always\nreason = a due item\n"
		    "[waive removed]\nby = HR\nuntil = always\nreason = about history\n", .found = "" },
	{ .record = ID "[waive end-after-strat]\nby = HR\nuntil = always\nreason = x\n",
	  .found = "3:1 warning waiver: no rule or due item is named 'end-after-strat', did you mean "
		   "'end-after-start'? {waive:end-after-strat}\n" },
	{ .record = ID "type = extern\n[waive enum-value]\nby = HR\nuntil = always\nreason = x\n",
	  .found = "3:8 error enum-value: 'extern' is not one of internal, external, voluntary; did you mean "
		   "'external'? {secondment.type}\n"
		   "4:1 warning waiver: 'enum-value' cannot be waived: mend what it finds {waive:enum-value}\n" },
	{ .record = ID "[signed]\nhost = pending\n[waive removed]\nby = HR\nuntil = always\nreason = x\n",
	  .base = ID "[signed]\nhost = 2026-01-02\n", .found = "" },
};

static bool is_there(void *ctx, struct sec_str path)
{
	(void)ctx;
	return sec_str_is(path, "docs/there.pdf");
}

static char *check(struct bench *b, const struct finding *f)
{
	struct sec_faults out = { 0 };
	struct sec_check c = { .facts = b->facts, .stem = f->stem, .reason = f->reason,
		.no_waive = f->no_waive, .out = &out };
	struct sec_buf text = SEC_BUF_INIT;
	struct sec_facts *base = NULL;
	struct sec_record before;

	b->env.file_exists = is_there;
	bench_bind(b, f->record, "2026-11-21");
	sec_record_init(&before);
	if (f->base) {
		base = sec_facts_new(&b->env);
		assert_int_equal(sec_record_parse_text(&before, f->base, strlen(f->base),
			&b->dialect, &b->err), 0);
		sec_facts_bind(base, &before);
		c.base = base;
	}
	sec_check_record(&c);
	sec_faults_sort(&out);
	for (size_t i = 0; i < out.n; i++)
		print_fault(&text, &out.item[i]);
	sec_faults_release(&out);
	sec_facts_free(base);
	sec_record_release(&before);
	return sec_buf_detach(&text);
}

static void finds(void **state)
{
	struct bench b;
	unsigned wrong = 0;

	(void)state;
	bench_load(&b, schema_files, NULL, NULL);
	for (size_t i = 0; i < sizeof(findings) / sizeof(*findings); i++) {
		char *found = check(&b, &findings[i]);

		if (strcmp(found, findings[i].found) != 0) {
			print_message("%s---- finds\n%s---- instead of\n%s\n", findings[i].record,
				found, findings[i].found);
			wrong++;
		}
		free(found);
	}
	bench_free(&b);
	assert_int_equal(wrong, 0);
}

static void follows_policy(void **state)
{
	static const struct text_file local[] = {
		{ "schema/own.ini",
		  "[field host.floor]\ntype = number\nlabel = Floor\n"
		  "[rule high]\nseverity = error\nassert = host.floor < 10\nat = host.floor\n"
		  "message = floor {host.floor} is high\nadvice = take {host.floor} steps\n" },
		{ NULL, NULL },
	};
	static const struct finding found = {
		.record = ID "tags = a, a, c ; b\n[host]\nfloor = 12\n[hots]\n",
		.found = "3:16 info value-comment: other readers of INI cut the value at ' ;' "
			 "{secondment.tags}\n"
			 "5:9 error high: floor 12 is high {host.floor}\n"
			 "6:1 error section-unknown: unknown section [hots], did you mean 'host'? {hots}\n",
	};
	struct bench b;
	char *text;

	(void)state;
	bench_load(&b, schema_files, local, "[register]\nformat = 1\n[severity]\n"
		"list-duplicate = off\nsection-unknown = error\nvalue-comment = info\n");
	text = check(&b, &found);
	assert_string_equal(text, found.found);
	free(text);
	bench_free(&b);
}

static void gives_advice(void **state)
{
	struct bench b;
	struct sec_faults out = { 0 };
	struct sec_check c = { .out = &out };

	(void)state;
	bench_load(&b, schema_files, NULL, NULL);
	c.facts = b.facts;
	bench_bind(&b, ID "[dates]\nstart = 2026-05-01\nend = 2026-04-01\n[hots]\n[work]\npaper = ../a\n",
		"2026-11-21");
	sec_check_record(&c);
	sec_faults_sort(&out);
	assert_int_equal(out.n, 3);
	assert_string_equal(out.item[0].advice, "mend 2026-05-01");
	assert_string_equal(out.item[1].advice, "mend the name");
	assert_null(out.item[2].advice);
	sec_faults_release(&out);
	bench_free(&b);
}

static void note(void *ctx, const struct sec_rule *rule, const char *missing)
{
	sec_buf_addf(ctx, "%s %s\n", rule->id, missing);
}

static void tells_undecided(void **state)
{
	struct bench b;
	struct sec_buf text = SEC_BUF_INIT;

	(void)state;
	bench_load(&b, schema_files, NULL, NULL);
	bench_bind(&b, ID "type = external\n[dates]\nstart = 2026-01-01\n[objective a]\ndue = 2026-02-01\n"
		"[objective b]\ndue = 2026-02-02\n", "2026-11-21");
	sec_check_undecided(b.facts, note, &text);
	assert_string_equal(text.s,
		"end-after-start dates.end\ndesk work.remote\nobjective-late dates.end\n");
	sec_buf_release(&text);
	bench_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds),
		cmocka_unit_test(follows_policy),
		cmocka_unit_test(gives_advice),
		cmocka_unit_test(tells_undecided),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
