# SPDX-License-Identifier: ISC
# Naming records: ids, parts of ids, paths, folders, @TEXT and names on standard
# input; what is named twice, by mistake, or not at all.

load helper

# Four records in the register hr of each test, which stands there.
setup() {
	isolate
	begin_hr 2026-03-7k3qf 'Energy analyst' 2026-03-7m111 'Data analyst' \
		2026-04-abcde 'Logistics adviser' 2027-01-zzz-b 'Énergie'
}

ids() {
	run -0 --separate-stderr sec-list --format ids "$@"
	assert_stderr ''
}

@test "a record is named by its id, the beginning of it, or of its part after the month" {
	ids 2026-03-7k3qf
	assert_output 2026-03-7k3qf
	ids 2027
	assert_output 2027-01-zzz-b
	ids 7k3
	assert_output 2026-03-7k3qf
	ids a
	assert_output 2026-04-abcde
}

@test "operands are one list, each record once, in the order first named" {
	ids zzz 7k3 2026-03-7k3qf secondments/2026 zzz
	assert_output '2027-01-zzz-b
2026-03-7k3qf
2026-03-7m111
2026-04-abcde'
	run -0 --separate-stderr sec-list --format ids abc - 7m <<<$'zzz\n7k3'
	assert_output '2026-04-abcde
2027-01-zzz-b
2026-03-7k3qf
2026-03-7m111'
}

@test "an exact id wins over longer ids that begin with it" {
	small_record 2027-01-zzz | put_record 2027-01-zzz
	ids 2027-01-zzz
	assert_output 2027-01-zzz
}

@test "an ambiguous name lists the candidates, on one line each" {
	printf '[secondment]\nid = 2026-03-7nl\ntitle = first\n  second\x1b[31m\n' | put_record 2026-03-7nl
	run -2 --separate-stderr sec-list 2026-03-7
	assert_output ''
	assert_stderr "sec-list: '2026-03-7' means 3 records; name one of them:
  2026-03-7k3qf  p1048, Energy analyst
  2026-03-7m111  p1048, Data analyst
  2026-03-7nl  , first\\nsecond\\x1b[31m"
}

@test "a path is looked for from the current folder and from the register" {
	ids secondments/2026/03/2026-03-7k3qf.ini
	assert_output 2026-03-7k3qf
	ids "$PWD/secondments/2026/03/2026-03-7k3qf.ini"
	assert_output 2026-03-7k3qf
	cd secondments/2026/03
	ids 2026-03-7k3qf.ini ./2026-03-7m111.ini ../04/2026-04-abcde.ini secondments/2027/01/2027-01-zzz-b.ini
	assert_output '2026-03-7k3qf
2026-03-7m111
2026-04-abcde
2027-01-zzz-b'
}

@test "a folder names every record below it" {
	ids secondments/2026/03
	assert_output $'2026-03-7k3qf\n2026-03-7m111'
	ids .
	assert_line --index 3 2027-01-zzz-b
	cd secondments/2026/03
	ids .
	assert_output $'2026-03-7k3qf\n2026-03-7m111'
	ids ../../2027/
	assert_output 2027-01-zzz-b
	ids secondments/2027/
	assert_output 2027-01-zzz-b
}

@test "no operand: readers take every record, from any folder of the register" {
	cd secondments/2026/03
	ids
	assert_line --index 0 2026-03-7k3qf
	assert_line --index 3 2027-01-zzz-b
	[ "${#lines[@]}" -eq 4 ]
}

@test "@TEXT looks in who, ref and title, in any case, beyond ASCII too" {
	ids @ANALYST
	assert_output $'2026-03-7k3qf\n2026-03-7m111'
	ids @éNERGIE
	assert_output 2027-01-zzz-b
	ids @P1048
	[ "${#lines[@]}" -eq 4 ]
	run -2 --separate-stderr sec-list @nobody
	assert_stderr "sec-list: '@nobody': no record has that in who, ref or title"
	run -2 --separate-stderr sec-list @
	assert_stderr "sec-list: '@' needs a text to look for, as in @ferreira
Try 'sec-list --help'."
}

@test "@TEXT finds the name that people.ini gives for a ref" {
	printf '[person p1048]\nname = Åsa Lind\nemail = asa@example.org\n' >people.ini
	ids @lind
	[ "${#lines[@]}" -eq 4 ]
	run -0 --separate-stderr sec-list -o who 7k3
	assert_output $'WHO\nÅsa Lind'
}

@test "people come from --people, SEC_PEOPLE, people.ini, in this order" {
	printf '[person p1048]\nname = Register\n' >people.ini
	printf '[person p1048]\nname = Environment\n' >../env.ini
	printf '[person p1048]\nname = Option\n' >../option.ini
	run -0 --separate-stderr sec-list -o who -f tsv 7k3
	assert_output Register
	SEC_PEOPLE=../env.ini run -0 --separate-stderr sec-list -o who -f tsv 7k3
	assert_output Environment
	SEC_PEOPLE=../env.ini run -0 --separate-stderr sec-list -o who -f tsv --people ../option.ini 7k3
	assert_output Option
	run -0 --separate-stderr sec-set --people ../option.ini -n 7k3 tags=x -q 'who = "Option"'
	assert_output --partial '+tags = x'
	run -2 --separate-stderr sec-list --people ../none.ini
	assert_stderr 'sec-list: ../none.ini: no such file'
	printf '[person p1048]\nname = A\n[home]\n' >../option.ini
	run -2 --separate-stderr sec-list --people ../option.ini
	assert_stderr 'sec-list: ../option.ini:3:1: expected [person REF], found [home]'
}

@test "a writer needs exactly one record for @TEXT, and lists the candidates" {
	run -2 --separate-stderr sec-set @analyst tags=x
	assert_output ''
	assert_stderr "sec-set: '@analyst' means 2 records; name one of them:
  2026-03-7k3qf  p1048, Energy analyst
  2026-03-7m111  p1048, Data analyst"
	run -0 --separate-stderr sec-set @logist tags=x
	assert_output secondments/2026/04/2026-04-abcde.ini
}

@test "what names nothing is exit 2, with the nearest id" {
	run -2 --separate-stderr sec-list 2026-03-7k3qg
	assert_output ''
	assert_stderr "sec-list: '2026-03-7k3qg' names no record; did you mean '2026-03-7k3qf'?"
	run -2 --separate-stderr sec-list nothing-like-it
	assert_stderr "sec-list: 'nothing-like-it' names no record, no file and no folder"
	run -2 --separate-stderr sec-list ''
	assert_stderr "sec-list: an empty name names no record
Try 'sec-list --help'."
}

@test "- reads names, one a line; the first field counts" {
	run -0 --separate-stderr sec-list -f ids - <<<$'7k3\tactive\tJ. Doe\n\nabcde\r'
	assert_output $'2026-03-7k3qf\n2026-04-abcde'
	assert_stderr ''
}

@test "- named twice reads once; a NUL byte in it is refused" {
	run -0 --separate-stderr sec-list -f ids - abc - <<<7k3
	assert_output $'2026-03-7k3qf\n2026-04-abcde'
	assert_stderr ''
	printf '7k3\0abcde\n' >../fed
	run -2 --separate-stderr sec-set - tags=x <../fed
	assert_output ''
	assert_stderr 'sec-set: standard input holds a NUL byte: names are lines of text'
}

@test "an empty - selects nothing, is said, and is no error, for writers too" {
	for tool in sec-list sec-due; do
		run -0 --separate-stderr "$tool" - </dev/null
		assert_output ''
		assert_stderr_line --index 0 "$tool: standard input named no record, so '-' selected nothing"
	done
	run -0 --separate-stderr sec-check - </dev/null
	assert_output ''
	assert_stderr "sec-check: standard input named no record, so '-' selected nothing
sec-check: 0 records: nothing found"
	run -0 --separate-stderr sec-set - tags=x </dev/null
	assert_output ''
	assert_stderr "sec-set: standard input named no record, so '-' selected nothing"
}

@test "a line that names no record is exit 2 and says which; a writer then writes nothing" {
	run -2 --separate-stderr sec-set - tags=x <<<$'7k3\nnobody\nabcde'
	assert_output ''
	assert_stderr "sec-set: standard input, line 2: 'nobody' names no record, no file and no folder"
	run -0 git status --short
	assert_output ''
	run -0 git log --format=%s
	assert_output $'test: commit\nregister: begin'
}

@test "a table, csv or JSON fed by mistake: add --format ids" {
	for format in table csv json; do
		sec-list -f "$format" >../fed
		run -2 --separate-stderr sec-list - <../fed
		assert_output ''
		assert_stderr "sec-list: standard input, line 1: '$(head -n 1 ../fed | tr -d '\r')' names no record; it looks like a table: add --format ids to the program before the pipe"
	done
}

@test "a row without an id is exit 2, not passed over in silence" {
	run -2 --separate-stderr sec-list -f ids - <<<$'7k3\n\tconsidered\tp1'
	assert_stderr 'sec-list: standard input, line 2: a row whose first field is empty names no record'
}

@test "the rows of every tool name records to every other" {
	local producer consumer

	printf '\n[dates]\nstart = 2026-09-01\nend = 2027-02-26\n[agreement]\nsigned-secondee = 2026-08-10\nsigned-home = 2026-08-11\n' \
		>>secondments/2026/03/2026-03-7k3qf.ini
	commit

	for producer in "sec-list -f tsv" "sec-list -f ids" "sec-due --all -f tsv" "sec-due --all -f ids" \
		"sec-check -f tsv" "sec-check --as agreed -f tsv" "sec-check --undecided -f tsv"; do
		$producer >../rows 2>/dev/null || [ $? -eq 1 ]
		[ -s ../rows ]
		for consumer in "sec-list -f ids" "sec-due --all" "sec-check" "sec-check --as agreed" \
			"sec-set -n tags=x"; do
			# shellcheck disable=SC2086 # a command line
			run --separate-stderr $consumer - <../rows
			echo "# $producer | $consumer: $status $stderr"
			[ "$status" -le 1 ]
		done
	done
}

@test "the path that a writer prints names the record to the next program" {
	sec-set 7k3 tags=x >../path 2>/dev/null
	run -0 --separate-stderr sec-list -f ids - <../path
	assert_output 2026-03-7k3qf
}

@test "findings name a path as it was typed, else from the register's root" {
	printf '\nnonsense\n' >>secondments/2026/04/2026-04-abcde.ini
	run -1 --separate-stderr sec-check -f tsv abcde
	assert_output --partial 'secondments/2026/04/2026-04-abcde.ini	'
	cd secondments/2026/03
	run -1 --separate-stderr sec-check -f tsv
	assert_output --regexp '^secondments/2026/04/2026-04-abcde.ini	'
	run -1 --separate-stderr sec-check -f tsv ../04/2026-04-abcde.ini
	assert_output --regexp '^\.\./04/2026-04-abcde.ini	'
	run -1 --separate-stderr sec-check -f tsv ../04/
	assert_output --regexp '^\.\./04/2026-04-abcde.ini	'
	cd ../04
	run -1 --separate-stderr sec-check -f tsv .
	assert_output --regexp '^2026-04-abcde.ini	'
	run -1 --separate-stderr sec-check -f tsv ./2026-04-abcde.ini
	assert_output --regexp '^\./2026-04-abcde.ini	'
}

@test "a file outside the register is judged alone, and no writer touches it" {
	small_record 2026-03-7k3qf 'A copy' >../copy.ini
	run -0 --separate-stderr sec-list -o title ../copy.ini
	assert_output $'TITLE\nA copy'
	run -1 --separate-stderr sec-check ../copy.ini
	assert_output "../copy.ini:2:6: error: the id is '2026-03-7k3qf', but the file is named 'copy.ini' [id-file]"
	run -2 --separate-stderr sec-set ../copy.ini title=x
	assert_stderr "sec-set: ../copy.ini is not in the register $(pwd -P)"
}

@test "plain files need no register, and no git" {
	local bin

	mkdir ../plain ../nogit
	small_record 2026-03-7k3qf >../plain/2026-03-7k3qf.ini
	cd ../plain
	for bin in sec-list sec-check sec-due; do
		ln -s "$SEC_BUILD/bin/$bin" ../nogit/
	done
	export SEC_SCHEMA=$SEC_TOP/schema
	run -0 --separate-stderr env PATH=../nogit sec-list -o id,title 2026-03-7k3qf.ini
	assert_output 'ID            TITLE
2026-03-7k3qf Data analyst, Estates'
	assert_stderr ''
	run -0 --separate-stderr env PATH=../nogit sec-check 2026-03-7k3qf.ini
	assert_stderr 'sec-check: 1 record: nothing found'
	run -0 --separate-stderr env PATH=../nogit sec-list -f ids .
	assert_output 2026-03-7k3qf.ini
	run -0 --separate-stderr env PATH=../nogit sec-list -f ids "$PWD"
	assert_output "$PWD/2026-03-7k3qf.ini"
	run -2 --separate-stderr sec-list
	assert_stderr 'sec-list: no register here: no folder from this one upwards has a policy.ini; name one with -C DIR, or name record files'
	run -2 --separate-stderr sec-list nobody
	assert_stderr "sec-list: 'nobody' is no file, and there is no register here to look for records in; name one with -C DIR"
	run -2 --separate-stderr sec-set 2026-03-7k3qf.ini title=x
	assert_stderr 'sec-set: no register here: no folder from this one upwards has a policy.ini; name one with -C DIR, or make one with: sec-init DIR'
}

@test "the folder of another register names its records, not its policy" {
	make_register ../other
	small_record 2026-05-other | put_record 2026-05-other ../other
	ids ../other
	assert_output ../other/secondments/2026/05/2026-05-other.ini
}

@test "-C names the register, then SEC_REGISTER, then the folders above" {
	make_register ../other
	small_record 2026-05-other | put_record 2026-05-other ../other
	commit ../other
	ids -C ../other
	assert_output 2026-05-other
	SEC_REGISTER=../other ids
	assert_output 2026-05-other
	cd ..
	SEC_REGISTER=other ids -C hr 7k3
	assert_output 2026-03-7k3qf
	SEC_REGISTER='' run -2 --separate-stderr sec-list
	assert_stderr --partial 'sec-list: no register here'
	SEC_REGISTER=nowhere run -2 --separate-stderr sec-list
	assert_stderr 'sec-list: cannot open register nowhere: No such file or directory'
	run -2 --separate-stderr sec-list -C "$HOME"
	assert_stderr "sec-list: $HOME is no register: it has no policy.ini; make one with: sec-init $(shell_word "$HOME")"
	mkdir 'no register'
	run -2 --separate-stderr sec-list -C 'no register'
	assert_stderr "sec-list: no register is no register: it has no policy.ini; make one with: sec-init 'no register'"
}

@test "a writer names the register it wrote when that is not the one around" {
	cd ..
	run -0 --separate-stderr sec-set -C hr 7k3 tags=x
	assert_output secondments/2026/03/2026-03-7k3qf.ini
	assert_stderr --regexp "^sec-set: committed [0-9a-f]{10} in $(in_regexp "$PWD")/hr\$"
	cd hr
	run -0 --separate-stderr sec-set -C . 7k3 tags=y
	assert_stderr_line --index 1 --regexp '^sec-set: committed [0-9a-f]{10}$'
}

@test "-q keeps those named for which it is true" {
	ids -q 'title ~ "analyst"' 7k3 abcde
	assert_output 2026-03-7k3qf
	run -0 --separate-stderr sec-list -f ids -q 'dates.start < today' 7k3 abcde
	assert_output ''
	assert_stderr 'sec-list: 2 records were left out, because a value that -q asks for is missing'
	run -0 --separate-stderr sec-set -q 'title ~ "energy"' secondments tags=x
	assert_output secondments/2026/03/2026-03-7k3qf.ini
}

@test "--at REV and --at DATE read the register as it was, and set today" {
	git rm -q secondments/2026/04/2026-04-abcde.ini
	GIT_COMMITTER_DATE='2027-02-03T12:00:00Z' commit . later
	git commit -q --amend --no-edit --date 2027-02-03T12:00:00Z
	ids --at HEAD~1 abcde
	assert_output 2026-04-abcde
	run -2 --separate-stderr sec-list --at HEAD abcde
	assert_stderr "sec-list: 'abcde' names no record, no file and no folder"
	run -0 --separate-stderr sec-list --at HEAD --today 2020-01-01 -o today -f tsv 7k3
	assert_output 2020-01-01
	run -2 --separate-stderr sec-list --at 2001-01-01
	assert_stderr --regexp '^sec-list: there was no commit yet on 2001-01-01; the first is of 20'
	run -2 --separate-stderr sec-list --at nonsense
	assert_stderr "sec-list: 'nonsense' is neither a revision of this repository nor a date YYYY-MM-DD"
	run -2 --separate-stderr sec-list --at 2026-02-30
	assert_stderr "sec-list: '2026-02-30' is no date; did you mean 2026-02-28?"
}
