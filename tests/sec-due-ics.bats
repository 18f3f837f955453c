# SPDX-License-Identifier: ISC
# sec-due -f ics: due items as a calendar. What other programs make of it is in
# tests/interop/calendar.bats.

load helper

# Today is 2026-11-21. One record under way, with two kinds of item left that we look
# at; every commit has its own day.
setup() {
	isolate
	on 2026-09-01
	begin_hr
	{
		small_record 2026-09-a 'Energy analyst, Estates; "north"'
		printf '\n[host]\ndepartment = Estates\nmanager = H. Marsh\nlead = H. Orme\n\n[dates]\nstart = 2026-09-01\nend = 2027-02-26\n'
		printf '\n[agreement]\nsigned-secondee = 2026-08-10\nsigned-home = 2026-08-11\n'
	} | put_record 2026-09-a
	on 2026-09-02
	commit
	on 2026-10-01
}

# on DAY: commits are made at noon of that day, two hours east of UTC.
on() {
	export GIT_AUTHOR_DATE="$1T12:00:00+0200" GIT_COMMITTER_DATE="$1T12:00:00+0200"
}

# unfold <ICS: one property a line, without CR.
unfold() {
	sed -z 's/\r\n //g; s/\r//g'
}

# events KEY... <ICS: those properties of each event, separated by |, a line each.
events() {
	unfold | awk -v keys="$*" '
		BEGIN { n = split(keys, key, " ") }
		/^BEGIN:VEVENT/ { delete of; alarm = 0 }
		/^BEGIN:VALARM/ { alarm = 1 }
		{ at = index($0, ":"); name = substr($0, 1, at - 1); sub(/;.*/, "", name)
		  if (!alarm || name == "TRIGGER") of[name] = substr($0, at + 1) }
		/^END:VALARM/ { alarm = 0 }
		/^END:VEVENT/ { for (i = 1; i <= n; i++) printf "%s%s", of[key[i]], i < n ? "|" : "\n" }'
}

# change ASSIGNMENT...: a commit to the record.
change() {
	sec-set 2026-09-a "$@" >/dev/null
}

@test "a calendar, to the byte" {
	local uid

	sec-due --kind review-midpoint -f ics >got
	run -1 grep -v $'\r$' got
	uid=$(git hash-object --stdin <<<"$(git rev-list --max-parents=0 HEAD)
2026-09-a
review-midpoint

0.0" | sed -E 's/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/\1-\2-8\3-[89ab]\4-\5/')
	run -0 diff <(tr -d '\r' <got | sed -E "s/^UID:$uid\$/UID:it/") - <<-'END'
		BEGIN:VCALENDAR
		VERSION:2.0
		PRODID:-//sec//sec-due//EN
		CALSCALE:GREGORIAN
		NAME:Thornley Council
		X-WR-CALNAME:Thornley Council
		REFRESH-INTERVAL;VALUE=DURATION:P1D
		X-PUBLISHED-TTL:P1D
		BEGIN:VEVENT
		UID:it
		DTSTAMP:20260902T100000Z
		LAST-MODIFIED:20260902T100000Z
		SEQUENCE:4
		DTSTART;VALUE=DATE:20261127
		DTEND;VALUE=DATE:20261128
		SUMMARY:Hold the midpoint review (p1048)
		DESCRIPTION:2026-09-a: Energy analyst\, Estates\; "north" (p1048)\nWho does
		  it: host manager (H. Marsh)\nHard: it has to be done\nWhen it is done: se
		 c-set --edit 2026-09-a\nWhat counts as done: sec-check --explain review-mi
		 dpoint
		CATEGORIES:review-midpoint,host manager
		STATUS:CONFIRMED
		TRANSP:TRANSPARENT
		CLASS:CONFIDENTIAL
		BEGIN:VALARM
		ACTION:DISPLAY
		DESCRIPTION:Hold the midpoint review (p1048)
		TRIGGER:-P27DT15H
		END:VALARM
		END:VEVENT
		END:VCALENDAR
	END
}

@test "the same bytes in another clone, zone, locale and folder" {
	printf '[holiday 2026-12-25]\n' >holidays.ini
	commit
	sec-due --all -f ics >../here.ics
	git clone -q . ../there
	cd /
	TZ=Pacific/Kiritimati LC_ALL=C.UTF-8 run -0 --separate-stderr \
		sec-due -C "$BATS_TEST_TMPDIR/work/there" --all -f ics
	[ "$output" = "$(cat "$BATS_TEST_TMPDIR/work/here.ics")" ]
	[ "$(grep -c '^BEGIN:VEVENT' "$BATS_TEST_TMPDIR/work/here.ics")" -gt 10 ]
}

@test "the same selection as every other format, in the same order" {
	local how

	for how in '' --all --overdue '--within 30d' '--all --owner orme' '--all --kind milestone' \
		'--all -q state=agreed' '--all 2026-09-a'; do
		# shellcheck disable=SC2086 # words
		sec-due $how -f tsv -o due,kind | tr -d - | tr '\t' ' ' | sort >../tsv || :
		# shellcheck disable=SC2086
		sec-due $how -f ics | events DTSTART CATEGORIES | sed 's/|/ /;s/,.*//' | tr -d - | sort >../ics
		run -0 diff ../tsv ../ics
	done
	sec-due --all -f tsv -o due | tr -d - >../tsv
	sec-due --all -f ics | events DTSTART >../ics
	run -0 diff ../tsv ../ics
	[ -s ../ics ]
}

@test "each item has its own UID, and none says whose it is" {
	sec-due --all -f ics | events UID >../uids
	[ "$(wc -l <../uids)" -gt 10 ]
	run -0 uniq -d <(sort ../uids)
	assert_output ''
	run -1 grep -vE '^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$' ../uids
}

@test "a day that moves keeps its UID and raises SEQUENCE; what is done goes" {
	sec-due --all -f ics >../before.ics
	change dates.end=2027-04-30 -m 'merge slipped'
	sec-due --all -f ics >../after.ics
	events UID SEQUENCE DTSTART CATEGORIES <../before.ics | grep review-midpoint >../one
	events UID SEQUENCE DTSTART CATEGORIES <../after.ics | grep review-midpoint >>../one
	run -0 cut -d '|' -f 2-3 ../one
	assert_output $'4|20261127\n6|20261230'
	run -0 uniq -c <(cut -d '|' -f 1 ../one)
	assert_equal "${#lines[@]}" 1
	run -0 events DTSTAMP LAST-MODIFIED <../after.ics
	assert_line --index 0 '20261001T100000Z|20261001T100000Z'
	# of several days of one item, those that are left keep theirs
	sec-due --all --kind milestone -f ics | events UID DTSTART | sort -t '|' -k 2 >../before
	on 2026-10-05
	change review:2026-10-05 kind=interim held=yes by='H. Marsh'
	sec-due --all --kind milestone -f ics | events UID DTSTART | sort -t '|' -k 2 >../after
	[ "$(wc -l <../before)" -gt "$(wc -l <../after)" ]
	[ -s ../after ]
	run -0 comm -13 <(sort ../before) <(sort ../after)
	assert_output ''
}

@test "a day that time alone moves raises SEQUENCE and DTSTAMP, and the next commit again" {
	# one a week for the first month, then one a quarter
	printf '[reviews]\nreview-first = 1w\n' >>policy.ini
	on 2026-09-03
	commit
	one() {
		sec-due --all --kind review-interim -f ics "$@" | events UID SEQUENCE DTSTAMP LAST-MODIFIED DTSTART
	}
	one --today 2026-09-30 >../got
	one --today 2026-10-01 >>../got
	one --today 2026-12-20 >>../got
	on 2026-12-10
	change title=Other
	one --today 2026-12-20 >>../got
	run -0 cut -d '|' -f 2- ../got
	assert_output '6|20260903T100000Z|20260903T100000Z|20260908
7|20261001T000000Z|20261001T000000Z|20261202
7|20261001T000000Z|20261001T000000Z|20261202
8|20261210T100000Z|20261210T100000Z|20261202'
	run -0 uniq -c <(cut -d '|' -f 1 ../got)
	assert_equal "${#lines[@]}" 1
	# it alone
	git checkout -q HEAD~1
	sec-due --all --today 2026-12-20 -f ics >../all.ics
	run -0 uniq -c <(events SEQUENCE <../all.ics | sort)
	assert_output --regexp '^ +[1-9][0-9]* 6
 +1 7$'
}

@test "SEQUENCE counts a commit to policy, schema or holidays too, each once, and no other" {
	printf '[calendar]\nworkdays = no\n' >>policy.ini
	commit
	put_text schema/due.ini <<<$'[due tea]\nat = dates.start + 90d\ntitle = Tea'
	printf '[holiday 2026-12-25]\n' >holidays.ini
	sed -i 's/Energy/Power/' "$(record_path 2026-09-a)"
	commit
	echo hello >notes
	commit
	small_record 2027-01-c | put_record 2027-01-c
	commit
	run -0 --separate-stderr sec-due --all --kind tea -f ics 2026-09-a
	output=$(events SEQUENCE <<<"$output")
	assert_output 8 # begun, the record, policy, all three
}

@test "reminders come at nine, so long before as the item's lead says" {
	put_text schema/due.ini <<-'INI'
		[due today]
		at = dates.start + 90d
		lead = 0d
		title = On the day
		[due eve]
		at = dates.start + 90d
		lead = 1d
		title = The day before
		[due month]
		at = dates.start + 90d
		lead = 1m
		title = A month before
	INI
	run -0 --separate-stderr sec-due --all -f ics
	output=$(events SUMMARY DTSTART TRIGGER <<<"$output" | grep -E '^(On the|The day|A month)')
	assert_output 'On the day (p1048)|20261130|PT9H
The day before (p1048)|20261130|-PT15H
A month before (p1048)|20261130|-P30DT15H'
}

@test "the last day there is has no day after it" {
	put_text schema/due.ini <<<$'[due far]\nat = dates.start + 90000m\ntitle = Far\nworkday = no'
	sed -i 's/^start = .*/start = 2499-12-31/' "$(record_path 2026-09-a)"
	run -0 --separate-stderr sec-due --all --kind far -f ics
	output=$(events DTSTART DTEND <<<"$output")
	assert_output '99991231|'
}

# ---- given up, deleted

@test "items of a withdrawn record are cancelled, not gone; undone they are back" {
	sec-due --all -f ics | events UID | sort >../before
	on 2026-11-20
	change withdrawn: date=2026-11-20 by=HR reason='no budget' --force -m 'no budget'
	sec-due --all -f ics >../after.ics
	run -0 events STATUS SEQUENCE TRIGGER <../after.ics
	run -0 sort -u <<<"$output"
	assert_output 'CANCELLED|6|'
	run -0 diff ../before <(events UID <../after.ics | sort)
	run -0 --separate-stderr sec-due --all -f tsv
	assert_output ''
	# filters choose among them as among others
	run -0 --separate-stderr sec-due --kind review-midpoint -f ics
	output=$(events STATUS DTSTART SUMMARY <<<"$output")
	assert_output 'CANCELLED|20261127|Hold the midpoint review (p1048)'
	run -0 --separate-stderr sec-due --all -q 'state = active' -f ics 2026-09-a
	output=$(events STATUS <<<"$output" | sort | uniq -c | sed 's/^ *//')
	assert_output "$(wc -l <../before) CANCELLED"
	run -0 --separate-stderr sec-due --all -q 'state = ended' -f ics
	refute_output --partial VEVENT
	change --undo --force
	run -0 --separate-stderr sec-due --all -f ics
	output=$(events STATUS SEQUENCE <<<"$output" | sort -u)
	assert_output 'CONFIRMED|8'
}

@test "a withdrawal that comes with time cancels from that day on" {
	on 2026-11-20
	change withdrawn: date=2026-12-01 by=HR reason='no budget' --force -m 'no budget'
	run -0 --separate-stderr sec-due --kind review-midpoint -f ics
	output=$(events STATUS SEQUENCE <<<"$output")
	assert_output 'CONFIRMED|6'
	run -0 --separate-stderr sec-due --kind review-midpoint -f ics --today 2026-12-01
	output=$(events STATUS SEQUENCE <<<"$output")
	assert_output 'CANCELLED|7'
}

@test "cancelled items leave as long after their day as the policy says" {
	on 2026-11-20
	change withdrawn: date=2026-11-20 by=HR reason=x --force -m x
	run -0 --separate-stderr sec-due --kind review-midpoint --all -f ics --today 2027-11-27
	assert_output --partial STATUS:CANCELLED
	run -0 --separate-stderr sec-due --kind review-midpoint --all -f ics --today 2027-11-28
	refute_output --partial VEVENT
	printf '[history]\ncalendar-cancelled = 0d\n' >>policy.ini
	run -0 --separate-stderr sec-due --kind review-midpoint --all -f ics --today 2026-11-28
	refute_output --partial VEVENT
}

@test "of a deleted record the calendar says nothing but that it is off" {
	sec-due --all -f ics | events UID DTSTART | sort >../before
	on 2026-11-20
	run -0 --separate-stderr sec-set --delete 2026-09-a -m 'entered twice'
	sec-due --all -f ics 2>/dev/null >../after.ics
	run -0 diff ../before <(events UID DTSTART <../after.ics | sort)
	run -0 sort -u <(events SUMMARY DESCRIPTION STATUS SEQUENCE <../after.ics)
	assert_output 'Cancelled: the record was deleted||CANCELLED|6'
	run -1 grep -E 'p1048|Marsh|Energy|2026-09-a' ../after.ics
	# and nothing at all where other records are named, or once it is back
	small_record 2027-01-c | put_record 2027-01-c
	commit
	run -0 --separate-stderr sec-due --all -f ics 2027-01-c
	refute_output --partial CANCELLED
	git revert --no-edit HEAD~1 >/dev/null
	run -0 --separate-stderr sec-due --all -f ics
	refute_output --partial CANCELLED
	[ "$(events UID <<<"$output" | sort | comm -12 - <(cut -d '|' -f 1 ../before) | wc -l)" -eq "$(wc -l <../before)" ]
}

@test "a record under another id: the old events are cancelled, the new ones new" {
	git mv "$(record_path 2026-09-a)" secondments/2026/09/2026-09-b.ini
	sed -i 's/^id = .*/id = 2026-09-b/' secondments/2026/09/2026-09-b.ini
	commit
	run -0 --separate-stderr sec-due --kind review-midpoint -f ics
	output=$(events STATUS SUMMARY <<<"$output")
	assert_output 'CONFIRMED|Hold the midpoint review (p1048)
CANCELLED|Cancelled: the record was deleted'
}

# ---- without all of its history

@test "what is not committed counts from today; so does everything without git" {
	small_record 2026-12-b | put_record 2026-12-b
	printf '\n[dates]\nstart = 2026-12-01\nend = 2027-05-31\n' >>"$(record_path 2026-12-b)"
	run -0 --separate-stderr sec-due --all -f ics 2026-12-b
	output=$(events DTSTAMP SEQUENCE <<<"$output" | sort -u)
	assert_output '20261121T000000Z|0'
	rm -rf .git
	run -0 --separate-stderr sec-due --all -f ics
	output=$(events DTSTAMP SEQUENCE <<<"$output" | sort -u)
	assert_output '20261121T000000Z|0'
	cd ..
	cp hr/secondments/2026/09/2026-09-a.ini alone.ini
	run -0 --separate-stderr sec-due --all --kind review-midpoint -f ics alone.ini
	refute_output --partial NAME
	output=$(events DTSTAMP SEQUENCE DTSTART <<<"$output")
	assert_output '20261121T000000Z|0|20261127'
}

@test "--at is the calendar of then" {
	sec-due --all -f ics >../then.ics
	run -0 grep -c '^BEGIN:VEVENT' ../then.ics
	change dates.end=2027-04-30 -m later
	run -0 --separate-stderr sec-due --all --at HEAD~1 --today 2026-11-21 -f ics
	[ "$output" = "$(cat ../then.ics)" ]
	run -0 --separate-stderr sec-due --all --at 2026-09-02 --today 2026-11-21 -f ics
	[ "$output" = "$(cat ../then.ics)" ]
}

@test "a shallow clone cannot count, and says so" {
	git clone -q --depth 1 "file://$PWD" ../shallow
	run -2 --separate-stderr sec-due -C ../shallow -f ics
	assert_output ''
	assert_stderr 'sec-due: this clone is shallow, and how often an item changed cannot be counted in it; run: git fetch --unshallow'
	git -C ../shallow fetch -q --unshallow
	sec-due --all -f ics >../here.ics
	run -0 --separate-stderr sec-due -C ../shallow --all -f ics
	[ "$output" = "$(cat ../here.ics)" ]
}

# ---- hostile values, usage

@test "no value can end its property, and no line is too long or cuts a character" {
	local i text=

	{
		cat "$(record_path 2026-09-a)"
		for ((i = 1; i <= 90; i++)); do
			if ((i % 3)); then text+=ä; else text+=本; fi
			printf '[action a%d]\ntext = %s;%s,\\n\nowner = a, b; c\ndue = 2026-12-01\n' "$i" "$text" "$text"
		done
		printf '[action crlf]\ntext = x\r\n  ATTENDEE:mailto:x@example.org\ndue = 2026-12-01\n'
		printf '[action cr]\ntext = x\rATTENDEE:mailto:x@example.org\ndue = 2026-12-01\n'
		printf '[action esc]\ntext = x\033]0;y\007z \342\200\256abc\ndue = 2026-12-01\n'
		printf '[action latin]\ntext = caf\351\ndue = 2026-12-01\n'
	} >../hostile
	put_record 2026-09-a <../hostile
	sec-due --all --kind action -f ics >../hostile.ics
	[ "$(grep -c '^BEGIN:VEVENT' ../hostile.ics)" -eq 94 ]
	run -0 awk 'length($0) > 76 || !/\r$/' ../hostile.ics
	assert_output ''
	iconv -f UTF-8 -t UTF-8 ../hostile.ics >/dev/null
	run -1 grep -nP '[\x00-\x09\x0b\x0c\x0e-\x1f\x7f]' ../hostile.ics
	unfold <../hostile.ics >../unfolded
	run -0 grep -e '^ATTENDEE' -e '^SUMMARY:x' -e '^SUMMARY:caf' -e "^SUMMARY:$text\\\\;" ../unfolded
	assert_equal "${#lines[@]}" 5
	assert_line "SUMMARY:$text\\;$text\\,\\\\n (p1048)"
	assert_line 'SUMMARY:x\nATTENDEE:mailto:x@example.org (p1048)'
	assert_line 'SUMMARY:x\\x0dATTENDEE:mailto:x@example.org (p1048)'
	assert_line 'SUMMARY:x\\x1b]0\;y\\x07z \\u{202E}abc (p1048)'
	assert_line 'SUMMARY:caf\\xe9 (p1048)'
}

@test "a calendar has no columns, and kinds are none" {
	run -2 --separate-stderr sec-due -f ics -o due
	assert_output ''
	assert_stderr "sec-due: -f ics is a calendar and has no columns: leave -o out
Try 'sec-due --help'."
	run -2 --separate-stderr sec-due -f ics --list-kinds
	assert_output ''
}

@test "nothing due is an empty calendar" {
	run -0 --separate-stderr sec-due --kind sign -f ics
	assert_stderr 'sec-due: nothing is due; --within 90d looks further ahead'
	assert_output --regexp '^BEGIN:VCALENDAR.*END:VCALENDAR'
	refute_output --partial VEVENT
}
