#!/usr/bin/env bats
# SPDX-License-Identifier: ISC
#
# Workflows: yamllint reads them, pre-commit runs for real. Hosted forges cannot be run
# here; the scripts that they would run are taken out of the YAML and run in clones,
# with the variables that the forge sets, over the package that they would install.

load ../helper

A=2026-11-aaaaa

setup() {
	isolate
	sec-init hr 2>/dev/null
	cd hr || return 1
	put_record $A < <(small_record $A)
	commit . 'a: new'
}

damage() {
	sed -i 's/^manager = .*/manager =/' "$(record_path $A)"
}

# script FILE NAME: the commands of a step of a GitHub workflow, or of a key of a
# GitLab job, as the forge hands them to a shell.
script() {
	/usr/bin/python3 - "$1" "$2" <<-'PY'
		import sys, yaml
		job = yaml.safe_load(open(sys.argv[1]))
		if "jobs" in job:
		    step, = [s for s in job["jobs"]["check"]["steps"] if s["name"] == sys.argv[2]]
		    print(step["run"])
		else:
		    print("\n".join(job["secondments"][sys.argv[2]]))
	PY
}

@test "yamllint is content with every workflow" {
	run -0 yamllint --strict "$SEC_TOP"/schema/ci/*.yml "$SEC_TOP/.pre-commit-hooks.yaml"
	for kind in github gitlab forgejo pre-commit; do
		sec-init --ci $kind . 2>/dev/null
	done
	run -0 yamllint --strict .github .gitlab .gitlab-ci.yml .forgejo .pre-commit-config.yaml
}

@test "pre-commit: a bad commit is stopped, a good one passes, one run sees all" {
	sec-init --ci pre-commit . 2>/dev/null
	run -0 pre-commit validate-config
	run -0 pre-commit validate-manifest "$SEC_TOP/.pre-commit-hooks.yaml"
	run -0 pre-commit install
	damage
	run -1 git commit -q -a -m 'a: damaged'
	assert_output --partial "$(record_path $A):10: error: 'home.manager' is missing: every record needs it [required]"
	git checkout -q -- .
	# what is not staged does not count
	put_record 2026-11-bbbbb < <(small_record 2026-11-bbbbb)
	git add -A
	damage
	run -0 git commit -q -m 'b: new'
	# the second of two records with one id, far apart in a long list of files
	git checkout -q -- .
	for i in $(seq 100 400); do
		small_record "2026-10-x$i" | put_record "2026-10-x$i"
	done
	git add -A
	run -0 git commit -q -m 'three hundred more'
	small_record 2026-10-x100 >secondments/2026/10/2026-10-x999.ini
	git add -A
	run -1 git commit -q -m 'one twice'
	assert_output --partial "2 records have the id '2026-10-x100'"
	# a commit that only takes away
	git reset -q --hard
	git rm -q policy.ini
	run -1 git commit -q -m 'no policy'
	assert_output --partial policy.ini
}

@test "pre-commit from the list of hooks that this repository offers" {
	git clone -q --no-local "$SEC_TOP" ../sec-repository 2>/dev/null || skip 'not a git repository'
	cp "$SEC_TOP/.pre-commit-hooks.yaml" ../sec-repository/
	git -C ../sec-repository add -A
	git -C ../sec-repository commit -q -m hooks --allow-empty
	cat >.pre-commit-config.yaml <<-YAML
		repos:
		  - repo: $(realpath ../sec-repository)
		    rev: $(git -C ../sec-repository rev-parse HEAD)
		    hooks:
		      - id: sec-check
	YAML
	git add -A
	run -0 pre-commit run
	damage
	git add -A
	run -1 pre-commit run
	assert_output --partial "'home.manager' is missing"
}

# checkout REF: a clone as checkout@v4 and GitLab's runner make it, of every branch that
# the server has, at REF, detached; we stand in it.
checkout() {
	rm -rf ../checkout
	git clone -q --no-local "$SERVER" ../checkout
	cd ../checkout || return 1
	git checkout -q --detach "$1"
}

# served: hr is on a server, with an error in it that everybody knows.
served() {
	put_record 2026-11-ooooo < <(small_record 2026-11-ooooo | sed 's/^manager = .*/manager =/')
	commit . 'o: an old error'
	SERVER=$(realpath ..)/server.git
	git init -q --bare "$SERVER"
	git remote add origin "$SERVER"
	git push -q origin main
}

# on_forge FORGE VAR=VALUE...: the forge's own step, under the shell it takes in a
# container; findings alone are shown, without the way in which each forge tells them.
on_forge() {
	local forge=$1 shell='sh -e'

	shift
	[ "$forge" != gitlab ] || shell='bash -eo pipefail'
	# shellcheck disable=SC2086 # words
	env GITHUB_ACTIONS=true CI_DEFAULT_BRANCH=main MAIN=main "$@" $shell "$WORK/$forge.sh" >"$WORK/out" 2>"$WORK/err"
	local code=$?
	sed -nE 's/^(::error [^:]*::)?(secondments[^:]*):[0-9:]* (error: )?(.*is missing).*/\2: \4/p' "$WORK/out" |
		grep -v ' info: ' || :
	return $code
}

# forges: the steps, as sec-init writes them.
forges() {
	WORK=$(realpath ..)
	for kind in github forgejo gitlab; do
		sec-init --ci $kind . 2>/dev/null
	done
	script .github/workflows/secondments.yml Check >../github.sh
	script .forgejo/workflows/secondments.yml Check >../forgejo.sh
	script .gitlab/secondments.yml script >../gitlab.sh
}

ZERO=0000000000000000000000000000000000000000
GONE=1234567890123456789012345678901234567890
OLD="$(record_path 2026-11-ooooo): 'home.manager' is missing"
NEW="$(record_path $A): 'home.manager' is missing"

# push_of BRANCH BEFORE: what each forge sets for a push; sets `vars`.
push_of() {
	case $1 in
	gitlab) vars=(CI_COMMIT_BRANCH="$2" CI_COMMIT_BEFORE_SHA="$3") ;;
	*) vars=(GITHUB_REF="refs/heads/$2" BASE="$3" TIP=) ;;
	esac
}

@test "a push: what it changes; the first push of the main branch: all; old errors elsewhere are nobody's fault" {
	forges
	served
	base=$(git rev-parse HEAD)
	damage
	commit . 'a: damaged'
	git push -q origin main
	checkout origin/main
	for forge in github forgejo gitlab; do
		push_of $forge main "$base"
		run -1 on_forge $forge "${vars[@]}"
		assert_output "$NEW"
		push_of $forge main "$(git rev-parse HEAD)"
		run -0 on_forge $forge "${vars[@]}"
		assert_output ''
		for base_of in $ZERO $GONE ''; do
			push_of $forge main "$base_of"
			run -1 on_forge $forge "${vars[@]}"
			assert_output "$NEW
$OLD"
		done
	done
	grep -q '^::error file=secondments/2026/11/2026-11-aaaaa.ini,line=10,title=required::' <(
		cd ../checkout && push_of github main "$base" && env GITHUB_ACTIONS=true MAIN=main "${vars[@]}" sh -e "$WORK/github.sh" || :)
}

@test "a new branch, one that was forced, one of another root" {
	forges
	served
	git checkout -q -b fix
	put_record 2026-11-bbbbb < <(small_record 2026-11-bbbbb)
	commit . 'b: new'
	git push -q origin fix
	checkout origin/fix
	for forge in github forgejo gitlab; do
		for base_of in $ZERO $GONE; do
			push_of $forge fix "$base_of"
			run -0 on_forge $forge "${vars[@]}"
			assert_output ''
		done
	done
	cd ../hr
	damage
	commit . 'a: damaged'
	git push -q origin fix
	checkout origin/fix
	for forge in github forgejo gitlab; do
		push_of $forge fix $ZERO
		run -1 on_forge $forge "${vars[@]}"
		assert_output "$NEW"
	done
	git checkout -q --orphan other
	git commit -q -m 'another root'
	for forge in github forgejo gitlab; do
		push_of $forge other $ZERO
		run -1 on_forge $forge "${vars[@]}"
		assert_output "$NEW
$OLD"
	done
}

@test "a pull request: what it adds, whatever its target got meanwhile, merged or not" {
	forges
	served
	base=$(git rev-parse HEAD)
	git checkout -q -b fix
	put_record 2026-11-bbbbb < <(small_record 2026-11-bbbbb)
	commit . 'b: new'
	tip=$(git rev-parse HEAD)
	git push -q origin fix
	git checkout -q main
	damage
	commit . 'a: somebody else'
	git push -q origin main
	target=$(git rev-parse HEAD)
	checkout origin/main
	git merge -q --no-ff -m 'as the forge does' origin/fix
	pull=(GITHUB_REF=refs/pull/1/merge BASE="$base" TIP="$tip")
	run -0 on_forge github "${pull[@]}"
	assert_output ''
	run -0 on_forge forgejo "${pull[@]}"
	assert_output ''
	run -0 on_forge gitlab CI_COMMIT_BEFORE_SHA=$ZERO CI_MERGE_REQUEST_DIFF_BASE_SHA="$base" CI_MERGE_REQUEST_TARGET_BRANCH_SHA="$target"
	assert_output ''
	# not merged: the branch itself, which may have a merge on top
	git checkout -q --detach origin/fix
	git merge -q --no-ff -m 'their own merge' origin/main
	pull=(GITHUB_REF=refs/pull/1/head BASE="$target" TIP="$(git rev-parse HEAD)")
	run -0 on_forge forgejo "${pull[@]}"
	assert_output ''
	run -0 on_forge gitlab CI_COMMIT_BEFORE_SHA=$ZERO CI_MERGE_REQUEST_DIFF_BASE_SHA="$target"
	assert_output ''
	sed -i 's/^post = .*/post =/' secondments/2026/11/2026-11-bbbbb.ini
	git commit -q -a -m 'b: damaged'
	pull=(GITHUB_REF=refs/pull/1/head BASE="$target" TIP="$(git rev-parse HEAD)")
	for forge in github forgejo; do
		run -1 on_forge $forge "${pull[@]}"
		assert_output "$(record_path 2026-11-bbbbb): 'person.post' is missing"
	done
}

@test "gitlab: two reports compared show what a merge request adds, and nothing as mended" {
	forges
	served
	base=$(git rev-parse HEAD)
	checkout origin/main
	push_of gitlab main $ZERO
	run -1 on_forge gitlab "${vars[@]}"
	run -0 jq -r '.[].fingerprint' gl-code-quality-report.json
	sort <<<"$output" >"$WORK/target"
	damage
	git commit -q -a -m 'a: damaged'
	run -1 on_forge gitlab CI_MERGE_REQUEST_DIFF_BASE_SHA="$base"
	run -0 jq -r '.[].fingerprint' gl-code-quality-report.json
	run -1 diff "$WORK/target" <(sort <<<"$output")
	assert_output --regexp '^[0-9a]*
> secondments/2026/11/2026-11-aaaaa.ini required home.manager 0$'
}

@test "what a name in the repository could say to a shell is said by nobody" {
	forges
	served
	# shellcheck disable=SC2016 # as it is
	name='$(touch${IFS}pwned)`touch${IFS}pwned`'
	git checkout -q -b "$name"
	git push -q origin HEAD
	checkout "origin/$name"
	for forge in github forgejo gitlab; do
		push_of $forge other $ZERO
		run -0 on_forge $forge "${vars[@]}" MAIN="$name" CI_DEFAULT_BRANCH="$name"
		assert_file_not_exists pwned
	done
	# nothing of an event is put into the text of a step
	script "$SEC_TOP/schema/ci/github.yml" 'Install sec' >"$WORK/install.sh"
	run -1 grep -nF '${{' "$WORK"/*.sh
}

@test "the package: what it holds runs, and says what to set where it is not named" {
	run -0 --separate-stderr sh "$SEC_TOP/tools/deb.sh"
	deb=$SEC_TOP/$output
	run -0 dpkg-deb -f "$deb" Package
	assert_output sec
	dpkg-deb -x "$deb" ../root
	run -0 --separate-stderr ../root/usr/bin/sec-list -f ids
	assert_output $A
	run -0 bash -c "grep -oE '\(examples/[^)]*\)|examples/[a-z/]*\.(awk|csv)' ../root/usr/share/doc/sec/README.md | tr -d '()' | sort -u"
	[ "${#lines[@]}" -ge 4 ]
	for named in "${lines[@]}"; do
		assert_exists "../root/usr/share/doc/sec/$named"
	done
	assert_not_exists ../root/usr/share/doc/sec/examples/demo.sh
	sec-init --ci github . 2>/dev/null
	script .github/workflows/secondments.yml 'Install sec' >../install.sh
	run --separate-stderr -1 bash -e ../install.sh
	assert_stderr --partial 'SEC_PACKAGE: set it to the address of the .deb of a release'
	# as far as apt: the address is read, the sum compared
	mkdir ../bin
	printf '#!/bin/sh\necho "apt-get $*"\n' >../bin/apt-get
	chmod +x ../bin/apt-get
	sed 's|/tmp/sec.deb|../sec.deb|g' ../install.sh >../install-here.sh
	PATH=$PWD/../bin:$PATH SEC_PACKAGE=file://$deb SEC_PACKAGE_SHA256=$(sha256sum <"$deb" | cut -d' ' -f1) \
		run -0 --separate-stderr bash -e ../install-here.sh
	assert_line 'apt-get install -y --no-install-recommends ../sec.deb'
	PATH=$PWD/../bin:$PATH SEC_PACKAGE=file://$deb SEC_PACKAGE_SHA256=$(printf 0%.0s {1..64}) \
		run -1 --separate-stderr bash -e ../install-here.sh
	refute_output --partial 'apt-get install'
}
