# SPDX-License-Identifier: ISC
#
# awk -f holidays.awk bank-holidays.ics >holidays.ini
#
# Makes a register's holidays.ini from a calendar of whole days, such as governments
# publish (https://www.gov.uk/bank-holidays has one for each part of the UK). An event
# of several days is a holiday on each; what has an hour, or repeats by a rule, is
# no such calendar and is said on standard error.

function trouble(text) {
	print "holidays.awk: " text >"/dev/stderr"
	bad = 1
}

# The day after YYYYMMDD.
function next_day(day,    y, m, d, last) {
	y = substr(day, 1, 4) + 0; m = substr(day, 5, 2) + 0; d = substr(day, 7, 2) + 1
	last = m == 2 ? 28 + (y % 4 == 0 && (y % 100 || y % 400 == 0)) : 30 + (m + (m > 7)) % 2
	if (d > last) { d = 1; m++ }
	if (m > 12) { m = 1; y++ }
	return sprintf("%04d%02d%02d", y, m, d)
}

# Text as calendars write it: \, \; \n and \\ stand for one character each.
function plain(text,    out, c, i) {
	out = ""
	for (i = 1; i <= length(text); i++) {
		c = substr(text, i, 1)
		if (c == "\\") {
			c = substr(text, ++i, 1)
			if (c == "n" || c == "N") c = " "
		}
		out = out c
	}
	gsub(/[\001-\037]+/, " ", out)
	gsub(/^ +| +$/, "", out)
	return out
}

function keep(    day, n, i) {
	if (start == "") {
		trouble("an event before line " NR " has no whole day")
		return
	}
	if (end == "") end = next_day(start)
	for (day = start; day < end && n++ < 100; day = next_day(day)) {
		if (!(day in name)) {
			for (i = days++; i > 0 && sorted[i] > day; i--) sorted[i + 1] = sorted[i]
			sorted[i + 1] = day
			name[day] = summary
		} else if (summary != "" && name[day] != summary) {
			name[day] = name[day] (name[day] == "" ? "" : ", ") summary
		}
	}
}

# One whole line, its continuations joined.
function line(text,    colon, key, value) {
	colon = index(text, ":")
	key = toupper(substr(text, 1, colon - 1))
	value = substr(text, colon + 1)
	if (key == "BEGIN" && value == "VEVENT") { start = end = summary = ""; inside = 1 }
	if (!inside) return
	if (key ~ /^DTSTART(;.*)?$/ && value ~ /^[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]$/) start = value
	if (key ~ /^DTEND(;.*)?$/ && value ~ /^[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]$/) end = value
	if (key ~ /^SUMMARY(;.*)?$/) summary = plain(value)
	if (key == "RRULE") trouble("an event repeats by a rule, which is not read: " value)
	if (key == "END" && value == "VEVENT") { keep(); inside = 0 }
}

{ sub(/\r$/, "") }
NR == 1 { sub(/^\357\273\277/, "") }
/^[ \t]/ { held = held substr($0, 2); next }
{ if (NR > 1) line(held); held = $0 }

END {
	line(held)
	if (!days) trouble("no event found: is it a calendar?")
	for (i = 1; i <= days; i++) {
		day = sorted[i]
		printf "%s[holiday %s-%s-%s]\n", (i > 1 ? "\n" : ""), substr(day, 1, 4), substr(day, 5, 2), substr(day, 7, 2)
		if (name[day] != "") print "name = " name[day]
	}
	exit bad
}
