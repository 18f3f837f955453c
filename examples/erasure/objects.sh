# SPDX-License-Identifier: ISC
# shellcheck shell=sh disable=SC2154
#
# What `forget` and `redact` share: looking for texts in all that git keeps here.
# The caller has a private folder `tmp`, git's own `git_dir`, `yes` (yes or no), die().

# count FILE: its lines; some FILE THING: "1 commit", "3 commits".
count() { grep -c '' "$1" || :; }
some() { several "$(count "$1")" "$2"; }
several() { if [ "$1" -eq 1 ]; then echo "1 $2"; else echo "$1 $2s"; fi; }

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

# beside_objects TEXTS: which of git's own files beside its objects hold such a text.
beside_objects() {
	{ cd "$git_dir" && find . -path ./objects -prune -o -type f -exec grep -liaF -f "$1" {} +; } |
		sed 's|^\./||' | LC_ALL=C sort
}

# untracked TEXTS: which files of the work tree hold one, and are not git's.
untracked() {
	git ls-files -z --others -- :/ | xargs -0 -r grep -liaF -f "$1" -- || :
}

# confirm WORD: has somebody typed it, or said --yes?
confirm() {
	[ "$yes" = no ] || return 0
	printf 'Type %s to go on: ' "$1" >&2
	read -r typed || typed=
	[ "$typed" = "$1" ] || die "nothing was changed"
}
