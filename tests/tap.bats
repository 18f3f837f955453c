# SPDX-License-Identifier: ISC
# The count that closes a test run: it must never call a bad run a good one.

load helper

count() {
	run awk -v keep=/dev/null -f "$SEC_TOP/tests/tap.awk"
}

@test "passes, failures and skips are counted and told" {
	count <<-'TAP'
		1..4
		ok 1 first
		not ok 2 second
		# (in test file tests/x.bats, line 3)
		#   `false' failed
		ok 3 third # skip no network
		ok 4 fourth
		bats exit 1
	TAP
	assert_equal "$status" 1
	assert_output "$(cat <<-'TEXT'
		FAILED: second
		    (in test file tests/x.bats, line 3)
		      `false' failed
		SKIPPED, NOT TESTED HERE:
		    third: no network
		2 passed, 1 failed, 1 skipped
	TEXT
	)"
}

@test "a good run says one line and exits 0" {
	count <<<$'1..1\nok 1 only\nbats exit 0'
	assert_equal "$status" 0
	assert_output "1 passed, 0 failed, 0 skipped"
}

@test "tests that were planned and never ran count as failed" {
	count <<<$'1..3\nok 1 only\nbats exit 0'
	assert_equal "$status" 1
	assert_line --index 1 "1 passed, 2 failed, 0 skipped"
}

@test "nothing ran is no success" {
	count <<<$'1..0\nbats exit 0'
	assert_equal "$status" 1
	assert_output $'no test ran\n0 passed, 0 failed, 0 skipped'
}

@test "bats going down is a failure even when every test passed" {
	count <<<$'1..1\nok 1 only\nbats exit 1'
	assert_equal "$status" 1
	assert_line --index 1 "1 passed, 1 failed, 0 skipped"
}

@test "only skipped tests are no success" {
	count <<<$'1..1\nok 1 only # skip\nbats exit 0'
	assert_equal "$status" 1
	assert_line --index 1 "    only: no reason given"
	assert_line --index 2 "0 passed, 0 failed, 1 skipped"
}
