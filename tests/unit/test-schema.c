/* SPDX-License-Identifier: ISC
 *
 * Loading schemas: what is merged, what is refused, and how things are found.
 */
#include "schema-texts.h"

#define BASE_FIELDS \
	"[section secondment]\n" \
	"label = Secondment\n" \
	"[section dates]\n" \
	"[section review]\n" \
	"repeat = date\n" \
	"[section benefit]\n" \
	"repeat = slug\n" \
	"ids = home, host\n" \
	"[section induction]\n" \
	"keys = evidence\n" \
	"[field secondment.id]\n" \
	"[field secondment.type]\n" \
	"type = enum\n" \
	"values = internal, external\n" \
	"label = Type\n" \
	"[field dates.start]\n" \
	"type = date\n" \
	"main = yes\n" \
	"label = First day\n" \
	"required-from = agreed\n" \
	"supplier = hr\n" \
	"[field dates.end]\n" \
	"type = date\n" \
	"main = yes\n" \
	"[field review.held]\n" \
	"type = yes-no\n" \
	"[field review.by]\n" \
	"[field review.start]\n" \
	"[field benefit.text]\n" \
	"[field benefit.by]\n" \
	"[field secondment.weeks]\n" \
	"type = number\n" \
	"range = 0..52\n" \
	"[field induction.role]\n" \
	"type = evidence\n"
#define BASE_STATES \
	"[state considered]\nwhen = yes\n" \
	"[state agreed]\nwhen = present(dates.start)\nafter = considered\n" \
	"[state active]\nwhen = reached(agreed) and dates.start <= today\nafter = agreed\n" \
	"[state withdrawn]\naside = yes\nwhen = no\n"
#define BASE_RULES \
	"[rule end-after-start]\n" \
	"severity = error\n" \
	"assert = dates.end > dates.start\n" \
	"at = dates.end\n" \
	"message = ends {dates.end}\n" \
	"[rule short]\n" \
	"severity = warning\n" \
	"from = agreed\n" \
	"assert = dates.end > dates.start + policy.short\n"
#define BASE_DUE \
	"[role hr]\nlabel = HR\n" \
	"[due end]\nfrom = active\nat = dates.end\nowner = hr\ntitle = Last day\n"
#define BASE_POLICY \
	"[values]\n" \
	"switch = on, off\n" \
	"[policy]\n" \
	"# How short is short: a week.\n" \
	"# Ours.\n" \
	"short = 7d\n" \
	"\n" \
	"most = 8\n" \
	"switch = on\n" \
	"words = pay, leave\n" \
	"day = 2026-01-01\n" \
	"really = yes\n" \
	"nothing =\n"

static const struct text_file base[] = {
	{ "b/due.ini", BASE_DUE },
	{ "b/fields.ini", BASE_FIELDS },
	{ "b/policy.ini", BASE_POLICY },
	{ "b/rules.ini", BASE_RULES },
	{ "b/states.ini", BASE_STATES },
	{ NULL, NULL },
};

/* What is written beside the base schema, and the error that it draws. */
struct refusal {
	const char *built_in; /* further built-in file b/x.ini */
	const char *local;    /* local file schema/l.ini */
	const char *policy;   /* the register's policy.ini */
	const char *error;
};

static const struct refusal refusals[] = {
	/* sections and keys */
	{ "[feild x.y]\n", NULL, NULL, "b/x.ini:1:1: unknown section [feild], did you mean 'field'?" },
	{ "[rule]\n", NULL, NULL, "b/x.ini:1:1: [rule] needs a name: [rule NAME]" },
	{ "\n[derived a.b]\nvalue = 1\n", NULL, NULL,
	  "b/x.ini:2:1: 'a.b' is no legal name: a-z, then a-z, 0-9 and '-', up to 32" },
	{ "[section seventeen-letters]\n", NULL, NULL,
	  "b/x.ini:1:1: 'seventeen-letters' is no legal name: a-z, then a-z, 0-9 and '-', up to 16" },
	{ "[rule a]\nseverty = error\nassert = yes\n", NULL, NULL,
	  "b/x.ini:2:1: unknown key 'severty' in [rule a], did you mean 'severity'?" },
	{ "[section a]\nrepeat = daily\n", NULL, NULL,
	  "b/x.ini:2:10: 'repeat' is date, slug or no, not 'daily'" },
	{ "[section a]\nids = x\n", NULL, NULL,
	  "b/x.ini:2:7: only a section with 'repeat = slug' has 'ids'" },
	{ "[section a]\nkeys = evidense\n", NULL, NULL,
	  "b/x.ini:2:8: unknown type 'evidense', did you mean 'evidence'?" },
	{ "[rule short]\nadvice = x\n[rule short]\n", NULL, NULL, NULL },
	{ "[rule short]\nseverity = info\n", NULL, NULL,
	  "b/x.ini:2:12: 'severity' of [rule short] stands in b/rules.ini:7 already" },
	/* fields */
	{ "[field dates]\n", NULL, NULL, "b/x.ini:1:1: a field is named [field SECTION.KEY], not [field dates]" },
	{ "[field date.x]\n", NULL, NULL,
	  "b/x.ini:1:1: field 'date.x' stands in no section: [section date] is missing, did you mean 'dates'?" },
	{ "[field dates.x]\ntype = datum\n", NULL, NULL, "b/x.ini:2:8: unknown type 'datum', did you mean 'date'?" },
	{ "[field dates.x]\ntype = enum\n", NULL, NULL, "b/x.ini:1:1: field 'dates.x' is an enum: list its 'values'" },
	{ "[field dates.x]\nvalues = a\n", NULL, NULL, "b/x.ini:2:10: only an enum or a list has 'values'" },
	{ "[field dates.x]\ntype = enum\nvalues = a, b, a\n", NULL, NULL, "b/x.ini:3:10: 'a' stands twice in 'values'" },
	{ "[field dates.x]\ntype = enum\nvalues = a\ndefault = b\n", NULL, NULL,
	  "b/x.ini:4:11: the default 'b' is none of the values" },
	{ "[field dates.x]\nrange = 1..5\n", NULL, NULL, "b/x.ini:2:9: only a field of type number has a 'range'" },
	{ "[field dates.x]\ntype = number\nrange = 1-5\n", NULL, NULL,
	  "b/x.ini:3:9: 'range' is written 1..5, 0.. or ..10, not '1-5'" },
	{ "[field dates.x]\ntype = number\nrange = 5..1\n", NULL, NULL,
	  "b/x.ini:3:9: 'range' is written 1..5, 0.. or ..10, not '5..1'" },
	{ "[field dates.x]\nmain = perhaps\n", NULL, NULL, "b/x.ini:2:8: 'main' is yes or no, not 'perhaps'" },
	{ "[field benefit.start]\nmain = yes\n", NULL, NULL, "b/x.ini:1:1: 'start' is the main one in [dates] already" },
	{ "[field dates.x]\nrequired-from = aggreed\n", NULL, NULL,
	  "b/x.ini:2:17: unknown state 'aggreed', did you mean 'agreed'?" },
	{ "[field dates.x]\nsupplier = boss\n", NULL, NULL, "b/x.ini:2:12: unknown role 'boss'" },
	{ "[field dates.x]\noptional-when = dates.strat\n", NULL, NULL,
	  "b/x.ini:2:17: unknown field 'dates.strat', did you mean 'dates.start'?" },
	/* derived values and circles */
	{ "[derived today]\nvalue = 1\n", NULL, NULL, "b/x.ini:1:1: 'today' is a word of the language: choose another name" },
	{ "[derived a]\n", NULL, NULL, "b/x.ini:1:1: derived value 'a' has no 'value'" },
	{ "[derived agreed]\nvalue = 1\n", NULL, NULL, "b/x.ini:1:1: a state is named 'agreed' already" },
	{ "[derived a]\ntype = enum\nvalue = 1\n", NULL, NULL, "b/x.ini:1:1: derived value 'a' is an enum: list its 'values'" },
	{ "[derived a]\nvalues = x\nvalue = 1\n", NULL, NULL, "b/x.ini:2:10: only a derived value of type enum has 'values'" },
	{ "[derived a]\ntype = number\nvalue = dates.start\n", NULL, NULL,
	  "b/x.ini:3:9: 'a' says type = number, but its value is date" },
	{ "[derived a]\nvalue = b + 1d\n[derived b]\nvalue = c\n[derived c]\nvalue = a\n", NULL, NULL,
	  "b/x.ini:1:1: derived values form a circle: a → b → c → a" },
	{ "[derived a]\nvalue = a + 1\n", NULL, NULL, "b/x.ini:1:1: derived values form a circle: a → a" },
	{ "[derived busy]\ntype = yes-no\nvalue = state = active\n[state late]\nwhen = busy\n", NULL, NULL,
	  "b/x.ini:1:1: the state is asked for in a circle: busy → state → reached(late) → busy" },
	/* states */
	{ "[state s]\n", NULL, NULL, "b/x.ini:1:1: state 's' has no 'when'" },
	{ "[state s]\nwhen = reached(s)\n", NULL, NULL,
	  "b/x.ini:1:1: the state is asked for in a circle: reached(s) → reached(s)" },
	{ "[state s]\nwhen = dates.start\n", NULL, NULL, "b/x.ini:2:8: a yes-no is wanted here, this is a date: compare it, or write present(dates.start)" },
	{ "[state s]\nwhen = yes\nafter = s\n", NULL, NULL,
	  "b/x.ini:3:9: state 's' stands before 's', which it says it comes after" },
	/* rules */
	{ "[rule a]\nassert = yes\n", NULL, NULL, "b/x.ini:1:1: rule 'a' has no 'severity'" },
	{ "[rule a]\nseverity = fatal\nassert = yes\n", NULL, NULL,
	  "b/x.ini:2:12: a severity is error, warning or info, not 'fatal'" },
	{ "[rule a]\nseverity = info\n", NULL, NULL, "b/x.ini:1:1: rule 'a' needs either 'assert' or 'check'" },
	{ "[rule a]\nseverity = info\nassert = yes\ncheck = id\n", NULL, NULL,
	  "b/x.ini:1:1: rule 'a' needs either 'assert' or 'check'" },
	{ "[rule a]\nseverity = info\ncheck = overlapp\n", NULL, NULL,
	  "b/x.ini:3:9: unknown check 'overlapp', did you mean 'overlap'?" },
	{ "[rule a]\nseverity = info\ncheck = file\n", NULL, NULL, "b/x.ini:1:1: rule 'a' needs 'path' for its check 'file'" },
	{ "[rule a]\nseverity = info\ncheck = file\npath = dates.start\nkeep = dates.start\n", NULL, NULL,
	  "b/x.ini:5:1: unknown key 'keep' in [rule a]" },
	{ "[rule a]\nseverity = info\ncheck = kept\nkeep = dates.start, dates.ende\n", NULL, NULL,
	  "b/x.ini:4:8: unknown field 'dates.ende', did you mean 'dates.end'?" },
	{ "[rule a]\nseverity = info\ncheck = overlap\nkey = secondment.id\nstart = secondment.id\nend = dates.end\n"
	  "weight = 1\nlimit = 1\n", NULL, NULL, "b/x.ini:5:9: 'start' must be a date" },
	{ "[rule a]\nseverity = info\nfor = reviews\nassert = yes\n", NULL, NULL,
	  "b/x.ini:3:7: unknown section 'reviews', did you mean 'review'?" },
	{ "[rule a]\nseverity = info\nfor = review\nat = .hold\nassert = yes\n", NULL, NULL,
	  "b/x.ini:4:6: 'at = .hold' names nothing here" },
	{ "[rule a]\nseverity = info\nat = .held\nassert = yes\n", NULL, NULL, "b/x.ini:3:6: 'at = .held' names nothing here" },
	{ "[rule a]\nseverity = info\nat = induction.tea\nassert = yes\n", NULL, NULL,
	  "b/x.ini:3:6: 'at' names no field of the schema: 'induction.tea'" },
	{ "[rule a]\nseverity = info\nassert = dates.start <\n\t\tdates.ende\n", NULL, NULL,
	  "b/x.ini:4:3: unknown field 'dates.ende', did you mean 'dates.end'?" },
	{ "[rule a]\nseverity = info\nassert = yes\nmessage = on {dates.ende}\n", NULL, NULL,
	  "b/x.ini:4:15: unknown field 'dates.ende', did you mean 'dates.end'?" },
	{ "[rule a]\nseverity = info\nassert = yes\ngrace = soon\n", NULL, NULL, "b/x.ini:4:9: 'grace' is yes or no, not 'soon'" },
	/* stories */
	{ "[story a]\nfor = review\n", NULL, NULL, "b/x.ini:1:1: story 'a' has no 'say'" },
	{ "[story a]\nfor = reviw\nsay = x\n", NULL, NULL,
	  "b/x.ini:2:7: unknown section 'reviw', did you mean 'review'?" },
	{ "[story a]\nfor = review.hold\nsay = x\n", NULL, NULL,
	  "b/x.ini:2:7: unknown field 'review.hold', did you mean 'held'?" },
	{ "[story a]\nfor = review.held\non = added, moved\nsay = x\n", NULL, NULL,
	  "b/x.ini:3:6: 'on' is added, changed or removed, or several of them, not 'moved'" },
	{ "[story a]\nfor = review\non = changed\nsay = x\n", NULL, NULL,
	  "b/x.ini:3:6: a section is added or removed; what changes is one of its keys: "
	  "write for = SECTION.KEY" },
	{ "[story a]\non = changed\nsay = x\n", NULL, NULL,
	  "b/x.ini:2:6: a record is added or removed; what changes is one of its keys: "
	  "write for = SECTION.KEY" },
	{ "[story a]\nfor = review\nsay = was {was}\n", NULL, NULL, "b/x.ini:3:12: unknown name 'was'; a text stands in quotes: \"was\"" },
	{ "[story a]\nfor = review.held\nwhen = was < 3\nsay = x\n", NULL, NULL,
	  "b/x.ini:3:14: a yes-no is compared with a number: write yes or no" },
	{ "[story a]\nfor = review\nsay = x[ by {.by}\n", NULL, NULL,
	  "b/x.ini:3:8: '[' has no ']'; a bracket itself is written '[['" },
	{ "[story a]\nfor = review\nsay = x[ by[ {.by}]]\n", NULL, NULL,
	  "b/x.ini:3:12: a part between [ and ] holds no other; a bracket itself is written '[['" },
	{ "[story a]\nfor = review\nsay = x[ by\n\t{.bye}]\n", NULL, NULL,
	  "b/x.ini:4:3: unknown field '.bye', did you mean '.by'?" },
	{ "[story a]\nfor = review\nsays = x\n", NULL, NULL,
	  "b/x.ini:3:1: unknown key 'says' in [story a], did you mean 'say'?" },
	/* due items */
	{ "[due a]\ntitle = x\n", NULL, NULL, "b/x.ini:1:1: due item 'a' has no 'at'" },
	{ "[due a]\nat = dates.end\n", NULL, NULL, "b/x.ini:1:1: due item 'a' has no 'title'" },
	{ "[due a]\nat = dates.end\ntitle = x\nlead = soon\n", NULL, NULL,
	  "b/x.ini:4:8: 'lead' is a duration such as 14d, or a policy that is one, not 'soon'" },
	{ "[due a]\nat = dates.end\ntitle = x\nlead = policy.most\n", NULL, NULL,
	  "b/x.ini:4:8: 'lead' is a duration such as 14d, or a policy that is one, not 'policy.most'" },
	{ "[due a]\nat = dates.end\ntitle = x\nowner = hr,, hr\n", NULL, NULL, "b/x.ini:4:9: 'owner' has an empty item" },
	{ "[due short]\nat = dates.end\ntitle = x\n", NULL, NULL,
	  "b/x.ini:1:1: a rule is named 'short' already, and a waiver could mean either" },
	{ "[rule a]\nseverity = error\nfrom = active\nuntil = agreed\nassert = no\n", NULL, NULL,
	  "b/x.ini:4:9: 'agreed' comes before 'active': no state lies from one until the other" },
	{ "[due a]\nfrom = active\nuntil = agreed\nat = dates.end\ntitle = x\n", NULL, NULL,
	  "b/x.ini:3:9: 'agreed' comes before 'active': no state lies from one until the other" },
	/* the reader's faults are errors here, with their place */
	{ "[rule a]\nno equals sign\n", NULL, NULL, NULL },
	/* a register's own files */
	{ NULL, "[field dates.start]\ntype = text\n", NULL,
	  "schema/l.ini:2:8: 'dates.start' is a built-in field of type date: a register may not change its type" },
	{ NULL, "[field review.by]\ntype = date\n", NULL,
	  "schema/l.ini:2:8: 'review.by' is a built-in field of type text: a register may not change its type" },
	{ NULL, "[section review]\nrepeat = slug\n", NULL,
	  "schema/l.ini:2:10: [review] is a built-in section with 'repeat = date': a register may not change that" },
	{ NULL, "[section dates]\nrepeat = date\n", NULL,
	  "schema/l.ini:2:10: [dates] is a built-in section with 'repeat = no': a register may not change that" },
	{ NULL, "[rule end-after-start]\nseverity = warning\n", NULL,
	  "schema/l.ini:2:12: the built-in rule 'end-after-start' is an error: its severity may not be lowered" },
	{ NULL, "[rule end-after-start]\nassert = yes\n", NULL,
	  "schema/l.ini:2:10: the built-in rule 'end-after-start' is an error: a register may not change its 'assert'" },
	{ NULL, "[rule end-after-start]\nwhen = no\n", NULL,
	  "schema/l.ini:2:8: the built-in rule 'end-after-start' is an error: a register may not change its 'when'" },
	/* its policy */
	{ NULL, NULL, "[register]\nformat = 2\n", "policy.ini:2:10: this register has format '2', this program reads format 1" },
	{ NULL, NULL, "[register]\nnmae = x\n", "policy.ini:2:1: unknown key 'nmae' in [register]: it has format and name" },
	{ NULL, NULL, "[policy]\nshrot = 3d\n", "policy.ini:2:1: unknown policy 'shrot', did you mean 'short'?" },
	{ NULL, NULL, "[policy x]\nshort = 3d\n", "policy.ini:1:1: a section of policy has no second word" },
	{ NULL, NULL, "[policy]\nshort = many\n", "policy.ini:2:0: policy 'short' is a duration like 7d, not 'many'" },
	{ NULL, NULL, "[policy]\nswitch = offf\n", "policy.ini:2:0: policy 'switch' is one of on, off, not 'offf', did you mean 'off'?" },
	{ NULL, NULL, "[severity]\nshrot = info\n", "policy.ini:2:9: unknown rule 'shrot' in [severity], did you mean 'short'?" },
	{ NULL, NULL, "[severity]\nshort = loud\n", "policy.ini:2:9: a severity is error, warning, info or off, not 'loud'" },
	{ NULL, NULL, "[severity]\nend-after-start = warning\n",
	  "policy.ini:2:19: the built-in rule 'end-after-start' is an error: its severity may not be lowered" },
	{ NULL, NULL, "[severity]\nend-after-start = off\n",
	  "policy.ini:2:19: the built-in rule 'end-after-start' is an error: its severity may not be lowered" },
	{ NULL, NULL, "[values]\nnone = a\n", "policy.ini:2:8: [values] names no policy: 'none'" },
};

static void refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
		const struct refusal *r = &refusals[i];
		struct text_file built_in[7] = { base[0], base[1], base[2], base[3], base[4] };
		struct text_file local[] = { { "schema/l.ini", r->local }, { NULL, NULL } };
		struct sec_err err = SEC_ERR_INIT;
		struct sec_schema s;
		char *text;

		if (r->built_in)
			built_in[5] = (struct text_file){ "b/x.ini", r->built_in };
		assert_int_not_equal(load_texts(&s, built_in, r->local ? local : NULL, r->policy, &err), 0);
		text = error_text(&err);
		if (r->error)
			assert_string_equal(text, r->error);
		else
			assert_memory_equal(text, "b/x.ini:", 8);
		free(text);
		sec_err_clear(&err);
	}
}

static void loads_base(void **state)
{
	struct sec_schema s;
	struct sec_err err = SEC_ERR_INIT;
	int first, second;

	(void)state;
	assert_int_equal(load_texts(&s, base, NULL, NULL, &err), 0);
	assert_int_equal(s.kinds, 5);
	assert_int_equal(s.fields, 11);
	assert_int_equal(s.kind[2].first_field, 5); /* review, its fields together */
	assert_int_equal(s.kind[2].fields, 3);
	assert_string_equal(s.field[6].key, "by");
	assert_int_equal(s.field[6].slot, 1);
	assert_int_equal(s.kind[4].any, SEC_TYPE_EVIDENCE);
	assert_int_equal(s.kind[3].ids.n, 2);
	assert_string_equal(s.kind[1].label, "dates");
	assert_int_equal(sec_schema_state(&s, SEC_STR("active")), 2);
	assert_int_equal(sec_schema_state(&s, SEC_STR("activ")), -1);
	assert_int_equal(sec_schema_field(&s, 1, SEC_STR("end")), 4);
	assert_int_equal(sec_schema_field(&s, 2, SEC_STR("end")), -1);
	assert_int_equal(s.field[2].least, 0);
	assert_int_equal(s.field[2].most, 52 * SEC_NUMBER_ONE);
	assert_int_equal(s.field[3].required_from, 1);
	assert_int_equal(s.field[3].supplier, 0);
	/* bare keys: the main one, the only one, several, none */
	assert_int_equal(sec_schema_bare_field(&s, SEC_STR("start"), &first, &second), 3);
	assert_int_equal(sec_schema_bare_field(&s, SEC_STR("held"), &first, &second), 5);
	assert_int_equal(sec_schema_bare_field(&s, SEC_STR("by"), &first, &second), -2);
	assert_int_equal(first, 6);
	assert_int_equal(second, 9);
	assert_int_equal(sec_schema_bare_field(&s, SEC_STR("none"), &first, &second), -1);
	assert_int_equal(s.due[0].lead.days, 14);
	assert_int_equal(s.due[0].owner[0].role, 0);
	assert_true(sec_schema_known_key(&s, SEC_STR("review"), SEC_STR("held")));
	assert_false(sec_schema_known_key(&s, SEC_STR("review"), SEC_STR("end")));
	assert_int_equal(sec_schema_order(&s, SEC_STR("review")), 2);
	assert_int_equal(sec_schema_order(&s, SEC_STR("x-own")), 5);
	sec_schema_release(&s);
}

static void types_policy(void **state)
{
	struct sec_schema s;
	struct sec_err err = SEC_ERR_INIT;
	const struct sec_policy *p;

	(void)state;
	assert_int_equal(load_texts(&s, base, NULL, "[register]\nformat = 1\nname = Ours\n"
		"[own]\nshort = 2w\nswitch = off\n[severity]\nshort = off\n", &err), 0);
	assert_string_equal(s.register_name, "Ours");
	assert_int_equal(s.format, 1);
	p = &s.policy[sec_schema_policy(&s, SEC_STR("short"))];
	assert_string_equal(p->help, "How short is short: a week. Ours.");
	assert_string_equal(p->text, "2w");
	assert_string_equal(p->text_built_in, "7d");
	assert_int_equal(p->value.dur.days, 14);
	assert_string_equal(p->place.file, "policy.ini");
	assert_int_equal(p->place.line, 5);
	assert_int_equal(s.policy[1].type, SEC_TYPE_NUMBER);
	assert_null(s.policy[1].help);
	assert_int_equal(s.policy[2].type, SEC_TYPE_ENUM);
	assert_string_equal(s.policy[2].text, "off");
	assert_int_equal(s.policy[3].type, SEC_TYPE_TEXT);
	assert_int_equal(s.policy[4].type, SEC_TYPE_DATE);
	assert_int_equal(s.policy[5].type, SEC_TYPE_YESNO);
	assert_false(s.policy[6].value.known);
	assert_true(s.rule[1].off);
	assert_false(s.rule[0].off);
	sec_schema_release(&s);
}

static void adds_local(void **state)
{
	static const struct text_file local[] = {
		{ "schema/own.ini",
		  "[section review]\nlabel = Talk\n"
		  "[field review.mood]\ntype = enum\nvalues = good, bad\n"
		  "[field dates.held]\ntype = date\n"
		  "[section lunch]\nrepeat = date\n"
		  "[field lunch.with]\nlabel = With\n"
		  "[state planned]\nwhen = present(dates.held)\nafter = agreed\n"
		  "[state gone]\nwhen = no\n"
		  "[rule short]\nseverity = error\nadvice = make it {policy.own-most} longer\n"
		  "[rule mood]\nseverity = error\nfor = review\nassert = .mood != bad\n"
		  "[due lunch]\nat = dates.start + policy.own-most\ntitle = Lunch\n" },
		{ "schema/policy.ini", "[policy]\nown-most = 3d\nmost = 9\n" },
		{ NULL, NULL },
	};
	struct sec_schema s;
	struct sec_err err = SEC_ERR_INIT;
	int first, second;

	(void)state;
	if (load_texts(&s, base, local, "[policy]\nown-most = 5d\n[severity]\nmood = info\n", &err))
		fail_msg("%s:%u: %s", err.path, err.line, err.msg);
	assert_string_equal(s.kind[2].label, "Talk");
	assert_int_equal(s.kind[2].repeat, SEC_REPEAT_DATE);
	assert_string_equal(s.kind[5].name, "lunch");
	assert_true(s.kind[5].local);
	assert_false(s.kind[2].local);
	/* a local field never changes what a bare name means */
	assert_int_equal(sec_schema_bare_field(&s, SEC_STR("held"), &first, &second),
		sec_schema_field(&s, 2, SEC_STR("held")));
	assert_int_equal(sec_schema_bare_field(&s, SEC_STR("mood"), &first, &second),
		sec_schema_field(&s, 2, SEC_STR("mood")));
	/* a local state stands behind the one it names; without a name, last */
	assert_string_equal(s.state[1].name, "agreed");
	assert_string_equal(s.state[2].name, "planned");
	assert_string_equal(s.state[3].name, "active");
	assert_string_equal(s.state[5].name, "gone");
	assert_int_equal(s.rule[1].level, SEC_LEVEL_ERROR);
	assert_int_equal(s.rule[1].level_built_in, SEC_LEVEL_WARNING);
	assert_string_equal(s.rule[1].assert_text, "dates.end > dates.start + policy.short");
	assert_int_equal(s.rule[2].level, SEC_LEVEL_INFO);
	assert_int_equal(s.policy[sec_schema_policy(&s, SEC_STR("own-most"))].value.dur.days, 5);
	assert_string_equal(s.policy[sec_schema_policy(&s, SEC_STR("most"))].text, "9");
	sec_schema_release(&s);
}

static void keeps_what_others_read(void **state)
{
	static const struct text_file files[] = {
		{ "b/documents.ini", "[document advert]\ntitle = Advert\n[list a]\nof = review\n"
				     "[document letter]\nwhen = a\n  .held = yes\n" },
		{ "b/fields.ini", BASE_FIELDS },
		{ "b/roles.ini", "[role hr]\nlabel = HR\n" },
		{ "b/states.ini", BASE_STATES },
		{ NULL, NULL },
	};
	struct sec_schema s;
	struct sec_err err = SEC_ERR_INIT;
	const struct sec_raw *r;
	const struct sec_raw_key *k;

	(void)state;
	if (load_texts(&s, files, NULL, NULL, &err))
		fail_msg("%s:%u: %s", err.path, err.line, err.msg);
	r = sec_schema_raw_next(&s, "document", NULL);
	assert_string_equal(r->id, "advert");
	r = sec_schema_raw_next(&s, "document", r);
	assert_string_equal(r->id, "letter");
	assert_null(sec_schema_raw_next(&s, "document", r));
	assert_string_equal(sec_schema_raw(&s, "list", SEC_STR("a"))->key[0].value.s, "review");
	k = sec_raw_find(r, "when");
	assert_string_equal(k->value.s, "a\nheld = yes");
	assert_string_equal(k->lines.s, "a\n  .held = yes");
	assert_int_equal(k->place.line, 6);
	assert_int_equal(k->col, 8);
	sec_schema_release(&s);
}

struct range {
	const char *from, *until;
	const char *in; /* the states in it */
};

static void ranges(void **state)
{
	static const struct range all[] = {
		{ "", "", "considered agreed active withdrawn " },
		{ "agreed", "", "agreed active " },
		{ "", "agreed", "considered agreed " },
		{ "agreed", "agreed", "agreed " },
		{ "withdrawn", "", "withdrawn " },
		{ "withdrawn", "withdrawn", "withdrawn " },
		{ "agreed", "withdrawn", "agreed active withdrawn " },
		{ "withdrawn", "agreed", "considered agreed withdrawn " },
	};
	struct sec_schema s;
	struct sec_err err = SEC_ERR_INIT;

	(void)state;
	assert_int_equal(load_texts(&s, base, NULL, NULL, &err), 0);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct sec_buf in = SEC_BUF_INIT;
		int from = sec_schema_state(&s, sec_str(all[i].from));
		int until = sec_schema_state(&s, sec_str(all[i].until));

		for (int st = 0; st < s.states; st++)
			if (sec_schema_in_range(&s, from, until, st))
				sec_buf_addf(&in, "%s ", s.state[st].name);
		assert_string_equal(in.s, all[i].in);
		sec_buf_release(&in);
	}
	sec_schema_release(&s);
}

struct named {
	const char *text;
	const char *found; /* KIND:ID.KEY, `?` behind an unknown key; or the error */
};

static void addresses(void **state)
{
	static const struct named all[] = {
		{ "dates.start", "dates:.start" },
		{ " dates.start ", "dates:.start" },
		{ "start", "dates:.start" },
		{ "first DAY", "dates:.start" },
		{ "Dates first day", "dates:.start" },
		{ "review:2026-03-01.held", "review:2026-03-01.held" },
		{ "review:2026-03-01-b.held", "review:2026-03-01-b.held" },
		{ "held", "review:.held" },
		{ "induction.tea", "induction:.tea?" },
		{ "dates.x-own", "dates:.x-own?" },
		{ "x-lunch.with", "x-lunch:.with?" },
		{ "by", "'by' may be review.by or benefit.by: write the section too" },
		{ "dates.strat", "unknown field 'dates.strat', did you mean 'dates.start'?" },
		{ "date.start", "unknown section 'date', did you mean 'dates'?" },
		{ "strat", "unknown field 'strat', did you mean 'start'?" },
		{ "qqqqqqq", "unknown field 'qqqqqqq'" },
		{ "", "no field is named: write section.key" },
		{ "review:..held", "unknown field 'review:..held'" },
	};
	struct sec_schema s;
	struct sec_err err = SEC_ERR_INIT;

	(void)state;
	assert_int_equal(load_texts(&s, base, NULL, NULL, &err), 0);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct sec_address a;
		char *found;

		if (sec_schema_address(&s, sec_str(all[i].text), &a, &err))
			found = xstrdup(err.msg);
		else
			found = xasprintf("%.*s:%.*s.%.*s%s", SEC_ARG(a.kind_name), (int)a.id.len,
				a.id.len ? a.id.s : "", SEC_ARG(a.key), a.field < 0 ? "?" : "");
		assert_string_equal(found, all[i].found);
		free(found);
	}
	sec_err_clear(&err);
	sec_schema_release(&s);
}

static void limits(void **state)
{
	struct sec_schema s;
	struct sec_err err = SEC_ERR_INIT;
	struct sec_buf text = SEC_BUF_INIT;
	struct text_file many[80] = { { NULL, NULL } };
	struct text_file one[] = { { "b/x.ini", NULL }, { NULL, NULL } };

	(void)state;
	for (int i = 0; i < 65; i++)
		many[i] = (struct text_file){ "b/x.ini", "\n" };
	assert_int_equal(load_texts(&s, many, NULL, NULL, &err), SEC_FAIL);
	assert_string_equal(err.msg, "a schema has at most 64 files");
	for (int i = 0; i < 2001; i++)
		sec_buf_addf(&text, "[derived d%d]\nvalue = 1\n", i);
	one[0].text = text.s;
	assert_int_equal(load_texts(&s, one, NULL, NULL, &err), SEC_FAIL);
	assert_string_equal(err.msg, "a schema has at most 2000 sections");
	assert_int_equal(err.line, 4001);
	sec_buf_clear(&text);
	while (text.len <= 256 * 1024)
		sec_buf_addstr(&text, "# what would this be good for, and for whom?\n");
	one[0].text = text.s;
	assert_int_equal(load_texts(&s, one, NULL, NULL, &err), SEC_FAIL);
	assert_string_equal(err.msg, "a schema file has at most 256 KiB");
	sec_buf_release(&text);
	sec_err_clear(&err);
}

static void reads_the_folder(void **state)
{
	const char *top = getenv("SEC_TOP");
	char *dir = xasprintf("%s/schema", top ? top : ".");
	struct sec_schema_source source = sec_schema_folder(dir), none;
	struct sec_schema s;
	struct sec_err err = SEC_ERR_INIT;

	(void)state;
	if (sec_schema_load(&s, &source, NULL, NULL, (struct sec_str){ 0 }, &err))
		fail_msg("%s:%u:%u: %s", err.path, err.line, err.col, err.msg);
	assert_true(s.kinds > 40 && s.rules > 100 && s.dues > 40 && s.policies > 60);
	sec_schema_release(&s);
	none = sec_schema_folder("/nonexistent/schema");
	assert_int_equal(sec_schema_load(&s, &none, NULL, NULL, (struct sec_str){ 0 }, &err),
		SEC_FAIL);
	assert_string_equal(err.msg, "cannot read /nonexistent/schema: No such file or directory");
	sec_err_clear(&err);
	free(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loads_base),
		cmocka_unit_test(refuses),
		cmocka_unit_test(types_policy),
		cmocka_unit_test(adds_local),
		cmocka_unit_test(keeps_what_others_read),
		cmocka_unit_test(ranges),
		cmocka_unit_test(addresses),
		cmocka_unit_test(limits),
		cmocka_unit_test(reads_the_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
