# SPDX-License-Identifier: ISC
# sec-new --csv: rows of a spreadsheet become records, all of them or none.

load helper

setup() {
	isolate
	begin_hr
}

heads='type,title,ref,post,home.organisation,home.manager'
row='internal,T,p1,P,O,M'

# wrong CODE MESSAGE <CSV: what sec-new says of it; nothing is written.
wrong() {
	run "-$1" --separate-stderr sec-new --csv -
	assert_output ''
	assert_stderr "$2"
	no_record
}

@test "a record a row: headings are keys and labels in any case, one commit" {
	cat >../staff.csv <<-'CSV'
		id,TYPE,Title,secondee REF,Substantive Post,home.organisation,Home Manager,First day,host.organisation
		2027-02-a,internal,Analyst,p1,Clerk,Thornley,R. Osei,2027-02-01,
		,external, "Planner, ""N"""  ,p2,Clerk,Thornley,R. Osei,2027-03-01,Aldermoor
	CSV
	run -0 --separate-stderr sec-new --csv ../staff.csv -m 'from the old list'
	assert_line --index 0 secondments/2027/02/2027-02-a.ini
	assert_line --index 1 --regexp '^secondments/2027/03/2027-03-[0-9a-hj-km-np-tv-z]{5}\.ini$'
	assert_stderr --regexp '^sec-new: committed [0-9a-f]{10}$'
	run -0 cat secondments/2027/02/2027-02-a.ini
	assert_output '[secondment]
id = 2027-02-a
type = internal
title = Analyst

[person]
ref = p1
post = Clerk

[home]
organisation = Thornley
manager = R. Osei

[dates]
start = 2027-02-01'
	run -0 --separate-stderr sec-list -f tsv -o title,host.organisation,start
	assert_line --index 0 $'Analyst\t\t2027-02-01'
	assert_line --index 1 $'Planner, "N"\tAldermoor\t2027-03-01'
	run -0 git log --format='%s|%b' -1
	assert_line --index 0 --partial 'sec-new: 2 records: secondment.id'
	assert_line --index 0 --partial '|from the old list'
	run -0 git rev-list --count HEAD
	assert_output 2
}

@test "keys of dated sections and of things, and keys of one's own" {
	printf '%s,review:2027-03-01.kind,review:2027-03-01.held,review:2027-03-01.by,objective:desk.text,objective:desk.kind,person.x-pay\n%s,initial,no,J. Brandt,Run the desk,business,7\n' \
		"$heads" "$row" >../a.csv
	run -0 --separate-stderr sec-new --id 2027-01-a --csv ../a.csv --force
	run -0 grep -A 3 '^\[review' secondments/2027/01/2027-01-a.ini
	assert_output '[review 2027-03-01]
kind = initial
held = no
by = J. Brandt'
	wrong_heading "review.held" "[review] needs its day: write 'review:today' or 'review:2026-03-01'"
}

wrong_heading() {
	run -2 --separate-stderr sec-new --csv - <<<"type,$1"
	assert_stderr "sec-new: standard input: 1 mistake, nothing was written
  row 1, $1: $2"
}

@test "headings: all mistakes at once, nearest names, candidates, what stands twice" {
	wrong 2 "sec-new: standard input: 5 mistakes, nothing was written
  row 1, strat: unknown field 'strat', did you mean 'start'?
  row 1, manager: 'manager' may be home.manager or host.manager: write the section too
  row 1, hots.organisation: unknown section 'hots', did you mean 'host'?
  row 1, Type: gives the same key as 'type'
  row 1, qqqqqqqq: unknown field 'qqqqqqqq'" <<<'type,strat,manager,hots.organisation,Type,qqqqqqqq'
}

@test "a key that stands three times is two mistakes" {
	wrong 2 "sec-new: standard input: 2 mistakes, nothing was written
  row 1, Type: gives the same key as 'type'
  row 1, secondment.type: gives the same key as 'type'" <<<'type,Type,secondment.type'
}

@test "columns that are worked out are passed over, with one note" {
	printf '%s,state,who,effective-end,next-due,dates.end + 30d\n%s,x,y,z,a,b\n' "$heads" "$row" >../a.csv
	run -0 --separate-stderr sec-new --csv ../a.csv
	assert_stderr_line --index 0 'sec-new: ../a.csv: some columns are worked out from the rest, and are passed over: state, who, effective-end, next-due, dates.end + 30d'
	printf '%s,state\n%s,x\n' "$heads" "$row" >../a.csv
	run -0 --separate-stderr sec-new --csv ../a.csv
	assert_stderr_line --index 0 'sec-new: ../a.csv: one column is worked out from the rest, and is passed over: state'
}

@test "days must be ISO; what was meant is named" {
	run -2 --separate-stderr sec-new --csv - <<-CSV
		$heads,start,handover.done
		$row,03/04/2027,

		$row,3-Apr-27,
		$row,46480,
		$row,2027-4-3,
		$row,today,1/2/2027
		$row,,pending
	CSV
	assert_output ''
	assert_stderr "sec-new: standard input: 6 mistakes, nothing was written
  row 2, start: '03/04/2027' is 3 April 2027 or 4 March 2027: write 2027-04-03 or 2027-03-04
  row 4, start: '3-Apr-27' is no date as YYYY-MM-DD: for 3 April 2027 write 2027-04-03
  row 5, start: '46480' is no date as YYYY-MM-DD: for 3 April 2027 write 2027-04-03
  row 6, start: '2027-4-3' is no date as YYYY-MM-DD: for 3 April 2027 write 2027-04-03
  row 7, start: 'today' is no date: expected YYYY-MM-DD
  row 7, handover.done: '1/2/2027' is 1 February 2027 or 2 January 2027: write 2027-02-01 or 2027-01-02"
	no_record
}

@test "what the rules find stands at its row and column, advice once" {
	run -1 --separate-stderr sec-new --csv - <<-CSV
		Type,title,ref,post,home.organisation,home.manager
		internl,T,p1,P,O,M
		within,T,p1,P,O,M
		internal,T,p1,,O,M
	CSV
	assert_output ''
	assert_stderr "standard input, row 2, Type: error: 'internl' is not one of internal, external, voluntary; did you mean 'internal'? [enum-value]
    write one of the listed words
standard input, row 3, Type: error: 'within' is not one of internal, external, voluntary [enum-value]
standard input, row 4, post: error: 'person.post' is missing: every record needs it [required]
    add: person.post=…
sec-new: refused, nothing was written: the change adds 3 errors"
	no_record
}

@test "assignments beside it fill what a row lacks" {
	run -0 --separate-stderr sec-new --csv - type=external title=Unused host: organisation=Aldermoor <<-CSV
		id,title,type,ref,post,home.organisation,home.manager
		2027-01-a,One,,p1,P,O,M
		2027-01-b,Two,voluntary,p2,P,O,M
	CSV
	assert_output 'secondments/2027/01/2027-01-a.ini
secondments/2027/01/2027-01-b.ini'
	run -0 --separate-stderr sec-list -f tsv -o title,type,host.organisation
	assert_output $'One\texternal\tAldermoor\nTwo\tvoluntary\tAldermoor'
}

@test "ids: empty, filled, of wrong form, twice, there already" {
	sec-new --id 2027-01-old type=internal title=T ref=p1 post=P home.organisation=O home.manager=M \
		>/dev/null 2>&1
	run -2 --separate-stderr sec-new --csv - <<-CSV
		id,$heads
		,$row
		2027-01-a,$row
		2027-01-a,$row
		2027-01-old,$row
		../../x,$row
		2027-1-A,$row
	CSV
	assert_output ''
	assert_stderr "sec-new: standard input: 4 mistakes, nothing was written
  row 4, id: 2027-01-a stands in a row above too
  row 5, id: 2027-01-old is there already; sec-set --csv changes records
  row 6, id: '../../x' is no id of a record: expected YYYY-MM- and then lower-case letters, digits and '-'; leave it empty to have one made
  row 7, id: '2027-1-A' is no id of a record: expected YYYY-MM- and then lower-case letters, digits and '-'; leave it empty to have one made"
	run -2 --separate-stderr sec-new --id 2027-01-z --csv - <<<"$heads"$'\n'"$row"$'\n'"$row"
	assert_stderr_line --index 0 'sec-new: --id names one record, and standard input has several'
	run -0 --separate-stderr sec-new --id 2027-01-z --csv - <<<"$heads"$'\n'"$row"
	assert_output secondments/2027/01/2027-01-z.ini
}

@test "separators, line ends, byte order mark, short rows and empty ones" {
	local text id=0

	for text in "${heads//,/;}"$'\n'"${row//,/;}" "${heads//,/$'\t'}"$'\r\n'"${row//,/$'\t'}"$'\r\n' \
		$'\xef\xbb\xbf'"$heads"$'\n'"$row" "$heads,start,tags"$'\n\n,,\n'"$row"$'\n' \
		"$heads,,"$'\n'"$row,,,,"$'\n'; do
		id=$((id + 1))
		printf '%s' "$text" >../a.csv
		run -0 --separate-stderr sec-new --id "2027-01-$id" --csv ../a.csv
		assert_output "$(record_path "2027-01-$id")"
		run -0 diff <(sed '/^id/d' "$(record_path "2027-01-$id")") <(sed '/^id/d' "$(record_path 2027-01-1)")
	done
}

@test "what is no CSV file of text is refused, with the way out" {
	local text message

	while IFS=$'\t' read -r text message; do
		printf '%b' "$text" >../a.csv
		run -2 --separate-stderr sec-new --csv ../a.csv
		assert_output ''
		assert_stderr "sec-new: ../a.csv$message"
	done <<-'CASES'
		type,title\ninternal,caf\xe9\n	, row 2, column B: not UTF-8 (byte 0xe9); save it as "CSV UTF-8", or: iconv -f WINDOWS-1252 -t UTF-8
		type,title\ninternal,a\0b\n	, row 2, column B: a NUL byte, which no text has; take it out, or: tr -d '\0'
		type,title\ninternal,5" pipe\n	, row 2, column B: a quotation mark inside a cell: put the whole cell into quotation marks and double those in it
		type,title\ninternal,"pipe\n	, row 2, column B: a quotation mark opens a cell there and none closes it
		type;title,x\n	: the heading line has commas, semicolons or tabs equally often, so what separates its cells is not clear; quote the headings
		PK\003\004...	 is a spreadsheet's own file; save it as "CSV UTF-8"
		\xff\xfet\0	 is UTF-16; save it as "CSV UTF-8", or: iconv -f UTF-16 -t UTF-8
		\n \n	 is empty: its first line names the columns
		type,title\n\n	 has headings and no row below them
	CASES
	run -2 --separate-stderr sec-new --csv ../none
	assert_stderr 'sec-new: ../none: no such file'
	no_record
}

@test "cells: too many, forbidden characters, shown safely and cut" {
	printf '%s\n%s,over\n%s\n' "$heads" "$row" "internal,a"$'\e'"[31mb,p1,P,O,M" >../a.csv
	printf 'internal,T,p1,P,O,"x\n  row 9, y: forged%0100d\e"\n' 7 >>../a.csv
	run -2 --separate-stderr sec-new --csv ../a.csv
	assert_stderr "sec-new: ../a.csv: 3 mistakes, nothing was written
  row 2, column G: 'over' stands there without a heading; quote a value that holds the separator
  row 3, title: 'a\\x1b[31mb': no value may hold the character U+001B
  row 4, home.manager: 'x\\n  row 9, y: forged0000000000000000000000000000000000000000…': no value may hold the character U+001B"
	no_record
}

@test "of many mistakes the first fifty are told, and how many there are" {
	{
		echo "$heads,start"
		for _ in $(seq 70); do echo "$row,soon"; done
	} >../a.csv
	run -2 --separate-stderr sec-new --csv ../a.csv
	assert_stderr_line --index 0 'sec-new: ../a.csv: 70 mistakes, nothing was written'
	assert_stderr_line --index 50 "  row 51, start: 'soon' is no date: expected YYYY-MM-DD"
	assert_stderr_line --index 51 '  and 20 more'
	sed -i '1s/,start//;s/,soon$//;2,$s/internal/within/' ../a.csv
	run -1 --separate-stderr sec-new --csv ../a.csv
	assert_stderr_line --index 52 'sec-new: refused, nothing was written: the change adds 70 errors'
	assert_stderr_line --index 51 'and 20 more'
}

@test "what sec-list -f csv prints comes back as it was" {
	local guarded

	cp -r "$SEC_TOP/examples/register" ../examples
	# two that a spreadsheet would compute, but for the guard
	mapfile -t guarded < <(find ../examples/secondments -name '*.ini' | sort)
	sed -i 's/^title = .*/title = =1+1/' "${guarded[0]}"
	sed -i "s/^title = .*/title = '@home/" "${guarded[1]}"
	for format in csv csv-excel; do
		rm -rf ../other && make_wired_register ../other
		run -0 --separate-stderr sec-list -C ../examples -f "$format" \
			-o id,state,type,title,tags,links,ref,name,post,home.organisation,home.manager,host.organisation,host.manager,start,end,work.task,work.duties,work.fte,who,effective-end,case.gain,agreement.signed-home,permission.decision,permission.by,permission.date
		printf '%s\n' "$output" >../list.csv
		sec-new -C ../other --force --csv - <../list.csv >../paths 2>../err || {
			cat ../err
			return 1
		}
		[ "$(wc -l <../paths)" -gt 50 ]
		columns=id,type,title,tags,links,ref,name,post,home.organisation,home.manager,host.organisation,host.manager,start,end,work.task,work.duties,work.fte,case.gain,agreement.signed-home,permission.decision,permission.by,permission.date
		run -0 diff <(sec-list -C ../examples -f tsv -o "$columns") <(sec-list -C ../other -f tsv -o "$columns")
	done
}

# A record whose values are made of all that CSV and spreadsheets stumble over.
nasty() {
	awk -v seed="$2" -v id="$1" 'BEGIN {
		srand(seed)
		n = split("\x27 = - + @ \" , ; | \\ é 小 a b 1 % \x27= \x27\x27 . [ #", bit, " ")
		print "[secondment]\nid = " id "\ntype = internal"
		print "title = " text(1) "\ntags = " text(0) "\n"
		print "[person]\nref = " text(0) "\npost = " text(1) "\n\n[home]\norganisation = O\nmanager = M\n"
		print "[work]\ntask = " text(1) "\n  ." text(1) "\n  .\n  ." text(1)
	}
	function text(blanks, s, k) {
		s = bit[1 + int(rand() * n)]
		for (k = int(rand() * 8); k > 0; k--) s = s (blanks && rand() < .2 ? " " : "") bit[1 + int(rand() * n)]
		return s
	}'
}

@test "random values: sec-list -f csv | sec-new --csv gives the same values" {
	local i

	for i in $(seq 60); do
		nasty "2027-01-r$i" "$i" | put_record "2027-01-r$i"
	done
	commit
	make_wired_register ../other
	columns=id,type,title,tags,ref,post,home.organisation,home.manager,work.task
	run -0 --separate-stderr sec-list -f csv -o $columns
	[ "$(grep -c "'[=@+-]" <<<"$output")" -gt 10 ]
	printf '%s\n' "$output" | sec-new -C ../other --force --csv - >../paths
	run -0 wc -l <../paths
	assert_output 60
	run -0 diff <(sec-list -f tsv -o $columns) <(sec-list -C ../other -f tsv -o $columns)
}

@test "one person's records that together are more than full time are refused" {
	local columns

	columns=$(sec-list --list-columns -f tsv | cut -f 1 | grep '^[a-z-]*\.[a-z-]*$' | paste -sd ,)
	sec-list -C "$SEC_TOP/examples/register" -q 'state = agreed and work.fte = 0.8' -f csv \
		-o "${columns//secondment.id/id}" >../a.csv
	sed -i 's/2026-12-xrjgt/2026-12-a/' ../a.csv
	run -0 --separate-stderr sec-new --force --csv ../a.csv
	assert_output secondments/2026/12/2026-12-a.ini
	run -0 --separate-stderr sec-list -f tsv -o state
	assert_output agreed
	# another one of the same person, and somebody else's
	sed 's/2026-12-a/2026-12-b/' ../a.csv >../b.csv
	run -1 --separate-stderr sec-new --csv ../b.csv
	assert_output ''
	assert_stderr --regexp '^../b.csv, row 2, dates.start: error: [^
]* \[overlap\]
    shorten one of them, or lower its fte: work.fte=0.5
    if it is right all the same, add: waive:overlap by=NAME until=DATE reason=WHY
sec-new: refused, nothing was written: the change adds 1 error$'
	sed 's/p2372/p9999/' ../b.csv >../c.csv
	run -0 --separate-stderr sec-new --csv ../c.csv
	# two rows of one sheet
	rm -rf ../other && make_wired_register ../other
	{ cat ../a.csv && tail -n 1 ../b.csv; } >../both.csv
	run -1 --separate-stderr sec-new -C ../other --csv ../both.csv
	assert_stderr --partial '[overlap]'
	run -0 --separate-stderr sec-new -C ../other --csv ../both.csv waive:overlap by=Me until=2027-12-31 reason=both
}

@test "-n shows the difference, and options that make no sense are refused" {
	run -0 --separate-stderr sec-new -n --id 2027-01-a --csv - <<<"$heads"$'\n'"$row"
	assert_line '+id = 2027-01-a'
	no_record
	run -2 --separate-stderr sec-new --csv a --from b
	assert_stderr_line --index 0 'sec-new: --from and --csv both say where records come from: leave one out'
	run -2 --separate-stderr sec-new --csv - work.task@=- <<<"$heads"
	assert_stderr_line --index 0 "sec-new: standard input can be read only once: records ('--csv -') and a value ('@=-') cannot both come from it"
}

@test "a thousand rows, then a change of each: one commit each, nothing left behind" {
	awk -v heads="$heads" 'BEGIN { print heads ",start"; for (i = 0; i < 1000; i++)
		printf "internal,Analyst %d,p%d,P,O,M,2027-%02d-01\n", i, i, 1 + i % 12 }' >../a.csv
	run -0 --separate-stderr sec-new --csv ../a.csv
	[ "${#lines[@]}" -eq 1000 ]
	refute_stderr --partial $'\r'
	run -0 git rev-list --count HEAD
	assert_output 2
	run -0 git status --short
	assert_output ''
	sec-list -f csv -o id,post | sed 's/P\r$/Q\r/' >../b.csv
	run -0 --separate-stderr sec-set --csv ../b.csv
	assert_stderr_line --index 50 'sec-set: … 1000 values in 1000 records were replaced in all'
	run -0 git status --short
	assert_output ''
	run -0 --separate-stderr sec-list --count post -f tsv
	assert_output $'Q\t1000'
}

@test "on a terminal a long run says how far it is, and wipes that" {
	need_terminal
	awk -v heads="$heads" 'BEGIN { print heads; for (i = 0; i < 12000; i++)
		printf "internal,Analyst %d,p%d,P,O,M\n", i, i }' >../a.csv
	script -qec 'sec-new --csv ../a.csv >/dev/null' ../typed >/dev/null
	run -0 grep -aoE 'sec-new: [a-z]+ing [0-9]+( of 12000)?' ../typed
	run -0 bash -c "tail -n 3 ../typed | tr '\r' '\n' | grep -a committed"
	assert_output --regexp '^sec-new: committed [0-9a-f]{10}'
}
