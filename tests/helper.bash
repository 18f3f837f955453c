# SPDX-License-Identifier: ISC
# shellcheck shell=bash
#
# What every test file loads (`load helper`). Each test gets a home of its own
# and stands in an empty folder; nothing of the caller's environment, git
# configuration or clock shows through. Afterwards `git fsck --strict` must be
# content with every repository the test made.
#
# A file with a setup() of its own calls isolate first; with a teardown() of its
# own, check_repositories last.

bats_require_minimum_version 1.5.0
bats_load_library bats-support
bats_load_library bats-assert
bats_load_library bats-file
set -o pipefail

SEC_TOP=${SEC_TOP:-$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)}
SEC_BUILD=${SEC_BUILD:-$SEC_TOP/build}
export GIT_CONFIG_NOSYSTEM=1 # in setup_file too

setup() {
	isolate
}

teardown() {
	check_repositories
}

# A private home, a clean environment, a fixed day and an empty folder to stand in.
isolate() {
	local name

	for name in $(compgen -e); do
		case $name in
		SEC_TOP | SEC_BUILD | GIT_CONFIG_NOSYSTEM) ;;
		GIT_* | SEC_* | GITHUB_* | CI | CI_* | EDITOR | VISUAL | PAGER | NO_COLOR | COLUMNS)
			unset "$name"
			;;
		esac
	done
	export SEC_TOP SEC_BUILD
	export HOME=$BATS_TEST_TMPDIR/home XDG_CONFIG_HOME=$BATS_TEST_TMPDIR/home/.config
	export TZ=UTC LC_ALL=C TERM=dumb SEC_TODAY=2026-11-21
	export PATH=$SEC_BUILD/bin:$PATH
	umask 022
	mkdir -p "$XDG_CONFIG_HOME" "$BATS_TEST_TMPDIR/work"
	cat >"$HOME/.gitconfig" <<-'GIT'
		[user]
			name = Test Officer
			email = officer@example.org
		[init]
			defaultBranch = main
		[gc]
			auto = 0
		[maintenance]
			auto = false
		[advice]
			detachedHead = false
		[protocol "file"]
			allow = always
	GIT
	cd "$BATS_TEST_TMPDIR/work" || return 1
}

# git fsck over every repository below the test's folder. A test that breaks one
# on purpose puts an empty file `no-fsck` into its git folder.
check_repositories() {
	local objects dir bad=0

	while IFS= read -r objects; do
		dir=${objects%/objects}
		if [ -e "$dir/HEAD" ] && [ ! -e "$dir/no-fsck" ]; then
			git --git-dir="$dir" fsck --strict --no-dangling --no-progress >&2 || {
				echo "git fsck is not content with $dir" >&2
				bad=1
			}
		fi
	done < <(find "$BATS_TEST_TMPDIR" -type d -name objects 2>/dev/null)
	return "$bad"
}

# make_register [DIR]: an empty register with one commit, made by hand, so that
# a test of one program does not hang on another. Default: the folder we are in.
make_register() {
	local dir=${1:-.}

	git init -q "$dir"
	printf '[register]\nformat = 1\nname = Thornley Council\n' >"$dir/policy.ini"
	printf '*.ini text eol=lf diff=sec merge=sec\n' >"$dir/.gitattributes"
	printf '/people.ini\n' >"$dir/.gitignore"
	commit "$dir" "register: begin"
}

# make_wired_register [DIR]: the same, with the merge driver that sec-init sets, so
# that writers have nothing to say about it.
make_wired_register() {
	make_register "${1:-.}"
	git -C "${1:-.}" config merge.sec.driver 'git merge-file %A %O %B'
}

# begin_hr [ID TITLE]...: a wired register `hr` with these smallest records in one
# commit; the test stands in it.
begin_hr() {
	local records=$#

	make_wired_register hr
	cd hr || return 1
	while [ $# -gt 0 ]; do
		small_record "$1" "$2" | put_record "$1"
		shift 2
	done
	[ "$records" -eq 0 ] || commit
}

# no_record: what begin_hr began without records is as it was.
no_record() {
	run -0 git log --format=%s
	assert_output 'register: begin'
	run -0 git status --short
	assert_output ''
}

# commit [DIR [MESSAGE]]: everything that is in the work tree, with plain git.
commit() {
	git -C "${1:-.}" add -A
	git -C "${1:-.}" commit -q -m "${2:-test: commit}"
}

# record_path ID: where a record stands in its register.
record_path() {
	printf 'secondments/%s/%s/%s.ini\n' "${1:0:4}" "${1:5:2}" "$1"
}

# put_record ID [DIR] <TEXT: writes a record file, not committed.
put_record() {
	local path

	path=${2:-.}/$(record_path "$1")
	mkdir -p "${path%/*}"
	cat >"$path"
}

# small_record ID [TITLE]: the text of the smallest record without a finding at
# error level; it is `considered`.
small_record() {
	cat <<-RECORD
		[secondment]
		id = $1
		type = internal
		title = ${2:-Data analyst, Estates}

		[person]
		ref = p1048
		post = Finance officer

		[home]
		organisation = Thornley Council
		manager = R. Osei
	RECORD
}

# shell_word TEXT: as a person types it into a shell, in quotes where it must be;
# in_regexp TEXT: as itself in a regular expression. For paths below TMPDIR.
shell_word() {
	case $1 in
	*[!A-Za-z0-9._/+:-]*) printf "'%s'" "${1//\'/\'\\\'\'}" ;;
	*) printf '%s' "$1" ;;
	esac
}
# shellcheck disable=SC2001 # what sed can and ${} cannot
in_regexp() {
	sed 's/[][\.*^$+?(){}|]/\\&/g' <<<"$1"
}

# assert_now WORD COMMAND…: what it prints is what date prints for WORD now.
# shellcheck disable=SC2154 # run sets output
assert_now() {
	local before

	before=$(date "$1")
	run -0 --separate-stderr "${@:2}"
	[ "$output" = "$before" ] || assert_output "$(date "$1")" # it was midnight
}

# put_text FILE <TEXT: writes a file, making its folders.
put_text() {
	mkdir -p "$(dirname "$1")"
	cat >"$1"
}

# shared NAME: the path of a file or folder of ../shared beside the tree. The test
# is skipped, and says so, where there is none.
shared() {
	local path=$SEC_TOP/../shared/$1

	[ -e "$path" ] || return 1
	printf '%s\n' "$path"
}
need_shared() {
	shared "$1" >/dev/null || skip "$SEC_TOP/../shared/$1 is not there"
}

# need_plain WHY: skips the test, loudly, where the programs were built with sanitizers.
need_plain() {
	! grep -qs __asan_init "$SEC_BUILD/bin/sec-check" || skip "sanitizers $1"
}

# need_terminal: skips the test, loudly, where no terminal can be made: in a chroot
# without /dev/pts.
need_terminal() {
	command -v script >/dev/null || skip 'script(1) is not here'
	script -qec true /dev/null </dev/null >/dev/null 2>&1 || skip 'no terminal can be made here: /dev/pts is not mounted'
}

# json_lines <TEXT: how many JSON values there are; all of it must be JSON and UTF-8.
json_lines() {
	iconv -f UTF-8 -t UTF-8 | jq -s length
}

# unit_program NAME: a program of tests/unit must succeed; what it said is shown
# when it does not.
unit_program() {
	cd "$SEC_TOP" || return 1
	run -0 "$SEC_BUILD/tests/unit/$1"
}

# assert_stderr [--partial|--regexp|--line…] TEXT, refute_stderr: as assert_output,
# for `run --separate-stderr`.
# shellcheck disable=SC2154 # run sets stderr
assert_stderr() {
	output=$stderr assert_output "$@"
}
# shellcheck disable=SC2154
refute_stderr() {
	output=$stderr refute_output "$@"
}
# assert_stderr_line, as assert_line.
# shellcheck disable=SC2154,SC2034
assert_stderr_line() {
	local lines

	mapfile -t lines <<<"$stderr"
	output=$stderr assert_line "$@"
}
