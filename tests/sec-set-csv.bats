# SPDX-License-Identifier: ISC
# sec-set --csv: each row changes the record it names, all of them or none.

load helper

setup() {
	isolate
	begin_hr 2026-03-7k3qf 'Energy analyst' 2026-03-b2b2b 'Network planner' \
		2026-04-c3c3c 'Clerk of works'
}

untouched() {
	run -0 git log --format=%s
	assert_output 'test: commit
register: begin'
	run -0 git status --short
	assert_output ''
}

@test "each row changes its record: one commit, empty cells change nothing" {
	cat >../moves.csv <<-'CSV'
		id,Home manager,host.department,state
		2026-03-7k3qf,J. Brandt,,considered
		b2b,,Aldermoor,considered
		secondments/2026/04/2026-04-c3c3c.ini,R. Osei,,x
	CSV
	run -0 --separate-stderr sec-set --csv ../moves.csv -m 'moves of May'
	assert_output 'secondments/2026/03/2026-03-7k3qf.ini
secondments/2026/03/2026-03-b2b2b.ini'
	assert_stderr --regexp '^sec-set: ../moves.csv: one column is worked out from the rest, and is passed over: state
sec-set: 2026-03-7k3qf: home.manager: R. Osei → J. Brandt
sec-set: committed [0-9a-f]{10}$'
	run -0 git show --format=%s%n%b --unified=0 HEAD
	assert_line --index 0 'sec-set: 2 records: home.manager, host.department'
	assert_line --index 1 'moves of May'
	run -0 git show --format= --numstat HEAD
	assert_output $'1\t1\tsecondments/2026/03/2026-03-7k3qf.ini
3\t0\tsecondments/2026/03/2026-03-b2b2b.ini'
	run -0 --separate-stderr sec-set --csv ../moves.csv
	assert_output ''
	assert_stderr_line 'sec-set: already so, nothing to write'
	run -0 git rev-list --count HEAD
	assert_output 3
}

@test "what sec-list printed, edited, comes back" {
	sec-list -f csv -o id,title,post,who >../list.csv
	sed -i 's/Finance officer/=Finance; "chief"/;s/,=Fin.*chief"/,"'"'"'=Finance; ""chief"""/' ../list.csv
	run -0 --separate-stderr sec-set --csv - <../list.csv
	run -0 --separate-stderr sec-list -f tsv -o post
	assert_line --index 0 '=Finance; "chief"'
	assert_equal "${#lines[@]}" 3
}

@test "assignments beside it are made in every record named" {
	run -0 --separate-stderr sec-set --csv - tags+=moved note:+ text='Moved in May' by=Me <<<$'id,home.manager\n7k3,X\nc3c,Y'
	run -0 --separate-stderr sec-list -f tsv -o id,home.manager,tags
	assert_output $'2026-03-7k3qf\tX\tmoved
2026-03-b2b2b\tR. Osei\t
2026-04-c3c3c\tY\tmoved'
}

@test "rows that name no record, several, or one named above" {
	run -2 --separate-stderr sec-set --csv - <<-'CSV'
		id,home.manager,start
		7k3,X,
		,X,
		zzz,X,
		2026-03,X,
		2026-03-7k3qf,Y,
		-,Y,
		@clerk of,Y,1/2/2027
		nosuch.ini,Y,
	CSV
	assert_output ''
	assert_stderr "sec-set: standard input: 7 mistakes, nothing was written
  row 3, id: names no record
  row 4, id: 'zzz' names no record, no file and no folder
  row 5, id: '2026-03' means 2 records; name one of them
  row 6, id: row 2 is about the same record
  row 7, id: '-' names no record here
  row 8, start: '1/2/2027' is 1 February 2027 or 2 January 2027: write 2027-02-01 or 2027-01-02
  row 9, id: 'nosuch.ini' names no record, no file and no folder"
	untouched
}

@test "a sheet without the column id, and one without rows" {
	run -2 --separate-stderr sec-set --csv - <<<$'title\nx'
	assert_stderr "sec-set: standard input has no column 'id', which says what record a row is about"
	run -0 --separate-stderr sec-set --csv - <<<$'id,title'
	assert_output ''
	assert_stderr 'sec-set: standard input has headings and no row below them, nothing to write'
	run -2 --separate-stderr sec-set --csv - <<<$'id,titel\n7k3,x'
	assert_stderr "sec-set: standard input: 1 mistake, nothing was written
  row 1, titel: unknown field 'titel', did you mean 'title'?"
	untouched
}

@test "one refused row refuses them all, at its row and column" {
	run -1 --separate-stderr sec-set --csv - <<<$'id,title,type\n7k3,New,\nb2b,,within\n'
	assert_output ''
	assert_stderr "standard input, row 3, type: error: 'within' is not one of internal, external, voluntary [enum-value]
    write one of the listed words
sec-set: refused, nothing was written: the change adds 1 error"
	untouched
	run -0 --separate-stderr sec-set --force --csv - <<<$'id,title,type\n7k3,New,\nb2b,,within\n'
	run -0 git log -1 --format='%(trailers:key=Sec-Forced)'
	assert_output 'Sec-Forced: yes'
}

@test "an uncommitted edit of one record keeps all as they are" {
	sed -i 's/^title.*/title = Mine/' secondments/2026/03/2026-03-b2b2b.ini
	run -2 --separate-stderr sec-set --csv - <<<$'id,post\n7k3,X\nb2b,X'
	assert_stderr --partial 'secondments/2026/03/2026-03-b2b2b.ini has an uncommitted edit'
	run -0 git status --short
	assert_output ' M secondments/2026/03/2026-03-b2b2b.ini'
	run -0 git log -1 --format=%s
	assert_output 'test: commit'
}

@test "-n shows the difference; options and operands that make no sense" {
	run -0 --separate-stderr sec-set -n --csv - <<<$'id,post\n7k3,X'
	assert_line '+post = X'
	untouched
	run -2 --separate-stderr sec-set --csv ../a.csv 7k3
	assert_stderr_line --index 0 "sec-set: --csv names the records itself, in its column id: leave out '7k3'"
	run -2 --separate-stderr sec-set --csv ../a.csv -q 'state = active'
	assert_stderr_line --index 0 'sec-set: --csv names the records itself, in its column id: leave out -q'
	run -2 --separate-stderr sec-set --csv ../none.csv
	assert_stderr 'sec-set: ../none.csv: no such file'
	run -2 --separate-stderr sec-set --csv - work.task@=- <<<'id'
	assert_stderr_line --index 0 "sec-set: standard input can be read only once: rows ('--csv -') and a value ('@=-') cannot both come from it"
}

@test "what a spreadsheet made of numbers in text is refused; a number keeps its spelling" {
	sec-set --force 7k3 ref=0042 work.fte=0.80 host.post=12345678901234 >/dev/null 2>&1
	sec-set --force b2b ref=1e5 work.fte=1.0 >/dev/null 2>&1
	run -2 --separate-stderr sec-set --csv - <<<$'id,Secondee ref,work.fte,host.post,home.manager\n7k3,42,0.8,1.2346E+13,X\nb2b,100000,1,,X'
	assert_output ''
	assert_stderr "sec-set: standard input: 3 mistakes, nothing was written
  row 2, Secondee ref: '42' is 0042 in the record, and a spreadsheet made a number of it: give the column the format text; if it shall change: sec-set 2026-03-7k3qf person.ref=42
  row 2, host.post: '1.2346E+13' is 12345678901234 in the record, and a spreadsheet made a number of it: give the column the format text; if it shall change: sec-set 2026-03-7k3qf host.post=1.2346E+13
  row 3, Secondee ref: '100000' is 1e5 in the record, and a spreadsheet made a number of it: give the column the format text; if it shall change: sec-set 2026-03-b2b2b person.ref=100000"
	run -0 --separate-stderr sec-set --csv - <<<$'id,work.fte\n7k3,0.8\nb2b,1'
	assert_stderr 'sec-set: already so, nothing to write'
	run -0 --separate-stderr sec-set --force --csv - <<<$'id,ref,work.fte\n7k3,43,0.9\nb2b,0,1'
	run -0 --separate-stderr sec-list -f tsv -o ref,work.fte 7k3 b2b
	assert_output $'43\t0.9\n0\t1'
	sec-set --force 7k3 ref=0042 >/dev/null 2>&1
	run -0 sec-list -f csv -o id,ref,host.post,work.fte,start,title 7k3
	assert_line --index 1 $'2026-03-7k3qf,"0042","12345678901234",0.9,,Energy analyst\r'
}
