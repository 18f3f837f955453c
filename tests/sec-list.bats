# SPDX-License-Identifier: ISC
# sec-list: choosing records, columns and order, and the forms of the answer.

load helper

setup() {
	isolate
	begin_hr
	{
		small_record 2026-03-a 'Energy, analyst'
		printf '\n[dates]\nstart = 2026-12-01\nend = 2027-05-31\n\n[work]\nfte = 0.60\n\n[mentor]\nname = D. Whitlock\n'
	} | put_record 2026-03-a
	{
		small_record 2026-03-b '=SUM(A1)' | sed '4a tags = red, blue green'
		printf '\n[dates]\nstart = 2027-01-11\nend = 2027-03-31\n'
	} | put_record 2026-03-b
	small_record 2026-04-c 'Überstunden	\\ tab' | put_record 2026-04-c
	commit
}

@test "the default columns, as a table" {
	run -0 --separate-stderr sec-list
	assert_output 'ID        STATE      WHO   TITLE               HOST.ORGANISATION EFFECTIVE-END
2026-03-a considered p1048 Energy, analyst                       2027-05-31
2026-03-b considered p1048 =SUM(A1)                              2027-03-31
2026-04-c considered p1048 Überstunden\t\\ tab'
	assert_stderr ''
}

@test "the default columns are the policy's" {
	printf '[display]\nlist-columns = id, days(length)\n' >>policy.ini
	run -0 --separate-stderr sec-list -f tsv
	assert_output '2026-03-a	182
2026-03-b	80
2026-04-c	'
}

@test "TSV: no heading; tab, newline, CR and backslash are written as two characters" {
	run -0 --separate-stderr sec-list -o id,title,start -f tsv
	assert_output '2026-03-a	Energy, analyst	2026-12-01
2026-03-b	=SUM(A1)	2027-01-11
2026-04-c	Überstunden\t\\\\ tab	'
}

@test "T27 CSV: a heading, CR LF, quotes where needed, a guard before formulas" {
	run -0 --separate-stderr sec-list -o 'id,title,work.fte,days(remaining)' -f csv
	assert_output $'id,title,work.fte,days(remaining)\r
2026-03-a,"Energy, analyst",0.6,191\r
2026-03-b,\'=SUM(A1),,130\r
2026-04-c,"Überstunden\t\\\\ tab",,\r'
}

@test "CSV: durations worked out are numbers of days, keys stay; text that reads as a number is quoted" {
	small_record 2026-05-d 0042 | sed 's/p1048/1e5/; s/R. Osei/1.5%/' >../d
	printf '\n[dates]\nstart = 2026-01-01\nend = 2026-01-31\n\n[keep-in-touch]\nevery = 2m\n' >>../d
	put_record 2026-05-d <../d
	sec-list -o 'id,title,ref,home.manager,start,remaining,length,keep-in-touch.every,keep-in-touch.every * 2' -f csv 2026-05-d >../out
	run -0 cat ../out
	assert_line --index 1 $'2026-05-d,"0042","1e5","1.5%",2026-01-01,-294,31,2m,4m\r'
}

@test "T27 every leading character that a spreadsheet takes for a formula is guarded" {
	local lead
	local n=0

	for lead in = + - @; do
		n=$((n + 1))
		small_record "2026-05-$n" "${lead}cmd" | put_record "2026-05-$n"
	done
	run -0 --separate-stderr sec-list -o title -f csv secondments/2026/05
	assert_output $'title\r\n\'=cmd\r\n\'+cmd\r\n\'-cmd\r\n\'@cmd\r'
}

@test "csv-excel is the same after a byte order mark" {
	sec-list -f csv >../plain.csv
	sec-list -f csv-excel >../excel.csv
	printf '\xef\xbb\xbf' | cat - ../plain.csv >../expected.csv
	run -0 cmp ../expected.csv ../excel.csv
}

@test "JSON: an object a line; numbers, yes-no and lists as such, what is missing null" {
	run -0 --separate-stderr sec-list -o 'id,work.fte,present(mentor.name),tags,start,length,findings' -f json
	assert_output '{"id": "2026-03-a", "work.fte": 0.6, "present(mentor.name)": true, "tags": null, "start": "2026-12-01", "length": "182d", "findings": 0}
{"id": "2026-03-b", "work.fte": null, "present(mentor.name)": false, "tags": ["red", "blue green"], "start": "2027-01-11", "length": "80d", "findings": 0}
{"id": "2026-04-c", "work.fte": null, "present(mentor.name)": false, "tags": null, "start": null, "length": null, "findings": 0}'
}

@test "JSON is JSON whatever the values are" {
	printf '\n[work]\nfte = 007\ntask = "quoted" \\ back\n  \x01\n' >>secondments/2026/04/2026-04-c.ini
	small_record 2026-05-d | sed 's/title = .*/title = caf\xe9/' | put_record 2026-05-d
	printf '\n[work]\nfte = abc\n' >>secondments/2026/05/2026-05-d.ini
	run -0 --separate-stderr sec-list -o id,title,work.fte,work.task -f json
	run -0 json_lines <<<"$output"
	assert_output 4
}

@test "--format ids and ini" {
	run -0 --separate-stderr sec-list -f ids
	assert_output $'2026-03-a\n2026-03-b\n2026-04-c'
	run -0 --separate-stderr sec-list -f ini 2026-03-a
	assert_output "# --- 2026-03-a.ini
$(cat secondments/2026/03/2026-03-a.ini)"
}

@test "-q keeps what is true, and says how many a missing value left out" {
	run -0 --separate-stderr sec-list -f ids -q 'dates.start < 2027-01-01'
	assert_output 2026-03-a
	assert_stderr 'sec-list: 1 record was left out, because a value that -q asks for is missing'
	run -0 --separate-stderr sec-list -f ids -q 'dates.start < 2020-01-01'
	assert_output ''
	run -0 --separate-stderr sec-list -f ids -q 'not present(dates.start)'
	assert_output 2026-04-c
	assert_stderr ''
	run -0 --separate-stderr sec-list -q no
	assert_output ''
	assert_stderr ''
}

@test "--sort by any value, -KEY the other way; what is missing comes last, ties keep their order" {
	run -0 --separate-stderr sec-list --sort effective-end -f ids
	assert_output $'2026-03-b\n2026-03-a\n2026-04-c'
	run -0 --separate-stderr sec-list --sort -effective-end -f ids
	assert_output $'2026-03-a\n2026-03-b\n2026-04-c'
	run -0 --separate-stderr sec-list --sort length -o id,length -f tsv
	assert_output $'2026-03-b\t80d\n2026-03-a\t182d\n2026-04-c\t'
	run -0 --separate-stderr sec-list --sort title -f ids
	assert_output $'2026-03-b\n2026-03-a\n2026-04-c'
	run -0 --separate-stderr sec-list --sort who -f ids 2026-04-c 2026-03-b 2026-03-a
	assert_output $'2026-04-c\n2026-03-b\n2026-03-a'
	run -2 --separate-stderr sec-list --sort strat
	assert_output ''
	assert_stderr "sec-list: --sort:1:1: unknown name 'strat', did you mean 'start'?"
}

@test "--count prints the values and the number, largest first" {
	run -0 --separate-stderr sec-list --count 'home.organisation,present(start)'
	assert_output 'HOME.ORGANISATION PRESENT(START) COUNT
Thornley Council  yes                2
Thornley Council  no                 1'
	run -0 --separate-stderr sec-list --count 'present(start)' -f tsv
	assert_output $'yes\t2\nno\t1'
	run -0 --separate-stderr sec-list --count 'present(start)' -f json
	assert_output '{"present(start)": true, "count": 2}
{"present(start)": false, "count": 1}'
	run -0 --separate-stderr sec-list --count mentor.name -f csv
	assert_output $'mentor.name,count\r\n,2\r\nD. Whitlock,1\r'
	run -0 --separate-stderr sec-list --count state -q no
	assert_output ''
}

@test "-o takes keys, derived values and expressions; commas in brackets and quotes stay" {
	run -0 --separate-stderr sec-list -f tsv -o 'id, if(start < 2027-01-01, "soon, yes", "later") , count(objective)' 2026-03-a
	assert_output $'2026-03-a\tsoon, yes\t0'
	run -2 --separate-stderr sec-list -o id,dates.strat
	assert_stderr "sec-list: -o:1:4: unknown field 'dates.strat', did you mean 'dates.start'?"
	run -2 --separate-stderr sec-list -o 'id,,who'
	assert_stderr_line --index 0 "sec-list: an empty column in 'id,,who'"
	run -2 --separate-stderr sec-list -o 'id,'
	assert_stderr_line --index 0 "sec-list: an empty column in 'id,'"
	run -2 --separate-stderr sec-list -o ''
	assert_stderr_line --index 0 'sec-list: -o names no column'
	run -2 --separate-stderr sec-list --count ''
	assert_stderr_line --index 0 'sec-list: --count names no column'
	run -2 --separate-stderr sec-list -o review.held
	assert_stderr "sec-list: -o:1:1: 'review' stands several times: write any(review, …), last(review, .held) or review:ID.held"
}

@test "T09 a table shows what a terminal could act on; TSV hands it on as it is" {
	small_record 2026-05-e | sed 's/title = .*/title = a\x1b[31mb/' | put_record 2026-05-e
	run -0 --separate-stderr sec-list -o title 2026-05-e
	assert_output $'TITLE\na\\x1b[31mb'
}

@test "an empty register prints nothing and succeeds" {
	git rm -rq secondments
	for format in table tsv json ids ini; do
		run -0 --separate-stderr sec-list -f "$format"
		assert_output ''
	done
	run -0 --separate-stderr sec-list -f csv -o id
	assert_output $'id\r'
}

@test "a hundred and more records keep their order, in as many threads as there are" {
	local n

	for n in {100..299}; do
		small_record "2026-06-n$n" "T $n" | put_record "2026-06-n$n"
	done
	run -0 --separate-stderr sec-list -f ids secondments/2026/06
	assert_output "$(printf '2026-06-n%s\n' {100..299})"
}
