#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
#
# Findings, read by what nobody here wrote.

load ../helper

@test "sarif is valid by the schema of OASIS, with findings and without" {
	need_shared sarif/sarif-schema-2.1.0.json
	make_register .
	put_record 2026-11-aaaaa <<-'END'
		[secondment]
		id = 2026-11-aaaaa
		type = nonsense
		title = "quoted" \ 100% ::error::x

		[dates]
		start = 2026-13-01
	END
	run -1 --separate-stderr sec-check -f sarif
	printf '%s\n' "$output" >found.sarif
	run -0 --separate-stderr sec-check -f sarif -q 'secondment.id = "none"'
	printf '%s\n' "$output" >none.sarif
	for report in found none; do
		run -0 /usr/bin/python3 -W ignore -m jsonschema -i $report.sarif "$(shared sarif/sarif-schema-2.1.0.json)"
	done
	# names that no URI holds as they are, not all of them UTF-8
	for name in 'a b#c%d' '::x:: y' $'\303\244 \377\n.ini' '-x'; do
		cp "$(record_path 2026-11-aaaaa)" "../$name"
		run -1 --separate-stderr sec-check -f sarif -- "../$name"
		printf '%s\n' "$output" >odd.sarif
		run -0 /usr/bin/python3 -W ignore -m jsonschema -i odd.sarif "$(shared sarif/sarif-schema-2.1.0.json)"
		run -0 jq -r '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri' odd.sarif
		assert_output --regexp '^[A-Za-z0-9._~/%-]+$'
	done
	# the validator can say no
	sed 's/"startLine": [0-9]*/"startLine": 0/' found.sarif >zero.sarif
	run -1 /usr/bin/python3 -W ignore -m jsonschema -i zero.sarif "$(shared sarif/sarif-schema-2.1.0.json)"
}
