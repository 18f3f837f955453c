# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154
#
# Faults in the middle of thousands of records: all of them are there afterwards, or
# none. Run with `bats tests/deep/bulk.bats`; it takes some minutes.

load ../helper
load ../faults

rows() { # N
	awk -v n="$1" 'BEGIN { print "type,title,ref,post,home.organisation,home.manager,start"
		for (i = 0; i < n; i++)
			printf "internal,Analyst %d,p%d,P,O,M,2027-%02d-%02d\n", i, i, 1 + i % 12, 1 + i % 28 }'
}

# all_or_none N: after the next writer, git, index and folder have all N records or
# none of them, and nothing else is left.
all_or_none() {
	local found

	driver . b.ini "x = $RANDOM"$'\n' >../out 2>../err || {
		cat ../err >&2
		return 1
	}
	found=$(git ls-tree -r --name-only HEAD secondments | wc -l)
	[ "$found" -eq 0 ] || [ "$found" -eq "$1" ]
	[ "$(git ls-files secondments | wc -l)" -eq "$found" ]
	git diff --quiet HEAD
	git diff --quiet --cached HEAD
	run -0 git status --short
	assert_output ''
	no_leavings
}

fresh() {
	cd .. || return
	rm -rf work
	cp -a fresh work
	cd work || return
}

# Every round aims at the moment of the commit as the rounds before found it, however
# fast the machine is and whatever else it does: later after a kill that left none of
# the records, earlier after one that left all.
@test "bulk: ten thousand rows, killed at any moment, and repaired" {
	rows 10000 >../rows.csv
	cp -a . ../fresh
	none=0 all=0 ms=100
	for _ in $(seq 40); do
		fresh
		sec-new --csv ../rows.csv >/dev/null 2>&1 &
		other=$!
		sleep "$(awk -v ms="$ms" 'BEGIN { print ms / 1000 }')"
		kill -9 $other 2>/dev/null || true
		wait $other 2>/dev/null || true
		all_or_none 10000
		if [ -e secondments ]; then
			all=$((all + 1)) ms=$((ms * 4 / 5))
		else
			none=$((none + 1)) ms=$((ms * 3 / 2))
		fi
		[ "$none" -lt 6 ] || [ "$all" -lt 6 ] || break
	done
	echo "killed before the commit: $none, after: $all" >&2
	[ "$none" -ge 6 ] && [ "$all" -ge 6 ]
	git fsck --strict --no-dangling --no-progress >&2
}

@test "bulk: kill -9 at every so many calls of each kind while the files are placed" {
	need_strace
	rows 300 >../rows.csv
	cp -a . ../fresh
	for call in renameat2 renameat unlinkat openat pwrite64 fsync syncfs write linkat; do
		for n in 1 2 3 80 299 300 301 310; do
			fresh
			status=0
			strace -f -qq -o ../trace -e trace=$call -e inject=$call:signal=KILL:when="$n" \
				sec-new --csv ../rows.csv >/dev/null 2>&1 || status=$?
			grep -q 'killed by SIGKILL' ../trace || break
			[ "$status" -eq 137 ]
			all_or_none 300
		done
	done
}

@test "bulk: a full disk at every so many calls leaves nothing, or says what stands" {
	need_strace
	rows 300 >../rows.csv
	cp -a . ../fresh
	for call in write openat renameat2 renameat fsync syncfs pwrite64 mkdirat; do
		for n in 1 2 80 299 300 301 310; do
			fresh
			status=0
			strace -f -qq -o ../trace -e trace=$call -e inject=$call:error=ENOSPC:when="$n" \
				sec-new --csv ../rows.csv >../out 2>../err || status=$?
			grep -q INJECTED ../trace || break
			case $status in
			0 | 127) ;; # it did not matter; the dynamic linker could not even begin
			2) [ -s ../err ] && grep -q 'is committed' ../err || [ "$(git log -1 --format=%s)" = 'test: three records' ] ;;
			*) return 1 ;;
			esac
			all_or_none 300
		done
	done
}

@test "bulk: a change of thousands killed while they are exchanged" {
	need_strace
	rows 3000 >../rows.csv
	sec-new --csv ../rows.csv >/dev/null 2>&1
	sec-list -f csv -o id,post | sed 's/P\r$/Q\r/' >../change.csv
	cp -a . ../fresh
	for n in 1 1500 3000; do
		fresh
		strace -f -qq -o ../trace -e trace=renameat2 -e inject=renameat2:signal=KILL:when="$n" \
			sec-set --csv ../change.csv >/dev/null 2>&1 || true
		grep -q 'killed by SIGKILL' ../trace
		all_or_none 3000
		run -0 --separate-stderr sec-list --count post -f tsv
		assert_output $'Q\t3000'
	done
}
