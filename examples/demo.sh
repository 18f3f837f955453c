#!/bin/sh
# SPDX-License-Identifier: ISC
#
# examples/demo.sh [DIR]: install what is missing (saying so first), build, and play
# through the life of a register in DIR or a new temporary folder, as if today were
# 21 November 2026. Every command is shown before it runs, so that it can be typed
# again; nothing outside that folder is touched.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE SEC_REGISTER SEC_PEOPLE SEC_SCHEMA
dir=${1:-$(mktemp -d "${TMPDIR:-/tmp}/sec-demo.XXXXXX")}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
if [ -e "$dir/register" ]; then
	echo "examples/demo.sh: $dir/register is there already" >&2
	exit 2
fi

cd "$top"
# shellcheck source=tests/debian.sh
. tests/debian.sh
need build
make -s -j "$(nproc 2>/dev/null || echo 1)" all

PATH=$top/build/bin:$PATH
SEC_TODAY=2026-11-21
export PATH SEC_TODAY LC_ALL=C.UTF-8
examples=$top/examples/register
export examples

bold='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
	bold=$(printf '\033[1m') plain=$(printf '\033[m')
fi
say() { printf '\n# %s\n' "$*"; }
run() {
	printf '%s$ %s%s\n' "$bold" "$1" "$plain"
	(eval "$1") 2>&1
}
# A command whose answer is "no": exit 1, and anything else is a fault of the demo.
run_no() {
	code=0
	run "$1" || code=$?
	[ "$code" -eq 1 ]
}

cd "$dir"
say "A register is a git repository with one small text file a secondment."
if [ -z "${GIT_AUTHOR_NAME:-$(git config user.name)}" ]; then
	# only here: the reader's own git has no name yet
	git init -q register
	git -C register config user.name 'Demo Officer'
	git -C register config user.email officer@harrowmere.example
fi
run "sec-init --name 'Harrowmere County Council' register"
cd register

say "Take over the 52 invented secondments of the examples, in one commit."
cp "$examples/people.ini" .
run "sec-list -C \"\$examples\" -f ini | sec-new --from - -m 'Taken over from the old list' | tail -n 2"
run "sec-list --count state"

say "Who comes back within a month?"
run "sec-list -q 'state = active and remaining <= 30d' -o id,who,title,host.manager,effective-end"

say "A new one. What is not known yet can wait; what the next step needs, sec-check tells."
run "sec-new --id 2027-02-ferns type=voluntary title='Archive adviser, Rivers and Reedbeds' \\
    ref=p2900 post='Records officer' start=2027-02-01 \\
    home: organisation='Harrowmere County Council' manager='Imogen Tadesse'"
run_no "sec-check --as permitted ferns"
run "sec-set ferns permission: decision=yes by='Imogen Tadesse' date=today \\
    case: gain='Build an archive from nothing' develop='Towards head of archives' \\
    -m 'Talked through with her on Thursday'"
run "sec-list ferns"

say "Mistakes are refused, with the reason."
run_no "sec-set ferns end=2027-01-04"

say "What needs doing, most urgent first?"
run "sec-due --overdue --owner HR"
run "sec-check -q 'state = active' | tail -n 5"

say "Documents and pictures come from the records."
ending=$(sec-list -q 'state = active' --sort effective-end -f ids | sed -n 1p)
run "sec-render -t return-agenda --format txt $ending | head -n 24"
run "sec-render -t agreement --format html -o ../agreement.html $ending"
run "sec-list -q 'state = active' --sort dates.start --format ids | sec-render -t timeline - -o ../timeline.svg"

say "Git keeps who changed what, when and why; never the values."
run "git log -n 1 --format='%an, %ad%n%B' --date=format:'%e %B %Y'"

say "From the history, what happened, in words; -f tsv has a line for each change of a field."
run "sec-log ferns"

say "All of it stays in $dir: go on from there."
cat <<MORE
    PATH=$top/build/bin:\$PATH SEC_TODAY=$SEC_TODAY; export PATH SEC_TODAY
    cd $dir/register
    sec-list --help                     each program explains itself, examples first
    xdg-open $dir/timeline.svg
    xdg-open $dir/agreement.html
MORE
