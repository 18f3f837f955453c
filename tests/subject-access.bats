# SPDX-License-Identifier: ISC
# sec-render -t subject-access: all that is held on somebody. What stands in the
# record is there whatever the schema thinks of it; the history is asked of git only
# where a template names it.

load helper

setup() {
	isolate
	export GIT_AUTHOR_NAME='R. Osei' GIT_AUTHOR_EMAIL=osei@example.org
	export GIT_AUTHOR_DATE=2026-03-02T09:00:00Z GIT_COMMITTER_DATE=2026-03-02T09:00:00Z
	begin_hr
	{
		printf '# Asked for in January\n'
		small_record 2026-09-a 'Energy analyst'
		printf '\n# Parking is a worry\n[work]\ntask = Save energy\n  at nine sites\nx-desk = 4.12\n'
		printf '\n[x-keys]\nlocker = 17\n\n[note 2026-03-01]\ntext = Called & asked <twice>\n'
	} | put_record 2026-09-a
	small_record 2027-01-b 'Second' | put_record 2027-01-b
	commit . 'taken over'
	GIT_AUTHOR_DATE=2026-03-05T09:00:00Z GIT_COMMITTER_DATE=2026-03-05T09:00:00Z
	sec-set 2026-09-a start=2027-01-04 end=2027-02-26 -m "agreed on the telephone" >/dev/null 2>&1
	GIT_AUTHOR_DATE=2026-03-09T09:00:00Z GIT_COMMITTER_DATE=2026-03-09T09:00:00Z
	sec-set 2026-09-a end=2027-01-29 -m 'one month less' >/dev/null 2>&1
	printf '[person p1048]\nname = Ana Ferreira\nemail = ana@example.org\nphone = 4711\n' >people.ini
}

access() {
	sec-render -t subject-access "$@"
}

@test "every section and key, private ones, remarks and people.ini's row" {
	run -0 --separate-stderr access 2026-09-a
	assert_stderr ''
	assert_line --index 0 '# What is held on Ana Ferreira'
	assert_line '| Name | Ana Ferreira |'
	assert_line '| Email | ana@example.org |'
	assert_line '| Phone | 4711 |'
	assert_line '## Work'
	assert_line '| Task | Save energy<br>at nine sites |'
	assert_line '| X desk | 4.12 |'
	assert_line '> Remark: Parking is a worry'
	assert_line '> Remark: Asked for in January'
	assert_line '## X keys'
	assert_line '| Locker | 17 |'
	assert_line '## Note: 1 March 2026'
	assert_line '| First day | 4 January 2027 |'
	assert_line --partial 'Called & asked \<twice\>'
}

@test "each remark stands with the section it was written above" {
	run -0 --separate-stderr access -f txt 2026-09-a
	run -0 awk '/^---/ { head = before } /^> Remark/ { print head ": " $0 } { before = $0 }' <<<"$output"
	assert_output 'Secondment: > Remark: Asked for in January
Work: > Remark: Parking is a worry'
}

@test "what no program can read is held too, and so is a key that stands twice" {
	printf 'a line without a key\n\ntext = again\ntext = and again\n' >>secondments/2026/09/2026-09-a.ini
	run -0 --separate-stderr access 2026-09-a
	assert_line '> Cannot be read by any program: a line without a key'
	assert_line '| Note | again |'
	assert_line '| Note | and again |'
}

@test "the history is told in sentences, oldest first" {
	run -0 --separate-stderr access -f txt 2026-09-a
	run -0 sed -n '/^What became of it/,/^Where else/p' <<<"$output"
	assert_output --partial '- 2 March 2026: The home manager recorded a new secondment'
	assert_output --partial '- 9 March 2026: The home manager moved the last day from 26 February 2027 to
  29 January 2027: one month less.'
	run -0 grep -n '^- ' <<<"$output"
	assert_line --index 0 --partial '2 March 2026'
	assert_line --index 2 --partial '9 March 2026'
	assert_equal "${#lines[@]}" 3
}

@test "--at tells record and history as they were" {
	run -0 --separate-stderr access --at 2026-03-06 2026-09-a
	assert_line '| Last day | 26 February 2027 |'
	refute_output --partial 'one month less'
	assert_output --partial 'agreed on the telephone'
}

@test "several records of one person make one document" {
	run -0 --separate-stderr access -f html @p1048
	run -0 grep -c 'What is held on Ana Ferreira</h1>' <<<"$output"
	assert_output 2
}

@test "it says plainly that there is no history, or only a part, or not yet" {
	git clone -q --depth 1 "file://$PWD" ../shallow
	run -0 --separate-stderr sec-render -C ../shallow -t subject-access 2026-09-a
	assert_output --partial 'This copy of the register holds only the latest part of the history.'
	cp -r . ../plain
	rm -rf ../plain/.git
	run -0 --separate-stderr sec-render -C ../plain -t subject-access 2026-09-a
	assert_output --partial 'Nothing is committed to git here, so it has no history.'
	small_record 2027-02-c | put_record 2027-02-c
	run -0 --separate-stderr access 2027-02-c
	assert_output --partial 'It is not committed to git yet, so it has no history.'
	cp secondments/2026/09/2026-09-a.ini ../one.ini
	cd ..
	run -0 --separate-stderr access one.ini
	assert_output --partial 'outside any register, so its history is not known.'
	assert_line 'No name or address is kept apart from the record.'
}

@test "other documents never start git" {
	printf 'garbage' >.git/HEAD
	: >.git/no-fsck
	run -0 --separate-stderr sec-render -t case-summary 2026-09-a
	assert_stderr ''
	run -2 --separate-stderr access 2026-09-a
	assert_output ''
	refute_stderr ''
}

@test "the same input gives the same bytes in every format" {
	local format

	for format in md html txt; do
		access -f "$format" 2026-09-a >../one
		[ -s ../one ]
		TZ=Pacific/Kiritimati LC_ALL=C.UTF-8 access -f "$format" 2026-09-a >../two
		run -0 cmp ../one ../two
	done
	access -f html 2026-09-a >../page.html
	run -0 xmllint --html --noout ../page.html
}
