# SPDX-License-Identifier: ISC
#
# Reads what bats prints with --formatter tap, then a line `bats exit N`. Passes on
# what failing tests said, lists skipped ones with their reasons, and ends with
# `N passed, N failed, N skipped`. A planned test that never ran counts as failed.
# keep=FILE gets the input as it came. Exit 0 only when something passed and
# nothing failed.
BEGIN { printf "" > keep }
$0 !~ /^bats exit / { print > keep }
/^1\.\.[0-9]+$/ { planned = substr($0, 4) + 0; next }
/^ok [0-9]+ .*# skip/ {
	skipped++
	sub(/^ok [0-9]+ /, "")
	reason[skipped] = $0
	failing = 0
	next
}
/^ok [0-9]+/ { passed++; failing = 0; next }
/^not ok [0-9]+/ { failed++; failing = 1; sub(/^not ok [0-9]+ /, ""); print "FAILED: " $0; next }
/^bats exit / { status = $3; next }
# what a failing test said, and whatever bats itself complains of
failing || !/^# / { sub(/^# ?/, "    "); sub(/ +$/, ""); print; next }
END {
	for (i = 1; i <= skipped; i++) {
		if (i == 1) print "SKIPPED, NOT TESTED HERE:"
		line = reason[i]
		at = index(line, " # skip")
		why = substr(line, at + 8)
		sub(/^[()]* */, "", why)
		print "    " substr(line, 1, at - 1) ": " (why == "" ? "no reason given" : why)
	}
	ran = passed + failed + skipped
	if (ran < planned) {
		print planned - ran " tests were planned and never ran"
		failed += planned - ran
	}
	if (ran == 0) print "no test ran"
	if (status != 0 && failed == 0) {
		print "bats itself failed (exit " status ")"
		failed++
	}
	printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
	exit (failed > 0 || passed == 0)
}