# SPDX-License-Identifier: ISC
# sec-due: what is overdue, what comes up, for whom.

load helper

# Today is 2026-11-21. a: under way since September, with little recorded; b: not
# agreed yet, starts in December; c: only thought about.
setup() {
	isolate
	begin_hr
	{
		small_record 2026-09-a 'Energy analyst'
		printf '\n[host]\ndepartment = Estates\nmanager = H. Marsh\nlead = H. Orme\n\n[dates]\nstart = 2026-09-01\nend = 2027-02-26\n'
		printf '\n[agreement]\nsigned-secondee = 2026-08-10\nsigned-home = 2026-08-11\n'
	} | put_record 2026-09-a
	{
		small_record 2026-12-b 'Data analyst'
		printf '\n[dates]\nstart = 2026-12-01\nend = 2027-05-31\n'
	} | put_record 2026-12-b
	small_record 2027-01-c | put_record 2027-01-c
	commit
}

@test "plain: what is overdue or inside its lead, soonest first, days counted from today" {
	run -0 --separate-stderr sec-due -f tsv
	assert_stderr ''
	assert_line '2026-09-a	2026-11-27	6	hard	review-midpoint	host manager (H. Marsh)	Hold the midpoint review'
	assert_line '2026-09-a	2026-09-15	-67	advised	mentor-allocate	host lead (H. Orme)	Find a mentor'
	run -0 sort -c -s -t $'\t' -k 2,2 <<<"$output"
}

@test "the days are due minus today, exactly" {
	local due days

	sec-due --all -f tsv >../all
	while IFS=$'\t' read -r _ due days _; do
		[ "$days" -eq "$((($(date -ud "$due" +%s) - $(date -ud 2026-11-21 +%s)) / 86400))" ]
	done <../all
	[ -s ../all ]
}

@test "the columns as a table" {
	run -0 --separate-stderr sec-due --kind review-midpoint
	assert_output 'ID        DUE        DAYS LEVEL KIND            OWNER                   TITLE
2026-09-a 2026-11-27    6 hard  review-midpoint host manager (H. Marsh) Hold the midpoint review'
}

@test "--overdue, --within and --all: each more than the one before" {
	sec-due --overdue -f tsv >../overdue
	sec-due -f tsv >../plain
	sec-due --within 0d -f tsv >../today
	sec-due --within 30d -f tsv >../month
	sec-due --all -f tsv >../all
	run -0 awk -F '\t' '$3 >= 0' ../overdue
	assert_output ''
	run -0 awk -F '\t' '$3 > 0' ../today
	assert_output ''
	run -0 awk -F '\t' '$3 > 30' ../month
	assert_output ''
	run -0 awk -F '\t' '$3 < 0' ../all
	[ "$output" = "$(cat ../overdue)" ]
	run -0 awk -F '\t' '$3 <= 30' ../all
	[ "$output" = "$(cat ../month)" ]
	[ "$(wc -l <../all)" -gt "$(wc -l <../month)" ]
	[ "$(wc -l <../plain)" -gt "$(wc -l <../overdue)" ]
}

@test "an item shows from its lead before its day, and the day itself counts for --within" {
	run -0 --separate-stderr sec-due --today 2026-10-29 --kind review-midpoint -f tsv
	assert_output ''
	run -0 --separate-stderr sec-due --today 2026-10-30 --kind review-midpoint -f tsv
	assert_output --partial '2026-11-27	28	hard'
	run -0 --separate-stderr sec-due --within 5d --kind review-midpoint -f tsv
	assert_output ''
	run -0 --separate-stderr sec-due --within 6d --kind review-midpoint -f tsv
	assert_output --partial '2026-11-27	6	hard'
}

@test "on the last day nothing is overdue; the day after it is" {
	run -0 --separate-stderr sec-due --today 2026-11-27 --kind review-midpoint -f tsv
	assert_output --partial '2026-11-27	0	hard'
	run -0 --separate-stderr sec-due --today 2026-11-27 --kind review-midpoint --overdue
	assert_output ''
	run -0 --separate-stderr sec-due --today 2026-11-28 --kind review-midpoint --overdue -f tsv
	assert_output --partial '2026-11-27	-1	hard'
}

@test "what is done is due no longer" {
	run -0 --separate-stderr sec-set 2026-09-a mentor: name='D. Whitlock' since=2026-09-10
	run -0 --separate-stderr sec-due --kind mentor-allocate
	assert_output ''
	assert_stderr 'sec-due: nothing is due; --within 90d looks further ahead'
}

@test "--owner takes part of a role or a name, in any case" {
	run -0 --separate-stderr sec-due --owner 'H. ORME' -f tsv
	refute_output --partial Marsh
	assert_output --partial 'host lead (H. Orme)'
	run -0 --separate-stderr sec-due --owner 'host manager' -o owner -f tsv
	run -0 sort -u <<<"$output"
	assert_output 'host manager (H. Marsh)'
	run -0 --separate-stderr sec-due --owner nobody
	assert_output ''
}

@test "--kind takes a known kind; --list-kinds has them all" {
	run -2 --separate-stderr sec-due --kind mentor-alocate
	assert_output ''
	assert_stderr "sec-due: there is no kind 'mentor-alocate'; did you mean 'mentor-allocate'?
Try 'sec-due --help'."
	run -0 --separate-stderr sec-due --list-kinds -f tsv
	[ -z "$(awk -F '\t' 'NF != 3 || $2 !~ /^(hard|advised)$/ || $3 == ""' <<<"$output")" ]
	[ "$(cut -f 1 <<<"$output" | sort -u | wc -l)" -eq "${#lines[@]}" ]
	assert_line --regexp '^review-midpoint	hard	'
}

@test "--within takes a duration" {
	for within in x 30 -5d '' 3q; do
		run -2 --separate-stderr sec-due "--within=$within"
		assert_output ''
		assert_stderr "sec-due: --within is '$within', expected a duration such as 30d, 4w or 3m
Try 'sec-due --help'."
	done
	run -0 --separate-stderr sec-due --within 6m -f tsv
	assert_output --partial 'return-talk'
}

@test "-o chooses columns; csv has a heading, json its types" {
	run -0 --separate-stderr sec-due --kind review-midpoint -o due,who,days -f csv
	assert_output $'due,who,days\r\n2026-11-27,p1048,6\r'
	run -0 --separate-stderr sec-due --kind review-midpoint -f json
	assert_output --regexp '^\{"id": "2026-09-a", "due": "2026-11-27", "days": 6, "level": "hard", "kind": "review-midpoint", "owner": "host manager \(H. Marsh\)", "title": "Hold the midpoint review", "who": "p1048", "tell": .*, "about": null\}$'
	run -0 json_lines <<<"$output"
	assert_output 1
	run -2 --separate-stderr sec-due -o due,whose
	assert_stderr "sec-due: there is no column 'whose'; did you mean 'who'?
Try 'sec-due --help'."
	run -2 --separate-stderr sec-due -o ''
	assert_stderr_line --index 0 'sec-due: -o names no column'
}

@test "-f ids: each record once" {
	run -0 --separate-stderr sec-due --all -f ids
	[ "$(sort -u <<<"$output")" = "$(sort <<<"$output")" ]
	assert_line 2026-09-a
	assert_line 2026-12-b
}

@test "records may be named, and -q keeps some" {
	run -0 --separate-stderr sec-due --all -f ids 2026-12-b
	assert_output 2026-12-b
	run -0 --separate-stderr sec-due --all -f ids -q 'state = active'
	assert_output 2026-09-a
}

@test "before the start nothing is overdue that depends on it" {
	run -0 --separate-stderr sec-due --overdue --today 2026-08-01 2026-12-b
	assert_output ''
	run -0 --separate-stderr sec-due --overdue --today 2026-12-01 2026-12-b -f tsv
	assert_line --regexp '^2026-12-b	'
}

@test "a waiver takes an item off the list until its day" {
	run -0 --separate-stderr sec-set 2026-09-a waive:mentor-allocate by=HR until=2026-12-31 reason='he knows the house'
	run -0 --separate-stderr sec-due --kind mentor-allocate
	assert_output ''
	run -0 --separate-stderr sec-due --kind mentor-allocate --today 2027-01-01 -f ids
	assert_output 2026-09-a
}

@test "names of owners come from people.ini" {
	printf '[person p1048]\nname = A. Okafor\n' >people.ini
	run -0 --separate-stderr sec-due --all --owner okafor -o owner -f tsv
	assert_line --index 0 'secondee (A. Okafor)'
}
