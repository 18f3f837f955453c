# SPDX-License-Identifier: ISC
# shellcheck shell=bats disable=SC2154,SC2030,SC2031
#
# Looking back through git, tests/driver/past-driver beside git itself.

load helper

past() {
	"$SEC_BUILD/tests/driver/past-driver" "$@"
}

# commit_on DAY FILE TEXT: a commit of noon that day.
commit_on() {
	put_text "$2" <<<"$3"
	git add -A
	GIT_AUTHOR_DATE="$1T12:00:00+00:00" GIT_COMMITTER_DATE="$1T12:00:00+00:00" git commit -qm "$2"
}

# Two branches, merged both ways and by an octopus; one clock that goes backwards.
branches() {
	git init -q .
	commit_on 2026-01-01 hr/a one
	commit_on 2026-01-02 hr/b one
	git switch -qc left
	commit_on 2026-01-03 hr/a two
	git switch -qc right main
	commit_on 1999-01-04 hr/c one
	git switch -q main
	commit_on 2026-01-05 hr/d one
	git merge -q -m octopus left right
	git switch -q left
	git merge -q -m back right
	commit_on 2026-01-06 hr/a three
	git switch -q main
	git merge -q -m again left
}

@test "git-past: the order is git's, with what is hidden left out" {
	branches
	run -0 --separate-stderr past . commits main
	assert_output "$(git rev-list --date-order main)"
	for hide in left right main~1 main; do
		run -0 --separate-stderr past . commits -x "$hide" main
		assert_output "$(git rev-list --date-order main "^$hide")"
	done
}

@test "git-past: a path's commits are those that differ from a parent" {
	branches
	for graph in none whole; do
		[ "$graph" = none ] || git commit-graph write --reachable --changed-paths --no-progress
		for path in hr/a hr/b hr/c hr/d nowhere; do
			run -0 --separate-stderr past . commits main "$path"
			assert_output "$(git rev-list --date-order --full-history main -- "$path")"
		done
		run -0 --separate-stderr past . commits main hr/c hr/d
		assert_output "$(git rev-list --date-order --full-history main -- hr/c hr/d)"
		run -0 --separate-stderr past . commits main hr
		assert_output "$(git rev-list --date-order main)"
	done
}

@test "git-past: a commit, whole" {
	git init -q .
	put_text a <<<one
	git add a
	GIT_AUTHOR_DATE='@1767225600 -0330' GIT_COMMITTER_DATE='@1767225601 +0545' \
		git commit -qm $'subject\n\nbody' --author='Zoë <zoe@example.org>'
	run -0 --separate-stderr past . commit HEAD
	assert_output "$(git rev-parse 'HEAD^{tree}')
author Zoë <zoe@example.org> 1767225600 -210
committer Test Officer <officer@example.org> 1767225601 345
subject

body"
}

@test "git-past: a shallow clone ends where it is cut, and says so" {
	branches
	git clone -q --depth 2 "file://$PWD" ../shallow
	cd ../shallow
	run -0 --separate-stderr past . commits HEAD
	assert_output "$(git rev-list --date-order HEAD)"
	run -0 --separate-stderr past . commits HEAD hr/b
	assert_output "$(git rev-list --date-order --full-history HEAD -- hr/b)"
	run -0 --separate-stderr past . commit HEAD
	refute_line cut
	run -0 --separate-stderr past . commit "$(git rev-list --max-parents=0 HEAD | head -1)"
	assert_line cut
}

@test "git-past: what differs between two trees, modes and all" {
	git init -q .
	mkdir -p hr/x hr/y
	for f in hr/x/1 hr/x/2 hr/y/1 swap top; do echo "$f" >"$f"; done
	git add -A
	git commit -qm one
	git rm -q swap
	mkdir swap hr/z
	echo in >swap/in
	chmod 755 hr/x/1
	ln -s 1 hr/x/link
	echo new >hr/z/1
	git rm -qr hr/y
	git add -A
	git update-index --add --cacheinfo "160000,$(git rev-parse HEAD),hr/module"
	git commit -qm two
	differ_as_git HEAD~1 HEAD
	differ_as_git HEAD HEAD~1
	differ_as_git HEAD HEAD
	differ_as_git HEAD~1 HEAD hr/x
	differ_as_git HEAD~1 HEAD nowhere
	run -0 --separate-stderr past . differ - HEAD hr/x
	assert_output "$(git diff-tree -r --no-abbrev "$(git hash-object -t tree /dev/null)" HEAD -- hr/x | sed 's/ [A-Z]\t/ /')"
}

differ_as_git() {
	run -0 --separate-stderr past . differ "$@"
	assert_output "$(git diff-tree -r --no-abbrev "$1" "$2" -- ${3:+"$3/"} | sed 's/ [A-Z]\t/ /')"
}

@test "git-past: the best common ancestor, or none" {
	branches
	git switch -q --orphan lonely
	commit_on 2026-02-01 hr/e one
	for pair in 'main left' 'left right' 'main~1 left~1' 'main main' 'right left~2'; do
		read -r a b <<<"$pair"
		run -0 --separate-stderr past . base "$a" "$b"
		assert_output "$(git merge-base "$a" "$b")"
	done
	run -2 --separate-stderr past . base main lonely
	assert_output ''
	assert_stderr 'past-driver: the two have no common ancestor here'
	git clone -q --depth 1 --no-single-branch "file://$PWD" ../shallow
	run -2 --separate-stderr past ../shallow base origin/main origin/left
	assert_output shallow
}

@test "git-past: a signature, and the bytes that it signs" {
	git init -q .
	commit_on 2026-01-01 a one
	run -2 --separate-stderr past . signature HEAD
	assert_stderr 'past-driver: it has no signature'
	ssh-keygen -q -t ed25519 -N '' -f "$HOME/key"
	echo "officer@example.org $(cat "$HOME/key.pub")" >"$HOME/allowed"
	git config gpg.format ssh
	git config user.signingkey "$HOME/key"
	git commit -q --allow-empty -S -m signed
	past . signature HEAD >both
	sed '/^--$/,$d' both >one.sig
	sed '1,/^--$/d' both >one
	run -0 --separate-stderr ssh-keygen -Y verify -f "$HOME/allowed" -I officer@example.org -n git -s one.sig <one
}
