# SPDX-License-Identifier: ISC
# Calendars, read by what nobody here wrote: two parsers, and a program that people
# keep their calendar in. Run by tests/interop/run.sh.

load ../helper

# The register of the examples, in git; one record given up the day before.
setup() {
	isolate
	cp -r "$SEC_TOP/examples/register" hr
	git -C hr init -q
	git -C hr config merge.sec.driver 'git merge-file %A %O %B'
	export GIT_AUTHOR_DATE=2026-10-05T12:00:00Z GIT_COMMITTER_DATE=2026-10-05T12:00:00Z
	commit hr
	export SEC_REGISTER=$PWD/hr
	record=$(sec-list -q 'state = agreed' -f ids | head -n 1)
	sec-due --all -f tsv -o id,due,kind,title "$record" >given-up
	[ -s given-up ]
	GIT_COMMITTER_DATE=2026-11-20T12:00:00Z sec-set "$record" \
		withdrawn: date=2026-11-20 by=HR reason='no budget' --force -m 'no budget' >/dev/null 2>&1
	sec-due --all -f ics >due.ics
}

# What a calendar should say, from the table: UID and days of all events, one a line.
expected() {
	sed -z 's/\r\n //g; s/\r//g' due.ics | awk '
		/^UID:/ { uid = substr($0, 5) }
		/^DTSTART/ { from = substr($0, 20) }
		/^DTEND/ { to = substr($0, 18) }
		/^SEQUENCE/ { n = substr($0, 10) }
		/^STATUS/ { status = substr($0, 8) }
		/^TRIGGER/ { alarm = substr($0, 9) }
		/^BEGIN:VEVENT/ { alarm = "" }
		/^END:VEVENT/ { print uid, from, to, n, status, alarm }' | sort
}

# The two readers print the same lines; a reminder as iCalendar writes it.
common='
import datetime, sys
def written(d):
    s = int(d.total_seconds())
    sign, s = ("-", -s) if s < 0 else ("", s)
    days, hours = divmod(s // 3600, 24)
    return sign + "P" + ("%dD" % days if days else "") + ("T%dH" % hours if hours else "")
def line(uid, start, end, sequence, status, alarm):
    assert type(start) is datetime.date and type(end) is datetime.date
    print(uid, start.strftime("%Y%m%d"), end.strftime("%Y%m%d"), sequence, status,
        written(alarm) if alarm is not None else "")
'

@test "python3-icalendar reads every event back, its days, UID and reminder" {
	run -0 --separate-stderr /usr/bin/python3 -W ignore -c "$common"'
import icalendar
calendar = icalendar.Calendar.from_ical(open("due.ics", "rb").read())
assert str(calendar["NAME"]) == "Harrowmere County Council"
for e in calendar.walk("VEVENT"):
    assert not e.errors, e.errors
    alarm = [a["TRIGGER"].dt for a in e.subcomponents]
    line(e["UID"], e["DTSTART"].dt, e["DTEND"].dt, e["SEQUENCE"], e["STATUS"], alarm[0] if alarm else None)
'
	run -0 diff <(expected) <(sort <<<"$output")
	[ "$(expected | wc -l)" -gt 400 ]
	run -0 grep -c CANCELLED <(expected)
	[ "$output" -ge "$(wc -l <given-up)" ]
}

@test "python3-vobject reads every event back, and finds nothing missing" {
	run -0 --separate-stderr /usr/bin/python3 -W ignore -c "$common"'
import vobject
calendar = vobject.readOne(open("due.ics", newline="", encoding="utf-8").read())
calendar.validate(raiseException=True)
for e in calendar.vevent_list:
    alarm = e.valarm.trigger.value if hasattr(e, "valarm") else None
    line(e.uid.value, e.dtstart.value, e.dtend.value, e.sequence.value, e.status.value, alarm)
'
	run -0 diff <(expected) <(sort <<<"$output")
}

@test "texts come back as the table has them" {
	sec-due --all -f json -o id,title,owner | jq -s . >table.json
	run -0 --separate-stderr /usr/bin/python3 -W ignore -c '
import icalendar, json
table = json.load(open("table.json"))
events = [e for e in icalendar.Calendar.from_ical(open("due.ics", "rb").read()).walk("VEVENT")
    if e["STATUS"] == "CONFIRMED"]
assert len(table) == len(events)
for row, e in zip(table, events):
    assert str(e["SUMMARY"]).startswith(row["title"]), e["SUMMARY"]
    lines = str(e["DESCRIPTION"]).split("\n")
    assert lines[0].startswith(row["id"] + ": "), lines
    assert lines[1] == "Who does it: " + (row["owner"] or "nobody yet"), lines
print(len(events))
'
	[ "$output" -gt 400 ]
}

@test "the parsers can say no" {
	sed 's/^DTSTAMP.*/X-NONE:1\r/' due.ics >broken.ics
	run -1 /usr/bin/python3 -W ignore -c 'import vobject
vobject.readOne(open("broken.ics", newline="", encoding="utf-8").read()).validate(raiseException=True)'
	assert_output --partial 'must contain at least 1 DTSTAMP'
}

# begin_khal: a calendar of its own, nothing in it.
begin_khal() {
	mkdir -p "$HOME/events"
	cat >"$HOME/khal.conf" <<-END
		[calendars]
		[[due]]
		path = $HOME/events
		[sqlite]
		path = $HOME/khal.db
		[locale]
		local_timezone = Europe/London
		default_timezone = Europe/London
		timeformat = %H:%M
		dateformat = %Y-%m-%d
		longdateformat = %Y-%m-%d
		datetimeformat = %Y-%m-%d %H:%M
		longdatetimeformat = %Y-%m-%d %H:%M
		[default]
		default_calendar = due
		highlight_event_days = False
	END
	export LC_ALL=C.UTF-8 TZ=Europe/London
}
run_khal() {
	khal -c "$HOME/khal.conf" "$@" 2>>"$HOME/khal.log"
}
# shown FROM DAYS: what khal lists, day and summary, sorted.
shown() {
	run_khal list --once --day-format '' --format '{start-date}|{status}|{title}' "$1" "$2" | sort
}

@test "khal imports the calendar, shows each item on its day, and takes in what changes" {
	local due

	begin_khal
	run_khal import --batch -a due due.ics
	[ "$(find "$HOME/events" -name '*.ics' | wc -l)" -eq "$(expected | wc -l)" ]
	sed -z 's/\r\n //g; s/\r//g; s/\\\([,;\\]\)/\1/g' due.ics | awk '
		/^DTSTART/ { d = substr($0, 20); d = substr(d, 1, 4) "-" substr(d, 5, 2) "-" substr(d, 7) }
		/^SUMMARY/ { s = substr($0, 9) }
		/^STATUS/ { print d "|" substr($0, 8) " |" s }' | sort -u >days
	shown 2026-11-01 90d | sort -u >list
	awk -F '|' '$1 >= "2026-11-01" && $1 < "2027-01-30"' days >wanted
	[ "$(wc -l <wanted)" -gt 50 ]
	run -0 diff wanted list
	# a cancelled one says so
	run -0 grep -c CANCELLED list
	refute_output 0
	# one whose day moves is moved, and not there twice
	record=$(sec-list -q 'state = active' -f ids | head -n 1)
	sec-set "$record" dates.end=2027-03-31 --force -m later >/dev/null 2>&1
	sec-due --all -f ics >due.ics
	run_khal import --batch -a due due.ics
	due=$(sec-due --all --kind end -o due -f tsv "$record")
	[ "$(shown "$due" 1d | grep -c '|CONFIRMED |Last day at the host')" -ge 1 ]
	[ "$(find "$HOME/events" -name '*.ics' -exec cat {} + | grep '^UID' | sort | uniq -d | wc -l)" -eq 0 ]
	run -1 grep -iE 'error|traceback' "$HOME/khal.log"
}
