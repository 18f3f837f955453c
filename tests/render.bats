# SPDX-License-Identifier: ISC
# What documents and pictures say, over the register of the examples: every one of
# them for every record, and what must never stand in some.

load helper

setup() {
	isolate
	export SEC_REGISTER=$SEC_TOP/examples/register
}

documents() {
	sec-render --list-templates -f tsv | awk -F '\t' '$2 ~ /md/ { print $1 }'
}

# page NAME ID [FORMAT]
page() {
	run -0 --separate-stderr sec-render -t "$1" -f "${3:-txt}" "$2"
	assert_stderr ''
}

@test "every document renders for every record, a page each, in every format" {
	local records name some=0

	records=$(sec-list -f ids | wc -l)
	for name in $(documents | grep -vx digest); do # that has a page for each owner
		for format in md html txt; do
			run -0 --separate-stderr sec-render -t "$name" -f "$format" -o "$name.$format"
			assert_stderr ''
		done
		run -0 grep -c '^<section class="page">$' "$name.html"
		assert_output "$records"
		run -0 grep -c "^$(printf '\f')\$" "$name.txt"
		assert_output "$((records - 1))"
		run -0 grep -c '^<!-- page break -->$' "$name.md"
		assert_output "$((records - 1))"
		run -1 grep -n '{{\|}}\|&nbsp;\|<mark>' "$name.txt"
		some=$((some + 1))
	done
	[ "$some" -ge 20 ]
}

# The parser of libxml2 knows HTML 4, so that elements are new to it is let pass;
# whatever else it says is a fault.
@test "whatever a name holds, the page is text that a terminal and a browser can be shown" {
	local format

	printf '[secondment]\nid = 2026-11-a\ntitle = x\n[person]\nname = a\033]0;x\a\240\355\240\200\302\205\342\200\256<b>\001\n' >it.ini
	for format in html md txt; do
		run -0 --separate-stderr sec-render -f $format it.ini
		printf '%s\n' "$output" >it.out
		run -0 iconv -f UTF-8 -t UTF-8 it.out
		run -1 grep -nP '[\x00-\x08\x0b-\x1f\x7f]|\xc2\x85|\xe2\x80\xae' it.out
	done
	run -0 --separate-stderr sec-render -f html it.ini
	assert_line '<title>Secondment at a glance: a\x1b]0;x\x07\xa0\xed\xa0\x80\x85\u{202E}&lt;b&gt;\x01</title>'
}

@test "HTML is well formed" {
	local name faults

	for name in $(documents) timeline; do
		sec-render -t "$name" -f html -o "$name.html"
		assert_size_not_zero "$name.html"
		faults=$(xmllint --html --noout --nonet "$name.html" 2>&1 | grep error | grep -Ev 'Tag [a-z]+ invalid$' |
			head -n 5) || true
		[ -z "$faults" ] || { echo "$name: $faults"; return 1; }
	done
}

@test "the timeline is well-formed XML" {
	sec-render -t timeline -o timeline.svg
	run -0 xmllint --noout --nonet timeline.svg
	assert_output ''
	run -0 sh -c 'sec-list -q "state = considered" -f ids | sec-render -t timeline - | xmllint --noout --nonet -'
}

@test "the timeline has a row but no bar for a plan that came to nothing" {
	run -0 --separate-stderr sec-render -t timeline -f txt 2026-06-9sed2 2026-08-110br
	assert_line '  declined, no term'
	assert_line '  withdrawn, no term'
	refute_output --partial '█'
	refute_output --partial '●'
}

@test "an advert never says who may be seconded, nor the record's name" {
	local id who file some=0

	for format in md html txt; do
		sec-render -t advert -f "$format" -o "out-$format/" >/dev/null
	done
	while IFS=$'\t' read -r id who; do
		for file in out-*/"$id"-advert.*; do
			run -1 grep -F -e "$id" -e "$who" "$file"
			some=$((some + 1))
		done
	done < <(sec-list -o id,who -f tsv)
	[ "$some" -ge 150 ]
}

@test "the summary of a refused plan says who refused and why, and asks for nothing" {
	page case-summary 2026-06-9sed2
	assert_line --partial '> Declined, as on record on 21 November 2026.'
	assert_line 'Refused by home  Yvonne Mbeki, 9 March 2026: The inspection is due in the same'
	assert_line --regexp '^Planned term +1 June 2026 to 15 January 2027$'
	refute_output --partial '[not recorded'
	refute_output --partial 'Missing before'
}

@test "the summary of one whom the host did not choose says so" {
	page case-summary 2026-06-d767v
	assert_line 'Not chosen by the host  Ifeoma Nkem, 1 May 2026: trial week, then interview'
	refute_output --partial 'Refused by home'
	refute_output --partial '[not recorded'
}

@test "the summary of a plan given up says when, by whom and why" {
	page case-summary 2026-08-110br
	assert_line 'Given up      25 June 2026, by secondee: Dates could not be brought together'
	refute_output --partial '[not recorded'
}

@test "the summary of an overrun says what is late, and that it is waived" {
	page case-summary 2026-02-6bxbk
	assert_line --partial '> Overrun, as on record on 21 November 2026.'
	assert_line --regexp '^30 October 2026, overdue +Last day at the host'
	assert_line --regexp '^- overrun: by Folasade Brennan, until 2026-12-05: '
}

@test "the summary of a plan at its beginning names what comes next" {
	page case-summary 2027-03-68dmz
	assert_line 'Missing before it is permitted'
	assert_line --regexp '^Permission given +home manager \(Prof Hana Kobayashi\)$'
	assert_output --partial '[not recorded: host lead]'
	refute_output --partial 'Waived'
}

@test "a refusal letter speaks for whoever refused, and for nobody where nobody did" {
	page refusal-letter 2026-06-9sed2
	assert_line 'Yvonne Mbeki'
	assert_line 'for Harrowmere County Council'
	assert_output --partial 'I cannot release you'
	refute_output --partial 'chosen somebody else'
	page refusal-letter 2026-06-d767v
	assert_line 'for Harrowmere Integrated Care Board'
	assert_output --partial 'chosen somebody else'
	refute_output --partial 'release'
	page refusal-letter 2026-05-ae8ys
	assert_line --partial 'Nobody has refused this secondment.'
	refute_output --partial 'Yours sincerely'
}

@test "a variation changes the last day, and is not there to be signed without an extension" {
	page variation 2023-12-n2ayn
	assert_line --regexp '^Last day until now +4 October 2024$'
	assert_line --regexp '^New last day +6 December 2024$'
	assert_line --regexp '^the Secondee +Femi Sokolova +_+ +_+$'
	page variation 2026-05-ae8ys
	assert_line --partial 'No extension of this secondment has been approved'
	refute_output --partial 'Signatures'
}

@test "the short letter warns where it is not enough" {
	page letter 2026-10-6y3q7
	assert_line --index 0 'Harrowmere County Council'
	refute_output --partial 'not enough'
	page letter 2026-05-ae8ys
	assert_line --index 0 --partial '> This letter is not enough on its own yet.'
}

@test "the right of return stands in words wherever it is told" {
	local name

	for name in case-summary return-agenda return-plan; do
		page "$name" 2026-07-2qasb md
		assert_output --regexp 'Right of return(:| \|) the substantive post or an equivalent one'
	done
}
