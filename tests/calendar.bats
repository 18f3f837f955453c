# SPDX-License-Identifier: ISC
# Days: weekends and holidays move due items back, a government's calendar becomes
# holidays.ini, and the place on earth changes no answer.

load helper

setup() {
	isolate
	begin_hr
}

# leaving ID START END [LINE...]: a record that is agreed.
leaving() {
	local id=$1 start=$2 end=$3

	shift 3
	put_record "$id" <<-RECORD
		[secondment]
		id = $id
		type = internal
		title = Analyst
		[person]
		ref = p1
		post = Clerk
		[home]
		organisation = Thornley Council
		manager = C. Adeyemi
		lead = C. Adeyemi
		[dates]
		start = $start
		end = $end
		[permission]
		decision = yes
		by = C. Adeyemi
		date = 2026-01-05
		[application]
		route = arranged
		[agreement]
		signed-secondee = 2026-01-07
		signed-home = 2026-01-07
	RECORD
	[ $# -eq 0 ] || printf '%s\n' "$@" >>"$(record_path "$id")"
}

# due KIND [ARGUMENT...]: the days of the open items of that kind.
due() {
	local kind=$1

	shift
	run -0 --separate-stderr sec-due --all --kind "$kind" -f tsv -o due "$@"
}

@test "a due item moves back past weekends and holidays, however many" {
	leaving 2026-06-long 2026-06-01 2027-01-27 # return talk 28 days before: Wednesday 30 December
	due return-talk
	assert_output 2026-12-30
	printf '[holiday 2026-12-30]\nname = Shut\n' >holidays.ini
	due return-talk
	assert_output 2026-12-29
	printf '\n[holiday 2026-12-29]\n\n[holiday 2026-12-28]\n\n[holiday 2026-12-25]\nname = Christmas Day\n' >>holidays.ini
	due return-talk # 28 to 30 December, then the weekend, then Christmas
	assert_output 2026-12-24
	printf '[calendar]\nworkdays = no\n' >>policy.ini
	due return-talk
	assert_output 2026-12-30
}

@test "what says workday = no stays on its day; leads count from the day it moved to" {
	leaving 2026-06-long 2026-06-01 2026-12-25
	printf '[holiday 2026-12-25]\n' >holidays.ini
	due end
	assert_output 2026-12-25
	due plan-handover
	assert_output ''
	due review-end # a week before: Friday 18 December
	assert_output 2026-12-18
	printf '\n[holiday 2026-12-18]\n' >>holidays.ini
	due review-end
	assert_output 2026-12-17
	run -0 --separate-stderr sec-due --kind review-end -f tsv -o due --today 2026-11-18
	assert_output ''
	run -0 --separate-stderr sec-due --kind review-end -f tsv -o due --today 2026-11-19
	assert_output 2026-12-17
}

@test "policy names the file of holidays; one that is named must be there" {
	leaving 2026-06-long 2026-06-01 2027-01-27
	printf '[holiday 2026-12-30]\n' >holidays.ini
	printf '[calendar]\nholidays = calendar/free.ini\n' >>policy.ini
	run -2 --separate-stderr sec-due
	assert_stderr "sec-due: policy.ini:5: there is no file of holidays 'calendar/free.ini' in the register"
	printf '[holiday 2026-12-29]\n' | put_text calendar/free.ini
	due return-talk
	assert_output 2026-12-30
	sed -i 's#calendar/free.ini#../free.ini#' policy.ini
	run -2 --separate-stderr sec-due
	assert_stderr 'sec-due: policy.ini:5: holidays = ../free.ini leads out of the register'
	sed -i 's#= ../free.ini#=#' policy.ini
	due return-talk
	assert_output 2026-12-30
}

@test "a faulty file of holidays is said with its line, by every program" {
	leaving 2026-06-long 2026-06-01 2027-01-27
	printf '# ours\n[holiday 2026-02-30]\n' >holidays.ini
	for tool in sec-due sec-list sec-check; do
		run -2 --separate-stderr "$tool"
		assert_stderr "$tool: holidays.ini:2:1: expected [holiday YYYY-MM-DD], a real day"
	done
	printf '[holiday 2026-12-25]\n[holiday 2026-12-25]\n' >holidays.ini
	run -2 --separate-stderr sec-due
	assert_stderr --partial 'sec-due: holidays.ini:2:1: '
	printf '[holidy 2026-12-25]\n' >holidays.ini
	run -2 --separate-stderr sec-due
	assert_stderr 'sec-due: holidays.ini:1:1: expected [holiday YYYY-MM-DD], a real day'
}

@test "--at reads the holidays of then" {
	leaving 2026-06-long 2026-06-01 2027-01-27
	commit . 'without holidays'
	printf '[holiday 2026-12-30]\n' >holidays.ini
	commit . 'with holidays'
	due return-talk --at HEAD --today 2026-11-21
	assert_output 2026-12-29
	due return-talk --at HEAD~1 --today 2026-11-21
	assert_output 2026-12-30
}

@test "a government's calendar becomes holidays.ini, byte for byte, whatever the awk and locale" {
	local awk some=0 dir=$SEC_TOP/examples/holidays

	[ "$(tr -cd '\r' <"$dir/bank-holidays.ics" | wc -c)" -eq "$(wc -l <"$dir/bank-holidays.ics")" ]
	run -0 grep -c '^ ' "$dir/bank-holidays.ics" # a folded line
	for awk in awk mawk gawk original-awk; do
		command -v "$awk" >/dev/null || continue
		some=1
		"$awk" -f "$dir/holidays.awk" "$dir/bank-holidays.ics" >holidays.ini
		run -0 cmp holidays.ini "$dir/holidays.ini"
		LC_ALL=C.UTF-8 "$awk" -f "$dir/holidays.awk" "$dir/bank-holidays.ics" >holidays.ini
		run -0 cmp holidays.ini "$dir/holidays.ini"
	done
	[ "$some" = 1 ]
	leaving 2026-06-long 2026-06-01 2027-01-25 # 28 days before: Monday 28 December, a holiday
	due return-talk
	assert_output 2026-12-24
}

@test "a calendar: several days, days twice, order, folds, escapes; what cannot be read is said" {
	printf '%s\r\n' BEGIN:VCALENDAR \
		BEGIN:VEVENT 'DTSTART;VALUE=DATE:20280228' 'DTEND;VALUE=DATE:20280302' 'SUMMARY;LANGUAGE=en:Leap\, and' '  more\; C:\\new' END:VEVENT \
		BEGIN:VEVENT 'DTSTART;VALUE=DATE:20271231' 'SUMMARY:Eve' END:VEVENT \
		BEGIN:VEVENT 'DTSTART;VALUE=DATE:20280229' 'DTEND;VALUE=DATE:20280301' 'SUMMARY:Twice' END:VEVENT \
		END:VCALENDAR >some.ics
	run -0 awk -f "$SEC_TOP/examples/holidays/holidays.awk" some.ics
	assert_output '[holiday 2027-12-31]
name = Eve

[holiday 2028-02-28]
name = Leap, and more; C:\new

[holiday 2028-02-29]
name = Leap, and more; C:\new, Twice

[holiday 2028-03-01]
name = Leap, and more; C:\new'
	printf '%s\r\n' BEGIN:VEVENT DTSTART:20280228T090000Z RRULE:FREQ=YEARLY END:VEVENT >some.ics
	run -1 --separate-stderr awk -f "$SEC_TOP/examples/holidays/holidays.awk" some.ics
	assert_output ''
	assert_stderr --partial 'repeats by a rule'
	assert_stderr --partial 'has no whole day'
	assert_stderr --partial 'no event found'
}

@test "Kiritimati and Adak give the same answers for the same day" {
	local zone day

	leaving 2026-06-long 2026-06-01 2026-12-06 '[review 2026-11-21]' 'kind = end' 'by = X' 'held = yes'
	leaving 2026-03-past 2026-03-02 2026-11-06
	for day in 2026-11-20 2026-11-21 2026-12-07; do
		sec-check -f tsv --today "$day" >check.utc || [ $? -eq 1 ]
		sec-due -f tsv --today "$day" >due.utc
		[ -s check.utc ]
		[ -s due.utc ]
		for zone in Pacific/Kiritimati America/Adak Asia/Kathmandu; do
			TZ=$zone sec-check -f tsv --today "$day" >check || [ $? -eq 1 ]
			TZ=$zone SEC_TODAY=$day sec-due -f tsv >due
			run -0 cmp check.utc check
			run -0 cmp due.utc due
		done
	done
}

@test "the day is the local one: it begins in Kiritimati a day before it does in Adak" {
	unset SEC_TODAY
	leaving 2026-06-long 2026-06-01 2026-12-06
	TZ=Pacific/Kiritimati assert_now +%F sec-list -o today -f tsv
	TZ=America/Adak assert_now +%F sec-list -o today -f tsv
}
