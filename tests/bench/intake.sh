#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tests/bench/intake.sh [N]: how long sec-new --csv takes for N rows (default 10000),
# and sec-set --csv to change each, beside what git alone takes to store the same
# files: `git add . && git commit`, and git fast-import with a checkout. Best of three.
set -eu

# shellcheck source=tests/bench/begin.sh
. "$(dirname "$0")/begin.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
HOME=$work
export HOME
git config --global user.name Bench
git config --global user.email bench@example.org
git config --global init.defaultBranch main
git config --global gc.auto 0
cd "$work"

awk -v n="$n" 'BEGIN {
	print "type,title,ref,post,home.organisation,home.manager,host.organisation,host.department,host.manager,start,end,work.fte,case.gain"
	for (i = 0; i < n; i++)
		printf "external,Analyst %d,p%d,Clerk,Thornley Council,R. Osei,Aldermoor City Council,Estates,J. Brandt,2027-%02d-%02d,2027-12-%02d,0.6,\"Wants to learn\nhow it is done, and why %d\"\n", i, i, 1 + i % 6, 1 + i % 28, 1 + i % 28, i
}' >rows.csv

# best NAME PREPARE COMMAND: seconds, the least of three.
best() {
	least=
	for _ in 1 2 3; do
		sh -c "$2" >/dev/null 2>&1
		sync # what the preparation wrote is not ours to wait for
		from=$(date +%s%N)
		sh -ec "$3" >/dev/null 2>&1 || {
			echo "$1 failed" >&2
			exit 1
		}
		took=$((($(date +%s%N) - from) / 1000000))
		[ -n "$least" ] && [ "$least" -le "$took" ] || least=$took
	done
	printf '%-34s %6d ms\n' "$1" "$least"
}

echo "$n records, $(nproc) cores"
best 'sec-new --csv' 'rm -rf r; sec-init r' 'sec-new -C r --csv rows.csv'
sec-list -C r -f csv -o id,post | sed 's/Clerk/Officer/' >change.csv
cp -a r before
best 'sec-set --csv' 'rm -rf r; cp -a before r' 'sec-set -C r --csv change.csv'
best 'git add . && git commit' 'rm -rf g; cp -a before g; rm -rf g/.git; git init -q g' \
	'cd g && git add . && git commit -q -m all'
git -C before fast-export HEAD >stream
best 'git fast-import && git checkout' 'rm -rf g; git init -q g' \
	'cd g && git fast-import --quiet <../stream && git checkout -q -f main'
