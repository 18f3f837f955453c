# SPDX-License-Identifier: ISC
# Presets: what a kind of organisation writes into its policy.ini.

load helper

presets() {
	sec-init --list-presets | cut -d ' ' -f 1
}

@test "--list-presets: each file with whom it is for" {
	run -0 --separate-stderr sec-init --list-presets
	assert_output 'nhs               A trust or health board of the NHS: three months to two years, regular contact.
uk-civil-service  A department of the UK Civil Service: two years at most, release agreed first.
uk-university     A university or college in the United Kingdom: reviews and dates as such universities set them.
us-ipa            A US federal agency under the Intergovernmental Personnel Act: 5 CFR part 334.'
	refute_stderr
	[ "$(presets)" = "$(cd "$SEC_TOP/schema/presets" && printf '%s\n' *.ini | sed 's/\.ini$//')" ]
	run -2 --separate-stderr sec-init --list-presets hr
	assert_stderr --partial '--list-presets stands alone'
}

@test "each preset makes a register that loads, with every value it names in force" {
	for preset in $(presets); do
		run -0 --separate-stderr sec-init --preset "$preset" "$preset"
		assert_output "$preset"
		cd "$preset" || return 1
		run -0 --separate-stderr sec-check
		refute_stderr --partial policy.ini
		awk '/^\[/ { section = $1 } /^[a-z]/ && section != "[register]" {
			print (section == "[severity]" ? "severity." : "") $1 "\t" substr($0, index($0, "=") + 2) }' \
			policy.ini | sort >wanted
		sec-check --show-policy -f tsv | awk -F '\t' '$3 ~ /^policy\.ini:/ { print $1 "\t" $2 }' | sort >shown
		[ -s wanted ]
		run -0 diff wanted shown
		[ "$(git ls-files | sort | paste -sd ' ')" = '.gitattributes .gitignore policy.ini' ]
		rm wanted shown
		cd ..
	done
}

# shellcheck disable=SC2016
@test "each value of a preset has a comment of its own that ends like a sentence" {
	run -0 awk '
		/^#/ { comment = $0 }
		/^[a-z]/ && comment !~ /[.]$/ { print FILENAME ":" FNR ": no comment" }
		/^[a-z]|^$/ { if (/^[a-z]/) values++; comment = "" }
		END { if (values < 30) print "only " values " values" }' "$SEC_TOP"/schema/presets/*.ini
	assert_output ''
}

@test "what the preset says stands in the register's policy.ini, and rules go by it" {
	sec-init --preset us-ipa --name 'National Weather Service' hr 2>/dev/null
	cd hr
	run -1 grep -c SPDX policy.ini
	assert_output 0
	run -0 grep -A 2 '^\[register\]' policy.ini
	assert_output '[register]
format = 1
name = National Weather Service'
	run -0 sec-check --explain cumulative
	assert_line --index 0 'cumulative (error)'
	assert_line --regexp '^policy    row-longest = 48m \(policy.ini:[0-9]+; built in: 24m\)$'
	assert_line --regexp '^level     set in policy.ini:[0-9]+; built in: warning$'
}

@test "an unknown preset lists those there are, and nothing is made" {
	run -2 --separate-stderr sec-init --preset uk hr
	assert_output ''
	assert_stderr --partial "sec-init: there is no preset 'uk'; there are:
  nhs               A trust"
	[ ! -e hr ]
	run -2 --separate-stderr sec-init --preset ../policy hr
	assert_stderr --partial "there is no preset '../policy'"
	[ ! -e hr ]
}

@test "a register that is there keeps its policy.ini" {
	sec-init hr 2>/dev/null
	cp hr/policy.ini before
	run -0 --separate-stderr sec-init --preset nhs hr
	assert_stderr 'sec-init: hr is a register already; git is set up for it, and policy.ini stays as it is'
	run -0 cmp before hr/policy.ini
}

@test "presets are installed and found there, and are no part of the schema" {
	make -s -C "$SEC_TOP" B="$SEC_BUILD" PREFIX="$BATS_TEST_TMPDIR/usr" install >/dev/null
	[ -f "$BATS_TEST_TMPDIR/usr/share/sec/presets/nhs.ini" ]
	[ -f "$BATS_TEST_TMPDIR/usr/share/sec/examples/life.ini" ]
	run -0 --separate-stderr "$BATS_TEST_TMPDIR/usr/bin/sec-init" --preset nhs hr
	run -0 --separate-stderr "$BATS_TEST_TMPDIR/usr/bin/sec-check" -C hr --explain overrun
	assert_line 'finds     on 2027-03-13 (overrun), in a whole record with'
}
