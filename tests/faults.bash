# SPDX-License-Identifier: ISC
# shellcheck shell=bash disable=SC2154,SC2034
#
# Faults for the commit routine: a register, a change of three kinds, strace to
# inject an error or a kill at any of its system calls, and what must hold then.

setup() {
	isolate
	git config --global merge.sec.driver 'sec-merge %O %A %B %L %P'
	make_register
	put_text a.ini <<<'x = 1'
	put_text b.ini <<<'x = 1'
	put_text gone.ini <<<'g = 1'
	commit . 'test: three records'
}

driver() {
	"$SEC_BUILD/tests/driver/write-driver" "$@"
}

# The same, to be started with `&` and killed: $! is then the program itself and not a
# shell that waits for it, which could be killed while the program goes on.
doomed() {
	exec "$SEC_BUILD/tests/driver/write-driver" "$@"
}

need_strace() {
	strace -f -o /dev/null true 2>/dev/null || skip "strace cannot trace here"
	# LeakSanitizer cannot look while somebody else traces the program.
	export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0
}

# What a finished repository has none of.
no_leavings() {
	run -0 find . \( -name '*.lock' -o -name '*sec-????????????????*' -o -name sec-journal \)
	assert_output ''
}

# One change of three kinds under strace; the status is in $status.
injected() {
	status=0
	strace -f -qq -o ../trace -e trace="$1" -e inject="$1:$2:when=$3" \
		"$SEC_BUILD/tests/driver/write-driver" . a.ini $'x = 2\n' gone.ini '' \
		secondments/2026/03/z.ini $'z = 1\n' >../out 2>../err || status=$?
}

# What git, the index and the folder have.
picture() {
	git cat-file -p HEAD:a.ini
	cat a.ini
	git ls-tree -r --name-only HEAD
	git ls-files
	ls -R
}

# The three changes are all there, or none is, in git, the index and the files.
whole() {
	local have

	have=$(picture)
	[ "$have" = "$old" ] || [ "$have" = "$new" ]
	git diff --quiet HEAD
	git diff --quiet --cached HEAD
}

# sweep SYSCALL INJECTION CHECK: the change with the fault at the first, second, … call
# of its kind until there are no more, each time on a fresh copy; then CHECK.
sweep() {
	local n=0

	cp -a . ../fresh
	old=$(picture)
	new=$(
		cp -a . ../after
		cd ../after || exit
		driver . a.ini $'x = 2\n' gone.ini '' secondments/2026/03/z.ini $'z = 1\n' >/dev/null 2>&1
		picture
	)
	[ "$old" != "$new" ]
	while :; do
		n=$((n + 1))
		[ "$n" -lt 400 ]
		cd .. || return
		rm -rf work
		cp -a fresh work
		cd work || return
		injected "$1" "$2" "$n"
		grep -q 'INJECTED\|killed by SIGKILL' ../trace || break
		"$3" "$1 $2 $n"
	done
	[ "$status" -eq 0 ]
	[ "$n" -gt 1 ]
	cd .. || return
	rm -rf work after
	mv fresh work
	cd work || return
}

# After a kill: the next writer says what it found, and everything is whole.
after_kill() {
	echo "killed at $1" >&2
	[ "$status" -eq 137 ]
	driver . b.ini $'x = 9\n' >../out 2>../err || {
		cat ../err >&2
		return 1
	}
	git checkout -q HEAD~1 -- b.ini
	git reset -q --soft HEAD~1
	whole
	no_leavings
	git fsck --strict --no-dangling --no-progress 2>&1 | grep -v 'bad sha1 file: .*tmp_object_git2_' >../fsck || true
	[ ! -s ../fsck ]
}

# After an error: exit 2 and nothing has changed, or the commit stands and the
# message says so; or it did not matter. The next writer puts all in order.
after_error() {
	echo "error at $1" >&2
	cat ../err >&2
	case $status in
	0) ;;
	2)
		grep -q '^write-driver: ' ../err
		if grep -q 'is committed' ../err; then
			[ "$(git log -1 --format=%s)" = 'sec-test: 3 records' ]
		else
			[ "$(git log -1 --format=%s)" = 'test: three records' ]
			whole
			no_leavings
		fi
		;;
	*) return 1 ;;
	esac
	driver . b.ini $'x = 9\n' >../out 2>../err || {
		cat ../err >&2
		return 1
	}
	git checkout -q HEAD~1 -- b.ini
	git reset -q --soft HEAD~1
	whole
	no_leavings
	git fsck --strict --no-dangling --no-progress >&2
}

# Whether the change uses that system call at all.
has_call() {
	rm -rf ../probe
	cp -a . ../probe
	(
		cd ../probe || exit
		strace -f -qq -o ../count -e trace="$1" "$SEC_BUILD/tests/driver/write-driver" . a.ini $'x = 2\n' \
			gone.ini '' secondments/2026/03/z.ini $'z = 1\n' >/dev/null 2>&1
	)
	rm -rf ../probe
	grep -q "$1(" ../count
}
