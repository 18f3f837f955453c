/* SPDX-License-Identifier: ISC
 *
 * What a record still needs for a state, and who supplies it: in the order in
 * which people work it off, each thing once.
 */
#include "schema-texts.h"

static const struct text_file schema_files[] = {
	{ "b/fields.ini",
	  "[section secondment]\n[field secondment.id]\n"
	  "[field secondment.adopted]\ntype = date\noptional-when = yes\n"
	  "[field secondment.type]\ntype = enum\nvalues = internal, external\nlabel = Type\n"
	  "required-from = considered\nsupplier = hr\n"
	  "[section home]\n[field home.manager]\nlabel = Home manager\nrequired-from = considered\n"
	  "[section permission]\n"
	  "[field permission.decision]\ntype = yes-no\nlabel = Permission given\nsupplier = home-manager\n"
	  "[field permission.by]\nlabel = Permission by\nrequired-from = permitted\nsupplier = home-manager\n"
	  "[section application]\n"
	  "[field application.date]\ntype = date\nlabel = Applied on\n"
	  "[field application.route]\ntype = enum\nvalues = advert, arranged\nlabel = Route\n"
	  "[section agreement]\n"
	  "[field agreement.home]\ntype = date\nlabel = Signed by home\nsupplier = home-manager\n"
	  "[field agreement.host]\ntype = date\nlabel = Signed by the host\n"
	  "[section dates]\n"
	  "[field dates.start]\ntype = date\nmain = yes\nlabel = First day\n"
	  "[field dates.end]\ntype = date\nmain = yes\nlabel = Last day\n"
	  "[section review]\nrepeat = date\n"
	  "[field review.by]\nlabel = Held by\nrequired-from = agreed\n"
	  "[section waive]\nrepeat = slug\n[field waive.by]\n[field waive.until]\n[field waive.reason]\n" },
	{ "b/derived.ini",
	  "[derived signed]\ntype = yes-no\n"
	  "value = done(agreement.home) and (secondment.type = internal or done(agreement.host))\n" },
	{ "b/due.ini", "[role hr]\nlabel = HR\n[role home-manager]\nwho = home.manager\nlabel = home manager\n" },
	{ "b/states.ini",
	  "[state considered]\nwhen = yes\n"
	  "[state permitted]\nwhen = permission.decision = yes\nafter = considered\n"
	  "[state applied]\nwhen = application.date <= today\nafter = permitted\n"
	  "optional-when = application.route = arranged\n"
	  "[state agreed]\nwhen = signed or secondment.adopted <= today\nafter = applied\n"
	  "[state active]\nwhen = reached(agreed) and dates.start <= today\nafter = agreed\n"
	  "[state late]\nwhen = reached(active) and today > dates.end\n"
	  "[state withdrawn]\naside = yes\nwhen = permission.decision = no\n" },
	{ "b/rules.ini",
	  "[rule end]\nseverity = error\nfrom = agreed\nassert = present(dates.start) and present(dates.end)\n"
	  "at = dates.end\nmessage = no end: {dates.end}\n"
	  "[rule order]\nseverity = error\nassert = dates.end > dates.start\nat = dates.end\n"
	  "message = ends {dates.end}, before it starts\n"
	  "[rule reviewed]\nseverity = error\nfrom = late\nassert = any(review)\nat = dates.end\n"
	  "message = reviewed in no way before {dates.end}\n"
	  "[rule thin]\nseverity = warning\nfrom = agreed\nassert = present(application.route)\n"
	  "[rule unagreed]\nseverity = error\nwhen = dates.start <= today\nassert = state >= agreed\n"
	  "at = dates.start\nmessage = not agreed\n"
	  "[rule never]\nseverity = error\nfrom = late\nassert = no\nmessage = it is late\n"
	  "[rule early-only]\nseverity = error\nuntil = applied\nassert = dates.end > 2030-01-01\nat = dates.end\n"
	  "message = too early\n" },
	{ NULL, NULL },
};

#define FULL "[secondment]\ntype = internal\n[home]\nmanager = A. Boss\n" \
	"[permission]\ndecision = yes\nby = A. Boss\n[application]\nroute = arranged\n"

struct question {
	const char *record, *state;
	const char *needs; /* a line each: ADDRESS: WHAT | WHO */
};

static const struct question questions[] = {
	{ "[secondment]\n", "considered", "secondment.type: Type | HR\nhome.manager: Home manager | \n" },
	{ FULL, "considered", "" },
	/* a condition names what it lacks; steps before it, too */
	{ "[secondment]\ntype = external\n[home]\nmanager = A. Boss\n", "applied",
	  "permission.by: Permission by | home manager (A. Boss)\n"
	  "permission.decision: Permission given | home manager (A. Boss)\n"
	  "application.date: Applied on | \n" },
	/* what is there and says no */
	{ "[secondment]\ntype = external\n[home]\nmanager = A. Boss\n[permission]\ndecision = no\nby = x\n",
	  "permitted", "permission.decision: not yet 'permitted': Permission given is no | home manager (A. Boss)\n" },
	/* an optional step is passed over; terms before signatures; exceptions never */
	{ FULL, "agreed",
	  "dates.start: First day | \ndates.end: Last day | \n"
	  "agreement.home: Signed by home | home manager (A. Boss)\n" },
	{ FULL, "applied", "application.date: Applied on | \n" },
	{ "[secondment]\ntype = external\n[home]\nmanager = A. Boss\n[permission]\ndecision = yes\nby = A. Boss\n"
	  "[application]\nroute = arranged\n[dates]\nstart = 2026-01-01\nend = 2026-02-01\n", "agreed",
	  "agreement.home: Signed by home | home manager (A. Boss)\nagreement.host: Signed by the host | \n" },
	/* a rule that fails though nothing is missing; its waiver */
	{ FULL "[dates]\nstart = 2026-02-01\nend = 2026-01-01\n", "agreed",
	  "dates.end: ends 2026-01-01, before it starts | \n"
	  "agreement.home: Signed by home | home manager (A. Boss)\n" },
	{ FULL "[dates]\nstart = 2026-02-01\nend = 2026-01-01\n"
	  "[waive order]\nby = HR\nuntil = always\nreason = x\n", "agreed",
	  "agreement.home: Signed by home | home manager (A. Boss)\n" },
	/* keys of sections that stand there */
	{ FULL "[dates]\nstart = 2026-02-01\nend = 2026-03-01\n[agreement]\nhome = 2026-01-01\n"
	  "[review 2026-02-01]\n", "agreed", "review:2026-02-01.by: Held by | \n" },
	/* days to come wait for nobody; a state without `after` follows the one before it */
	{ FULL "[dates]\nstart = 2026-12-01\nend = 2027-03-01\n[agreement]\nhome = 2026-01-01\n", "active",
	  "dates.start: not yet 'active': First day is 2026-12-01 | \n" },
	{ FULL "[dates]\nstart = 2026-02-01\nend = 2026-11-21\n[agreement]\nhome = 2026-01-01\n", "late",
	  "dates.end: reviewed in no way before 2026-11-21 | \n"
	  "dates.end: not yet 'late': Last day is 2026-11-21 | \n" },
	/* a message that would speak of a missing key gives way to the summary, or the id */
	{ FULL "[agreement]\nhome = 2026-01-01\n[dates]\nstart = 2026-02-01\n", "late",
	  "dates.end: Last day | \ndates.end: reviewed | \n" },
	{ FULL, "withdrawn", "permission.decision: not yet 'withdrawn': Permission given is yes | "
			     "home manager (A. Boss)\n" },
};

static void lists_needs(void **state)
{
	struct bench b;
	unsigned wrong = 0;

	(void)state;
	bench_load(&b, schema_files, NULL, NULL);
	for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++) {
		const struct question *q = &questions[i];
		struct sec_buf found = SEC_BUF_INIT;
		struct sec_needs needs = { 0 };

		bench_bind(&b, q->record, "2026-11-21");
		sec_check_needs(b.facts, sec_schema_state(&b.schema, sec_str(q->state)), &needs);
		for (size_t j = 0; j < needs.n; j++)
			sec_buf_addf(&found, "%s: %s | %s\n", needs.item[j].address,
				needs.item[j].what, needs.item[j].who);
		if (strcmp(found.s, q->needs) != 0) {
			print_message("%s---- for %s needs\n%s---- instead of\n%s\n", q->record, q->state,
				found.s, q->needs);
			wrong++;
		}
		sec_needs_release(&needs);
		sec_buf_release(&found);
	}
	bench_free(&b);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_needs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
