#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
#
# sec-init --ci: what is written, and what stays. tests/interop/workflows.bats runs it.

load helper

files() {
	git show --name-only --format=%s "$@"
}

@test "each kind is a commit of its own, at the top of the repository" {
	run -0 --separate-stderr sec-init --ci github hr
	assert_output hr
	assert_stderr_line --index 1 --regexp '^sec-init: committed [0-9a-f]{10}: pushes are checked with github$'
	cd hr
	run -0 files
	assert_output 'sec-init: check secondments with github

.github/workflows/secondments.yml'
	run -0 --separate-stderr sec-init --ci gitlab .
	run -0 files
	assert_output 'sec-init: check secondments with gitlab

.gitlab-ci.yml
.gitlab/secondments.yml'
	run -0 --separate-stderr sec-init --ci forgejo .
	run -0 --separate-stderr sec-init --ci pre-commit .
	run -0 git ls-files
	assert_output '.forgejo/workflows/secondments.yml
.gitattributes
.github/workflows/secondments.yml
.gitignore
.gitlab-ci.yml
.gitlab/secondments.yml
.pre-commit-config.yaml
policy.ini'
	run -0 git grep -h 'sec-check' -- .github .gitlab .forgejo .pre-commit-config.yaml
	refute_output --partial @
	run -0 git status --short
	assert_output ''
}

@test "written twice is written once; a file of somebody's own stays" {
	sec-init --ci pre-commit hr 2>/dev/null
	cd hr
	head=$(git rev-parse HEAD)
	run -0 --separate-stderr sec-init --ci pre-commit .
	assert_equal "$(git rev-parse HEAD)" "$head"
	echo 'stages: [check]' >.gitlab-ci.yml
	commit . 'our own pipeline'
	run -0 --separate-stderr sec-init --ci gitlab .
	assert_stderr_line --index 1 "sec-init: .gitlab-ci.yml is there already and stays as it is; what it should have stands in $SEC_BUILD/bin/../../schema/ci/gitlab-ci.yml"
	run -0 files
	assert_output 'sec-init: check secondments with gitlab

.gitlab/secondments.yml'
	run -0 cat .gitlab-ci.yml
	assert_output 'stages: [check]'
}

@test "a register that is a folder is named to the check; a name no shell reads is refused" {
	git init -q big
	run -0 --separate-stderr sec-init --ci github big/hr
	run -0 git -C big show HEAD:.github/workflows/secondments.yml
	# shellcheck disable=SC2016
	assert_line '          sec-check -C hr --range "$BASE..HEAD" --format auto'
	run -2 --separate-stderr sec-init --ci github 'big/h r'
	assert_stderr --partial "a workflow cannot name the folder 'h r'"
}

@test "what is no kind, and what goes with what" {
	run -2 --separate-stderr sec-init --ci jenkins hr
	assert_stderr_line --index 0 "sec-init: --ci is github, gitlab, forgejo or pre-commit, not 'jenkins'"
	run -2 --separate-stderr sec-init --ci github --server hr
	assert_file_not_exists hr
}

@test "the hook for pre-commit's own list says the same" {
	sec-init --ci pre-commit hr 2>/dev/null
	for key in entry language always_run pass_filenames; do
		run -0 grep -hE "^ *$key:" hr/.pre-commit-config.yaml
		assert_equal "$(sed 's/^ *//' <<<"$output")" "$(sed -n "s/^ *\($key:\)/\1/p" "$SEC_TOP/.pre-commit-hooks.yaml")"
	done
}
