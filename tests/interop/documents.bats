# SPDX-License-Identifier: ISC
# What pandoc and an HTML validator make of every document, over the register of
# the examples. Run by tests/interop/run.sh.

load ../helper

setup() {
	isolate
	export SEC_REGISTER=$SEC_TOP/examples/register
}

documents() {
	sec-render --list-templates -f tsv | awk -F '\t' '$2 ~ /md/ { print $1 }'
}

# Every document of a long record, of one that has just begun, and of all in a row.
@test "HTML is valid" {
	local name

	printf '{ "root": true, "extends": ["html-validate:standard", "html-validate:a11y"] }\n' >.htmlvalidate.json
	for name in $(documents) timeline; do
		sec-render -t "$name" -f html -o "$name-all.html"
		sec-render -t "$name" -f html -o "$name-long.html" 2025-10-wn6dm
		sec-render -t "$name" -f html -o "$name-short.html" 2027-03-68dmz
	done
	run -0 "$SEC_TOP/build/interop/node_modules/.bin/html-validate" ./*.html
	[ "$(find . -name '*.html' | wc -l)" -ge 63 ]
	# that it looks at all
	sed 's/<title>.*/<title><b>/' agreement-long.html >broken.html
	run -1 "$SEC_TOP/build/interop/node_modules/.bin/html-validate" broken.html
}

@test "pandoc makes a .docx of every document, and nothing of it is lost" {
	local name

	for name in $(documents); do
		sec-render -t "$name" -f md -o "$name.md" 2025-10-wn6dm
		run -0 --separate-stderr pandoc -f gfm -o "$name.docx" "$name.md"
		assert_stderr ''
		run -0 unzip -tq "$name.docx"
		# every word of the plain text, in the order of the page, whatever the layout
		sec-render -t "$name" -f txt 2025-10-wn6dm | words >"$name.ours"
		pandoc -f docx -t plain --wrap=none "$name.docx" | words >"$name.theirs"
		[ "$(wc -l <"$name.ours")" -ge 20 ]
		run -0 diff "$name.ours" "$name.theirs"
	done
}

# The words on standard input, one a line, sorted: columns of a table may be wrapped
# in one and not in the other.
words() {
	LC_ALL=C.UTF-8 grep -oE '[[:alnum:]]+' | sort
}

@test "tables keep their cells, and gaps stand out, in what pandoc reads" {
	sec-render -t agreement -f md -o agreement.md 2027-03-68dmz
	run -0 --separate-stderr pandoc -f gfm -t html --wrap=none agreement.md
	assert_output --partial '<strong>[to be agreed: last day]</strong>'
	assert_output --regexp '<td>Working pattern</td>[[:space:]]<td><strong>\[to be agreed: pattern\]</strong></td>'
}
