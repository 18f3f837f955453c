# SPDX-License-Identifier: ISC
# sec-check: every finding, each mistake once, with its place; and the forms in
# which findings and rules are printed.

load helper

setup() {
	isolate
	begin_hr
}

# record NAME [EXTRA [SED]]: 2026-03-NAME, correct but for EXTRA (printf escapes)
# at its end and what SED changes. EXTRA begins in line 14.
record() {
	local path

	path=$(record_path "2026-03-$1")
	mkdir -p "${path%/*}"
	{
		small_record "2026-03-$1" Title | sed "${3:-}"
		[ -z "${2:-}" ] || printf '\n%b' "$2"
	} >"$path"
}

# The findings of all records, as NAME:LINE:COL LEVEL RULE, then the message of those asked for.
findings() {
	run --separate-stderr sec-check --format tsv "$@"
	output=$(awk -F '\t' '{ n = $1; sub(/.*2026-03-/, "", n); sub(/\.ini$/, "", n)
		print n ":" $2 ":" $3 " " $4 " " $5 }' <<<"$output")
	mapfile -t lines <<<"$output"
}

@test "nothing found: exit 0, nothing on standard output" {
	record good
	run -0 --separate-stderr sec-check
	assert_output ''
	assert_stderr 'sec-check: 1 record: nothing found'
}

@test "five mistakes in one record edited by hand are five findings, in one run" {
	record five '[dates]\nstart = 2026-02-30\nend = 2026-13-01\nstrat = 2026-01-01\n\n[mentr]\nname = x\n\n[host]\nmanager: X\n'
	run -1 --separate-stderr sec-check
	assert_output "secondments/2026/03/2026-03-five.ini:15:9: error: expected YYYY-MM-DD; did you mean 2026-02-28? [date-invalid]
secondments/2026/03/2026-03-five.ini:16:7: error: expected YYYY-MM-DD, not '2026-13-01' [date-invalid]
secondments/2026/03/2026-03-five.ini:17:1: warning: unknown key 'strat' in [dates], did you mean 'start'? [key-unknown]
secondments/2026/03/2026-03-five.ini:19:1: warning: unknown section [mentr], did you mean 'mentor'? [section-unknown]
secondments/2026/03/2026-03-five.ini:23:8: error: ':' does not separate a key from its value: write = [syntax-line]"
	assert_stderr 'sec-check: 1 record: 3 errors, 2 warnings, 0 notes'
}

@test "a key that is needed and misspelt is one finding, and nobody relies on its value" {
	record slips '[dates]\nstrat = 2026-01-12\nend = 2026-06-30\n' 's/^post/pst/; s/^title/titel/'
	run -0 --separate-stderr sec-check
	assert_output "secondments/2026/03/2026-03-slips.ini:4:1: warning: unknown key 'titel' in [secondment], did you mean 'title'? [key-unknown]
secondments/2026/03/2026-03-slips.ini:8:1: warning: unknown key 'pst' in [person], did you mean 'post'? [key-unknown]
secondments/2026/03/2026-03-slips.ini:15:1: warning: unknown key 'strat' in [dates], did you mean 'start'? [key-unknown]"
	run -0 --separate-stderr sec-list -o 'present(start), start, title' --format tsv
	assert_output $'yes\t\t'
}

@test "a section that is needed and misspelt is one finding" {
	record slips '' 's/^.person./[persn]/; s/^.home./[hoem]/'
	run -0 --separate-stderr sec-check
	assert_output "secondments/2026/03/2026-03-slips.ini:6:1: warning: unknown section [persn], did you mean 'person'? [section-unknown]
secondments/2026/03/2026-03-slips.ini:10:1: warning: unknown section [hoem], did you mean 'home'? [section-unknown]"
	run -0 --separate-stderr sec-list -o 'post, present(post)' --format tsv
	assert_output $'\tyes'
}

@test "T01 T04-T09 bytes that do not belong in a record: each once, at its place" {
	record nul '' 's/Title/a\x00b/'
	record latin '' 's/Title/caf\xe9/'
	record overlong '' 's/Title/a\xc0\xafb/'
	record surrogate '' 's/Title/\xed\xa0\x80/'
	record nonchar '' 's/Title/\xef\xbf\xbe/'
	record bidi '' 's/Title/a\xe2\x80\xaeb/'
	record isolate '' 's/Title/a\xe2\x81\xa6b/'
	record zerowidth '' 's/Title/a\xe2\x80\x8bb/'
	record hebrew '' 's/Title/\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d/'
	record bom '' '1s/^/\xef\xbb\xbf/'
	record crlf '' 's/$/\r/'
	record mixed '' '3s/$/\r/'
	record lonecr '' 's/Title/a\rb/'
	record esc '' 's/Title/\x1b]0;x\x07/'
	record csi '' 's/Title/\xc2\x9b31m/'
	findings
	assert_output 'bidi:4:10 error encoding
bom:1:1 warning byte-order-mark
crlf:1:13 warning line-end
csi:4:9 error encoding
esc:4:9 error encoding
isolate:4:10 error encoding
latin:4:12 error encoding
lonecr:4:10 error encoding
mixed:3:16 warning line-end
nonchar:4:9 error encoding
nul:4:10 error encoding
overlong:4:10 error encoding
surrogate:4:9 error encoding
zerowidth:4:10 warning invisible'
	[ "$status" -eq 1 ]
}

@test "T02 T03 T24 lines, files and keys beyond their limit" {
	record long '' "s/Title/$(printf '%4097s' '' | tr ' ' a)/"
	record most '' "s/Title/$(printf '%4088s' '' | tr ' ' a)/"
	record tail '' "s/Title/$(printf '%4080s' '' | tr ' ' a) end = 2026-01-01/"
	record keys "$(seq -f 'x-%.0f = 1' 10001)\n"
	findings
	assert_output 'keys:10007:1 error limits
long:4:4097 error limits
tail:4:4097 error limits'
	run -0 --separate-stderr sec-list -o 'length(title)' -f tsv most
	assert_output 4088
}

@test "T10-T14 lines that are no line of a record: each once" {
	record again '[home]\nlead = X\n'
	record twice '[dates]\nstart = 2027-01-01\nstart = 2027-02-01\n'
	record event '[review 2026-01-01]\nkind = end\nheld = no\nby = x\n[review 2026-01-01]\nby = y\n'
	record indent '[mentor]\nname = a\n  # b\n'
	record accident '[mentor]\nname = a\n  since = 2026-01-01\n  [home]\n'
	record semicolon '[mentor]\nname = Smith ; Sons # x\n'
	record shape '[mentor\nname = a\n[]\n = b\n=c\n[a b c]\n'
	record before '' '1s/^/key = a\n/'
	record longid "[objective $(printf '%33s' '' | tr ' ' a)]\ntext = a\n"
	record longkey "[x-a]\n$(printf '%33s' '' | tr ' ' a) = b\nUpper = c\n"
	record noequals 'nonsense\n'
	findings
	assert_output 'accident:16:3 warning indented-key
accident:17:3 warning indented-key
again:14:1 error section-duplicate
before:1:1 error syntax-line
event:18:1 error section-duplicate
indent:16:3 error syntax-line
longid:14:2 error section-name
longkey:15:1 error key-name
longkey:16:1 error key-name
noequals:14:1 error syntax-line
semicolon:15:14 warning value-comment
shape:14:8 error section-name
shape:16:2 error section-name
shape:17:1 error syntax-line
shape:18:1 error syntax-line
shape:19:2 error section-name
twice:16:1 error key-duplicate'
	run -0 --separate-stderr sec-list -o mentor.name -f tsv semicolon
	assert_output 'Smith ; Sons # x'
}

@test "T15 an unfinished merge says how to finish" {
	record merge '<<<<<<< HEAD\nmanager = A\n=======\nmanager = B\n>>>>>>> other\n'
	run -1 --separate-stderr sec-check
	assert_output --partial "secondments/2026/03/2026-03-merge.ini:14:1: error: an unfinished merge: settle it up to '>>>>>>>' [merge-marker]"
}

@test "T16 unknown names come with the nearest known one" {
	record near '[dates]\nstrat = 2027-01-01\n[mentr]\nname = x\n[objective o]\nknid = business\n'
	record enum '' 's/internal/intrenal/'
	record case '' 's/internal/Internal/'
	record own '[x-local]\nanything = goes\n[host]\nx-room = 5\n'
	run -1 --separate-stderr sec-check
	assert_output --partial "2026-03-case.ini:3:8: error: 'Internal' is not one of internal, external, voluntary; did you mean 'internal'? [enum-value]"
	assert_output --partial "2026-03-enum.ini:3:8: error: 'intrenal' is not one of internal, external, voluntary; did you mean 'internal'? [enum-value]"
	assert_output --partial "2026-03-near.ini:15:1: warning: unknown key 'strat' in [dates], did you mean 'start'? [key-unknown]"
	assert_output --partial "2026-03-near.ini:16:1: warning: unknown section [mentr], did you mean 'mentor'? [section-unknown]"
	assert_output --partial "2026-03-near.ini:19:1: warning: unknown key 'knid' in [objective], did you mean 'kind'? [key-unknown]"
	refute_output --partial 2026-03-own.ini
}

@test "T17 dates that are none, with the nearest that is" {
	local day
	local n=0

	for day in 2026-02-30 2023-02-29 24-1-5 0000-01-01 9999-99-99 2026/03/01 2026-3-1 ٢٠٢٦-٠١-٠١ tomorrow; do
		n=$((n + 1))
		record "d$n" "[dates]\nprobation-until = $day\n"
	done
	record blank '[dates]\nprobation-until = 2026-03-01   \n'
	run -1 --separate-stderr sec-check
	assert_output "secondments/2026/03/2026-03-d1.ini:15:19: error: expected YYYY-MM-DD; did you mean 2026-02-28? [date-invalid]
secondments/2026/03/2026-03-d2.ini:15:19: error: expected YYYY-MM-DD; did you mean 2023-02-28? [date-invalid]
secondments/2026/03/2026-03-d3.ini:15:19: error: expected YYYY-MM-DD, not '24-1-5' [date-invalid]
secondments/2026/03/2026-03-d4.ini:15:19: error: expected YYYY-MM-DD, not '0000-01-01' [date-invalid]
secondments/2026/03/2026-03-d5.ini:15:19: error: expected YYYY-MM-DD, not '9999-99-99' [date-invalid]
secondments/2026/03/2026-03-d6.ini:15:19: error: expected YYYY-MM-DD; did you mean 2026-03-01? [date-invalid]
secondments/2026/03/2026-03-d7.ini:15:19: error: expected YYYY-MM-DD; did you mean 2026-03-01? [date-invalid]
secondments/2026/03/2026-03-d8.ini:15:19: error: expected YYYY-MM-DD, not '٢٠٢٦-٠١-٠١' [date-invalid]
secondments/2026/03/2026-03-d9.ini:15:19: error: expected YYYY-MM-DD, not 'tomorrow' [date-invalid]"
}

@test "T18 T19 an end before the start is one finding; before the start nothing is negative" {
	record early '[dates]\nstart = 2026-12-01\nend = 2026-11-01\n'
	record zero '[dates]\nstart = 2026-12-01\nend = 2026-12-01\n'
	record century '[dates]\nstart = 2026-12-01\nend = 2126-12-01\n'
	findings
	assert_output 'century:1: warning duration-long
century:16:7 warning date-range
century:16:7 warning duration-max
early:16:7 error end-before-start
zero:16:7 error end-before-start'
	run -0 --separate-stderr sec-list --today 2020-01-01 -o state,remaining -f tsv century
	assert_output 'considered	39050d'
}

@test "T21 T22 ids: the pattern, the file's name, and every record with the same" {
	local id n=0

	for id in ../x -a .a a/b 'a b' .git con 2026-03-ABC 2026-3-a 2026-03-; do
		n=$((n + 1))
		record "i$n" '' "s#^id = .*#id = $id#"
	done
	record other '' 's/^id = .*/id = 2026-03-same/'
	record same
	run -1 --separate-stderr sec-check
	for n in 1 2 3 4 5 6 7 8 9 10; do
		assert_line --index $((n - 1)) --regexp "^secondments/2026/03/2026-03-i[0-9]+.ini:2:6: error: '.*' is no legal id: YYYY-MM- and up to 32 of a-z, 0-9 and '-' \[id-file\]$"
	done
	assert_line --index 10 "secondments/2026/03/2026-03-other.ini:2:6: error: 2 records have the id '2026-03-same' [id-file]"
	assert_line --index 11 "secondments/2026/03/2026-03-other.ini:2:6: error: the id is '2026-03-same', but the file is named '2026-03-other.ini' [id-file]"
	assert_line --index 12 "secondments/2026/03/2026-03-same.ini:2:6: error: 2 records have the id '2026-03-same' [id-file]"
	[ "${#lines[@]}" -eq 13 ]
}

@test "a record in the folder of another month is told where it belongs" {
	record moved
	mkdir -p secondments/2026/04
	mv secondments/2026/03/2026-03-moved.ini secondments/2026/04
	run -1 --separate-stderr sec-check
	assert_output 'secondments/2026/04/2026-03-moved.ini:2:6: error: the file belongs at secondments/2026/03/2026-03-moved.ini [id-file]'
	cp secondments/2026/04/2026-03-moved.ini ..
	run -0 --separate-stderr sec-check ../2026-03-moved.ini
	assert_output ''
}

@test "T25 an empty file has findings and no crash" {
	record empty
	: >secondments/2026/03/2026-03-empty.ini
	findings
	assert_line --index 0 'empty:1: error required'
	[ "$status" -eq 1 ]
}

@test "T37 what begins like a command of a CI system is data inside a line" {
	record gh '[dates]\nstart = ::stop-commands::x\n[mentr]\n##[error] = x\n'
	GITHUB_ACTIONS=true run -1 --separate-stderr sec-check
	refute_output --regexp '(^|
)(::|##)'
}

@test "text, tsv and json say the same, one finding a line" {
	record 'x' '[dates]\nstart = 2026-02-30\n[x]\n' 's/^title.*/title = a\tb/'
	run -1 --separate-stderr sec-check --format tsv
	assert_output "secondments/2026/03/2026-03-x.ini	15	9	error	date-invalid	expected YYYY-MM-DD; did you mean 2026-02-28?
secondments/2026/03/2026-03-x.ini	16	1	warning	section-unknown	unknown section [x]"
	run -1 --separate-stderr sec-check --format json
	assert_line --index 0 '{"version": 1, "file": "secondments/2026/03/2026-03-x.ini", "line": 15, "column": 9, "level": "error", "rule": "date-invalid", "message": "expected YYYY-MM-DD; did you mean 2026-02-28?", "advice": "write a day as 2026-03-01, a duration as 14d, 4w, 6m or 2y, evidence as a day, `pending` or `n/a:` and why", "identity": "secondments/2026/03/2026-03-x.ini date-invalid dates.start 0", "old": false}'
	run -0 json_lines <<<"$output"
	assert_output 2
}

@test "a section whose brackets were forgotten is one finding, and its keys are its own" {
	record x 'host\nmanager = J. Brandt\ndepartment = Adults\n'
	run -1 --separate-stderr sec-check
	assert_output 'secondments/2026/03/2026-03-x.ini:14:1: error: a section stands in brackets: write [host] [section-name]'
	run -0 --separate-stderr sec-list -o host.manager,home.manager -f tsv
	assert_output 'J. Brandt	R. Osei'
}

@test "advice that types a command types it for this record" {
	record x '[dates]\nstart = 2026-03-02\nend = 2026-03-01\n'
	run -1 --separate-stderr sec-check --format json
	run -0 jq -r 'select(.rule == "end-before-start").advice' <<<"$output"
	assert_output 'mend the wrong one: sec-set 2026-03-x dates.end=DATE'
	run -0 --separate-stderr sec-check --today 2040-01-01 -f json "$SEC_TOP/examples/register/secondments/2019/12/2019-12-v7t1s.ini"
	run -0 jq -r 'select(.rule == "retention-passed").advice' <<<"$output"
	assert_output 'sec-set --delete 2019-12-v7t1s -m WHY, or say why it is held: sec-set 2019-12-v7t1s retention.hold=WHY'
	# a text that no program could name stays as the schema has it
	sed 's/^id = .*/id = $(rm)/' secondments/2026/03/2026-03-x.ini >../draft.ini
	run -1 --separate-stderr sec-check --format json ../draft.ini
	run -0 jq -r 'select(.rule == "end-before-start").advice' <<<"$output"
	assert_output 'mend the wrong one: sec-set ID dates.end=DATE'
}

@test "JSON stays JSON when a path or a value is not UTF-8" {
	record x '[dates]\nstart = caf\xe9\n'
	cp secondments/2026/03/2026-03-x.ini "$(printf 'secondments/2026/03/2026-03-\xe9.ini')"
	run -1 --separate-stderr sec-check --format json
	run -0 json_lines <<<"$output"
	assert_output 7
}

@test "warnings fail only with --strict" {
	record warn '[x]\n'
	run -0 --separate-stderr sec-check
	assert_stderr 'sec-check: 1 record: 0 errors, 1 warning, 0 notes'
	run -1 --separate-stderr sec-check --strict
	assert_output 'secondments/2026/03/2026-03-warn.ini:14:1: warning: unknown section [x] [section-unknown]'
}

@test "a waiver counts until its day, and not with --no-waive" {
	record waived '[dates]\nstart = 2026-12-01\nend = 2026-11-30\n\n[waive end-before-start]\nby = HR\nuntil = 2026-12-31\nreason = a joke\n'
	run -0 --separate-stderr sec-check
	assert_output ''
	run -1 --separate-stderr sec-check --no-waive
	assert_output 'secondments/2026/03/2026-03-waived.ini:16:7: error: ends 2026-11-30, which is not after its start 2026-12-01 [end-before-start]'
	findings --today 2026-12-31
	assert_output 'waived:15:9 error started-unagreed'
	findings --today 2027-01-01
	assert_output 'waived:15:9 error started-unagreed
waived:16:7 error end-before-start
waived:18:1 warning waiver'
}

@test "-q reports on those for which it is true, and still compares all" {
	record one '[x]\n'
	record two '[x]\n'
	findings -q 'id = "2026-03-two"'
	assert_output 'two:14:1 warning section-unknown'
	assert_stderr 'sec-check: 1 record: 0 errors, 1 warning, 0 notes'
}

@test "--as STATE: what it still needs and who supplies it; exit 1 while something does" {
	record early
	run -1 --separate-stderr sec-check --as permitted
	assert_line --index 0 'ID            KEY                 WHAT             WHO'
	assert_line --index 1 '2026-03-early permission.by       Permission by    home manager (R. Osei)'
	run -0 --separate-stderr sec-check --as considered
	assert_output ''
	assert_stderr 'sec-check: nothing is missing'
	run -1 --separate-stderr sec-check --as permitted -f tsv
	assert_line --index 0 '2026-03-early	permission.by	Permission by	home manager (R. Osei)'
	run -1 --separate-stderr sec-check --as permitted -f json
	assert_line --index 0 '{"id": "2026-03-early", "key": "permission.by", "what": "Permission by", "who": "home manager (R. Osei)"}'
	run -2 --separate-stderr sec-check --as permited
	assert_stderr "sec-check: there is no state 'permited'; did you mean 'permitted'?
Try 'sec-check --help'."
	run -2 --separate-stderr sec-check --as nonesuch
	assert_stderr_line --index 0 --regexp "^sec-check: there is no state 'nonesuch'; there are considered, permitted, .*closed"
}


@test "a file outside the register is named by its path, so that the next program finds it" {
	small_record 2026-03-out >../2026-03-out.ini
	sec-check --as permitted -f tsv ../2026-03-out.ini >../needs || [ $? -eq 1 ]
	run -0 --separate-stderr sec-list -f ids - <../needs
	assert_output ../2026-03-out.ini
}

@test "--undecided lists rules that could not be judged and the value missing" {
	record plain
	run -0 --separate-stderr sec-check --undecided -f tsv
	assert_line '2026-03-plain	person.contract-end	fixed-term-outlast'
}

@test "--explain says what a rule wants, why, and how to mend it" {
	run -0 --separate-stderr sec-check --explain end-before-start
	assert_line --index 0 'end-before-start (error)'
	assert_line --regexp '^what      '
	assert_line --regexp '^why       '
	assert_line --regexp '^wants     '
	assert_line --regexp '^mend      '
	run -2 --separate-stderr sec-check --explain end-befor-start
	assert_output ''
	assert_stderr "sec-check: no rule or due item is named 'end-befor-start'; did you mean 'end-before-start'?
Try 'sec-check --help'."
}

@test "--explain shows the policy's numbers and where they come from" {
	run -0 --separate-stderr sec-check --explain duration-short
	assert_line 'policy    short-least = 14d (built in)'
	printf '[policy]\nshort-least = 21d\n[severity]\nduration-short = warning\n' >>policy.ini
	run -0 --separate-stderr sec-check --explain duration-short
	assert_line --index 0 'duration-short (warning)'
	assert_line 'policy    short-least = 21d (policy.ini:5; built in: 14d)'
	assert_line 'level     set in policy.ini:7; built in: info'
}

@test "--list-rules: every rule with its level and what it is about" {
	run -0 --separate-stderr sec-check --list-rules --format tsv
	assert_line 'end-before-start	error	the last day lies after the first'
	[ -z "$(awk -F '\t' 'NF != 3 || $2 !~ /^(error|warning|info)$/ || $3 == ""' <<<"$output")" ]
	[ "${#lines[@]}" -gt 100 ]
	[ "$(cut -f 1 <<<"$output" | sort -u | wc -l)" -eq "${#lines[@]}" ]
}
