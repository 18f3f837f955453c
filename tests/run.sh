#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tests/run.sh [FILE.bats...]: install what is missing, build, run the tests.
#
# Without operands every tests/*.bats and every program of tests/unit runs, the
# files side by side. Failures are printed with what they said, skipped tests
# with their reason, and the last line is `N passed, N failed, N skipped`, counted
# from what really ran (also kept in build/tests/results.tap). Exit 0 only when
# something ran and nothing failed.
#
# SAN=1 builds and tests with sanitizers; JOBS=N runs N files at once.
set -u

calling=$(pwd)
cd "$(dirname "$0")/.." || exit 2
SEC_TOP=$(pwd)
[ -z "${SAN:-}" ] || B=${B:-build-san}
B=${B:-build}
case $B in
/*) SEC_BUILD=$B ;;
*) SEC_BUILD=$SEC_TOP/$B ;;
esac
export SEC_TOP SEC_BUILD TZ=UTC LC_ALL=C

# shellcheck source=tests/debian.sh
. tests/debian.sh
need build test lint
cores=$(nproc 2>/dev/null || echo 1)
make -s -j "$cores" B="$B" SAN="${SAN:-}" all unit || {
	echo "tests/run.sh: the build failed, nothing was tested" >&2
	exit 2
}

# Tests that build something build it as users do.
unset SAN

# One test a unit program, in a file made from the sources that are there.
unit_file() {
	printf '# made by tests/run.sh\n# shellcheck shell=bats\nload "%s/tests/helper.bash"\n' "$SEC_TOP"
	for source in tests/unit/test-*.c; do
		[ -e "$source" ] || continue
		name=$(basename "$source" .c)
		printf '\n@test "unit: %s" {\n\tunit_program %s\n}\n' "${name#test-}" "$name"
	done
}

results=$B/tests/results.tap
mkdir -p "$B/tests" || exit 2
if [ $# -eq 0 ]; then
	unit_file >"$B/tests/unit.bats"
	set -- "$B/tests/unit.bats"
	for file in tests/*.bats; do
		[ ! -e "$file" ] || set -- "$@" "$file"
	done
else
	# operands are names in the folder the caller stands in
	for file in "$@"; do
		shift
		case $file in
		/*) set -- "$@" "$file" ;;
		*) set -- "$@" "$calling/$file" ;;
		esac
	done
fi

# Only whole files run side by side: within one, bats waits by sleeping.
{
	bats --jobs "${JOBS:-$cores}" --no-parallelize-within-files --print-output-on-failure \
		--formatter tap "$@" </dev/null 2>&1
	echo "bats exit $?"
} | awk -v keep="$results" -f tests/tap.awk
