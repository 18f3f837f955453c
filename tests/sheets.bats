# SPDX-License-Identifier: ISC
# shellcheck shell=bats
#
# Spreadsheets as people have them: what they write between, around and in place of
# values, and what is said where it cannot be meant.

load helper

setup() {
	isolate
	make_wired_register hr
	cd hr || return 1
}

heads='type,title,ref,post,home.organisation,home.manager'
row='internal,T,p1,P,O,M'
number=0

# The record that a sheet (printf's format and arguments) makes.
taken() {
	number=$((number + 1))
	# shellcheck disable=SC2059
	printf "$@" >../a.csv
	run -0 --separate-stderr sec-new --id "2027-01-$number" --csv ../a.csv
	run -0 sed 1,2d "$(record_path "2027-01-$number")"
}

plain='type = internal
title = T

[person]
ref = p1
post = P

[home]
organisation = O
manager = M'


@test "line ends, separators, marks and what trails" {
	local german="${heads//,/;}" grow="${row//,/;}" bom=$'\xef\xbb\xbf' text

	for text in "$bom$german\r\n$grow\r\n" "$heads\r$row\r" "$heads\r\n$row" "sep=;\r\n$german\r\n$grow\r\n" \
		"${bom}sep=|\n${heads//,/|}\n${row//,/|}\n" "${heads//,/\\t}\n${row//,/\\t}\n" \
		"$heads,,,\n$row,,,\n,,,,,,,\n\n,,\n" "\n,,,\n$heads\n$row\n" \
		"\"${heads//,/\",\"}\"\n\"${row//,/\" , \"}\"\n" " ${heads//,/ , }\n  ${row//,/  ,}  \n"; do
		taken "$text"
		assert_output "$plain"
	done
}

@test "headings: case, blanks of every kind, line ends in a cell, _ for -" {
	local heading

	for heading in 'First day' 'FIRST  DAY' $'First\xc2\xa0day' '"First\nday"' $' \xe2\x80\x8bfirst day\xe2\x80\x83' \
		Dates.Start START; do
		taken "$heads,$heading\n$row,2027-01-01\n"
		assert_output "$plain

[dates]
start = 2027-01-01"
	done
	taken "$heads,In_post_since,contract end\n$row,2020-01-01,2029-01-01\n"
	assert_line 'contract-end = 2029-01-01'
}

@test "no blank of any kind stands round a value, and alone it is none" {
	local nbsp=$'\xc2\xa0'

	taken "$heads,work.place\ninternal$nbsp,$nbsp T\xe2\x80\xaf,p1,P\xe3\x80\x80,\xe2\x80\x8bO,M\xef\xbb\xbf,$nbsp $nbsp\n$nbsp,\xe2\x80\x8b,,,,,\n"
	assert_output "$plain"
	taken "$heads\ninternal,A${nbsp}B,p1,P,O,M\n"
	assert_line "title = A${nbsp}B"
	# what such a value became is not what a sheet changes
	sec-set --force 2027-01-1 "title=${nbsp}T" >/dev/null 2>&1
	sec-list -f csv -o id,title 2027-01-1 >../list.csv
	run -0 --separate-stderr sec-set --csv ../list.csv
	assert_stderr 'sec-set: already so, nothing to write'
}

@test "text of several lines, with the ends that each system gives them" {
	local ends

	for ends in '\n' '\r\n' '\r'; do
		taken "$heads,work.task$ends$row,\"one${ends}two; \"\"three\"\",$ends${ends}four\"$ends"
		assert_output "$plain

[work]
task = one
  two; \"three\",
  .
  four"
	done
}

# refused CODE <<CASES: a sheet's heading and cell, tab, what is said of row 2.
refused() {
	local heading cell message

	while IFS=$'\t' read -r heading cell message; do
		printf '%s\t%s\n%s\t%s\n' "${heads//,/$'\t'}" "$heading" "${row//,/$'\t'}" "$cell" >../a.csv
		run -"$1" --separate-stderr sec-new --csv ../a.csv
		assert_output ''
		assert_stderr --partial "row 2, $heading: $message"
	done
	run -0 git log --format=%s
	assert_output 'register: begin'
}

@test "days as they are written elsewhere: every reading is named, none is taken" {
	refused 2 <<-'CASES'
		start	01.02.2027	'01.02.2027' is 1 February 2027 or 2 January 2027: write 2027-02-01 or 2027-01-02
		start	13.02.2027	'13.02.2027' is no date as YYYY-MM-DD: for 13 February 2027 write 2027-02-13
		start	2027-2-1	'2027-2-1' is no date as YYYY-MM-DD: for 1 February 2027 write 2027-02-01
		start	2027-02-01 00:00:00	'2027-02-01 00:00:00' is no date as YYYY-MM-DD: for 1 February 2027 write 2027-02-01
		start	46054	'46054' is no date as YYYY-MM-DD: for 1 February 2026 write 2026-02-01
		start	2027-02-30	'2027-02-30' is no date as YYYY-MM-DD: for 28 February 2027 write 2027-02-28
		start	31/02/2027	'31/02/2027' is no date: expected YYYY-MM-DD
		start	########	'########' is what a spreadsheet shows where a formula fails or a column is too narrow: write the value
	CASES
}

@test "what a spreadsheet shows in place of a value is no value" {
	local error

	for error in '#REF!' '#NAME?' '#N/A' '#VALUE!' '#DIV/0!' '#WERT!' '#ÜBERLAUF!' '#NV' 'Err:502' '###'; do
		refused 2 <<<"work.place	$error	'$error' is what a spreadsheet shows where a formula fails or a column is too narrow: write the value"
	done
	taken "$heads,work.place\n$row,%s\n" '"#1 Dock Road!"'
	assert_line 'place = #1 Dock Road!'
	taken "$heads,work.place\n$row,%s\n" "=cmd|' /C calc'!A0"
	assert_line "place = =cmd|' /C calc'!A0"
	run -0 sec-list -f csv -o work.place "2027-01-$number"
	assert_line --index 1 "'=cmd|' /C calc'!A0"$'\r'
}

@test "numbers and words as they are written elsewhere" {
	refused 1 <<-'CASES'
		work.fte	0,8	error: expected a number, not '0,8'; did you mean 0.8? [number-range]
		work.fte	,8	error: expected a number, not ',8'; did you mean 0.8? [number-range]
		work.fte	80 %	error: expected a number, not '80 %'; did you mean 0.8? [number-range]
		work.fte	80	error: fte is 80: it is more than 0 and at most 1 [fte-range]
		notice.weeks	1,234	error: expected a number of at least 0, not '1,234'; did you mean 1.234 or 1234? [number-range]
		notice.weeks	1.234,5	error: expected a number of at least 0, not '1.234,5'; did you mean 1234.5? [number-range]
		notice.weeks	1'234	error: expected a number of at least 0, not '1'234'; did you mean 1234? [number-range]
		notice.weeks	1 234	error: expected a number of at least 0, not '1 234'; did you mean 1234? [number-range]
		notice.weeks	1,2,3	error: expected a number of at least 0, not '1,2,3' [number-range]
		permission.decision	YES	error: 'YES' is not one of yes, no; did you mean 'yes'? [enum-value]
	CASES
}

@test "a title above the headings, too many columns, UTF-16 without a mark" {
	run -2 --separate-stderr sec-new --csv - <<<$'Staff 2027,,\n'"$heads"$'\n'"$row"
	assert_stderr "sec-new: standard input: 2 mistakes, nothing was written
  row 1, Staff 2027: unknown field 'Staff 2027'
  row 1: names no column: delete what stands above the headings"
	run -2 --separate-stderr sec-new --csv - < <(printf 'type%20000s\nx\n' '' | tr ' ' ,)
	assert_stderr 'sec-new: standard input has 20001 columns, more than the 16384 of a spreadsheet; take out those that no record has'
	run -2 --separate-stderr sec-new --csv - < <(printf 't\0y\0')
	assert_stderr 'sec-new: standard input is UTF-16; save it as "CSV UTF-8", or: iconv -f UTF-16LE -t UTF-8'
	run -2 --separate-stderr sec-new --csv - < <(printf '\0t\0y')
	assert_stderr --partial 'iconv -f UTF-16BE'
	run -2 --separate-stderr sec-new --csv - < <(printf '%s\n%s\n"a","b\n\nc",Caf\xe9\n' "$heads" "$row")
	assert_stderr --partial 'standard input, row 3, column C: not UTF-8 (byte 0xe9)'
}

@test "advice about a record that was not made speaks of this command" {
	run -1 --separate-stderr sec-new type=internal title=T ref=p1 post=P home.organisation=O home.manager=M \
		start=2027-02-01 end=2027-01-01
	assert_stderr --regexp '
    mend the wrong one: dates.end=DATE
'
	refute_stderr --partial 'sec-set'
	run -1 --separate-stderr sec-new --csv - <<<"$heads,start,end"$'\n'"$row,2027-02-01,2027-01-01"
	refute_stderr --partial 'sec-set'
}
