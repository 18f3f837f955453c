# SPDX-License-Identifier: ISC
# A register adds sections, keys, rules, due items, roles, states and derived
# values in files of its own; every program knows them, and no C knew them before.

load helper

setup() {
	isolate
	begin_hr
	put_text schema/fields.ini <<-'INI'
		[section parking]
		repeat = no
		label = Parking
		help = Where the secondee parks at the host

		[field parking.permit]
		type = date
		label = Parking permit
		help = The day the permit was issued
		required-from = agreed
		supplier = porter

		[field parking.zone]
		type = enum
		values = north, south
		label = Zone
		help = Which side of the building

		[section badge]
		repeat = date
		label = Badge
		help = A badge handed out

		[field badge.number]
		type = number
		label = Badge number
		help = The number on it
	INI
	put_text schema/rules.ini <<-'INI'
		[rule permit-late]
		severity = error
		when = present(parking.permit) and present(dates.start)
		assert = parking.permit <= dates.start
		at = parking.permit
		message = the parking permit of {parking.permit} comes after the start {dates.start}
		advice = ask the porter
		summary = a parking permit is issued by the start
		source = our own rule
	INI
	put_text schema/due.ini <<-'INI'
		[role porter]
		who = "Porter's lodge"
		label = porter

		[due badge-return]
		for = badge
		at = effective-end
		done = no
		owner = porter
		title = Take badge {.number} back
		summary = badges come back
		source = our own rule
	INI
	put_text schema/states.ini <<-'INI'
		[state briefed]
		when = parking.permit <= today
		after = considered
		label = Briefed
		help = Has been told where to park
	INI
	put_text schema/derived.ini <<-'INI'
		[derived badges]
		value = count(badge)
	INI
	{
		small_record 2026-03-a
		printf '\n[dates]\nstart = 2026-12-01\nend = 2027-05-31\n'
	} | put_record 2026-03-a
	commit
}

given="parking: permit=2026-11-01 zone=north badge:today number=7"

@test "sec-set and sec-new write the new keys, in sections where the schema puts them" {
	# shellcheck disable=SC2086 # several assignments
	run -0 --separate-stderr sec-set a $given
	assert_output secondments/2026/03/2026-03-a.ini
	run -0 tail -n 8 secondments/2026/03/2026-03-a.ini
	assert_output 'end = 2027-05-31

[parking]
permit = 2026-11-01
zone = north

[badge 2026-11-21]
number = 7'
	run -0 --separate-stderr sec-set -n a badge:+ number=8
	assert_output --partial '+[badge 2026-11-21-b]'
	run -0 --separate-stderr sec-new -n --id 2026-04-b type=internal title=T ref=p1 person.post=P \
		home.organisation=O home.manager=M zone=south permit=today
	assert_output --partial $'+[parking]\n+zone = south\n+permit = 2026-11-21'
}

@test "values are judged by the new types, and so are new keys near a mistake" {
	run -1 --separate-stderr sec-set a zone=est
	assert_stderr_line --index 0 --partial "error: 'est' is not one of north, south"
	run -1 --separate-stderr sec-set a badge:today number=x
	assert_stderr_line --index 0 --partial "error: expected a number, not 'x' [number-range]"
	run -2 --separate-stderr sec-set a parking.zoen=north
	assert_stderr "sec-set: unknown field 'parking.zoen', did you mean 'parking.zone'?"
	printf '\n[parking]\nzoen = north\n' >>secondments/2026/03/2026-03-a.ini
	run -0 --separate-stderr sec-check
	assert_output "secondments/2026/03/2026-03-a.ini:19:1: warning: unknown key 'zoen' in [parking], did you mean 'zone'? [key-unknown]"
}

@test "sec-list selects, shows, sorts and counts by them" {
	# shellcheck disable=SC2086
	sec-set a $given >/dev/null 2>&1
	small_record 2026-03-b | put_record 2026-03-b
	run -0 --separate-stderr sec-list -o id,state,zone,permit,badges -q 'state = briefed and zone = north' -f tsv
	assert_output '2026-03-a	briefed	north	2026-11-01	1'
	run -0 --separate-stderr sec-list --sort -badges -o 'id,badges,last(badge, .number)' -f json
	assert_output '{"id": "2026-03-a", "badges": 1, "last(badge, .number)": 7}
{"id": "2026-03-b", "badges": 0, "last(badge, .number)": null}'
	run -0 --separate-stderr sec-list --count zone,state -f tsv
	assert_output '	considered	1
north	briefed	1'
}

@test "sec-check judges by the new rule, explains it, lists it, and takes a waiver for it" {
	run -1 --separate-stderr sec-set a permit=2026-12-24
	assert_stderr 'secondments/2026/03/2026-03-a.ini:19:10: error: the parking permit of 2026-12-24 comes after the start 2026-12-01 [permit-late]
    ask the porter
    if it is right all the same, add: waive:permit-late by=NAME until=DATE reason=WHY
sec-set: refused, nothing was written: the change adds 1 error'
	run -0 --separate-stderr sec-set a permit=2026-12-24 waive:permit-late by=HR until=2027-01-01 reason='parks in the street'
	run -0 --separate-stderr sec-check
	assert_output ''
	run -0 --separate-stderr sec-check --explain permit-late
	assert_output 'permit-late (error)

what      a parking permit is issued by the start
why       our own rule
when      present(parking.permit) and present(dates.start)
wants     parking.permit <= dates.start
says      the parking permit of {parking.permit} comes after the start {dates.start}
mend      ask the porter'
	run -0 --separate-stderr sec-check --list-rules -f tsv
	assert_line 'permit-late	error	a parking permit is issued by the start'
}

@test "the policy sets the severity of the new rule" {
	printf '[severity]\npermit-late = warning\n' >>policy.ini
	run -0 --separate-stderr sec-set a permit=2026-12-24
	run -0 --separate-stderr sec-check
	assert_output --partial 'warning: the parking permit'
}

@test "--as asks the new supplier for the new key" {
	run -1 --separate-stderr sec-check --as agreed -f tsv
	assert_line "2026-03-a	parking.permit	Parking permit	porter (Porter's lodge)"
}

@test "sec-due has the new item, with its new owner" {
	# shellcheck disable=SC2086
	sec-set a $given >/dev/null 2>&1
	run -0 --separate-stderr sec-due --all --kind badge-return
	assert_output "ID        DUE        DAYS LEVEL   KIND         OWNER                   TITLE
2026-03-a 2027-05-31  191 advised badge-return porter (Porter's lodge) Take badge 7 back"
	run -0 --separate-stderr sec-due --all --owner lodge -f ids
	assert_output 2026-03-a
	run -0 --separate-stderr sec-due --list-kinds -f tsv
	assert_line 'badge-return	advised	badges come back'
}

@test "--at reads the schema of then" {
	git rm -rq schema
	commit . "no schema"
	run -2 --separate-stderr sec-list -o badges
	assert_output ''
	run -0 --separate-stderr sec-list --at HEAD~1 -o badges -f tsv
	assert_output 0
}

@test "a file outside the register is judged with the register's schema" {
	small_record 2026-03-x | sed '$a\\n[parking]\nzone = est' >../2026-03-x.ini
	run -1 --separate-stderr sec-check ../2026-03-x.ini
	assert_output --partial "'est' is not one of north, south"
}

@test "a local template replaces a built-in one" {
	put_text templates/case-summary.md <<<'Badges: {{badges}}'
	run -0 --separate-stderr sec-render a
	assert_output --partial 'Badges:'
}

@test "mistakes in the local schema: file, line and what would be right; no program goes on" {
	local tool

	printf '[rule bad]\nseverity = error\nassert = parking.zoen = north\nmessage = x\n' >>schema/rules.ini
	for tool in sec-list sec-check sec-due "sec-set a tags=x"; do
		run -2 --separate-stderr $tool
		assert_output ''
		assert_stderr --regexp "^${tool%% *}: schema/rules.ini:[0-9]+:[0-9]+: .*parking.zoen.*did you mean 'parking.zone'"
	done
}

@test "a local schema may not retype a built-in key nor drop an error of the built-in rules" {
	put_text schema/more.ini <<-'INI'
		[field dates.start]
		type = text
		label = Start
		help = Any text
	INI
	run -2 --separate-stderr sec-list
	assert_stderr --regexp '^sec-list: schema/more.ini:[0-9]+:'
	rm schema/more.ini
	put_text schema/more.ini <<-'INI'
		[rule end-before-start]
		severity = info
		assert = yes
		message = never
		summary = nothing
	INI
	run -2 --separate-stderr sec-list
	assert_stderr --regexp '^sec-list: schema/more.ini:[0-9]+:'
}

@test "a local state stands where it says: --as, ranges of rules, comparisons" {
	put_text schema/more.ini <<-'INI'
		[rule zone-missing]
		severity = warning
		from = briefed
		until = briefed
		assert = present(parking.zone)
		at = parking.zone
		message = {who} was told nothing of the zone
		advice = ask the porter
		summary = who is briefed knows the zone
	INI
	run -0 --separate-stderr sec-check
	assert_output ''
	run -1 --separate-stderr sec-check --as briefed -f tsv
	assert_output "2026-03-a	parking.permit	Parking permit	porter (Porter's lodge)"
	sec-set a permit=2026-11-01 2>/dev/null >&2
	run -0 --separate-stderr sec-check
	assert_output --partial 'warning: p1048 was told nothing of the zone [zone-missing]'
	run -0 --separate-stderr sec-list -f ids -q 'state > considered and state < permitted'
	assert_output 2026-03-a
	run -0 --separate-stderr sec-list -f ids -q 'reached(briefed)' --today 2026-10-31
	assert_output ''
	run -0 --separate-stderr sec-list --count state -f tsv
	assert_output 'briefed	1'
	run -0 --separate-stderr sec-check --explain zone-missing
	assert_line 'states    from briefed until briefed'
}

@test "suggestions know every local name" {
	printf '[parking]\n\n# How long before the start.\nparking-lead = 5d\n' >schema/policy.ini
	run -2 --separate-stderr sec-check --as brifed
	assert_stderr --partial "did you mean 'briefed'?"
	run -2 --separate-stderr sec-list -q 'state = brifed'
	assert_stderr --partial "did you mean 'briefed'?"
	run -2 --separate-stderr sec-list -o bages
	assert_stderr --partial "did you mean 'badges'?"
	run -2 --separate-stderr sec-list -q 'any(bagde, .number = 7)'
	assert_stderr --partial "did you mean 'badge'?"
	run -2 --separate-stderr sec-list -q 'any(badge, .nubmer = 7)'
	assert_stderr --partial "did you mean '.number'?"
	run -2 --separate-stderr sec-list -q 'parking.zone = nroth'
	assert_stderr --partial "did you mean 'north'?"
	run -2 --separate-stderr sec-due --kind badge-retrun
	assert_stderr --partial "did you mean 'badge-return'?"
	run -2 --separate-stderr sec-check --explain permit-lat
	assert_stderr --partial "did you mean 'permit-late'?"
	run -2 --separate-stderr sec-set a bagde:today number=7
	assert_stderr --partial "did you mean 'badge'?"
	printf '[policy]\nparking-laed = 6d\n' >>policy.ini
	run -2 --separate-stderr sec-check
	assert_stderr --partial "did you mean 'parking-lead'?"
	sed -i '$d' policy.ini
	printf '[severity]\nzone-misisng = off\npermit-lat = off\n' >>policy.ini
	run -2 --separate-stderr sec-check
	assert_stderr --partial "unknown rule 'zone-misisng' in [severity]"
	sed -i '/zone-misisng/d' policy.ini
	run -2 --separate-stderr sec-check
	assert_stderr --partial "did you mean 'permit-late'?"
	sed -i '$d' policy.ini
	printf '\n[waive permit-lat]\nby = HR\nuntil = always\nreason = x\n' >>secondments/2026/03/2026-03-a.ini
	run -0 --separate-stderr sec-check
	assert_output --partial "no rule or due item is named 'permit-lat', did you mean 'permit-late'? [waiver]"
}

@test "a local policy value is read by local rules and set by the register's policy.ini" {
	printf '[parking]\n\n# How long before the start.\nparking-lead = 5d\n' >schema/policy.ini
	put_text schema/more.ini <<-'INI'
		[due permit-ask]
		at = dates.start - policy.parking-lead
		done = present(parking.permit)
		lead = policy.parking-lead
		owner = porter
		title = Ask for a permit
		summary = a permit is asked for
	INI
	run -0 --separate-stderr sec-due --all --kind permit-ask -f tsv -o due,owner
	assert_output "2026-11-26	porter (Porter's lodge)"
	printf '[policy]\nparking-lead = 8d\n' >>policy.ini
	run -0 --separate-stderr sec-due --all --kind permit-ask -f tsv -o due
	assert_output 2026-11-23
	run -0 --separate-stderr sec-check --show-policy -f tsv
	assert_line 'parking-lead	8d	policy.ini:5	5d	How long before the start.'
	run -0 --separate-stderr sec-check --explain permit-ask
	assert_line 'shows     8d before; moves back from weekends and holidays'
}

@test "documents and findings in every form know the local names" {
	put_text templates/badge.md <<<'{{#badge}}Badge {{number}} of {{id}}, zone {{parking.zone}}{{/badge}}'
	# shellcheck disable=SC2086
	sec-set a $given 2>/dev/null >&2
	run -0 --separate-stderr sec-render -t badge a
	assert_output --partial 'Badge 7'
	assert_output --partial 'zone north'
	sed -i 's/^permit = .*/permit = 2026-12-24/' secondments/2026/03/2026-03-a.ini
	run -1 --separate-stderr sec-check -f json
	run -0 jq -r '[.rule, .level] | @tsv' <<<"$output"
	assert_output 'permit-late	error'
}

@test "a change may add warnings, and no second error of a kind that was there" {
	put_text schema/notes.ini <<-'INI'
		[rule note-short]
		severity = error
		for = note
		assert = length(.text) > 3
		at = secondment.title
		message = a note is too short
		[rule note-shout]
		severity = warning
		for = note
		assert = not .text ~ "!"
		at = secondment.title
		message = a note is too loud
	INI
	printf '\n[note 2026-11-01]\ntext = ab\n' >>secondments/2026/03/2026-03-a.ini
	commit
	run -0 --separate-stderr sec-set a note:2026-11-02 text='loud!'
	run -1 --separate-stderr sec-set a note:2026-11-03 text=cd
	assert_output ''
	assert_stderr_line --partial 'error: a note is too short [note-short]'
	run -0 git status --short
	assert_output ''
}
