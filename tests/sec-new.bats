# SPDX-License-Identifier: ISC
# sec-new: records from assignments and from streams; all of them or none.

load helper

setup() {
	isolate
	begin_hr
}

given="type=internal title=T ref=p1 person.post=P home.organisation=O home.manager=M"

@test "one record from assignments: its path, one commit, keys in the schema's sections" {
	run -0 --separate-stderr sec-new --id 2026-03-okafor $given
	assert_output secondments/2026/03/2026-03-okafor.ini
	assert_stderr --regexp '^sec-new: committed [0-9a-f]{10}$'
	run -0 cat "$output"
	assert_output '[secondment]
id = 2026-03-okafor
type = internal
title = T

[person]
ref = p1
post = P

[home]
organisation = O
manager = M'
	run -0 git log -1 --format=%B
	assert_output 'sec-new: 2026-03-okafor: secondment.id, secondment.type, secondment.title, person.ref and 3 more

Sec-Tool: sec-new
Sec-Record: 2026-03-okafor
Sec-Field: secondment.id
Sec-Field: secondment.type
Sec-Field: secondment.title
Sec-Field: person.ref
Sec-Field: person.post
Sec-Field: home.organisation
Sec-Field: home.manager'
	run -0 --separate-stderr sec-check
	assert_output ''
}

@test "the id is the month of the start, else of today, and five of the alphabet" {
	run -0 --separate-stderr sec-new $given start=2027-05-03
	assert_output --regexp '^secondments/2027/05/2027-05-[0-9a-hj-km-np-tv-z]{5}\.ini$'
	run -0 --separate-stderr sec-new $given
	assert_output --regexp '^secondments/2026/11/2026-11-[0-9a-hj-km-np-tv-z]{5}\.ini$'
	run -0 --separate-stderr sec-new --today 2031-01-02 $given
	assert_output --regexp '^secondments/2031/01/'
}

@test "the id stays when the start moves" {
	sec-new --id 2026-12-a $given start=2026-12-01 >/dev/null 2>&1
	run -0 --separate-stderr sec-set 2026-12-a start=2027-02-01
	assert_output secondments/2026/12/2026-12-a.ini
	run -0 --separate-stderr sec-check
	assert_output ''
}

@test "--id takes a legal id, once" {
	for id in 2026-3-a 2026-03-A 2026-03- ../x 2026-03-a/b '' "2026-03-$(printf '%33s' '' | tr ' ' a)"; do
		run -2 --separate-stderr sec-new --id "$id" $given
		assert_output ''
		assert_stderr_line --index 0 "sec-new: --id is '$id', expected YYYY-MM- and then lower-case letters, digits and '-', as in 2026-03-okafor"
	done
	no_record
	sec-new --id 2026-03-a $given >/dev/null 2>&1
	run -2 --separate-stderr sec-new --id 2026-03-a $given
	assert_stderr 'sec-new: secondments/2026/03/2026-03-a.ini exists already'
	run -2 --separate-stderr sec-new --id 2026-03-b secondment.id=2026-03-c $given
	assert_stderr 'sec-new: the record says id = 2026-03-c and is to be named 2026-03-b'
}

@test "a record with errors is refused with all that is missing" {
	run -1 --separate-stderr sec-new --id 2026-03-a type=internal
	assert_output ''
	assert_stderr "secondments/2026/03/2026-03-a.ini:1: error: 'home.manager' is missing: every record needs it [required]
    add: home.manager=…
secondments/2026/03/2026-03-a.ini:1: error: 'home.organisation' is missing: every record needs it [required]
    add: home.organisation=…
secondments/2026/03/2026-03-a.ini:1: error: 'person.post' is missing: every record needs it [required]
    add: person.post=…
secondments/2026/03/2026-03-a.ini:1: error: 'person.ref' is missing: this record needs it [required]
    add: person.ref=…
secondments/2026/03/2026-03-a.ini:1: error: 'secondment.title' is missing: every record needs it [required]
    add: secondment.title=…
sec-new: refused, nothing was written: the change adds 5 errors"
	no_record
	run -0 --separate-stderr sec-new --force --id 2026-03-a type=internal
	run -0 git log -1 --format='%(trailers:key=Sec-Forced)'
	assert_output 'Sec-Forced: yes'
}

@test "-n prints what it would make and makes nothing" {
	run -0 --separate-stderr sec-new -n --id 2026-03-a $given
	assert_line --index 0 'diff --git a/secondments/2026/03/2026-03-a.ini b/secondments/2026/03/2026-03-a.ini'
	assert_line --index 1 'new file mode 100644'
	assert_line '+id = 2026-03-a'
	assert_stderr ''
	no_record
}

@test "--from a record written by hand: every byte of it is kept" {
	{
		printf '# from the paper file\n\n'
		small_record 2026-03-hand | sed 's/^post = .*/post=Clerk ; part-time\n# here too/'
		printf '\n# the end\n'
	} >../draft.ini
	run -0 --separate-stderr sec-new --from ../draft.ini
	assert_output secondments/2026/03/2026-03-hand.ini
	run -0 cmp ../draft.ini secondments/2026/03/2026-03-hand.ini
}

@test "--from a record without an id: --id or a new one; assignments fill what it lacks" {
	small_record x | grep -v '^id' >../draft.ini
	run -0 --separate-stderr sec-new --from ../draft.ini --id 2026-03-a title=unused tags=new start=2027-01-04
	run -0 --separate-stderr sec-list -o id,title,tags,start -f tsv
	assert_output '2026-03-a	Data analyst, Estates	new	2027-01-04'
	run -0 --separate-stderr sec-new --from - <../draft.ini
	assert_output --regexp '^secondments/2026/11/2026-11-.....\.ini$'
}

@test "--from a stream: cut at separators, or at each [secondment]" {
	{
		printf '# --- 2026-03-a.ini\n'
		small_record 2026-03-a
		printf '# --- 2026-03-b.ini\n# about b\n'
		small_record x | grep -v '^id'
	} >../stream
	run -0 --separate-stderr sec-new --from ../stream
	assert_output 'secondments/2026/03/2026-03-a.ini
secondments/2026/03/2026-03-b.ini'
	run -0 head -n 1 secondments/2026/03/2026-03-b.ini
	assert_output '# about b'
	{
		small_record 2026-04-a
		printf '\n# belongs below\n'
		small_record 2026-04-b
	} >../stream
	run -0 --separate-stderr sec-new --from ../stream
	assert_output 'secondments/2026/04/2026-04-a.ini
secondments/2026/04/2026-04-b.ini'
	run -0 head -n 2 secondments/2026/04/2026-04-b.ini
	assert_output $'\n# belongs below'
	run -0 git log -1 --format=%s
	assert_output --regexp '^sec-new: 2 records: '
}

@test "a stream is taken as a whole or not at all; errors name their line" {
	{ small_record 2026-03-a && small_record 2026-03-a; } >../twice
	run -2 --separate-stderr sec-new --from ../twice
	assert_stderr 'sec-new: ../twice:13: 2026-03-a stands twice in the input'
	{ printf '# --- 2026-03-x.ini\n' && small_record 2026-03-a; } >../other
	run -2 --separate-stderr sec-new --from ../other
	assert_stderr 'sec-new: ../other:2: the record says id = 2026-03-a and is to be named 2026-03-x'
	{ printf '# --- ../../x.ini\n' && small_record x | grep -v '^id'; } >../evil
	run -2 --separate-stderr sec-new --from - <../evil
	assert_stderr "sec-new: standard input:2: '../../x' is no id of a record: expected YYYY-MM- and then lower-case letters, digits and '-'"
	{ small_record 2026-03-a && small_record 2026-03-b | grep -v '^post'; } >../second
	run -1 --separate-stderr sec-new --from ../second
	assert_output ''
	assert_stderr "secondments/2026/03/2026-03-b.ini:6: error: 'person.post' is missing: every record needs it [required]
    add: person.post=…
sec-new: refused, nothing was written: the change adds 1 error"
	{ small_record 2026-03-a && small_record 2026-03-b; } >../two
	run -2 --separate-stderr sec-new --id 2026-03-a --from ../two
	assert_output ''
	no_record
}

@test "--from what is no record" {
	run -2 --separate-stderr sec-new --from - </dev/null
	assert_stderr 'sec-new: standard input holds no record'
	run -2 --separate-stderr sec-new --from ../none
	assert_stderr 'sec-new: ../none: no such file'
	run -2 --separate-stderr sec-new --from ..
	assert_stderr 'sec-new: .. is a folder, not a plain file'
	run -1 --separate-stderr sec-new --from - <<<'hello'
	assert_stderr --partial "1:1: error: a line without '=': write 'key = value' [syntax-line]"
	no_record
}

@test "sec-list -f ini into sec-new --from - gives the same bytes" {
	cp -r "$SEC_TOP/examples/register" ../examples
	run -0 --separate-stderr sec-list -C ../examples -f ini
	printf '%s\n' "$output" >../stream
	sec-new --force --from - <../stream >../paths 2>/dev/null
	[ "$(wc -l <../paths)" -gt 50 ]
	run -0 diff -r ../examples/secondments secondments
	assert_output ''
	run -0 --separate-stderr sec-list -f ini
	printf '%s\n' "$output" >../again
	run -0 cmp ../stream ../again
	run -0 git status --short
	assert_output ''
}

@test "nothing given: what to type" {
	run -2 --separate-stderr sec-new
	assert_stderr "sec-new: say what is known, as in: sec-new type=internal title='Energy analyst' ref=p1048, or give --from FILE
Try 'sec-new --help'."
}

@test "an id that another clone made in the meantime is not overwritten" {
	small_record 2026-03-a 'Not ours' | put_record 2026-03-a
	run -2 --separate-stderr sec-new --id 2026-03-a $given
	assert_stderr --partial 'secondments/2026/03/2026-03-a.ini'
	run -0 grep title secondments/2026/03/2026-03-a.ini
	assert_output 'title = Not ours'
}

@test "--help says nothing of choosing records, which sec-new does not do" {
	run -0 sec-new --help
	refute_output --partial '--query'
	refute_output --partial 'A RECORD is'
	run -0 sec-set --help
	assert_output --partial '--query'
	assert_output --partial 'A RECORD is'
}
