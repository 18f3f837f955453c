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
}

@test "pre-commit from the list of hooks that this repository offers" {
	git clone -q "$SEC_TOP" ../sec-repository 2>/dev/null || skip 'not a git repository'
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

@test "github and forgejo: a push, a new branch, a base that is gone" {
	for kind in github forgejo; do
		sec-init --ci $kind . 2>/dev/null
		script .$kind/workflows/secondments.yml Check >../$kind.sh
	done
	base=$(git rev-parse HEAD)
	damage
	commit . 'a: damaged'
	BASE=$base GITHUB_ACTIONS=true run -1 --separate-stderr bash -e ../github.sh
	assert_line --index 0 --regexp '^::error file=secondments/2026/11/2026-11-aaaaa.ini,line=10,title=required::'
	BASE=$base GITHUB_ACTIONS=true run -1 --separate-stderr bash -e ../forgejo.sh
	assert_output "$(record_path $A):10: error: 'home.manager' is missing: every record needs it [required]"
	for gone in 0000000000000000000000000000000000000000 1234567890123456789012345678901234567890 ''; do
		BASE=$gone run -1 --separate-stderr bash -e ../github.sh
	done
	BASE=$(git rev-parse HEAD) run -0 --separate-stderr bash -e ../github.sh
}

@test "gitlab: the verdict in the log, the findings for the merge request in a file" {
	sec-init --ci gitlab . 2>/dev/null
	script .gitlab/secondments.yml script >../gitlab.sh
	base=$(git rev-parse HEAD)
	damage
	commit . 'a: damaged'
	CI_COMMIT_BEFORE_SHA=$base run -1 --separate-stderr bash -e ../gitlab.sh
	assert_output "$(record_path $A):10: error: 'home.manager' is missing: every record needs it [required]"
	run -0 jq -r '.[].check_name' gl-code-quality-report.json
	assert_output required
	CI_MERGE_REQUEST_DIFF_BASE_SHA=$(git rev-parse HEAD) CI_COMMIT_BEFORE_SHA=$base run -0 --separate-stderr bash -e ../gitlab.sh
	run -0 cat gl-code-quality-report.json
	assert_output '[]'
}

@test "the package: what it holds runs, and says what to set where it is not named" {
	run -0 --separate-stderr sh "$SEC_TOP/tools/deb.sh"
	deb=$SEC_TOP/$output
	run -0 dpkg-deb -f "$deb" Package
	assert_output sec
	dpkg-deb -x "$deb" ../root
	run -0 --separate-stderr ../root/usr/bin/sec-list -f ids
	assert_output $A
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
