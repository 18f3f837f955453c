# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154
#
# Lists in a spreadsheet and back: LibreOffice opens what sec-list wrote and saves it,
# openpyxl reads and edits the cells as somebody at a desk would, sec-set and sec-new
# take the result.

load ../helper

# What somebody chooses in LibreOffice's dialog: UTF-8, separated by commas, and
# "Format quoted field as text"; the other is the same without that, and LOUD evaluates
# formulas too and looks for numbers of every kind.
CHOSEN=CSV:44,34,76,1,,1033,true,false
PLAIN=CSV:44,34,76,1,,1033,false,false
LOUD=CSV:44,34,76,1,,1033,false,true,false,false,false,0,true

# And for saving: UTF-8, cells as they are shown.
SAVED='csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false'

columns=id,title,ref,post,home.organisation,home.manager,start,end,tags,links,work.task,work.duties,work.fte,case.gain,keep-in-touch.every

setup() {
	isolate
	make_wired_register hr
	cd hr || return 1
	put_record 2026-03-7k3qf <<-'END'
		[secondment]
		id = 2026-03-7k3qf
		type = internal
		title = Größe "x", naïve; 小 😀 R&D
		tags = coast, north 2

		[person]
		ref = 0042
		post = =1+1

		[home]
		organisation = @SUM(A1:A2)
		manager = +49 170 555

		[dates]
		start = 2026-03-01
		end = 2026-12-31

		[work]
		task = First line
		  .second, with "quotes"
		  .
		  .fourth
		duties = -5
		fte = 0.80

		[case]
		gain = '=1+1

		[keep-in-touch]
		every = 4w
	END
	put_record 2026-03-1 <<-'END'
		[secondment]
		id = 2026-03-1
		type = internal
		title = 3/4

		[person]
		ref = 1e5
		post = TRUE

		[home]
		organisation = 12345678901234567890
		manager = 1.50

		[dates]
		start = 2027-01-01

		[work]
		task = -A1
		fte = 1.0
	END
	commit
}

# office ../NAME.EXT FILTER TO[:HOW]: ../NAME.TO, made by LibreOffice without display or
# network, out of a profile and a home of the test's own. FILTER "-": its own choice.
office() {
	local profile in=()

	profile=$(jq -rn --arg p "$BATS_TEST_TMPDIR/office" '$p | split("/") | map(@uri) | join("/")')
	[ "$2" = - ] || in=(--infilter="$2")
	rm -rf ../saved && mkdir ../saved
	LC_ALL=C.UTF-8 soffice "-env:UserInstallation=file://$profile" --headless --norestore "${in[@]}" \
		--convert-to "$3" --outdir ../saved "$1" </dev/null >"$HOME/office.log" 2>&1 3>&-
	mv ../saved/* "${1%.*}.${3%%:*}" || {
		cat "$HOME/office.log"
		return 1
	}
}

# cells FILE.xlsx: each cell as `A1 TYPE VALUE`; s is text, n a number, d a day, f a
# formula.
cells() {
	/usr/bin/python3 - "$1" <<-'PY'
		import openpyxl, sys
		for row in openpyxl.load_workbook(sys.argv[1]).active:
		    for c in row:
		        if c.value is not None:
		            v = c.value.date() if c.data_type == "d" else c.value
		            print(c.coordinate, c.data_type, str(v).replace("\n", "|"))
	PY
}

# put_cell FILE.xlsx CELL VALUE [FORMAT]: types into a cell; VALUE is Python. lxml takes
# a % in the name of its temporary file for an escape.
put_cell() {
	TMPDIR=/tmp /usr/bin/python3 - "$@" <<-'PY'
		import datetime, openpyxl, sys
		book = openpyxl.load_workbook(sys.argv[1])
		cell = book.active[sys.argv[2]]
		cell.value = eval(sys.argv[3])
		if len(sys.argv) > 4:
		    cell.number_format = sys.argv[4]
		book.save(sys.argv[1])
	PY
}

@test "LibreOffice shows what the records hold, and computes nothing" {
	sec-list -f csv -o $columns,remaining --today 2027-01-30 >../list.csv
	office ../list.csv $CHOSEN xlsx
	run -0 cells ../list.xlsx
	assert_output 'A1 s id
B1 s title
C1 s ref
D1 s post
E1 s home.organisation
F1 s home.manager
G1 s start
H1 s end
I1 s tags
J1 s links
K1 s work.task
L1 s work.duties
M1 s work.fte
N1 s case.gain
O1 s keep-in-touch.every
P1 s remaining
A2 s 2026-03-1
B2 s 3/4
C2 s 1e5
D2 s TRUE
E2 s 12345678901234567890
F2 s 1.50
G2 d 2027-01-01
K2 s '"'"'-A1
M2 n 1
A3 s 2026-03-7k3qf
B3 s Größe "x", naïve; 小 😀 R&D
C3 s 0042
D3 s '"'"'=1+1
E3 s '"'"'@SUM(A1:A2)
F3 s '"'"'+49 170 555
G3 d 2026-03-01
H3 d 2026-12-31
I3 s coast, north 2
K3 s First line|second, with "quotes"||fourth
L3 s '"'"'-5
M3 n 0.8
N3 s '"'"''"'"'=1+1
O3 s 28d
P3 n -30'
	# however it is opened, nothing becomes a formula
	sec-list -f csv-excel -o $columns >../excel.csv
	for how in $PLAIN $LOUD; do
		office ../excel.csv "$how" xlsx
		run -0 cells ../excel.xlsx
		refute_line --regexp '^[A-Z]+[0-9]+ f '
		assert_line "D3 s '=1+1"
		assert_line 'B3 s Größe "x", naïve; 小 😀 R&D'
		assert_line 'A1 s id'
	done
	# which the test would see
	printf 'a\n=1+1\n' >../formula.csv
	office ../formula.csv $LOUD xlsx
	run -0 cells ../formula.xlsx
	assert_line 'A2 f =1+1'
}

@test "saved by LibreOffice as it is, nothing changes; into a new register, the same values" {
	local by

	for by in "$SAVED" xlsx ods; do
		sec-list -f csv-excel -o $columns,state,who >../list.csv
		office ../list.csv $CHOSEN "$by"
		[ "$by" = "$SAVED" ] || office "../list.$by" - "$SAVED"
		run -0 --separate-stderr sec-set --csv - <../list.csv
		assert_output ''
		assert_stderr_line --index 1 'sec-set: already so, nothing to write'
		rm -rf ../other && make_wired_register ../other
		run -0 --separate-stderr sec-new --force -C ../other --csv - type=internal <../list.csv
		run -0 diff <(sec-list -f tsv -o ${columns/work.fte/tags}) <(sec-list -C ../other -f tsv -o ${columns/work.fte/tags})
		run -0 diff <(sec-list -f csv -o 'work.fte + 0' | sed s/0// | tr -d '0\r') <(sec-list -C ../other -f csv -o 'work.fte + 0' | tr -d '0\r')
	done
}

@test "cells that somebody changed come back as one commit, and nothing else does" {
	sec-list -f csv-excel -o $columns >../list.csv
	office ../list.csv $CHOSEN xlsx
	put_cell ../list.xlsx B2 '"Zürich, \"two\" lines 🏔"'
	put_cell ../list.xlsx G2 'datetime.date(2027, 2, 3)' # keeps the format it had
	put_cell ../list.xlsx C3 '"0043"' @
	put_cell ../list.xlsx M3 0.5
	put_cell ../list.xlsx K3 '"One\nTwo"'
	office ../list.xlsx - "$SAVED"
	run -0 --separate-stderr sec-set --csv - -m 'from the spreadsheet' <../list.csv
	assert_output 'secondments/2026/03/2026-03-1.ini
secondments/2026/03/2026-03-7k3qf.ini'
	run -0 git show --format= --unified=0 HEAD
	run -0 grep '^[-+] *[a-z. ]' <<<"$output"
	assert_output '-title = 3/4
+title = Zürich, "two" lines 🏔
-start = 2027-01-01
+start = 2027-02-03
-ref = 0042
+ref = 0043
-task = First line
-  .second, with "quotes"
-  .
-  .fourth
+task = One
+  Two
-fte = 0.80
+fte = 0.5'
}

@test "what a spreadsheet spoils is refused at its row and column, all of it" {
	sec-list -f csv-excel -o id,ref,start,home.manager >../list.csv
	office ../list.csv $PLAIN xlsx
	run -0 cells ../list.xlsx
	assert_line 'B3 n 42'
	assert_line 'B2 n 100000'
	put_cell ../list.xlsx C2 'datetime.date(2027, 4, 3)' mm-dd-yy
	put_cell ../list.xlsx C3 'datetime.date(2026, 3, 25)' mm-dd-yy
	office ../list.xlsx - "$SAVED"
	run -2 --separate-stderr sec-set --csv - <../list.csv
	assert_output ''
	assert_stderr "sec-set: standard input: 5 mistakes, nothing was written
  row 2, start: '04/03/2027' is 4 March 2027 or 3 April 2027: write 2027-03-04 or 2027-04-03
  row 2, ref: '100000' is 1e5 in the record, and a spreadsheet made a number of it: give the column the format text; if it shall change: sec-set 2026-03-1 person.ref=100000
  row 2, home.manager: '1.5' is 1.50 in the record, and a spreadsheet made a number of it: give the column the format text; if it shall change: sec-set 2026-03-1 home.manager=1.5
  row 3, start: '03/25/2026' is no date as YYYY-MM-DD: for 25 March 2026 write 2026-03-25
  row 3, ref: '42' is 0042 in the record, and a spreadsheet made a number of it: give the column the format text; if it shall change: sec-set 2026-03-7k3qf person.ref=42"
	# saved with the character set that it proposes where nobody has chosen one
	sec-list -f csv -o id,title >../list.csv
	office ../list.csv $CHOSEN xlsx
	office ../list.xlsx - csv
	run -2 --separate-stderr sec-set --csv - <../list.csv
	assert_stderr 'sec-set: standard input, row 3, column B: not UTF-8 (byte 0xf6); save it as "CSV UTF-8", or: iconv -f WINDOWS-1252 -t UTF-8'
	run -0 git status --short
	assert_output ''
}

@test "the example register's list, opened and read" {
	mkdir ../example && cd ../example
	cp -r "$SEC_TOP/examples/register" example
	sec-list -C example -f csv-excel -o id,state,who,title,host.organisation,effective-end,remaining >../list.csv
	office ../list.csv $CHOSEN xlsx
	run -0 cells ../list.xlsx
	assert_line 'F2 d 2020-09-25'
	assert_line 'G2 n -2248'
	assert_line 'D2 s Linked data analyst, Integrated Care Board'
	run -0 /usr/bin/python3 -c 'import openpyxl; s = openpyxl.load_workbook("../list.xlsx").active
print(s.max_row, s.max_column, {type(c.value).__name__ for c in (*s["F"][1:], *s["G"][1:]) if c.value is not None} == {"datetime", "int"})'
	assert_output "53 7 True"
}
