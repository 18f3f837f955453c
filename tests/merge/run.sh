#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tests/merge/run.sh [N]: how many of N pairs of edits (default 500) plain git and
# sec-merge merge, and how many of those rightly. The pairs are made from the
# records of examples/register, always the same; what is right is worked out by
# judge.awk. Exit 1 when sec-merge merged one wrongly or asked where it need not.
set -eu

n=${1:-500}
case $n in
'' | *[!0-9]*)
	echo 'usage: tests/merge/run.sh [N]' >&2
	exit 2
	;;
esac
SEC_TOP=$(cd "$(dirname "$0")/../.." && pwd)
build=${SEC_BUILD:-$SEC_TOP/build}
export SEC_TOP LC_ALL=C
[ -x "$build/tests/driver/merge-driver" ] ||
	make -s -C "$SEC_TOP" "$build/bin/sec-merge" "$build/tests/driver/merge-driver"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
cd "$SEC_TOP/examples/register"
# shellcheck disable=SC2046 # paths of records have no blanks
"$build/tests/driver/merge-driver" "$work" "$n" $(find secondments -name '*.ini' | sort)
i=0
cd "$work"
while [ "$i" -lt "$n" ]; do
	cp "$i/ours" "$i/sec"
	status=0
	git merge-file -p -q "$i/ours" "$i/base" "$i/theirs" >"$i/git" || status=$?
	echo "$status" >"$i/git.status"
	status=0
	"$build/bin/sec-merge" "$i/base" "$i/sec" "$i/theirs" 2>/dev/null || status=$?
	echo "$status" >"$i/sec.status"
	i=$((i + 1))
done
awk -f "$SEC_TOP/tests/merge/judge.awk" -v dir="$work" -v n="$n" >table
cat table
awk '/^merged cleanly and wrongly|^conflicts that need/ { bad += $NF } END { exit bad > 0 }' table
