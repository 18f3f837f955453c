# SPDX-License-Identifier: ISC
# Three whole records through the program, alone and in a register; why exactly these
# findings is argued in unit/test-samples.c. They lie beside the repository.

load helper

setup() {
	isolate
	need_shared records
	samples=$(shared records)
}

found='feedback-narrow 30
review-thin 181
review-thin 195
downside-blank 32'

@test "outside of a register: exactly what a reader expects" {
	cp "$samples"/*.ini .
	run -0 --separate-stderr sec-check -f tsv 2025-09-p1048-estates.ini 2026-02-p2210-health.ini 2027-01-p3307-foodbank.ini
	assert_stderr 'sec-check: 3 records: 0 errors, 2 warnings, 2 notes'
	[ "$(awk -F '\t' '{ print $5, $2 }' <<<"$output")" = "$found" ]
	run -0 --separate-stderr sec-check 2025-09-p1048-estates.ini
	refute_output
	assert_stderr 'sec-check: 1 record: nothing found'
}

@test "in a register: the same, and the papers that are not there" {
	local file id

	make_register hr
	for file in "$samples"/*.ini; do
		id=$(basename "$file" .ini)
		put_record "$id" hr <"$file"
	done
	cd hr
	run -0 --separate-stderr sec-check -f tsv
	assert_stderr 'sec-check: 3 records: 0 errors, 4 warnings, 2 notes'
	[ "$(awk -F '\t' '$5 != "agreement-file" { print $5, $2 }' <<<"$output")" = "$found" ]
	run -0 awk -F '\t' '$5 == "agreement-file" { print $1 ":" $2 }' <<<"$output"
	assert_output 'secondments/2026/02/2026-02-p2210-health.ini:78
secondments/2027/01/2027-01-p3307-foodbank.ini:63'
	put_text agreements/2026-p2210-v2.pdf <<<paper
	put_text agreements/2027-p3307.pdf <<<paper
	run -0 --separate-stderr sec-check -f tsv
	[ "$(awk -F '\t' '{ print $5, $2 }' <<<"$output")" = "$found" ]
}
