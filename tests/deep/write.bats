# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# The long runs for the commit routine, not part of `make test`: run them with
# `bats tests/deep/write.bats`. They take some minutes.

load ../helper
load ../faults

@test "deep: kill -9 at every system call that takes a path or a descriptor" {
	need_strace
	for call in openat read pread64 newfstatat fstat close mmap access faccessat2 getdents64 lseek \
		ftruncate fchmod utimensat flock rt_sigprocmask; do
		has_call $call || continue
		sweep $call signal=KILL after_kill
	done
}

@test "deep: EIO at every system call that can give it" {
	need_strace
	for call in read pread64 write fsync linkat link mkdir mkdirat fchmod utimensat close; do
		has_call $call || continue
		sweep $call error=EIO after_error_or_no_start
	done
}

@test "deep: EMFILE and EACCES at every open" {
	need_strace
	sweep openat error=EMFILE after_error_or_no_start
	sweep openat error=EACCES after_error_or_no_start
}

# The dynamic linker opens files too: there the program cannot even start.
after_error_or_no_start() {
	[ "$status" -ne 127 ] || return 0
	after_error "$1"
}

@test "deep: three writers at once, killed at random five hundred times" {
	for i in $(seq 500); do
		pids=()
		for who in a gone new; do
			doomed . "$who.ini" "x = $who $i"$'\n' >/dev/null 2>&1 &
			pids+=($!)
		done
		sleep "0.0$((RANDOM % 9))$((RANDOM % 10))"
		kill -9 "${pids[$((RANDOM % 3))]}" 2>/dev/null || true
		wait "${pids[@]}" 2>/dev/null || true
		driver . b.ini "x = $i"$'\n' >/dev/null 2>../err || {
			cat ../err >&2
			return 1
		}
		git diff --quiet HEAD
		git diff --quiet --cached HEAD
		[ "$(git cat-file -p HEAD:b.ini)" = "x = $i" ]
	done
	no_leavings
}

@test "deep: beside checkouts of another branch every commit keeps to one record" {
	git branch side
	for i in $(seq 40); do
		git checkout -q side 2>/dev/null || true
		git checkout -q main 2>/dev/null || true
	done &
	other=$!
	for i in $(seq 40); do
		driver . a.ini "x = $i"$'\n' >>../out 2>>../err || true
	done
	wait $other
	run -0 bash -c "git log --all --format=%H --grep='^sec-test' | while read -r c; do git show --format= --name-only \$c; done | sort -u"
	assert_output 'a.ini'
	driver . b.ini $'x = last\n'
	run -0 git status --porcelain
	assert_output ''
	no_leavings
}

@test "deep: beside stashes of somebody's edit elsewhere nothing of it is lost" {
	echo 'x = mine' >b.ini
	for i in $(seq 30); do
		git stash -q 2>/dev/null && git stash pop -q 2>/dev/null || true
	done &
	other=$!
	for i in $(seq 30); do
		driver . a.ini "x = $i"$'\n' >>../out 2>>../err || true
	done
	wait $other
	git stash pop -q 2>/dev/null || true
	run -0 cat b.ini
	assert_output 'x = mine'
	run -0 bash -c "git log --format=%H --grep='^sec-test' | while read -r c; do git show --format= --name-only \$c; done | sort -u"
	assert_output 'a.ini'
}
