# SPDX-License-Identifier: ISC
# shellcheck shell=sh disable=SC2154,SC2094
#
# The second half of redact: writes the new commits, looks at them again, moves all
# that refers to the old ones, sweeps these out, and records it. Files of $tmp:
#
#   map       "OLD NEW" for every commit that got a new name, in order of OLD

write_commits() {
	git fast-import --quiet --force --export-marks="$tmp/marks.new" <"$tmp/stream"
	git update-ref -d refs/redact/all
	awk -v marks="$tmp/marks.new" '
		BEGIN { while ((getline line <marks) > 0) { split(line, f, " "); name[f[1]] = f[2] } }
		{ print $2, name[":" $1] }' "$tmp/marks.old" | sort >"$tmp/map"
	! grep -v '^[0-9a-f]* [0-9a-f]' "$tmp/map" >&2 || die "git did not write every commit; nothing was changed"
}

# new_of COMMIT: what it is from now on.
new_of() {
	found=$(sed -n "s/^$1 //p" "$tmp/map")
	printf '%s\n' "${found:-$1}"
}

# Before anything refers to the new commits: is it gone from all they reach?
look_again() {
	while read -r tip; do
		case $(git cat-file -t "$tip") in
		tag) tip=$(git rev-parse "$tip^{}") ;;
		esac
		new_of "$tip"
	done <"$tmp/tips" | sort -u >"$tmp/new.tips"
	git rev-list --objects --stdin <"$tmp/new.tips" >"$tmp/new.objects"
	if sed 's/^[^ ]* //' "$tmp/new.objects" | grep -xF -f "$tmp/gone" >&2; then
		die "this would still stand in new commits; nothing was changed"
	fi
	cut -d ' ' -f 1 "$tmp/new.objects" | sort | comm -12 - "$tmp/lost" >"$tmp/copies"
	if [ -s "$tmp/copies" ]; then
		grep -F -f "$tmp/copies" "$tmp/new.objects" | cut -d ' ' -f 2- >&2
		die "this had the same content at some time: name it too; nothing was changed"
	fi
	if [ -s "$tmp/texts" ]; then
		cut -d ' ' -f 1 "$tmp/new.objects" | holding "$tmp/texts" >"$tmp/still"
		[ ! -s "$tmp/still" ] || die "a text still stands in $(count "$tmp/still") new objects; nothing was changed"
	fi
}

# A tag as it is from now on: its words without the texts, its target the new one, its
# signature, which was of the old one, gone.
new_tag() {
	target=$(git rev-parse "$1^{}")
	if [ "$(new_of "$target")" = "$target" ] && git cat-file tag "$1" | cmp -s - "$tmp/tags/$1"; then
		printf '%s\n' "$1"
	else
		sed "1s/.*/object $(new_of "$target")/; /^-----BEGIN .* SIGNATURE-----/,\$d" "$tmp/tags/$1" |
			git hash-object -t tag -w --stdin
	fi
}

# Everything moves in one step, or nothing does. What says where another repository
# stands goes: it would bring the old commits back.
carry_over() {
	old_tip=$(git rev-parse HEAD)
	git for-each-ref --format='%(refname) %(objectname) %(objecttype) %(symref)' >"$tmp/refs"
	while read -r ref object type symbolic; do
		case $ref:$type:$symbolic in
		refs/stash:* | *:?*:?*) continue ;;
		refs/remotes/*) printf 'delete %s %s\n' "$ref" "$object" && continue ;;
		*:tag:) new=$(new_tag "$object") ;;
		*) new=$(new_of "$object") ;;
		esac
		[ "$new" = "$object" ] || printf 'update %s %s %s\n' "$ref" "$new" "$object"
	done <"$tmp/refs" >"$tmp/moves"
	git for-each-ref --format='%(refname) %(symref)' refs/remotes | sed -n 's/^\([^ ]*\) ..*/\1/p' |
		while read -r ref; do git symbolic-ref -d "$ref"; done
	git log -g --format='%H %gs' refs/stash >"$tmp/stash.log" 2>/dev/null || :
	git update-ref --stdin <"$tmp/moves" || die "somebody changed a branch meanwhile; nothing was changed"
	hang_notes
	git reset -q --hard
	[ ! -s "$tmp/stash.log" ] || git stash clear
}

# Notes hang on commits by their names.
hang_notes() {
	git for-each-ref --format='%(refname)' refs/notes >"$tmp/notes"
	while read -r ref; do
		git notes --ref "$ref" list >"$tmp/hanging"
		while read -r _ old; do
			new=$(new_of "$old")
			[ "$new" = "$old" ] || {
				git notes --ref "$ref" copy "$old" "$new"
				git notes --ref "$ref" remove "$old" 2>/dev/null
			}
		done <"$tmp/hanging"
	done <"$tmp/notes"
}

# Stashes are entries of a reflog: put back once the old entries are gone.
restore_stashes() {
	sed '1!G; h; $!d' "$tmp/stash.log" | while read -r old words; do
		! printf '%s\n' "$words" | grep -qiF -f "$tmp/texts" || words='stashed before the redaction'
		git stash store -m "$words" "$(new_of "$old")"
	done
}

# unswept <FILES: those of git's own that sweep() leaves, and git does not write anew
# by itself; fails where there is none.
unswept() {
	grep -v -e '^\(logs\|rr-cache\|lost-found\|refs/original\)/' -e '^[A-Z]*_\(HEAD\|MSG\|EDITMSG\)$' \
		-e '^\(index\|packed-refs\|info/refs\|EDIT_DESCRIPTION\|ADD_EDIT.patch\|AUTO_MERGE\)$'
}

# What git keeps for a while, it keeps no longer.
sweep() {
	rm -rf "$git_dir/rr-cache" "$git_dir/refs/original" "$git_dir/lost-found"
	rm -f "$git_dir"/*_EDITMSG "$git_dir"/*_MSG "$git_dir"/?*_HEAD "$git_dir/EDIT_DESCRIPTION" \
		"$git_dir/ADD_EDIT.patch" "$git_dir/AUTO_MERGE"
	git reflog expire --expire=now --expire-unreachable=now --all
	[ ! -s "$tmp/stash.log" ] || restore_stashes
	git gc --quiet --prune=now
	all_objects >"$tmp/left"
	cut -d ' ' -f 1 "$tmp/map" | sort - "$tmp/lost" | comm -12 - "$tmp/left" >"$tmp/stayed"
	if [ -s "$tmp/stayed" ]; then
		cat "$tmp/stayed" >&2
		die "these old objects are still there: something refers to them that this script does not know"
	fi
	if [ -s "$tmp/texts" ]; then
		holding "$tmp/texts" <"$tmp/left" >"$tmp/still"
		[ ! -s "$tmp/still" ] || die "a text still stands in: $(cut -d ' ' -f 1,2 "$tmp/still" | tr '\n' ' ')"
	fi
	if beside_objects "$tmp/needles" | unswept >&2; then
		die "these files of git's own in $git_dir still hold it"
	fi
	[ -s "$tmp/objects" ] || git cat-file --batch-check <"$tmp/left" >"$tmp/objects"
}

# The record of it: redactions.ini says who, when, why and what; beside it a file with
# the old and the new name of every commit, so that who wrote an old name down (an
# anchor, a letter, a ticket) finds the commit again.
record_it() {
	day=${SEC_TODAY:-$(date +%F)}
	name=$day
	for more in b c d e f g h i j k l m n o p q r s t u v w x y z; do
		[ -e "redactions/$name.map" ] || break
		name=$day-$more
	done
	mkdir -p redactions
	maps=redactions/$name.map
	split -l 10000 -a 3 "$tmp/map" "$tmp/part." # no file of a register exceeds a megabyte
	for part in "$tmp"/part.*; do
		cp "$part" "$maps"
		printf '%s\n' "$maps"
		maps=redactions/$name.${part##*.}.map
	done >"$tmp/maps"
	{
		[ ! -s redactions.ini ] || echo
		echo "[redaction $name]"
		echo "by = $(git var GIT_COMMITTER_IDENT | sed 's/ <.*//')"
		printf '%s\n' "$why" | awk 'NR == 1 { print "reason = " $0; next } { print "  " ($0 == "" ? "." : $0) }'
		[ ! -s "$tmp/gone" ] || awk -v prefix="$prefix" '
			{ print (NR == 1 ? "files = " : "  ") substr($0, index($0, prefix) == 1 ? length(prefix) + 1 : 1) }' "$tmp/gone" |
			without_texts
		[ ! -s "$tmp/texts" ] || echo "texts = $(count "$tmp/texts")"
		echo "commits = $(count "$tmp/touched")"
		echo "renamed = $(count "$tmp/map")"
		echo "old-tip = $old_tip"
		echo "new-tip = $(git rev-parse HEAD)"
		sed '1s/^/map = /; 1!s/^/  /' "$tmp/maps"
	} >>redactions.ini
	git add redactions.ini redactions
	{
		echo "redaction: $(some "$tmp/gone" file), $(some "$tmp/texts" text)"
		echo
		printf '%s\n' "$why"
	} | git commit -q -F -
	rm -f "$git_dir/COMMIT_EDITMSG"
}

# without_texts <LINES: as the files are written that stay.
without_texts() {
	echo '{ print cleaned($0) }' >"$tmp/lines.awk"
	awk -v texts="$tmp/texts" -f "$here/cleaned.awk" -f "$tmp/lines.awk"
}

# What to type where the branches came from.
say_push() {
	cut -d ' ' -f 1 "$tmp/pushes" | sort -u | while read -r remote; do
		say "  git push --force --tags $remote $(sed -n "s/^$remote //p" "$tmp/pushes" | tr '\n' ' ' | sed 's/ $//')"
	done
}
