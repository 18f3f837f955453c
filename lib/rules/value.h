/* SPDX-License-Identifier: ISC
 *
 * Values of the expression language, and how the text of a record becomes one.
 *
 * Numbers are exact decimals: 64-bit integers that count millionths, so 0.1 +
 * 0.2 + 0.7 is 1. Durations keep months and days apart (a month has no fixed
 * length). A value may be unknown: missing in the record, of the wrong form, or
 * computed from such a one. One of the wrong form is `bad`: it is there, so that
 * present() and either() see it, but every comparison with it is unknown; one
 * mistake in a record then gives one finding.
 */
#ifndef SEC_RULES_VALUE_H
#define SEC_RULES_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/date.h"

enum sec_type {
	SEC_TYPE_NONE,
	SEC_TYPE_TEXT,     /* one line of words */
	SEC_TYPE_PROSE,    /* free text, checked for what should not be there */
	SEC_TYPE_ENUM,     /* one of listed words */
	SEC_TYPE_NUMBER,   /* decimal */
	SEC_TYPE_YESNO,    /* yes or no */
	SEC_TYPE_DATE,
	SEC_TYPE_DURATION,
	SEC_TYPE_LIST,     /* comma-separated; of listed words where `values` says so */
	SEC_TYPE_EVIDENCE, /* a date, `pending`, or `n/a: why` */
	SEC_TYPE_DATED,    /* lines, each a date and words; compares as its first date */
	SEC_TYPE_STATE,    /* name of a state; ordered */
	SEC_TYPE_ID,       /* id of a section that is no date: compared bytewise */
};
/* "text", "prose", "enum", "number", "yes-no", "date", "duration", "list",
 * "evidence", "dated", "state", "id"; "" for none. A schema may name all but the
 * last two: sec_type_parse() knows only those. */
const char *sec_type_name(enum sec_type type);
/* How a value of the type is written, in words; NULL where any words will do. */
const char *sec_type_form(enum sec_type type);
bool sec_type_parse(struct sec_str name, enum sec_type *type);

#define SEC_NUMBER_ONE INT64_C(1000000)

struct sec_val {
	uint8_t type;   /* enum sec_type */
	bool known;     /* false: missing or unknown; the union then means nothing */
	bool bad;       /* unknown, but there; `text` is what stands there, where a field does */
	union {
		struct sec_str text; /* TEXT PROSE ENUM LIST ID; EVIDENCE DATED: raw text beside `day` */
		int64_t number;      /* millionths */
		bool yes;
		struct sec_dur dur;
		int state;           /* index in the schema's states */
	};
	sec_day day; /* DATE; EVIDENCE and DATED: its (first) date or SEC_DAY_NONE */
};

/* DATE, EVIDENCE and DATED: what stands for a day where a day is wanted. */
bool sec_type_is_date(enum sec_type type);
/* The day such a value gives; SEC_DAY_NONE when it is unknown or gives none. */
sec_day sec_val_day(const struct sec_val *v);
/* A day not after today, or `n/a: why`. */
bool sec_val_done(const struct sec_val *v, sec_day today);

/* Reads the text of a record as a value of that type. False when it is not of
 * the form; *out is then unknown. Enumerations are not looked up here. */
bool sec_val_parse(enum sec_type type, struct sec_str text, struct sec_val *out);
/* Appends the value as a person writes it ("" when unknown). A number has no
 * trailing zeros. States need the schema: sec_facts_format(). */
void sec_val_format(const struct sec_val *v, struct sec_buf *out);
/* "12.5" to millionths; at most six decimals and twelve digits before them, one
 * `-` in front. */
bool sec_number_parse(struct sec_str text, int64_t *out);
/* The numbers that a person or a spreadsheet can have meant: 0,8 one, 1.234,5 one,
 * 80 % one, 1,234 two. Returns how many. */
unsigned sec_number_readings(struct sec_str text, int64_t number[2]);
void sec_number_format(int64_t number, struct sec_buf *out);

#endif
