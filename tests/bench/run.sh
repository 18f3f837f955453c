#!/bin/sh
# SPDX-License-Identifier: ISC
#
# tests/bench/run.sh [N]: how long sec-check, sec-due and sec-list take over N
# generated records (default 10000), beside `rg -c .`, which only reads the same
# files, and recsel, which is asked the same of the same records in one file. We
# aim at 3 times rg at most, and at a tenth of recsel at most. A second run over
# a tenth of the records shows whether cost grows with the number, and no faster.
#
# Medians of several runs with a warm cache; what counts are the ratios, taken
# in one go on one machine.
set -eu

# shellcheck source=tests/bench/begin.sh
. "$(dirname "$0")/begin.sh"
(need timer) || echo 'timing by hand: best of five' >&2

# register N: makes it unless it is there; prints its folder.
register() {
	at=$top/build/bench/$1
	if [ ! -e "$at/done" ] || [ -n "$(find examples/generate* examples/words tests/bench/records.awk -newer "$at/done")" ]; then
		rm -rf "$at"
		mkdir -p "$at"
		sh examples/generate -n "$1" "$at/register"
		find "$at/register/secondments" -name '*.ini' -print0 | sort -z |
			xargs -0 awk -f tests/bench/records.awk >"$at/records.rec"
		touch "$at/done"
	fi
	echo "$at"
}

# seconds COMMAND: how long it takes.
seconds() {
	if command -v hyperfine >/dev/null 2>&1; then
		hyperfine -N -i --style none --warmup 2 --min-runs 5 --max-runs 15 --export-csv "$times" \
			--output null "$1" 2>/dev/null >/dev/null
		awk -F , 'NR == 2 { print $(NF - 4) }' "$times"
		return
	fi
	best=999999
	for turn in 1 2 3 4 5 6; do
		from=$(date +%s%N)
		sh -c "exec $1" >/dev/null 2>&1 || :
		took=$((($(date +%s%N) - from) / 1000))
		[ "$turn" -eq 1 ] || [ "$took" -ge "$best" ] || best=$took
	done
	awk -v us="$best" 'BEGIN { printf "%.6f\n", us / 1e6 }'
}

times=$(mktemp)
trap 'rm -f "$times"' EXIT
# commands FOLDER: a name and what is run, one a line.
commands() {
	cat <<LIST
rg	rg -c . $1/register
recsel	recsel -e "host_organisation = 'Aldermoor City Council' && dates_end << '2025-01-01'" -P secondment_id $1/records.rec
sec-list -q	sec-list -C $1/register -q 'host.organisation = "Aldermoor City Council" and dates.end < 2025-01-01' -f ids
sec-list	sec-list -C $1/register -f tsv
sec-due	sec-due -C $1/register -f tsv
sec-check	sec-check -C $1/register -f tsv
LIST
}

# Both must find the same records, or comparing their times means nothing.
same_answer() {
	for name in recsel 'sec-list -q'; do
		commands "$1" | sed -n "s/^$name	//p" | sh 2>/dev/null | grep . | sort
		echo
	done | awk '/^$/ { if (++turn == 1) { first = all; all = "" }; next } { all = all $0 "\n" } END { exit first == "" || first != all }'
}

measure() {
	commands "$1" | while IFS="$(printf '\t')" read -r name command; do
		printf '%s\t%s\n' "$name" "$(seconds "$command")"
	done
}

small=$(register $((n / 10)))
large=$(register "$n")
same_answer "$large" || {
	echo 'recsel and sec-list find different records' >&2
	exit 1
}
echo "$n records, $(du -sh "$large/register/secondments" | cut -f1) on disk, $(nproc) cores"
{
	measure "$small" | sed 's/^/small	/'
	measure "$large" | sed 's/^/large	/'
} | awk -F '\t' '
$1 == "small" { small[$2] = $3; next }
{ large[$2] = $3; name[++count] = $2 }
END {
	printf "%-12s %9s %9s %12s %s\n", "", "seconds", "times rg", "of recsel", "  for 10 times the records"
	for (i = 1; i <= count; i++) {
		c = name[i]
		r = large[c] / large["rg"]
		s = large[c] / large["recsel"]
		verdict = c == "rg" || c == "recsel" ? "" : r <= 3 && s <= 0.1 ? "  as aimed" : "  MISSED:" (r > 3 ? " 3 times rg" : "") (s > 0.1 ? " a tenth of recsel" : "")
		printf "%-12s %9.3f %9.2f %12.3f   %.1f times the time%s\n", c, large[c], r, s, large[c] / small[c], verdict
	}
}'
