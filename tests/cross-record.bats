# SPDX-License-Identifier: ISC
# Rules that look at several records: one id, one person's overlapping periods, and
# periods that count together; on a register, on one record of it, on plain files.

load helper

setup() {
	isolate
	begin_hr
}

# period NAME START END [FTE [REF]]: an agreed record of one person.
period() {
	put_record "${2:0:7}-$1" <<-RECORD
		[secondment]
		id = ${2:0:7}-$1
		type = internal
		title = Analyst $1
		[person]
		ref = ${5:-p1}
		post = Clerk
		[home]
		organisation = Thornley Council
		[dates]
		start = $2
		end = $3
		[work]
		fte = ${4:-1}
		pattern = as agreed
		[permission]
		decision = yes
		date = 2019-01-05
		[application]
		route = arranged
		[selection]
		date = 2019-01-06
		[agreement]
		signed-secondee = 2019-01-07
		signed-home = 2019-01-07
	RECORD
}

# found RULE [ARGUMENT...]: NAME: message of the findings of a rule, in order.
found() {
	local rule=$1

	shift
	run --separate-stderr sec-check -f tsv "$@"
	output=$(awk -F '\t' -v rule="$rule" '$5 == rule { n = $1; sub(/.*-/, "", n); sub(/\.ini$/, "", n)
		print n ": " $6 }' <<<"$output")
	mapfile -t lines <<<"$output"
}

@test "two files with one id: both are named, whichever is asked for" {
	period one 2026-12-01 2027-02-26
	cp secondments/2026/12/2026-12-one.ini secondments/2026/12/2026-12-two.ini
	found id-file
	assert_output "one: 2 records have the id '2026-12-one'
two: 2 records have the id '2026-12-one'
two: the id is '2026-12-one', but the file is named '2026-12-two.ini'"
	found id-file secondments/2026/12/2026-12-one.ini
	assert_output "one: 2 records have the id '2026-12-one'"
	mkdir -p old
	mv secondments/2026/12/2026-12-two.ini secondments/2026/12/deeper.ini
	found id-file 2026-12-one
	assert_output "one: 2 records have the id '2026-12-one'"
}

@test "twins in other letters are two files with one id" {
	period one 2026-12-01 2027-02-26
	sed 's/^title.*/title = Twin/' secondments/2026/12/2026-12-one.ini >secondments/2026/12/2026-12-ONE.ini
	found id-file
	assert_output "ONE: 2 records have the id '2026-12-one'
ONE: the id is '2026-12-one', but the file is named '2026-12-ONE.ini'
one: 2 records have the id '2026-12-one'"
	sed -i 's/^id = .*/id = 2026-12-ONE/' secondments/2026/12/2026-12-ONE.ini
	found id-file
	assert_output --partial "ONE: '2026-12-ONE' is no legal id"
	refute_line --partial 'one: 2 records'
}

@test "one person's periods together take no more than full time" {
	period one 2026-12-01 2027-02-26
	period two 2027-02-27 2027-04-30 # the day after
	found overlap
	assert_output ''
	period two 2027-02-26 2027-04-30 # the last day is part of it
	rm secondments/2027/02/2027-02-two.ini
	period two 2027-02-26 2027-04-30
	found overlap
	assert_output "one: overlaps with 2027-02-two: 2 in all from 2027-02-26 on
two: overlaps with 2026-12-one: 2 in all from 2027-02-26 on"
	[ "$status" -eq 1 ]
	period two 2027-02-26 2027-04-30 1 p2
	found overlap
	assert_output ''
}

@test "parts of full time: sums of exactly one are fine, three records are seen together" {
	period one 2026-12-01 2027-06-30 0.1
	period two 2026-12-01 2027-06-30 0.2
	period three 2027-01-04 2027-03-31 0.7
	found overlap
	assert_output ''
	period three 2027-01-04 2027-03-31 0.8
	found overlap
	assert_line --regexp '^one: overlaps with .*1\.1 in all from 2027-01-04 on'
	assert_line --regexp '^two: overlaps with .*1\.1 in all from 2027-01-04 on'
	assert_line --regexp '^three: overlaps with .*1\.1 in all from 2027-01-04 on'
	[ "$(wc -l <<<"$output")" -eq 3 ]
}

@test "one record of a register is judged with the others, and reported alone" {
	period one 2026-12-01 2027-02-26
	period two 2027-01-04 2027-04-30
	found overlap 2026-12-one
	assert_output 'one: overlaps with 2027-01-two: 2 in all from 2027-01-04 on'
	found overlap -q "title = \"Analyst two\""
	assert_output 'two: overlaps with 2026-12-one: 2 in all from 2027-01-04 on'
}

@test "plain files outside of a register are judged together, and not with a register's" {
	period one 2026-12-01 2027-02-26
	period two 2027-01-04 2027-04-30
	cp secondments/2026/12/2026-12-one.ini secondments/2027/01/2027-01-two.ini ..
	rm -r secondments
	period three 2027-01-04 2027-04-30
	cd ..
	found overlap 2026-12-one.ini 2027-01-two.ini
	assert_output 'one: overlaps with 2027-01-two: 2 in all from 2027-01-04 on
two: overlaps with 2026-12-one: 2 in all from 2027-01-04 on'
	found overlap 2026-12-one.ini
	assert_output ''
	found overlap -C hr 2026-12-one.ini 2027-01-two.ini
	assert_output ''
}

@test "an early end makes room, an extension takes it" {
	period one 2026-12-01 2027-02-26
	period two 2027-03-01 2027-04-30
	found overlap
	assert_output ''
	printf '[extension 2026-11-20]\nto = 2027-03-31\ndecision = yes\nagreed-by = secondee, home, host\n' >>secondments/2026/12/2026-12-one.ini
	found overlap
	assert_output 'one: overlaps with 2027-03-two: 2 in all from 2027-03-01 on
two: overlaps with 2026-12-one: 2 in all from 2027-03-01 on'
	printf '[end]\ndate = 2027-02-28\nkind = early\nasked-by = home\nreason = budget\n' >>secondments/2026/12/2026-12-one.ini
	found overlap
	assert_output ''
}

@test "what is over, or not agreed yet, overlaps with nothing" {
	period one 2026-12-01 2027-02-26
	period two 2027-01-04 2027-04-30
	sed -i '/^signed-secondee/d' secondments/2027/01/2027-01-two.ini
	found overlap
	assert_output ''
	found overlap --today 2027-03-01
	assert_output ''
}

@test "cumulative: a gap of 60 days counts on, one of 61 begins anew" {
	period one 2024-01-01 2025-12-31
	period two 2026-03-02 2027-01-29 # 60 days between
	found cumulative
	assert_output 'two: with 2024-01-one it lasts from 2024-01-01 to 2027-01-29 without a real break: longer than 2y'
	rm -r secondments/2026
	period two 2026-03-03 2027-01-29 # 61
	found cumulative
	assert_output ''
	printf '[policy]\ngap = 61d\n' >>policy.ini
	found cumulative
	assert_line --partial 'two: with 2024-01-one'
}

@test "cumulative: up to the day two years after the first is fine, a day more is not" {
	period one 2025-01-01 2025-12-31
	period two 2026-01-01 2027-01-01
	found cumulative
	assert_output ''
	period two 2026-01-01 2027-01-02
	found cumulative
	assert_line --partial 'longer than 2y'
}

@test "cumulative: 48 months without twelve back, over periods that are no row" {
	period one 2020-01-06 2021-12-31
	period two 2022-06-06 2023-12-29
	period three 2024-06-03 2025-12-31
	found cumulative
	assert_output 'three: with 2022-06-two and earlier ones it makes 1875 days since 2020-01-06: more than 4y, with no long stay at home between'
	rm -r secondments/2024
	period three 2024-12-30 2026-11-20 # twelve months back before
	found cumulative
	assert_output ''
	rm -r secondments/2024
	period three 2024-12-27 2026-11-20 # not quite
	found cumulative
	assert_output --partial 'three: with 2022-06-two and earlier ones'
}

@test "how often: the time between two, as the policy has it; at once is no time between" {
	period one 2024-01-08 2024-12-31
	period two 2026-01-01 2026-06-30
	period three 2026-03-02 2026-12-31 0.5
	found too-often
	assert_output ''
	printf '[policy]\napart-least = 1y\n' >>policy.ini
	found too-often
	assert_output ''
	sed -i 's/apart-least.*/apart-least = 366d/' policy.ini
	found too-often
	assert_output 'two: begins 365 days after 2024-01-one ended on 2024-12-31: less than 366d'
	period four 2027-06-01 2027-12-31
	found too-often
	assert_line 'four: begins 151 days after 2026-03-three ended on 2026-12-31: less than 366d'
	printf '[waive too-often]\nby = HR\nuntil = always\nreason = asked for\n' >>secondments/2027/06/2027-06-four.ini
	found too-often
	refute_line --partial four
	found waiver
	assert_output ''
}

@test "a waiver silences its own record's finding, not the other's, and not with --no-waive" {
	period one 2026-12-01 2027-02-26
	period two 2027-01-04 2027-04-30
	printf '[waive overlap]\nby = HR\nuntil = 2027-04-30\nreason = works both, evenings\n' >>secondments/2027/01/2027-01-two.ini
	found overlap
	assert_output 'one: overlaps with 2027-01-two: 2 in all from 2027-01-04 on'
	found waiver
	assert_output ''
	found overlap --no-waive
	assert_output 'one: overlaps with 2027-01-two: 2 in all from 2027-01-04 on
two: overlaps with 2026-12-one: 2 in all from 2027-01-04 on'
	found waiver --no-waive
	assert_output ''
}

@test "a waiver that is not needed is said for the whole register, not for a file alone" {
	period one 2026-12-01 2027-02-26
	printf '[waive overlap]\nby = HR\nuntil = 2027-04-30\nreason = works both, evenings\n' >>secondments/2026/12/2026-12-one.ini
	found waiver
	assert_output "one: the waiver of 'overlap' silences nothing: remove it"
	run sec-check -f tsv one
	assert_line --regexp "^secondments/2026/12/2026-12-one.ini	$(sed -n '/^\[waive/=' secondments/2026/12/2026-12-one.ini)	[0-9]*	warning	waiver	the waiver of 'overlap'"
	cp secondments/2026/12/2026-12-one.ini ..
	cd ..
	found waiver 2026-12-one.ini
	assert_output ''
}

@test "[severity] counts for rules that look at several records" {
	period one 2024-01-01 2025-12-31
	period two 2026-02-02 2027-01-29
	printf '[severity]\ncumulative = error\n' >>policy.ini
	run -1 sec-check -f tsv
	assert_output --partial '	error	cumulative	'
	sed -i 's/= error/= off/' policy.ini
	found cumulative
	assert_output ''
	sed -i 's/^cumulative.*/overlap = warning/' policy.ini
	run -2 --separate-stderr sec-check
	assert_stderr --partial "the built-in rule 'overlap' is an error"
}
