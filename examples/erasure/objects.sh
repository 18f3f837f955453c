# SPDX-License-Identifier: ISC
# shellcheck shell=sh disable=SC2154
#
# What `forget` and `redact` share: looking for texts in git's own objects.
# The caller has a private folder `tmp`, `yes` (yes or no), and die().

# texts FILE <LINES: the texts that are looked for, one a line; short ones, which
# would be found everywhere, are refused.
texts() {
	sed 's/^[[:blank:]]*//; s/[[:blank:]]*$//; /^$/d' | LC_ALL=C sort -u >"$1"
	if LC_ALL=C grep -q '^.\{1,2\}$' "$1"; then
		die "a text of one or two letters would be found everywhere; write more of it"
	fi
}

# holding TEXTS <NAMES: of these objects those that hold one of the texts, letters
# of any case, as `NAME TYPE SIZE`. Bytes are looked at, so that nothing hides in a
# commit's message, a file's name, an author, or a file that is no text: grep tells
# at which byte of all objects, one behind the other, it found something.
holding() {
	git cat-file --batch-check='%(objectname) %(objecttype) %(objectsize)' |
		grep -v ' missing$' >"$tmp/objects" || :
	cut -d ' ' -f 1 "$tmp/objects" | git cat-file --batch --buffer |
		{ LC_ALL=C grep -abioF -f "$1" || :; } | cut -d : -f 1 >"$tmp/offsets"
	LC_ALL=C awk '
		NR == FNR { at[NR] = $1; n = NR; next }
		{
			start += length($0) + 1
			while (k < n && at[k + 1] < start)
				k++
			if (k < n && at[k + 1] < start + $3)
				print
			start += $3 + 1
		}' "$tmp/offsets" "$tmp/objects"
}

# Everything that any branch, tag, stash or other reference reaches, and HEAD.
reachable() {
	{
		git for-each-ref --format='%(objectname)'
		git rev-parse -q --verify HEAD || :
		git rev-list -g refs/stash 2>/dev/null || :
	} | git rev-list --objects --stdin --no-object-names
}

# Everything that is there at all, reachable or not.
all_objects() {
	git cat-file --batch-all-objects --batch-check='%(objectname)'
}

# confirm WORD: has somebody typed it, or said --yes?
confirm() {
	[ "$yes" = no ] || return 0
	printf 'Type %s to go on: ' "$1" >&2
	read -r typed || typed=
	[ "$typed" = "$1" ] || die "nothing was changed"
}
