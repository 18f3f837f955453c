# SPDX-License-Identifier: ISC
# The numbers and severities of a register: what is in force and where it was set,
# how far a register may change it, and waivers of single records.

load helper

setup() {
	isolate
	begin_hr
}

# policy LINE...: adds lines to the register's policy.ini, which has 3.
policy() {
	printf '%s\n' "$@" >>policy.ini
}

# found [ARGUMENT...]: level and rule of every finding.
found() {
	run --separate-stderr sec-check -f tsv "$@"
	output=$(cut -f 4,5 <<<"$output")
}

# short [LINE...]: 2026-12-base, which is agreed and lacks nothing at error level, with
# these lines at its end; its warnings and notes are those of `usual`.
short() {
	put_record 2026-12-base <<-RECORD
		[secondment]
		id = 2026-12-base
		type = voluntary
		title = Logistics adviser
		[person]
		ref = p3307
		post = Depot supervisor
		[home]
		organisation = Thornley Council
		manager = C. Adeyemi
		lead = C. Adeyemi
		[host]
		organisation = Vale Food Bank
		department = Warehouse
		manager = A. Petrov
		lead = A. Petrov
		[dates]
		start = 2026-12-07
		end = 2026-12-18
		[work]
		task = Redesign stock rotation
		fte = 1
		[case]
		gain = See a wholly different kind of work
		develop = Towards a planner
		downsides = none that matter
		prospects = 2026-11-02: a fixed fortnight
		[permission]
		decision = yes
		by = C. Adeyemi
		date = 2026-11-02
		hr-informed = 2026-11-03
		[application]
		date = 2026-11-05
		route = arranged
		[selection]
		date = 2026-11-10
		process = meeting with the trustees
		by = A. Petrov
		[agreement]
		document = https://files.example.org/p3307
		signed-secondee = 2026-11-16
		signed-home = 2026-11-17
		signed-host = 2026-11-18
		[pay]
		borne-by = home
		paid-by = home
		[notice]
		weeks = 1
		[cover]
		method = none
		[return]
		right = post
	RECORD
	[ $# -eq 0 ] || printf '%s\n' "$@" >>"$file"
}
file=secondments/2026/12/2026-12-base.ini
usual='warning	contact-plan-missing
info	duration-short'

@test "--show-policy: every value with its name, its place and what it is for" {
	policy '[policy]' 'review-every = 60d' 'silence = 45d' '[privacy]' 'names = refs'
	run -0 --separate-stderr sec-check --show-policy -f tsv
	refute_stderr
	assert_line --partial 'silence	45d	policy.ini:6		So long without a dated entry'
	assert_line --partial 'review-every	60d	policy.ini:5	92d	Held reviews are no further apart'
	assert_line --partial 'names	refs	policy.ini:8	any	Whether names and e-mail addresses'
	assert_line --partial 'overrun-after	14d	built in		So long after the last day'
	[ "$(cut -f 1 <<<"$output" | sort -u | wc -l)" -eq "$(wc -l <<<"$output")" ]
	[ "$(awk -F '\t' 'NF != 5 || $5 == ""' <<<"$output")" = '' ]
}

@test "--show-policy has every key of the built-in policy.ini, and a heading in csv and table" {
	run -0 sec-check --show-policy -f tsv
	[ "$(cut -f 1 <<<"$output" | sort)" = "$(awk '/^\[/ { values = $1 == "[values]" }
		/^[a-z]/ && !values { print $1 }' "$SEC_TOP/schema/policy.ini" | sort)" ]
	run -0 sec-check --show-policy -f csv
	assert_line --index 0 --partial 'name,value,from,built-in,about'
	run -0 sec-check --show-policy
	assert_line --index 0 --regexp '^NAME +VALUE +FROM +BUILT-IN +ABOUT'
	run -0 sec-check --show-policy -f json
	run -0 jq -r 'select(.name == "long") | [.value, .from, ."built-in"] | @tsv' <<<"$output"
	assert_output '12m	built in	'
}

@test "no number of a rule, due item or derived value stands outside of policy.ini" {
	# What is left is no choice: a day after, a unit, a month against a quarter.
	cd "$SEC_TOP/schema"
	run -0 awk '
		/^#/ { next }
		/^\[/ || /^(message|summary|advice|source|title|help|label) =/ { text = 1 }
		/^[a-z-]+ =/ && !/^(message|summary|advice|source|title|help|label) =/ { text = 0 }
		text { next }
		{ gsub(/"[^"]*"/, "") }
		match($0, /(^|[^a-z0-9-])[0-9]+[dwmy]([^a-z0-9-]|$)/) { sub(/^ +/, ""); print FILENAME ": " $0 }
	' rules.ini due.ini derived.ini states.ini
	assert_output 'rules.ini: assert = effective-end + 1d >= dates.start + policy.short-least
rules.ini: assert = present(end.notice-given) and end.date >= end.notice-given + 1w * if(
due.ini: at = dates(policy.quarter-end, if(pay.recharge-every = month, 1m, 3m),
due.ini: effective-end + if(pay.recharge-every = month, 1m, 3m) - 1d)
due.ini: at = effective-end + 1d
derived.ini: value = effective-end - dates.start + 1d'
}

@test "--show-policy shows the severities that were changed, and values of the register's own" {
	policy '[severity]' 'hr-informed = info' 'duration-short = off' 'service-short = error' 'silence = warning'
	put_text schema/policy.ini <<-'INI'
		# SPDX-License-Identifier: ISC
		[desk]

		# A desk is booked this long before.
		desk-booked = 3w
	INI
	run -0 sec-check --show-policy -f tsv
	assert_line 'severity.hr-informed	info	policy.ini:5	warning	HR is told soon after the permission'
	assert_line --partial 'severity.duration-short	off	policy.ini:6	info	'
	assert_line --partial 'severity.service-short	error	policy.ini:7	warning	'
	refute_line --partial severity.silence
	assert_line 'desk-booked	3w	schema/policy.ini:5		A desk is booked this long before.'
}

@test "--show-policy takes no records and excludes the other lists" {
	run -2 --separate-stderr sec-check --show-policy 7k3
	assert_stderr --partial '--show-policy takes no records'
	run -2 --separate-stderr sec-check --show-policy --list-rules
	assert_stderr --partial 'exclude one another'
}

@test "a value of the wrong kind, and a name that is none, are refused with file and line" {
	policy '[policy]' 'review-every = often'
	run -2 --separate-stderr sec-check
	assert_stderr "sec-check: policy.ini:5: policy 'review-every' is a duration like 92d, not 'often'"
	sed -i 's/often/9w/; $a reveiw-end = 3d' policy.ini
	run -2 --separate-stderr sec-check
	assert_stderr "sec-check: policy.ini:6:1: unknown policy 'reveiw-end', did you mean 'review-end'?"
	sed -i '$d' policy.ini
	policy 'early-end = forbiden'
	run -2 --separate-stderr sec-check
	assert_stderr "sec-check: policy.ini:6: policy 'early-end' is one of allowed, forbidden, not 'forbiden', did you mean 'forbidden'?"
}

@test "[severity] raises, lowers and silences what is a warning or a note" {
	short
	found
	assert_output "$usual"
	[ "$status" -eq 0 ]
	policy '[severity]' 'duration-short = error' 'contact-plan-missing = info'
	found
	assert_output 'info	contact-plan-missing
error	duration-short'
	[ "$status" -eq 1 ]
	sed -i 's/= error/= off/; s/= info/= off/' policy.ini
	found
	assert_output ''
	[ "$status" -eq 0 ]
	assert_stderr 'sec-check: 1 record: nothing found'
}

@test "[severity] never lowers what is an error, and knows its rules and words" {
	policy '[severity]' 'overrun = warning'
	run -2 --separate-stderr sec-check
	assert_stderr --partial "sec-check: policy.ini:5:11: the built-in rule 'overrun' is an error: its severity may not be lowered"
	sed -i 's/= warning/= off/' policy.ini
	run -2 --separate-stderr sec-check
	assert_stderr --partial "the built-in rule 'overrun' is an error"
	sed -i 's/^overrun.*/slience = off/' policy.ini
	run -2 --separate-stderr sec-check
	assert_stderr --partial "policy.ini:5:11: unknown rule 'slience' in [severity], did you mean 'silence'?"
	sed -i 's/^slience.*/silence = fatal/' policy.ini
	run -2 --separate-stderr sec-check
	assert_stderr --partial "a severity is error, warning, info or off, not 'fatal'"
	sed -i 's/fatal/error/' policy.ini
	run -0 sec-check
}

@test "a register's schema cannot lower an error either" {
	put_text schema/own.ini <<-'INI'
		[rule overrun]
		severity = info
	INI
	run -2 --separate-stderr sec-check
	assert_stderr --regexp "schema/own.ini:2:12: .*error"
}

@test "an error is silenced by a waiver with by, until and reason, to the end of its day" {
	short
	sed -i 's/^right = post//; s/^weeks = 1//' "$file"
	found
	assert_output --partial 'error	return-right'
	cat >>"$file" <<-'INI'
		[waive return-right]
		by = V. Castle
		until = 2026-11-21
		reason = the post is being restructured
	INI
	found
	refute_output --partial return-right
	assert_output --partial 'error	notice-missing'
	refute_output --partial 'waiver'
	found --no-waive
	assert_output --partial 'error	return-right'
	refute_output --partial 'waiver'
	found --today 2026-11-22
	assert_output --partial 'error	return-right'
	assert_output --partial 'warning	waiver'
}

@test "a waiver that lacks something does not count, and says what" {
	short
	sed -i '/^right = post/d' "$file"
	for key in by until reason; do
		cp "$file" kept
		printf '[waive return-right]\nby = V. Castle\nuntil = always\nreason = why\n' |
			sed "/^$key/d" >>"$file"
		run -1 --separate-stderr sec-check
		assert_output --partial "warning: the waiver of 'return-right' does not count: it lacks '$key' [waiver]"
		assert_output --partial '[return-right]'
		mv kept "$file"
	done
	printf '[waive return-right]\nby = V. Castle\nuntil = soon\nreason = why\n' >>"$file"
	run -1 --separate-stderr sec-check
	assert_output --partial "does not count: 'until' is YYYY-MM-DD or always, not 'soon' [date-invalid]"
	sed -i 's/= soon/= 2027-02-29/' "$file"
	run -1 --separate-stderr sec-check
	assert_line --regexp "error: the waiver of 'return-right' does not count: .* not '2027-02-29' \[date-invalid\]$"
	sed -i 's/= 2027-02-29/= always/' "$file"
	run -0 --separate-stderr sec-check
	refute_output --partial return-right
}

@test "a waiver that is expired, unused, of nothing, or of what cannot be waived is a finding" {
	short '[waive silence-x]' 'by = V. Castle' 'until = always' 'reason = why'
	run -0 --separate-stderr sec-check
	assert_output --partial "warning: no rule or due item is named 'silence-x', did you mean 'silence'? [waiver]"
	sed -i 's/silence-x/return-right/' "$file"
	run -0 --separate-stderr sec-check
	assert_output --partial "warning: the waiver of 'return-right' silences nothing: remove it [waiver]"
	sed -i 's/until = always/until = 2026-11-20/; /^right = post/d' "$file"
	run -1 --separate-stderr sec-check
	assert_output --partial "warning: the waiver of 'return-right' ended on 2026-11-20 [waiver]"
	assert_output --partial 'error: nothing says what the secondee comes back to [return-right]'
	sed -i 's/waive return-right/waive required/' "$file"
	run -1 --separate-stderr sec-check
	assert_output --partial "warning: 'required' cannot be waived: mend what it finds [waiver]"
}

@test "a waiver of a due item hides it until its day" {
	short '[waive sign]' 'by = V. Castle' 'until = 2026-11-30' 'reason = signed at the first meeting'
	sed -i '/^signed-host/d' "$file"
	run -0 --separate-stderr sec-due --all --kind sign -f tsv
	assert_output ''
	run -0 sec-due --all --kind sign -f tsv --today 2026-12-01
	assert_output --partial '2026-12-base	2026-11-23	-8	hard	sign	HR	'
}

@test "a waiver in the same command lets sec-set write what it waives" {
	short
	commit
	run -1 --separate-stderr sec-set base return.right=
	assert_stderr --partial '[return-right]'
	run -0 --separate-stderr sec-set base return.right= waive:return-right by='V. Castle' until=2027-01-31 reason='being restructured'
	run -0 git log -1 --format=%s
	assert_output --partial 'sec-set: 2026-12-base'
}

@test "[severity] reaches what the reader and the schema find" {
	put_record 2026-12-base < <(small_record 2026-12-base 'Smith ; Sons' | sed 's/^post = .*/&\nfoo = 1/')
	found
	assert_output 'warning	value-comment
warning	key-unknown'
	policy '[severity]' 'value-comment = off' 'key-unknown = error'
	found
	assert_output 'error	key-unknown'
	[ "$status" -eq 1 ]
}

@test "a value or severity that is set twice is refused" {
	policy '[policy]' 'long = 1y' '[other]' 'long = 2y'
	run -2 --separate-stderr sec-check
	assert_stderr "sec-check: policy.ini:7:1: policy 'long' stands in policy.ini:5 already"
	sed -i '6,7d' policy.ini
	policy '[severity]' 'silence = info' 'silence = off'
	run -2 --separate-stderr sec-check
	assert_stderr --partial "policy.ini:8:1: key 'silence' stands twice"
}
