# SPDX-License-Identifier: ISC
# sec-log: what happened to records, as a story and as rows, over histories that
# programs and people with an editor have made.

load helper

id=2026-03-7k3qf

# by NAME DAY COMMAND...: as somebody, at ten in the morning an hour east of UTC.
by() {
	local name=$1 day=$2

	shift 2
	GIT_AUTHOR_NAME=$name GIT_AUTHOR_EMAIL=${name// /.}@example.org \
		GIT_COMMITTER_NAME=$name GIT_COMMITTER_EMAIL=${name// /.}@example.org \
		GIT_AUTHOR_DATE="$day 10:00:00 +0100" GIT_COMMITTER_DATE="$day 10:00:00 +0100" \
		SEC_TODAY=$day "$@" 2>"$HOME/said" >"$HOME/printed"
}
# edit SED-COMMAND: by hand, in the record.
edit() {
	sed -i "$1" "$(record_path "$id")"
}
# rows ARG...: as tsv, a bar for each tab.
rows() {
	sec-log "$@" -f tsv | tr '\t' '|'
}
tidy_record() {
	small_record "$id" 'Energy analyst, Estates' | sed 's/ref = p1048/name = A. Okafor/'
	printf 'hr = F. Brennan\n\n[host]\ndepartment = Estates\nmanager = J. Brandt\nlead = H. Orme\n'
	printf '\n[dates]\nstart = 2026-03-02\nend = 2026-10-30\n'
}

# What four people did from January to July, with programs and by hand.
setup() {
	isolate
	GIT_AUTHOR_DATE='2026-01-05 10:00:00 +0100' GIT_COMMITTER_DATE='2026-01-05 10:00:00 +0100' \
		begin_hr
	tidy_record | put_record "$id"
	by 'F. Brennan' 2026-01-06 commit . $'new case\n\nAsked for at the January meeting.\n'
	by 'R. Osei' 2026-01-20 sec-set 7k3 permission: decision=yes by='R. Osei' date=today --force
	by 'H. Orme' 2026-07-20 sec-set 7k3 extension:today to=2027-01-29 decision=yes \
		-m 'merge slipped by a quarter' --force
	edit 's/^manager = J. Brandt/manager = A. Cole/'
	by 'F. Brennan' 2026-07-20 commit . 'J. Brandt has left'
	edit '1i # to be archived'
	by 'Somebody Else' 2026-07-21 commit . 'say what is next'
}

@test "the day of a change is not said twice, but in full beside another" {
	by 'F. Brennan' 2026-08-03 sec-set 7k3 mentor: name='D. Whitlock' since=today
	by 'F. Brennan' 2026-08-04 sec-set 7k3 pdp.created=today contact:2026-08-03 by='R. Osei' with=secondee
	run -0 --separate-stderr sec-log 7k3 --since 2026-08-03
	assert_output --partial 'On 3 August 2026 HR named D. Whitlock as mentor (since that day).'
	assert_output --partial 'was made on 4 August 2026'
	by 'F. Brennan' 2026-08-05 sec-set 7k3 debrief:today by='R. Osei' with=secondee
	run -0 --separate-stderr sec-log 7k3 --since 2026-08-05
	assert_output --partial 'On 5 August 2026 HR recorded a debrief that day by R. Osei with'
}

@test "of what one day brought, the third and later begin shorter" {
	by 'F. Brennan' 2026-08-03 sec-set 7k3 title=A
	by 'F. Brennan' 2026-08-03 sec-set 7k3 title=B
	by 'F. Brennan' 2026-08-03 sec-set 7k3 title=C
	by 'F. Brennan' 2026-08-04 sec-set 7k3 title=D
	run -0 --separate-stderr sec-log 7k3 --since 2026-08-03
	assert_output '2026-03-7k3qf: D (A. Okafor)

On 3 August 2026 HR changed the title from “Energy analyst, Estates” to “A”. The
same day HR changed the title from A to B. Then HR changed the title from B to
C.

On 4 August 2026 HR changed the title from C to D.'
}

@test "what git lists below the message of a merge that stopped is no reason" {
	git branch -q other
	by 'F. Brennan' 2026-08-03 sec-set 7k3 title=A
	git checkout -q other
	by 'H. Orme' 2026-08-03 sec-set 7k3 title=B
	run -1 git merge -q main
	printf '%s\n' "$(sed '/^<<<<<<<\|^=======\|^>>>>>>>\|^title = [AB]/d' "$(record_path "$id")")" >"$(record_path "$id")"
	sed -i 's/^type/title = C\ntype/' "$(record_path "$id")"
	git add .
	by 'H. Orme' 2026-08-04 git commit -q --no-edit
	run -0 git log -1 --format=%B
	assert_line '# Conflicts:'
	run -0 --separate-stderr sec-log 7k3 --since 2026-08-04
	assert_output --partial 'On 4 August 2026 the host lead changed the title from'
	refute_output --partial Conflicts
}

@test "an undo is told by what it changed, with the reason that somebody gave" {
	by 'F. Brennan' 2026-08-03 sec-set 7k3 title=Wrong
	by 'F. Brennan' 2026-08-04 sec-set 7k3 --undo -m 'meant for another'
	by 'F. Brennan' 2026-08-05 sec-set 7k3 --undo
	run -0 --separate-stderr sec-log 7k3 --since 2026-08-04
	assert_output --regexp ':[[:space:]]meant for another\.'
	assert_output --regexp ':[[:space:]]undone\.'
	refute_output --partial 'Undo of'
}

@test "the story of one record" {
	run -0 --separate-stderr sec-log 7k3
	assert_stderr ''
	assert_output "2026-03-7k3qf: Energy analyst, Estates (A. Okafor)

On 6 January 2026 HR recorded a new secondment of A. Okafor (Finance officer) to
Estates from 2 March 2026 to 30 October 2026: Asked for at the January meeting.

On 20 January 2026 the home manager recorded that permission was given by R.
Osei that day.

On 20 July 2026 the host lead extended it to 29 January 2027: merge slipped by a
quarter. The same day HR changed the host manager from J. Brandt to A. Cole: J.
Brandt has left.

On 21 July 2026 Somebody Else edited comments or layout: say what is next."
}

@test "there is no hash in a story" {
	sec-log >all
	[ -s all ]
	git log --format=%h >hashes
	run -1 grep -F -f hashes all
}

@test "the chronicle of several: by day, each record named" {
	small_record 2026-08-other 'Data analyst' | put_record 2026-08-other
	edit 's/^end = .*/end = 2026-11-30/'
	by 'F. Brennan' 2026-07-21 commit . 'two at once'
	run -0 --separate-stderr sec-log --since 2026-07-20
	assert_stderr ''
	assert_output '20 July 2026
  2026-03-7k3qf: Energy analyst, Estates (A. Okafor)
    The host lead extended it to 29 January 2027: merge slipped by a quarter.
    HR changed the host manager from J. Brandt to A. Cole: J. Brandt has left.

21 July 2026
  2026-03-7k3qf: Energy analyst, Estates (A. Okafor)
    Somebody Else edited comments or layout: say what is next.
    HR moved the last day from 30 October 2026 to 30 November 2026: two at once.
  2026-08-other: Data analyst (p1048)
    F. Brennan recorded a new secondment of p1048 (Finance officer): two at
    once.'
}

@test "tsv: one change of one field a line" {
	run -0 --separate-stderr rows 7k3 --since 2026-01-20
	assert_stderr ''
	assert_output '2026-03-7k3qf|2026-01-20T10:00:00+01:00|R. Osei|permission||added|
2026-03-7k3qf|2026-01-20T10:00:00+01:00|R. Osei|permission.decision||yes|
2026-03-7k3qf|2026-01-20T10:00:00+01:00|R. Osei|permission.by||R. Osei|
2026-03-7k3qf|2026-01-20T10:00:00+01:00|R. Osei|permission.date||2026-01-20|
2026-03-7k3qf|2026-07-20T10:00:00+01:00|H. Orme|extension:2026-07-20||added|merge slipped by a quarter
2026-03-7k3qf|2026-07-20T10:00:00+01:00|H. Orme|extension:2026-07-20.to||2027-01-29|merge slipped by a quarter
2026-03-7k3qf|2026-07-20T10:00:00+01:00|H. Orme|extension:2026-07-20.decision||yes|merge slipped by a quarter
2026-03-7k3qf|2026-07-20T10:00:00+01:00|F. Brennan|host.manager|J. Brandt|A. Cole|
2026-03-7k3qf|2026-07-21T10:00:00+01:00|Somebody Else|||layout|'
	run -0 --separate-stderr rows 7k3 --until 2026-01-06
	assert_line --index 0 '2026-03-7k3qf|2026-01-06T10:00:00+01:00|F. Brennan|||added|Asked for at the January meeting.'
	assert_line --index 1 '2026-03-7k3qf|2026-01-06T10:00:00+01:00|F. Brennan|secondment||added|Asked for at the January meeting.'
	run -0 awk -F '|' 'NF != 7' <<<"$output"
	assert_output ''
}

@test "csv has a heading and the guard, json every detail" {
	edit 's/^manager = A. Cole/manager = =1+1/'
	by 'F. Brennan' 2026-07-22 commit . 'a bad name'
	run -0 --separate-stderr sec-log --field host.manager --since 2026-07-01 -f csv
	assert_stderr ''
	assert_output $'id,when,who,field,old,new,reason\r
2026-03-7k3qf,2026-07-20T10:00:00+01:00,F. Brennan,host.manager,J. Brandt,A. Cole,\r
2026-03-7k3qf,2026-07-22T10:00:00+01:00,F. Brennan,host.manager,A. Cole,\'=1+1,\r'
	run -0 --separate-stderr sec-log --field extension.to -f json
	assert_output '{"id": "2026-03-7k3qf", "when": "2026-07-20T10:00:00+01:00", "who": "H. Orme", "field": "extension:2026-07-20.to", "old": null, "new": "2027-01-29", "reason": "merge slipped by a quarter", "change": "added", "section": "extension", "section-id": "2026-07-20", "key": "to", "title": "Energy analyst, Estates", "commit": "'"$(git log --format=%H --author=Orme)"'", "committed": "2026-07-20T10:00:00+01:00", "tool": "sec-set", "forced": true}'
	sec-log -f json >lines
	[ "$(json_lines <lines)" -eq "$(sec-log -f tsv | wc -l)" ]
	run -1 grep @example.org lines
}

@test "sections and records that went, were renamed, moved" {
	edit 's/^\[extension 2026-07-20\]/[extension 2026-07-19]/'
	by 'H. Orme' 2026-07-22 commit . 'asked the day before'
	edit '/^\[permission\]/,/^date/d'
	by 'R. Osei' 2026-07-23 commit . 'not mine to give'
	git mv "$(record_path "$id")" 2026-03-7k3qf.ini
	mkdir -p secondments/2026/04 && git mv 2026-03-7k3qf.ini "$(record_path 2026-04-7k3qf)"
	by 'F. Brennan' 2026-07-24 commit . 'begins a month later'
	git rm -q "$(record_path 2026-04-7k3qf)"
	by 'F. Brennan' 2026-07-25 commit . 'entered twice'
	run -0 --separate-stderr sec-log 2026-04-7k3qf --since 2026-07-22
	assert_stderr ''
	assert_output '2026-04-7k3qf: Energy analyst, Estates (A. Okafor)

On 22 July 2026 the host lead moved the extension of 20 July 2026 to 19 July
2026: asked the day before.

On 23 July 2026 the home manager removed the permission (given: yes; by: R.
Osei; date: 20 January 2026): not mine to give.

On 24 July 2026 HR renamed the record from 2026-03-7k3qf to 2026-04-7k3qf:
begins a month later.

On 25 July 2026 HR deleted the record (state: considered): entered twice.'
	run -0 --separate-stderr rows 2026-04-7k3qf --since 2026-07-22
	assert_line --index 0 '2026-03-7k3qf|2026-07-22T10:00:00+01:00|H. Orme|extension:2026-07-19|extension:2026-07-20|renamed|'
	assert_line --index 1 '2026-03-7k3qf|2026-07-23T10:00:00+01:00|R. Osei|permission||removed|'
	assert_line --index 2 '2026-03-7k3qf|2026-07-23T10:00:00+01:00|R. Osei|permission.decision|yes||'
	assert_line '2026-04-7k3qf|2026-07-24T10:00:00+01:00|F. Brennan||2026-03-7k3qf|renamed|'
	assert_line '2026-04-7k3qf|2026-07-25T10:00:00+01:00|F. Brennan|||removed|'
}

@test "a merge is told by the commits that made it" {
	git checkout -q -b other HEAD~2
	by 'H. Orme' 2026-07-21 sec-set 7k3 work.fte=0.8 -m 'from the other clone'
	git checkout -q main
	by 'F. Brennan' 2026-07-23 git merge -q -m "Merge branch 'other'" other
	run -0 --separate-stderr rows 7k3 --since 2026-07-21
	assert_stderr ''
	run -0 sort <<<"$output"
	assert_output '2026-03-7k3qf|2026-07-21T10:00:00+01:00|H. Orme|work.fte||0.8|from the other clone
2026-03-7k3qf|2026-07-21T10:00:00+01:00|H. Orme|work||added|from the other clone
2026-03-7k3qf|2026-07-21T10:00:00+01:00|Somebody Else|||layout|'
}

@test "--since, --until, --author: by the author's calendar, name or address" {
	run -0 rows --since 2026-07-21
	assert_equal "${#lines[@]}" 1
	run -0 rows --since 2026-01-20 --until 2026-01-20
	assert_equal "${#lines[@]}" 4
	run -0 rows --until yesterday --since today-1d --today 2026-07-21
	assert_equal "${#lines[@]}" 4
	run -0 rows --author ORME
	assert_equal "${#lines[@]}" 3
	run -0 rows --author somebody.else@
	assert_equal "${#lines[@]}" 1
	# nine in the evening there is the next day in UTC
	edit 's/^end = .*/end = 2026-11-30/'
	GIT_AUTHOR_DATE='2026-08-01 21:00:00 -0500' commit . 'late'
	run -0 rows --since 2026-08-01 --until 2026-08-01
	assert_output '2026-03-7k3qf|2026-08-01T21:00:00-05:00|Test Officer|dates.end|2026-10-30|2026-11-30|'
}

@test "--field: a key, a label, a section, one of several, a key of one" {
	local field

	for field in extension.decision:1 'host manager:2' host.manager:2 extension:3 \
		extension:2026-07-20:3 extension:2026-07-20.to:1 extension:2026-07-21:0 x-own:0 \
		permission:4; do
		run -0 --separate-stderr rows --field "${field%:*}"
		assert_equal "$field ${#lines[@]}" "$field ${field##*:}"
	done
	run -0 --separate-stderr sec-log 7k3 --field extension.to
	assert_output '2026-03-7k3qf: Energy analyst, Estates (A. Okafor)

On 20 July 2026 the host lead recorded the last day of the extension of 20 July
2026 (29 January 2027): merge slipped by a quarter.'
	run -2 --separate-stderr sec-log --field extention
	assert_stderr "sec-log: unknown section 'extention', did you mean 'extension'?"
	run -2 --separate-stderr sec-log --field revie:2026-01-01
	assert_stderr "sec-log: unknown section 'revie', did you mean 'review'?"
	run -2 --separate-stderr sec-log --field ttle
	assert_stderr "sec-log: unknown field 'ttle', did you mean 'title'?"
	run -2 --separate-stderr sec-log --field by
	assert_stderr "sec-log: 'by' may be permission.by, selection.by, clearance.by, review.by, contact.by or debrief.by: write the section too"
}

@test "-q is judged on records as they are, on those that went as they last were" {
	small_record 2026-08-other 'Data analyst' | put_record 2026-08-other
	by 'F. Brennan' 2026-07-22 commit
	git rm -q "$(record_path 2026-08-other)"
	by 'F. Brennan' 2026-07-23 commit
	run -0 --separate-stderr sec-log -q 'title ~ "data"' --since 2026-07-23
	assert_stderr ''
	assert_output '2026-08-other: Data analyst (p1048)

On 23 July 2026 F. Brennan deleted the record (state: considered): test: commit.'
	sec-log -q 'host.lead = "H. Orme"' -f tsv | cut -f 1 | uniq >ids
	run -0 cat ids
	assert_output 2026-03-7k3qf
	run -0 --separate-stderr sec-log 2026-08-other -q 'title ~ "nobody"'
	assert_output ''
	assert_stderr 'sec-log: nothing changed that was asked for'
}

@test "what changed nothing, and what is not there" {
	run -0 --separate-stderr sec-log --since 2026-09-01
	assert_output ''
	assert_stderr 'sec-log: nothing changed that was asked for'
	run -0 --separate-stderr sec-log --since 2026-09-01 -f json
	assert_output ''
	run -2 --separate-stderr sec-log 2020-01-nobod
	assert_output ''
	assert_stderr "sec-log: '2020-01-nobod' names no record, neither now nor before"
	run -2 --separate-stderr sec-log nobod
	assert_stderr "sec-log: 'nobod' names no record, no file and no folder"
	run -2 --separate-stderr sec-log --since 03/04/2026
	assert_stderr "sec-log: --since is '03/04/2026', expected YYYY-MM-DD, or today-30d
Try 'sec-log --help'."
	run -2 --separate-stderr sec-log -f table
	assert_stderr "sec-log: --format is text, tsv, csv or json, not 'table'
Try 'sec-log --help'."
	cd .. || return 1
	run -2 --separate-stderr sec-log
	assert_stderr --partial 'sec-log: no register here'
}

@test "no repository, and none with a commit" {
	mkdir ../plain && cp policy.ini ../plain
	run -2 --separate-stderr sec-log -C ../plain
	assert_output ''
	assert_stderr --regexp '^sec-log: [^ ].*$'
	git init -q ../plain
	run -2 --separate-stderr sec-log -C ../plain
	assert_output ''
	assert_stderr --regexp '^sec-log: [^ ].*$'
}

@test "a shallow clone says that there was more" {
	git clone -q --depth 2 "file://$PWD" ../shallow
	run -0 --separate-stderr sec-log -C ../shallow --since 2026-07-21
	assert_output '21 July 2026
  2026-03-7k3qf: Energy analyst, Estates (A. Okafor)
    Somebody Else edited comments or layout: say what is next.'
	assert_stderr 'sec-log: the beginning is missing: this clone is shallow, and what came before it is not here; git fetch --unshallow brings the rest'
}

@test "--at: history up to there" {
	run -0 --separate-stderr rows --at 2026-01-31 --field permission.by
	assert_output '2026-03-7k3qf|2026-01-20T10:00:00+01:00|R. Osei|permission.by||R. Osei|'
	run -0 --separate-stderr sec-log --at HEAD~3 --since 2026-07-01
	assert_output ''
}

@test "no byte of a record or a message acts on the terminal or breaks a line" {
	printf '\n[note 2026-07-22]\ntext = a\\tb\\\\c\n  second line\n' >>"$(record_path "$id")"
	by $'Eve \e[31m' 2026-07-22 commit . $'see\n\nwhy \e[2J\ttab\nsecond\n'
	run -0 --separate-stderr sec-log 7k3 --since 2026-07-22
	assert_line --index 1 'On 22 July 2026 Eve \x1b[31m noted “a\tb\\c second line”: why \x1b[2J tab'
	run -0 --separate-stderr rows 7k3 --since 2026-07-22
	assert_equal "${#lines[@]}" 2
	run -0 awk -F '|' 'NF != 7' <<<"$output"
	assert_output ''
	sec-log 7k3 -f json >lines
	run -0 json_lines <lines
}

@test "names for refs, and the author known by people.ini" {
	printf '[person p7]\nname = Helen Orme\nemail = ho@example.org\n' >people.ini
	edit 's/^lead = .*/lead = p7/'
	by 'F. Brennan' 2026-07-22 commit . 'a ref'
	edit 's/^end = .*/end = 2026-11-30/'
	GIT_AUTHOR_NAME='helen o' GIT_AUTHOR_EMAIL=HO@example.org GIT_AUTHOR_DATE='2026-07-23 10:00:00 +0100' \
		commit . 'longer'
	run -0 --separate-stderr sec-log 7k3 --since 2026-07-22
	assert_output '2026-03-7k3qf: Energy analyst, Estates (A. Okafor)

On 22 July 2026 HR changed the host lead from H. Orme to Helen Orme: a ref.

On 23 July 2026 the host lead moved the last day from 30 October 2026 to 30
November 2026: longer.'
	run -0 rows 7k3 --since 2026-07-22
	assert_line --index 0 '2026-03-7k3qf|2026-07-22T10:00:00+01:00|F. Brennan|host.lead|H. Orme|p7|'
}

@test "a register tells things its own way" {
	put_text schema/ours.ini <<-'INI'
		[section badge]
		label = Badge

		[field badge.number]
		label = Badge number

		[story badge]
		for = badge
		say = gave out a badge[ with the number {.number}]

		[story extended-ours]
		for = extension.decision
		when = .decision = yes
		say = gave it more time, until {.to}
	INI
	printf '\n[badge]\nnumber = 7\n' >>"$(record_path "$id")"
	by 'H. Orme' 2026-07-22 commit . 'badges'
	run -0 --separate-stderr sec-log 7k3 --author orme
	assert_stderr ''
	assert_output '2026-03-7k3qf: Energy analyst, Estates (A. Okafor)

On 20 July 2026 the host lead gave it more time, until 29 January 2027: merge
slipped by a quarter.

On 22 July 2026 the host lead gave out a badge with the number 7: badges.'
}

@test "a lost reader ends the walk" {
	run -2 bash -c 'sec-log -f tsv >/dev/full'
	assert_output --partial 'sec-log: cannot write to standard output'
}

@test "a conflict settled for one side is told as what the merge did" {
	local keep told

	git tag before
	git checkout -q -b left
	sec-set 7k3 title=Left person.grade=7 >/dev/null 2>&1
	git checkout -q -b right before
	sec-set 7k3 title=Right home.department=U >/dev/null 2>&1
	while read -r keep told; do
		git checkout -q -B merged right
		run -1 --separate-stderr git merge -m both left
		sed -i -e '/^[<=>]\{7\}/d' -e '/^title = Left/d' -e "s/^title = Right/title = $keep/" "$(record_path $id)"
		git commit -qam settled
		run -0 --separate-stderr rows 7k3 --field title
		assert_equal "$(tail -n 3 <<<"$output" | cut -d '|' -f 4-6)" "secondment.title|Energy analyst, Estates|Left
secondment.title|Energy analyst, Estates|Right
secondment.title|$told"
		run -0 --separate-stderr rows 7k3
		assert_equal "$(grep -c '|person\.grade|' <<<"$output")" 1
		assert_equal "$(grep -c '|home\.department|' <<<"$output")" 1
	done <<-'CASES'
		Right Left|Right
		Left Right|Left
		Neither Right|Neither
	CASES
}
