# SPDX-License-Identifier: ISC
# sec-new on a terminal: it asks, field by field.

load helper

setup() {
	isolate
	begin_hr
	with=()
}

# typed CODE [OPERAND]... <ANSWERS: sec-new on a terminal of its own, which shows no
# typing. An answer is typed at the next `> `, one behind `]` at the last question,
# which ends so; ^C and ^D are those keys.
typed() {
	local code=$1 answer at say=()

	need_terminal
	shift
	while IFS= read -r answer; do
		at='> '
		[[ $answer != ']'* ]] || at='] '
		answer=${answer#']'}
		answer=${answer# }$'\n'
		case $answer in
		^C*) answer=$'\003' ;;
		^D*) answer=$'\004' ;;
		esac
		say+=("$at" "$answer")
	done
	run "-$code" "$SEC_BUILD/tests/driver/pty-driver" "${say[@]}" -- "${with[@]}" sec-new "$@"
}

# The questions, in their order, each with an answer.
answers() {
	cat <<-'ANSWERS'
		ext
		Analyst
		2
		p1

		Clerk
		Thornley
		R. Osei
		Aldermoor
		Estates
		J. Brandt
		2027-02-01
		today+6m
	ANSWERS
}

@test "it asks for who, what, where and when, shows all of it, and makes the record" {
	answers >../answers && echo '] y' >>../answers
	typed 0 --id 2027-02-a <../answers
	assert_line --index 0 'A new record. Enter leaves a question out, Ctrl-C leaves everything as it was.'
	assert_line --index 1 'Type (needed)'
	assert_line --index 2 '  Within one organisation, with another one, or with a charity or community group'
	assert_line --index 3 '  1 internal, 2 external, 3 voluntary'
	assert_line --index 4 '> '
	assert_line --index 5 'Title (needed)'
	assert_line '  a day: YYYY-MM-DD, today, today+14d'
	run -0 sed -n '/^  Type  /,$p' <<<"$output"
	assert_line --index 0 '  Type               external'
	assert_line '  First day          2027-02-01'
	assert_line '  Last day           2027-05-21'
	assert_line 'Create it? [Y/n] secondments/2027/02/2027-02-a.ini'
	assert_line --regexp '^sec-new: committed [0-9a-f]{10}$'
	run -0 cat secondments/2027/02/2027-02-a.ini
	assert_output '[secondment]
id = 2027-02-a
type = external
title = Analyst
direction = in

[person]
ref = p1
post = Clerk

[home]
organisation = Thornley
manager = R. Osei

[host]
organisation = Aldermoor
department = Estates
manager = J. Brandt

[dates]
start = 2027-02-01
end = 2027-05-21'
	run -0 git log -1 --format=%s
	assert_output --partial 'sec-new: 2027-02-a: secondment.id'
}

@test "each answer is judged at once and asked for again" {
	cat >../answers <<-'ANSWERS'

		4
		inter

		Analyst

		p1

		Clerk
		Thornley
		R. Osei
		Aldermoor
		Thornley
		Estates
		J. Brandt
		3/4/2027
		soon
		2026-01-05
		2027-02-01
		2027-01-01
		2027-06-30
		] what
		] Y
	ANSWERS
	typed 0 --id 2027-02-a <../answers
	assert_line '>   it is needed; Ctrl-C leaves everything as it was'
	assert_line ">   '4' is none of these: give a number from 1 to 3, or the word"
	assert_line ">   the type is internal, but home is 'Thornley' and the host 'Aldermoor'"
	assert_line ">   '3/4/2027' is 3 April 2027 or 4 March 2027: write 2027-04-03 or 2027-03-04"
	assert_line ">   'soon' is no date: expected YYYY-MM-DD"
	assert_line '>   was to start 2026-01-05 and is not agreed; not signed by: secondee home'
	run -0 --separate-stderr sec-list -f tsv -o type,host.organisation,start,end
	assert_output $'internal\tThornley\t2027-02-01\t2027-06-30'
}

@test "what is still missing at the end is asked for again, and must be answered" {
	cat >../answers <<-'ANSWERS'
		3
		Analyst



		Clerk
		Thornley
		R. Osei






		p77
		]
	ANSWERS
	typed 0 --id 2027-02-a <../answers
	assert_line "  'person.ref' is missing: this record needs it"
	run -0 --separate-stderr sec-list -f tsv -o ref
	assert_output p77
}

@test "a local field that is needed is asked for; a default is shown and kept" {
	put_text schema/local.ini <<-'INI'
		[field host.desk]
		type = yes-no
		label = Desk
		help = Whether a desk is there
		required-from = considered

		[field home.site]
		type = list
		values = north, south, east
		label = Sites
		help = Where home is
		main = yes
		default = north
	INI
	commit . 'schema: ours'
	{
		answers | sed -n '1,8p'
		printf '2, e\n'
		answers | sed -n '9,11p'
		printf 'maybe\nn\n'
		answers | sed -n '12,13p'
		echo ']'
	} >../answers
	typed 0 --id 2027-02-a <../answers
	assert_line '  now: north'
	assert_line '  1 north, 2 south, 3 east; several with commas'
	assert_line 'Desk (needed)'
	assert_line '  1 yes, 2 no'
	run -0 --separate-stderr sec-list -f tsv -o home.site,host.desk
	assert_output $'south, east\tno'
}

@test "T38 Ctrl-C at any question leaves nothing, and ends as an interrupt does" {
	local n

	for n in 0 1 4 12 13; do
		{ answers | awk -v n="$n" 'NR <= n' && if [ "$n" = 13 ]; then echo '] ^C'; else echo '^C'; fi; } >../answers
		typed 130 <../answers
		assert_line 'sec-new: nothing was written'
		no_record
	done
}

@test "the end of input, and no to the last question, leave nothing" {
	{ answers | awk 'NR <= 3' && echo '^D'; } >../answers
	typed 2 <../answers
	assert_line 'sec-new: the input ended, nothing was written'
	no_record
	{ answers && echo '] n'; } >../answers
	typed 1 <../answers
	assert_line 'Create it? [Y/n] sec-new: nothing was written'
	no_record
}

@test "what would be refused after the questions is refused before them" {
	need_terminal
	local refused='^sec-new: '

	small_record 2027-02-a | put_record 2027-02-a
	commit
	run -2 "$SEC_BUILD/tests/driver/pty-driver" -- sec-new --id 2027-02-a
	assert_output 'sec-new: secondments/2027/02/2027-02-a.ini exists already'
	git checkout -q --detach
	run -2 "$SEC_BUILD/tests/driver/pty-driver" -- sec-new
	assert_output --regexp "$refused.*branch"
	git checkout -q main
	git config --global --unset user.name
	run -2 "$SEC_BUILD/tests/driver/pty-driver" -- sec-new
	assert_output --regexp "$refused.*git config --global user.name"
}

@test "bytes that no value may hold are refused and shown, not sent to the terminal" {
	{
		echo 1
		printf 'a\xe9b\nb\x1d\nGood\n^C\n'
	} >../answers
	typed 130 <../answers
	assert_line '>   the value is not UTF-8: byte 0xE9'
	assert_line '>   no value may hold the character U+001D'
}

@test "T34 it never asks with --no-input, with operands, or without a terminal" {
	typed 2 --no-input </dev/null
	assert_line --partial 'sec-new: say what is known, as in: sec-new type=internal'
	run -2 --separate-stderr sec-new
	assert_stderr --partial 'sec-new: say what is known'
	typed 1 type=internal </dev/null
	assert_line --partial "'secondment.title' is missing"
	no_record
}

@test "the path alone goes to standard output" {
	{ answers && echo '] y'; } >../answers
	with=(sh -c '"$0" "$@" >../path')
	typed 0 --id 2027-02-a <../answers
	run -0 cat ../path
	assert_output secondments/2027/02/2027-02-a.ini
}
